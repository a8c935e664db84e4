"""How often something comes up in a year, by what the answers say of its use.

The estimates serve the paperwork budget and the comparison of rules; nothing that is printed as a duty rests on them.
"""
from __future__ import annotations

from collections.abc import Mapping

from generator.intake.company import EquipmentAnswer
from generator.knowledge.model import Interval, Quantity

WORK_DAYS = 240  # five days a week without holidays and vacation
DAYS_USED: Mapping[str | None, float] = {"daily": WORK_DAYS, "weekly": 50, "monthly": 12, "seasonal": 60, "rare": 4, None: 50}
_A_YEAR = {"minutes": 525_600.0, "days": 365.0, "weeks": 52.0, "months": 12.0, "years": 1.0}
_OUT_WEEKS = 2  # how long a thing that rests between jobs is out, where nobody says
_HOURS_A_DAY = 4.0  # hours that a machine runs on a day when it is used, where no hour meter is given


def days_used(answer: EquipmentAnswer) -> float:
    """Days a year on which one unit is used. Idle weeks count against what `use` says."""
    days = DAYS_USED.get(answer.use, DAYS_USED[None])
    return min(days, returns(answer) * 5 * _OUT_WEEKS) if answer.idle_weeks else days


def returns(answer: EquipmentAnswer) -> float:
    """Times a year that a unit comes back after standing; 0 where it does not rest."""
    return 52 / (answer.idle_weeks + _OUT_WEEKS) if answer.idle_weeks else 0.0


def times_a_year(trigger: str, interval: Interval | None, answer: EquipmentAnswer) -> float:
    """Looks a year at one unit under one trigger; 0 where only an event sets it off."""
    if trigger == "return_to_service":
        return _back_in_service(interval, answer)
    if trigger in ("before_use", "per_shift"):
        return days_used(answer)
    if trigger == "after_event" or interval is None:
        return 1.0 if trigger == "manufacturer" else 0.0
    return max(_of(limit, answer) for limit in interval.limits)


def _back_in_service(interval: Interval | None, answer: EquipmentAnswer) -> float:
    """Returns that count: those after standing as long as the rule says."""
    standing = min((limit.number / _DAYS[limit.unit] for limit in (interval.limits if interval else ())
                    if limit.unit in _DAYS), default=0.0)
    rested = (answer.idle_weeks or 0) * 7
    if rested:
        return returns(answer) if rested >= standing else 0.0
    return 1.0 if answer.use in ("seasonal", "rare") else 0.0


_DAYS = {"days": 1.0, "weeks": 1 / 7, "months": 1 / 30, "years": 1 / 365}


def _of(limit: Quantity, answer: EquipmentAnswer) -> float:
    """How often one limit comes up in a year for one unit; kilometres and hours are told for all units together."""
    if limit.unit == "km":
        return (answer.km_per_month or 0) * 12 / answer.count / limit.number
    if limit.unit == "hours":
        told = answer.hours_per_month
        hours = told * 12 / answer.count if told is not None else days_used(answer) * _HOURS_A_DAY
        return hours / limit.number
    if limit.unit == "times a year":
        return limit.number
    return _A_YEAR.get(limit.unit, 0.0) / limit.number
