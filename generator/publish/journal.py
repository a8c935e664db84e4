"""The journal: how a prepared delivery is carried out, so that a build which dies at any moment is finished by the next one.

Everything new lies in `.program/staging`, the journal beside it; then files move to their places one by one, the lock last.
Before anything takes the place of a file, that file's hash is looked at once more: whatever somebody saved in between, even
between a crash and the next run, goes to "Edited copies" and is never replaced.
"""
from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.publish.beside import Beside, put_beside, stage_beside, whole
from generator.publish.fingerprint import digest, of_file
from generator.publish.lock import FOLDER

COPIES = "Edited copies"
RETIRED = "Retired"
ISSUED = "Issued"  # frozen copies of issued revisions, each in a folder of its own
WHY = f"{RETIRED}/Why.txt"
NOT_TAKEN = f"{COPIES}/Not taken over.txt"
_STAGING = "staging"
_JOURNAL = "journal.json"
_FROZEN = 0o444  # read-only for everybody


def stage(folder: Path, files: Mapping[str, bytes], ours: Mapping[str, str], retired: Sequence[str],
          renames: Mapping[str, str] | None = None, beside: Beside | None = None) -> None:
    """Prepare a delivery: `files` to put in place, in this order, and paths to retire. `ours` has the hash of what we wrote.

    `renames` are folders of frozen copies that get another name (path -> path), last of all; `beside` goes in place first, so
    that a file whose edits were taken over moves aside only when they are kept.

    On any error what was prepared is taken away again and the folder is as it was.
    """
    staging = folder / FOLDER / _STAGING
    entries = [{"path": path, "new": digest(data), "ours": ours.get(path)} for path, data in files.items()]
    journal: dict[str, Any] = {"files": entries, "retired": [{"path": path, "ours": ours.get(path)} for path in retired],
               "renames": dict(renames or {})}
    try:
        staging.mkdir(parents=True)
        for place, data in enumerate(files.values()):
            (staging / str(place)).write_bytes(data)
        if beside:
            journal["beside"] = stage_beside(staging, beside)
        temporary = staging / (_JOURNAL + ".tmp")
        temporary.write_bytes(json.dumps(journal).encode())
        os.replace(temporary, staging / _JOURNAL)
    except OSError:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def waiting(folder: Path) -> bool:
    """Whether an interrupted build left something behind."""
    return (folder / FOLDER / _STAGING).exists()


def begun(folder: Path) -> bool:
    """Whether a delivery was prepared whole, so that the next run finishes it."""
    return (folder / FOLDER / _STAGING / _JOURNAL).exists()


def recover(folder: Path, intake: Path | None = None) -> tuple[str, ...]:
    """Finish what an interrupted build had prepared whole, drop what it had not. Gives the edited files moved aside.

    `intake` is where it lies now; edits go beside it where the one of the interrupted build is gone.
    """
    staging = folder / FOLDER / _STAGING
    if not staging.exists():
        return ()
    journal = _read(staging)
    if journal is None:
        shutil.rmtree(staging)
        return ()
    return finish(folder, journal, intake)


def _read(staging: Path) -> dict[str, Any] | None:
    """The journal, or None where it is missing, damaged, or what it speaks of is not whole."""
    try:
        journal: dict[str, Any] = json.loads((staging / _JOURNAL).read_bytes())
        for place, entry in enumerate(journal["files"]):
            file = staging / str(place)
            if file.exists() and digest(file.read_bytes()) != entry["new"]:
                return None
        _ = [(entry["path"], entry["ours"]) for entry in (*journal["files"], *journal["retired"])]
        _ = [*journal.get("renames", {}).items()]
        if not whole(staging, journal):
            return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return journal


def finish(folder: Path, journal: dict[str, Any] | None = None, intake: Path | None = None) -> tuple[str, ...]:
    """Carry out the journal; safe to repeat after a crash at any point. Gives the edited files that were moved aside."""
    staging = folder / FOLDER / _STAGING
    journal = journal or json.loads((staging / _JOURNAL).read_bytes())
    put_beside(staging, journal, intake)
    edited = []
    for entry in journal["retired"]:
        if (folder / entry["path"]).exists():
            mine = of_file(folder / entry["path"]) == entry["ours"]
            edited += [] if mine else [entry["path"]]
            _move_aside(folder, entry["path"], RETIRED if mine else COPIES)
    for place, entry in enumerate(journal["files"]):
        source, target = staging / str(place), folder / entry["path"]
        if not source.exists():
            continue
        own = entry["path"].startswith((f"{FOLDER}/", WHY, NOT_TAKEN))
        if not own and of_file(target) not in (None, entry["new"], entry["ours"]):
            edited.append(entry["path"])
            _move_aside(folder, entry["path"], COPIES)
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry["path"].startswith(f"{ISSUED}/"):
            source.chmod(_FROZEN)
        os.replace(source, target)
    for former, now in journal.get("renames", {}).items():
        if (folder / former).is_dir() and not (folder / now).exists():
            os.replace(folder / former, folder / now)
    (staging / _JOURNAL).unlink()
    shutil.rmtree(staging, ignore_errors=True)  # without a journal the next run drops what may remain
    _remove_empty(folder)
    return tuple(edited)


def _move_aside(folder: Path, path: str, where: str) -> None:
    """Move a file to a sub-folder under the same path, numbered when that name is taken."""
    target = folder / where / path
    number = 2
    while target.exists():
        target = target.with_name(f"{Path(path).stem} ({number}){target.suffix}")
        number += 1
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(folder / path, target)


def _remove_empty(folder: Path) -> None:
    """Folders that the move left empty; never one that the company made and has not used yet, unless it is ours by name."""
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != FOLDER and not any(entry.iterdir()):
            entry.rmdir()
