"""What the typesetter takes and gives: documents in one Markdown source, the house they belong to, files as bytes.

`docs/markup.md` is the vocabulary of `Source.markdown`.
"""
from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Kind = Literal[
    "manual", "assessment", "practice", "procedure", "emergency_plan", "form", "letter", "schedule", "start_here"
]

CHAPTERED = ("manual", "emergency_plan")  # kinds whose level 1 headings start a new page
_THIN = 120_000  # characters: chapters of a manual thinner than this run on, or a fifth of its pages would be blank


@dataclass(frozen=True)
class Cover:
    """The first page of a large document. Every value is Markdown inlines (names are escaped, see docs/markup.md)."""

    description: str  # "Custom steel fabrication · Red Deer, Alberta"
    control: tuple[tuple[str, str], ...]  # (label, value): Revision, In force, Next review, Law as of; four fit a row
    approved_by: str  # "Dana Petrov, owner"; a signature line stands below it
    copies: str | None = None  # where copies are kept


@dataclass(frozen=True)
class Source:
    """One document to typeset. `title` is plain text; it names the file's properties, header and cover."""

    id: str
    title: str
    kind: Kind
    markdown: str
    landscape: bool = False
    toc: bool = False
    cover: Cover | None = None
    code: str | None = None  # "P-06"
    numbered: bool = False  # headings with number="3.1" show that number, and so does the table of contents
    media: Mapping[str, bytes] = field(default_factory=dict)  # pictures by the name by which the text refers to them
    word: bytes | None = None  # a letter: its Word file is there already (see letters.py) and `markdown` is not read
    strange: tuple[str, ...] = ()  # characters that the typeface lacks: the PDF prints a question mark, Word prints them
    own: bool = False  # that Word file is a person's: it is handed out as it is, and anything may stand in it

    @property
    def breaks_chapters(self) -> bool:
        """Whether each chapter starts a new page."""
        return self.kind in CHAPTERED and not (self.kind == "manual" and len(self.markdown) < _THIN)


@dataclass(frozen=True)
class House:
    """What all documents of one company share. Texts are plain, never Markdown."""

    company: str
    revision: str  # header, right: "Revision 1 · 4 January 2027"
    footer: str  # "Printed copies are not controlled: the current one is in the blue binder."
    author: str
    created: date  # goes into the files' properties; the clock is never read
    accent: str = "#c75b12"  # "#rrggbb"
    logo: Path | None = None  # PNG, JPEG or SVG
    paper: Literal["letter", "a4"] = "letter"
    language: str = "en-CA"


@dataclass(frozen=True)
class Rendered:
    id: str
    docx: bytes
    pdf: bytes
    pages: int


def bookmark_name(anchor: str) -> str:
    """Name of the Word bookmark that pandoc makes of a Markdown id: itself, or a hash where Word would refuse it."""
    if anchor[:1].isalpha() and len(anchor) <= 40:
        return anchor
    return "X" + hashlib.sha1(anchor.encode(), usedforsecurity=False).hexdigest()[1:]
