"""The story of a build: has anything changed; read, check, decide, write; typeset what differs; deliver.

What a build with nothing to do needs is imported first, the rest where it is used: it should be over in a moment.
"""
from __future__ import annotations

import contextlib
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
from generator.publish.deliver import Delivery, Frozen, deliver
from generator.publish.guard import one_build
from generator.publish.journal import begun, recover, waiting
from generator.publish.lock import Lock, read_lock
from generator.publish.obstacles import explain
from generator.publish.register import COPY, Record, Register, keep_beside, parse, read_register
from generator.publish.strays import missing, renamed

if TYPE_CHECKING:
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
    standing: str = ""  # "Draft of revision 2", "Revision 2 · Issued 4 January 2027"


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


def build(intake: Path, folder: Path, *, on: date | None = None, keep_copies: bool = False,
          progress: Progress | None = None) -> BuildResult:
    """Build one company into its folder; documents whose sources did not change are not made again.

    `on` is the date whose law is used and printed; a folder that was built before keeps its dates unless the intake or
    `on` says otherwise, so that a re-run on another day changes nothing.
    """
    started = time.perf_counter()
    tell = progress or (lambda what, done, of: None)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file. Name a folder with -o.")
    while True:
        lock, register = read_lock(folder), read_register(intake, folder)
        if lock and not waiting(folder) and nothing_changed(intake, folder, on, lock, register):
            follow(intake, register)
            return _result(lock, Delivery((), tuple(lock.files), (), ()), intake, folder, started)
        tell("Reading the answers and deciding", 0, 0)
        made = standing_plan(intake, parse(register), *dates(on, lock))
        try:
            with one_build(folder):
                kept = recover(folder)
                # else another build, or the rest of a killed one, came in between
                if read_lock(folder) == lock and read_register(intake, folder) == register:
                    follow(intake, register)
                    return make(made, Run(intake, folder, lock, register, tell, started, keep_copies), kept)
        except OSError as error:
            raise PublishError(explain(error, folder, begun(folder))) from None


def follow(intake: Path, register: Register) -> None:
    """Put the record of issued revisions beside an intake that has none, or an older one, where that can be done."""
    if register.behind:
        with contextlib.suppress(OSError):
            keep_beside(intake, register.raw)


def standing_plan(intake: Path, record: Record, day: date, in_force: date | None) -> Plan:
    """The documents as the last revision that was issued, where they still say what it says; else a draft of the next."""
    from generator.publish.plan import plan
    from generator.publish.revised import content, same
    if record.issues and record.content:
        made = plan(intake, day, in_force, history=record.issues, issued=True)
        if same(dict(record.content), content(made, intake)):
            return made
    return plan(intake, day, in_force, history=record.issues)


def dates(on: date | None, lock: Lock | None) -> tuple[date, date | None]:
    """The law's date and the date in force: what was asked for, else what the last build used, else today."""
    if on is not None:
        return on, None
    if lock is not None and lock.as_of and lock.in_force:
        return date.fromisoformat(lock.as_of), date.fromisoformat(lock.in_force)
    return datetime.now().date(), None


def nothing_changed(intake: Path, folder: Path, on: date | None, lock: Lock, register: Register) -> bool:
    """Whether this build would read what the last one read, and all that it wrote is there as it was."""
    return same_inputs(intake, on, lock, register) and all(as_written(folder, path, sha) for path, sha in lock.files.items())


def same_inputs(intake: Path, on: date | None, lock: Lock, register: Register) -> bool:
    """Whether this build would read what the last one read."""
    if lock.damage or not lock.inputs or (on and not (on.isoformat() == lock.as_of and (
            lock.own_date or lock.in_force == lock.as_of))):
        return False
    logo = intake.parent / lock.logo if lock.logo else None
    if not intake.is_file() or (logo and not logo.is_file()):
        return False
    inputs = fingerprint.of_inputs(intake.read_bytes(), logo.read_bytes() if logo else None,
                                   date.fromisoformat(lock.as_of), date.fromisoformat(lock.in_force), register.mark)
    return inputs == lock.inputs


def as_written(folder: Path, path: str, sha: str | None) -> bool:
    """Contents decide: reading all files of a company takes less than a tenth of a second, and dates of files lie."""
    file = folder / path
    return sha is not None and file.is_file() and fingerprint.digest(file.read_bytes()) == sha


def make(made: Plan, run: Run, kept: tuple[str, ...],
         freeze: Callable[[Mapping[str, bytes]], Frozen] | None = None) -> BuildResult:
    """Typeset what differs and deliver; the folder is held by this process.

    `kept`: edited files that an interrupted run moved aside. With `freeze` (from all files to what is frozen of them) every
    document is typeset, whatever is there.
    """
    from generator.publish.calendar_file import FILENAME, calendar_file
    from generator.publish.ingredients import ingredients, records
    from generator.publish.report import files_of
    from generator.publish.typeset import house, typeset
    program, documents, intake, folder, lock = made.program, made.composed.documents, run.intake, run.folder, run.lock
    letterhead = house(program.company, program, intake)
    shared = fingerprint.letterhead(letterhead)
    prints = {item.id: fingerprint.of_document(item, shared) for item in documents}
    paths = {item.id: list(files_of(item)) for item in documents}
    old = lock or Lock("", "", "", "")
    stale = [item for item in documents if freeze or _stale(folder, old, item.id, prints[item.id], paths[item.id])]
    files, pages = typeset(stale, letterhead, run.tell)
    same = {path: old.files[path] for id_, both in paths.items() if id_ not in pages for path in both}
    pages |= {id_: old.documents[id_]["pages"] for id_ in paths if id_ not in pages}
    files[FILENAME] = calendar_file(made.composed.events, program.company, program.in_force)
    run.tell("Delivering", 0, 0)
    dates = {"date in force": program.in_force.isoformat(), "date of the law": program.as_of.isoformat()}
    new = replace(_lock(made, run, letterhead.logo), summary=_summary(made, sum(pages.values())),
                  ingredients=ingredients(intake, made.knowledge, shared, fingerprint.engine(), dates),
                  documents=records(documents, prints, pages, paths))
    absent = missing(folder, old.files)
    elsewhere = renamed(folder, absent, old.files, {path: id_ for id_, record in old.documents.items()
                                                    for path in record["files"]})
    delivery = deliver(folder, files, new, same=same, why=retirement(old, new), keep_copies=run.keep_copies,
                       frozen=freeze(files) if freeze else _copy(run))
    result = _result(read_lock(folder) or new, replace(delivery, kept=(*kept, *delivery.kept)), intake, folder, run.started)
    why = {new.documents[id_]["title"]: lines for id_, lines in causes(old, new, absent).items()} if lock else {}
    return replace(result, why=why, renamed=elsewhere, damage=old.damage,
                   deleted=tuple(path for path in absent if path not in elsewhere and path in {**files, **same}))


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


def _lock(made: Plan, run: Run, logo: Path | None) -> Lock:
    program, raw = made.program, run.intake.read_bytes()
    return Lock(program=__version__, intake=fingerprint.digest(raw), in_force=program.in_force.isoformat(),
                as_of=program.as_of.isoformat(), own_date=program.company.revision.in_force is not None,
                logo=program.company.preferences.brand.logo,
                inputs=fingerprint.of_inputs(raw, logo.read_bytes() if logo else None, program.as_of, program.in_force,
                                              run.register.mark))


def _summary(made: Plan, pages: int) -> dict[str, Any]:
    from generator.compose.revisions import standing_line
    return {"documents": len(made.composed.documents), "pages": pages, "to_complete": len(made.composed.to_complete),
            "to_confirm": len(made.composed.to_confirm), "standing": standing_line(made.program),
            "warnings": [[item.message, item.line, item.path, item.question, item.accepted] for item in made.warnings]}


def _result(lock: Lock, delivery: Delivery, intake: Path, folder: Path, started: float) -> BuildResult:
    said = lock.summary
    warnings = tuple(Problem(message, intake, line, path, question, accepted)
                     for message, line, path, question, accepted in said["warnings"])
    return BuildResult(
        delivery=delivery, documents=said["documents"], pages=said["pages"], to_complete=said["to_complete"],
        to_confirm=said["to_confirm"], as_of=date.fromisoformat(lock.as_of), warnings=warnings,
        seconds=time.perf_counter() - started, folder=folder, why={}, deleted=(), renamed={},
        standing=said.get("standing", ""),
        retired={path: lock.retired.get(path, "") for path in delivery.retired})
