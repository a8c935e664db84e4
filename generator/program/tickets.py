"""Tickets: the day on which each runs out, and who of those who need a course has one on the day the program takes force."""
from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.intake.company import Ticket
from generator.knowledge import load
from generator.program.model import Program, TrainingNeed
from generator.program.rhythm import MONTHS
from generator.program.training import title_of

State = Literal["holds", "soon", "ran out", "not given"]
AHEAD = 2  # months before the last day in which a course is booked (our rule): seats fill up, and the card takes weeks


@dataclass(frozen=True)
class Held:
    """A ticket that somebody holds, as seen on the day the program takes force.

    `until` is the last day on which it is good; None where the course has no end that we know of. `counted`: the card's date
    was not given, so the catalogue's years from the day it was earned stand in for it. `ref` is the answer's path.
    """

    ticket: Ticket
    title: str
    until: date | None
    counted: bool
    state: State
    ref: str

    @property
    def book_by(self) -> date | None:
        """The day by which the next course is booked."""
        return None if self.until is None else months_on(self.until, -AHEAD)


@dataclass(frozen=True)
class Standing:
    """One named person and one course that this person needs; `held` is None where no ticket is given."""

    need: TrainingNeed
    person: str
    held: Held | None

    @property
    def state(self) -> State:
        return self.held.state if self.held else "not given"


def tickets_of(program: Program) -> tuple[Held, ...]:
    """Every ticket of the intake, those that run out first in front; those without an end last."""
    found = [_held(ticket, number, program) for number, ticket in enumerate(program.company.tickets)]
    return tuple(sorted(found, key=lambda item: (item.until or date.max, item.title, item.ticket.who)))


def standings(program: Program) -> tuple[Standing, ...]:
    """Each training need with each named person who has it."""
    by_person = {(item.ticket.course, item.ticket.who): item for item in tickets_of(program)}
    return tuple(Standing(need, person, by_person.get((need.id, person)))
                 for need in program.training for person in need.people)


def without_dates(program: Program) -> tuple[TrainingNeed, ...]:
    """Needs that run out, and of which the intake does not give the date for everybody who may have them."""
    company = program.company
    unnamed = company.most_workers > len(company.everyone)
    bare = {item.need.id for item in standings(program) if item.state == "not given"}
    return tuple(need for need in program.training if load.catalogue().training[need.id].validity_years
                 and (unnamed or not need.people or need.id in bare))


def months_on(day: date, months: int) -> date:
    """The same day that many months on (back, where negative); the last of the month where it has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _held(ticket: Ticket, number: int, program: Program) -> Held:
    course = load.catalogue().training[ticket.course]
    until, counted = ticket.expires, False
    if until is None and ticket.earned is not None and course.validity_years:
        until, counted = months_on(ticket.earned, round(course.validity_years * MONTHS)), True
    return Held(ticket, title_of(course), until, counted, _state(until, program.in_force), f"tickets.{number}")


def _state(until: date | None, day: date) -> State:
    if until is None or until >= months_on(day, MONTHS):
        return "holds"
    return "ran out" if until < day else "soon"
