"""One build's round of edits: files that came back are read, their edits kept, and all edits laid over the program's text."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.compose.model import Composed, Order
from generator.errors import Problem
from generator.publish.edits.base import Base, known_documents, read_base
from generator.publish.edits.chapters import pieces
from generator.publish.edits.law import Marks, has_moved, law_behind, marks_of
from generator.publish.edits.model import View
from generator.publish.edits.notice import with_notice
from generator.publish.edits.older import joined, own_base, replaced_words
from generator.publish.edits.order import read_own_order
from generator.publish.edits.over import Laid, Over, lay_over, merged, same_text
from generator.publish.edits.store import Edit, media_files, read_edits, read_media, with_media
from generator.publish.edits.take import ClauseEdit, Taken, take
from generator.publish.edits.told import came_back, command, remark
from generator.publish.edits.word import UnresolvedChanges
from generator.publish.fingerprint import digest
from generator.publish.journal import NOT_TAKEN
from generator.publish.lock import Lock
from generator.render.fonts import unprintable


@dataclass(frozen=True)
class Return:
    """A Word file that somebody changed since we delivered it, and what came out of it."""

    base: Base
    path: str
    sha: str  # of the file as it was read
    taken: Taken
    own: Order = ()  # the program's own order of the sections in it, where people had moved some
    older: bool = False  # a copy of an earlier delivery; `base` is that one's


@dataclass(frozen=True)
class Round:
    """What came of the edits. `fresh` are the edit files to write (None: to take away), `taken` the returned files' hashes."""

    composed: Composed
    over: Over
    fresh: Mapping[str, Edit | None]
    taken: Mapping[str, str]
    lines: tuple[str, ...]  # for the terminal
    left: tuple[str, ...]  # what could not be taken, one line each
    law: Marks  # on which the program's text of today stands
    edits: Mapping[str, Edit]  # all that hold from now on, by clause
    media: Mapping[str, bytes | None]  # pictures to keep beside the edits, by name; None: no edit shows it any more

    @property
    def conflicts(self) -> int:
        return len(self.over.conflicts)


def read_returns(folder: Path, lock: Lock | None, view: View | None = None) -> tuple[Return, ...]:
    """Delivered Word files that are not as we left them. Raises UnresolvedChanges for tracked changes without a `view`."""
    found: list[Return] = []
    open_: list[UnresolvedChanges] = []
    for last, path, data in _returned(folder, lock):
        base = own_base(folder, last, data)
        if base is not None:  # else a copy of a delivery that nobody knows any more: it stops the build
            try:
                taken = take(base.delivered, base.docx, data, name=str(folder / path), view=view)
            except UnresolvedChanges as error:
                open_.append(error)
                continue
            older = base is not last
            found.append(Return(base, path, digest(data), taken, () if older else read_own_order(folder, base.document), older))
    if open_:
        raise open_[0] if len(open_) == 1 else UnresolvedChanges(
            f"{len(open_)} files have tracked changes that nobody accepted or rejected.", [Problem(str(one)) for one in open_])
    return tuple(found)


def hold_round(intake: Path, returns: Sequence[Return], composed: Composed, law: Mapping[str, str],
               letters: Sequence[Laid] = ()) -> Round:
    """Lay all edits over `composed`, those of the returned files too. Writes nothing.

    `law` is the mark of each fact of law by its reference; `letters` is what became of the letters, which are told with the rest.
    """
    known = read_edits(intake)
    behind = law_behind(composed.documents)
    fresh: dict[str, Edit | None] = {}
    for one in returns:
        fresh |= {edit.clause: _edit(edit, one, known.get(edit.clause), law,
                                     one.base.law.get(edit.clause, marks_of(behind.get(edit.clause, ()), law)))
                  for edit in one.taken.clauses if edit.theirs != edit.delivered}
    returned = {one.path: one.taken for one in returns}
    edits = {id_: edit for id_, edit in {**known, **fresh}.items() if edit is not None}
    over = lay_over(composed, edits, law)
    over = replace(over, laid=(*over.laid, *letters))
    there = read_media(intake)
    media = {name: data for one in returns for name, data in one.taken.media.items()} | there
    over = replace(over, composed=with_media(over.composed, media, intake))
    titles = {clause.id: clause.title for clause in pieces(composed)}
    lines = [*_taken_lines(fresh, returned, titles), *_older_lines(returns), *_open_lines(intake, over, titles)]
    replaced = [f"{one.path}, {_name(edit.clause, titles)}: {words}" for one in returns if one.older
                for edit in one.taken.clauses if edit.theirs != edit.delivered and edit.clause in known
                for words in replaced_words(edit, known[edit.clause])]
    return Round(with_notice(over, intake.name), over, fresh, {one.path: one.sha for one in returns}, tuple(lines),
                 (*_left(returned, titles), *replaced), law, edits, media_files(known, edits, media, there))


def _returned(folder: Path, lock: Lock | None) -> list[tuple[Base, str, bytes]]:
    """Delivered Word files that are not as we left them, with what we delivered."""
    found = []
    for id_, path, sha in _delivered(folder, lock):
        data = (folder / path).read_bytes() if (folder / path).is_file() else b""
        if data and digest(data) != sha:
            base = read_base(folder, id_)
            if base is not None and base.sha == sha:
                found.append((base, path, data))
    return found


def _delivered(folder: Path, lock: Lock | None) -> Iterator[tuple[str, str, str | None]]:
    """Id, path and hash of each Word file as we delivered it: the lock knows, else what was kept beside it."""
    if lock is not None and not lock.damage:
        for id_, record in lock.documents.items():
            yield from ((id_, path, lock.files.get(path)) for path in record["files"] if path.endswith(".docx"))
        return
    for id_ in known_documents(folder):
        base = read_base(folder, id_)
        if base is not None and base.file:
            yield id_, base.file, base.sha


def _edit(edit: ClauseEdit, one: Return, known: Edit | None, law: Marks, delivered: Marks) -> Edit | None:
    """The edit to keep, on the program's text and the law of that delivery; None where the person put the program's text back.

    While a conflict is open its base and its law stay, so that the program's new words are not taken for agreed.
    """
    base, taken = one.base, one.taken
    program = base.program.get(edit.clause, edit.delivered)
    if known is not None and one.older:
        return joined(edit, known, taken.who, taken.when, one.path)
    if known is not None and (has_moved(known, law)
                              or merged([(known.base, known.theirs, program)])[0][1].outcome == "conflict"):
        return replace(known, theirs=edit.theirs, who=taken.who, when=taken.when, source=one.path)
    if same_text(edit.theirs, program):
        return None
    return Edit(edit.clause, base.document, program, edit.theirs, taken.who, taken.when, one.path, delivered)


def _older_lines(returns: Sequence[Return]) -> list[str]:
    return [f"{one.path} was a copy of an earlier delivery: what was changed in it since then is taken, nothing else"
            for one in returns if one.older]


def _taken_lines(fresh: Mapping[str, Edit | None], returned: Mapping[str, Taken], titles: Mapping[str, str]) -> list[str]:
    lines = []
    for path, found in returned.items():
        lines.append(came_back(path, found.who, found.view, same=found.is_empty)
                     + ("" if found.is_empty else ". The file is kept in Edited copies/"))
        lines += [f"  {_name(edit.clause, titles)}: {_done(edit, fresh)}" for edit in found.clauses]
        lines += [f"  {_name(id_, titles)}: moved, and stays there" for id_ in found.moved]
        lines += [f"  {_name(edit.clause, titles)}: our typeface has no {' '.join(strange)}: the PDF prints ? there, Word "
                  "prints it" for edit in found.clauses if (strange := unprintable(edit.theirs))]
        lines += map(remark, found.comments)
    return lines


def _open_lines(intake: Path, over: Over, titles: Mapping[str, str]) -> list[str]:
    """Conflicts with what to do about them, and edits of sections that are not written now."""
    lines = [f"CONFLICT in {_name(item.edit.clause, titles)}" + (": the law under it changed" if item.law_changed else "")
              + f". Your words stay; see Start Here. Then: {command(intake, item.edit.clause)} --keep, --take or --edit"
              for item in over.conflicts]
    return lines + [f"The edit of {id_} waits: the program does not write that section any more" for id_ in over.idle]


def _done(edit: ClauseEdit, fresh: Mapping[str, Edit | None]) -> str:
    if edit.kind == "deleted":
        return "deleted, and stays away"
    if edit.theirs == edit.delivered:
        return "could not be taken over, see below"
    return "taken over" if fresh.get(edit.clause) else "is the program's text again"


def _left(returned: Mapping[str, Taken], titles: Mapping[str, str]) -> list[str]:
    """Everything of the returned files that is only in their copies now."""
    lines = []
    for path, found in returned.items():
        lines += [f"{path}, {_name(edit.clause, titles)}: {item.what}: {item.text}"
                  for edit in found.clauses for item in edit.left]
        lines += [f"{path}: {item.what}: {item.text}" for item in found.left]
        lines += [f"{path}: {item.what} beside “{item.near}”" for item in found.foreign]
    return [" ".join(line.split()) for line in lines]


def not_taken(folder: Path, held: Round) -> dict[str, bytes]:
    """The list of what is only in the copies, added to and never written anew."""
    if not held.left:
        return {}
    before = (folder / NOT_TAKEN).read_bytes() if (folder / NOT_TAKEN).is_file() else (
        b"What could not be taken over from edited files. It is in their copies in this folder, and nowhere else.\n\n")
    return {NOT_TAKEN: before + "".join(f"{line}\n" for line in held.left).encode()}


def _name(clause: str, titles: Mapping[str, str]) -> str:
    return f"“{titles[clause]}” ({clause})" if clause in titles else clause
