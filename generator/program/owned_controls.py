"""The owner's existing controls: each stands first in the row that it is about, and may lower that row's rating."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.intake.company import Company, ExistingControl
from generator.knowledge.model_assessing import LEVELS, Assessing
from generator.program.likeness import shared_words
from generator.program.model import AssessmentRow, Control, HazardAssessment
from generator.program.rating import with_added

_NAME = 2  # words of a hazard's name that make a job named after it


def place_controls(company: Company, assessed: Sequence[HazardAssessment], rules: Assessing) -> list[HazardAssessment]:
    """Every existing control at the head of the row that it is about; strongest first where a row gets several."""
    found = list(assessed)
    for control in sorted(company.existing_controls, key=lambda control: -LEVELS.index(control.kind)):
        _place(control, found, rules)
    return found


def _place(control: ExistingControl, assessed: list[HazardAssessment], rules: Assessing) -> None:
    """Put one control at the head of one row.

    The intake names only the hazard. Of the rows with that hazard, the one whose words the control shares most is meant:
    "light curtain on the brake press" belongs to the press, not to the saw. Where no row shares a word, the words of the
    rows' own controls decide. A job that is named after the hazard (confined space entry) counts for one word more.
    """
    spots = [(_likeness(control.control, f"{item.title} {task.task} {row.what}", row, _named_after(control.hazard, item)),
              place, number, position)
             for place, item in enumerate(assessed) for number, task in enumerate(item.tasks)
             for position, row in enumerate(task.rows) if row.hazard == control.hazard]
    if not spots:
        return
    _, place, number, position = max(spots, key=lambda spot: (spot[0], -spot[1], -spot[2], -spot[3]))
    item = assessed[place]
    task = item.tasks[number]
    rows = list(task.rows)
    rows[position] = _with(rows[position], Control(control.kind, control.control, existing=True), rules)
    tasks = list(item.tasks)
    tasks[number] = replace(task, rows=tuple(rows))
    assessed[place] = replace(item, tasks=tuple(tasks))


def _with(row: AssessmentRow, control: Control, rules: Assessing) -> AssessmentRow:
    return replace(row, after=with_added(row, control, rules), controls=(control, *row.controls))


def _named_after(hazard: str, item: HazardAssessment) -> int:
    """1 for an assessment whose title has the hazard's name of two words or more."""
    words = hazard.replace("_", " ")
    return int(shared_words(words, item.title) >= _NAME)


def _likeness(control: str, where: str, row: AssessmentRow, named: int) -> tuple[int, int]:
    """Words shared with the job and the harm; without any, those shared with the controls that the row has already."""
    shared = shared_words(control, where)
    return shared + named, 0 if shared else shared_words(control, " ".join(own.text for own in row.controls))
