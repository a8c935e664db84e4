"""The order of a document's sections: the program's own, and the places that somebody gave to some of them. Pure."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.compose.markdown import div
from generator.compose.model import Document, Order

CHAPTER = "chapter-"  # how the id of a chapter begins, and so its bookmark
START = "start"  # the one chapter of a document without chapters, and what the first chapter of others stands after


@dataclass(frozen=True)
class Move:
    """A clause or a chapter that somebody wants elsewhere in its document.

    `after` is the clause behind which it stands, or the chapter at whose start; of a chapter, the chapter before it (START:
    none). `before` is what follows it there, "" for nothing; it counts where `after` is not written any more.
    """

    document: str
    clause: str
    after: str
    before: str = ""


def arranged(own: Order, moves: Iterable[Move]) -> Order:
    """The program's own order with these moves; chapters that they emptied are gone.

    A move counts once its clause and one of its neighbours are written (see `stranded`).
    """
    chapters = {chapter: list(ids) for chapter, ids in own}
    for move in moves:
        chapters = _moved(chapters, move)
    return tuple((chapter, tuple(ids)) for chapter, ids in chapters.items() if ids)


def _moved(chapters: dict[str, list[str]], move: Move) -> dict[str, list[str]]:
    if move.clause in chapters:
        return _chapter_moved(chapters, move)
    home = next((ids for ids in chapters.values() if move.clause in ids), None)
    place = _place(chapters, move)
    if home is None or place is None:
        return chapters
    home.remove(move.clause)
    ids, anchor, behind = place
    ids.insert(ids.index(anchor) + behind if anchor else 0, move.clause)
    return chapters


def _place(chapters: Mapping[str, list[str]], move: Move) -> tuple[list[str], str, int] | None:
    """The chapter's clauses, the neighbour among them ("": at their start), and 1 for behind it."""
    if move.after in chapters:
        return chapters[move.after], "", 0
    for anchor, behind in ((move.after, 1), (move.before, 0)):
        ids = next((ids for ids in chapters.values() if anchor in ids and anchor != move.clause), None)
        if ids is not None:
            return ids, anchor, behind
    return None


def _chapter_moved(chapters: dict[str, list[str]], move: Move) -> dict[str, list[str]]:
    names = [name for name in chapters if name != move.clause]
    if move.after == START:
        place = 0
    elif move.after in names:
        place = names.index(move.after) + 1
    elif move.before in names:
        place = names.index(move.before)
    else:
        return chapters
    names.insert(place, move.clause)
    return {name: chapters[name] for name in names}


def stranded(own: Order, moves: Iterable[Move]) -> dict[Move, str]:
    """Moves that cannot be carried out as they were wished -> why: "gone" (the clause is not written), "near" (it stands before
    what followed it), "alone" (neither neighbour is written: it stands where the program puts it).
    """
    there = {START, *(name for chapter, ids in own for name in (chapter, *ids))}
    found = {}
    for move in moves:
        if move.clause not in there:
            found[move] = "gone"
        elif move.after not in there:
            found[move] = "near" if move.before in there else "alone"
    return found


def moves_between(document: str, own: Order, wanted: Order) -> tuple[Move, ...]:
    """The fewest moves that bring `own` into the order `wanted`, in the order in which they are carried out.

    What only one of the two has stays where it is.
    """
    home = {id_: chapter for chapter, ids in own for id_ in ids}
    chapters = [chapter for chapter, _ in wanted if chapter in dict(own)]
    stay = standing([chapter for chapter, _ in own], chapters)
    moves = [Move(document, *found) for found in _neighbours(chapters, START) if found[0] not in stay]
    for chapter, ids in wanted:
        known = [id_ for id_ in ids if id_ in home]
        stay = standing(dict(own).get(chapter, ()), [id_ for id_ in known if home[id_] == chapter])
        moves += [Move(document, *found) for found in _neighbours(known, chapter) if found[0] not in stay]
    return tuple(moves)


def _neighbours(names: Sequence[str], start: str) -> list[tuple[str, str, str]]:
    return list(zip(names, [start, *names], [*names[1:], ""], strict=False))


def standing(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The most names of `after` that follow each other as they did in `before`: those that nobody had to touch."""
    rank = {name: place for place, name in enumerate(before)}
    ends: list[int] = []  # rank of the last name of the best row of each length
    rows: list[list[str]] = []
    for name in after:
        if name in rank:
            length = bisect_left(ends, rank[name])
            row = [*(rows[length - 1] if length else []), name]
            ends[length:length + 1], rows[length:length + 1] = [rank[name]], [row]
    return set(rows[-1]) if rows else set()


def in_wished_order(document: Document, moves: Iterable[Move]) -> Document:
    """A document without chapters and numbers whose sections stand where somebody put them; what is between them stays."""
    if len(document.clauses) < 2:
        return document
    own: Order = ((START, tuple(clause.id for clause in document.clauses)),)
    wished = arranged(own, (move for move in moves if move.document == document.id))
    if wished == own:
        return replace(document, order=own)
    by_id = {clause.id: clause for clause in document.clauses}
    clauses = tuple(by_id[id_] for _, ids in wished for id_ in ids)
    text, parts = document.markdown, []
    for clause in document.clauses:
        before, text = text.split(div("clause", clause.markdown, id_=clause.id), 1)
        parts.append(before)
    filled = [f"{before}{div('clause', clause.markdown, id_=clause.id)}" for before, clause in zip(parts, clauses, strict=True)]
    return replace(document, markdown="".join(filled) + text, clauses=clauses, order=own)
