"""The smallest edits of answers: take out, move, put, insert. Each works on answers and on the lines that they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from generator.intake.source import AnswerPath, Answers

Lines = dict[AnswerPath, int]


@dataclass(frozen=True)
class Edit:
    """`out` takes path out; `move` brings it to another path; `put` sets one text; `insert` adds one to a list."""

    kind: Literal["out", "move", "put", "insert"]
    path: AnswerPath
    to: AnswerPath = ()
    value: str = ""


def value_at(answers: Any, path: AnswerPath) -> Any:
    """The answer at a path; None where there is none."""
    here = answers
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def is_given(answers: Any, path: AnswerPath) -> bool:
    """Whether the name stands in the file at all, blank or not."""
    holder = value_at(answers, path[:-1])
    if isinstance(holder, list):
        return isinstance(path[-1], int) and path[-1] < len(holder)
    return isinstance(holder, dict) and path[-1] in holder


def is_blank(value: Any) -> bool:
    """Nothing, or nothing but blanks inside."""
    if isinstance(value, dict):
        return all(is_blank(entry) for entry in value.values())
    if isinstance(value, list):
        return all(is_blank(entry) for entry in value)
    return value is None or not str(value).strip()


def is_free(answers: Any, path: AnswerPath) -> bool:
    """Whether an answer can be put at a path: only maps, or nothing yet, on the way."""
    here = answers
    for part in path[:-1]:
        if isinstance(here, list) and isinstance(part, int):
            here = here[part]  # a row that was found there
            continue
        if not isinstance(here, dict):
            return False
        here = {} if here.get(part) is None else here[part]
    return isinstance(here, dict)


def edit_answers(answers: Answers, edit: Edit) -> None:
    """Make one edit, in place."""
    if edit.kind == "put":
        _put(answers, edit.path, edit.value)
    elif edit.kind == "insert":
        value_at(answers, edit.path[:-1]).insert(edit.path[-1], edit.value)
    elif edit.kind == "out":
        del value_at(answers, edit.path[:-1])[edit.path[-1]]
    elif edit.path[:-1] == edit.to[:-1]:
        _rename(value_at(answers, edit.path[:-1]), str(edit.path[-1]), str(edit.to[-1]))
    else:
        value = value_at(answers, edit.path[:-1]).pop(edit.path[-1])
        _put(answers, edit.to, value)


def _put(answers: Any, path: AnswerPath, value: Any) -> None:
    here = answers
    for part in path[:-1]:
        if isinstance(here, dict) and here.get(str(part)) is None:
            here[str(part)] = {}
        here = here[part]
    here[path[-1]] = value


def _rename(entries: dict[str, Any], old: str, new: str) -> None:
    """Another name in the same place of the order."""
    renamed = {new if name == old else name: value for name, value in entries.items()}
    entries.clear()
    entries.update(renamed)


def edit_lines(lines: Lines, edit: Edit) -> Lines:
    """The lines once an edit is made: every answer keeps the line on which its author wrote it."""
    if edit.kind == "put":
        return lines
    if edit.kind == "move":
        moved = {_moved(path, edit.path, edit.to): line for path, line in lines.items()}
        for length in range(1, len(edit.to)):  # groups that the move makes
            if (line := lines.get(edit.path)) is not None:
                moved.setdefault(edit.to[:length], line)
        return moved
    number, holder = edit.path[-1], edit.path[:-1]
    kept = lines
    if edit.kind == "out":
        kept = {path: line for path, line in lines.items() if path[:len(edit.path)] != edit.path}
    if not isinstance(number, int):
        return kept
    step = 1 if edit.kind == "insert" else -1
    shifted = {_shifted(path, holder, number, step): line for path, line in kept.items()}
    if edit.kind == "insert" and (*holder, number - 1) in lines:
        shifted[edit.path] = lines[(*holder, number - 1)]
    return shifted


def _moved(path: AnswerPath, old: AnswerPath, new: AnswerPath) -> AnswerPath:
    return (*new, *path[len(old):]) if path[:len(old)] == old else path


def _shifted(path: AnswerPath, holder: AnswerPath, number: int, step: int) -> AnswerPath:
    place = len(holder)
    if len(path) > place and path[:place] == holder and isinstance(path[place], int) and path[place] >= number:  # type: ignore[operator]
        return (*holder, path[place] + step, *path[place + 1:])  # type: ignore[operator]
    return path
