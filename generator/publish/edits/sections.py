"""Which clause each piece of a Word file belongs to, delivered and returned, and in which order the clauses stand. Pure.

A paragraph is told by the bookmark in which it lies, by its place between others, and by its words; where a bookmark is gone
(Google Docs drops them) the other two decide.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.compose.model import Order
from generator.compose.order import CHAPTER, START, moves_between
from generator.publish.edits.align import align, likeness
from generator.publish.edits.model import Block, Paragraph, plain

OUTSIDE = ""  # the "clause" of what stands in none: cover, the card at the top


def by_clause(delivered: Sequence[Block], returned: Sequence[Block],
              clauses: Mapping[str, str]) -> tuple[dict[str, tuple[Block, ...]], dict[str, tuple[Block, ...]]]:
    """The blocks of each clause in the delivered and in the returned file, in the order of each file.

    `clauses` is bookmark name -> clause id. The title of a chapter counts as a clause of its own, by the chapter's bookmark.
    """
    was = [_delivered_in(block, clauses) for block in delivered]
    pairs = {j: i for i, j in align(delivered, returned, lambda block: plain(block.text),
                                    lambda one, other: likeness(one.text, other.text) if type(one) is type(other) else 0.0)}
    said = _said_once(delivered, was)
    size = Counter(mark for block in returned for mark in block.anchors)
    now: list[str] = []
    for place, block in enumerate(returned):
        text = plain(block.text)
        inside = sorted((mark for mark in block.anchors if mark in clauses), key=lambda mark: (size[mark], mark))
        if len(inside) > 1 and said.get(text) in [clauses[mark] for mark in inside]:
            own = said[text]  # the bookmark of the section above reaches into it, as editors put the end into the next line
        elif inside:
            own = clauses[inside[0]]
        elif place in pairs and text:
            own = was[pairs[place]]
        elif text and place not in pairs and said.get(text):
            own = said[text]  # moved, and its bookmark is gone
        elif now:
            own = now[-1]  # new text between two clauses goes with the one above
        else:
            own = OUTSIDE
        now.append(own)
    return _grouped(delivered, was), _grouped(returned, now)


def _delivered_in(block: Block, clauses: Mapping[str, str]) -> str:
    own = next((clauses[mark] for mark in block.anchors if mark in clauses), OUTSIDE)
    if own == OUTSIDE and isinstance(block, Paragraph) and block.level == 1:
        return next((mark for mark in block.anchors if mark.startswith(CHAPTER)), OUTSIDE)
    return own


def _said_once(delivered: Sequence[Block], names: Sequence[str]) -> dict[str, str]:
    """Texts that only one place of the delivered file has -> its clause."""
    found: dict[str, set[str]] = {}
    for block, name in zip(delivered, names, strict=True):
        found.setdefault(plain(block.text), set()).add(name)
    return {text: next(iter(owners)) for text, owners in found.items() if text and len(owners) == 1}


def _grouped(blocks: Sequence[Block], names: Sequence[str]) -> dict[str, tuple[Block, ...]]:
    found: dict[str, list[Block]] = {}
    for block, name in zip(blocks, names, strict=True):
        found.setdefault(name, []).append(block)
    return {name: tuple(items) for name, items in found.items()}


def chaptered(names: Iterable[str]) -> Order:
    """Clauses and chapters as a file has them, one after the other, by chapters."""
    chapters: dict[str, list[str]] = {}
    current = START
    for name in names:
        if name.startswith(CHAPTER):
            current = name
            chapters.setdefault(name, [])
        elif name != OUTSIDE:
            chapters.setdefault(current, []).append(name)
    return tuple((chapter, tuple(ids)) for chapter, ids in chapters.items())


def with_chapters_of(delivered: Order, returned: Order) -> Order:
    """The returned file's order. A chapter whose title somebody deleted begins at its first clause, unless that would mean that
    more was moved than without it: then the chapter is gone.
    """
    if len(returned) > 1 and returned[0][0] == START and START not in dict(delivered):  # put above the first title
        (_, above), (first, ids), *others = returned
        returned = ((first, (*above, *ids)), *others)
    for chapter, own in delivered:
        if chapter not in dict(returned):
            with_it = _with_title(returned, chapter, own)
            returned = min(with_it, returned, key=lambda order: len(moves_between("", delivered, order)))
    return returned


def _with_title(order: Order, chapter: str, own: Sequence[str]) -> Order:
    """The order with this chapter's title before the first of its clauses."""
    names: list[str] = []
    for other, ids in order:
        names += [other] * (other != START)
        for id_ in ids:
            names += [chapter] * (id_ in own and chapter not in names)
            names.append(id_)
    return chaptered(names)
