"""Where a new paragraph goes: into the list, the callout or the table cell beside which a person typed it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.publish.edits.diff import Added, TableAdded
from generator.publish.edits.fields import into_field
from generator.publish.edits.leaves import Leaf, Step
from generator.publish.edits.model import Paragraph
from generator.publish.edits.tree import Blocks, Node, classes

_DRAWN = frozenset({"columns"})  # Divs that Word shows as tables
_ONLY = frozenset({"field-grid", "facts", "document-control", "signatures", "checklist", "bars"})  # hold one list or table
_STYLED = frozenset({"law", "note", "lead", "stop", "form-note", "chips"})
_BODY = frozenset({"BodyText", "FirstParagraph", "TextBody", "Compact", "Normal", ""})


@dataclass
class Placer:
    """Puts new blocks into a clause's tree, one after the other. `cursors` remember what was put after what."""

    blocks: Blocks
    pairs: Mapping[int, Leaf]
    delivered: Sequence[Paragraph]
    cursors: dict[int, Any] = field(default_factory=dict)
    lists: dict[int, Step] = field(default_factory=dict)  # a new item, for those that follow it at the same place

    def paragraph(self, change: Added, content: list[Node]) -> bool:
        """Put a new paragraph, item or heading in; False where there is no place for it."""
        above, below = self._near(change.after, -1), self._near(change.before, 1)
        paragraph = change.paragraph
        if change.cell and above is not None and above.kind == "cell":
            return self._into_cell(above, content, change.after == change.before)
        if change.cell and above is not None and above.kind == "field":
            first = id(above.content) not in self.cursors
            into_field(above, content, first, change.after == change.before)
            self.cursors[id(above.content)] = content
            return True
        if paragraph.level:
            return self.block(change, {"t": "Header", "c": [self._heading_level(paragraph), ["", [], []], content]})
        if self._is_item(paragraph, above, change.after):
            return self._item(change, above, below, content)
        if above is not None and above.kind == "item" and self._within_list(above, below):
            step = above.step("item")
            assert step is not None
            step.node.append({"t": "Para", "c": content})
            return True
        return self.block(change, {"t": "Para", "c": content})

    def _heading_level(self, paragraph: Paragraph) -> int:
        """Not above the clause's own heading, and no level skipped: the typesetter takes neither."""
        deepest = max((leaf.block["c"][0] for leaf in self.pairs.values() if leaf.kind == "heading" and leaf.block), default=1)
        return int(max(2, min(paragraph.level, deepest + 1)))

    def block(self, change: Added | TableAdded, node: Node) -> bool:
        """Put a whole block after the place `after`, else before the place `before`, else at the end."""
        above = self._near(change.after, -1)
        if above is not None:
            step = self._level(above, change)
            return self._insert_after(step.among, step.node, node)
        below = self._near(change.before, 1)
        if below is not None:
            step = self._outer(below)
            step.among.insert(_place(step.among, step.node), node)
            return True
        target = self.blocks[0]["c"][1] if len(self.blocks) == 1 and self.blocks[0]["t"] == "Div" else self.blocks
        target.append(node)
        return True

    def near(self, places: Sequence[int]) -> list[Leaf]:
        """The leaf above these places, where there is one: an empty row is drawn, and is none of ours."""
        above = self._near(places[0], -1) if places else None
        return [above] if above is not None and above.step("row") else []

    def _near(self, at: int | None, way: int) -> Leaf | None:
        """The leaf at a place, else the nearest one that way."""
        while at is not None and 0 <= at < len(self.delivered):
            if at in self.pairs:
                return self.pairs[at]
            at += way
        return None

    def _is_item(self, paragraph: Paragraph, above: Leaf | None, after: int | None) -> bool:
        if paragraph.item is not None:
            return True
        style = self.delivered[after].style if after is not None else ""
        return above is not None and above.kind == "item" and paragraph.style == style and style not in _BODY

    def _item(self, change: Added, above: Leaf | None, below: Leaf | None, content: list[Node]) -> bool:
        depth, numbered = change.paragraph.item or (0, False)
        item = [{"t": "Plain", "c": content}]
        steps = [step for step in above.trail if step.kind == "item"] if above is not None else []
        if steps and depth < len(steps):
            return self._insert_after(steps[depth].among, steps[depth].node, item)
        if steps:
            return self._sublist(steps[-1], item, numbered)
        step = below.step("item") if below is not None else None
        if step is not None and not self._taken(step):
            step.among.insert(_place(step.among, step.node), item)
            return True
        return self._new_list(change, item, numbered)

    def _taken(self, step: Step) -> bool:
        """Whether the list below is one that Word draws as a table: nobody can type an item above it."""
        return step.owner is None

    def _sublist(self, step: Step, item: Blocks, numbered: bool) -> bool:
        last = self.cursors.get(id(step.node), step.node)
        inner = next((block for block in step.node if block["t"] in ("BulletList", "OrderedList")), None)
        if inner is not None:
            items = inner["c"] if inner["t"] == "BulletList" else inner["c"][1]
            items.insert(0 if last is step.node else len(items), item)
        else:
            step.node.append(_list([item], numbered))
        self.cursors[id(step.node)] = item
        return True

    def _new_list(self, change: Added, item: Blocks, numbered: bool) -> bool:
        """A list of its own, or one more item of the list that was just put here."""
        above = self._near(change.after, -1)
        key = id(self._level(above, change).node) if above is not None else 0
        last = self.cursors.get(key)
        if isinstance(last, dict) and last["t"] in ("BulletList", "OrderedList"):
            (last["c"] if last["t"] == "BulletList" else last["c"][1]).append(item)
            return True
        return self.block(change, _list([item], numbered))

    def _into_cell(self, leaf: Leaf, content: list[Node], above: bool) -> bool:
        """A cell holds one line: another paragraph stands above or below it with a line break between."""
        if leaf.block is None:
            target = leaf.blocks[0]["c"] if leaf.blocks else None
            if target is None:
                leaf.blocks.append({"t": "Plain", "c": content})
                return True
        else:
            target = leaf.content
        line: Node = {"t": "Span", "c": [["", ["br"], []], []]}
        target[:] = [*content, line, *target] if above else [*target, line, *content]
        return True

    def _insert_after(self, among: list[Any], node: Any, new: Any) -> bool:
        last = self.cursors.get(id(node), node)
        place = _place(among, last)
        among.insert((place if place is not None else _place(among, node)) + 1, new)
        self.cursors[id(node)] = new
        return True

    def _within_list(self, above: Leaf, below: Leaf | None) -> bool:
        """Whether the list goes on below: the new paragraph belongs to the item above it."""
        owner = self._outer(above).node
        return below is not None and self._outer(below).node is owner

    def _outer(self, leaf: Leaf) -> Step:
        """The outermost block of the leaf below the clause's own Div."""
        return next(step for step in leaf.trail if step.kind == "block" and not _is_frame(step.node))

    def _level(self, leaf: Leaf, change: Added | TableAdded) -> Step:
        """The block after which a new block goes: out of lists and tables, out of a callout unless it looks like its lines."""
        blocks = [step for step in leaf.trail if step.kind == "block" and not _is_frame(step.node)]
        paragraph = change.paragraph if isinstance(change, Added) else None
        style = self.delivered[change.after].style if change.after is not None and change.after < len(self.delivered) else ""
        for step in blocks:
            names = set(classes(step.node)) if step.node["t"] == "Div" else set()
            inside = isinstance(change, Added) and change.cell
            if step.node["t"] in ("BulletList", "OrderedList") or (step.node["t"] == "Table" and not inside):
                return step
            if names & _ONLY or (names & _DRAWN and not inside):
                return step
            if names & _STYLED and not (paragraph is not None and paragraph.style == style and not paragraph.level):
                return step
            if names and step.node["c"][1] and all(block["t"] == "Table" for block in step.node["c"][1]):
                return step  # the style of a table
        return blocks[-1]


def _is_frame(node: Node) -> bool:
    return node["t"] == "Div" and bool({"clause", "column", "keep", "whole"} & set(classes(node)))


def _list(items: list[Blocks], numbered: bool) -> Node:
    if numbered:
        return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
    return {"t": "BulletList", "c": items}


def _place(among: list[Any], node: Any) -> Any:
    """Where in a list this very object stands."""
    return next((place for place, item in enumerate(among) if item is node), None)
