"""Changed ratings beside the rest of the answers: the work is done here, the hazard can occur in it, the numbers fit.

Whether a row of that hazard is left in this company's assessment is known only once they are made: then the program says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.intake.nearest import did_you_mean
from generator.intake.question import Choice
from generator.intake.source import AnswerPath
from generator.intake.vocabulary import Vocabulary
from generator.knowledge import load

EVERYWHERE_ID = "everywhere"
"""The assessment of what every job shares."""

Fault = tuple[AnswerPath, str, str]


def rating_faults(answers: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Fault]:
    """(path, what is wrong, what would be right) of each rating that cannot hold."""
    ids = [str(row["id"]) for row in answers.get("activities") or () if isinstance(row, Mapping) and row.get("id")]
    work = [choice for choice in vocabulary.lists["catalogue.activities"] if choice.id in ids]
    for number, row in enumerate(answers.get("ratings") or ()):
        if not isinstance(row, Mapping):
            continue
        path: AnswerPath = ("ratings", number)
        activity, hazard = row.get("activity"), row.get("hazard")
        if isinstance(activity, str) and activity not in (*ids, EVERYWHERE_ID):
            meant = did_you_mean(activity, work)
            message = f'"{activity[:80]}" is not among your kinds of work{meant}'
            yield (*path, "activity"), message, ", ".join([*ids, EVERYWHERE_ID])
        elif isinstance(activity, str) and activity != EVERYWHERE_ID and isinstance(hazard, str):
            yield from _strange(path, activity, hazard, answers, vocabulary)
        yield from _numbers(path, row)


def _strange(path: AnswerPath, activity: str, hazard: str, answers: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[Fault]:
    known = _possible(activity, answers, vocabulary)
    if hazard in known:
        return
    choices = [Choice(choice.id, choice.label) for choice in vocabulary.lists["catalogue.hazards"] if choice.id in known]
    meant = did_you_mean(hazard, choices)
    yield (*path, "hazard"), f"{activity} has no row for {hazard}{meant}", ", ".join(choice.id for choice in choices)


def _possible(activity: str, answers: Mapping[str, Any], vocabulary: Vocabulary) -> set[str]:
    """Hazards that some company's assessment of this work may have, with those of the equipment that is used for it."""
    library = load.catalogue().assessments.get(activity)
    found = {row.hazard for task in library.tasks for row in task.hazards} if library else set(
        vocabulary.activity_hazards.get(activity, ()))
    for row in answers.get("equipment") or ():
        if isinstance(row, Mapping) and activity in (row.get("used_for") or ()):
            found |= set(vocabulary.equipment_hazards.get(str(row.get("id")), ()))
    return found


def _numbers(path: AnswerPath, row: Mapping[str, Any]) -> Iterator[Fault]:
    before, after = row.get("before") or {}, row.get("after") or {}
    if not {**before, **after}:  # a number that was refused has its own problem
        yield path, "this changes no number", "severity or likelihood, 1 to 5, under before or after"
    for name in ("severity", "likelihood"):
        low, high = after.get(name), before.get(name)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield (*path, "after", name), f"{name} after controls ({low}) is above the one before ({high})", f"1 to {high}"
