"""One build at a time: a note in the company's folder says which process on which computer is at work there.

On one computer the operating system's own lock decides, and it falls when the process dies, so a note left by a killed build
is never in the way. On a folder that several computers share or synchronise that lock may not travel: there the note counts
while it is fresh.
"""
from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.errors import PublishError
from generator.publish.lock import FOLDER

NOTE = "building.json"
_FRESH = timedelta(minutes=10)
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_BEYOND = 1 << 20  # the byte that is locked lies behind the text, so that the note can be read while it is held


@contextlib.contextmanager
def one_build(folder: Path) -> Iterator[None]:
    """Hold the folder for this process. Raises PublishError that says who holds it; OSError where it cannot be written."""
    made = [place for place in (folder / FOLDER, folder, *folder.parents) if not place.exists()]
    note = folder / FOLDER / NOTE
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        with _note(note):
            yield
    finally:
        for place in made:  # a build that failed leaves no empty folders behind
            with contextlib.suppress(OSError):
                place.rmdir()


@contextlib.contextmanager
def _note(note: Path) -> Iterator[None]:
    handle = _held(note)
    says = _read(handle)
    if _fresh_elsewhere(says):
        os.close(handle)
        raise PublishError(_busy(note, says))
    try:
        mine = {"process": os.getpid(), "computer": platform.node(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        _write(handle, json.dumps(mine).encode())
        yield
    finally:
        _release(handle, note)


def _held(note: Path) -> int:
    """The opened and locked note. A note that the last holder deleted in the meantime does not count: open it anew."""
    while True:
        handle = os.open(note, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            _lock(handle)
        except OSError as error:
            if error.errno in _HELD:
                says = _read(handle)
                os.close(handle)
                raise PublishError(_busy(note, says)) from None
            return handle  # a disk that knows no locks: the note alone has to do
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), note.stat()):
                return handle
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt
        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _release(handle: int, note: Path) -> None:
    """Take the note away, then the lock; the order keeps a second build from holding a note that is gone."""
    if sys.platform == "win32":  # an open file cannot be deleted there
        os.close(handle)
        note.unlink(missing_ok=True)
    else:
        with contextlib.suppress(OSError):
            note.unlink(missing_ok=True)
        os.close(handle)


def _read(handle: int) -> dict[str, object]:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        says = json.loads(os.read(handle, 10_000))
    except (OSError, ValueError):
        return {}
    return says if isinstance(says, dict) else {}


def _write(handle: int, data: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, data)


def _fresh_elsewhere(says: dict[str, object]) -> bool:
    """Whether the note is of another computer and too young to be left over."""
    if not says or says.get("computer") == platform.node():
        return False
    try:
        return abs(datetime.now(UTC) - datetime.fromisoformat(str(says["since"]))) < _FRESH
    except (KeyError, ValueError, TypeError):
        return False


def _busy(note: Path, says: dict[str, object]) -> str:
    who = f"process {says.get('process', '?')} on {says.get('computer', 'this computer')}, since {says.get('since', '?')}"
    return (f"Another build is writing to {note.parent.parent} ({who}). Nothing was changed. Wait until it is done, then build "
            f"again. If that computer was switched off in the middle, delete {note}.")
