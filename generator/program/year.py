"""The year that an owner can live by: what is due in each month, for whom, on which form and why.

It runs for twelve months from the month in which the program comes into force, for nothing can be done before that. Where an
audit falls into it, what an auditor wants to see is counted back from the audit month, and that month is kept light.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.knowledge.base import Knowledge
from generator.program.model import Inspection, Meeting, Program
from generator.program.rhythm import (
    MONTHS,
    WEEKDAYS,
    every_days,
    last_day,
    month_starts,
    months_between,
    nth_weekday,
    places,
    step_days,
    step_months,
    workday,
)
from generator.program.year_extras import audit_entries, by_turns, duty_entries, extra_entries
from generator.program.year_looks import gather, group_entry, running, small, spoken_days, standing_looks, things
from generator.program.year_plan import Entry, Kind, Load, Standing, Year
from generator.program.year_tickets import ticket_entries

_FIRST_WEEK = 7  # a program in force later in its month begins its year with the next one
_WEEKLY = 10  # days: a shorter rhythm is said once, not entered week by week
_MEETINGS = ("safety_meeting", "toolbox_talk", "committee_meeting")
_REVIEW = "yearly_review"
_WITH_REVIEW = "with the yearly review"  # as the trigger of what goes along with it says
_KINDS: dict[str, Kind] = {"meetings": "meeting", "inspections": "walk"}  # by the group of a meeting's form
_WARM = range(4, 11)  # April to October: nobody wants to be counted at the muster point in the cold
_NOTICE = {"meeting": 3, "walk": 3, "drill": 21, "review": 14}  # days before, to invite and gather
Along = tuple[Inspection, tuple[int, ...]]  # a look that goes along on a walk, and its months (places 0 to 11)


@dataclass(frozen=True)
class _Held:
    """A meeting with the places of the year (0 to 11) in which it is held, and which week of the month."""

    meeting: Meeting
    kind: Kind
    months: tuple[int, ...]
    week: int | None  # 1 to 4 for meetings of people on their weekday; None: any day of the month


def plan_year(program: Program, knowledge: Knowledge) -> Year:
    """The year of one company. Pure: same arguments, same year.

    Rhythms hold over the turn of the year: the same months next year leave no gap above an interval.
    """
    start = _start(program.in_force)
    year = Year(start, _audit_month(program, start), (), ())
    load = Load(year.audit_place)
    own = [meeting for meeting in program.meetings if not _goes_along(meeting, program)]
    held = _weeks([item for meeting in own if (item := _held(meeting, program, knowledge, start, load)) is not None])
    groups, along = gather(program, knowledge, [(item.meeting, item.months) for item in held if item.kind in ("walk", "meeting")],
                           load)
    along_of = {id_: tuple(found) for id_, found in along.items()}
    loose = [(place, entry) for item in held for place, entry in _held_entries(item, program, start, along_of)]
    entries = [entry for _, entry in loose if entry.fixed]
    entries += [entry for meeting in program.meetings for entry in _by_days(meeting, program, knowledge, start)]
    loose = [(place, entry) for place, entry in loose if not entry.fixed]
    loose += [(place, entry) for group in groups for place in range(MONTHS)
              if (entry := group_entry(group, place, program, knowledge)) is not None]
    entries += ticket_entries(program, load, start)
    loose += extra_entries(program, knowledge, load)
    loose += duty_entries(program, knowledge, load, start)
    loose += audit_entries(program, year)
    entries += _with_days(loose, program, start)
    standing = [*_standing_meetings(program), *standing_looks(program, knowledge)]
    return replace(year, entries=tuple(sorted(entries, key=lambda entry: (entry.day, not entry.fixed, entry.id))),
                   standing=tuple(standing))


def _start(in_force: date) -> date:
    return month_starts(in_force, 2)[0 if in_force.day <= _FIRST_WEEK else 1]


def _audit_month(program: Program, start: date) -> date | None:
    """The first day of the audit month, where the goal names one that is not over."""
    goal = program.company.goal
    if not goal.audit_due or goal.scheme == "law_only":
        return None
    year, month = goal.audit_due.split("-")
    found = date(int(year), int(month), 1)
    return found if found >= start else None


def weekday_of(program: Program) -> int:
    """The company's meeting day, 0 for Monday; Tuesday where none is named."""
    day = program.company.preferences.meeting_day
    return WEEKDAYS.index(day) if day in WEEKDAYS else 1


def _held(meeting: Meeting, program: Program, knowledge: Knowledge, start: date, load: Load) -> _Held | None:
    step = step_months(meeting.interval)
    if step is None or step < 1:
        return None
    kind = _kind(meeting, knowledge)
    minutes = meeting.minutes
    if step >= MONTHS:
        if meeting.id == "assessment_review" and by_turns(meeting, program):
            return None  # one line a job, see extra_entries
        months = load.lightest(_once(meeting, program, start, load), minutes)
    else:
        count = len(places(step, 0))
        months = load.lightest([places(MONTHS / count, phase) for phase in range(MONTHS // count)], minutes)
    return _Held(meeting, kind, months, 1 if kind == "meeting" else None)


def _goes_along(meeting: Meeting, program: Program) -> bool:
    """Whether it is done in the same sitting as the yearly review, and needs no line of its own."""
    yearly = any(item.id == _REVIEW for item in program.meetings)
    step = step_months(meeting.interval)
    return yearly and meeting.id != _REVIEW and _WITH_REVIEW in meeting.trigger and step is not None and step >= MONTHS


def _kind(meeting: Meeting, knowledge: Knowledge) -> Kind:
    if meeting.id == "emergency_drill":
        return "drill"
    form = knowledge.catalogue.forms.get(meeting.form or "")
    return "meeting" if meeting.id in _MEETINGS else _KINDS.get(form.group if form else "", "review")


def _once(meeting: Meeting, program: Program, start: date, load: Load) -> list[tuple[int, ...]]:
    """Months that suit something held once a year: as named, before the next review date, before the audit."""
    if meeting.id == "emergency_drill":
        return _drill_months(program, start, load)
    if meeting.id == _REVIEW:
        review = program.company.revision.next_review
        last = MONTHS - 1 if review is None else max(0, min(MONTHS - 1, months_between(start, review) - 1))
        return load.before_audit(last)[-2:][:1]  # late, when there is a year to look back on; a month in hand
    return load.before_audit()


def _drill_months(program: Program, start: date, load: Load) -> list[tuple[int, ...]]:
    """The month that the answers name; else a warm one before the audit."""
    named = (program.company.emergency.drill_month or "").capitalize()
    months = month_starts(start)
    asked: list[tuple[int, ...]] = [(place,) for place, month in enumerate(months) if month.strftime("%B") == named]
    early = load.before_audit()
    return asked or [choice for choice in early if months[choice[0]].month in _WARM] or early


def _weeks(held: list[_Held]) -> list[_Held]:
    """Meetings on the same weekday take the first, second, third and fourth of the month, in their order."""
    found: list[_Held] = []
    week = 0
    for item in held:
        if item.week is None:
            found.append(item)
            continue
        found.append(replace(item, week=week % 4 + 1))
        week += 1
    return found


def _held_entries(item: _Held, program: Program, start: date, along: Mapping[str, Sequence[Along]]) -> list[tuple[int, Entry]]:
    """The lines of one meeting, each with its place in the year; the day is set where people come together on it."""
    months = month_starts(start)
    found = []
    for place in item.months:
        day = nth_weekday(months[place], weekday_of(program), item.week or 1)
        day = workday(program.in_force) if day < program.in_force else day
        looks = [look for look, due in along.get(item.meeting.id, ()) if place in due]
        found.append((place, _meeting_entry(item, day, looks, program)))
    return found


def _meeting_entry(item: _Held, day: date, looks: Sequence[Inspection], program: Program) -> Entry:
    meeting = item.meeting
    seen = things(looks, program)
    told = [f"On the same {'page' if item.kind == 'meeting' else 'walk'}: {small(running(seen))}"] if seen else []
    along = [other for other in program.meetings if meeting.id == _REVIEW and _goes_along(other, program)]
    if along:
        told.append(f"With it: {small(running([_seldom_title(other) for other in along]))}")
    return Entry(
        id=meeting.id, kind=item.kind, day=day, fixed=item.week is not None, title=_seldom_title(meeting), who=meeting.who,
        form=meeting.form, reasons=meeting.reasons, what=meeting.what, along=". ".join(told),
        minutes=meeting.minutes + sum(other.minutes for other in along) + sum(look.minutes * look.units for look in looks),
        parts=(meeting.id, *(other.id for other in along), *(look.id for look in looks)),
        prepare_days=_NOTICE.get(item.kind, 0))


def _seldom_title(meeting: Meeting) -> str:
    """The title; what comes less than yearly asks whether it is due, for our answers do not say when it was last done."""
    step = step_months(meeting.interval)
    return meeting.title if step is None or step <= MONTHS else f"{meeting.title} ({meeting.trigger.split(',')[0]}: due?)"


def _by_days(meeting: Meeting, program: Program, knowledge: Knowledge, start: date) -> list[Entry]:
    """Meetings in a rhythm of weeks or days that is long enough to be entered day by day."""
    days = step_days(meeting.interval)
    if days is None or days <= _WEEKLY or step_months(meeting.interval) is not None:
        return []
    end = last_day(month_starts(start)[-1])
    kind = _kind(meeting, knowledge)
    first = max(start, program.in_force)
    return [Entry(id=meeting.id, kind=kind, day=day, fixed=True, title=meeting.title, who=meeting.who, form=meeting.form,
                  minutes=meeting.minutes, reasons=meeting.reasons, what=meeting.what, parts=(meeting.id,),
                  prepare_days=_NOTICE.get(kind, 0))
            for day in every_days(first, end, days, weekday_of(program))]


def _standing_meetings(program: Program) -> list[Standing]:
    """Meetings held by the week, or when something sets them off."""
    found = []
    for meeting in program.meetings:
        days = step_days(meeting.interval)
        if step_months(meeting.interval) is not None or (days is not None and days > _WEEKLY):
            continue
        found.append(Standing(
            id=f"standing:{meeting.id}", title=meeting.title, rhythm=spoken_days(days) if days else meeting.trigger,
            who=meeting.who, form=meeting.form, minutes=meeting.minutes, reasons=meeting.reasons, days=days,
            parts=(meeting.id,)))
    return found


def _with_days(loose: list[tuple[int, Entry]], program: Program, start: date) -> list[Entry]:
    """A proposed day for what may be done any day of its month: the second, third and fourth week in turn."""
    months = month_starts(start)
    weekday = weekday_of(program)
    entries = []
    turn = [0] * MONTHS
    for place, entry in sorted(loose, key=lambda item: (item[0], item[1].id)):
        day = nth_weekday(months[place], weekday, 2 + turn[place] % 3)
        turn[place] += 1
        day = max(day, workday(program.in_force + timedelta(days=1))) if day < program.in_force else day
        entries.append(replace(entry, day=day))
    return entries
