"""Copies of an earlier delivery: two people change the same file, or somebody finds a renamed one, and it comes back late.

Compared with the last delivery, such a copy would seem to undo whatever came since: the program's changes, and other people's
edits. So each Word file says in its properties which delivery it is (a mark behind its id), the bases of earlier ones are kept,
and a copy is compared with its own.
"""
from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from generator.publish.edits.base import Base, base_paths, parsed
from generator.publish.edits.over import merged, same_text
from generator.publish.edits.store import Edit
from generator.publish.edits.take import ClauseEdit
from generator.publish.lock import BASE

_KEPT = 8  # earlier deliveries of each document
_MARK = re.compile(rb"<dc:identifier>[^< ]* ([0-9a-f]{16})</dc:identifier>")


def delivery_of(docx: bytes) -> str:
    """The mark of the delivery that a Word file is a copy of; "" where it does not say."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            found = _MARK.search(package.read("docProps/core.xml"))
    except (OSError, KeyError, zipfile.BadZipFile):
        return ""
    return found[1].decode() if found else ""


def own_base(folder: Path, base: Base, returned: bytes) -> Base | None:
    """The base of the delivery that was edited: `base` itself, an earlier one, or None where that is not known any more."""
    mark = delivery_of(returned)
    if mark in ("", delivery_of(base.docx)):
        return base
    return next((parsed(base.document, data, file.read_bytes()) for data, file in _former(folder, base.document)
                 if data["mark"] == mark), None)


def former_bases(folder: Path, fresh: Mapping[str, bytes]) -> dict[str, bytes]:
    """Path -> bytes of the bases that `fresh` takes the place of, to be kept beside it; each takes the oldest one's place."""
    found: dict[str, bytes] = {}
    for path in fresh:
        document = PurePosixPath(path).stem
        facts, file = base_paths(document)
        if path != file or not ((folder / facts).is_file() and (folder / file).is_file()):
            continue
        docx = (folder / file).read_bytes()
        mark, former = delivery_of(docx), [data for data, _ in _former(folder, document)]
        if not mark or mark == delivery_of(fresh[path]) or any(data["mark"] == mark for data in former):
            continue
        number = max((data["number"] for data in former), default=0) + 1
        try:
            data = {**json.loads((folder / facts).read_bytes()), "mark": mark, "number": number}
        except ValueError:
            continue
        place = f"{BASE}/former/{document} {number % _KEPT}"
        found |= {f"{place}.json": (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(), f"{place}.docx": docx}
    return found


def _former(folder: Path, document: str) -> Iterator[tuple[dict[str, Any], Path]]:
    for slot in range(_KEPT):
        file = folder / BASE / "former" / f"{document} {slot}.json"
        try:
            data = json.loads(file.read_bytes())
            if isinstance(data["number"], int) and isinstance(data["mark"], str) and file.with_suffix(".docx").is_file():
                yield data, file.with_suffix(".docx")
        except (OSError, ValueError, KeyError, TypeError):
            continue


def joined(edit: ClauseEdit, known: Edit, who: str, when: str, source: str) -> Edit | None:
    """What a copy of an earlier delivery changed, on top of the edit that was taken over since; None where nothing is left."""
    text, _ = merged([(edit.delivered, edit.theirs, known.theirs)])[0]
    return None if same_text(text, known.base) else replace(known, theirs=text, who=who, when=when, source=source)


def replaced_words(edit: ClauseEdit, known: Edit) -> list[str]:
    """Words of the edit taken over before that the copy's words stand in place of, because both changed the same ones."""
    _, result = merged([(edit.delivered, edit.theirs, known.theirs)])[0]
    return [f"two people changed the same words. Printed: “{one.theirs}”. Not printed, by {known.who or 'somebody'} in "
            f"{known.source}: “{one.ours}”" for one in result.conflicts]
