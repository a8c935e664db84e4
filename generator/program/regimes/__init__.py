"""Regimes: gather every rule that speaks about one thing, then resolve them to the least that satisfies all of them."""
