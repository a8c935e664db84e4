"""The year at a glance: what comes back by the calendar, gathered by rhythm and person, with the months it is due."""
from __future__ import annotations

from collections.abc import Sequence

from generator.knowledge.model import Interval
from generator.program.model import Inspection, Meeting, Program

Row = Sequence[object]
MONTHS = 12
_BOX = "☐"
_TO_MONTHS = {"days": 1 / 30, "weeks": 1 / 4, "months": 1, "years": 12}
_BY = {"operator": "whoever uses it", "competent_person": "a competent person", "certified": "a certified inspector",
       "engineer": "an engineer"}
_SHORT = {"law": "law", "standard": "standard", "manufacturer": "the maker", "audit": "our rule; auditors",
          "choice": "our rule", "answer": "our rule"}


def every(interval: Interval | None) -> float | None:
    """Months between two looks by the calendar part of an interval; None where it has none."""
    if interval is None:
        return None
    found = [limit.number * _TO_MONTHS[limit.unit] for limit in interval.limits if limit.unit in _TO_MONTHS]
    return min(found) if found else None


def calendar_rows(program: Program) -> list[Row]:
    """Meetings first, then inspections that share rhythm, person and reason in one line, the most frequent first."""
    start = program.in_force.month
    rows = [_meeting(meeting, start) for meeting in program.meetings if every(meeting.interval) is not None]
    titles = {item.id: item.title for item in program.equipment}
    groups: dict[tuple[float, str, str, str], dict[str, None]] = {}
    for look in program.inspections:
        months = every(look.interval)
        if look.trigger == "calendar" and months is not None:
            key = (months, str(look.interval), _BY.get(look.by, look.by), _asked(look))
            groups.setdefault(key, {})[titles[look.equipment]] = None
    for (months, interval, who, why), things in sorted(groups.items(), key=lambda group: group[0]):
        rows.append([", ".join(things), f"every {interval}", who, why, *boxes(months, start)])
    return rows


def _meeting(meeting: Meeting, start: int) -> Row:
    months = every(meeting.interval) or MONTHS
    return [meeting.title, f"every {meeting.interval}", meeting.who, _SHORT[meeting.reasons[0].kind], *boxes(months, start)]


def _asked(look: Inspection) -> str:
    return _SHORT[look.reasons[-1].kind]


def boxes(months: float, start: int) -> list[str]:
    """Twelve cells, January first: a box where something with that rhythm is due, counted from month `start` (1 to 12).

    A rhythm of more than a year leaves all cells blank: its month is written by hand.
    """
    if months > MONTHS:
        return [""] * MONTHS
    step = max(1, round(months))
    return [_BOX if (month - start) % step == 0 else "" for month in range(1, MONTHS + 1)]
