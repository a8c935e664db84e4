"""What was written for one company: documents of clauses, and letters to fill, each piece with its reasons."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.program.model import LeftOut, Reason, ToComplete, ToConfirm


@dataclass(frozen=True)
class Clause:
    """The smallest piece that is chosen, traced, edited and compared as one. `id` is its anchor in the document."""

    id: str
    document: str
    title: str
    markdown: str
    reasons: tuple[Reason, ...]
    uses: tuple[str, ...] = ()  # answers that its text read
    number: str | None = None  # "4.6"


Order = tuple[tuple[str, tuple[str, ...]], ...]  # chapters as they follow each other, each with its clauses


@dataclass(frozen=True)
class Document:
    """One Word and one PDF file. `folder` is relative to the company's folder, "" for its top."""

    id: str
    title: str
    kind: str
    markdown: str
    clauses: tuple[Clause, ...]
    reasons: tuple[Reason, ...]
    folder: str = ""
    filename: str = ""  # without extension
    code: str | None = None
    landscape: bool = False
    cover: Mapping[str, Any] | None = None  # description, control, approved_by, copies
    toc: bool = False
    numbered: bool = False
    letter: str | None = None  # name of the Word template that docxtpl fills
    context: Mapping[str, Any] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)  # the pictures to which its text refers, by name
    strange: tuple[str, ...] = ()  # characters that people typed and the typeface lacks
    word: bytes = b""  # a letter that a person made their own: the Word file that is handed out
    order: Order = ()  # as the program itself puts its sections, wherever people moved them; () where there are not several


@dataclass(frozen=True)
class Event:
    """One entry of the calendar file. `key` names it for good; `time` is "7:30" on the clock of the place, None all day."""

    key: str
    day: date
    title: str
    text: str
    category: str
    time: str | None = None
    minutes: int = 0
    place: str = ""
    busy: bool = False  # people come together: the time is taken
    remind_days: int = 0  # before the day; 0 without a reminder
    weekly_until: date | None = None


@dataclass(frozen=True)
class Composed:
    """All documents of one company and what its people still have to do."""

    documents: tuple[Document, ...]
    forms: tuple[tuple[str, str, tuple[Reason, ...]], ...]  # (id, title, reasons), with those that texts call for
    to_complete: tuple[ToComplete, ...]
    to_confirm: tuple[ToConfirm, ...]
    law_keys: tuple[str, ...]
    left_out: tuple[LeftOut, ...]  # what others ask for and this company does not need, less what a text called for
    events: tuple[Event, ...] = ()  # of the calendar file

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for document in self.documents for clause in document.clauses)
