"""Answers changed on the command line: `--set workforce.AB.workers=12`, `equipment+=forklift`, `activities-=welding_shop`.

A changed intake goes through the same check as a file. What is wrong with a changed answer names its argument, not a line.
The file itself is never written.
"""
from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.errors import IntakeError, Problem
from generator.intake.check import CheckResult, check_document
from generator.intake.migrate import read_current
from generator.intake.nearest import did_you_mean, nearest_word
from generator.intake.place import Place, WrongPlace, find_place, number_of, row_named, row_names
from generator.intake.problems import quoted
from generator.intake.question import Question, Questionnaire
from generator.intake.questionnaire import load_questionnaire
from generator.intake.source import AnswerPath, Document, dotted, parse_document
from generator.intake.vocabulary import Vocabulary, vocabulary

_SHAPE = "PATH=VALUE, PATH+=VALUE or PATH-=VALUE, such as workforce.0.workers=12, equipment+=forklift, activities-=welding_shop"
_NULLS = frozenset({"", "~", "null"})
_MOST_SETTINGS = 200


@dataclass
class Changed:
    """An intake with settings put in: `given` says which argument gave an answer, `notes` what went along with it."""

    document: Document
    given: dict[AnswerPath, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_changed(path: Path | str, settings: Sequence[str]) -> CheckResult:
    """Check an intake file with these settings put in. Never raises for a bad file or setting: see the result."""
    try:
        document = read_current(path)
    except IntakeError as error:
        return CheckResult(path, None, tuple(error.problems))
    questionnaire, words = load_questionnaire(), vocabulary()
    changed = change(document, settings, questionnaire, words)
    result = check_document(changed.document, questionnaire, words)
    problems = (*changed.problems, *(_attributed(problem, changed.given) for problem in result.problems))
    warnings = (*(Problem(note) for note in changed.notes),
                *(_attributed(problem, changed.given) for problem in result.warnings))
    return replace(result, company=None if problems else result.company, problems=problems, warnings=warnings)


def change(document: Document, settings: Sequence[str], questionnaire: Questionnaire, words: Vocabulary) -> Changed:
    """A copy of the answers with the settings put in, one after the other; those that cannot be are in `problems`."""
    fresh = Document(document.file, copy.deepcopy(document.data), dict(document.lines), list(document.problems),
                     document.notes, document.version)
    changed = Changed(fresh)
    if len(settings) > _MOST_SETTINGS:
        changed.problems.append(Problem(f"{len(settings)} settings are too many to be read as a what-if", file="--set",
                                        accepted=f"at most {_MOST_SETTINGS}; change a copy of the file and compare the two"))
        return changed
    for argument in settings:
        try:
            _put_in(changed, argument, questionnaire, words)
        except WrongPlace as wrong:
            changed.problems.append(Problem(str(wrong), named(argument), path=wrong.path, question=wrong.question,
                                            accepted=wrong.accepted))
    _raise_peaks(changed)
    return changed


def _raise_peaks(changed: Changed) -> None:
    """More workers now than the most of the last year: the most goes up with them, and that is said."""
    rows = changed.document.data.get("workforce")
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        given, peak = ("workforce", number, "workers"), ("workforce", number, "peak_workers")
        if given not in changed.given or peak in changed.given or not isinstance(row, dict):
            continue
        workers, most = row.get("workers"), row.get("peak_workers")
        if _count(workers) > _count(most) > 0:
            row["peak_workers"] = workers
            changed.notes.append(f"{dotted(peak)} goes up with the workers: {workers} instead of {most}")


def _count(answer: Any) -> int:
    return int(answer) if isinstance(answer, str) and answer.isascii() and answer.isdigit() and len(answer) < 8 else 0


def named(argument: str) -> str:
    """How a message names an argument: `--set equipment+=forklfit`."""
    return f"--set {quoted(argument)[1:-1]}"


def _put_in(changed: Changed, argument: str, questionnaire: Questionnaire, words: Vocabulary) -> None:
    path, operator, text = _parts(argument)
    place = find_place(path, changed.document.data, questionnaire)
    if operator == "-=":
        _take_out(changed, place, text, questionnaire, words)
    elif operator == "+=":
        _add(changed, argument, place, text, words)
    else:
        _drop_lines(changed, place.path)
        place.put(changed.document.data, _value(place.question, text))
        changed.given[place.path] = argument


def _parts(argument: str) -> tuple[str, str, str]:
    """Path, operator and value as typed. Raises WrongPlace where there is no operator."""
    match = re.search(r"[+-]?=", argument)
    if match is None or not argument[:match.start()].strip():
        raise WrongPlace("this is no setting", accepted=_SHAPE)
    return argument[:match.start()].strip(), match.group(), argument[match.end():].strip()


def _value(question: Question, text: str) -> Any:
    """What was typed, as a file would hold it: plain text for one answer, YAML's flow form for lists and maps."""
    several = question.type in ("group", "table", "list", "choices", "map")
    if not several and text[:1] not in ("'", '"'):
        return None if text.lower() in _NULLS else text
    try:
        return parse_document(f"value: {text}", "--set").data["value"]
    except (IntakeError, KeyError):
        raise WrongPlace(f"{quoted(text)} cannot be read as YAML", question=question.text,
                         accepted=_flow(question)) from None


def _flow(question: Question) -> str:
    if question.type == "table":
        return f"an entry's {question.row_name}, or a row such as {{{question.row_name}: ..., {question.questions[-1].id}: ...}}"
    return {"group": "a map such as {name: value}", "map": "a map such as {AB: text}"}.get(question.type, "a list such as [a, b]")


def _add(changed: Changed, argument: str, place: Place, text: str, words: Vocabulary) -> None:
    """New rows of a table, or entries of a list."""
    question = place.question
    if question.type not in ("table", "list", "choices"):
        raise WrongPlace("+= adds to a list, and this is one answer", question=question.text,
                         accepted=f"{dotted(place.path)}=VALUE")
    value = _value(question, text)
    if value is None:
        raise WrongPlace("there is nothing to add", question=question.text, accepted=_flow(question))
    rows = place.entries(changed.document.data)
    for entry in value if isinstance(value, list) else [value]:
        row = {str(question.row_name): entry} if question.type == "table" and not isinstance(entry, dict) else entry
        _refuse_unknown(question, row, words)
        _refuse_twice(place, row, rows)
        changed.given[(*place.path, len(rows))] = argument
        rows.append(row)


def _refuse_unknown(question: Question, row: Any, words: Vocabulary) -> None:
    """A new row whose id is not in the catalogue is said in one line, without the noise of a row number."""
    naming = question.inner(str(question.row_name)) if question.type == "table" else None
    choices = words.choices_of(naming) if naming and naming.type == "choice" else ()
    wanted = row.get(question.row_name) if isinstance(row, dict) else None
    if choices and isinstance(wanted, str) and wanted not in {choice.id for choice in choices}:
        raise WrongPlace(f"no such {question.row}: {quoted(wanted)}{did_you_mean(wanted, choices)}",
                         question=naming.text if naming else None)


def _refuse_twice(place: Place, row: Any, rows: Sequence[Any]) -> None:
    naming = place.question.inner(str(place.question.row_name)) if place.question.type == "table" else None
    if naming is None or not naming.unique or not isinstance(row, dict):
        return
    name = row.get(naming.id)
    if isinstance(name, str) and row_named(place.question, rows, name) is not None:
        raise WrongPlace(f"{quoted(name)} is there already", question=place.question.text,
                         accepted=f"{dotted(place.path)}.{name}.ANSWER=VALUE to change it")


def _take_out(changed: Changed, place: Place, text: str, questionnaire: Questionnaire, words: Vocabulary) -> None:
    """A row or entry out, named by id, name, jurisdiction or position; and out of the answers that chose it."""
    question = place.question
    if question.type not in ("table", "list", "choices"):
        raise WrongPlace("-= takes out of a list, and this is one answer", question=question.text,
                         accepted=f"{dotted(place.path)}= (with nothing behind it) leaves it open")
    rows = place.entries(changed.document.data)
    number = number_of(question, rows, text)
    if number is None:
        names = row_names(question, rows)
        guess = nearest_word(text, names)
        raise WrongPlace(f"there is no {quoted(text)} to take out" + (f"; did you mean `{guess}`?" if guess else ""),
                         question=question.text, accepted=", ".join(names) or "nothing: the list is empty")
    name = row_names(question, rows)[number]
    del rows[number]
    changed.document.lines = dict(_shifted(changed.document.lines, place.path, number))
    changed.given = dict(_shifted(changed.given, place.path, number))
    if question.type == "table":
        _follow(changed, question.id, name, questionnaire)


def _shifted(by_path: dict[AnswerPath, Any], table: AnswerPath, gone: int) -> Iterator[tuple[AnswerPath, Any]]:
    """Paths as they are once a row is gone: those behind it move up."""
    for path, value in by_path.items():
        number = path[len(table)] if path[:len(table)] == table and len(path) > len(table) else None
        if isinstance(number, int) and number >= gone:
            if number > gone:
                yield (*table, number - 1, *path[len(table) + 1:]), value
        else:
            yield path, value


def _drop_lines(changed: Changed, path: AnswerPath) -> None:
    """An answer that is given anew no longer stands on its line, nor does anything inside it."""
    lines = changed.document.lines
    for known in [known for known in lines if known[:len(path)] == path]:
        del lines[known]


def _follow(changed: Changed, table: str, name: str, questionnaire: Questionnaire) -> None:
    """Answers that chose the row that went no longer do: who does the work, what a machine is used for. Said, not silent."""
    source = f"answers.{table}"
    touched: list[str] = []
    for outer in questionnaire.questions:
        if outer.type != "table":
            continue
        touched += _rows_gone(changed, outer, source, name)
        chosen = [inner.id for inner in outer.questions if inner.type == "choices" and inner.source == source]
        rows = changed.document.data.get(outer.id)
        for row in rows if isinstance(rows, list) else ():
            for id_ in chosen:
                if isinstance(row, dict) and isinstance(row.get(id_), list) and name in row[id_]:
                    row[id_] = [entry for entry in row[id_] if entry != name]
                    touched.append(f"{outer.id}.{row.get(outer.row_name or '')}.{id_}")
    if touched:
        changed.notes.append(f"{name} also goes out of {', '.join(touched)}")


def _rows_gone(changed: Changed, table: Question, source: str, name: str) -> list[str]:
    """Rows that are about the one that went, as a ticket of that person, go with it."""
    about = [inner.id for inner in table.questions if inner.type == "choice" and inner.required and inner.source == source]
    rows = changed.document.data.get(table.id)
    gone = [number for number, row in enumerate(rows if isinstance(rows, list) else ())
            if isinstance(row, dict) and any(row.get(id_) == name for id_ in about)]
    for number in reversed(gone):
        del changed.document.data[table.id][number]
        changed.document.lines = dict(_shifted(changed.document.lines, (table.id,), number))
        changed.given = dict(_shifted(changed.given, (table.id,), number))
    return [table.id] if gone else []


def _attributed(problem: Problem, given: dict[AnswerPath, str]) -> Problem:
    """The problem as one of its argument, where an argument gave the answer that it is about."""
    path = tuple(int(part) if part.isdigit() else part for part in (problem.path or "").split("."))
    for length in range(len(path), 0, -1):
        if path[:length] in given:
            return replace(problem, file=named(given[path[:length]]), line=None)
    return problem

