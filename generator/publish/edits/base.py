"""What was delivered, kept so that edits can be told from it: the text of each clause, and the Word file without its fonts.

Lives in `.program/base`, written in the same delivery as the documents themselves: `ID.json` and `ID.docx`.
"""
from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.compose.model import Document
from generator.publish.edits.chapters import chapters
from generator.publish.edits.law import law_behind, marks_of
from generator.publish.fingerprint import digest
from generator.publish.lock import BASE
from generator.publish.report import files_of
from generator.render.archive import archive

_PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels", "docProps/core.xml",
          "word/comments.xml")
_KEPT = ("word/media/", "word/header", "word/footer")  # so that our own logo is not taken for a new picture


@dataclass(frozen=True)
class Base:
    """One delivered document. `delivered` and `program` are clause id -> Markdown, with and without edits taken over."""

    document: str
    sha: str  # of the whole delivered Word file
    delivered: Mapping[str, str]
    program: Mapping[str, str]
    docx: bytes  # the parts that are read, no more
    law: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # clause id -> fact of law -> its mark on that day
    file: str = ""  # path of the delivered Word file


def base_paths(document: str) -> tuple[str, str]:
    """The two files of a document's base, in the company's folder."""
    return f"{BASE}/{document}.json", f"{BASE}/{document}.docx"


def bases(folder: Path, documents: Sequence[Document], unedited: Sequence[Document], files: Mapping[str, bytes],
          same: Mapping[str, str], law: Mapping[str, str]) -> dict[str, bytes]:
    """Path -> bytes of what is kept of every document with clauses.

    `unedited` are the documents without anybody's edits, `files` those just typeset, `same` the hash of those that were not,
    `law` the mark of each fact of law: an edit is made on the law of the text that was delivered.
    Letters have no clauses in Markdown: nothing is kept of them.
    """
    program = {item.id: item for item in unedited}
    behind = law_behind(unedited)
    found: dict[str, bytes] = {}
    for document in documents:
        path = files_of(document)[0]
        if document.letter or not (path in files or path in same):
            continue
        facts, file = base_paths(document.id)
        hashes = {name: digest(files[name]) if name in files else same[name] for name in files_of(document)}
        data = {"file": path, "files": hashes, "delivered": _texts(document),
                "program": _texts(program[document.id]), "law": {clause.id: marks_of(behind[clause.id], law)
                                                                 for clause in program[document.id].clauses}}
        found[facts] = (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
        if path in files:
            found[file] = _slim(files[path])
        elif not _is_whole(folder / file) and (folder / path).is_file():
            found[file] = _slim((folder / path).read_bytes())
    return found


def _texts(document: Document) -> dict[str, str]:
    return {piece.id: piece.markdown for piece in (*chapters(document), *document.clauses)}


def _slim(docx: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        names = [name for name in package.namelist() if name in _PARTS or name.startswith(_KEPT)]
        return archive({name: package.read(name) for name in names}, names, "\n")


def read_base(folder: Path, document: str) -> Base | None:
    """What was kept of a document, or None where there is nothing whole."""
    facts, file = (folder / path for path in base_paths(document))
    try:
        return parsed(document, json.loads(facts.read_bytes()), file.read_bytes()) if _is_whole(file) else None
    except (OSError, ValueError, TypeError):
        return None


def parsed(document: str, data: Any, docx: bytes) -> Base | None:
    """A base from what was kept; None where a part of it is missing or has another shape."""
    try:
        delivered, program = ({str(id_): str(text) for id_, text in data[name].items()} for name in ("delivered", "program"))
        law = {str(id_): dict(marks) for id_, marks in data.get("law", {}).items()}
        return Base(document, str(data["files"][data["file"]]), delivered, program, docx, law, str(data["file"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def known_documents(folder: Path) -> list[str]:
    """Ids of all documents of which a base is kept, those that retired too."""
    return sorted(path.stem for path in (folder / BASE).glob("*.json"))


def _is_whole(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            return package.testzip() is None and "word/document.xml" in package.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error):
        return False
