"""Where a dotted path leads in an intake: `equipment.forklift.count`, by question, by position, or by what names a row."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from generator.intake.nearest import nearest_word
from generator.intake.problems import quoted
from generator.intake.question import Question, Questionnaire
from generator.intake.source import AnswerPath, Answers, dotted


class WrongPlace(Exception):
    """A setting that cannot be put in: what is wrong, and what would be right."""

    def __init__(self, message: str, *, path: str | None = None, question: str | None = None,
                 accepted: str | None = None) -> None:
        super().__init__(message)
        self.path, self.question, self.accepted = path, question, accepted


@dataclass(frozen=True)
class Place:
    """An answer's path, with row numbers, and its question."""

    path: AnswerPath
    question: Question

    def put(self, answers: Answers, value: Any) -> None:
        """Set the answer, making the groups that hold it where the intake lacks them."""
        _parent(answers, self.path)[self.path[-1]] = value

    def entries(self, answers: Answers) -> list[Any]:
        """The list that stands here; a new one where the answer is open. Raises WrongPlace for what is no list."""
        holder = _parent(answers, self.path)
        if holder.get(self.path[-1]) is None:
            holder[self.path[-1]] = []
        entries = holder[self.path[-1]]
        if not isinstance(entries, list):
            raise WrongPlace("the file has no list here", path=dotted(self.path), question=self.question.text)
        return entries


def _parent(answers: Answers, path: AnswerPath) -> Any:
    here: Any = answers
    for place, part in enumerate(path[:-1], start=1):
        if isinstance(here, dict) and here.get(str(part)) is None:
            here[str(part)] = {}
        here = here[part]
        if not isinstance(here, dict | list):
            raise WrongPlace("the file has plain text here", path=dotted(path[:place]))
    if isinstance(here, list):
        raise WrongPlace("the file has a list here", path=dotted(path[:-1]))
    return here


def find_place(text: str, answers: Answers, questionnaire: Questionnaire) -> Place:
    """The place that a dotted path names. Raises WrongPlace with the nearest name."""
    level = questionnaire.questions
    path: AnswerPath = ()
    rest, here = text, cast(Any, answers)
    while True:
        name, _, rest = rest.partition(".")
        question = next((question for question in level if question.id == name.strip()), None)
        if question is None:
            raise _unknown(name, [question.id for question in level], path)
        path, here = (*path, question.id), here.get(question.id) if isinstance(here, dict) else None
        if not rest:
            return Place(path, question)
        if question.type == "table":
            number, rest = _row(question, here, rest, path)
            path, here = (*path, number), cast(list[Any], here)[number]
            if not rest:
                raise WrongPlace("this names a whole row", path=dotted(path), question=question.text,
                                 accepted=f"one of its answers: {', '.join(inner.id for inner in question.questions)}")
        elif question.type == "map":
            return Place((*path, rest), Question(rest, question.label, question.text))
        elif question.type != "group":
            raise WrongPlace(f"{question.id} is one answer and has no {quoted(rest)} inside", path=dotted(path),
                             question=question.text)
        level = question.questions


def _unknown(name: str, names: Sequence[str], path: AnswerPath) -> WrongPlace:
    guess = nearest_word(name, names)
    where = f" under {dotted(path)}" if path else ""
    return WrongPlace(f"there is no question named {quoted(name)}{where}" + (f"; did you mean `{guess}`?" if guess else ""),
                      accepted=", ".join(names))


def _row(table: Question, rows: Any, rest: str, path: AnswerPath) -> tuple[int, str]:
    """The row that `rest` begins with, by name (which may hold dots) or position, and what follows it."""
    entries = rows if isinstance(rows, list) else []
    names = row_names(table, entries)
    fitting = [name for name in names if name and f"{rest}.".casefold().startswith(f"{name}.".casefold())]
    if fitting:
        longest = max(fitting, key=len)
        return names.index(longest), rest[len(longest) + 1:]
    first, _, after = rest.partition(".")
    number = number_of(table, entries, first)
    if number is not None:
        return number, after
    guess = nearest_word(first, [name for name in names if name])
    hint = f"; did you mean `{guess}`?" if guess else f"; {dotted(path)}+={quoted(first)[1:-1]} adds one"
    raise WrongPlace(f"there is no {table.row} {quoted(first)} in the file{hint}", question=table.text,
                     accepted=", ".join(name for name in names if name) or None)


def row_names(table: Question, rows: Sequence[Any]) -> list[str]:
    """What names each row (id, name, jurisdiction), or each entry of a plain list; "" where nothing does."""
    if table.type != "table":
        return [str(entry) for entry in rows]
    found = [row.get(table.row_name or "") if isinstance(row, dict) else None for row in rows]
    return [name if isinstance(name, str) else "" for name in found]


def row_named(table: Question, rows: Sequence[Any], name: str) -> int | None:
    """The position of the row of that name; letters' case does not matter."""
    names = [known.casefold() for known in row_names(table, rows)]
    return names.index(name.casefold()) if name and name.casefold() in names else None


def number_of(table: Question, rows: Sequence[Any], text: str) -> int | None:
    """The position that a name or a number (counted from 0, as in messages) means; None where no row fits."""
    named = row_named(table, rows, text)
    if named is not None:
        return named
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) < len(rows) else None
