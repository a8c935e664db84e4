"""The lock: what the last build of a company used and made. Lives in `.program/lock.json` of the output folder."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import PublishError

FOLDER = ".program"
_FILE = "lock.json"
_VERSION = 1


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Lock:
    """`files` maps a path in the company's folder to the SHA-256 of what we wrote; `documents` says which is which."""

    program: str  # version of this program
    intake: str  # SHA-256 of the intake file
    in_force: str  # ISO date printed on the documents
    as_of: str  # ISO date of the law
    files: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def to_json(self) -> bytes:
        data = {"version": _VERSION, **asdict(self)}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_lock(folder: Path) -> Lock | None:
    """The lock of an output folder, or None where there is none yet.

    A damaged lock is an error, not "none": without it we could not tell our files from somebody's edits.
    """
    file = folder / FOLDER / _FILE
    if not file.exists():
        return None
    try:
        raw = json.loads(file.read_text("utf-8"))
        if raw.pop("version") != _VERSION:
            raise ValueError("written by another version")
        return Lock(**raw)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PublishError(
            f"{file} cannot be read ({error}). It tells our files from files that people edited. Move it away to build as if "
            f"for the first time; files that differ from the new ones will then be kept and named.") from None


def lock_path() -> str:
    return f"{FOLDER}/{_FILE}"
