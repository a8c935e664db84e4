"""Stage 3: write the program as clauses and documents in Markdown."""
