"""Questions that apply to an intake and have no answer, so that a change can say which ones it opens."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.intake.branching import Asked, walk
from generator.intake.check import usable_answers
from generator.intake.migrate import read_current
from generator.intake.question import Questionnaire
from generator.intake.questionnaire import load_questionnaire
from generator.intake.setting import change
from generator.intake.source import AnswerPath, Answers
from generator.intake.vocabulary import vocabulary


@dataclass(frozen=True)
class Blank:
    """One unanswered question. `place` is what it belongs to ("equipment.forklift", or "goal"), `id` its last part."""

    place: str
    id: str
    label: str
    question: str
    taken: str | None  # what is taken for granted meanwhile


def blanks(path: Path | str, settings: Sequence[str] = ()) -> tuple[Blank, ...]:
    """Every unanswered question that applies to a file with these settings put in. Raises IntakeError."""
    questionnaire, words = load_questionnaire(), vocabulary()
    document = change(read_current(path), settings, questionnaire, words).document
    answers, _ = usable_answers(document, questionnaire, words)
    return tuple(_blank(asked, answers, questionnaire) for asked in walk(questionnaire, answers, words)
                 if asked.applies and not asked.answered and asked.question.type != "group")


def _blank(asked: Asked, answers: Answers, questionnaire: Questionnaire) -> Blank:
    question = asked.question
    taken = None if question.default is None else _plain(question.default)
    return Blank(_named_path(asked.path[:-1], answers, questionnaire), question.id, question.label, question.text, taken)


def _plain(value: Any) -> str:
    return "yes" if value is True else "no" if value is False else ", ".join(value) if isinstance(value, list) else str(value)


def _named_path(path: AnswerPath, answers: Answers, questionnaire: Questionnaire) -> str:
    """The path with names of rows instead of their numbers, so that it means the same row in another file."""
    here: Any = answers
    names = []
    for place, part in enumerate(path):
        here = here[part] if isinstance(here, list) and isinstance(part, int) else (
            here.get(part) if isinstance(here, Mapping) else None)
        table = questionnaire.find(path[:place]) if isinstance(part, int) else None
        name = here.get(table.row_name) if table and isinstance(here, Mapping) else None
        names.append(str(name or part))
    return ".".join(names)
