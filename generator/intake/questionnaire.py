"""Load `questionnaires/`: strict, so that a slip in a question file is named with its file and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

import generator
from generator.errors import KnowledgeError, Problem
from generator.intake.question import AnswerType, Choice, Question, Questionnaire, Section
from generator.intake.when import expression_problem, names_read
from generator.knowledge.files import from_yaml

_PLAIN = {
    "id",
    "label",
    "text",
    "help",
    "type",
    "when",
    "required",
    "default",
    "min",
    "max",
    "pattern",
    "accepted",
    "unique",
    "auditor",
    "auditor_when",
    "where",
    "who",
    "why",
    "row",
    "row_name",
    "pick",
}
_KNOWN = _PLAIN | {"choices", "from", "questions"}
_SOURCES = {
    "catalogue.activities",
    "catalogue.equipment",
    "catalogue.hazards",
    "catalogue.rhythms",
    "catalogue.training",
    "jurisdictions",
    "provinces",
    "roles",
    "frequencies",
    "partners",
    "answers.people",
    "answers.activities",
}


def questionnaire_folder() -> Path:
    """The folder `questionnaires/`: package data when installed, else beside the package in a clone."""
    package = Path(generator.__file__).parent
    for folder in (package / "questionnaires", package.parent / "questionnaires"):
        if (folder / "questionnaire.yaml").is_file():
            return folder
    raise KnowledgeError("The questionnaire is not installed beside the program.")


@cache
def load_questionnaire(folder: Path | None = None) -> Questionnaire:
    """The questionnaire of a folder. Raises KnowledgeError that lists everything wrong in its files."""
    folder = folder or questionnaire_folder()
    problems: list[Problem] = []
    head = _read(folder / "questionnaire.yaml")
    sections = []
    for name in head.get("sections", ()):
        file = folder / f"{name}.yaml"
        raw = _read(file)
        questions = tuple(_question(entry, file, problems) for entry in raw.get("questions", ()))
        sections.append(Section(str(name), str(raw.get("title", name)), str(raw.get("intro", "")), questions))
    problems.extend(_duplicates(tuple(q for section in sections for q in section.questions), folder, ""))
    made = Questionnaire(str(head["version"]), str(head["title"]), tuple(sections))
    if not problems:  # what cannot be read at all comes first
        problems.extend(Problem(message, folder / f"{section.id}.yaml", path=path) for section in made.sections
                        for path, message in _strangers(section.questions, made))
    if problems:
        raise KnowledgeError("The questionnaire breaks its own rules.", problems)
    return made


def _read(file: Path) -> Mapping[str, Any]:
    try:
        data = from_yaml(file.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"The questionnaire file {file.name} cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise KnowledgeError(f"The questionnaire file {file.name} must be a map.")
    return data


def _question(raw: Any, file: Path, problems: list[Problem]) -> Question:
    if not isinstance(raw, dict) or not {"id", "label", "text"} <= raw.keys():
        problems.append(Problem(f"a question needs id, label and text: {raw!r:.80}", file))
        return Question("unreadable", "unreadable", "unreadable")
    given: dict[str, Any] = {key: value for key, value in raw.items() if key in _PLAIN}
    given["choices"] = tuple(_choice(entry) for entry in raw.get("choices", ()))
    given["source"] = raw.get("from")
    given["questions"] = tuple(_question(entry, file, problems) for entry in raw.get("questions", ()))
    question = Question(**given)
    problems.extend(Problem(message, file, path=question.id) for message in _slips(question, set(raw) - _KNOWN))
    problems.extend(_duplicates(question.questions, file, f"{question.id}."))
    return question


def _choice(entry: Any) -> Choice:
    if isinstance(entry, dict):
        return Choice(str(entry["id"]), str(entry.get("label", entry["id"])), str(entry.get("group", "")))
    return Choice(str(entry), str(entry))


def _slips(question: Question, unknown: set[str]) -> Iterator[str]:
    """What is wrong with one question, in words."""
    for name in sorted(unknown):
        yield f"unknown attribute {name!r}"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", question.id):
        yield "an id has small letters, digits and underscores"
    if question.type not in get_args(AnswerType):
        yield f"unknown type {question.type!r}"
    if question.source and question.source not in _SOURCES:
        yield f"unknown list {question.source!r}; known: {', '.join(sorted(_SOURCES))}"
    if question.type in ("choice", "choices", "map") and not (question.choices or question.source):
        yield "needs choices or from"
    if question.type in ("group", "table") and not question.questions:
        yield "needs questions"
    if question.auditor not in (None, "true", "critical"):
        yield 'auditor is "true" or "critical"'
    if question.auditor and not (question.where and question.who and question.why):
        yield "an auditor's question needs where, who and why"
    if question.type == "table" and (
        not question.row or not question.row_name or not question.inner(question.row_name)
    ):
        yield "a table needs row, and row_name that is one of its questions"
    for text in (question.when, question.auditor_when):
        if text and (slip := expression_problem(text)):
            yield f"the expression {text!r} cannot be read: {slip}"


def _strangers(level: tuple[Question, ...], whole: Questionnaire, before: str = "") -> Iterator[tuple[str, str]]:
    """Names in conditions that no question asks for: such a condition would never hold, and nobody would notice."""
    for question in level:
        for text in filter(None, (question.when, question.auditor_when)):
            for name in sorted(names_read(text)):
                here = name[0] == "row" and (len(name) == 1 or any(other.id == name[1] for other in level))
                if not here and whole.find(name) is None:
                    yield before + question.id, f"the expression {text!r} reads {'.'.join(name)}, which no question asks for"
        yield from _strangers(question.questions, whole, f"{before}{question.id}.")


def _duplicates(questions: tuple[Question, ...], file: Path, prefix: str) -> Iterator[Problem]:
    ids = [question.id for question in questions]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        yield Problem("two questions have this id", file, path=f"{prefix}{id_}")
