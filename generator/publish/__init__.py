"""Stage 5: deliver files safely, and remember what was delivered."""
