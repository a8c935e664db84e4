"""Ratings of a hazard assessment that a company changes, as typed answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day


@dataclass(frozen=True)
class Rated:
    """A rating as the owner gives it, 1 to 5 each; a number that is left out stays as it was."""

    severity: int | None = None
    likelihood: int | None = None


@dataclass(frozen=True)
class RatingAnswer:
    """A rating that this company changes, and why. `task` (some of its words) limits it to one task."""

    activity: str  # id of an activity, or "everywhere" for what every job shares
    hazard: str
    reason: str
    task: str | None = None
    before: Rated = Rated()
    after: Rated = Rated()
    by: str | None = None
    date: Day | None = None
    line: int | None = field(default=None, compare=False)  # of the intake file
