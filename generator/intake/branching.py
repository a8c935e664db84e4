"""Which questions apply to these answers: required where they do, out of place where they don't, open for auditors.

This is the layer that Cerberus lacks. It works on answers that have passed Cerberus (what failed is None by now).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.intake.question import Question, Questionnaire
from generator.intake.source import AnswerPath, Answers
from generator.intake.vocabulary import Vocabulary
from generator.intake.when import holds


@dataclass(frozen=True)
class Asked:
    """One question in its place: its answer, whether it applies, and the row or group around it."""

    path: AnswerPath
    question: Question
    answer: Any
    applies: bool
    around: Mapping[str, Any]
    row_label: str | None  # what names the row of the table that it stands in: "the yard"

    @property
    def answered(self) -> bool:
        return is_answered(self.answer)


def is_answered(answer: Any) -> bool:
    """A value, or a map or list that holds one; "no" and 0 are answers."""
    if isinstance(answer, Mapping):
        return any(is_answered(value) for value in answer.values())
    if isinstance(answer, list | tuple):
        return any(is_answered(value) for value in answer)
    return answer is not None


def walk(questionnaire: Questionnaire, answers: Answers, vocabulary: Vocabulary) -> Iterator[Asked]:
    """Every question in its place, groups and rows unfolded, in the order of the questionnaire."""
    yield from _walk(questionnaire.questions, answers, (), answers, None, True, vocabulary)


def _walk(
    questions: Iterable[Question],
    here: Mapping[str, Any],
    path: AnswerPath,
    answers: Answers,
    label: str | None,
    applies: bool,
    vocabulary: Vocabulary,
) -> Iterator[Asked]:
    for question in questions:
        answer = here.get(question.id)
        asked = applies and holds(question.when, answers, here, vocabulary)
        place = (*path, question.id)
        yield Asked(place, question, answer, asked, here, label)
        if question.type == "group":
            inner = answer if isinstance(answer, Mapping) else {}
            yield from _walk(question.questions, inner, place, answers, label, asked, vocabulary)
        elif question.type == "table":
            for number, row in enumerate(answer if isinstance(answer, list) else ()):
                if isinstance(row, Mapping):
                    name = row_label(question, row, number, vocabulary)
                    yield from _walk(question.questions, row, (*place, number), answers, name, asked, vocabulary)


def row_label(table: Question, row: Mapping[str, Any], number: int, vocabulary: Vocabulary) -> str:
    """What names a row: "the yard", "Welding and fabrication shop", else "site 2"."""
    name = row.get(table.row_name or "")
    if not isinstance(name, str):
        return f"{table.row} {number + 1}"
    inner = table.inner(table.row_name or "")
    choices = vocabulary.choices_of(inner) if inner and inner.type == "choice" else ()
    return next((choice.label for choice in choices if choice.id == name), name)
