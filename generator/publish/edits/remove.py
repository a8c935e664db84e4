"""Taking a paragraph, an item or a row out of a clause's tree, and what is empty after that."""
from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from generator.publish.edits.leaves import Leaf, Step
from generator.publish.edits.tree import Blocks, classes, text_of


def remove_leaf(blocks: Blocks, leaf: Leaf) -> bool:
    """Take out one paragraph; False where only a part of something that the program draws would go."""
    if leaf.kind == "card":
        return False
    if leaf.kind == "field":
        leaf.put([])
        step = leaf.step("item")
        if step is not None and not leaf.other.text:
            _drop(step.among, step.node)
        return step is not None and _tidy(leaf.trail)
    if leaf.block is None:
        return True
    if leaf.kind == "chips":
        leaf.blocks[:] = []
    else:
        _drop(leaf.blocks, leaf.block)
    return _tidy(leaf.trail)


def _tidy(trail: Sequence[Step]) -> bool:
    """Take away what holds nothing any more, from the inside out. Cells stay, and so does the clause itself."""
    for step in reversed(trail):
        if step.kind in ("cell", "row"):
            return True
        empty = not step.node if step.kind == "item" else _is_empty(step.node)
        if not empty:
            continue
        _drop(step.among, step.node)
    return True


def _is_empty(node: dict[str, Any]) -> bool:
    if node["t"] == "Div":
        return not node["c"][1] and "clause" not in classes(node)
    if node["t"] == "OrderedList":
        return not node["c"][1]
    return node["t"] == "BulletList" and not node["c"]


def _drop(among: list[Any], node: Any) -> bool:
    for place, item in enumerate(among):
        if item is node:
            del among[place]
            return True
    return False


def remove_row(blocks: Blocks, found: Sequence[Leaf]) -> bool:
    """Take out the row that these leaves stand in; rows of a layout lose their paragraphs."""
    steps = {id(step.node): step for leaf in found if (step := leaf.step("row"))}
    if len(steps) != 1:
        gone = [remove_leaf(blocks, leaf) for leaf in found]  # every one of them, whatever came of the one before
        return bool(gone) and all(gone)
    step = next(iter(steps.values()))
    place = next((n for n, row in enumerate(step.among) if row is step.node), None)
    if place is None:
        return True  # gone already, with another of its cells
    if place + 1 < len(step.among):
        for own, below in zip(step.node[1], step.among[place + 1][1], strict=True):
            if text_of(below[4]) == "^^" and text_of(own[4]) != "^^":
                below[4] = copy.deepcopy(own[4])  # it was joined with this one: the words stand there now
    del step.among[place]
    assert step.owner is not None
    if not step.among and not any(text_of(row[1]) for row in step.owner["c"][3][1]):
        table = next((one for one in reversed(found[0].trail) if one.node is step.owner), None)
        return table is not None and _drop(table.among, table.node) and _tidy(found[0].trail[:found[0].trail.index(table)])
    return True
