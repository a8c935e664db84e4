"""Stage 4: typeset documents as Word and PDF."""
