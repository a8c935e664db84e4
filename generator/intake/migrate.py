"""Intakes of older versions of the questionnaire: read as they are meant today, or written anew with the original kept."""

from __future__ import annotations

import codecs
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.errors import IntakeError, Problem, ProgramError
from generator.intake.question import Questionnaire
from generator.intake.questionnaire import load_questionnaire
from generator.intake.source import Document, parse_document, read_document
from generator.intake.versions.apply import Migrated, migrate
from generator.intake.versions.changes import FIRST, History, as_number, history
from generator.intake.versions.edits import is_blank
from generator.intake.versions.rewrite import rewritten, with_version
from generator.intake.whole import write_whole

KEY = "questionnaire"
"""The name in an intake under which its version stands."""


@dataclass(frozen=True)
class Migration:
    """What `migrate` did with a file. `original` is the copy that it kept; None where the file was up to date."""

    since: str
    to: str
    notes: tuple[Problem, ...] = ()
    original: Path | None = None


def read_current(path: Path | str) -> Document:
    """An intake file, its answers brought to today's questionnaire in memory; what that changed is in `notes`.

    Lines are those of the file. Raises IntakeError for a file that cannot be read or is of a version that we do not know.
    """
    return to_current(read_document(path))


def to_current(document: Document) -> Document:
    """The same for a document that has been read."""
    known, questionnaire = history(), load_questionnaire()
    since = version_of(document, known)
    state = _migrated(document, known, since)
    notes = _problems(state, questionnaire, document)
    return Document(document.file, state.answers, state.lines, document.problems, notes, since)


def version_of(document: Document, known: History) -> str:
    """The version that an intake names, 1.0 where it names none. Raises IntakeError for one that we do not know."""
    if KEY not in document.data:
        return FIRST
    given = document.data[KEY]
    number = as_number(given.strip()) if isinstance(given, str) else None
    found = next((text for text in known.numbers if as_number(text) == number), None)
    if found is not None and number is not None:
        return found
    listed = ", ".join(known.numbers)
    if number is None:
        message = f"{_told(given)} is no version of the questionnaire"
        accepted = f'one of {listed} in quotes, as in {KEY}: "{known.latest}"; without this line the file counts as {FIRST}'
    elif number > (as_number(known.latest) or (0, 0)):
        message = (f"these answers are for version {given} of the questionnaire, and this program knows versions up to "
                   f"{known.latest}")
        accepted = ("a newer safety-manual: install the one that wrote the file, or a later one, "
                    f"and run this again. Or an intake of version {known.latest} or older")
    else:
        message, accepted = f"there was no version {given} of the questionnaire", f"one of {listed}"
    raise IntakeError("The intake cannot be used.", [
        *document.problems, Problem(message, document.file, document.line_of((KEY,)), KEY, accepted=accepted)])


def _told(given: Any) -> str:
    return "a blank" if given is None else f'"{given[:40]}"' if isinstance(given, str) else "a list or map"


def migrate_file(path: Path) -> Migration:
    """Bring an intake file to today's questionnaire and keep the original beside it; nothing to do is nothing written.

    Comments, order and every line that no change touches stay. Raises IntakeError where the file cannot be used or written.
    """
    document = read_document(path)
    if document.problems:
        raise IntakeError(f"{path} needs a change before it can be migrated:", document.problems)
    known = history()
    since = version_of(document, known)
    if since == known.latest:
        return Migration(since, since)
    state = _migrated(document, known, since)
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig")
    new = with_version(rewritten(text, state.batches), known.latest)
    _compare(new, state, known.latest, path)
    original = keep_original(path, raw, since)
    mark = "\ufeff" if raw.startswith(codecs.BOM_UTF8) else ""
    write_whole(path.resolve(), mark + new)
    notes = [replace(note, line=None) for note in _problems(state, load_questionnaire(), document)]  # lines of the old file
    return Migration(since, known.latest, tuple(notes), original)


def keep_original(path: Path, raw: bytes, since: str) -> Path:
    """A copy of an older intake beside it, as shop.1.0.yaml; a different copy that is there already stays as it is."""
    for number in range(1, 1000):
        more = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}.{since}{more}{path.suffix}")
        try:
            if copy.exists() and copy.read_bytes() == raw:
                return copy
            with copy.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            return copy
        except FileExistsError:
            continue
        except OSError as error:
            raise IntakeError("The original cannot be kept, so nothing was changed.",
                              [Problem(error.strerror or str(error), copy)]) from None
    raise IntakeError(f"There are too many copies of {path.name}; nothing was changed.")


def _migrated(document: Document, known: History, since: str) -> Migrated:
    answers = {name: value for name, value in document.data.items() if name != KEY}
    return migrate(answers, known.since(since), document.lines)


def _problems(state: Migrated, questionnaire: Questionnaire, document: Document) -> list[Problem]:
    """The notes as messages with file and line, and with the words of each question that is new."""
    notes = []
    for note in state.notes:
        question = questionnaire.find(tuple(part for part in note.asks if part != "*")) if note.asks else None
        notes.append(Problem(note.words(question.text if question else None), document.file, note.line))
    return notes


def _compare(text: str, state: Migrated, version: str, path: Path) -> None:
    """Nothing is written that would not read as the migrated answers. Raises ProgramError."""
    try:
        read: Any = parse_document(text, path).data
    except IntakeError as error:
        read = error
    if not isinstance(read, dict) or _given({**state.answers, KEY: version}) != _given(read):
        raise ProgramError(f"{path} is laid out in a way that cannot be rewritten safely; nothing was changed. `check`, `plan` "
                           "and `build` take it as it is. Change the answers that `check` lists by hand, then the version.")


def _given(value: Any) -> Any:
    """Answers without blanks, and without the line breaks at their end, which a paragraph at the end of a file lacks."""
    if isinstance(value, dict):
        return {name: _given(entry) for name, entry in value.items() if not is_blank(entry)}
    if isinstance(value, list):
        return [_given(entry) for entry in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def as_lines(notes: Sequence[Problem]) -> str:
    """Notes one a line, for a terminal."""
    return "\n".join(f"  {note.message}" + (f" (line {note.line})" if note.line else "") for note in notes)
