"""States of a company's documents: what they said, and what they were made from. A change list compares two of them.

`.program/now.json` is what lies in the folder; `.program/since.json` what the change list beside it compares with: the revision
that was issued last, before the first one the build before. Both are written in the same delivery as the documents.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.publish.lock import FOLDER, Lock

NOW, SINCE = f"{FOLDER}/now.json", f"{FOLDER}/since.json"
BUILD_BEFORE = "the build before"
_KEPT = ("program", "in_force", "as_of", "ingredients", "documents")


@dataclass(frozen=True)
class Said:
    """What one document said: the text of each clause as Markdown."""

    title: str
    kind: str
    code: str
    clauses: Mapping[str, str]


@dataclass(frozen=True)
class State:
    """One state of the documents. `revision` is the number of an issued one, None for a build's."""

    name: str  # "revision 1, issued 4 January 2027", "the build before"
    revision: int | None
    lock: Lock  # without its files
    documents: Mapping[str, Said]

    def to_json(self) -> bytes:
        data = {"name": self.name, "revision": self.revision, "lock": {key: getattr(self.lock, key) for key in _KEPT},
                "documents": {id_: asdict(said) for id_, said in self.documents.items()}}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_state(folder: Path, path: str) -> State | None:
    """What was kept, or None where nothing was, or nothing whole: a change list is then made from the next build on."""
    try:
        data: Any = json.loads((folder / path).read_bytes())
        lock = Lock(intake="", **{key: data["lock"][key] for key in _KEPT})
        return State(str(data["name"]), data["revision"], lock, {id_: Said(**said) for id_, said in data["documents"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
