"""Sizes at which our own habits change. The law's own numbers are facts and never stand here."""
SMALL_TEAM = 4  # up to here one page a month carries the records of talks, looks and open actions
