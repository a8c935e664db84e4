"""Delivery: files go into the company's folder all or nothing, and nothing that a person changed is overwritten.

First everything is staged inside `.program/staging`, then a journal is written, then files are moved one by one. A build
that dies before the journal leaves the former output untouched; one that dies after it is finished by the next run.
"""
from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import InputError, Problem, PublishError
from generator.publish.lock import FOLDER, Lock, digest, lock_path, read_lock

_STAGING = "staging"
_JOURNAL = "journal.json"
_COPIES = "Edited copies"
_RETIRED = "Retired"


@dataclass(frozen=True)
class Delivery:
    """What a delivery did, as paths in the company's folder."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    retired: tuple[str, ...]
    kept: tuple[str, ...]  # edited files, moved to "Edited copies"


def deliver(folder: Path, files: Mapping[str, bytes], lock: Lock, *, keep_copies: bool = False) -> Delivery:
    """Write what changed, retire what no longer applies, and record it in the lock.

    Raises InputError when files were edited since the last build and `keep_copies` is False; PublishError when the folder
    cannot be written. In both cases the folder is as it was.
    """
    try:
        recover(folder)
        old = read_lock(folder)
        ours = dict(old.files) if old else {}
        edited = _edited(folder, files, ours)
        if edited and not keep_copies:
            raise _edited_error(folder, edited)
        written = tuple(path for path, data in files.items() if not _same(folder / path, data))
        retired = tuple(path for path in ours if path not in files and (folder / path).exists())
        new_lock = replace(lock, files={path: digest(data) for path, data in files.items()})
        lock_bytes = new_lock.to_json()
        if not written and not retired and _same(folder / lock_path(), lock_bytes):
            return Delivery((), tuple(files), (), ())
        _stage(folder, {**{path: files[path] for path in written}, lock_path(): lock_bytes}, retired, edited)
        _finish(folder)
    except OSError as error:
        raise PublishError(_explain(error, folder)) from None
    return Delivery(written, tuple(path for path in files if path not in set(written)), retired, tuple(edited))


def _same(file: Path, data: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data


def _edited(folder: Path, files: Mapping[str, bytes], ours: Mapping[str, str]) -> list[str]:
    """Files in our way that are neither what we wrote last time nor what we would write now."""
    found = []
    for path in sorted({*files, *ours}):
        file = folder / path
        if not file.is_file() or (path in files and _same(file, files[path])):
            continue
        if digest(file.read_bytes()) != ours.get(path):
            found.append(path)
    return found


def _edited_error(folder: Path, edited: list[str]) -> InputError:
    return InputError(
        "Some files were changed since the last build, and building now would replace them. Nothing was written. "
        f'Run again with --keep-copies to move them into the folder "{_COPIES}" first.',
        [Problem("was changed by somebody", file=str(folder / path)) for path in edited])


def _stage(folder: Path, files: Mapping[str, bytes], retired: tuple[str, ...], edited: list[str]) -> None:
    staging = folder / FOLDER / _STAGING
    for place, data in enumerate(files.values()):
        target = staging / str(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    journal = {"files": list(files), "retired": list(retired), "edited": edited}
    temporary = staging / (_JOURNAL + ".tmp")
    temporary.write_text(json.dumps(journal), "utf-8")
    os.replace(temporary, staging / _JOURNAL)


def _finish(folder: Path) -> None:
    """Carry out the journal; safe to repeat after a crash at any point."""
    staging = folder / FOLDER / _STAGING
    journal = json.loads((staging / _JOURNAL).read_text("utf-8"))
    for path in journal["edited"]:
        _move_aside(folder, path, _COPIES)
    for path in journal["retired"]:
        _move_aside(folder, path, _RETIRED)
    for place, path in enumerate(journal["files"]):
        source = staging / str(place)
        if source.exists():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
    shutil.rmtree(staging)
    _remove_empty(folder)


def _move_aside(folder: Path, path: str, where: str) -> None:
    """Move a file to a sub-folder under the same path, numbered when that name is taken. A moved file is not moved twice."""
    source = folder / path
    if not source.exists():
        return
    target = folder / where / path
    number = 2
    while target.exists():
        target = target.with_name(f"{Path(path).stem} ({number}){target.suffix}")
        number += 1
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, target)


def _remove_empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != FOLDER and not any(entry.iterdir()):
            entry.rmdir()


def recover(folder: Path) -> None:
    """Finish or drop what an interrupted build left behind."""
    staging = folder / FOLDER / _STAGING
    if (staging / _JOURNAL).exists():
        _finish(folder)
    elif staging.exists():
        shutil.rmtree(staging)


def _explain(error: OSError, folder: Path) -> str:
    name = error.filename or folder
    if isinstance(error, PermissionError):
        return f"{name} cannot be written: it is read-only, or open in another program. Close it and run again."
    if isinstance(error, NotADirectoryError | FileExistsError):
        return f"{folder} is not a folder. Name a folder with -o."
    return f"{name} cannot be written: {error.strerror or error}."
