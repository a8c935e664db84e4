"""Rhythms that the fact base gives in words, as intervals."""
from __future__ import annotations

import re

from generator.knowledge.model import Interval, LawFact, Quantity

_WORDS = {"daily": Quantity(1, "days"), "weekly": Quantity(1, "weeks"), "monthly": Quantity(1, "months"),
          "quarterly": Quantity(3, "months"), "yearly": Quantity(12, "months"), "at least once a year": Quantity(12, "months")}
_YEARLY = re.compile(r"\b(?:at least (?:yearly|annually|once a year)|reviewed? yearly|yearly update)\b")
_A_YEAR = ("times a year",)
_TIMES = {"days": 365.0, "weeks": 52.0, "months": 12.0, "years": 1.0}


def months(number: float) -> Interval:
    """Every so many months."""
    return Interval((Quantity(number, "months"),))


def of_fact(fact: LawFact) -> Interval | None:
    """The interval that a law fact sets; None where it sets none ("regular", "scheduled with the committee")."""
    value = fact.value
    if isinstance(value, Quantity):
        return Interval((value,)) if value.unit in (*_TIMES, *_A_YEAR) else None
    text = str(value or "").lower()
    said = next((Interval((quantity,)) for word, quantity in _WORDS.items() if re.match(rf"{word}\b", text)), None)
    return said or (months(12) if _YEARLY.search(text) else None)


def times(interval: Interval | None) -> float:
    """How often a year the calendar limits of an interval come up; 0 without one."""
    return max((limit.number if limit.unit in _A_YEAR else _TIMES.get(limit.unit, 0.0) / limit.number
                for limit in (interval.limits if interval else ())), default=0.0)


def of_days(days: int) -> Interval | None:
    """An outer limit in days as people say it: 7 is a week, 31 a month, 92 a quarter, 365 a year."""
    for limit, quantity in ((7, Quantity(1, "weeks")), (31, Quantity(1, "months")), (92, Quantity(3, "months")),
                            (365, Quantity(12, "months"))):
        if days <= limit:
            return Interval((quantity,))
    return Interval((Quantity(round(days / 365), "years"),))
