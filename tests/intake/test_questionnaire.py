"""The questionnaire and the typed Company hold the same names, and a slip in a question file is named."""

from __future__ import annotations

import shutil
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from generator.errors import KnowledgeError
from generator.intake.company import Company
from generator.intake.question import Question
from generator.intake.questionnaire import load_questionnaire, questionnaire_folder

NOT_ASKED = {"Company.source", "Person.role", "RatingAnswer.line"}  # the file's own path and line; the owner's role


def names(kind: Any) -> dict[str, Any]:
    """Names of a dataclass, with the dataclass inside each, if any."""
    hints = get_type_hints(kind)
    inner: dict[str, Any] = {}
    for slot in fields(kind):
        found = [hints[slot.name], *get_args(hints[slot.name])]
        inner[slot.name] = next((part for part in found if is_dataclass(part)), None)
    return inner


def compare(kind: Any, questions: tuple[Question, ...]) -> None:
    typed = names(kind)
    asked = {question.id: question for question in questions}
    missing = {f"{kind.__name__}.{name}" for name in set(typed) - set(asked)} - NOT_ASKED
    assert not missing
    assert not set(asked) - set(typed), f"{kind.__name__} has no place for {set(asked) - set(typed)}"
    for name, inner in typed.items():
        if inner is not None:
            compare(inner, asked[name].questions)


def test_every_name_of_company_is_asked_and_every_answer_has_a_place() -> None:
    questions = load_questionnaire().questions
    company = next(question for question in questions if question.id == "company")
    compare(Company, (*company.questions, *(question for question in questions if question.id != "company")))


def test_questions_are_told_in_plain_words() -> None:
    def all_of(questions: tuple[Question, ...]) -> list[Question]:
        return [found for question in questions for found in (question, *all_of(question.questions))]

    for question in all_of(load_questionnaire().questions):
        assert question.text.endswith("?"), question.id
        assert question.label and not question.label.endswith("."), question.id


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("type: month", "type: moon", "unknown type 'moon'"),
        ("type: month", "typ: month", "unknown attribute 'typ'"),
        ("row: contact", "when: row.x ==\n        row: contact", "cannot be read"),
        ("row_name: name", "row_name: nome", "a table needs row"),
        ("where: Emergency response plan, alarm", "help: x", "needs where, who and why"),
        ("id: drill_month", "id: alarm", "two questions have this id"),
    ],
)
def test_a_slip_in_a_question_file_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    folder = tmp_path / "questionnaires"
    shutil.copytree(questionnaire_folder(), folder)
    file = folder / "emergency.yaml"
    text = file.read_text("utf-8")
    assert old in text
    if new == "help: x":  # take the line out; the question has a help already
        text = "\n".join(line for line in text.splitlines() if old not in line)
    else:
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_questionnaire(folder)
    assert words in str(caught.value)
