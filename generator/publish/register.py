"""The record of issued revisions: `<intake>.revisions.yaml` beside the intake, and a copy of it in the output folder.

Beside the intake it survives a deleted output folder; the copy survives an intake that was moved without it, and an issue
that was cut off before its last step. Nothing here is ever written into the intake itself.
"""
from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import InputError, PublishError
from generator.publish.fingerprint import digest
from generator.publish.lock import FOLDER

if TYPE_CHECKING:
    from generator.program.revisions import Issue

COPY = f"{FOLDER}/revisions.yaml"
_VERSION = 1
_HEAD = """\
# The record of issued revisions, written by `safety-manual issue`. Keep it beside the intake, and in its backups.
# The words under what_changed may be mended; the next draft then prints them. `content` tells what changed since.
"""
_KEYS = {"number", "date", "approved_by", "what_changed", "left_open", "issued_anyway_because"}


@dataclass(frozen=True)
class Register:
    """The record as its bytes, b"" where nothing was issued yet. `behind`: the file beside the intake knows less."""

    raw: bytes
    source: Path
    behind: bool = False

    @property
    def mark(self) -> str:
        """What tells two records apart; "" where nothing was issued yet."""
        return digest(self.raw) if self.raw else ""


@dataclass(frozen=True)
class Record:
    """Issued revisions, the oldest first, and what the last of them was made of (see revised.py)."""

    issues: tuple[Issue, ...] = ()
    content: Mapping[str, Any] | None = None


def register_path(intake: Path) -> Path:
    """Where the record of this intake lies: "shop.yaml" has "shop.revisions.yaml"."""
    return intake.with_name(f"{intake.stem}.revisions.yaml")


def read_register(intake: Path, folder: Path) -> Register:
    """The record beside the intake, or its copy where that one is missing or knows less.

    Raises InputError where one of them is damaged or the two tell of different revisions; never guesses.
    """
    beside, copy = register_path(intake), folder / COPY
    mine, theirs = _bytes(beside), _bytes(copy)
    if not theirs or mine == theirs:
        return Register(mine, beside)
    if not mine:
        return Register(theirs, copy, behind=True)
    ours, others = (_known(parse(Register(raw, file))) for raw, file in ((mine, beside), (theirs, copy)))
    shared = min(len(ours), len(others))
    if ours[:shared] != others[:shared]:
        raise InputError(
            f"{beside} and {copy} tell of different revisions ({_told(ours)}; {_told(others)}). Is this the output folder of "
            "another intake? Name the right one with -o, or keep the record that is true and delete the other.")
    return Register(theirs, copy, behind=True) if len(others) > len(ours) else Register(mine, beside)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise PublishError(f"{file} cannot be read: {error.strerror or error}.") from None


def _known(record: Record) -> list[tuple[int, date]]:
    return [(issue.number, issue.on) for issue in record.issues]


def _told(known: list[tuple[int, date]]) -> str:
    return ", ".join(f"revision {number} of {day}" for number, day in known)


def parse(register: Register) -> Record:
    """What the record says. Raises InputError with the file's name for one that is damaged."""
    if not register.raw:
        return Record()
    import yaml
    try:
        data = yaml.safe_load(register.raw.decode("utf-8"))
        version = data["version"]
        if isinstance(version, int) and version > _VERSION:
            raise PublishError(f"{register.source} was written by a newer version of this program. Update the program.")
        issues = tuple(_issue(row) for row in data["revisions"])
        content = data["content"]
        if version != _VERSION or not issues or not _well_formed(content):
            raise ValueError("it has another shape")
        if any(later.number <= sooner.number or later.on < sooner.on for sooner, later in pairwise(issues)):
            raise ValueError("the revisions are not in order")
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"{register.source}, the record of issued revisions, is damaged: {_what(error)}. Nothing was written. Put it back "
            f"from a backup; the output folder has a copy of it in {COPY}.") from None
    return Record(issues, content)


def _issue(row: Mapping[str, Any]) -> Issue:
    from generator.program.revisions import Issue
    if not set(row) <= _KEYS:
        raise ValueError(f"nobody knows {', '.join(sorted(set(row) - _KEYS))}")
    number, day, left, why = row["number"], row["date"], row.get("left_open", []), row.get("issued_anyway_because")
    texts = (row["approved_by"], row["what_changed"], *left, *([why] if why is not None else ()))
    if type(number) is not int or type(day) is not date or not all(isinstance(text, str) for text in texts):
        raise ValueError("a number, a date or a name is not one")
    return Issue(number, day, row["approved_by"], row["what_changed"], tuple(left), why)


def _well_formed(content: Any) -> bool:
    pairs = all(isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
                for name in ("documents", "sections") for pair in content[name].values())
    return pairs and all(isinstance(shown, str) for name in ("answers", "letterhead") for shown in content[name].values()) and (
        date.fromisoformat(content["law_as_of"]) is not None)


def _what(error: Exception) -> str:
    place = getattr(error, "problem_mark", None)
    if place is not None:
        return f"it breaks off or was changed by hand at line {place.line + 1}"
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error) or type(error).__name__


def written(record: Record) -> bytes:
    """The record as the file that people may read; the same record gives the same bytes."""
    import yaml
    rows = [{"number": issue.number, "date": issue.on, "approved_by": issue.by, "what_changed": issue.what,
             **({"left_open": list(issue.open)} if issue.open else {}),
             **({"issued_anyway_because": issue.anyway} if issue.anyway else {})} for issue in record.issues]
    data = {"version": _VERSION, "revisions": rows, "content": record.content}
    return (_HEAD + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)).encode()


def keep_beside(intake: Path, raw: bytes) -> None:
    """Put the record beside the intake, all or nothing. Raises OSError where that folder cannot be written."""
    file = register_path(intake)
    partial = file.with_name(f".{file.name}.tmp")
    try:
        partial.write_bytes(raw)
        os.replace(partial, file)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
