"""What a Word file holds, as far as edits go: paragraphs and tables in order, comments, and what only Word can hold."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

View = Literal["accepted", "original"]  # of unresolved tracked changes
PICTURE = "\ufffc"  # stands for a picture among the words
_SPACE = re.compile(r"[\s\u00a0\u2002\u202f]+")


@dataclass(frozen=True)
class Picture:
    """A picture in the line. `name` is that of its file beside the edits ("media/0123456789ab.png"); millimetres."""

    name: str
    width: float
    height: float
    alt: str
    data: bytes = field(default=b"", compare=False, repr=False)
    described: bool = field(default=True, compare=False)  # else `alt` are the words beside it


@dataclass(frozen=True)
class Run:
    """Words with one look. `link` is "#id" of a place in the document or an address, "" for none.

    A picture is a run of the one character PICTURE.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    link: str = ""
    style: str = ""  # id of the character style
    picture: Picture | None = None


@dataclass(frozen=True)
class Paragraph:
    """`level` is a heading's; `item` is (depth from 0, numbered) of a list item; `anchors` are the bookmarks it lies in."""

    runs: tuple[Run, ...]
    style: str = ""
    level: int = 0
    item: tuple[int, bool] | None = None
    anchors: frozenset[str] = frozenset()
    bold: bool = False  # what its style gives: only what differs from it is an emphasis
    italic: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Cell:
    """A cell of a table; its paragraphs, and tables inside."""

    blocks: tuple[Block, ...]
    columns: int = 1  # that it spans


@dataclass(frozen=True)
class Table:
    """A table; `anchors` are the bookmarks it lies in."""

    rows: tuple[tuple[Cell, ...], ...]
    style: str = ""
    anchors: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in paragraphs((self,)))


Block = Paragraph | Table


@dataclass(frozen=True)
class Comment:
    """What a reviewer wrote in the margin, and the paragraph on which it hangs."""

    author: str
    when: str  # as the file says it: "2027-02-03T10:11:00Z"; "" when it does not
    text: str
    on: str


@dataclass(frozen=True)
class Foreign:
    """Something that our Markdown has no form for: an image, a footnote, a drawing; kept in the copy of the file."""

    what: str
    near: str  # the words beside it
    mark: str = ""  # tells one image from another


@dataclass(frozen=True)
class WordFile:
    """A delivered or returned Word file. `changed_by` is who saved it last, `view` what was taken of tracked changes."""

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    changed_by: str = ""
    changed_on: str = ""
    revisions: int = 0
    view: View | None = None
    identifier: str = field(default="")  # the document's id in its properties
    contents: tuple[str, ...] = ()  # lines of the table of contents
    margins: frozenset[str] = frozenset()  # lines of page headers and footers, without page numbers


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """All paragraphs in reading order, those of cells as well."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)


def pictures(blocks: tuple[Block, ...]) -> list[Picture]:
    """All pictures in reading order."""
    return [run.picture for paragraph in paragraphs(blocks) for run in paragraph.runs if run.picture is not None]


def plain(text: str) -> str:
    """Words for comparing: every kind of space is one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()
