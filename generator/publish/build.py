"""The story of a build: has anything changed; read, check, decide, write, lay edits over; typeset what differs; deliver.

What a build with nothing to do needs is imported first, the rest where it is used: it should be over in a moment.
"""
from __future__ import annotations

import contextlib
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import InputError, PublishError
from generator.publish import fingerprint
from generator.publish.deliver import Delivery
from generator.publish.guard import one_build
from generator.publish.journal import begun, recover, waiting
from generator.publish.lock import Lock, read_lock
from generator.publish.obstacles import explain
from generator.publish.outcome import BuildResult, result
from generator.publish.register import Register, keep_beside, parse, read_register

if TYPE_CHECKING:
    from generator.publish.edits.model import View
    from generator.publish.typeset import Progress


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
    kept: tuple[str, ...] = ()
    while True:
        kept += _finished(folder, intake)
        lock, register = read_lock(folder), read_register(intake, folder)
        if lock and nothing_changed(intake, folder, on, lock, register):
            follow(intake, register)
            return result(lock, Delivery((), tuple(lock.files), (), kept), intake, folder, started)
        tell("Reading the answers and deciding", 0, 0)
        from generator.publish.draft import dates, standing_draft
        from generator.publish.edits.letters import read_letter_returns
        from generator.publish.edits.round import read_returns
        from generator.publish.make import Run, make
        edits = fingerprint.edit_hashes(intake)
        draft = standing_draft(intake, parse(register), *dates(on, lock), (
            *read_returns(folder, lock, view), *read_letter_returns(intake, folder, lock, view)))
        try:
            with one_build(folder):
                kept += recover(folder, intake)
                # else another build, or the rest of a killed one, came in between
                if read_lock(folder) == lock and read_register(intake, folder) == register:
                    follow(intake, register)
                    return make(draft, Run(intake, folder, lock, register, tell, started, keep_copies, edits), kept)
        except OSError as error:
            raise PublishError(explain(error, folder, begun(folder))) from None


def _finished(folder: Path, intake: Path) -> tuple[str, ...]:
    """Finish what a killed build left, before anything is read: half of its files are new. Gives the edited files moved aside."""
    if not waiting(folder):
        return ()
    try:
        with one_build(folder):
            return recover(folder, intake)
    except OSError as error:
        raise PublishError(explain(error, folder, begun(folder))) from None


def follow(intake: Path, register: Register) -> None:
    """Put the record of issued revisions beside an intake that has none, or an older one, where that can be done."""
    if register.behind:
        with contextlib.suppress(OSError):
            keep_beside(intake, register.raw)


def nothing_changed(intake: Path, folder: Path, on: date | None, lock: Lock, register: Register) -> bool:
    """Whether this build would read what the last one read, and all that it wrote is there as it was."""
    return same_inputs(intake, on, lock, register) and all(
        fingerprint.as_written(folder, path, sha) for path, sha in lock.files.items())


def same_inputs(intake: Path, on: date | None, lock: Lock, register: Register) -> bool:
    """Whether this build would read what the last one read."""
    if lock.damage or not lock.inputs or (on and not (on.isoformat() == lock.as_of and (
            lock.own_date or lock.in_force == lock.as_of))):
        return False
    logo = intake.parent / lock.logo if lock.logo else None
    if not intake.is_file() or (logo and not logo.is_file()):
        return False
    inputs = fingerprint.of_inputs(intake.read_bytes(), logo.read_bytes() if logo else None,
                                   date.fromisoformat(lock.as_of), date.fromisoformat(lock.in_force), register.mark,
                                   fingerprint.of_edits(fingerprint.edit_hashes(intake)))
    return inputs == lock.inputs
