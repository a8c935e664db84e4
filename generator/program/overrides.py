"""Ratings that the owner changed in the intake: each finds its rows, or the build stops and says which line fits nothing."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.errors import InputError, Problem
from generator.intake.company import Company, Rated, RatingAnswer
from generator.knowledge.model_assessing import Rating
from generator.program.likeness import shared_words
from generator.program.model import AssessmentRow, HazardAssessment, RatingChange, Reason

_LEAST, _MOST = 1, 5


def apply_ratings(company: Company, assessed: Sequence[HazardAssessment]) -> list[HazardAssessment]:
    """The assessments with the intake's own ratings. Raises InputError that names every line that fits no row."""
    found = list(assessed)
    problems: list[Problem] = []
    for number, answer in enumerate(company.ratings):
        try:
            place, tasks = _rows_meant(answer, found)
            found[place] = _changed(found[place], tasks, answer, number)
        except ValueError as error:
            message, accepted = error.args
            problems.append(Problem(message, company.source, answer.line, f"ratings.{number}", accepted=accepted))
    if problems:
        raise InputError("A changed rating fits no row of your hazard assessments:", problems)
    return found


def _rows_meant(answer: RatingAnswer, assessed: Sequence[HazardAssessment]) -> tuple[int, tuple[int, ...]]:
    """Number of the assessment, and of the tasks in it. ValueError(message, what would fit) where there is none."""
    place = next((number for number, item in enumerate(assessed) if item.id == answer.activity), None)
    if place is None:
        raise ValueError(f"there is no assessment {answer.activity!r}", ", ".join(item.id for item in assessed))
    item = assessed[place]
    holding = [number for number, task in enumerate(item.tasks) if any(row.hazard == answer.hazard for row in task.rows)]
    if not holding:
        elsewhere = [other.id for other in assessed if any(row.hazard == answer.hazard for row in other.rows)]
        raise ValueError(f"{item.title} has no row for {answer.hazard}" + _elsewhere(elsewhere),
                         ", ".join(_once(row.hazard for row in item.rows)))
    if answer.task is None:
        return place, tuple(holding)
    words = {number: shared_words(answer.task, item.tasks[number].task) for number in holding}
    most = max(words.values())
    if not most:
        raise ValueError(f"no task with {answer.hazard} is called like {answer.task!r}",
                         "; ".join(item.tasks[number].task for number in holding))
    return place, tuple(number for number in holding if words[number] == most)


def _elsewhere(ids: Sequence[str]) -> str:
    return f"; did you mean {' or '.join(ids)}?" if ids else ""


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _changed(item: HazardAssessment, tasks: Sequence[int], answer: RatingAnswer, number: int) -> HazardAssessment:
    made = list(item.tasks)
    for place in tasks:
        rows = tuple(_rated(row, answer) if row.hazard == answer.hazard else row for row in made[place].rows)
        made[place] = replace(made[place], rows=rows)
    by = f" ({answer.by})" if answer.by else ""
    reason = Reason("answer", f"ratings.{number}", f"You changed the rating of {answer.hazard}: {answer.reason}{by}")
    return replace(item, tasks=tuple(made), reasons=(*item.reasons, reason))


def _rated(row: AssessmentRow, answer: RatingAnswer) -> AssessmentRow:
    """The row with the owner's numbers. ValueError where the rating after would be above the one before."""
    before = _set(row.before, answer.before)
    shifted = (_clamp(row.after[0] + before[0] - row.before[0]), _clamp(row.after[1] + before[1] - row.before[1]))
    after = _set(shifted, answer.after)  # the controls take off as many steps as in the library, unless the owner says
    if after[0] > before[0] or after[1] > before[1]:
        raise ValueError(f"the rating after controls ({after[0]} x {after[1]}) is above the one before "
                         f"({before[0]} x {before[1]})", "an after that is not above before, or a higher before")
    was = row.changed or RatingChange(row.before, row.after, "")
    return replace(row, before=before, after=after, changed=RatingChange(
        was.library_before, was.library_after, answer.reason, answer.by, answer.date))


def _set(rating: Rating, given: Rated) -> Rating:
    return given.severity or rating[0], given.likelihood or rating[1]


def _clamp(step: int) -> int:
    return max(_LEAST, min(_MOST, step))
