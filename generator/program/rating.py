"""Ratings: severity times likelihood, their bands, and what a control does to them (rules in catalogue/assessing.yaml)."""
from __future__ import annotations

from collections.abc import Sequence

from generator.knowledge.model_assessing import LEVELS, Assessing, Rating
from generator.program.model import AssessmentRow, Control

# Bands of severity x likelihood (1 to 25). Our rule; the manual prints it beside the scale.
MEDIUM_FROM = 8
HIGH_FROM = 15


def score(rating: Rating) -> int:
    """Severity x likelihood, 1 to 25."""
    return rating[0] * rating[1]


def band(rating: Rating) -> str:
    """low, medium or high."""
    value = score(rating)
    return "high" if value >= HIGH_FROM else "medium" if value >= MEDIUM_FROM else "low"


def after_controls(before: Rating, controls: Sequence[Control], rules: Assessing) -> Rating:
    """Rating with the controls in place: the strongest level lowers the likelihood, never under 1 (hard to imagine)."""
    steps = max((rules.controls[control.level].likelihood for control in controls), default=0)
    return before[0], max(1, before[1] - steps)


def with_added(row: AssessmentRow, control: Control, rules: Assessing) -> Rating:
    """Rating after controls once the owner's own control stands at the row.

    It counts only where it is stronger than all that the row had: then its steps hold if they bring the likelihood lower.
    Severity stays, for the intake does not say how much of the energy is left.
    """
    had = min((LEVELS.index(own.level) for own in row.controls), default=len(LEVELS))
    if LEVELS.index(control.level) >= had:
        return row.after
    return row.after[0], min(row.after[1], after_controls(row.before, (control,), rules)[1])
