"""Bring answers from one version of the questionnaire to a later one. Pure: answers in, answers and messages out."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from generator.intake.problems import quoted
from generator.intake.source import AnswerPath, Answers, dotted
from generator.intake.versions.changes import Change, Pattern
from generator.intake.versions.edits import (
    Edit,
    Lines,
    edit_answers,
    edit_lines,
    is_blank,
    is_free,
    is_given,
    value_at,
)

_MOST_SHOWN = 20


@dataclass(frozen=True)
class Note:
    """What happened to one question. `asks` is the path of a question whose text belongs into the message."""

    subject: str
    told: str
    line: int | None
    asks: Pattern = ()

    def words(self, question: str | None = None) -> str:
        """The message in one line."""
        return f"{self.subject}: {question} {self.told}" if question else f"{self.subject}: {self.told}"


@dataclass
class Migrated:
    """Answers to the later version, the line of each in its author's file, and a note for each change that touched one.

    `batches` are the edits that lead there. Those of one batch touch different places, so that a text can take them together.
    """

    answers: Answers
    lines: Lines
    notes: list[Note] = field(default_factory=list)
    batches: list[tuple[Edit, ...]] = field(default_factory=list)

    def edit(self, *edits: Edit) -> None:
        """One batch."""
        for edit in edits:
            edit_answers(self.answers, edit)
            self.lines = edit_lines(self.lines, edit)
        if edits:
            self.batches.append(edits)

    def note(self, path: AnswerPath, told: str) -> None:
        self.notes.append(Note(dotted(path), told, self.line(path)))

    def line(self, path: AnswerPath) -> int | None:
        return next((self.lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in self.lines), None)


def migrate(answers: Answers, changes: Sequence[Change], lines: Lines | None = None) -> Migrated:
    """Answers after all changes, one after the other. What was given is not changed."""
    state = Migrated(copy.deepcopy(answers), dict(lines or {}))
    for number, change in enumerate(changes):
        if change.kind == "new":
            _new(state, change, changes[number + 1:])
        else:
            _KINDS[change.kind](state, change)
    return state


def _places(here: Any, pattern: Pattern, path: AnswerPath = ()) -> Iterator[AnswerPath]:
    """Every path that a pattern means in these answers, whether or not something stands there yet."""
    if not pattern:
        yield path
    elif pattern[0] == "*":
        for number, row in enumerate(here if isinstance(here, list) else ()):
            if isinstance(row, dict):
                yield from _places(row, pattern[1:], (*path, number))
    elif here is None or isinstance(here, dict):
        yield from _places((here or {}).get(pattern[0]), pattern[1:], (*path, pattern[0]))


def _found(state: Migrated, change: Change) -> list[AnswerPath]:
    """The paths of a change, in rows that it is about."""
    return [path for path in _places(state.answers, change.at) if _wanted(state.answers, path, change)]


def _wanted(answers: Answers, path: AnswerPath, change: Change) -> bool:
    if not change.where:
        return True
    last = max(place for place, part in enumerate(path) if isinstance(part, int))
    row = value_at(answers, path[:last + 1])
    return all(row.get(name) in wanted for name, wanted in change.where.items())


def _filled(pattern: Pattern, path: AnswerPath) -> AnswerPath:
    """A pattern with the row numbers of a path."""
    numbers = iter([part for part in path if isinstance(part, int)])
    return tuple(next(numbers) if part == "*" else part for part in pattern)


def _with(change: Change, told: str) -> str:
    return f"{told} {change.reason}".strip() if change.reason else told


def _move(state: Migrated, change: Change) -> None:
    """Rename and move."""
    removed: list[tuple[AnswerPath, AnswerPath]] = []
    moved: list[tuple[AnswerPath, AnswerPath]] = []
    for path in _found(state, change):
        if not is_given(state.answers, path):
            continue
        to = _filled(change.to, path)
        value, there = value_at(state.answers, path), value_at(state.answers, to)
        if is_blank(value):
            (removed if is_given(state.answers, to) or not is_free(state.answers, to) else moved).append((path, to))
        elif not is_free(state.answers, to):
            state.note(path, f"now asked as {dotted(to)}, but the file has plain text on the way there. "
                             f"Your answer {shown(value)} stays where it is; move it by hand")
        elif not is_blank(there):
            state.note(path, f"now asked as {dotted(to)}, where {shown(there)} stands already. "
                             f"Your answer {shown(value)} is left out")
            removed.append((path, to))
        else:
            goes = "Your answers go along." if isinstance(value, dict | list) else f"Your answer {shown(value)} goes along."
            state.note(path, _with(change, f"now {dotted(to)}. {goes}"))
            moved.append((path, to))
    blank = [to for _, to in moved if is_given(state.answers, to)]
    state.edit(*(Edit("out", path) for path in [*(path for path, _ in removed), *blank]))
    state.edit(*(Edit("move", path, to) for path, to in moved))


def _values(state: Migrated, change: Change) -> None:
    def renamed(entry: str) -> list[str]:
        return [change.map.get(entry, entry)]

    for path in _found(state, change):
        value = value_at(state.answers, path)
        for old in _chosen(value, set(change.map)):
            state.note(path, _with(change, f"{quoted(old)} is now called {quoted(change.map[old])}."))
        if isinstance(value, list):
            _relist(state, path, value, renamed)
        elif _chosen(value, set(change.map)):
            state.edit(Edit("put", path, value=change.map[value]))


def _split(state: Migrated, change: Change) -> None:
    old, new = str(change.value), " or ".join(change.into)
    for path in _found(state, change):
        value = value_at(state.answers, path)
        if not _chosen(value, {old}):
            continue
        if isinstance(value, list):
            state.note(path, _with(change, f"{quoted(old)} is now {' and '.join(change.into)}, and all of them are taken; "
                                           f"take out what is wrong."))
            _relist(state, path, value, lambda entry: list(change.into) if entry == old else [entry])
        elif change.take is not None:
            state.note(path, _with(change, f"{quoted(old)} is now {new}. {quoted(change.take)} is taken; change it if wrong."))
            state.edit(Edit("put", path, value=change.take))
        else:
            state.note(path, _with(change, f"{quoted(old)} is now {new}. Yours is left open; please choose."))
            state.edit(Edit("out", path))


def _drop(state: Migrated, change: Change) -> None:
    found = _found(state, change)
    for path in reversed(found) if change.at[-1] == "*" else found:
        value = value_at(state.answers, path)
        if change.value is None:
            if not is_blank(value):
                state.note(path, f"no longer asked. {change.reason} Your answer {shown(value)} is left out")
            if is_given(state.answers, path):
                state.edit(Edit("out", path))
        elif _chosen(value, {change.value}):
            state.note(path, f"{quoted(change.value)} is no longer a choice. {change.reason} It is left out")
            if isinstance(value, list):
                _relist(state, path, value, lambda entry: [] if entry == change.value else [entry])
            else:
                state.edit(Edit("out", path))


def _convert(state: Migrated, change: Change) -> None:
    for path in _found(state, change):
        value = value_at(state.answers, path)
        if is_blank(value):
            continue
        number = _number(value)
        if number is None:
            state.note(path, _with(change, f"now asked in {change.new}. {shown(value)} is no number and stays as it is."))
            continue
        new = f"{round(number * change.by, change.digits):f}"
        state.note(path, _with(change, f"now asked in {change.new}. Your {quoted(value)} {change.old} is {new} {change.new}."))
        if new != value:
            state.edit(Edit("put", path, value=new))


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(value) if isinstance(value, str) and len(value) < 20 else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number) < 10**12 else None


def _default(state: Migrated, change: Change) -> None:
    for path in _found(state, change):
        if is_blank(value_at(state.answers, path)) and is_free(state.answers, path):
            state.note(path, f"new. {quoted(change.value)} is taken. {change.reason}")
            state.edit(Edit("put", path, value=str(change.value)))


def _new(state: Migrated, change: Change, later: Sequence[Change]) -> None:
    """One note for all rows, under the name that the question has in the end."""
    final = _followed(change.at, later)
    if final is None:
        return
    named = [(path, _filled(final, path)) for path in _found(state, change)]
    still = [(path, name) for path, name in named
             if is_blank(value_at(state.answers, path)) and is_blank(value_at(state.answers, name))]
    if still:
        names = [dotted(name) for _, name in still]
        subject = f"{', '.join(names[:-1])} and {names[-1]} are new" if len(names) > 1 else f"{names[0]} is new"
        state.notes.append(Note(subject, change.without, state.line(still[0][0]), final))


def _followed(pattern: Pattern, later: Sequence[Change]) -> Pattern | None:
    """The path of a question after later changes; None where it is no longer asked."""
    for change in later:
        if pattern[:len(change.at)] != change.at or change.where:
            continue
        if change.to:
            pattern = (*change.to, *pattern[len(change.at):])
        elif change.kind == "drop" and change.value is None:
            return None
    return pattern


def _chosen(value: Any, wanted: set[str]) -> list[str]:
    """Which of the wanted choices an answer holds, each once."""
    entries = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(entry for entry in entries if isinstance(entry, str) and entry in wanted))


def _relist(state: Migrated, path: AnswerPath, old: list[Any], new: Callable[[str], list[str]]) -> None:
    """A list with each entry replaced by others, none twice because of that; entries stay with their comments."""
    kept = {entry for entry in old if isinstance(entry, str) and new(entry) == [entry]}
    replacing: list[list[Any]] = []
    for entry in old:
        wanted = new(entry) if isinstance(entry, str) else [entry]
        if wanted == [entry]:
            replacing.append([entry])
        else:
            replacing.append([text for text in dict.fromkeys(wanted) if text not in kept])
            kept.update(replacing[-1])
    for number in range(len(old) - 1, -1, -1):
        place = (*path, number)
        if not replacing[number]:
            state.edit(Edit("out", place))
        elif replacing[number] != [old[number]]:
            state.edit(Edit("put", place, value=replacing[number][0]))
            for more, text in enumerate(replacing[number][1:], start=1):
                state.edit(Edit("insert", (*path, number + more), value=text))


def shown(value: Any) -> str:
    """An answer in a message; of a group or list its parts."""
    parts = list(_parts(value))
    more = f" and {len(parts) - _MOST_SHOWN} more" if len(parts) > _MOST_SHOWN else ""
    return ", ".join(parts[:_MOST_SHOWN]) + more


def _parts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _parts(entry, str(key))
    elif isinstance(value, list):
        for entry in value:
            yield from _parts(entry, name)
    elif not is_blank(value):
        yield f"{name} {quoted(value)}" if name else quoted(value)


_KINDS: dict[str, Callable[[Migrated, Change], None]] = {
    "rename": _move, "move": _move, "values": _values, "split": _split, "drop": _drop, "convert": _convert,
    "default": _default,
}
