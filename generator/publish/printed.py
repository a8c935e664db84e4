"""All documents of one run: those that read otherwise than the last build's are typeset, the others are left as they are."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.compose.model import Document
from generator.publish import fingerprint
from generator.publish.edits.comments import Note, commented
from generator.publish.lock import Lock
from generator.publish.report import files_of
from generator.publish.typeset import Progress, typeset
from generator.render.model import House


@dataclass(frozen=True)
class Printed:
    """`files` were just typeset; of those that are as the last build left them, `same` has the hash."""

    files: Mapping[str, bytes]
    same: Mapping[str, str]
    paths: Mapping[str, list[str]]  # by document, as all below
    pages: Mapping[str, int]
    prints: Mapping[str, str]  # the fingerprint of everything that typesetting it reads


def printed(documents: Sequence[Document], notes: Mapping[str, Sequence[Note]], letterhead: House, folder: Path, old: Lock, *,
            every: bool, tell: Progress) -> Printed:
    """The files of these documents. `notes` are the comments of ours in their margins; `every` typesets them all."""
    shared = fingerprint.letterhead(letterhead)
    prints = {item.id: fingerprint.of_document(item, shared, notes.get(item.id, ())) for item in documents}
    paths = {item.id: list(files_of(item)) for item in documents}
    fresh = [item for item in documents if every or stale(folder, old, item.id, prints[item.id], paths[item.id])]
    files, pages = typeset(fresh, letterhead, tell)
    files |= {paths[id_][0]: commented(files[paths[id_][0]], notes.get(id_, ())) for id_ in pages}
    same = {path: old.files[path] for id_, both in paths.items() if id_ not in pages for path in both}
    left = {id_: old.documents[id_]["pages"] for id_ in paths if id_ not in pages}
    return Printed(files, same, paths, {**pages, **left}, prints)


def stale(folder: Path, old: Lock, id_: str, shown: str, paths: Sequence[str]) -> bool:
    """Whether a document has to be typeset: it reads something else now, or a file of it is not as we left it."""
    record = old.documents.get(id_)
    return record is None or record["print"] != shown or not all(
        fingerprint.as_written(folder, path, old.files.get(path)) for path in paths)
