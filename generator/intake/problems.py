"""From Cerberus errors to problems in the question's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cerberus import errors as codes
from cerberus.errors import ValidationError

from generator.errors import Problem
from generator.intake.nearest import did_you_mean, nearest_word, ranked
from generator.intake.question import Choice, Question, Questionnaire
from generator.intake.source import AnswerPath, Document, dotted
from generator.intake.values import MONTHS, accepted_values
from generator.intake.vocabulary import Vocabulary

_FIRST = {codes.COERCION_FAILED.code: 0, codes.NOT_NULLABLE.code: 1, codes.BAD_TYPE.code: 2}
_LISTED = 16


class Explainer:
    """Words for what is wrong in one document."""

    def __init__(self, questionnaire: Questionnaire, vocabulary: Vocabulary, document: Document) -> None:
        self.questionnaire = questionnaire
        self.vocabulary = vocabulary
        self.document = document

    def problem(self, path: AnswerPath, message: str, accepted: str | None = None) -> Problem:
        """A problem at a path, with the question's text and the line."""
        question = self.questionnaire.find(path)
        return Problem(
            message,
            self.document.file,
            self.document.line_of(path),
            dotted(path) or None,
            question.text if question else None,
            accepted,
        )

    def explain(self, errors: Iterable[ValidationError]) -> dict[AnswerPath, Problem]:
        """One problem for each path that Cerberus found fault with."""
        found: dict[AnswerPath, Problem] = {}
        for error in sorted(_leaves(errors), key=lambda error: _FIRST.get(error.code, 9)):
            for path, problem in self._one(error):
                found.setdefault(path, problem)
        return found

    def accepted(self, question: Question) -> str:
        """What a question accepts: its choices while they can be read at a glance."""
        choices = self.choices(question)
        if choices and len(choices) <= _LISTED:
            ids = ", ".join(choice.id for choice in choices)
            return f"a list of {ids}" if question.type == "choices" else ids
        return f"one of {len(choices)} choices" if choices else accepted_values(question)

    def choices(self, question: Question) -> tuple[Choice, ...]:
        if question.type == "month":
            return tuple(Choice(month, month) for month in MONTHS)
        if question.type in ("choice", "choices", "map"):
            return self.vocabulary.choices_of(question, self.document.data)
        return ()

    def _one(self, error: ValidationError) -> Iterator[tuple[AnswerPath, Problem]]:
        path: AnswerPath = tuple(error.document_path)
        if error.rule == "unique_rows" or (error.code == codes.CUSTOM.code and "|" in str(error.info)):
            yield self._twice(path, str(error.info[0]))
            return
        question = self.questionnaire.find(path)
        if error.code == codes.UNKNOWN_FIELD.code:
            yield path, self._unknown(path)
        elif question is None:  # the key of a map
            yield path, self._map_entry(path, error)
        else:
            message, accepted = self._words(error, question, path)
            yield path, self.problem(path, message, accepted)

    def _twice(self, path: AnswerPath, info: str) -> tuple[AnswerPath, Problem]:
        place, first = info.split("|")
        number, name = place.split(".")
        here: AnswerPath = (*path, int(number), name)
        line = self.document.line_of((*path, int(first), name))
        there = f"on line {line}" if line else f"in row {int(first) + 1}"
        value = _at(self.document.data, here)
        return here, self.problem(here, f"{quoted(value)} is given twice; the first is {there}", "each one once")

    def _unknown(self, path: AnswerPath) -> Problem:
        parent = self.questionnaire.find(path[:-1])
        names = [q.id for q in (parent.questions if parent else self.questionnaire.questions)]
        guess = nearest_word(str(path[-1]), names)
        hint = f"; did you mean `{guess}`?" if guess else "; a text with a comma or colon needs quotes around it"
        message = f"there is no question named {quoted(path[-1])} here{hint}"
        return Problem(
            message,
            self.document.file,
            self.document.line_of(path),
            dotted(path),
            parent.text if parent else None,
            ", ".join(names),
        )

    def _map_entry(self, path: AnswerPath, error: ValidationError) -> Problem:
        question = self.questionnaire.find(path[:-1])
        if question is None:
            return Problem("cannot be used here", self.document.file, self.document.line_of(path), dotted(path))
        choices = self.choices(question)
        if error.code == codes.UNALLOWED_VALUE.code:
            message = f"{quoted(path[-1])} is not one of the choices{did_you_mean(str(path[-1]), choices)}"
            accepted = ", ".join(choice.id for choice in choices)
        else:
            message, accepted = self._words(error, question, path)
            accepted = "one line of text"
        return Problem(message, self.document.file, self.document.line_of(path), dotted(path), question.text, accepted)

    def _words(self, error: ValidationError, question: Question, path: AnswerPath) -> tuple[str, str]:
        """Message and what is accepted."""
        row = question.type in ("table", "choices", "list") and isinstance(path[-1], int)
        accepted = self._accepted_entry(question) if row else self.accepted(question)
        if error.code in (codes.REQUIRED_FIELD.code, codes.NOT_NULLABLE.code):
            return ("this entry is empty" if row else "this question must be answered"), accepted
        if error.code in (codes.UNALLOWED_VALUE.code, codes.UNALLOWED_VALUES.code):
            return self._not_a_choice(error.value, question, accepted)
        if error.code == codes.BAD_TYPE.code:
            return f"{_shape(error.value)} stands here", accepted
        if error.code == codes.COERCION_FAILED.code:
            return f"{quoted(error.value)} is not {accepted_values(question).split(',')[0]}", accepted
        return _limit(error), accepted

    def _accepted_entry(self, question: Question) -> str:
        if question.type == "table":
            return f"a map with {', '.join(inner.id for inner in question.questions)}"
        choices = self.choices(question)
        return ", ".join(choice.id for choice in choices) if choices else "one line of text"

    def _not_a_choice(self, value: Any, question: Question, accepted: str) -> tuple[str, str]:
        choices = self.choices(question)
        if len(choices) > _LISTED:
            near = ", ".join(f"{choice.id} ({choice.label})" for _, choice in ranked(str(value), choices)[:4])
            accepted = f"one of {len(choices)} choices; nearest: {near}"
        return f"{quoted(value)} is not one of the choices{did_you_mean(str(value), choices)}", accepted


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        if error.is_group_error:
            yield from _leaves(error.child_errors)
        else:
            yield error


def _limit(error: ValidationError) -> str:
    limits = {
        codes.MIN_VALUE.code: "{value} is too small; the least is {limit:g}",
        codes.MAX_VALUE.code: "{value} is too much; the most is {limit:g}",
        codes.MIN_LENGTH.code: "the list needs at least {limit:g} entry",
    }
    if error.code == codes.MAX_LENGTH.code:
        if isinstance(error.value, str):
            return f"the text has {len(error.value)} characters; the most is {error.constraint}"
        return f"the list has {len(error.value)} entries; the most is {error.constraint}"
    if error.code in limits:
        return limits[error.code].format(value=error.value, limit=float(error.constraint))
    if error.code == codes.REGEX_MISMATCH.code:
        return f"{quoted(error.value)} does not look right"
    return str(error.info[0]) if error.info else "this cannot be used"


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return "a map of answers"
    if isinstance(value, list):
        return "a list"
    return f"plain text ({quoted(value)})" if isinstance(value, str) else quoted(value)


def quoted(value: Any) -> str:
    """A value as shown in a message: short, and nothing that a terminal could act on."""
    text = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in str(value))
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


def _at(data: Any, path: AnswerPath) -> Any:
    for part in path:
        data = data[part]
    return data
