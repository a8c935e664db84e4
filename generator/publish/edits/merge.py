"""Three texts of one clause become one: the base, the person's, the program's. Pure: trees in, tree and conflicts out.

Nothing is decided by guessing. What only one side changed is taken; where both changed the same paragraph the person's words
stay, and the program's stand in the list of conflicts until somebody resolves it.
"""
from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.publish.edits.align import align, likeness
from generator.publish.edits.model import PICTURE
from generator.publish.edits.tree import LISTS, Blocks, Node, text_of

_PLACE = 0.41  # likeness of what stands in one place whatever it says: just enough to belong together
Outcome = Literal["unchanged", "take", "keep", "merge", "conflict"]


@dataclass(frozen=True)
class Conflict:
    """Both changed the same place. Texts are plain; "" where that side deleted it."""

    base: str
    theirs: str  # the person's words: they stay
    ours: str  # the program's new words
    node: Any = None  # the program's tree of that place, for whoever takes it


@dataclass(frozen=True)
class Merged:
    """`outcome`: unchanged (nobody changed it), take (only the person did), keep (only the program), merge, conflict."""

    blocks: Blocks
    outcome: Outcome
    conflicts: tuple[Conflict, ...] = ()


@dataclass
class _Work:
    conflicts: list[Conflict] = field(default_factory=list)
    prefer: Literal["theirs", "ours"] = "theirs"


def merge(base: Blocks, theirs: Blocks, ours: Blocks, prefer: Literal["theirs", "ours"] = "theirs") -> Merged:
    """The clause with the changes of both. `prefer` says whose words stand where both changed the same place."""
    if theirs in (base, ours):
        return Merged(copy.deepcopy(ours), "unchanged" if ours == base else "keep")
    if ours == base:
        return Merged(copy.deepcopy(theirs), "take")
    work = _Work(prefer=prefer)
    blocks = copy.deepcopy(_sequence(base, theirs, ours, work, _node))
    return Merged(blocks, "conflict" if work.conflicts else "merge", tuple(work.conflicts))


Both = Callable[[Any, Any, Any, "_Work"], list[Any]]


def _sequence(base: Sequence[Any], theirs: Sequence[Any], ours: Sequence[Any], work: _Work, both: Both) -> list[Any]:
    """Blocks, items or rows. `both` merges one thing that both sides changed."""
    person, program = _paired(base, theirs), _paired(base, ours)
    out = _inserted(theirs, ours, person.gap(-1), program.gap(-1))
    for place, node in enumerate(base):
        mine, new = person.match.get(place), program.match.get(place)
        out += _one(node, None if mine is None else theirs[mine], None if new is None else ours[new], work, both)
        out += _inserted(theirs, ours, person.gap(place), program.gap(place))
    return out


def _one(base: Any, mine: Any, new: Any, work: _Work, both: Both) -> list[Any]:
    """What becomes of one thing of the base; None is a side that deleted it."""
    if mine == new:
        return [] if mine is None else [mine]
    if mine == base:
        return [] if new is None else [new]
    if new == base:
        return [] if mine is None else [mine]
    if mine is None or new is None:
        return _clash(base, mine, new, work)
    return both(base, mine, new, work)


def _clash(base: Any, mine: Any, new: Any, work: _Work) -> list[Any]:
    work.conflicts.append(Conflict(_shown(base), _shown(mine), _shown(new), new))
    chosen = mine if work.prefer == "theirs" else new
    return [] if chosen is None else [chosen]


def _shown(node: Any) -> str:
    """Words of a conflict's side; links and badges count as well, so two sides with the same words still differ in them."""
    if isinstance(node, str):
        return node
    return "" if node is None else text_of(node).replace(PICTURE, "[picture]")


@dataclass(frozen=True)
class _Pairs:
    match: dict[int, int]  # place in base -> place in the side
    gaps: dict[int, list[int]]  # place in base (-1: before the first) -> new things after it

    def gap(self, place: int) -> list[int]:
        return self.gaps.get(place, [])


def _paired(base: Sequence[Any], side: Sequence[Any]) -> _Pairs:
    match = dict(align(base, side, _key, _like))
    back = {j: i for i, j in match.items()}
    gaps: dict[int, list[int]] = {}
    last = -1
    for place in range(len(side)):
        if place in back:
            last = back[place]
        else:
            gaps.setdefault(last, []).append(place)
    return _Pairs(match, gaps)


def _inserted(theirs: Sequence[Any], ours: Sequence[Any], mine: list[int], new: list[int]) -> list[Any]:
    """New things of both sides at one place: what both added once, the program's first."""
    added = [ours[place] for place in new]
    rest, own = list(added), []
    for place in mine:
        if theirs[place] in rest:
            rest.remove(theirs[place])
        else:
            own.append(theirs[place])
    return added + own


def _key(node: Any) -> str:
    return json.dumps(node, sort_keys=True)


def _like(one: Any, other: Any) -> float:
    if isinstance(one, dict) and isinstance(other, dict) and not _same_kind(one, other):
        return 0.0
    return max(likeness(text_of(one), text_of(other)), _PLACE if _is_place(one, other) else 0.0)


def _same_kind(one: Node, other: Node) -> bool:
    kinds = {one["t"], other["t"]}
    if kinds <= {"Para", "Plain"}:
        return True
    if len(kinds) > 1:
        return False
    return one["t"] != "Div" or bool(one["c"][0][1] == other["c"][0][1])


def _is_place(one: Any, other: Any) -> bool:
    """Divs of one class stand for each other whatever they say, and so do headings with one id."""
    if not (isinstance(one, dict) and isinstance(other, dict)) or one["t"] != other["t"]:
        return False
    if one["t"] == "Header":
        return bool(one["c"][1][0]) and bool(one["c"][1][0] == other["c"][1][0])
    return bool(one["t"] == "Div")


def _node(base: Node, mine: Node, new: Node, work: _Work) -> list[Any]:
    """A block that both changed: what holds blocks is merged inside, a paragraph is a conflict."""
    kind = base["t"]
    if mine["t"] == new["t"] == kind:
        if kind == "Header":
            return [_header(base, mine, new, work)]
        if kind in LISTS:
            first = kind == "BulletList"
            items = [one["c"] if first else one["c"][1] for one in (base, mine, new)]
            merged = _sequence(items[0], items[1], items[2], work, _item)
            return [{"t": kind, "c": merged if first else [new["c"][0], merged]}] if merged else []
        if kind == "Div" and not (base["c"][1] or mine["c"][1] or new["c"][1]):
            return [{"t": kind, "c": [_attributes(base, mine, new, work), []]}]
        if kind in ("Div", "BlockQuote") and (kind != "Div" or base["c"][1]):
            inner = [one["c"][1] if kind == "Div" else one["c"] for one in (base, mine, new)]
            merged = _sequence(inner[0], inner[1], inner[2], work, _node)
            return [{"t": kind, "c": [_attributes(base, mine, new, work), merged] if kind == "Div" else merged}]
        if kind == "Table" and len({len(one["c"][2]) for one in (base, mine, new)}) == 1:
            return [_table(base, mine, new, work)]
    return _clash(base, mine, new, work)


def _attributes(base: Node, mine: Node, new: Node, work: _Work) -> list[Any]:
    """A card's words and a table's options, one by one."""
    was, own, program = (dict(one["c"][0][2]) for one in (base, mine, new))
    out = []
    for key in dict.fromkeys([*program, *own]):
        chosen = _one(was.get(key), own.get(key), program.get(key), work, _leaf)
        out += [[key, value] for value in chosen if value is not None]
    return [new["c"][0][0], new["c"][0][1], out]


def _header(base: Node, mine: Node, new: Node, work: _Work) -> Node:
    """A heading's number and id are the program's; its words are whosever changed them."""
    words = [{"t": "Plain", "c": one["c"][2]} for one in (base, mine, new)]
    chosen = _one(words[0], words[1], words[2], work, _leaf)
    level = mine["c"][0] if mine["c"][0] != base["c"][0] else new["c"][0]
    return {"t": "Header", "c": [level, new["c"][1], chosen[0]["c"]]}


def _leaf(base: Any, mine: Any, new: Any, work: _Work) -> list[Any]:
    return _clash(base, mine, new, work)


def _item(base: Blocks, mine: Blocks, new: Blocks, work: _Work) -> list[Any]:
    blocks = _sequence(base, mine, new, work, _node)
    return [blocks] if blocks else []


def _table(base: Node, mine: Node, new: Node, work: _Work) -> Node:
    """Rows as they come, then cell by cell. Widths and head are the program's, with the person's words."""
    out: Node = copy.deepcopy(new)
    heads = [one["c"][3][1] for one in (base, mine, new)]
    if len({len(head) for head in heads}) == 1:
        out["c"][3][1] = [_row(one, two, three, work)[0] for one, two, three in zip(*heads, strict=True)]
    elif heads[1] != heads[0]:
        work.conflicts.append(Conflict(text_of([row[1] for row in heads[0]]), text_of([row[1] for row in heads[1]]),
                                       text_of([row[1] for row in heads[2]]), heads[2]))
    bodies = [[row for body in one["c"][4] for row in body[3]] for one in (base, mine, new)]
    out["c"][4] = [[["", [], []], 0, [], _sequence(bodies[0], bodies[1], bodies[2], work, _row)]]
    return out


def _row(base: Any, mine: Any, new: Any, work: _Work) -> list[Any]:
    cells = []
    for one, two, three in zip(base[1], mine[1], new[1], strict=True):
        if two[4] != one[4] and three[4] != one[4] and two[4] != three[4]:
            chosen = _cell(one, two, three, work)
        else:
            chosen = two[4] if two[4] != one[4] else three[4]
        cells.append([*three[:4], chosen])
    return [[new[0], cells]]


def _cell(base: Any, mine: Any, new: Any, work: _Work) -> Blocks:
    work.conflicts.append(Conflict(text_of(base[4]), text_of(mine[4]), text_of(new[4]), new[4]))
    chosen: Blocks = mine[4] if work.prefer == "theirs" else new[4]
    return chosen
