"""The lock: what the last build of a company used and made. Lives in `.program/lock.json` of the output folder.

It tells our files from files that people edited, and what a build read, so that the next one can say what changed.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from generator.errors import PublishError
from generator.publish.fingerprint import digest

FOLDER = ".program"
BASE = f"{FOLDER}/base"  # what was delivered, one file a document; it names the hashes of that document's files too
_FILE = "lock.json"
_VERSION = 2
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Lock:
    """What a build used and made. Every "mark" is a short hash (see fingerprint.py)."""

    program: str  # version of this program
    intake: str  # SHA-256 of the intake file
    in_force: str  # ISO date printed on the documents
    as_of: str  # ISO date of the law
    inputs: str = ""  # mark of everything that the build read; "" where not known
    own_date: bool = False  # the intake itself says since when the program is in force
    logo: str | None = None  # path as the intake gives it
    summary: Mapping[str, Any] = field(default_factory=dict)  # counts and warnings, to repeat when nothing changed
    ingredients: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # answers, law, library, engine ... -> marks
    files: Mapping[str, str] = field(default_factory=dict)  # path in the company's folder -> SHA-256 of what we wrote
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # id -> title, files, pages, print, clauses ...
    retired: Mapping[str, str] = field(default_factory=dict)  # path of what was moved to Retired -> why
    damage: str | None = None  # what was wrong with the file on disk; never written

    def to_json(self) -> bytes:
        data = {"version": _VERSION, **asdict(self)}
        del data["damage"]
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def lock_path() -> str:
    return f"{FOLDER}/{_FILE}"


def read_lock(folder: Path) -> Lock | None:
    """The lock of an output folder, or None where there is none yet.

    A damaged lock is not "none": what can be read in it is kept (hashes of our files, the dates), `damage` says what is
    wrong, and everything is made again and compared. Raises PublishError for a lock of a newer program.
    """
    file = folder / FOLDER / _FILE
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except OSError as error:
        raise PublishError(f"{file} cannot be read: {error.strerror or error}.") from None
    try:
        return _checked(json.loads(raw.decode("utf-8")), file)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return _salvaged(raw.decode("utf-8", "replace"), folder, _what(raw, error))


def _checked(data: Any, file: Path) -> Lock:
    """The lock of well-formed data; ValueError and its like for any other shape."""
    if not isinstance(data, dict):
        raise ValueError("it is not a map")
    number = data.pop("version")
    if isinstance(number, int) and number > _VERSION:
        raise PublishError(f"{file} was written by a newer version of this program. Update the program, then build again.")
    if number == 1:  # kept no fingerprints: everything is typeset once more
        data = {key: data[key] for key in ("program", "intake", "in_force", "as_of", "files")}
    elif number != _VERSION or "damage" in data:
        raise ValueError(f"it says version {number}, which never was")
    lock = Lock(**data)
    for day in (lock.in_force, lock.as_of):
        date.fromisoformat(day)
    _check_maps(lock)
    if not all(isinstance(path, str) and isinstance(sha, str) and _SHA.fullmatch(sha) for path, sha in lock.files.items()):
        raise ValueError("the hashes of the files are not hashes")
    if any(Path(path).is_absolute() or ".." in Path(path).parts for path in [*lock.files, *lock.retired]):
        raise ValueError("it names a file outside the folder")
    return lock


_RECORD = {"title": str, "files": list, "pages": int, "print": str, "because": list, "clauses": dict}


def _check_maps(lock: Lock) -> None:
    for name in ("summary", "ingredients", "files", "documents", "retired"):
        if not isinstance(getattr(lock, name), dict):
            raise ValueError(f"{name} is not a map")
    if not all(isinstance(group, dict) for group in lock.ingredients.values()):
        raise ValueError("ingredients are not maps")
    for record in lock.documents.values():
        if {key: type(value) for key, value in record.items()} != _RECORD or not all(map(_clause, record["clauses"].values())):
            raise ValueError("the record of a document has another shape")


def _clause(record: Any) -> bool:
    return isinstance(record, dict) and record.keys() == {"title", "number", "text", "template", "uses", "law"}


def _what(raw: bytes, error: Exception) -> str:
    """What is wrong, in words of a person who opened the file in an editor, or had two computers write it."""
    if b"<<<<<<<" in raw and b">>>>>>>" in raw:
        return "two versions were mixed (there are <<<<<<< and >>>>>>> lines)"
    if not raw.strip():
        return "it is empty"
    if isinstance(error, UnicodeDecodeError) or b"\0" in raw:
        return "it is not text"
    if isinstance(error, json.JSONDecodeError):
        return f"it breaks off or was changed by hand at line {error.lineno}"
    return str(error) or type(error).__name__


def _salvaged(text: str, folder: Path, damage: str) -> Lock:
    """What a damaged lock still tells: dates, and hashes of our files. A hash that fits a file proves that we wrote it."""
    found: dict[str, str] = {}
    kept = (file.read_text("utf-8", "replace") for file in sorted((folder / BASE).glob("*.json")) if file.is_file())
    for path, sha in chain(_hashes(text), *map(_hashes, kept)):
        file = folder / path
        if path not in found or (file.is_file() and digest(file.read_bytes()) == sha):
            found[path] = sha
    return Lock(program="", intake="", in_force=_day(text, "in_force"), as_of=_day(text, "as_of"), files=found, damage=damage)


def _hashes(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r'^\s*("(?:[^"\\\n]|\\.)+"): "([0-9a-f]{64})"', text, re.MULTILINE):
        try:
            path = json.loads(match[1])
        except ValueError:
            continue
        if path != "intake" and not Path(path).is_absolute() and ".." not in Path(path).parts:
            yield path, match[2]


def _day(text: str, name: str) -> str:
    match = re.search(rf'"{name}": "(\d{{4}}-\d\d-\d\d)"', text)
    try:
        return date.fromisoformat(match[1]).isoformat() if match else ""
    except ValueError:
        return ""
