"""A paragraph made a list item or a heading, and the other way round: the same words in another block."""
from __future__ import annotations

from typing import Any

from generator.publish.edits.leaves import Leaf, Step
from generator.publish.edits.model import Paragraph
from generator.publish.edits.tree import LISTS, Blocks, Node, classes

_FIXED = frozenset({"checklist", "field-grid", "facts", "document-control", "signatures", "chips", "bars"})
_OPEN = frozenset({"clause", "keep", "column"})  # may hold headings


def reform(leaf: Leaf, after: Paragraph) -> bool:
    """Give a leaf the form that its paragraph has now; False where that has no place in the text."""
    divs = [set(classes(step.node)) for step in leaf.trail if step.kind == "block" and step.node["t"] == "Div"]
    if leaf.block is None or leaf.kind in ("cell", "field", "chips", "card") or any(names & _FIXED for names in divs):
        return False
    if leaf.kind == "heading" and (leaf.block["c"][1][0] or after.level):
        return False  # a section's own title; another level is the program's matter
    if after.level and any(names - _OPEN for names in divs):
        return False
    blocks, node = leaf.blocks, leaf.block
    if leaf.kind == "item":
        step = leaf.step("item")
        frame = leaf.trail[leaf.trail.index(step) - 1] if step is not None else None
        holder = _holder(frame.among, step.node) if step is not None and frame is not None else None
        if step is None or frame is None or holder is None or not step.node or step.node[0] is not node:
            return False
        blocks, node = frame.among, _out_of_list(frame.among, holder, step)
    if not any(one is node for one in blocks):
        return False
    content = node["c"][2] if node["t"] == "Header" else node["c"]
    place = next(n for n, one in enumerate(blocks) if one is node)
    if after.level:
        blocks[place] = {"t": "Header", "c": [max(2, min(after.level, 4)), ["", [], []], content]}
    elif after.item is not None:
        _into_list(blocks, place, content, *after.item)
    else:
        blocks[place] = {"t": "Para", "c": content}
    return True


def _items(node: Node) -> list[Any]:
    items: list[Any] = node["c"] if node["t"] == "BulletList" else node["c"][1]
    return items


def _holder(blocks: Blocks, item: Any) -> Node | None:
    """The list in which an item stands by now: others may have been cut out of it already."""
    return next((block for block in blocks if block["t"] in LISTS and any(one is item for one in _items(block))), None)


def _out_of_list(blocks: Blocks, holder: Node, step: Step) -> Node:
    """Cut the list in two at an item; its words stand between as a paragraph, and what else it held."""
    items = _items(holder)
    at = next(n for n, one in enumerate(items) if one is step.node)
    before, after = items[:at], items[at + 1:]
    words: Node = {"t": "Para", "c": step.node[0]["c"]}
    place = next(n for n, one in enumerate(blocks) if one is holder)
    parts: Blocks = [_list(holder["t"] == "OrderedList", rest, _start(holder) + shift)
                     for rest, shift in ((before, 0), (after, at)) if rest]
    inner = [words, *step.node[1:]]
    blocks[place:place + 1] = [*parts[:1], *inner, *parts[1:]] if before else [*inner, *parts]
    return words


def _start(node: Node) -> int:
    return int(node["c"][0][0]) if node["t"] == "OrderedList" else 1


def _list(numbered: bool, items: list[Any], start: int = 1) -> Node:
    if numbered:
        return {"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], items]}
    return {"t": "BulletList", "c": items}


def _into_list(blocks: Blocks, place: int, content: list[Node], depth: int, numbered: bool) -> None:
    """An item of the list above, else of the list below, else of a list of its own. Lists that touch then are one."""
    item = [{"t": "Plain", "c": content}]
    kind = "OrderedList" if numbered else "BulletList"
    above = blocks[place - 1] if place else None
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    if depth and above is not None and above["t"] in LISTS:
        own = _items(above)[-1]
        inner = next((block for block in own if block["t"] == kind), None)
        if inner is None:
            own.append(_list(numbered, [item]))
        else:
            _items(inner).append(item)
        del blocks[place]
    elif above is not None and above["t"] == kind:
        _items(above).append(item)
        del blocks[place]
    elif below is not None and below["t"] == kind:
        _items(below).insert(0, item)
        del blocks[place]
        return
    else:
        blocks[place] = _list(numbered, [item])
        return
    if below is not None and above["t"] == below["t"] and blocks[place] is below:
        _items(above).extend(_items(below))
        del blocks[place]
