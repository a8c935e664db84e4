"""The story of taking edits over: two Word files, delivered and returned, become a person's text of each clause."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from generator.compose.model import Order
from generator.compose.order import CHAPTER, moves_between
from generator.publish.edits.apply import apply, unplaced
from generator.publish.edits.diff import Change, Reformed, Reshaped, changes
from generator.publish.edits.leaves import leaves
from generator.publish.edits.model import Block, Comment, Foreign, View, WordFile, paragraphs, pictures, plain
from generator.publish.edits.pairing import pair
from generator.publish.edits.sections import by_clause, chaptered, with_chapters_of
from generator.publish.edits.surroundings import around, without_contents
from generator.publish.edits.tree import Blocks, classes, read_trees, text_of
from generator.publish.edits.word import read_word
from generator.publish.edits.writer import markdown_of
from generator.render.model import bookmark_name

Kind = Literal["changed", "deleted"]


@dataclass(frozen=True)
class ClauseEdit:
    """What a person made of one clause. `theirs` is "" where it was deleted; `left` is what our Markdown has no form for."""

    clause: str
    kind: Kind
    delivered: str
    theirs: str
    left: tuple[Reshaped, ...] = ()


@dataclass(frozen=True)
class Taken:
    """All that came out of one returned file."""

    clauses: tuple[ClauseEdit, ...]
    moved: tuple[str, ...]  # clauses and chapters that stand elsewhere now
    order: Order  # of the clauses in the returned file
    left: tuple[Reshaped, ...]  # changes outside of every clause: cover, chapter titles
    comments: tuple[Comment, ...]
    foreign: tuple[Foreign, ...]  # images and their like that we did not deliver
    who: str
    when: str
    view: View | None
    delivered: Order = ()  # of the clauses in our file
    media: Mapping[str, bytes] = field(default_factory=dict)  # the pictures in the returned file, by name

    @property
    def is_empty(self) -> bool:
        """Whether the file says what we delivered: saved again, nothing changed."""
        return not (self.clauses or self.moved or self.left or self.comments or self.foreign)


def take(markdown: Mapping[str, str], delivered: bytes, returned: bytes, *, name: str = "the file",
         view: View | None = None) -> Taken:
    """What a person changed. `markdown` is the text of each clause by its id, as it went into the delivered file.

    Raises UnresolvedChanges where the returned file has tracked changes and `view` is None; InputError when it is no Word file.
    """
    ours = read_word(delivered, "our copy of " + name, "accepted")
    theirs = without_contents(ours, read_word(returned, name, view, pictures(ours.blocks)))
    marks = {bookmark_name(id_): id_ for id_ in markdown if not id_.startswith(CHAPTER)}
    was, now = by_clause(ours.blocks, theirs.blocks, marks)
    former = chaptered(was)
    order = with_chapters_of(former, chaptered(now))
    found = {id_: _changes(was.get(id_, ()), now.get(id_, ()), theirs) for id_ in dict.fromkeys([*markdown, *was])}
    own = [id_ for id_ in found if id_ in markdown and (id_ in now or not id_.startswith(CHAPTER))]
    touched = [id_ for id_ in own if found[id_]]
    trees = dict(zip(touched, read_trees([markdown[id_] for id_ in touched]), strict=True))
    edits = [_clause(id_, markdown[id_], trees[id_], was.get(id_, ()), now.get(id_, ()), found[id_]) for id_ in touched]
    outside = [Reshaped("words outside of every section were changed", _words(change))
               for id_ in found if id_ not in own for change in found[id_]]
    return Taken(
        clauses=tuple(_checked(edits)), moved=tuple(move.clause for move in moves_between("", former, order)), order=order,
        left=(*outside, *around(ours, theirs)), comments=_new_comments(ours, theirs), foreign=_new_foreign(ours, theirs),
        who="" if _unsigned(ours, theirs) else theirs.changed_by,
        when="" if theirs.changed_on == ours.changed_on else theirs.changed_on, view=theirs.view, delivered=former,
        media={picture.name: picture.data for picture in pictures(theirs.blocks)})


def _unsigned(ours: WordFile, theirs: WordFile) -> bool:
    """Whether the editor left name and time as we wrote them: they are the company's and the program's, not the person's."""
    return (theirs.changed_by, theirs.changed_on) == (ours.changed_by, ours.changed_on)


def _changes(was: Sequence[Block], now: Sequence[Block], theirs: WordFile) -> list[Change]:
    """What differs in one clause. A file without any heading or list lost them to an editor, not to a person."""
    every = list(paragraphs(theirs.blocks))
    headings, lists = any(item.level for item in every), any(item.item for item in every)
    return [change for change in changes(was, now) if not isinstance(change, Reformed) or not (
        (change.before.level and not headings) or (change.before.item and not change.after.level and not lists))]


def _clause(id_: str, markdown: str, tree: Blocks, was: tuple[Block, ...], now: tuple[Block, ...],
            found: Sequence[Change]) -> ClauseEdit:
    if not plain(" ".join(block.text for block in now)) and not is_sheet(tree):
        return ClauseEdit(id_, "deleted", markdown, "")
    before = list(paragraphs(was))
    done = apply(tree, found, pair(before, list(leaves(tree))), before)
    lost = unplaced(" ".join(block.text for block in was), " ".join(block.text for block in now), text_of(done.blocks), done.left)
    if lost:
        done.left.append(Reshaped("words could not be placed", " ".join(lost)))
    text = markdown_of(done.blocks) + "\n"
    done.left += [Reshaped("a picture could not be placed", picture.alt) for picture in pictures(now)
                  if picture.name not in text and picture not in pictures(was)]
    return ClauseEdit(id_, "changed", markdown, text, tuple(done.left))


def is_sheet(tree: Blocks) -> bool:
    """Whether the clause is a whole document: it opens with the card that holds its title."""
    return any(block["t"] == "Div" and "card" in classes(block) for block in tree)


def _checked(edits: Sequence[ClauseEdit]) -> list[ClauseEdit]:
    """Edits that changed nothing but what is left out of them keep the text as it was delivered; those of looks alone that our
    text gives by itself are none.
    """
    trees = read_trees([text for edit in edits for text in (edit.delivered, edit.theirs)])
    checked = [edit if trees[2 * n] != trees[2 * n + 1] else replace(edit, theirs=edit.delivered)
               for n, edit in enumerate(edits)]
    return [edit for edit in checked if edit.theirs != edit.delivered or edit.left]


def _words(change: object) -> str:
    for name in ("after", "paragraph", "before", "table"):
        text = getattr(getattr(change, name, None), "text", None)
        if text is not None:
            return str(text)
    cells = getattr(change, "cells", ())
    return str(getattr(change, "text", "")) or " | ".join(block.text for cell in cells for block in cell.blocks)


def _new_comments(ours: WordFile, theirs: WordFile) -> tuple[Comment, ...]:
    """Those that we did not put there ourselves."""
    own = {(item.author, item.text) for item in ours.comments}
    return tuple(item for item in theirs.comments if (item.author, item.text) not in own)


def _new_foreign(ours: WordFile, theirs: WordFile) -> tuple[Foreign, ...]:
    """Those that we did not deliver ourselves. Editors pack pictures anew, so the number of each kind counts."""
    known = {item.mark for item in ours.foreign}
    fresh = [item for item in theirs.foreign if item.mark not in known]
    room = {kind: sum(item.what == kind for item in ours.foreign) - sum(item.what == kind and item.mark in known
            for item in theirs.foreign) for kind in {item.what for item in ours.foreign}}
    out = []
    for item in fresh:
        if room.get(item.what, 0) > 0:
            room[item.what] -= 1
        else:
            out.append(item)
    return tuple(out)
