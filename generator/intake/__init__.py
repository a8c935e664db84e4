"""Stage 1: read, ask, check and type one company's answers."""
