"""Health and safety programs for Canadian companies, from one intake to Word and PDF."""
