"""The leaves of a clause: each place of its tree that holds one paragraph, with the way down to it, in reading order."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generator.publish.edits.tree import LISTS, Blocks, Node, classes, text_of

Kind = Literal["para", "heading", "item", "cell", "field", "chips"]
_FIELDS = ("field-grid", "facts", "document-control")
_SILENT = ("card", "pagebreak", "toc-here")  # hold no paragraphs: a card's words are attributes


@dataclass(frozen=True)
class Step:
    """One level of the way down: `node` stands in the list `among` (blocks, items, rows or cells)."""

    kind: Literal["block", "item", "row", "cell"]
    among: list[Any]
    node: Any
    owner: Node | None = None  # the list or table of an item or row


@dataclass(frozen=True)
class Leaf:
    """A paragraph's place. `content` is its list of inlines, of which the leaf is the part from `start` to `end`.

    A cell without words has no content yet: `blocks` is where a paragraph goes. Chips are one line: `content` is a copy.
    """

    kind: Kind
    trail: tuple[Step, ...]
    blocks: Blocks
    block: Node | None
    content: list[Node]
    start: int = 0
    end: int | None = None

    @property
    def part(self) -> list[Node]:
        return self.content[self.start:self.end]

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
    if "chips" in names:
        yield Leaf("chips", here, inner, block, [part for leaf in leaves(inner) for part in [*leaf.part, {"t": "Space"}]])
        return
    for leaf in leaves(inner, here, kind):
        yield from _pair(leaf) if any(name in names for name in _FIELDS) else (leaf,)


def _pair(leaf: Leaf) -> Iterator[Leaf]:
    """A field's label and its value are two paragraphs in Word."""
    marks = [place for place, part in enumerate(leaf.content) if part["t"] == "Str" and part["c"] == "::"]
    if not marks or leaf.block is None:
        yield leaf
        return
    yield Leaf("field", leaf.trail, leaf.blocks, leaf.block, leaf.content, 0, marks[0])
    if marks[0] + 1 < len(leaf.content):
        yield Leaf("field", leaf.trail, leaf.blocks, leaf.block, leaf.content, marks[0] + 1, None)


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
