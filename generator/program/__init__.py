"""Stage 2: decide what one company's program contains, and why. Pure functions."""
