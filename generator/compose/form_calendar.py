"""How often something comes back, as people say it, and in months."""
from __future__ import annotations

from collections.abc import Mapping

from generator.knowledge.model import Interval, Quantity

_THOUSAND = 1000
_WORDS: Mapping[tuple[float, str], str] = {
    (1, "weeks"): "weekly", (1, "months"): "monthly", (12, "months"): "yearly", (1, "years"): "yearly"}
_TO_MONTHS = {"days": 1 / 30, "weeks": 1 / 4, "months": 1, "years": 12}


def every(interval: Interval | None) -> float | None:
    """Months between two looks by the calendar part of an interval; None where it has none."""
    if interval is None:
        return None
    found = [limit.number * _TO_MONTHS[limit.unit] for limit in interval.limits if limit.unit in _TO_MONTHS]
    return min(found) if found else None


def rhythm(interval: Interval) -> str:
    """An interval as people say it: monthly, yearly, every 3 months, yearly or 10,000 km."""
    return " or ".join(_spoken(limit) for limit in interval.limits)


def _spoken(limit: Quantity) -> str:
    words = _WORDS.get((limit.number, limit.unit))
    if words:
        return words
    amount = f"{limit.number:,.0f} {limit.unit}" if limit.number >= _THOUSAND else str(limit)
    return f"every {amount}" if limit.unit in _TO_MONTHS else amount
