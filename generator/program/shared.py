"""Hazards that no library row deals with: those of the company's machines go where the machine is used, those of shared
tools, of conditions and of people into one assessment for what every job shares."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.knowledge.model import LEVELS, AssessedHazard
from generator.program.model import (
    AssessmentRow,
    AssessmentTask,
    Control,
    EquipmentItem,
    HazardAssessment,
    HazardItem,
    Reason,
)
from generator.program.rating import after_controls
from generator.program.select import own_hazards
from generator.program.workplace import named_by

SHARED_ID = "everywhere"
SHARED_TITLE = "Shared tools, places and people"
_NAMED = 3  # machines that the name of a task may list
_UNRATED = (4, 3)  # a hazard without a shared row: permanent injury, has happened in the trade (our rule)


def with_machines(assessed: Sequence[HazardAssessment], equipment: Sequence[EquipmentItem],
                  uses: Mapping[str, Sequence[str]], knowledge: Knowledge) -> list[HazardAssessment]:
    """Each machine's hazards have a row in a job that it is used for: missing ones join the first of its jobs.

    Gear that stands by adds a row only where no job at all has the hazard that it answers.
    """
    found = {item.id: item for item in assessed}
    missing: dict[str, dict[str, list[EquipmentItem]]] = {}
    anywhere = {row.hazard for item in assessed for row in item.rows}
    for machine in sorted(equipment, key=lambda machine: _stands_by(machine, knowledge)):
        jobs = [id_ for id_ in uses[machine.id] if id_ in found]
        if not jobs or not machine.answer.used_for:  # what is not said to belong to a job is assessed with the shared tools
            continue
        have = anywhere if _stands_by(machine, knowledge) else {row.hazard for id_ in jobs for row in found[id_].rows}
        for hazard in own_hazards(machine, knowledge):
            if hazard not in have:
                missing.setdefault(jobs[0], {}).setdefault(hazard, []).append(machine)
        anywhere |= set(own_hazards(machine, knowledge))
    for id_, rows in missing.items():
        found[id_] = _joined(found[id_], rows, knowledge)
    return list(found.values())


def _stands_by(machine: EquipmentItem, knowledge: Knowledge) -> bool:
    return machine.equipment.group in knowledge.catalogue.assessing.standing_by


def _joined(item: HazardAssessment, missing: Mapping[str, Sequence[EquipmentItem]], knowledge: Knowledge) -> HazardAssessment:
    """Each row in the task that names its machine; the others in one last task: "Use the forklift and the oxy-fuel set"."""
    rules = knowledge.catalogue.assessing
    tasks = list(item.tasks)
    rest: list[AssessmentRow] = []
    for hazard, machines in missing.items():
        row = shared_row(knowledge, hazard, [machine.id for machine in machines])
        place = next((number for number, task in enumerate(tasks) if named_by(machines[0].id, [task.task], rules)), None)
        if place is None:
            rest.append(row)
        else:
            own = tasks[place]
            tasks[place] = replace(own, rows=(*own.rows, row), machines=tuple(dict.fromkeys([*own.machines, *row.machines])))
    if rest:
        used = {machine.id: machine.phrase for machines in missing.values() for machine in machines}
        ids = tuple(dict.fromkeys(id_ for row in rest for id_ in row.machines))
        tasks.append(AssessmentTask(_use([used[id_] for id_ in ids]), tuple(rest), ids))
    return replace(item, tasks=tuple(tasks))


def _use(phrases: Sequence[str]) -> str:
    if len(phrases) > _NAMED:
        return "Use the other machines and tools of the job"
    return "Use " + (phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}")


def shared_row(knowledge: Knowledge, hazard: str, machines: Sequence[str] = ()) -> AssessmentRow:
    """The shared row of a hazard; without one, the catalogue's words and a cautious rating."""
    name = knowledge.catalogue.hazards[hazard].name
    row = knowledge.catalogue.assessing.row_for(hazard, machines[0] if machines else None)
    if row is None:
        return _unrated(knowledge, hazard, tuple(machines))
    return AssessmentRow(hazard, name, row.what, row.before, row.after, _flatten(row), "", tuple(machines))


def _flatten(row: AssessedHazard) -> tuple[Control, ...]:
    return tuple(Control(level, text) for level in LEVELS for text in row.controls.get(level, ()))


def _unrated(knowledge: Knowledge, hazard: str, machines: tuple[str, ...]) -> AssessmentRow:
    entry = knowledge.catalogue.hazards[hazard]
    controls = tuple(Control(level, text) for level in LEVELS[2:] for text in entry.controls.get(level, ())[:2])
    after = after_controls(_UNRATED, controls, knowledge.catalogue.assessing)
    return AssessmentRow(hazard, entry.name, entry.harm.rstrip("."), _UNRATED, after, controls, "", machines)


def assess_shared(company: Company, knowledge: Knowledge, assessed: Sequence[HazardAssessment],
                  equipment: Sequence[EquipmentItem], uses: Mapping[str, Sequence[str]], hazards: Sequence[HazardItem],
                  law: Sequence[Reason]) -> HazardAssessment:
    """One assessment for the machines of no particular job, for the hazards that are in no job, and for those of the company
    as a whole (violence, harassment).
    """
    rules = knowledge.catalogue.assessing
    rows_of = {item.id: {row.hazard for row in item.rows} for item in assessed}
    have = {hazard for hazards_of in rows_of.values() for hazard in hazards_of}
    groups: dict[str, dict[str, list[str]]] = {}
    for machine in sorted(equipment, key=lambda machine: _stands_by(machine, knowledge)):
        own = groups.setdefault(rules.shared_tasks[machine.equipment.group], {})
        known = have if _stands_by(machine, knowledge) else {
            hazard for id_ in uses[machine.id] for hazard in rows_of.get(id_, ())}
        for hazard in own_hazards(machine, knowledge):
            if hazard not in known and not (machine.answer.used_for and uses[machine.id]):
                own.setdefault(hazard, []).append(machine.id)
                have.add(hazard)
    tasks = [AssessmentTask(task, tuple(shared_row(knowledge, hazard, machines) for hazard, machines in rows.items()),
                            tuple(dict.fromkeys(id_ for machines in rows.values() for id_ in machines)))
             for task, rows in groups.items() if rows]
    tasks += _people_and_conditions(knowledge, [
        item for item in hazards if item.id not in have or item.id in rules.company_wide])
    in_rows = {id_ for task in tasks for id_ in task.machines}
    loose = [machine for machine in equipment if machine.id in in_rows or not uses[machine.id]]
    return HazardAssessment(
        SHARED_ID, SHARED_TITLE,
        (Reason("audit", "hazard_assessment", "Whatever no single job brings in is assessed once"), *law),
        "", tuple(tasks), curated=True, machines=tuple(machine.id for machine in loose),
        sites=tuple(site.name for site in company.sites))


def _people_and_conditions(knowledge: Knowledge, left: Iterable[HazardItem]) -> list[AssessmentTask]:
    """Rows for hazards that only a condition or every workplace brings, and for gear whose hazard nothing else has."""
    rules = knowledge.catalogue.assessing
    rows: dict[str, list[AssessmentRow]] = {}
    for item in left:
        everyone = "always" in item.conditions or not item.conditions
        rows.setdefault(rules.people_task if everyone else rules.conditions_task, []).append(
            shared_row(knowledge, item.id, item.equipment))
    return [AssessmentTask(task, tuple(found)) for task, found in rows.items()]
