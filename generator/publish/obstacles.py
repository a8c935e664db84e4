"""What stands in the way of writing: files that somebody has open, folders that cannot be written, a full disk.

All of it is looked for before the first file is touched, and said with what the owner can do about it.
"""
from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path

from generator.errors import InputError, Problem

_SPARE = 5_000_000  # bytes that a delivery leaves free for the system


def check_open(folder: Path, paths: Iterable[str]) -> None:
    """Raise InputError where one of these files is open in Word or LibreOffice, or cannot be written."""
    problems = []
    for path in paths:
        file = folder / path
        if not file.is_file():
            continue
        owner = _owner_file(file)
        if owner is not None:
            who = _who(owner)
            problems.append(Problem(
                f"is open{f' ({who} has it open)' if who else ''}", file=str(file),
                accepted=f"save and close it. If nobody has it open (after a crash), delete “{owner.name}” beside it"))
        elif not _writable(file):
            problems.append(Problem(
                "cannot be written: it is read-only, or open in another program", file=str(file),
                accepted="close it, or take away its “read-only” mark"))
    if problems:
        raise InputError("Some files cannot be replaced now. Nothing was written. Close them and build again.", problems)


def _owner_file(file: Path) -> Path | None:
    """The small file that Word ("~$" for the first two letters) or LibreOffice (".~lock.") keeps beside an open document."""
    names = (f"~${file.name[2:]}", f"~${file.name[1:]}", f"~${file.name}", f".~lock.{file.name}#")
    return next((file.with_name(name) for name in names if file.with_name(name).is_file()), None)


def _who(owner: Path) -> str:
    """The name in an owner file; "" where it cannot be read."""
    try:
        data = owner.read_bytes()
    except OSError:
        return ""
    if owner.name.startswith(".~lock."):  # name,user,computer,date,profile
        fields = data.decode("utf-8", "replace").split(",")
        return next((text.strip() for text in fields[:2] if text.strip()), "")
    length = data[54] if len(data) > 56 else 0  # Word: the name in one-byte letters first, then in UTF-16 from byte 56 on
    wide = data[56:56 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
    narrow = data[1:1 + data[0]].decode("cp1252", "replace").strip("\0 ") if data else ""
    name = wide or narrow
    return name if name.isprintable() else ""


def _writable(file: Path) -> bool:
    try:
        with file.open("r+b"):
            return True
    except OSError:
        return False


def check_space(folder: Path, needed: int) -> None:
    """Raise OSError(ENOSPC) where the disk has no room for `needed` bytes."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    if there is not None and shutil.disk_usage(there).free < needed + _SPARE:
        raise OSError(errno.ENOSPC, f"{(needed + _SPARE) / 1e6:.0f} MB are needed", str(folder))


def explain(error: OSError, folder: Path, begun: bool) -> str:
    """An error of the file system in words. `begun`: files were already being moved to their places."""
    name = error.filename or folder
    after = ("The new files are ready beside the old ones and the next run puts them in place." if begun
             else "Nothing was changed.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {folder} cannot take the new files. {after} Free some space and build again."
    if isinstance(error, NotADirectoryError | FileExistsError):
        return f"{folder} is not a folder. Name a folder with -o."
    if error.errno == errno.EROFS:
        return f"{folder} is on a disk that is read-only. {after} Name another folder with -o."
    if isinstance(error, PermissionError):
        return (f"{name} cannot be written: the folder or file is read-only, or open in another program. {after} "
                "Close it, or ask for the right to write there, and build again.")
    return f"{name} cannot be written: {error.strerror or error}. {after} Build again when that is mended."
