"""The year as events for a calendar program: what, when, who, on which form, and who asks for it."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from generator.compose.asking import who_asks
from generator.compose.codes import code
from generator.compose.model import Event
from generator.knowledge.base import Knowledge
from generator.program.forms import DOCUMENTS
from generator.program.model import Meeting, Program, Reason
from generator.program.rhythm import last_day, month_starts
from generator.program.talks import Talk
from generator.program.year import weekday_of
from generator.program.year_plan import Entry, Standing, Year

_WEEK = 7
_WORKING_DAYS = 5
_CATEGORIES = {"meeting": "Meeting", "walk": "Inspection", "drill": "Drill", "review": "Review", "look": "Inspection",
               "service": "Service", "dates": "Inspection", "training": "Training", "notice": "Report", "audit": "Audit"}


def compose_events(year: Year, talks: Mapping[date, tuple[Talk, str]], program: Program,
                   knowledge: Knowledge) -> tuple[Event, ...]:
    """Every dated line of the year, meetings held by the week with their talks, and weekly looks as one repeating event.

    `talks`: by day, the talk and its title.
    """
    count: dict[tuple[str, int, int], int] = {}
    events = []
    for entry in year.entries:
        month = (entry.id, entry.day.year, entry.day.month)
        count[month] = count.get(month, 0) + 1
        talk = talks.get(entry.day)
        title = talk[1] if talk and talk[0].meeting == entry.id else None
        events.append(_event(entry, count[month], title, program, knowledge))
    talked = {talk.meeting for talk, _ in talks.values()}
    for item in year.standing:
        if item.days == _WEEK:
            meeting = next((meeting for meeting in program.meetings if meeting.id in item.parts and meeting.id in talked), None)
            events += _weekly_talks(item, meeting, talks, program, knowledge) if meeting else [
                _weekly_look(item, year, program, knowledge)]
    return tuple(events)


def _event(entry: Entry, number: int, talk: str | None, program: Program, knowledge: Knowledge) -> Event:
    likes = program.company.preferences
    fixed = entry.fixed
    return Event(
        key=f"{entry.id}/{entry.day:%Y-%m}/{number}", day=entry.day, title=f"{entry.title}: {talk}" if talk else entry.title,
        text=_text(entry.who, entry.form, entry.reasons, f"{f'Talk: {talk}' if talk else entry.what}\n{entry.along}".strip(),
                   program, knowledge),
        category=_CATEGORIES[entry.kind], time=likes.meeting_time if fixed else None,
        minutes=round(max(entry.minutes, 5)) if fixed else 0, place=likes.meeting_place or "" if fixed else "", busy=fixed,
        remind_days=entry.prepare_days)


def _weekly_talks(item: Standing, meeting: Meeting, talks: Mapping[date, tuple[Talk, str]], program: Program,
                  knowledge: Knowledge) -> list[Event]:
    """One event a week, for each has its own talk."""
    likes = program.company.preferences
    return [Event(
        key=f"{meeting.id}/{day.isocalendar().year}-W{day.isocalendar().week:02d}", day=day, title=f"{meeting.title}: {title}",
        text=_text(item.who, item.form, item.reasons, f"Talk: {title}", program, knowledge), category=_CATEGORIES["meeting"],
        time=likes.meeting_time, minutes=round(max(meeting.minutes, 5)), place=likes.meeting_place or "", busy=True)
        for day, (talk, title) in sorted(talks.items()) if talk.meeting == meeting.id]


def _weekly_look(item: Standing, year: Year, program: Program, knowledge: Knowledge) -> Event:
    """A look that is due each week: one event that repeats, on a weekday that no closed day falls on."""
    start = max(year.start, program.in_force)
    until = last_day(month_starts(year.start)[-1])
    first = next(start + timedelta(days=(weekday - start.weekday()) % _WEEK) for weekday in _weekdays(program)
                 if not _closed(start + timedelta(days=(weekday - start.weekday()) % _WEEK), until))
    return Event(
        key=f"{item.id}/{year.start:%Y-%m}", day=first, title=f"This week: {item.title}", category=_CATEGORIES["look"],
        text=_text(item.who, item.form, item.reasons, "", program, knowledge), weekly_until=until)


def _weekdays(program: Program) -> list[int]:
    wanted = weekday_of(program)
    return [wanted, *(day for day in range(_WORKING_DAYS) if day != wanted)]


def _closed(first: date, until: date) -> bool:
    """Whether a weekly date meets New Year's Day or Christmas Day."""
    days = (first + timedelta(days=place) for place in range(0, (until - first).days + 1, _WEEK))
    return any((day.month, day.day) in ((1, 1), (12, 25)) for day in days)


def _text(who: str, form: str | None, reasons: tuple[Reason, ...], what: str, program: Program, knowledge: Knowledge) -> str:
    lines = [what, f"Who: {who}"]
    if form is not None and form in knowledge.catalogue.forms:
        title = knowledge.catalogue.forms[form].title
        lines.append(f"Form: {title}" if form in DOCUMENTS else f"Form: {code('forms', form)} {title}")
    if reasons:
        why = who_asks(reasons[0], program) if program.company.goal.scheme == "law_only" else reasons[0].text
        lines.append(f"Why: {why[:1].upper()}{why[1:]}")
    return "\n".join(line for line in lines if line)
