"""The file itself: from bytes to plain answers, each with its line.

Every scalar stays the text that was typed; the questionnaire says later which are numbers, dates or yes/no. So `ON`
is Ontario and not "true", `7:30` is a time and not 450, and an account `0123` keeps its zero. What a hand-written
intake never needs (anchors, aliases, tags, several documents, deep nesting) is refused here, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from generator.errors import IntakeError, Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_ITEMS = 1_000

AnswerPath = tuple[str | int, ...]
Answers = dict[str, Any]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NESTED_KEY = "a list or map stands where a name should be; put quotes around text that begins with { or ["


@dataclass
class Document:
    """One intake as typed by its author: `data` holds maps, lists, text and None; `lines` the line of each path."""

    file: Path | str
    data: Answers
    lines: dict[AnswerPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)  # what bringing it to today's questionnaire changed
    version: str | None = None  # of the questionnaire, as the file has it

    def line_of(self, path: AnswerPath) -> int | None:
        """The line of an answer, or of the nearest thing above it that the file has."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def dotted(path: AnswerPath) -> str:
    """("workforce", 0, "workers") as "workforce.0.workers"."""
    return ".".join(str(part) for part in path)


def read_document(path: Path | str) -> Document:
    """Read an intake file. Raises IntakeError when it is not a file that can hold answers."""
    return parse_document(_read_text(Path(path)), path)


def parse_document(text: str, file: Path | str = "intake") -> Document:
    """Plain answers and line numbers from YAML text; raises IntakeError when the text is not a YAML map."""
    _refuse_control_characters(text, file)
    if not text.strip():
        raise _refusal(file, "the file is empty", accepted="an intake; copy one of the shipped examples to start")
    try:
        return _Reader(file, yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, file) from None
    except yaml.YAMLError as error:
        raise _refusal(file, f"this is not YAML text: {error}") from None


def _read_text(path: Path) -> str:
    try:
        if path.is_dir():
            raise _refusal(path, "this is a folder", accepted="the intake file inside it")
        if not path.exists():
            raise _refusal(path, "there is no such file")
        if not path.is_file():
            raise _refusal(path, "this is not a regular file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _refusal(
                path,
                f"the file has {size / 1e6:.1f} MB; an intake has at most {MAX_BYTES / 1e6:.0f} MB",
                accepted="a text file with one company's answers, usually under 50 kB",
            )
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(path, f"the file cannot be read: {reason}") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _refusal(path, "this is not UTF-8 text", line, "a YAML text file saved as UTF-8") from None


def _refuse_control_characters(text: str, file: Path | str) -> None:
    """Control characters cannot go into a document, nor can half of a surrogate pair; say where the first one is."""
    if not _CONTROL.search(text):
        return
    for number, line in enumerate(text.split("\n"), start=1):
        for column, char in enumerate(line, start=1):
            if _CONTROL.match(char):
                raise _refusal(
                    file,
                    f"a control character (U+{ord(char):04X}) stands in column {column}",
                    number,
                    "text that can be printed; delete the character and type the word again",
                )


def _syntax_error(error: yaml.MarkedYAMLError, text: str, file: Path | str) -> IntakeError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else None
    lines = text.split("\n")
    shown = lines[mark.line] if mark and mark.line < len(lines) else ""
    indent = shown[: len(shown) - len(shown.lstrip())]
    if "\t" in indent or "\\t" in str(error.problem):
        return _refusal(file, "a tab stands where YAML wants spaces", line, "two spaces for each level, no tabs")
    return _refusal(
        file,
        f"the YAML cannot be read here: {error.problem or error}",
        line,
        "name: value, with two spaces for each level; put quotes around text that holds : or #",
    )


def _refusal(file: Path | str, message: str, line: int | None = None, accepted: str | None = None) -> IntakeError:
    return IntakeError("The intake cannot be read.", [Problem(message, file, line, accepted=accepted)])


class _Reader:
    """Builds plain data from YAML events, keeping lines; stops at the first thing that it cannot go on from."""

    def __init__(self, file: Path | str, events: Iterator[Event]) -> None:
        self.file = file
        self.events = events
        self.lines: dict[AnswerPath, int] = {}
        self.problems: list[Problem] = []

    def document(self) -> Document:
        documents = 0
        data: Any = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._stop("a second document begins with ---", event, "one company a file")
                data = self._value(next(self.events), ())
        if not isinstance(data, dict):
            found = "a list" if isinstance(data, list) else "nothing but comments" if data is None else "plain text"
            raise _refusal(self.file, f"the file holds {found}", 1, "a map of sections: company, workforce, people ...")
        return Document(self.file, data, self.lines, self.problems)

    def _value(self, event: Event, path: AnswerPath) -> Any:
        self._refuse_cleverness(event)
        if len(path) > MAX_DEPTH:
            raise self._stop(f"more than {MAX_DEPTH} levels inside each other", event, "the levels of the examples")
        if isinstance(event, ScalarEvent):
            plain = event.implicit[0] and event.style in (None, "")
            return None if plain and event.value in _NULLS else event.value
        if isinstance(event, SequenceStartEvent):
            return self._list(path)
        return self._map(path)

    def _list(self, path: AnswerPath) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            if len(items) == MAX_ITEMS:
                raise self._stop(f"the list has more than {MAX_ITEMS} entries", event, "a shorter list")
            here = (*path, len(items))
            self.lines[here] = _line(event)
            items.append(self._value(event, here))
        return items

    def _map(self, path: AnswerPath) -> Answers:
        entries: Answers = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            self._refuse_cleverness(event)
            if not isinstance(event, ScalarEvent):
                raise self._stop(_NESTED_KEY, event, 'quotes, as in legal_name: "{{ x }} Ltd."')
            if len(entries) == MAX_ITEMS:
                raise self._stop(f"the map has more than {MAX_ITEMS} entries", event, "fewer entries")
            here = (*path, str(event.value))
            if event.value in entries:
                first = self.lines[here]
                self.problems.append(
                    Problem(
                        f"given twice; the first is on line {first}",
                        self.file,
                        _line(event),
                        dotted(here),
                        accepted="one of the two",
                    )
                )
            self.lines.setdefault(here, _line(event))
            value = self._value(next(self.events), here)
            entries.setdefault(str(event.value), value)
        return entries

    def _refuse_cleverness(self, event: Event) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self._stop(
                "YAML anchors and aliases (& and *) are not used in an intake",
                event,
                "the answer written out; quotes around text that begins with & or *",
            )
        if getattr(event, "tag", None) not in (None, "!"):
            raise self._stop("YAML tags (!) are not used in an intake", event, "quotes around text that begins with !")

    def _stop(self, message: str, event: Event, accepted: str) -> IntakeError:
        problem = Problem(message, self.file, _line(event), accepted=accepted)
        return IntakeError("The intake cannot be read.", [*self.problems, problem])


def _line(event: Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1
