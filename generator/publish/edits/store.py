"""Edits that were taken over: Markdown files beside the intake, one a clause, for people to read and to keep in version control.

A file has a YAML head, the base text (what the program had written) and the person's text. Deleting the file takes the edit back.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import yaml

from generator.compose.model import Composed
from generator.errors import InputError, Problem
from generator.publish.beside import write_whole
from generator.publish.edits.pictures import used
from generator.publish.fingerprint import MEDIA, digest, edits_folder, mark

_PARTS = re.compile(r"\A---\n(.*?)\n---\n+<!-- the program's text -->\n\n(.*?)\n?<!-- the person's text -->\n\n?(.*)\Z",
                    re.DOTALL)
_NOTE = "What a person changed in Word. Change the person's text here as you like; delete this file to take the edit back."


@dataclass(frozen=True)
class Edit:
    """One clause as a person wants it. `theirs` is "" for a clause that was deleted."""

    clause: str
    document: str
    base: str  # the program's text on which it was made
    theirs: str
    who: str = ""
    when: str = ""
    source: str = ""  # path of the Word file that it came from
    law: Mapping[str, str] = field(default_factory=dict)  # marks of the law facts that the clause stood on

    @property
    def kind(self) -> Literal["changed", "deleted"]:
        return "changed" if self.theirs.strip() else "deleted"


def read_edits(intake: Path) -> dict[str, Edit]:
    """All edits by clause. Raises InputError for a file that is not one of ours any more."""
    files = sorted(edits_folder(intake).glob("*.md"))
    found: dict[str, Edit] = {}
    names: dict[str, str] = {}
    for file in files:
        edit = _read(file)
        if edit.clause in found:  # two computers that share a folder leave such copies
            raise InputError(f"{file} and “{names[edit.clause]}” both hold the edit of {edit.clause}. Look at both, keep the one "
                             "that counts, and move the other away.")
        found[edit.clause], names[edit.clause] = edit, file.name
    return found


def read_media(intake: Path) -> dict[str, bytes]:
    """The pictures of an intake's edits, by the name by which texts refer to them."""
    folder = edits_folder(intake)
    return {f"{MEDIA}/{file.name}": file.read_bytes() for file in sorted((folder / MEDIA).glob("*.*")) if file.is_file()}


def media_files(before: Mapping[str, Edit], after: Mapping[str, Edit], media: Mapping[str, bytes],
                there: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Pictures to write, those of today's edits that are not `there`, and to take away, those that only earlier edits showed."""
    was, now = ({name for edit in edits.values() for name in used(edit.theirs + edit.base)} for edits in (before, after))
    return {**{name: media[name] for name in sorted(now - there.keys()) if name in media},
            **dict.fromkeys(sorted((was - now) & there.keys()))}


def with_media(composed: Composed, media: Mapping[str, bytes], intake: Path) -> Composed:
    """The documents with the pictures to which their texts refer. Raises InputError for one that is not there."""
    documents = []
    for document in composed.documents:
        names = used(document.markdown)
        lost = next((name for name in names if name not in media), None)
        if lost:
            raise InputError(f"The picture {edits_folder(intake) / lost} of {document.title} is not there. Put it back from a "
                             "backup, or take its line out of the edit's text.")
        documents.append(replace(document, media={name: media[name] for name in names}) if names else document)
    return replace(composed, documents=tuple(documents))


def unreadable(intake: Path) -> list[Problem]:
    """Every edit file that stops a build, with what is wrong with it."""
    found = []
    for file in sorted(edits_folder(intake).glob("*.md")):
        try:
            _read(file)
        except InputError as error:
            found.append(Problem(str(error)))
    return found


def _read(file: Path) -> Edit:
    try:
        match = _PARTS.match(file.read_text("utf-8").replace("\r\n", "\n"))
        head: Any = yaml.safe_load(match[1]) if match else None
        if match is None or not isinstance(head, dict):
            raise ValueError("its head or the lines before the two texts are gone")
        return Edit(str(head["clause"]), str(head["document"]), _text(match[2]), _text(match[3]), str(head.get("who") or ""),
                    str(head.get("when") or ""), str(head.get("from file") or ""), dict(head.get("law") or {}))
    except (ValueError, TypeError, KeyError, OSError, yaml.YAMLError) as error:
        raise InputError(f"{file} cannot be read as an edit: {error}. Put it back from a backup, or delete it to take the edit "
                         "back.") from None


def _text(part: str) -> str:
    return part.strip("\n") + "\n" if part.strip() else ""


def edit_text(edit: Edit) -> str:
    """The file's text."""
    head = {"note": _NOTE, "clause": edit.clause, "document": edit.document, "kind": edit.kind, "who": edit.who,
            "when": edit.when, "from file": edit.source, "base": digest(edit.base.encode())[:16], "law": dict(edit.law)}
    written = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=110)
    return (f"---\n{written}---\n\n<!-- the program's text -->\n\n"
            f"{_text(edit.base)}\n<!-- the person's text -->\n\n{_text(edit.theirs)}")


def edit_marks(edits: Mapping[str, Edit]) -> dict[str, str]:
    """The mark of each edit by its clause, for the lock."""
    return {clause: mark(edit_text(edit)) for clause, edit in edits.items()}


def edit_files(edits: Mapping[str, Edit | None]) -> dict[str, bytes | None]:
    """The files of these clauses' edits, name -> bytes; None for one that is taken away."""
    return {f"{re.sub(r'[^A-Za-z0-9_.-]', '-', clause)}.md": None if edit is None else edit_text(edit).encode()
            for clause, edit in edits.items()}


def write_edits(intake: Path, edits: Mapping[str, Edit | None]) -> list[Path]:
    """Write the edits of these clauses, each whole or not at all; None takes one away. Gives the files that changed."""
    folder, changed = edits_folder(intake), []
    for name, text in edit_files(edits).items():
        file = folder / name
        if text is None:
            if file.exists():
                file.unlink()
                changed.append(file)
            continue
        if file.is_file() and file.read_bytes() == text:
            continue
        write_whole(file, text)
        changed.append(file)
    return changed
