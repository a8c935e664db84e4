"""The lines of the year for tickets: one a course and day on which it runs out, and one look at those without a date."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.program.model import Program, Reason
from generator.program.rhythm import last_day, last_workday, month_starts, months_between
from generator.program.tickets import Held, tickets_of
from generator.program.year_looks import lead
from generator.program.year_plan import Entry, Load

_MINUTES = 10  # to find a seat and pay
_MANY = 4  # names that a line can hold


def ticket_entries(program: Program, load: Load, start: date) -> list[Entry]:
    """One line a course on the day on which it runs out; where that lies after this year, on the day to book it.

    What ran out before the program takes force has no line here: it is the first thing to do.
    """
    entries = []
    end = last_day(month_starts(start)[-1])
    for (course, until), group in _together(tickets_of(program)).items():
        if until < max(start, program.in_force):
            continue
        entry = _entry(course, until, group, program, late=until > end)
        if start <= entry.day <= end:
            load.add((months_between(start, entry.day),), _MINUTES)
            entries.append(entry)
    return entries


def _together(tickets: Iterable[Held]) -> dict[tuple[str, date], list[Held]]:
    """A crew that sat in one course is one line."""
    found: dict[tuple[str, date], list[Held]] = {}
    for item in tickets:
        if item.until is not None:
            found.setdefault((item.ticket.course, item.until), []).append(item)
    return found


def _entry(course: str, until: date, group: list[Held], program: Program, late: bool) -> Entry:
    """`late`: it runs out after this year, and only the booking falls into it."""
    names, first = _names(group), group[0]
    book_by = first.book_by
    assert book_by is not None
    booked = "Book the next one now" if book_by <= program.in_force else f"Book the next one by {_told(book_by)}"
    return Entry(
        id=f"ticket:{course}:{until}" if late else f"ticket:{course}", kind="training", fixed=False,
        day=last_workday(book_by) if late else until,
        title=f"Book {first.title}: {names}" if late else f"{first.title} runs out: {names}",
        who=lead(program), form="training_matrix", minutes=_MINUTES, reasons=(_reason(first),), parts=(course,),
        what=f"It runs out on {_told(until)}" if late else booked, prepare_days=0 if late else (until - book_by).days)


def _names(group: list[Held]) -> str:
    names = [item.ticket.who for item in group]
    shown = names if len(names) <= _MANY else [*names[:_MANY - 1], f"{len(names) - _MANY + 1} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _reason(item: Held) -> Reason:
    text = f"Earned on {_told(item.ticket.earned)}; we count how long it is usually good for" if item.counted and (
        item.ticket.earned) else "You gave the date on the card"
    return Reason("answer", item.ref, text)


def _told(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
