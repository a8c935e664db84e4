"""Letters that people made their own: the Word file as they saved it, beside the intake, and a small YAML file that says of it.

`edits/NAME/LETTER.docx` may be opened and changed there as well. Deleting it takes the edit back.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.errors import InputError
from generator.publish.beside import write_whole
from generator.publish.fingerprint import digest, edits_folder, mark

_NOTE = ("A person changed this letter in Word. The Word file beside this one is what is delivered: open it and change it as you "
         "like, or delete it to get the program's letter back.")


@dataclass(frozen=True)
class LetterEdit:
    """One letter as a person wants it. `base` is the program's text on which it was made, paragraph by paragraph."""

    letter: str
    docx: bytes
    base: tuple[str, ...]
    line: str = ""  # the line of the revision that stands in it
    who: str = ""
    when: str = ""
    source: str = ""  # path of the Word file that it came from


def read_letters(intake: Path) -> dict[str, LetterEdit]:
    """All letters of people, by id. Raises InputError for a file that is not one of ours any more."""
    found = [_read(file) for file in sorted(edits_folder(intake).glob("letter-*.yaml")) if file.with_suffix(".docx").is_file()]
    return {edit.letter: edit for edit in found}


def left_over(intake: Path) -> list[str]:
    """Names of YAML files whose Word file somebody deleted."""
    return [file.name for file in sorted(edits_folder(intake).glob("letter-*.yaml")) if not file.with_suffix(".docx").is_file()]


def _read(file: Path) -> LetterEdit:
    word = file.with_suffix(".docx")
    try:
        data: Any = yaml.safe_load(file.read_text("utf-8"))
        return LetterEdit(str(data["letter"]), word.read_bytes(), tuple(map(str, data["the program's text"])),
                          str(data.get("revision line") or ""), str(data.get("who") or ""), str(data.get("when") or ""),
                          str(data.get("from file") or ""))
    except (ValueError, KeyError, TypeError, AttributeError, OSError, yaml.YAMLError) as error:
        raise InputError(f"{file} cannot be read as a letter's edit: {error}. Put it back from a backup, or delete "
                         f"{word.name} to get the program's letter.") from None


def letter_files(edits: Mapping[str, LetterEdit | None]) -> dict[str, bytes | None]:
    """The files of these letters, name -> bytes; None for one that is taken away."""
    found: dict[str, bytes | None] = {}
    for id_, edit in edits.items():
        found |= {f"{id_}.docx": edit.docx if edit else None, f"{id_}.yaml": _head(edit) if edit else None}
    return found


def _head(edit: LetterEdit) -> bytes:
    head = {"note": _NOTE, "letter": edit.letter, "who": edit.who, "when": edit.when, "from file": edit.source,
            "revision line": edit.line, "mark": mark(list(edit.base)), "the program's text": list(edit.base)}
    return yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=110).encode()


def letter_marks(edits: Mapping[str, LetterEdit]) -> dict[str, str]:
    """The mark of each letter's edit by its id, for the lock."""
    return {id_: mark([digest(edit.docx), list(edit.base)]) for id_, edit in edits.items()}


def write_letter(intake: Path, id_: str, edit: LetterEdit | None) -> None:
    """Write or take away the files of one letter; the Word file last, for it alone is no edit."""
    for name, data in reversed(letter_files({id_: edit}).items()):
        file = edits_folder(intake) / name
        if data is None:
            file.unlink(missing_ok=True)
        else:
            write_whole(file, data)
