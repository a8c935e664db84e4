"""Typeset what differs from the last build, and deliver it: for a draft and for an issue."""
from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.errors import Problem
from generator.publish import fingerprint
from generator.publish.beside import Beside
from generator.publish.causes import causes, retirement
from generator.publish.deliver import Delivery, Frozen, deliver
from generator.publish.lock import Lock, read_lock
from generator.publish.register import COPY, Register
from generator.publish.strays import missing, renamed

if TYPE_CHECKING:
    from generator.publish.draft import Draft
    from generator.publish.plan import Plan

Progress = Callable[[str, int, int], None]  # (what, done, of)
CALENDAR = "calendar"
_NO_LOCK = Lock("", "", "", "")


@dataclass(frozen=True)
class BuildResult:
    """What a build made, and what is worth saying about it."""

    delivery: Delivery
    documents: int
    pages: int
    to_complete: int
    to_confirm: int
    as_of: date
    warnings: tuple[Problem, ...]
    seconds: float
    folder: Path
    why: Mapping[str, tuple[str, ...]]  # document's title -> why it was made again; empty on a first build
    retired: Mapping[str, str]  # path -> why it no longer applies
    deleted: tuple[str, ...]  # files that were gone and were made again
    renamed: Mapping[str, str]  # path of ours -> what a person calls it now
    changed_too: tuple[str, ...] = ()  # paths of ours that were renamed and changed
    damage: str | None = None  # what was wrong with the lock
    standing: str = ""  # "Draft of revision 2", "Revision 2 · Issued 4 January 2027"
    edits: tuple[str, ...] = ()  # what was taken over from files that people edited, line by line
    not_taken: tuple[str, ...] = ()  # what is only in their copies now
    changes: tuple[str, ...] = ()  # what changed and who must be told, in a few lines


@dataclass(frozen=True)
class Run:
    """One run on one folder: what it was asked, and what it found there."""

    intake: Path
    folder: Path
    lock: Lock | None
    register: Register  # the record of issued revisions, as it is after this run
    tell: Progress
    started: float
    keep_copies: bool = False
    edits: Mapping[str, str] = field(default_factory=dict)  # the hash of each edit's file when they were read


def make(draft: Draft, run: Run, kept: tuple[str, ...],
         freeze: Callable[[Mapping[str, bytes]], Frozen] | None = None) -> BuildResult:
    """Typeset what differs and deliver; the folder is held by this process.

    `kept`: edited files that an interrupted run moved aside. With `freeze` (from all files to what is frozen of them) every
    document is typeset, whatever is there.
    """
    from generator.publish.calendar_file import FILENAME, calendar_file
    from generator.publish.changes.file import change_file, retired_lists
    from generator.publish.edits.base import bases
    from generator.publish.edits.chapters import chapters
    from generator.publish.edits.comments import commented, notes_of
    from generator.publish.edits.letters import letter_bases
    from generator.publish.edits.older import former_bases
    from generator.publish.edits.order import order_marks, own_orders
    from generator.publish.edits.round import not_taken
    from generator.publish.ingredients import ingredients, records
    from generator.publish.report import files_of
    from generator.publish.typeset import house, typeset
    made, folder, old = draft.made, run.folder, run.lock or _NO_LOCK
    program, documents = made.program, made.composed.documents
    letterhead = house(program.company, program, run.intake)
    shared = fingerprint.letterhead(letterhead)
    notes = {item.id: [] if item.letter else notes_of(draft.edits.over.conflicts, item.id, run.intake.name)
             for item in documents}
    prints = {item.id: fingerprint.of_document(item, shared, notes[item.id]) for item in documents}
    paths = {item.id: list(files_of(item)) for item in documents}
    stale = [item for item in documents if freeze or _stale(folder, old, item.id, prints[item.id], paths[item.id])]
    files, pages = typeset(stale, letterhead, run.tell)
    files |= {paths[id_][0]: commented(files[paths[id_][0]], notes[id_]) for id_ in pages}
    same = {path: old.files[path] for id_, both in paths.items() if id_ not in pages for path in both}
    pages |= {id_: old.documents[id_]["pages"] for id_ in paths if id_ not in pages}
    files[FILENAME] = calendar_file(made.composed.events, program.company, program.in_force)
    run.tell("Delivering", 0, 0)
    dates = {"date in force": program.in_force.isoformat(), "date of the law": program.as_of.isoformat()}
    beside = Beside(run.intake, draft.beside, run.edits)
    new = replace(_lock(made, run, letterhead.logo, beside.after), summary=_summary(made, sum(pages.values())),
                  ingredients=ingredients(run.intake, made.knowledge, shared, fingerprint.engine(), dates,
                                          draft.edit_marks) | {"order": order_marks(draft.moves)},
                  documents=records(documents, prints, pages, paths))
    change = change_file(draft, folder, old, new, letterhead, intake=run.intake.name, issuing=freeze is not None)
    files, same = {**files, **change.files}, {**same, **change.same}
    new = replace(new, summary={**new.summary, "changes": change.print})
    absent = missing(folder, old.files)
    elsewhere = renamed(folder, absent, old.files, {path: id_ for id_, record in old.documents.items()
                                                    for path in record["files"]})
    kept_bases = bases(folder, documents, draft.unedited, files, same, draft.edits.law)
    delivery = deliver(folder, files, new, same=same, why=retirement(old, new) | retired_lists(old, {**files, **same}),
                       keep_copies=run.keep_copies, beside=beside, given=change.given,
                       frozen=freeze({**files, **change.given}) if freeze else _copy(run),
                       taken={**draft.edits.taken, **change.taken},
                       aside=(kept_bases | former_bases(folder, kept_bases)
                              | not_taken(folder, draft.edits) | own_orders(draft.unedited, draft.moves) | dict(change.aside)
                              | letter_bases(folder, draft.unedited, draft.letters, files, same, letterhead)))
    told = result(read_lock(folder) or new, replace(delivery, kept=(*kept, *delivery.kept)), run.intake, folder, run.started)
    titles = {item.id: {chapter.id: chapter.title for chapter in chapters(item)} for item in draft.unedited}
    why = {new.documents[id_]["title"]: lines for id_, lines in causes(old, new, absent, titles).items()} if run.lock else {}
    return replace(told, why=why, renamed=elsewhere, changed_too=_changed_too(folder, old, elsewhere), damage=old.damage,
                   edits=draft.edits.lines, not_taken=draft.edits.left, changes=change.lines,
                   deleted=tuple(path for path in absent if path not in elsewhere and path in {**files, **same}))


def as_written(folder: Path, path: str, sha: str | None) -> bool:
    """Contents decide: reading all files of a company takes less than a tenth of a second, and dates of files lie."""
    file = folder / path
    return sha is not None and file.is_file() and fingerprint.digest(file.read_bytes()) == sha


def _changed_too(folder: Path, old: Lock, renamed: Mapping[str, str]) -> tuple[str, ...]:
    """Which of the renamed files hold something else than we wrote."""
    return tuple(path for path, now in renamed.items() if not as_written(folder, now, old.files.get(path)))


def _stale(folder: Path, old: Lock, id_: str, shown: str, paths: list[str]) -> bool:
    """Whether a document has to be typeset: it reads something else now, or a file of it is not as we left it."""
    record = old.documents.get(id_)
    return record is None or record["print"] != shown or not all(
        as_written(folder, path, old.files.get(path)) for path in paths)


def _copy(run: Run) -> Frozen | None:
    """The copy of the record of issued revisions, where it is not there or not the same."""
    copy = run.folder / COPY
    there = copy.read_bytes() if copy.is_file() else b""
    return Frozen({COPY: run.register.raw}, {}) if run.register.raw != there else None


def _lock(made: Plan, run: Run, logo: Path | None, edits: Mapping[str, str]) -> Lock:
    program, raw = made.program, run.intake.read_bytes()
    return Lock(program=__version__, intake=fingerprint.digest(raw), in_force=program.in_force.isoformat(),
                as_of=program.as_of.isoformat(), own_date=program.company.revision.in_force is not None,
                logo=program.company.preferences.brand.logo,
                inputs=fingerprint.of_inputs(raw, logo.read_bytes() if logo else None, program.as_of, program.in_force,
                                             run.register.mark, fingerprint.of_edits(edits)))


def _summary(made: Plan, pages: int) -> dict[str, Any]:
    from generator.compose.revisions import standing_line
    return {"documents": len(made.composed.documents), "pages": pages, "to_complete": len(made.composed.to_complete),
            "to_confirm": len(made.composed.to_confirm), "standing": standing_line(made.program),
            "warnings": [[item.message, item.line, item.path, item.question, item.accepted] for item in made.warnings]}


def result(lock: Lock, delivery: Delivery, intake: Path, folder: Path, started: float) -> BuildResult:
    """What a lock and a delivery say."""
    said = lock.summary
    warnings = tuple(Problem(message, intake, line, path, question, accepted)
                     for message, line, path, question, accepted in said["warnings"])
    return BuildResult(
        delivery=delivery, documents=said["documents"], pages=said["pages"], to_complete=said["to_complete"],
        to_confirm=said["to_confirm"], as_of=date.fromisoformat(lock.as_of), warnings=warnings,
        seconds=time.perf_counter() - started, folder=folder, why={}, deleted=(), renamed={},
        standing=said.get("standing", ""),
        retired={path: lock.retired.get(path, "") for path in delivery.retired})
