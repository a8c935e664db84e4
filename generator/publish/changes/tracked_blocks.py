"""Paragraphs and tables of Word as something to compare: what they say and how they look, read once. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree
from rapidfuzz.distance import Indel

from generator.publish.changes.tracked_ooxml import Element, Signature, signature
from generator.publish.changes.tracked_words import Token, text_of, tokens_of
from generator.render.ooxml import w

_WORD = re.compile(r"\w+")
_OTHER_LOOK = 0.9  # what another style leaves of a likeness
_SAME_HEAD = 0.5  # how alike two tables are at least that have one head: whatever their rows say, it is one table


@dataclass(frozen=True, eq=False)
class Line:
    """A paragraph. `look` is what its properties say, apart from which list it belongs to."""

    element: Element
    tokens: tuple[Token, ...]
    look: Signature

    @cached_property
    def key(self) -> object:
        return (self.look, tuple(token.key for token in self.tokens))

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(text_of(self.tokens))

    @property
    def properties(self) -> Element | None:
        return self.element.find(w("pPr"))

    @property
    def list_number(self) -> Element | None:
        return self.element.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell and what it holds."""

    element: Element
    blocks: tuple[Block, ...]

    @property
    def key(self) -> object:
        return tuple(block.key for block in self.blocks)


@dataclass(frozen=True, eq=False)
class Row:
    """A row. `shape` is what two rows must share to be one row changed: head or not, its cells, what they span and join."""

    element: Element
    cells: tuple[Cell, ...]
    shape: Signature

    @cached_property
    def key(self) -> object:
        return (self.shape, tuple((signature(cell.element.find(w("tcPr"))), cell.key) for cell in self.cells))

    @cached_property
    def words(self) -> list[str]:
        return [word for cell in self.cells for block in cell.blocks for word in block.words]


@dataclass(frozen=True, eq=False)
class Grid:
    """A table. `shape` is its style and how many columns it has."""

    element: Element
    rows: tuple[Row, ...]
    shape: tuple[str, int]

    @cached_property
    def key(self) -> object:
        return (self.shape, tuple(row.key for row in self.rows))

    @cached_property
    def head(self) -> tuple[object, ...]:
        return tuple(row.key for row in self.rows if row.shape[0])

    @cached_property
    def words(self) -> list[str]:
        return [word for row in self.rows for word in row.words]


@dataclass(frozen=True, eq=False)
class Still:
    """A paragraph or table in which nothing changed, and of which nobody asks more."""

    element: Element
    words: tuple[str, ...] = ()

    @property
    def key(self) -> object:
        return id(self.element)


Block = Line | Grid | Still


@dataclass
class Reader:
    """Reads both sides of a file. `lists` tells the kind of a list by its number: bullets, or from which number it counts."""

    lists: dict[str, str] = field(default_factory=dict)

    def blocks(self, elements: Iterable[Element]) -> tuple[Block, ...]:
        """The paragraphs and tables among these elements."""
        return tuple(self._line(one) if one.tag == w("p") else self._grid(one)
                     for one in elements if one.tag in (w("p"), w("tbl")))

    def still(self, elements: Iterable[Element]) -> list[Block]:
        """Blocks that did not change. A paragraph at their end may have to end otherwise, for the sake of one after it."""
        found = [one for one in elements if one.tag in (w("p"), w("tbl"))]
        last = found.pop() if found and found[-1].tag == w("p") else None
        for element in found:
            for properties in element.iter(w("pPr")):
                settle(properties)
        return [*map(Still, found), *([] if last is None else [self._line(last)])]

    def _line(self, element: Element) -> Line:
        properties = element.find(w("pPr"))
        settle(properties)
        look = signature(properties)
        number = element.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if number is not None:
            value = number.get(w("val"), "")
            number.set(w("val"), self.lists.get(value, ""))
            look = signature(properties)
            number.set(w("val"), value)
        return Line(element, tuple(tokens_of(element)), look)

    def _grid(self, element: Element) -> Grid:
        style = element.find(f"{w('tblPr')}/{w('tblStyle')}")
        columns = len(element.findall(f"{w('tblGrid')}/{w('gridCol')}"))
        rows = tuple(self._row(row) for row in element.findall(w("tr")))
        return Grid(element, rows, ("" if style is None else style.get(w("val"), ""), columns))

    def _row(self, element: Element) -> Row:
        cells = tuple(Cell(cell, self.blocks(cell)) for cell in element.findall(w("tc")))
        head = element.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        return Row(element, cells, (head, tuple(_span(cell.element) for cell in cells)))


def _span(cell: Element) -> tuple[str, bool]:
    """How many columns a cell spans, and whether it goes on with the one above."""
    columns, joined = (cell.find(f"{w('tcPr')}/{w(name)}") for name in ("gridSpan", "vMerge"))
    return "1" if columns is None else columns.get(w("val"), ""), joined is not None and joined.get(w("val")) != "restart"


def settle(properties: Element | None) -> None:
    """A paragraph as it is in a list of changes: on no page of its own, no heading of this file, after whatever it comes."""
    if properties is None:
        return
    for gone in properties.findall(w("pageBreakBefore")):
        properties.remove(gone)
    style = properties.find(w("pStyle"))
    if style is not None and style.get(w("val")) == "FirstParagraph":
        style.set(w("val"), "BodyText")
    if style is not None and re.match(r"Heading\d|CardTitle|QuietTitle", style.get(w("val"), "")):
        level = etree.SubElement(properties, w("outlineLvl"))  # last of what these paragraphs have
        level.set(w("val"), "9")


def like(one: Block, other: Block) -> float:
    """How alike two paragraphs or tables are: 1 for the same words, 0 for none, and for those that cannot be merged."""
    if isinstance(one, Line) and isinstance(other, Line):
        if not one.words and not other.words:
            return 1.0 if one.look == other.look else 0.0
        return likeness(one.words, other.words) * (1 if one.look == other.look else _OTHER_LOOK)
    if isinstance(one, Grid) and isinstance(other, Grid) and one.shape == other.shape:
        return max(likeness(one.words, other.words), _SAME_HEAD if one.head and one.head == other.head else 0.0)
    return 0.0


def like_rows(one: Row, other: Row) -> float:
    """How alike two rows are, 0 to 1; rows of another shape cannot be one row changed."""
    if one.shape != other.shape:
        return 0.0
    if not one.words and not other.words:
        return 1.0
    return likeness(one.words, other.words)


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How many words both have in the same order, 0 to 1."""
    return float(Indel.normalized_similarity(one, other))
