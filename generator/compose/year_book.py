"""The year in all its shapes: the calendar for the wall, the talks to sign, and the events for a calendar program."""
from __future__ import annotations

from collections.abc import Sequence

from generator.compose.clauses import Written
from generator.compose.events import compose_events
from generator.compose.model import Document, Event
from generator.compose.talks import compose_talks, title_of
from generator.compose.year import compose_year
from generator.knowledge.base import Knowledge
from generator.program.model import Program
from generator.program.talks import plan_talks
from generator.program.year import plan_year


def compose_year_book(program: Program, knowledge: Knowledge,
                      sheets: Sequence[Written]) -> tuple[tuple[Document, ...], tuple[Event, ...]]:
    """The documents "The Year" and "Toolbox Talks", and the same dates as events. Who works alone holds no talks."""
    year = plan_year(program, knowledge)
    talks = plan_talks(program, year)
    practices = sorted((sheet for sheet in sheets if sheet.template.kind == "practices"), key=lambda sheet: sheet.template.id)
    titled = {talk.day: (talk, title_of(talk, practices)) for talk in talks if talk.day is not None}
    calendar = compose_year(year, {(day, talk.meeting): title for day, (talk, title) in titled.items()}, program, knowledge)
    documents = (calendar,) if program.company.alone else (calendar, compose_talks(talks, program, sheets))
    return documents, compose_events(year, titled, program, knowledge)
