"""Check one intake: everything wrong at once, what looks odd, and what an auditor would still ask."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.errors import IntakeError, Problem
from generator.intake.branching import Asked, walk
from generator.intake.build import company_from
from generator.intake.company import Company
from generator.intake.crosscheck import cross_check, rows
from generator.intake.migrate import read_current
from generator.intake.problems import Explainer
from generator.intake.question import Questionnaire
from generator.intake.questionnaire import load_questionnaire
from generator.intake.schema import validator
from generator.intake.source import AnswerPath, Answers, Document, dotted
from generator.intake.vocabulary import Vocabulary, vocabulary
from generator.intake.when import holds


@dataclass(frozen=True)
class OpenQuestion:
    """A question without an answer that an auditor, or an emergency, will ask. `id` is the answer's dotted path."""

    id: str
    what: str
    where: str
    who: str
    why: str
    critical: bool
    question: str


@dataclass(frozen=True)
class CheckResult:
    """What the check found. `company` is None where a problem stands in the way; warnings never do.

    `migrated` says what the questions that changed since an older intake's version mean for its answers.
    """

    file: Path | str
    company: Company | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    unanswered: tuple[OpenQuestion, ...] = ()
    migrated: tuple[Problem, ...] = ()


def check_intake(path: Path | str) -> CheckResult:
    """Check an intake file. Never raises for a bad file: what is wrong is in the result."""
    try:
        document = read_current(path)
    except IntakeError as error:
        return CheckResult(path, None, tuple(error.problems))
    return check_document(document, load_questionnaire(), vocabulary())


def check_document(document: Document, questionnaire: Questionnaire, words: Vocabulary) -> CheckResult:
    """Check answers that have been read: shape by Cerberus, then branches, then the answers side by side."""
    explain = Explainer(questionnaire, words, document)
    answers, found = _shaped(document, questionnaire, words, explain)
    asked = tuple(walk(questionnaire, answers, words))
    for path in _missing(asked):
        problem = explain.problem(path, "this question must be answered", _accepted(explain, questionnaire, path))
        found.setdefault(path, problem)
    warnings = [
        explain.problem(path, "this question does not apply to you, so the answer is left out")
        for path in _out_of_place(asked)
    ]
    folder = Path(document.file).parent
    for finding in cross_check(answers, words, folder):
        problem = explain.problem(finding.path, finding.message, finding.accepted)
        if finding.warning:
            warnings.append(problem)
        else:
            found.setdefault(finding.path, problem)
    problems = _in_order([*document.problems, *found.values()])
    for path in _out_of_place(asked):
        _put(answers, path, None)
    company = None if problems else _with_lines(company_from(answers, source=str(document.file)), document)
    return CheckResult(document.file, company, problems, _in_order(warnings), tuple(_open(asked, answers, words)),
                       tuple(document.notes))


def _with_lines(company: Company, document: Document) -> Company:
    """The company with the lines of its changed ratings: whether they fit a row is known only once the rows are made."""
    lines = [replace(rating, line=document.line_of(("ratings", number))) for number, rating in enumerate(company.ratings)]
    return replace(company, ratings=tuple(lines)) if lines else company


def usable_answers(
    document: Document, questionnaire: Questionnaire, words: Vocabulary
) -> tuple[Answers, tuple[Problem, ...]]:
    """Answers as values, with those that cannot be used (the problems) taken out; missing ones are no problem here."""
    answers, found = _shaped(document, questionnaire, words, Explainer(questionnaire, words, document))
    given = {path: problem for path, problem in found.items() if _is_given(document.data, path)}
    return answers, _in_order([*document.problems, *given.values()])


def _shaped(
    document: Document, questionnaire: Questionnaire, words: Vocabulary, explain: Explainer
) -> tuple[Answers, dict[AnswerPath, Problem]]:
    """What Cerberus makes of the answers: values, and a problem for each path that it refuses."""
    cerberus = validator(questionnaire.questions, words)
    cerberus.validate(copy.deepcopy(document.data))
    found = explain.explain(cerberus._errors)
    return _without(cerberus.document, found), found


def _is_given(data: Any, path: AnswerPath) -> bool:
    try:
        for part in path:
            data = data[part]
    except (KeyError, IndexError, TypeError):
        return False
    return data is not None


def _without(document: Any, bad: Iterable[AnswerPath]) -> Answers:
    """The answers with everything that Cerberus refused set to None."""
    answers: Answers = copy.deepcopy(dict(document))
    for path in bad:
        _put(answers, path, None)
    return answers


def _put(answers: Any, path: AnswerPath, value: Any) -> None:
    """Set a value where its place exists."""
    try:
        for part in path[:-1]:
            answers = answers[part]
        answers[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


def _missing(asked: Iterable[Asked]) -> Iterator[AnswerPath]:
    """Questions that must be answered because their `when` holds; Cerberus sees the unconditional ones."""
    for place in asked:
        if place.question.required and place.question.when and place.applies and not place.answered:
            yield place.path


def _out_of_place(asked: Iterable[Asked]) -> Iterator[AnswerPath]:
    reported: list[AnswerPath] = []
    for place in asked:
        inside = any(place.path[: len(above)] == above for above in reported)
        if not place.applies and place.answered and not inside:
            reported.append(place.path)
            yield place.path


def _open(asked: Iterable[Asked], answers: Answers, words: Vocabulary) -> Iterator[OpenQuestion]:
    for place in asked:
        question = place.question
        if not (question.auditor and place.applies) or place.answered:
            continue
        if holds(question.auditor_when, answers, place.around, words):
            what = f"{question.label} ({place.row_label})" if place.row_label else question.label
            yield OpenQuestion(
                dotted(place.path),
                what,
                str(question.where),
                _who(str(question.who), answers),
                str(question.why),
                question.auditor == "critical",
                question.text,
            )


def _who(role: str, answers: Answers) -> str:
    """Name and title of the first person with a role; the owner where nobody has it."""
    owner = (answers.get("company") or {}).get("owner") or {}
    for person in (owner, *(row for _, row in rows(answers, "people"))):
        roles = [person.get("role"), *(person.get("also") or ())]
        if role in roles and person.get("name"):
            return _named(person)
    return _named(owner) if owner.get("name") else "the owner"


def _named(person: Any) -> str:
    return f"{person['name']}, {person['title']}" if person.get("title") else str(person["name"])


def _accepted(explain: Explainer, questionnaire: Questionnaire, path: AnswerPath) -> str | None:
    question = questionnaire.find(path)
    return explain.accepted(question) if question else None


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.line or 0, problem.path or "")))
