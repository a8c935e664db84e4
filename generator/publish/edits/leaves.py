"""The leaves of a clause: each place of its tree that holds one paragraph, with the way down to it, in reading order."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from generator.publish.edits.tree import LISTS, Blocks, Node, card_words, classes, text_of

Kind = Literal["para", "heading", "item", "cell", "field", "chips", "card"]
Side = Literal["", "label", "value", "title", "line"]
_SIDES: tuple[Side, Side] = ("label", "value")
_CARD: tuple[Side, Side] = ("title", "line")
_FIELDS = ("field-grid", "facts", "document-control")
_SILENT = ("pagebreak", "toc-here")  # hold no paragraphs
_MARK = "::"  # between the label of a field and its value


@dataclass(frozen=True)
class Step:
    """One level of the way down: `node` stands in the list `among` (blocks, items, rows or cells)."""

    kind: Literal["block", "item", "row", "cell"]
    among: list[Any]
    node: Any
    owner: Node | None = None  # the list or table of an item or row


@dataclass(frozen=True)
class Leaf:
    """A paragraph's place. `content` is its list of inlines; of a field the leaf is the `side` before or after the "::".

    A cell without words has no content yet: `blocks` is where a paragraph goes. Chips are one line: `content` is a copy, and so
    it is of a card, whose title and line of small words are attributes.
    """

    kind: Kind
    trail: tuple[Step, ...]
    blocks: Blocks
    block: Node | None
    content: list[Node]
    side: Side = ""

    @property
    def part(self) -> list[Node]:
        """The inlines of the leaf alone: of a field those on its side."""
        if self.side not in ("label", "value"):
            return self.content
        return self.content[:self._mark] if self.side == "label" else self.content[self._mark + 1:]

    @property
    def _mark(self) -> int:
        return next((place for place, part in enumerate(self.content) if part["t"] == "Str" and part["c"] == _MARK),
                    len(self.content))

    def put(self, content: list[Node]) -> None:
        """These inlines in place of what stands there."""
        space: list[Node] = [{"t": "Space"}] * bool(content)
        if self.side == "label":
            self.content[:self._mark] = [*content, *space]
        elif self.side == "value":
            self.content[self._mark + 1:] = [*space, *content]
        else:
            self.content[:] = content

    @property
    def other(self) -> Leaf:
        """The other side of a field."""
        return replace(self, side="value" if self.side == "label" else "label")

    @property
    def text(self) -> str:
        return text_of(self.part)

    def step(self, kind: str) -> Step | None:
        """The innermost level of that kind."""
        return next((step for step in reversed(self.trail) if step.kind == kind), None)


def leaves(blocks: Blocks, trail: tuple[Step, ...] = (), kind: Kind = "para") -> Iterator[Leaf]:
    """All leaves of these blocks, in reading order."""
    for block in blocks:
        here = (*trail, Step("block", blocks, block))
        content: Any = block.get("c")
        if block["t"] in ("Para", "Plain"):
            yield Leaf(kind, here, blocks, block, content)
        elif block["t"] == "Header":
            yield Leaf("heading", here, blocks, block, content[2])
        elif block["t"] in LISTS:
            items = content if block["t"] == "BulletList" else content[1]
            for item in items:
                yield from leaves(item, (*here, Step("item", items, item, block)), "item")
        elif block["t"] == "BlockQuote":
            yield from leaves(content, here, kind)
        elif block["t"] == "Table":
            yield from _table(block, here)
        elif block["t"] == "Div":
            yield from _div(block, here, kind)


def _div(block: Node, here: tuple[Step, ...], kind: Kind) -> Iterator[Leaf]:
    names, inner = classes(block), block["c"][1]
    if any(name in names for name in _SILENT):
        return
    if "card" in names:
        for side, text in zip(_CARD, card_words(block), strict=True):
            yield Leaf("card", here, inner, block, [{"t": "Str", "c": text}], side)
        return
    if "chips" in names:
        yield Leaf("chips", here, inner, block, [part for leaf in leaves(inner) for part in [*leaf.part, {"t": "Space"}]])
        return
    for leaf in leaves(inner, here, kind):
        yield from _pair(leaf) if any(name in names for name in _FIELDS) else (leaf,)


def _pair(leaf: Leaf) -> Iterator[Leaf]:
    """A field's label and its value are two paragraphs in Word."""
    if leaf.block is None or not any(part["t"] == "Str" and part["c"] == _MARK for part in leaf.content):
        yield leaf
        return
    for side in _SIDES:
        yield Leaf("field", leaf.trail, leaf.blocks, leaf.block, leaf.content, side)


def _table(table: Node, here: tuple[Step, ...]) -> Iterator[Leaf]:
    _, _, _, head, bodies, _ = table["c"]
    groups = [head[1], *(body[3] for body in bodies)]
    if not any(text_of(cell[4]) for row in head[1] for cell in row[1]):
        groups = groups[1:]  # a head without words is not printed
    for rows in groups:
        for row in rows:
            for cell in row[1]:
                trail = (*here, Step("row", rows, row, table), Step("cell", row[1], cell, table))
                if cell[4]:
                    yield from leaves(cell[4], trail, "cell")
                else:
                    yield Leaf("cell", trail, cell[4], None, [])
