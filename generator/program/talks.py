"""The safety talks of a year: chosen by what the company has, does and meets in each season, none twice within twelve months.

Each talk has its place in the year, and three lists take turns from year to year (talk_choice.py), so that a list differs from
the one before and what comes back does so in the same week or month of a later year, without anybody keeping a list.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.knowledge.load_sizing import toolbox_topics
from generator.knowledge.model_schemes import ToolboxTopic, ToolboxTopics
from generator.program.model import Meeting, Program, Reason
from generator.program.rhythm import every_days, last_day, month_starts, months_between, step_days
from generator.program.select import condition_holds
from generator.program.talk_choice import LISTS, fill, ranked, rows_about
from generator.program.talk_choice import alike as alike
from generator.program.talk_choice import score as score
from generator.program.talk_choice import sectors as sectors
from generator.program.year import weekday_of
from generator.program.year_looks import small
from generator.program.year_plan import Year

TALKED_AT = ("safety_meeting", "toolbox_talk")  # meetings that carry a talk each time, in the order of the list
STOCK = 12  # talks kept ready where they are held by need and not by date
_WEEK, _HALF_WEEK = 7, 3
_PLAIN_YEAR, _LEAP_YEAR = 2001, 366  # a year without leap day, for the places; the days of one with it
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_USED_UP = Reason("choice", "practices", "The topics that fit you are used up this year: read one of your own practices")


@dataclass(frozen=True)
class Talk:
    """One talk: `topic`, or where the topics run out the company's own practice number `practice` (from 0, taken in turns).

    `day` is None for the stock of talks held by need; `meeting` is the id of the meeting that carries it.
    """

    number: int
    day: date | None
    meeting: str
    topic: ToolboxTopic | None
    why: Reason
    practice: int | None = None


@dataclass(frozen=True)
class _Place:
    """A place in the year: a month, or a stretch of days of a rhythm, the same in every year. No `first`: the stock."""

    meeting: str
    number: int
    first: date | None = None  # in a year without leap day
    last: date | None = None


@dataclass(frozen=True)
class _Slot:
    day: date | None
    meeting: str
    place: _Place


def plan_talks(program: Program, year: Year) -> tuple[Talk, ...]:
    """As many talks as the company's meetings ask for. Pure: the same program and year give the same list."""
    topics = toolbox_topics()
    slots, ring = _slots(program, year)
    suited = _suited(program, topics)
    rehearsal = next((topic for topic in suited if "audit" in topic.needs), None)
    held = _held(ring, [topic for topic in suited if topic is not rehearsal], program, year)
    last = _before_audit(slots, year) if rehearsal else None
    talks: list[Talk] = []
    practice = year.start.year * len(slots)
    for number, slot in enumerate(slots, 1):
        topic = rehearsal if number == last else held[slot.place]
        why = _why(topic, program) if topic else _USED_UP
        talks.append(Talk(number, slot.day, slot.meeting, topic, why, None if topic else practice))
        practice += topic is None
    return tuple(talks)


def _held(ring: Sequence[_Place], suited: Sequence[ToolboxTopic], program: Program,
          year: Year) -> dict[_Place, ToolboxTopic | None]:
    """The talk of each place in this year's list."""
    seasons = toolbox_topics().seasons
    fits = {topic.id: [number for number, place in enumerate(ring)
                       if all(in_season(topic, day, seasons) for day in (place.first, place.last))] for topic in suited}
    lists = fill(len(ring), ranked(suited, program), fits, _rehearsed(ring, program))
    return dict(zip(ring, lists[year.start.year % LISTS], strict=True))


def _rehearsed(ring: Sequence[_Place], program: Program) -> int | None:
    """The place just before the month of the audit, the same in every year: its talk gives way to the rehearsal."""
    goal = program.company.goal
    if goal.scheme == "law_only" or not goal.audit_due:
        return None
    before = (int(goal.audit_due.split("-")[1]) - 2) % len(_MONTHS) + 1
    return max((number for number, place in enumerate(ring) if place.first and place.first.month == before), default=None)


def _slots(program: Program, year: Year) -> tuple[list[_Slot], list[_Place]]:
    """The talks to hold, in their order, and all places of the year in which talks live.

    Two meetings on one day have one talk between them. Then comes the stock for talks by need.
    """
    dated: dict[date, _Slot] = {}
    ring: list[_Place] = []
    stock: list[_Slot] = []
    for meeting in (item for id_ in reversed(TALKED_AT) for item in program.meetings if item.id == id_):
        days = [entry.day for entry in year.entries if entry.id == meeting.id] or _weekly(meeting, program, year)
        if not days:
            stock += [_Slot(None, meeting.id, _Place(meeting.id, number)) for number in range(STOCK)]
            continue
        own = _places(meeting, year)
        if any(day not in dated for day in days):
            ring += own
        width = step_days(meeting.interval)
        for day in days:
            number = _stretch(day, max(width, _WEEK), program, year) if width else months_between(year.start, day)
            place = own[number]
            dated[day] = _Slot(day, meeting.id, dated[day].place if day in dated else place)
    if not dated and not stock:
        stock = [_Slot(None, TALKED_AT[-1], _Place(TALKED_AT[-1], number)) for number in range(STOCK)]
    ring = sorted(ring, key=lambda place: (place.first or year.start, place.meeting))
    return [*(slot for _, slot in sorted(dated.items())), *stock], [*ring, *(slot.place for slot in stock)]


def _stretch(day: date, width: int, program: Program, year: Year) -> int:
    """The number of the stretch of `width` days; a day that moved for a holiday stays with the week that it moved in."""
    moved = (day.weekday() - weekday_of(program) + _HALF_WEEK) % _WEEK - _HALF_WEEK if width % _WEEK == 0 else 0
    return max(0, (day - timedelta(days=moved) - year.start).days // width)


def _places(meeting: Meeting, year: Year) -> list[_Place]:
    """The places of one meeting's rhythm: twelve months, or as many stretches of days as a year has."""
    start = date(_PLAIN_YEAR, year.start.month, 1)
    days = step_days(meeting.interval)
    if days is None:
        return [_Place(meeting.id, number, month, last_day(month)) for number, month in enumerate(month_starts(start))]
    width = max(days, _WEEK)
    return [_Place(meeting.id, number, start + timedelta(days=number * width), start + timedelta(days=(number + 1) * width))
            for number in range(-(-_LEAP_YEAR // width))]


def _weekly(meeting: Meeting, program: Program, year: Year) -> list[date]:
    """Days of a meeting that the year does not enter one by one, for it comes round by the week."""
    days = step_days(meeting.interval)
    if days is None:
        return []
    days = max(days, _WEEK)  # a daily word before work is no talk with a page of its own
    end = last_day(month_starts(year.start)[-1])
    return list(every_days(max(year.start, program.in_force), end, days, weekday_of(program)))


def _suited(program: Program, topics: ToolboxTopics) -> list[ToolboxTopic]:
    return [topic for topic in topics.topics.values() if topic.id not in topics.standing_items and suits(topic, program)]


def suits(topic: ToolboxTopic, program: Program) -> bool:
    """Whether the company has what the talk is about: one of its equipment and one of its hazards, where it names any.

    A talk on no equipment, or on things that companies of all kinds have, is for its sectors.
    """
    owned = {item.id for item in program.equipment}
    hazards = {item.id for item in program.hazards}
    if topic.equipment and not owned & set(topic.equipment):
        return False
    if topic.hazards and not hazards & set(topic.hazards):
        return False
    special = set(topic.equipment) & owned - set(toolbox_topics().everywhere)
    if not special and not set(topic.sectors) & {"all", *sectors(program)}:
        return False
    return not topic.needs or any(_has(name, program) for name in topic.needs)


def _has(name: str, program: Program) -> bool:
    company = program.company
    known = {"audit": company.goal.scheme != "law_only", "contractors": company.contractors.used,
             "young_workers": any(row.young_workers for row in company.workforce)}
    if name in known:
        return known[name]
    ids = {item.id for item in (*program.activities, *program.equipment)}
    return name in ids or (hasattr(company.conditions, name) and condition_holds(company, name))


def _before_audit(slots: Sequence[_Slot], year: Year) -> int | None:
    """The number of the last dated talk before the audit month: there the crew hears what an auditor asks."""
    if year.audit_place is None or year.audit is None:
        return None
    early = [number for number, slot in enumerate(slots, 1) if slot.day is not None and slot.day < year.audit]
    return early[-1] if early else None


def in_season(topic: ToolboxTopic, day: date | None, seasons: Mapping[str, str]) -> bool:
    """Whether the talk fits the month; without a date only talks for any season do."""
    if topic.season == "any":
        return True
    if day is None:
        return False
    first, last = (_MONTHS.index(name) + 1 for name in seasons[topic.season].split("-"))
    return first <= day.month <= last if first <= last else day.month >= first or day.month <= last


def _why(topic: ToolboxTopic, program: Program) -> Reason:
    """One line: what of this company brought the talk in."""
    for item in program.equipment:
        if item.id in topic.equipment:
            return item.reasons[0]
    worst = max(rows_about(topic, program), key=lambda found: found[1].before[0] * found[1].before[1], default=None)
    if worst:
        title = next(item.title for item in program.assessments if item.activity == worst[0])
        told = f"“{title}”" if title == worst[1].name else f"“{title}”: {small(worst[1].name)}"
        return Reason("answer", f"activities.{worst[0]}", told)
    for hazard in program.hazards:
        if hazard.id in topic.hazards:
            return Reason("answer", f"hazards.{hazard.id}", f"You meet it: {hazard.title}")
    if "audit" in topic.needs:
        return Reason("answer", "goal.audit_due", "The last talk before your audit")
    return Reason("choice", "toolbox_topics", "It fits every crew")
