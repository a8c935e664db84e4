"""The safety talks of a year: chosen by what the company has, does and meets in each season, none twice within twelve months.

Each talk has its place in the year. A place holds up to three talks that take turns from year to year, so that a list differs
from the one before and what comes back does so after twelve months at the earliest, without anybody keeping a list.
"""
from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.knowledge.load_sizing import toolbox_topics
from generator.knowledge.model_schemes import ToolboxTopic, ToolboxTopics
from generator.program.model import Meeting, Program, Reason
from generator.program.rhythm import every_days, last_day, month_starts, step_days
from generator.program.select import condition_holds
from generator.program.year import weekday_of
from generator.program.year_looks import small
from generator.program.year_plan import Year

TALKED_AT = ("safety_meeting", "toolbox_talk")  # meetings that carry a talk each time, in the order of the list
STOCK = 12  # talks kept ready where they are held by need and not by date
_TURNS = 3  # talks that share a place in the year
_OWNED, _ASSESSED, _KNOWN, _SECTOR, _ALL_SECTORS, _SEASON = 3, 2, 1, 2, 1, 2  # as toolbox_topics.yaml `selection` says
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
    day: date | None
    meeting: str


def plan_talks(program: Program, year: Year) -> tuple[Talk, ...]:
    """As many talks as the company's meetings ask for. Pure: the same program and year give the same list."""
    topics = toolbox_topics()
    slots = _slots(program, year)
    risks = _risks(program)
    suited = sorted(_suited(program, topics), key=lambda topic: (
        -score(topic, program), -max((risks.get(hazard, 0) for hazard in topic.hazards), default=0), _shuffled(topic, program)))
    held = _assign(slots, suited, topics, year)
    turn = year.start.year
    talks = []
    practice = turn * len(slots)
    for number, (slot, options) in enumerate(zip(slots, held, strict=True), 1):
        if options:
            topic = options[(turn + number) % len(options)]
            talks.append(Talk(number, slot.day, slot.meeting, topic, _why(topic, program)))
        else:
            talks.append(Talk(number, slot.day, slot.meeting, None, _USED_UP, practice))
            practice += 1
    return tuple(talks)


def _slots(program: Program, year: Year) -> list[_Place]:
    """The days of the meetings that carry a talk, one talk a day, then the stock for talks by need."""
    dated: dict[date, _Place] = {}
    stock: list[_Place] = []
    for meeting in (item for id_ in TALKED_AT for item in program.meetings if item.id == id_):
        days = [entry.day for entry in year.entries if entry.id == meeting.id] or _weekly(meeting, program, year)
        for day in days:
            dated.setdefault(day, _Place(day, meeting.id))
        stock += [] if days else [_Place(None, meeting.id)] * STOCK
    if not dated and not stock:
        stock = [_Place(None, TALKED_AT[-1])] * STOCK
    return [*(slot for _, slot in sorted(dated.items())), *stock]


def _weekly(meeting: Meeting, program: Program, year: Year) -> list[date]:
    """Days of a meeting that the year does not enter one by one, for it comes round by the week."""
    days = step_days(meeting.interval)
    if days is None:
        return []
    days = max(days, 7)  # a daily word before work is no talk with a page of its own
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


def sectors(program: Program) -> frozenset[str]:
    """The sectors of the work that the company does."""
    return frozenset(item.activity.sector for item in program.activities)


def _has(name: str, program: Program) -> bool:
    company = program.company
    known = {"audit": company.goal.scheme != "law_only", "contractors": company.contractors.used,
             "young_workers": any(row.young_workers for row in company.workforce)}
    if name in known:
        return known[name]
    ids = {item.id for item in (*program.activities, *program.equipment)}
    return name in ids or (hasattr(company.conditions, name) and condition_holds(company, name))


def score(topic: ToolboxTopic, program: Program) -> int:
    """How well a talk fits: equipment that is owned, hazards that are assessed, sector, and a season of its own."""
    owned = {item.id for item in program.equipment}
    assessed = {row.hazard for item in program.assessments for task in item.tasks for row in task.rows}
    points = _OWNED * bool(owned & set(topic.equipment))
    points += _ASSESSED if assessed & set(topic.hazards) else _KNOWN if topic.hazards else 0
    points += _SECTOR if set(topic.sectors) & sectors(program) else _ALL_SECTORS if "all" in topic.sectors else 0
    return points + _SEASON * (topic.season != "any")


def _risks(program: Program) -> dict[str, int]:
    """The highest score before controls that the company's assessments give each hazard."""
    found: dict[str, int] = {}
    for row in (row for item in program.assessments for task in item.tasks for row in task.rows):
        found[row.hazard] = max(found.get(row.hazard, 0), row.before[0] * row.before[1])
    return found


def _shuffled(topic: ToolboxTopic, program: Program) -> str:
    """An order among equals that is the company's own and the same in every build."""
    return hashlib.sha256(f"{program.company.legal_name}/{topic.id}".encode()).hexdigest()


def _assign(slots: Sequence[_Place], suited: Sequence[ToolboxTopic], topics: ToolboxTopics,
            year: Year) -> list[list[ToolboxTopic]]:
    """The talks of each place, the best first; each talk in one place, in its season, away from talks like it."""
    held: list[list[ToolboxTopic]] = [[] for _ in slots]
    rehearsal = _before_audit(slots, year)
    for topic in suited:
        if "audit" in topic.needs:
            if rehearsal is not None:
                held[rehearsal] = [topic]
            continue
        open_places = [place for place, slot in enumerate(slots)
                       if len(held[place]) < _TURNS and place != rehearsal and in_season(topic, slot.day, topics.seasons)]
        if open_places:
            best = min(open_places, key=lambda place: (len(held[place]), _alike_beside(topic, place, held), place))
            held[best].append(topic)
    return held


def _before_audit(slots: Sequence[_Place], year: Year) -> int | None:
    """The last dated talk before the audit month: there the crew hears what an auditor asks."""
    if year.audit_place is None or year.audit is None:
        return None
    early = [place for place, slot in enumerate(slots) if slot.day is not None and slot.day < year.audit]
    return early[-1] if early else None


def in_season(topic: ToolboxTopic, day: date | None, seasons: Mapping[str, str]) -> bool:
    """Whether the talk fits the month; without a date only talks for any season do."""
    if topic.season == "any":
        return True
    if day is None:
        return False
    first, last = (_MONTHS.index(name) + 1 for name in seasons[topic.season].split("-"))
    return first <= day.month <= last if first <= last else day.month >= first or day.month <= last


def alike(one: ToolboxTopic, other: ToolboxTopic) -> bool:
    """Talks on the same machine or the same hazard."""
    return bool(set(one.equipment) & set(other.equipment) or set(one.hazards) & set(other.hazards))


def _alike_beside(topic: ToolboxTopic, place: int, held: Sequence[Sequence[ToolboxTopic]]) -> int:
    """How many talks in the places before and after are like this one; the last stands beside the first."""
    beside = [*held[place - 1], *held[(place + 1) % len(held)]] if len(held) > 1 else []
    return sum(alike(topic, other) for other in beside)


def _why(topic: ToolboxTopic, program: Program) -> Reason:
    """One line: what of this company brought the talk in."""
    for item in program.equipment:
        if item.id in topic.equipment:
            return item.reasons[0]
    for assessment in program.assessments:
        for row in (row for task in assessment.tasks for row in task.rows):
            if row.hazard in topic.hazards:
                return Reason("answer", f"activities.{assessment.activity}", f"“{assessment.title}”: {small(row.name)}")
    for hazard in program.hazards:
        if hazard.id in topic.hazards:
            return Reason("answer", f"hazards.{hazard.id}", f"You meet it: {hazard.title}")
    if "audit" in topic.needs:
        return Reason("answer", "goal.audit_due", "The last talk before your audit")
    return Reason("choice", "toolbox_topics", "It fits every crew")
