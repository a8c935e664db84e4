"""The story of a build: has anything changed; read, check, decide, write; typeset what differs; deliver.

What a build with nothing to do needs is imported first, the rest where it is used: it should be over in a moment.
"""
from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.errors import InputError, Problem, PublishError
from generator.publish import fingerprint
from generator.publish.causes import causes, retirement
from generator.publish.deliver import Delivery, deliver
from generator.publish.guard import one_build
from generator.publish.journal import begun, recover, waiting
from generator.publish.lock import Lock, read_lock
from generator.publish.obstacles import explain
from generator.publish.strays import missing, renamed

if TYPE_CHECKING:
    from generator.publish.edits.model import View
    from generator.publish.plan import Plan

Progress = Callable[[str, int, int], None]  # (what, done, of)
CALENDAR = "calendar"


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
    damage: str | None = None  # what was wrong with the lock
    edits: tuple[str, ...] = ()  # what was taken over from files that people edited, line by line
    not_taken: tuple[str, ...] = ()  # what is only in their copies now


def build(intake: Path, folder: Path, *, on: date | None = None, keep_copies: bool = False, view: View | None = None,
          progress: Progress | None = None) -> BuildResult:
    """Build one company into its folder; documents whose sources did not change are not made again.

    `on` is the date whose law is used and printed; a folder that was built before keeps its dates unless the intake or
    `on` says otherwise, so that a re-run on another day changes nothing. Edits in delivered Word files are taken over; `view`
    says what to take of tracked changes that nobody resolved.
    """
    started = time.perf_counter()
    tell = progress or (lambda what, done, of: None)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file. Name a folder with -o.")
    while True:
        lock = read_lock(folder)
        if lock and not waiting(folder) and _nothing_changed(intake, folder, on, lock):
            return _result(lock, Delivery((), tuple(lock.files), (), ()), intake, folder, started)
        tell("Reading the answers and deciding", 0, 0)
        from generator.publish.plan import plan
        day, in_force = _dates(on, lock)
        made = plan(intake, day, in_force)
        try:
            with one_build(folder):
                kept = recover(folder)
                if read_lock(folder) == lock:  # else another build, or the rest of a killed one, came in between
                    return _make(made, intake, folder, lock, keep_copies, view, tell, started, kept)
        except OSError as error:
            raise PublishError(explain(error, folder, begun(folder))) from None


def own_text(intake: Path, folder: Path, on: date | None = None) -> Plan:
    """What the program itself writes for a build into this folder, without anybody's edits."""
    from generator.publish.plan import plan
    return plan(intake, *_dates(on, read_lock(folder)))


def _dates(on: date | None, lock: Lock | None) -> tuple[date, date | None]:
    """The law's date and the date in force: what was asked for, else what the last build used, else today."""
    if on is not None:
        return on, None
    if lock is not None and lock.as_of and lock.in_force:
        return date.fromisoformat(lock.as_of), date.fromisoformat(lock.in_force)
    return datetime.now().date(), None


def _nothing_changed(intake: Path, folder: Path, on: date | None, lock: Lock) -> bool:
    """Whether this build would read what the last one read, and all that it wrote is there as it was."""
    if lock.damage or not lock.inputs or (on and not (on.isoformat() == lock.as_of and (
            lock.own_date or lock.in_force == lock.as_of))):
        return False
    logo = intake.parent / lock.logo if lock.logo else None
    if not intake.is_file() or (logo and not logo.is_file()):
        return False
    inputs = fingerprint.of_inputs(intake.read_bytes(), logo.read_bytes() if logo else None,
                                   date.fromisoformat(lock.as_of), date.fromisoformat(lock.in_force),
                                   fingerprint.of_edits(intake))
    return inputs == lock.inputs and all(_as_written(folder, path, sha) for path, sha in lock.files.items())


def _as_written(folder: Path, path: str, sha: str | None) -> bool:
    """Contents decide: reading all files of a company takes less than a tenth of a second, and dates of files lie."""
    file = folder / path
    return sha is not None and file.is_file() and fingerprint.digest(file.read_bytes()) == sha


def _make(made: Plan, intake: Path, folder: Path, lock: Lock | None, keep_copies: bool, view: View | None, tell: Progress,
          started: float, kept: tuple[str, ...]) -> BuildResult:
    """Typeset what differs and deliver; the folder is held by this process."""
    from generator.publish.calendar_file import FILENAME, calendar_file
    from generator.publish.edits.base import bases
    from generator.publish.edits.comments import commented, notes_of
    from generator.publish.edits.round import hold_round, not_taken
    from generator.publish.edits.store import edit_marks, write_edits
    from generator.publish.ingredients import ingredients, law_marks, records
    from generator.publish.report import files_of
    from generator.publish.typeset import house, typeset
    edits = hold_round(intake, folder, lock, made.composed, law_marks(made.knowledge), view)
    unedited = made.composed.documents
    made = replace(made, composed=edits.composed)
    program, documents = made.program, made.composed.documents
    letterhead = house(program.company, program, intake)
    shared = fingerprint.letterhead(letterhead)
    notes = {item.id: notes_of(edits.over.conflicts, item.id) for item in documents}
    prints = {item.id: fingerprint.of_document(item, shared, notes[item.id]) for item in documents}
    paths = {item.id: list(files_of(item)) for item in documents}
    old = lock or Lock("", "", "", "")
    stale = [item for item in documents if _stale(folder, old, item.id, prints[item.id], paths[item.id])]
    files, pages = typeset(stale, letterhead, tell)
    files |= {paths[id_][0]: commented(files[paths[id_][0]], notes[id_]) for id_ in pages}
    same = {path: old.files[path] for id_, both in paths.items() if id_ not in pages for path in both}
    pages |= {id_: old.documents[id_]["pages"] for id_ in paths if id_ not in pages}
    files[FILENAME] = calendar_file(made.composed.events, program.company, program.in_force)
    tell("Delivering", 0, 0)
    dates = {"date in force": program.in_force.isoformat(), "date of the law": program.as_of.isoformat()}
    write_edits(intake, edits.fresh)
    new = replace(_lock(made, intake, letterhead.logo), summary=_summary(made, sum(pages.values())),
                  ingredients=ingredients(intake, made.knowledge, shared, fingerprint.engine(), dates, edit_marks(intake)),
                  documents=records(documents, prints, pages, paths))
    absent = missing(folder, old.files)
    elsewhere = renamed(folder, absent, old.files, {path: id_ for id_, record in old.documents.items()
                                                    for path in record["files"]})
    delivery = deliver(folder, files, new, same=same, why=retirement(old, new), keep_copies=keep_copies,
                       taken=tuple(edits.taken),
                       aside=bases(folder, documents, unedited, files, same) | not_taken(folder, edits))
    result = _result(read_lock(folder) or new, replace(delivery, kept=(*kept, *delivery.kept)), intake, folder, started)
    why = {new.documents[id_]["title"]: lines for id_, lines in causes(old, new, absent).items()} if lock else {}
    return replace(result, why=why, renamed=elsewhere, damage=old.damage, edits=edits.lines, not_taken=edits.left,
                   deleted=tuple(path for path in absent if path not in elsewhere and path in {**files, **same}))


def _stale(folder: Path, old: Lock, id_: str, shown: str, paths: list[str]) -> bool:
    """Whether a document has to be typeset: it reads something else now, or a file of it is not as we left it."""
    record = old.documents.get(id_)
    return record is None or record["print"] != shown or not all(
        _as_written(folder, path, old.files.get(path)) for path in paths)


def _lock(made: Plan, intake: Path, logo: Path | None) -> Lock:
    program, raw = made.program, intake.read_bytes()
    return Lock(program=__version__, intake=fingerprint.digest(raw), in_force=program.in_force.isoformat(),
                as_of=program.as_of.isoformat(), own_date=program.company.revision.in_force is not None,
                logo=program.company.preferences.brand.logo,
                inputs=fingerprint.of_inputs(raw, logo.read_bytes() if logo else None, program.as_of, program.in_force,
                                             fingerprint.of_edits(intake)))


def _summary(made: Plan, pages: int) -> dict[str, Any]:
    return {"documents": len(made.composed.documents), "pages": pages, "to_complete": len(made.composed.to_complete),
            "to_confirm": len(made.composed.to_confirm),
            "warnings": [[item.message, item.line, item.path, item.question, item.accepted] for item in made.warnings]}


def _result(lock: Lock, delivery: Delivery, intake: Path, folder: Path, started: float) -> BuildResult:
    said = lock.summary
    warnings = tuple(Problem(message, intake, line, path, question, accepted)
                     for message, line, path, question, accepted in said["warnings"])
    return BuildResult(
        delivery=delivery, documents=said["documents"], pages=said["pages"], to_complete=said["to_complete"],
        to_confirm=said["to_confirm"], as_of=date.fromisoformat(lock.as_of), warnings=warnings,
        seconds=time.perf_counter() - started, folder=folder, why={}, deleted=(), renamed={},
        retired={path: lock.retired.get(path, "") for path in delivery.retired})
