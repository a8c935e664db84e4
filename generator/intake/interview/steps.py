"""What to ask next, given the answers so far. Pure: no file, no terminal.

The steps are listed anew after each answer, so a question appears as soon as it applies and goes when it does not.
A step's key is its place ("sites.0.kind"); going on, going back and resuming are all a look into that list.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.intake.branching import is_answered, row_label, walk
from generator.intake.question import Question, Questionnaire, Section
from generator.intake.source import AnswerPath, Answers, dotted
from generator.intake.vocabulary import Vocabulary
from generator.intake.when import holds

MoreAnswer = Literal["done", "add", "remove"]


@dataclass(frozen=True)
class Step:
    """One prompt: `ask` a question, `pick` the rows of a table from its choices, or ask whether there is `more`."""

    kind: Literal["ask", "pick", "more"]
    path: AnswerPath
    question: Question
    section: Section
    row: str | None = None  # what names the row: "the yard"
    count: int = 0  # of `more`: the rows so far

    @property
    def key(self) -> str:
        return dotted(self.path) + (".+" if self.kind == "more" else "")


def steps(questionnaire: Questionnaire, answers: Answers, words: Vocabulary) -> tuple[Step, ...]:
    """All prompts that apply to these answers, in order."""
    return tuple(
        step
        for section in questionnaire.sections
        for step in _steps(section.questions, answers, (), section, None, answers, words)
    )


def _steps(
    questions: Iterable[Question],
    here: Mapping[str, Any],
    path: AnswerPath,
    section: Section,
    label: str | None,
    answers: Answers,
    words: Vocabulary,
) -> Iterator[Step]:
    for question in questions:
        if not holds(question.when, answers, here, words):
            continue
        place, answer = (*path, question.id), here.get(question.id)
        if question.type == "group":
            inner = answer if isinstance(answer, Mapping) else {}
            yield from _steps(question.questions, inner, place, section, label, answers, words)
        elif question.type == "table":
            yield from _table(question, answer, place, section, answers, words)
        else:
            yield Step("ask", place, question, section, label)


def _table(
    table: Question, answer: Any, path: AnswerPath, section: Section, answers: Answers, words: Vocabulary
) -> Iterator[Step]:
    rows = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, list) else []
    asked = table.questions
    if table.pick:
        yield Step("pick", path, table, section, None, len(rows))
        asked = tuple(question for question in asked if question.id != table.row_name)
    elif not rows and table.required:
        rows = [{}]
    for number, row in enumerate(rows):
        label = row_label(table, row, number, words)
        yield from _steps(asked, row, (*path, number), section, label, answers, words)
    if not table.pick:
        yield Step("more", path, table, section, None, len(rows))


def following(all_steps: tuple[Step, ...], key: str) -> Step | None:
    """The step after a key; None at the end."""
    place = _place(all_steps, key)
    return all_steps[place + 1] if place is not None and place + 1 < len(all_steps) else None


def before(all_steps: tuple[Step, ...], key: str) -> Step | None:
    """The step before a key; None at the beginning. From the end (an unknown key) it is the last one."""
    place = _place(all_steps, key)
    if place is None:
        return all_steps[-1] if all_steps else None
    return all_steps[place - 1] if place else None


def _place(all_steps: tuple[Step, ...], key: str) -> int | None:
    return next((number for number, step in enumerate(all_steps) if step.key == key), None)


def current(answers: Answers, path: AnswerPath) -> Any:
    """The answer at a path, or None."""
    here: Any = answers
    for part in path:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def answered(answers: Answers, step: Step, answer: Any) -> Answers:
    """New answers with this step's answer in. None or blank takes the answer out."""
    new = copy.deepcopy(answers)
    if step.kind == "ask":
        _put(new, step.path, answer)
    elif step.kind == "pick":
        name = str(step.question.row_name)
        old = {row.get(name): row for row in current(answers, step.path) or () if isinstance(row, Mapping)}
        _put(new, step.path, [copy.deepcopy(dict(old.get(id_, {name: id_}))) for id_ in answer])
    elif answer == "add":
        _put(new, (*step.path, step.count), {})
    elif answer == "remove":
        _put(new, step.path, (current(new, step.path) or [])[:-1])
    return new


def next_key(questionnaire: Questionnaire, answers: Answers, step: Step, answer: Any, words: Vocabulary) -> str | None:
    """The key to go on at after this answer; None when all is asked. `answers` hold the answer already."""
    todo = steps(questionnaire, answers, words)
    if step.kind == "more" and answer == "add":
        row = (*step.path, step.count)
        return next(new.key for new in todo if new.path[: len(row)] == row)
    if step.kind == "more" and answer == "remove":
        return step.key
    new_step = following(todo, step.key)
    return new_step.key if new_step else None


def first_open(questionnaire: Questionnaire, answers: Answers, words: Vocabulary) -> str | None:
    """Where to begin in a file without a mark: the first question that matters and has no answer."""
    for step in steps(questionnaire, answers, words):
        matters = step.question.required or step.question.auditor
        if step.kind != "more" and matters and not is_answered(current(answers, step.path)):
            return step.key
    return None


def with_row_for(answers: Answers, key: str) -> Answers:
    """Answers with an empty row where a mark points into a row that was not saved yet."""
    path = tuple(int(part) if part.isdigit() else part for part in key.split("."))
    new = copy.deepcopy(answers)
    for length, part in enumerate(path):
        rows = current(new, path[:length])
        if isinstance(part, int) and part == len(rows if isinstance(rows, list) else []):
            _put(new, path[: length + 1], {})
    return new


def pruned(questionnaire: Questionnaire, answers: Answers, words: Vocabulary) -> Answers:
    """Answers without blanks, and without what no longer applies because an earlier answer changed."""
    new = copy.deepcopy(answers)
    while gone := [
        place.path
        for place in walk(questionnaire, new, words)
        if not place.applies and place.answered and place.question.type not in ("group", "table")
    ]:
        for path in gone:
            _put(new, path, None)
    kept = _without_blanks(new, questionnaire.questions)
    return kept if isinstance(kept, dict) else {}


def _without_blanks(value: Any, questions: tuple[Question, ...] = ()) -> Any:
    """Blank maps, lists and values taken out; maps in the order of their questions."""
    if isinstance(value, Mapping):
        order = {question.id: (number, question.questions) for number, question in enumerate(questions)}
        names = sorted(value, key=lambda name: order.get(name, (len(order), ()))[0])
        entries = {name: _without_blanks(value[name], order.get(name, (0, ()))[1]) for name in names}
        return {name: entry for name, entry in entries.items() if is_answered(entry)}
    if isinstance(value, list):
        return [entry for entry in (_without_blanks(item, questions) for item in value) if is_answered(entry)]
    return value


def _put(answers: Any, path: AnswerPath, value: Any) -> None:
    """Set a value, making maps and rows on the way."""
    for number, part in enumerate(path[:-1]):
        fresh: Any = [] if isinstance(path[number + 1], int) else {}
        answers = _child(answers, part, fresh)
    last = path[-1]
    if isinstance(answers, list) and last == len(answers):
        answers.append(value)
    elif value is None and isinstance(answers, dict):
        answers.pop(last, None)
    else:
        answers[last] = value


def _child(here: Any, part: str | int, fresh: Any) -> Any:
    if isinstance(here, list) and part == len(here):
        here.append(fresh)
    elif isinstance(here, dict) and not isinstance(here.get(part), dict | list):
        here[part] = fresh
    return here[part]
