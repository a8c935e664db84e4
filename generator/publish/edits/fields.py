"""Fields to fill in, facts, lines to sign on and the words of a card, as a person changed them in Word."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.publish.edits.diff import RowAdded
from generator.publish.edits.leaves import Leaf
from generator.publish.edits.line import content_of, pieces_of_runs, trimmed
from generator.publish.edits.model import PICTURE, Cell, Paragraph, plain
from generator.publish.edits.tree import Node, card_words, classes

BOXES = "☐☑☒ "
BREAK: Node = {"t": "Span", "c": [["", ["br"], []], []]}


def new_content(paragraph: Paragraph) -> list[Node]:
    """The inlines of a paragraph that a person wrote, without a box to tick in front."""
    pieces = trimmed(pieces_of_runs(paragraph.runs, paragraph.bold, paragraph.italic))
    while pieces and (pieces[0].text in BOXES or pieces[0].text.isspace()):
        pieces = pieces[1:]
    return content_of(pieces)


def add_fields(row: Sequence[Leaf], change: RowAdded, cursors: dict[int, Any]) -> bool:
    """Put the fields of a new row beside those of `row`; False where that is no row of fields, facts or lines to sign on."""
    frame = next((step.node for step in reversed(row[0].trail) if step.kind == "block" and step.node["t"] == "Div"
                  and {"field-grid", "facts", "document-control", "signatures"} & set(classes(step.node))), None)
    step = row[-1 if change.below else 0].step("item")
    if frame is None or step is None:
        return False
    items = [[{"t": "Plain", "c": content}] for cell in change.cells if (content := _field(cell, frame))]
    last = cursors.get(id(step.node), step.node)
    place = next((n for n, one in enumerate(step.among) if one is last), len(step.among) - 1)
    place += change.below or last is not step.node
    step.among[place:place] = items
    if items:
        cursors[id(step.node)] = items[-1]
    return bool(items)


def _field(cell: Cell, frame: Node) -> list[Node]:
    """One field as "label :: value", a line to sign on as its words; nothing for a gap between."""
    said = [block for block in cell.blocks if isinstance(block, Paragraph) and plain(block.text)]
    if not said:
        return []
    if "signatures" in classes(frame):
        return broken([new_content(line) for line in said])
    grid, between = "field-grid" in classes(frame), dict(frame["c"][0][2])
    columns = int(between.get("columns", 2)) if grid else 1
    span = min(columns, (cell.columns + 1) // 2)  # a gap stands between two columns of a grid
    attributes = [["type", "checkbox"]] if plain(said[0].text)[:1] in BOXES.strip() else []
    attributes += [["span", str(span)]] * (span > 1)
    label, value = new_content(said[0]), broken([new_content(line) for line in said[1:]])
    if attributes:
        label = [{"t": "Span", "c": [["", [], attributes], label]}]
    return [*label, {"t": "Space"}, {"t": "Str", "c": "::"}, *([{"t": "Space"}] * bool(value)), *value]


def into_field(leaf: Leaf, content: list[Node], first: bool, above: bool) -> None:
    """A paragraph typed into a field: its value, or a line more of it. `first` of those typed there; `above` its label."""
    if above:
        leaf.put(broken([content, _words(leaf)]))
        return
    value = leaf if leaf.side == "value" else leaf.other
    lines = [_words(value), content] if leaf.side == "value" or not first else [content, _words(value)]
    value.put(broken(lines))


def _words(leaf: Leaf) -> list[Node]:
    part = list(leaf.part)
    while part and part[0]["t"] == "Space":
        part = part[1:]
    while part and part[-1]["t"] == "Space":
        part = part[:-1]
    return part


def broken(lines: Sequence[list[Node]]) -> list[Node]:
    """Lines of inlines with a line break between."""
    out: list[Node] = []
    for line in lines:
        out += [*([BREAK] * bool(out and line)), *line]
    return out


def rewrite_card(leaf: Leaf, text: str) -> bool:
    """The title of a card, or its line of small words, as a person wrote it; False where the document's code would change."""
    assert leaf.block is not None
    attributes = leaf.block["c"][0][2]
    words, text = dict(attributes), text.replace(PICTURE, "")
    if leaf.side == "title":
        fresh = {"title": plain(text)}
    else:
        start, _, note = text.partition("\t")
        if not note and words.get("note") and plain(start).endswith(words["note"]):
            start, note = plain(start).removesuffix(words["note"]), words["note"]
        code, sub = words.get("code", ""), plain(start)
        if code and sub != code and not sub.startswith(f"{code} · "):
            return False
        fresh = {"sub": sub.removeprefix(code).removeprefix(" · ") if code else sub, "note": plain(note)}
    if not fresh.get("title", "none") or all(words.get(key, "") == value for key, value in fresh.items()):
        return False
    attributes[:] = [[key, value] for key, value in {**words, **fresh}.items() if value]
    leaf.content[:] = [{"t": "Str", "c": card_words(leaf.block)[leaf.side == "line"]}]
    return True
