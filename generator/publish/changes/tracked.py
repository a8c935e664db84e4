"""Two texts in Word's form as one, with what differs as tracked changes: accept all gives the new one, reject all the old. Pure.

Compared is what the typesetter made of both texts, not their Markdown: cards, fields, lists, columns and charts are by then
paragraphs and tables like all others, so each look of our documents is compared in one way, and what "accept all" leaves is
the very XML that the new text gives. A merged syntax tree would have to go through the typesetter with marks in it: pandoc
knows inserted words and paragraphs, but no rows, cells or tables, of which most of our blocks are made.
"""
from __future__ import annotations

import copy
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from generator.publish.changes.tracked_blocks import Block, Cell, Grid, Line, Row, Still, like, like_rows
from generator.publish.changes.tracked_ooxml import Element, Pen, Status, child, signature
from generator.publish.changes.tracked_pairs import paired
from generator.publish.changes.tracked_words import Piece, compared, one_sided, write
from generator.render.ooxml import w

Pair = tuple[Block | None, Block | None]


@dataclass
class Lists:
    """Which list of the old text is which of the new, so that both count as one in the file."""

    now: dict[str, str] = field(default_factory=dict)  # number of the old -> of the new
    gone: list[Element] = field(default_factory=list)  # the numbers of deleted items

    def one(self, old: str, new: str) -> bool:
        """Whether these two are one list; so they are unless one of them is another one's already."""
        if old not in self.now and new not in self.now.values():
            self.now[old] = new
        return self.now.get(old) == new

    def settle(self) -> None:
        """Deleted items stand among those that stayed."""
        for number in self.gone:
            number.set(w("val"), self.now.get(number.get(w("val"), ""), number.get(w("val"), "")))


def merged(pairs: Sequence[Pair], pen: Pen) -> list[Element]:
    """The blocks of a clause with its changes."""
    lists = Lists()
    out = _Merge(pen, lists).blocks(pairs, cell=False)
    lists.settle()
    return out


def pairs_of(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Which block of the old text is which of the new."""
    return paired(old, new, like)


@dataclass
class _End:
    """What a paragraph's end is: marked as `status`, or unmarked with the look that accepting (and rejecting) shall leave."""

    status: Status = ""
    accepted: Line | None = None
    rejected: Line | None = None


@dataclass(frozen=True)
class _Merge:
    pen: Pen
    lists: Lists

    def blocks(self, pairs: Sequence[Pair], cell: bool) -> list[Element]:
        """Both texts as one, block by block; `cell`: in a cell, whose last paragraph stays whatever happens."""
        pairs = _joined(pairs, cell)
        out: list[Element] = []
        for pair, end in zip(pairs, _ends(pairs, cell), strict=True):
            element = self._block(*pair, end)
            if out and element.tag == out[-1].tag == w("tbl"):
                out.append(_gap())  # or Word would take them for one table
            out.append(element)
        return out

    def _block(self, old: Block | None, new: Block | None, end: _End) -> Element:
        if isinstance(new, Still):
            return new.element
        if isinstance(old, Grid) and isinstance(new, Grid):
            return self._grid(old, new)
        only = old or new
        if isinstance(only, Grid):
            return self._whole_grid(only, "ins" if new else "del")
        assert not isinstance(old, Grid | Still) and not isinstance(new, Grid | Still)
        return self._line(old, new, end)

    def _line(self, old: Line | None, new: Line | None, end: _End) -> Element:
        if old and new and old.key == new.key and not end.status and not end.accepted and self._same_list(old, new):
            return new.element
        accepted, rejected = end.accepted or new or old, end.rejected or old or new
        assert accepted is not None and rejected is not None
        paragraph = etree.Element(w("p"))
        if accepted.properties is not None:
            paragraph.append(copy.deepcopy(accepted.properties))
        self._properties(paragraph, accepted, rejected, gone=new is None)
        self.pen.end(paragraph, end.status)
        write(paragraph, _pieces(old, new), self.pen)
        return paragraph

    def _properties(self, paragraph: Element, accepted: Line, rejected: Line, gone: bool) -> None:
        if accepted is not rejected and not (self._same_list(rejected, accepted) and accepted.look == rejected.look):
            self.pen.was(child(paragraph, "pPr"), rejected.properties, "pPr")
        number = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if gone and accepted is rejected and number is not None:
            self.lists.gone.append(number)

    def _same_list(self, old: Line, new: Line) -> bool:
        one, other = old.list_number, new.list_number
        if one is None or other is None:
            return one is other
        return self.lists.one(one.get(w("val"), ""), other.get(w("val"), ""))

    def _grid(self, old: Grid, new: Grid) -> Element:
        table = _without(new.element, "tr")
        rows = [self._row(one, other) for one, other in paired(old.rows, new.rows, like_rows)]
        table.extend(_joined_cells(rows))
        return table

    def _whole_grid(self, grid: Grid, status: Status) -> Element:
        table = _without(grid.element, "tr")
        table.extend(self._whole_row(row, status) for row in grid.rows)
        return table

    def _row(self, old: Row | None, new: Row | None) -> Element:
        if old is None or new is None:
            only = old or new
            assert only is not None
            return self._whole_row(only, "ins" if new else "del")
        row = _without(new.element, "tc")
        row.extend(self._cell(one, other) for one, other in zip(old.cells, new.cells, strict=True))
        return row

    def _cell(self, old: Cell, new: Cell) -> Element:
        cell = _without(new.element, "p", "tbl")
        before, after = old.element.find(w("tcPr")), new.element.find(w("tcPr"))
        if signature(before) != signature(after):
            self.pen.was(child(cell, "tcPr"), before, "tcPr")
        cell.extend(self.blocks(pairs_of(old.blocks, new.blocks), cell=True))
        return cell

    def _whole_row(self, row: Row, status: Status) -> Element:
        out = _without(row.element, "tc")
        self.pen.row(out, status)
        for cell in row.cells:
            place = _without(cell.element, "p", "tbl")
            for block in cell.blocks:
                pair: Pair = (None, block) if status == "ins" else (block, None)
                place.append(self._block(*pair, _End(status)))
            out.append(place)
        return out


def _pieces(old: Line | None, new: Line | None) -> list[Piece]:
    if old is None or new is None:
        return one_sided(new.tokens, "ins") if new else one_sided(old.tokens if old else (), "del")
    return compared(old.tokens, new.tokens)


def _without(element: Element, *names: str) -> Element:
    """A copy without its children of these names."""
    tags = {w(name) for name in names}
    out = etree.Element(element.tag)
    for name, value in element.attrib.items():
        out.set(name, value)
    out.extend(copy.deepcopy(one) for one in element if one.tag not in tags and isinstance(one.tag, str))
    return out


def _joined(pairs: Sequence[Pair], cell: bool) -> list[Pair]:
    """One paragraph gone and one come in the same place, of one look, are one rewritten.

    So are the last ones before a table or in a cell, whose ends cannot go.
    """
    out: list[Pair] = []
    start = 0
    while start < len(pairs):
        if all(pairs[start]):
            out.append(pairs[start])
            start += 1
            continue
        end = start
        while end < len(pairs) and not all(pairs[end]):
            end += 1
        gone = [old for old, _ in pairs[start:end] if old]
        come = [new for _, new in pairs[start:end] if new]
        bound = cell if end == len(pairs) else _is_table(pairs[end])
        last = [(gone[-1], come[-1])] if gone and come and _rewritten(gone, come, bound) else []
        out += [(old, None) for old in gone[:len(gone) - len(last)]]
        out += [(None, new) for new in come[:len(come) - len(last)]]
        out += last
        start = end
    return out


def _rewritten(gone: Sequence[Block], come: Sequence[Block], bound: bool) -> bool:
    one, other = gone[-1], come[-1]
    if not isinstance(one, Line) or not isinstance(other, Line):
        return False
    return bound or (len(gone) == len(come) == 1 and one.look == other.look)


def _ends(pairs: Sequence[Pair], cell: bool) -> list[_End]:
    """How each paragraph ends. Before a table and at the end of a cell no end can go: the ends of those above go instead."""
    ends = [_End(_status(pair)) for pair in pairs]
    for place, pair in enumerate(pairs):
        status, below = _status(pair), pairs[place + 1] if place + 1 < len(pairs) else None
        bound = cell if below is None else _is_table(below) and _status(below) != status
        if not bound or not status or _is_table(pair):
            continue
        first = place
        while first and _status(pairs[first]) == status and not _is_table(pairs[first - 1]):
            first -= 1
        old, new = pairs[first]
        if isinstance(old, Line) and isinstance(new, Line):
            for one in ends[first:place]:
                one.status = status
            ends[place] = _End("", new if status == "del" else None, old if status == "ins" else None)
        elif below is None:
            ends[place].status = ""
    return ends


def _status(pair: Pair) -> Status:
    return "del" if pair[1] is None else "ins" if pair[0] is None else ""


def _is_table(pair: Pair) -> bool:
    only = pair[1] or pair[0]
    return only is not None and only.element.tag == w("tbl")


def _gap() -> Element:
    """A paragraph that one does not see."""
    paragraph = etree.Element(w("p"))
    style = etree.SubElement(child(paragraph, "pPr"), w("pStyle"))
    style.set(w("val"), "TableGap")
    return paragraph


def _joined_cells(rows: Sequence[Element]) -> Sequence[Element]:
    """A cell that goes on with the one above needs one above that begins it, also where that was alone in its text."""
    for above, below in itertools.pairwise(rows):
        if len(above.findall(w("tc"))) != len(below.findall(w("tc"))):
            continue
        for one, other in zip(above.findall(w("tc")), below.findall(w("tc")), strict=True):
            joined, top = (cell.find(f"{w('tcPr')}/{w('vMerge')}") for cell in (other, one))
            if joined is not None and joined.get(w("val")) != "restart" and top is None:
                properties = child(one, "tcPr")
                before = ("cnfStyle", "tcW", "gridSpan", "hMerge")
                top = etree.Element(w("vMerge"))
                top.set(w("val"), "restart")
                properties.insert(sum(etree.QName(part).localname in before for part in properties), top)
    return rows
