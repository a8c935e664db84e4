"""Formal hazard assessments: each job is its tasks, each task its hazards, rated before and after controls.

The story: the library's rows that hold for this company; the rows that its own machines add; what every job shares; the
owner's controls at the head of the rows that they are about; the ratings that the owner changed; who keeps each row.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.knowledge.model import LEVELS, AssessedHazard
from generator.program.likeness import shared_words as shared_words
from generator.program.model import (
    ActivityItem,
    AssessmentRow,
    AssessmentTask,
    Control,
    EquipmentItem,
    HazardAssessment,
    HazardItem,
    Reason,
)
from generator.program.overrides import apply_ratings
from generator.program.owned_controls import place_controls
from generator.program.rating import HIGH_FROM as HIGH_FROM
from generator.program.rating import MEDIUM_FROM as MEDIUM_FROM
from generator.program.rating import after_controls as after_controls
from generator.program.rating import band as band
from generator.program.rating import score as score
from generator.program.responsible import responsible
from generator.program.select import needs_met
from generator.program.shared import assess_shared, with_machines
from generator.program.workplace import conditions_met, is_away, named_by, sites_of, texts_of, used_in

_MENTION = 2  # tasks at most beside which one machine is named by its words alone


def assess(company: Company, knowledge: Knowledge, activities: Sequence[ActivityItem], equipment: Sequence[EquipmentItem],
           hazards: Sequence[HazardItem], law: Sequence[Reason]) -> tuple[HazardAssessment, ...]:
    """One assessment for each activity, and one for what every job shares. `law` is why any employer writes them.

    Every hazard of the program and every answered machine occurs in one of them. Raises InputError for a changed rating
    that fits no row.
    """
    needs = {item.id: _needs(knowledge, item) for item in activities}
    tasks = {item.id: _tasks(company, knowledge, item) for item in activities}
    uses = {machine.id: used_in(machine, tasks, needs, knowledge.catalogue.assessing) for machine in equipment}
    assessed = [_assessment(company, knowledge, item, tasks[item.id], equipment, uses, law) for item in activities]
    assessed = with_machines(assessed, equipment, uses, knowledge)
    shared = assess_shared(company, knowledge, assessed, equipment, uses, hazards, law)
    assessed = place_controls(company, [*assessed, shared], knowledge.catalogue.assessing)
    assessed = apply_ratings(company, assessed)
    by_id = {item.id: item for item in activities}
    return tuple(_finished(company, item, by_id.get(item.activity)) for item in assessed)


def _needs(knowledge: Knowledge, item: ActivityItem) -> frozenset[str]:
    library = knowledge.catalogue.assessments.get(item.id)
    return frozenset(need for task in library.tasks for row in task.hazards for need in row.needs) if library else frozenset()


def _tasks(company: Company, knowledge: Knowledge, item: ActivityItem) -> tuple[AssessmentTask, ...]:
    """The library's tasks with the rows that this company's answers keep; the catalogue's hazards where there is none."""
    library = knowledge.catalogue.assessments.get(item.id)
    if library is None:
        return _from_catalogue(knowledge, item)
    kept = ((task.task, [row for row in task.hazards if needs_met(company, row.needs)]) for task in library.tasks)
    return tuple(AssessmentTask(name, tuple(row_of(knowledge, row) for row in rows)) for name, rows in kept if rows)


def row_of(knowledge: Knowledge, hazard: AssessedHazard) -> AssessmentRow:
    """A library's row for this company; who keeps it is decided last."""
    needed = tuple(need.split(".", 1)[1] for need in hazard.needs if need.startswith("equipment."))
    return AssessmentRow(
        hazard=hazard.hazard, name=knowledge.catalogue.hazards[hazard.hazard].name, what=hazard.what, before=hazard.before,
        after=hazard.after, controls=flatten(hazard.controls), who="", machines=needed)


def flatten(controls: Mapping[str, tuple[str, ...]]) -> tuple[Control, ...]:
    """Controls in the order of the hierarchy."""
    return tuple(Control(level, text) for level in LEVELS for text in controls.get(level, ()))


def _from_catalogue(knowledge: Knowledge, item: ActivityItem) -> tuple[AssessmentTask, ...]:
    """Without a worked-out assessment: the catalogue's hazards for the whole job, controls for the workers to confirm.

    Elimination and substitution ideas need a decision by the owner, so only what a crew can do today is listed.
    """
    rows = []
    for rated in item.activity.hazards:
        hazard = knowledge.catalogue.hazards[rated.id]
        controls = flatten({level: hazard.controls.get(level, ())[:2] for level in ("engineering", "administrative", "ppe")})
        before = (rated.severity, rated.likelihood)
        after = after_controls(before, controls, knowledge.catalogue.assessing)
        rows.append(AssessmentRow(rated.id, hazard.name, hazard.harm.rstrip("."), before, after, controls, ""))
    return (AssessmentTask("Whole job: " + "; ".join(task[:1].lower() + task[1:] for task in item.activity.tasks),
                           tuple(rows)),)


def _assessment(company: Company, knowledge: Knowledge, item: ActivityItem, tasks: Sequence[AssessmentTask],
                equipment: Sequence[EquipmentItem], uses: Mapping[str, Sequence[str]],
                law: Sequence[Reason]) -> HazardAssessment:
    rules = knowledge.catalogue.assessing
    sites = sites_of(item, company, rules)
    used = [machine.id for machine in equipment if item.id in uses[machine.id]]
    return HazardAssessment(
        item.id, item.title, (*item.reasons, *law), item.id, _with_own(tasks, used, knowledge),
        curated=item.id in knowledge.catalogue.assessments, machines=tuple(used),
        sites=tuple(site.name for site in sites), away=is_away(item, sites, rules))


def _with_own(tasks: Sequence[AssessmentTask], used: Sequence[str], knowledge: Knowledge) -> tuple[AssessmentTask, ...]:
    """The company's machines beside the tasks that need them or speak of them; its rows keep only what it has."""
    rules = knowledge.catalogue.assessing
    mentioned = {id_: [number for number, task in enumerate(tasks) if named_by(id_, texts_of(task), rules)] for id_ in used}
    named = {id_: [number for number, task in enumerate(tasks) if named_by(id_, [task.task], rules)] for id_ in used}
    found = []
    for number, task in enumerate(tasks):
        rows = tuple(replace(row, machines=tuple(id_ for id_ in row.machines if id_ in used)) for row in task.rows)
        own = [id_ for id_ in used if number in named[id_] or any(id_ in row.machines for row in rows)
               or number in (mentioned[id_][:_MENTION] if not named[id_] else ())]
        found.append(replace(task, rows=rows, machines=tuple(own)))
    return tuple(found)


def _finished(company: Company, item: HazardAssessment, activity: ActivityItem | None) -> HazardAssessment:
    """With the name of whoever keeps each row, and the conditions that some of its rows stand for."""
    tasks = tuple(replace(task, rows=tuple(
        replace(row, who=responsible(company, activity, row.what, row.controls)) for row in task.rows)) for task in item.tasks)
    return replace(item, tasks=tasks, conditions=conditions_met(company, (row.hazard for row in item.rows)))
