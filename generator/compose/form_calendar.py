"""The year at a glance: what comes back by the calendar, gathered by rhythm and person, with the months it is due."""
from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence

from generator.knowledge.base import Knowledge
from generator.knowledge.model import Interval, Quantity
from generator.program.model import Inspection, Meeting, Program

Row = Sequence[object]
MONTHS = 12
_MONTHS = tuple(month_name)
_BOX = "☐"
_THOUSAND = 1000
_WORDS: Mapping[tuple[float, str], str] = {
    (1, "weeks"): "weekly", (1, "months"): "monthly", (12, "months"): "yearly", (1, "years"): "yearly"}
_TO_MONTHS = {"days": 1 / 30, "weeks": 1 / 4, "months": 1, "years": 12}
_BY = {"operator": "whoever uses it", "competent_person": "competent person", "certified": "certified inspector",
       "engineer": "engineer"}
_SELDOM = "less than yearly"
_OWN = "our rule"  # said only where nobody else asks
_SHORT = {"law": "law", "standard": "standard", "manufacturer": "the maker", "audit": _OWN,
          "choice": _OWN, "answer": _OWN}


def every(interval: Interval | None) -> float | None:
    """Months between two looks by the calendar part of an interval; None where it has none."""
    if interval is None:
        return None
    found = [limit.number * _TO_MONTHS[limit.unit] for limit in interval.limits if limit.unit in _TO_MONTHS]
    return min(found) if found else None


def calendar_rows(program: Program, knowledge: Knowledge) -> list[Row]:
    """Meetings first, then inspections that share rhythm and person in one line, the most frequent first."""
    start = program.in_force.month
    rows: list[Row] = [
        [meeting.title, rhythm(meeting.interval), meeting.who, _who_asks(meeting, knowledge),
         *boxes(months, _first_month(meeting, program))]
        for meeting in program.meetings if meeting.interval and (months := every(meeting.interval)) is not None]
    groups: dict[tuple[float, str, str], list[Inspection]] = {}
    for look in program.inspections:
        months = every(look.interval)
        if look.trigger == "calendar" and look.interval and months is not None:
            often = rhythm(look.interval) if months <= MONTHS else _SELDOM
            groups.setdefault((min(months, MONTHS + 1), often, _BY.get(look.by, look.by)), []).append(look)
    for (months, often, who), looks in sorted(groups.items(), key=lambda group: group[0]):
        asked = dict.fromkeys(_SHORT[look.reasons[-1].kind] for look in looks)
        why = [word for word in asked if word != _OWN] or [_OWN]
        rows.append([_running(_things(looks, program)), often, who, ", ".join(why), *boxes(months, start)])
    return rows


def _who_asks(meeting: Meeting, knowledge: Knowledge) -> str:
    """Who asks for the rhythm: the law only where it gives a number, or the meeting would be held by our own rule."""
    asked = _SHORT[meeting.reasons[0].kind]
    if meeting.id != "committee_meeting":
        return asked
    facts = [place.facts.get("committee.meeting_frequency") for place in knowledge.jurisdictions.values()]
    return asked if any(fact is not None and isinstance(fact.value, Quantity) for fact in facts) else _OWN


def _first_month(meeting: Meeting, program: Program) -> int:
    """The month that the answers name for the drill; for all else the month in which the program comes into force."""
    named = (program.company.emergency.drill_month or "").capitalize() if meeting.id == "emergency_drill" else ""
    return _MONTHS.index(named) if named in _MONTHS[1:] else program.in_force.month


def _running(things: Sequence[str]) -> str:
    """Names as one list in a sentence: capital letter at the first only."""
    return ", ".join(name if place == 0 or name[1:2].isupper() else name[:1].lower() + name[1:]
                     for place, name in enumerate(things))


def _things(looks: Sequence[Inspection], program: Program) -> list[str]:
    """What is looked at, each once; with its own rhythm where the line is for things that come less than yearly."""
    titles = {item.id: item.title for item in program.equipment}
    return list(dict.fromkeys(
        titles[look.equipment] if (every(look.interval) or 0) <= MONTHS or look.interval is None
        else f"{titles[look.equipment]} {rhythm(look.interval)}" for look in looks))


def rhythm(interval: Interval) -> str:
    """An interval as people say it: monthly, yearly, every 3 months, yearly or 10,000 km."""
    return " or ".join(_spoken(limit) for limit in interval.limits)


def _spoken(limit: Quantity) -> str:
    words = _WORDS.get((limit.number, limit.unit))
    if words:
        return words
    amount = f"{limit.number:,.0f} {limit.unit}" if limit.number >= _THOUSAND else str(limit)
    return f"every {amount}" if limit.unit in _TO_MONTHS else amount


def boxes(months: float, start: int) -> list[str]:
    """Twelve cells, January first: a box where something with that rhythm is due, counted from month `start` (1 to 12).

    A rhythm of more than a year leaves all cells blank: its month is written by hand.
    """
    if months > MONTHS:
        return [""] * MONTHS
    step = max(1, round(months))
    return [_BOX if (month - start) % step == 0 else "" for month in range(1, MONTHS + 1)]
