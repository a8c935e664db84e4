"""Formal hazard assessments: each job is its tasks, each task its hazards, rated before and after controls."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.intake.company import Company, ExistingControl
from generator.knowledge.base import Knowledge
from generator.knowledge.model import LEVELS, AssessedHazard, AssessmentLibrary
from generator.program.model import (
    ActivityItem,
    AssessmentRow,
    AssessmentTask,
    Control,
    HazardAssessment,
    Reason,
)
from generator.program.select import needs_met

# Bands of severity x likelihood (1 to 25). Our rule; the manual prints it beside the scale.
MEDIUM_FROM = 8
HIGH_FROM = 15

# What the strongest control of a row does to the likelihood, where no worked-out assessment says (our rule):
# taking the hazard away or swapping it leaves it rare; engineering takes two steps off, work rules and gear one.
_LIKELIHOOD_STEPS = {"elimination": 4, "substitution": 3, "engineering": 2, "administrative": 1, "ppe": 1}

# Activities whose named people are the ones protected, not the ones in charge.
_FOR_OTHERS = frozenset({"young_worker_seasonal"})


def score(rating: tuple[int, int]) -> int:
    """Severity x likelihood, 1 to 25."""
    return rating[0] * rating[1]


def band(rating: tuple[int, int]) -> str:
    """low, medium or high."""
    value = score(rating)
    return "high" if value >= HIGH_FROM else "medium" if value >= MEDIUM_FROM else "low"


def assess(company: Company, knowledge: Knowledge, activities: Sequence[ActivityItem],
           law: Sequence[Reason]) -> tuple[HazardAssessment, ...]:
    """One assessment for each activity. `law` is why any employer writes them."""
    assessed = [_assess_activity(company, knowledge, item, law) for item in activities]
    for control in sorted(company.existing_controls, key=lambda control: -LEVELS.index(control.kind)):
        _place(control, assessed)
    return tuple(assessed)


def _assess_activity(company: Company, knowledge: Knowledge, item: ActivityItem,
                     law: Sequence[Reason]) -> HazardAssessment:
    library = knowledge.catalogue.assessments.get(item.id)
    who = _responsible(company, item)
    tasks = (_worked_out(company, knowledge, library, who) if library
             else _from_catalogue(company, knowledge, item, who))
    return HazardAssessment(item.id, item.title, (*item.reasons, *law), item.id, tasks, curated=library is not None)


def _place(control: ExistingControl, assessed: list[HazardAssessment]) -> None:
    """Put one of the owner's controls at the head of the row that it is about.

    The intake names only the hazard. Of the rows with that hazard, the one whose words the control shares most is meant:
    "light curtain on the brake press" belongs to the press, not to the saw. Where no row shares a word, the words of the
    rows' own controls decide.
    """
    spots = [(_likeness(control.control, f"{item.title} {task.task} {row.what}", row), place, number, position)
             for place, item in enumerate(assessed) for number, task in enumerate(item.tasks)
             for position, row in enumerate(task.rows) if row.hazard == control.hazard]
    if not spots:
        return
    _, place, number, position = max(spots, key=lambda spot: (spot[0], -spot[1], -spot[2], -spot[3]))
    item = assessed[place]
    task = item.tasks[number]
    row = task.rows[position]
    rows = list(task.rows)
    rows[position] = replace(row, controls=(Control(control.kind, control.control, existing=True), *row.controls))
    tasks = list(item.tasks)
    tasks[number] = replace(task, rows=tuple(rows))
    assessed[place] = replace(item, tasks=tuple(tasks))


def _likeness(control: str, where: str, row: AssessmentRow) -> tuple[int, int]:
    """Words shared with the job and the harm; without any, those shared with the controls that the row has already."""
    shared = shared_words(control, where)
    return shared, 0 if shared else shared_words(control, " ".join(own.text for own in row.controls))


# Words that say nothing about which job a control belongs to.
_COMMON = frozenset(
    "the and for with you your not from out off are that its into each over this when they them their before after until "
    "than".split())


def shared_words(one: str, other: str) -> int:
    """How many words of three letters or more the texts share, by their first five letters (press, presses)."""
    def stems(text: str) -> set[str]:
        return {word[:5] for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in _COMMON}
    return len(stems(one) & stems(other))


def _responsible(company: Company, item: ActivityItem) -> str:
    """Who sees to the controls: the people named for the job, else the supervisors, else the owner.

    Nobody sees to the controls that protect them as the newest or youngest: there the supervisor does.
    """
    if item.who and item.id not in _FOR_OTHERS:
        return item.who[0]
    supervisors = [person.name for person in company.people if "supervisor" in person.roles]
    return supervisors[0] if supervisors else company.owner.name


def _worked_out(company: Company, knowledge: Knowledge, library: AssessmentLibrary,
                who: str) -> tuple[AssessmentTask, ...]:
    tasks = []
    for task in library.tasks:
        rows = []
        for hazard in task.hazards:
            if not needs_met(company, hazard.needs):
                continue
            rows.append(_row(knowledge, hazard, who))
        if rows:
            tasks.append(AssessmentTask(task.task, tuple(rows)))
    return tuple(tasks)


def _row(knowledge: Knowledge, hazard: AssessedHazard, who: str) -> AssessmentRow:
    return AssessmentRow(
        hazard=hazard.hazard, name=knowledge.catalogue.hazards[hazard.hazard].name, what=hazard.what,
        before=hazard.before, after=hazard.after, controls=_flatten(hazard.controls), who=who)


def _flatten(controls: Mapping[str, tuple[str, ...]]) -> tuple[Control, ...]:
    return tuple(Control(level, text) for level in LEVELS for text in controls.get(level, ()))


def _from_catalogue(company: Company, knowledge: Knowledge, item: ActivityItem, who: str) -> tuple[AssessmentTask, ...]:
    """Without a worked-out assessment: the catalogue's hazards for the whole job, controls for the workers to confirm.

    Elimination and substitution ideas need a decision by the owner, so only what a crew can do today is listed.
    """
    rows = []
    for rated in item.activity.hazards:
        hazard = knowledge.catalogue.hazards[rated.id]
        usable = {level: hazard.controls.get(level, ())[:2] for level in ("engineering", "administrative", "ppe")}
        controls = _flatten(usable)
        before = (rated.severity, rated.likelihood)
        rows.append(AssessmentRow(rated.id, hazard.name, hazard.harm.rstrip("."), before,
                                  after_controls(before, controls), controls, who))
    return (AssessmentTask("Whole job: " + "; ".join(task[:1].lower() + task[1:] for task in item.activity.tasks),
                           tuple(rows)),)


def after_controls(before: tuple[int, int], controls: Sequence[Control]) -> tuple[int, int]:
    """Rating with the controls in place: the strongest level lowers the likelihood, never under 1 (rare)."""
    steps = max((_LIKELIHOOD_STEPS[control.level] for control in controls), default=0)
    return before[0], max(1, before[1] - steps)
