"""Delivery: files go into the company's folder all or nothing, and nothing that a person changed is overwritten.

First everything is looked at and staged inside `.program/staging`, then a journal is written, then files are moved one by one
(journal.py). A build that dies before the journal leaves the former output untouched; one that dies after it is finished by
the next run.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import InputError, Problem, PublishError
from generator.publish.beside import Beside, check_beside
from generator.publish.fingerprint import digest, of_file
from generator.publish.journal import COPIES, WHY, begun, finish, recover, stage
from generator.publish.lock import BASE, FOLDER, Lock, lock_path, read_lock
from generator.publish.obstacles import check_open, check_space, explain

_DAMAGED = "lock (damaged).json"


@dataclass(frozen=True)
class Delivery:
    """What a delivery did, as paths in the company's folder."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    retired: tuple[str, ...]
    kept: tuple[str, ...]  # edited files, moved to "Edited copies"


@dataclass(frozen=True)
class Frozen:
    """What goes in place once for good: copies of an issued revision, and folders of older ones that are renamed."""

    files: Mapping[str, bytes]  # path -> content
    renames: Mapping[str, str]  # path of a folder -> its new path


def deliver(folder: Path, files: Mapping[str, bytes], lock: Lock, *, same: Mapping[str, str] | None = None,
            why: Mapping[str, str] | None = None, keep_copies: bool = False, frozen: Frozen | None = None,
            taken: Mapping[str, str] | None = None, aside: Mapping[str, bytes] | None = None,
            beside: Beside | None = None, given: Mapping[str, bytes] | None = None) -> Delivery:
    """Write what changed, retire what no longer applies, and record it in the lock.

    `same` are files that need not be made again, with the hash that they have; `why` says of a path why it retires;
    `frozen` goes in place in the same stroke, and no later delivery looks at it again; `taken` are files whose edits were
    taken over, with the hash of what was read, so they may move aside; `aside` goes with the delivery and is nobody's to edit;
    `beside` are the edits, which go beside the intake in the same stroke; `given` are files that are the company's from
    now on: no later delivery looks at them.
    Raises InputError when files were edited since the last build and `keep_copies` is False, or are open in Word; PublishError
    when the folder cannot be written. In all cases nothing is lost, and the next run goes on.
    """
    try:
        kept = recover(folder)
        old = read_lock(folder)
        ours = dict(old.files) if old else {}
        hashes = {path: digest(data) for path, data in files.items()} | dict(same or {})
        edited = _edited(folder, hashes, ours)
        untaken = [path for path in edited if of_file(folder / path) != (taken or {}).get(path)]
        if untaken and not keep_copies:
            raise _edited_error(folder, untaken, old)
        written = tuple(path for path in files if of_file(folder / path) != hashes[path])
        given = given or {}
        retired = tuple(path for path in ours if path not in hashes and path not in given and (folder / path).exists())
        lock = replace(lock, files=hashes, retired=_all_retired(old, hashes, retired, why or {}))
        lock_bytes = lock.to_json()
        own = {path: data for path, data in (aside or {}).items() if of_file(folder / path) != digest(data)}
        frozen = frozen or Frozen({}, {})
        fresh = beside if beside and beside.changed else None
        for_good = {**given, **frozen.files}
        if written or retired or edited or own or fresh or for_good or of_file(folder / lock_path()) != digest(lock_bytes):
            staged = {path: files[path] for path in written} | _extras(folder, old, lock, retired) | own
            _carry_out(folder, {**staged, **for_good, lock_path(): lock_bytes}, ours, retired, frozen.renames, fresh)
    except OSError as error:
        raise PublishError(explain(error, folder, begun(folder))) from None
    return Delivery(written, tuple(path for path in hashes if path not in set(written)), retired, (*kept, *edited))


def _carry_out(folder: Path, staged: Mapping[str, bytes], ours: Mapping[str, str], retired: tuple[str, ...],
               renames: Mapping[str, str], beside: Beside | None) -> None:
    check_open(folder, [*staged, *retired])
    if beside:
        check_beside(beside)
    check_space(folder, sum(map(len, staged.values())))
    stage(folder, staged, ours, retired, renames, beside)
    finish(folder)


def _edited(folder: Path, hashes: Mapping[str, str], ours: Mapping[str, str]) -> list[str]:
    """Files in our way that are neither what we wrote last time nor what we would write now."""
    found = []
    for path in sorted({*hashes, *ours}):
        there = of_file(folder / path)
        if there is not None and there not in (hashes.get(path), ours.get(path)):
            found.append(path)
    return found


def _edited_error(folder: Path, edited: list[str], old: Lock | None) -> InputError:
    message = ("Some files were changed since the last build, and building now would replace them. Nothing was written. "
               f'Run again with --keep-copies to move them into the folder "{COPIES}" first.')
    if _texts_lost(folder, edited, old):
        message += (" Of a Word file here we do not know any more what it said when we wrote it. Put it back from that folder "
                    "after the build and build again: its changes are taken over then, if it is a copy of a recent delivery.")
    if old is not None and old.damage:
        message = (f"{folder / lock_path()} is damaged: {old.damage}. It tells our files from files that people edited, so the "
                   "files below may hold somebody's changes. Nothing was written. Run again with --keep-copies to move them "
                   f'into the folder "{COPIES}" first, or put the lock back from a backup.')
        if not old.as_of:
            message += " The lock's dates are lost too: name the date of the law that Start Here prints with --on."
    return InputError(message, [Problem("was changed by somebody" if not old or not old.damage else "differs from what would be "
                                        "written now", file=str(folder / path)) for path in edited])


def _texts_lost(folder: Path, edited: list[str], old: Lock | None) -> bool:
    """Whether an edited Word file has a base that could not be used: edits of all others are taken over and never get here."""
    return any(path.endswith(".docx") and path in record["files"] and (folder / BASE / f"{id_}.json").exists()
               for id_, record in (old.documents if old else {}).items() for path in edited)


def _all_retired(old: Lock | None, hashes: Mapping[str, str], retired: tuple[str, ...], why: Mapping[str, str]) -> dict[str, str]:
    """Everything that ever retired and did not come back, with why."""
    former = {path: text for path, text in (old.retired if old else {}).items() if path not in hashes}
    return former | {path: why.get(path, "nothing brings it in any more") for path in retired}


def _extras(folder: Path, old: Lock | None, lock: Lock, retired: tuple[str, ...]) -> dict[str, bytes]:
    """The list of reasons in the folder of retired files, added to and never written anew; a damaged lock, kept to look at."""
    extra = {}
    if retired:
        before = (folder / WHY).read_bytes() if (folder / WHY).is_file() else (
            b"Why the files in this folder no longer apply. Keep them as records; do not use them.\n\n")
        lines = "".join(f"{path}: {lock.retired[path]} (program in force {lock.in_force})\n" for path in retired)
        extra[WHY] = before + lines.encode()
    if old is not None and old.damage:
        extra[f"{FOLDER}/{_DAMAGED}"] = (folder / lock_path()).read_bytes()
    return extra
