"""What a person did to a clause: its paragraphs and tables as delivered beside those of the file that came back. Pure."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.publish.edits.align import align, likeness
from generator.publish.edits.model import Block, Cell, Paragraph, Run, Table, plain

_TITLES = frozenset({"CardTitle", "CardSub", "QuietTitle", "QuietSub"})


@dataclass(frozen=True)
class Changed:
    """The paragraph at a place in the delivered clause reads otherwise now."""

    at: int
    before: Paragraph
    after: Paragraph


@dataclass(frozen=True)
class Removed:
    """A paragraph of the delivered clause that is gone."""

    at: int
    before: Paragraph


@dataclass(frozen=True)
class Added:
    """A new paragraph after the place `after` (None: at the start), before the place `before` (None: at the end).

    `cell`: it stands in the same cell as those, of a table or of a layout that Word draws as one.
    """

    after: int | None
    before: int | None
    paragraph: Paragraph
    cell: bool = False


@dataclass(frozen=True)
class RowAdded:
    """A new row beside the row that holds the paragraphs at these places; `below` says on which side."""

    row: tuple[int, ...]
    below: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class RowRemoved:
    """A row of the delivered clause that is gone."""

    at: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class TableAdded:
    """A table that a person drew."""

    after: int | None
    before: int | None
    table: Table


@dataclass(frozen=True)
class Reshaped:
    """Something that has no form in our Markdown, in words for a person; the words themselves are in `text`."""

    what: str
    text: str


@dataclass(frozen=True)
class Reformed:
    """A paragraph became an item or a heading, or the other way round; or an item one of another depth or kind."""

    at: int
    before: Paragraph
    after: Paragraph


Change = Reformed | Changed | Removed | Added | RowAdded | RowRemoved | TableAdded | Reshaped


@dataclass(frozen=True)
class _Leaf:
    at: int
    paragraph: Paragraph


@dataclass(frozen=True)
class _Table:
    table: Table
    rows: tuple[tuple[tuple[_Leaf | _Table, ...], ...], ...]

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(place for row in self.rows for place in row_places(row))


_Node = _Leaf | _Table


def row_places(row: tuple[tuple[_Node, ...], ...]) -> tuple[int, ...]:
    """The places of all paragraphs of a row, those of tables in it as well."""
    return tuple(place for cell in row for node in cell for place in ((node.at,) if isinstance(node, _Leaf) else node.places))


def changes(delivered: Sequence[Block], returned: Sequence[Block]) -> list[Change]:
    """Everything that differs within one clause. Places count the delivered clause's paragraphs in reading order."""
    counter = iter(range(1_000_000))
    return _changes(_indexed(delivered, counter), list(_solid(returned)), None, False)


def _indexed(blocks: Sequence[Block], counter: Iterator[int]) -> list[_Node]:
    nodes: list[_Node] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            nodes.append(_Leaf(next(counter), block))
        else:
            nodes.append(_Table(block, tuple(tuple(tuple(_indexed(cell.blocks, counter)) for cell in row) for row in block.rows)))
    return [node for node in nodes if isinstance(node, _Table) or plain(node.paragraph.text) or len(nodes) == 1]


def _solid(blocks: Sequence[Block]) -> Iterator[Block]:
    """Without empty lines, which hold nobody's words."""
    for block in blocks:
        if isinstance(block, Table) or plain(block.text) or len(blocks) == 1:
            yield block


def _text(item: _Node | Block) -> str:
    if isinstance(item, _Leaf):
        return plain(item.paragraph.text)
    return plain(item.table.text if isinstance(item, _Table) else item.text)


def _like(old: _Node | Block, new: _Node | Block) -> float:
    if isinstance(old, _Table) != isinstance(new, Table):
        return 0.0
    return likeness(_text(old), _text(new))


def _changes(old: Sequence[_Node], new: Sequence[Block], after: int | None, cell: bool) -> list[Change]:
    if cell and len(old) == len(new) == 1 and _text(old[0]) and _text(new[0]) and isinstance(old[0], _Leaf) == isinstance(
            new[0], Paragraph):
        return _changed(old[0], new[0])  # a cell's only paragraph is that paragraph, whatever it says
    pairs = _with_titles(old, new, {j: i for i, j in align([*old], [*new], _text, _like)})
    out: list[Change] = []
    taken = set(pairs.values())
    out += [change for place, node in enumerate(old) if place not in taken for change in _gone(node)]
    last = after
    for j, block in enumerate(new):
        if j in pairs:
            node = old[pairs[j]]
            out += _changed(node, block)
            last = _end(node, last)
            continue
        follows = next((_first(old[pairs[k]]) for k in range(j + 1, len(new)) if k in pairs), None)
        if isinstance(block, Table):
            out.append(TableAdded(last, follows, block))
        elif plain(block.text):
            out.append(Added(last, follows, block, cell))
    return out


def _with_titles(old: Sequence[_Node], new: Sequence[Block], pairs: dict[int, int]) -> dict[int, int]:
    """A title is the title of its place, whatever it says: links and numbers hang on it."""
    for j, block in enumerate(new):
        if j in pairs or not isinstance(block, Paragraph) or not (block.level or block.style in _TITLES):
            continue
        low = max((pairs[k] for k in pairs if k < j), default=-1)
        high = min((pairs[k] for k in pairs if k > j), default=len(old))
        for i in range(low + 1, high):
            node = old[i]
            if isinstance(node, _Leaf) and (node.paragraph.style, node.paragraph.level) == (block.style, block.level):
                pairs[j] = i
                break
    return pairs


def _first(node: _Node) -> int | None:
    return node.at if isinstance(node, _Leaf) else next(iter(node.places), None)


def _end(node: _Node, last: int | None) -> int | None:
    return node.at if isinstance(node, _Leaf) else next(iter(reversed(node.places)), last)


def _gone(node: _Node) -> list[Change]:
    if isinstance(node, _Leaf):
        return [Removed(node.at, node.paragraph)] if plain(node.paragraph.text) else []
    return [RowRemoved(row_places(row), _row_text(row)) for row in node.rows]


def _row_text(row: tuple[tuple[_Node, ...], ...]) -> str:
    return " | ".join(" ".join(_text(node) for node in cell) for cell in row)


def _changed(old: _Node, new: Block) -> list[Change]:
    if isinstance(old, _Leaf) and isinstance(new, Paragraph):
        return _paragraph(old, new)
    assert isinstance(old, _Table) and isinstance(new, Table)
    return _table(old, new)


def _paragraph(old: _Leaf, new: Paragraph) -> list[Change]:
    was = old.paragraph
    out: list[Change] = []
    bold, italic = was.bold or new.bold, was.italic or new.italic
    if plain(was.text) != plain(new.text) or _look(was.runs, bold, italic) != _look(new.runs, bold, italic):
        out.append(Changed(old.at, was, new))
    if (was.level, was.item) != (new.level, new.item) and was.style not in ("Checklist", "Chips"):
        out.append(Reformed(old.at, was, new))
    return out


def _look(runs: Sequence[Run], bold: bool, italic: bool) -> list[tuple[object, ...]]:
    """Letters with their look beyond what the paragraph's style gives, and pictures; spaces have none."""
    return [(letter, run.bold and not bold, run.italic and not italic, run.strike, "" if run.link.startswith("#") else run.link,
             run.picture) for run in runs for letter in run.text if not letter.isspace()]


def _table(old: _Table, new: Table) -> list[Change]:
    pairs = {j: i for i, j in align(
        [_row_text(row) for row in old.rows], [" | ".join(" ".join(_text(block) for block in _solid(cell.blocks)) for cell in row)
                                               for row in new.rows], str, _row_like)}
    taken = set(pairs.values())
    out: list[Change] = [RowRemoved(row_places(row), _row_text(row)) for place, row in enumerate(old.rows) if place not in taken]
    last: int | None = None
    for j, cells in enumerate(new.rows):
        if j in pairs:
            last = pairs[j]
            out += _filled(old.rows[last], cells) or _row(old.rows[last], cells)
            continue
        follows = next((pairs[k] for k in range(j + 1, len(new.rows)) if k in pairs), None)
        near = last if last is not None else follows
        places = row_places(old.rows[near]) if near is not None else ()
        if places:
            out.append(RowAdded(places, last is not None, cells))
        else:
            out.append(Reshaped("a table was written anew", " | ".join(_text(block) for cell in cells for block in cell.blocks)))
    return out


def _filled(old: tuple[tuple[_Node, ...], ...], new: tuple[Cell, ...]) -> list[Change]:
    """An empty row with words in it now: many are only drawn, so it counts as a new row in place of the empty one."""
    if _row_text(old).replace("|", "").strip() or not any(_text(block) for cell in new for block in cell.blocks):
        return []
    return [RowAdded(row_places(old), True, new), RowRemoved(row_places(old), _row_text(old))]


def _row_like(one: str, other: str) -> float:
    """Rows share their bars; what counts is their words. A row with nothing in it may be filled."""
    bare, full = one.replace("|", " ").strip(), other.replace("|", " ").strip()
    if not bare:
        return 0.45
    return likeness(bare, full)


def _row(old: tuple[tuple[_Node, ...], ...], new: tuple[Cell, ...]) -> list[Change]:
    if len(old) != len(new):
        if _row_text(old).replace("|", " ").split() == " ".join(_text(b) for cell in new for b in cell.blocks).split():
            return [Reshaped("cells of a table were joined or split", _row_text(old))]
        return [Reshaped("columns of a table were added or removed",
                         " | ".join(_text(block) for cell in new for block in cell.blocks))]
    out: list[Change] = []
    for cell, fresh in zip(old, new, strict=True):
        first = next((_first(node) for node in cell), None)
        out += _changes(cell, list(_solid(fresh.blocks)), first, True)
    return out
