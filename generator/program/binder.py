"""The same company under a bought binder: its demands in place of our lines, everything else counted alike."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.knowledge import load
from generator.knowledge.model_binder import Binder, Demand, Replaced
from generator.program.lines import Line
from generator.program.model import Program
from generator.program.paper import EACH_WORKER, trained


@dataclass(frozen=True)
class Asked:
    """A demand that binders would make of this company: its line, and those of ours whose place it takes."""

    demand: Demand
    line: Line
    ours: tuple[Line, ...]

    @property
    def saves(self) -> float:
        """Records a year that our lines spare."""
        return self.line.records - sum(line.records for line in self.ours)


def asked(program: Program, ours: Sequence[Line], binder: Binder) -> tuple[Asked, ...]:
    """The demands. One never counts for less than those of our lines whose place it takes; each of ours goes once."""
    left = list(ours)
    found = []
    for demand in binder.demands.values():
        if applies(demand, program, binder):
            gone = tuple(line for line in left if replaces(demand.instead_of, line))
            left = [line for line in left if line not in gone]
            found.append(Asked(demand, _line(demand, program, gone), gone))
    return tuple(found)


def binder_lines(demands: Sequence[Asked], ours: Sequence[Line]) -> tuple[Line, ...]:
    """The binder's whole year: its demands, and those of our lines that they leave alone."""
    gone = {line.id for one in demands for line in one.ours}
    return (*(one.line for one in demands), *(line for line in ours if line.id not in gone))


def applies(demand: Demand, program: Program, binder: Binder) -> bool:
    """Whether binders would ask this of the company."""
    if demand.hands_on and not any(item.activity.sector not in binder.office_sectors for item in program.activities):
        return False
    if demand.workers_max is not None and program.company.workers > demand.workers_max:
        return False
    if demand.needs_meeting is not None and all(item.id != demand.needs_meeting for item in program.meetings):
        return False
    if not demand.equipment and not demand.equipment_groups:
        return True
    return bool(_units(demand, program))


def replaces(rule: Replaced, line: Line) -> bool:
    """Whether a demand takes the place of one of our lines."""
    if rule.courses:
        return line.source == "course"
    if rule.meetings:
        return line.source == "meeting" and line.id in rule.meetings
    lists = ((rule.forms, line.form), (rule.equipment, line.equipment), (rule.triggers, line.trigger))
    if not any(wanted for wanted, _ in lists) or (rule.written and line.form is None):
        return False
    return all(value in wanted for wanted, value in lists if wanted)


def _units(demand: Demand, program: Program) -> float:
    """Units of the company's own; a binder's calendar does not run on what is rented for a job."""
    return float(sum(item.answer.count for item in program.equipment if item.answer.owned == "owned"
                     and (item.id in demand.equipment or item.equipment.group in demand.equipment_groups)))


def _line(demand: Demand, program: Program, gone: Sequence[Line]) -> Line:
    workers = program.company.workers
    count = {"company": 1.0, "worker": float(workers), "unit": _units(demand, program),
             "course": sum(trained(need, program) for need in program.training if need.id != "orientation"),
             "substance": float(len(program.company.substances))}[demand.per]
    # What the program holds as often on a sheet that is there anyway is no further sheet under a binder either.
    times = 0.0 if any(line.on and line.each >= (demand.looks or demand.times) for line in gone) else demand.times * count
    each = demand.minutes if demand.minutes is not None else load.catalogue().forms[demand.form].minutes or 0.0
    people: float = workers if demand.everybody else 1
    return Line(
        id=f"binder.{demand.id}", kind=demand.kind, what=demand.title, who=((EACH_WORKER, 1.0),), form=demand.form, times=times,
        records=max(times, sum(line.records for line in gone)),
        minutes=max(times * each * people, sum(line.minutes for line in gone)), source="binder", rules=demand.rules,
        each=demand.times)
