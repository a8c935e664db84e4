"""The story of a change list: what it compares with, what it says, and the Word file `Changes/Revision N Changes.docx`.

A draft's file is ours and is made again with the draft. An issue gives its file to the company: people sign it, so no later
build looks at it again.
"""
from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docx import Document as WordDocument

from generator.compose.markdown import escape
from generator.compose.model import Document
from generator.compose.names import long_date
from generator.compose.revisions import standing_line
from generator.publish import fingerprint
from generator.publish.changes.baseline import BUILD_BEFORE, NOW, SINCE, Said, State, read_state
from generator.publish.changes.compared import compare
from generator.publish.changes.duties import duties
from generator.publish.changes.listing import change_list, told
from generator.publish.changes.model import Change
from generator.publish.changes.redline import redlined
from generator.publish.draft import Draft
from generator.publish.lock import Lock
from generator.publish.plan import Plan
from generator.publish.typeset import source
from generator.render.model import House

FOLDER = "Changes"
_TITLE = "What changed"


@dataclass(frozen=True)
class ChangeFile:
    """`files` are ours, `same` those of them that need not be made again, `given` goes to the company for good, `aside` is for
    later runs. `taken` are lists that somebody wrote into: their hashes, so that they may move to the copies.
    """

    files: Mapping[str, bytes]
    same: Mapping[str, str]
    given: Mapping[str, bytes]
    aside: Mapping[str, bytes]
    taken: Mapping[str, str]
    print: str = ""  # tells whether the file would be another one now
    lines: tuple[str, ...] = ()


def change_path(number: int) -> str:
    """The file of one revision, in the company's folder."""
    return f"{FOLDER}/Revision {number} Changes.docx"


def change_file(draft: Draft, folder: Path, old: Lock, new: Lock, house: House, *, intake: str, issuing: bool) -> ChangeFile:
    """What this run changed, as a Word file where anything did; with what later runs compare with.

    `old` and `new` are the locks of the last run and of this one, `intake` the name of its file, without the folder. Before
    the first issue it compares with the build before.
    """
    now = _state(draft.made, new, read_state(folder, NOW), old, house)
    people = {item.edit.clause: item.edit.who for item in draft.edits.over.laid}
    since, changes = _compared(folder, now, people)
    if issuing and (since is None or since.revision is None):
        since, changes = None, ()  # a first issue is compared with nothing: all of it is new
    kept = _named(draft.made, now) if issuing else since
    aside = {NOW: now.to_json()} | ({SINCE: kept.to_json()} if kept else {})
    empty = ChangeFile({}, {}, {}, aside, _written_into(folder, old))
    if not (since and changes):
        return empty
    due = duties(changes, draft.made)
    front = change_list(changes, due, since=since.name, now=standing_line(draft.made.program),
                        conflicts=draft.edits.over.conflicts, intake=intake)
    path = change_path(draft.made.program.standing.number)
    said = replace(empty, lines=(f"What changed since {since.name}: {path}", *told(changes, due)))
    return _written(said, front, changes, draft.made, folder, old, house, path, issuing)


def retired_lists(old: Lock, files: Collection[str]) -> dict[str, str]:
    """Path -> why it retires, of a list of changes that is not made again."""
    return {path: "the draft that it compared is not the current one any more" for path in old.files
            if path.startswith(f"{FOLDER}/") and path not in files}


def _written_into(folder: Path, old: Lock) -> dict[str, str]:
    """Lists of changes that are not as we left them, with the hash of each."""
    there = {path: fingerprint.of_file(folder / path) for path in old.files if path.startswith(f"{FOLDER}/")}
    return {path: sha for path, sha in there.items() if sha and sha != old.files[path]}


def _compared(folder: Path, now: State, people: Mapping[str, str]) -> tuple[State | None, tuple[Change, ...]]:
    """The state that counts, and what changed since. A build that changed no text leaves the list of the one before as it is."""
    since, before = read_state(folder, SINCE), read_state(folder, NOW)
    if since is None or since.revision is None:
        fresh = compare(before, now, people) if before else ()
        if fresh:
            return before, fresh
    return since, compare(since, now, people) if since else ()


def _written(said: ChangeFile, front: str, changes: tuple[Change, ...], made: Plan, folder: Path, old: Lock, house: House,
             path: str, issuing: bool) -> ChangeFile:
    """The same with its Word file at this path, typeset only where the one that is there would not be it again."""
    shown = fingerprint.mark([front, [repr(change) for change in changes], fingerprint.letterhead(house), fingerprint.engine()])
    done = replace(said, print=shown)
    if not issuing and _current(folder, path, old, shown):
        return replace(done, same={path: old.files[path]})
    media = {name: data for item in made.composed.documents for name, data in item.media.items()}
    data = {path: redlined(front, changes, house, title=_TITLE, media=media)}
    return replace(done, given=data) if issuing else replace(done, files=data)


def _current(folder: Path, path: str, old: Lock, shown: str) -> bool:
    """Whether the list that lies there is the one that would be made now."""
    return bool(old.summary.get("changes") == shown) and fingerprint.as_written(folder, path, old.files.get(path))


def _named(made: Plan, now: State) -> State:
    """The state that is being issued."""
    issue = made.program.standing.issued
    assert issue is not None
    return replace(now, name=f"revision {issue.number}, issued {long_date(issue.on)}", revision=issue.number)


def _state(made: Plan, new: Lock, before: State | None, old: Lock, house: House) -> State:
    documents = {item.id: _said(item, new, before, old, house) for item in made.composed.documents}
    return State(BUILD_BEFORE, None, replace(new, files={}), documents)


def _said(item: Document, new: Lock, before: State | None, old: Lock, house: House) -> Said:
    """What a document says. A letter is read from its Word file, unless it is the one of the last build."""
    clauses = {clause.id: clause.markdown for clause in item.clauses}
    if item.letter:
        prints = [lock.documents.get(item.id, {}).get("print") for lock in (old, new)]
        known = before.documents.get(item.id) if before and prints[0] == prints[1] else None
        clauses = dict(known.clauses) if known else dict.fromkeys(clauses, letter_text(source(item, house).word or b""))
    return Said(item.title, item.kind, item.code or "", clauses)


def letter_text(word: bytes) -> str:
    """The paragraphs of a letter as Markdown."""
    paragraphs: Sequence[str] = [paragraph.text.strip() for paragraph in WordDocument(io.BytesIO(word)).paragraphs]
    return "\n\n".join(escape(text) for text in paragraphs if text) + "\n"
