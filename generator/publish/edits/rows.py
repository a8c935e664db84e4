"""New rows and new tables from those of a Word file."""
from __future__ import annotations

from typing import Any

from generator.publish.edits.diff import RowAdded
from generator.publish.edits.leaves import Leaf
from generator.publish.edits.line import content_of, pieces_of_runs, trimmed
from generator.publish.edits.model import Cell, Paragraph, Table, plain
from generator.publish.edits.tree import Node


def add_row(leaf: Leaf, change: RowAdded, cursors: dict[int, Any]) -> bool:
    """Put a new row beside the leaf's; False where the leaf is in no table or the columns differ."""
    step = leaf.step("row")
    if step is None or step.owner is None or len(step.node[1]) != len(change.cells) or not all(map(_simple, change.cells)):
        return False
    row = [["", [], []], [_cell(cell) for cell in change.cells]]
    rows, last = step.among, cursors.get(id(step.node), step.node)
    if rows is step.owner["c"][3][1]:  # below the head: the first of the body
        rows, last = step.owner["c"][4][0][3], cursors.get(id(step.node))
    place = next((n for n, one in enumerate(rows) if one is last), -1)
    rows.insert(place + 1 if change.below or last is not step.node else max(place, 0), row)
    cursors[id(step.node)] = row
    return True


def count_rows(leaf: Leaf, more: int) -> bool:
    """Change how many rows are printed, where the table says that (`rows`); False where it does not."""
    for step in reversed(leaf.trail):
        if step.kind == "block" and step.node["t"] == "Div":
            pair = next((pair for pair in step.node["c"][0][2] if pair[0] == "rows"), None)
            if pair is not None and pair[1].isdigit() and leaf.step("row"):
                pair[1] = str(max(0, int(pair[1]) + more))
                return True
    return False


def new_table(table: Table) -> Node | None:
    """A table that a person drew, its first row as head; None where it has joined cells or a table inside."""
    width = max((len(row) for row in table.rows), default=0)
    if not width or any(len(row) != width or not all(map(_simple, row)) for row in table.rows):
        return None
    rows = [[["", [], []], [_cell(cell) for cell in row]] for row in table.rows]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": 1 / width}] for _ in range(width)]
    body = [["", [], []], 0, [], rows[1:]]
    return {"t": "Table", "c": [["", [], []], [None, []], columns, [["", [], []], rows[:1]], [body], [["", [], []], []]]}


def _simple(cell: Cell) -> bool:
    return cell.columns == 1 and all(isinstance(block, Paragraph) for block in cell.blocks)


def _cell(cell: Cell) -> list[Any]:
    content: list[Node] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph) and plain(block.text):
            content += [{"t": "Span", "c": [["", ["br"], []], []]}] * bool(content)
            content += content_of(trimmed(pieces_of_runs(block.runs, block.bold, block.italic)))
    return [["", [], []], {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": content}] if content else []]
