"""Task-by-task hazard assessments: one file an activity, `catalogue/assessments/<name>.yaml`."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.errors import KnowledgeError, Problem
from generator.knowledge.model import LEVELS, AssessedHazard, AssessedTask, AssessmentLibrary, Catalogue
from generator.knowledge.reading import Fault, Place, build, expect_keys, problem, reading

# Yes/no answers of the intake that a row may need (fields of Conditions; the catalogue may not import the intake).
CONDITIONS = frozenset({"working_alone", "night_work", "cold", "heat", "public_contact", "visitors_in_work_area",
                        "cash_or_valuables", "buried_services", "near_power_lines"})


def assessments(folder: Path) -> Mapping[str, AssessmentLibrary]:
    """The libraries by activity. Refuses two files for one activity."""
    found: dict[str, AssessmentLibrary] = {}
    for file in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        library = reading(file, _library)
        if library.activity in found:
            raise KnowledgeError("The fact base has an error.", [
                Problem(f"the activity {library.activity!r} is assessed in two files", file, 1)])
        found[library.activity] = library
    return MappingProxyType(found)


def _library(data: dict[str, Any]) -> AssessmentLibrary:
    expect_keys(data, (), ("activity", "tasks"))
    if not isinstance(data["tasks"], list) or not data["tasks"]:
        raise Fault(("tasks",), "must be a list of tasks")
    tasks = tuple(_task(row, ("tasks", number)) for number, row in enumerate(data["tasks"]))
    return build(AssessmentLibrary, {"activity": data["activity"]}, (), tasks=tasks)


def _task(row: Any, place: Place) -> AssessedTask:
    expect_keys(row, place, ("task", "hazards"))
    if not isinstance(row["hazards"], list) or not row["hazards"]:
        raise Fault((*place, "hazards"), "must be a list of hazards")
    hazards = tuple(assessed_hazard(one, (*place, "hazards", number)) for number, one in enumerate(row["hazards"]))
    return build(AssessedTask, {"task": row["task"]}, place, hazards=hazards)


def assessed_hazard(row: Any, place: Place) -> AssessedHazard:
    """One row: its keys, its ratings and at least one control. Raises Fault."""
    expect_keys(row, place, ("hazard", "what", "before", "after", "controls"), ("needs",))
    before, after = _rating(row["before"], (*place, "before")), _rating(row["after"], (*place, "after"))
    if after[0] > before[0] or after[1] > before[1]:
        raise Fault((*place, "after"), "a control cannot make it worse: a rating after is above the one before")
    expect_keys(row["controls"], (*place, "controls"), (), LEVELS)
    if not any(row["controls"].values()):
        raise Fault((*place, "controls"), "at least one control is needed")
    rest = {key: row[key] for key in ("hazard", "what", "controls", "needs") if key in row}
    return build(AssessedHazard, rest, place, before=before, after=after)


def _rating(row: Any, place: Place) -> tuple[int, int]:
    expect_keys(row, place, ("severity", "likelihood"))
    for key in ("severity", "likelihood"):
        if type(row[key]) is not int or not 1 <= row[key] <= 5:
            raise Fault((*place, key), f"must be a whole number from 1 to 5, not {row[key]!r}", "1 to 5")
    return row["severity"], row["likelihood"]


def check_assessments(found: Catalogue, folder: Path) -> list[Problem]:
    """Activities, hazards and needs of every library must exist in the catalogue."""
    wrong: list[Problem] = []
    files = {reading(file, lambda data: str(data.get("activity"))): file for file in sorted(folder.glob("*.yaml"))}
    for library in found.assessments.values():
        for fault in _dangling(found, library):
            wrong.append(problem(files[library.activity], fault))
    return wrong


def _dangling(found: Catalogue, library: AssessmentLibrary) -> Iterator[Fault]:
    if library.activity not in found.activities:
        yield Fault(("activity",), f"no activity {library.activity!r}", "an id of activities.yaml")
    for number, task in enumerate(library.tasks):
        for position, row in enumerate(task.hazards):
            place: Place = ("tasks", number, "hazards", position)
            if row.hazard not in found.hazards:
                yield Fault((*place, "hazard"), f"no hazard {row.hazard!r}", "an id of hazards.yaml")
            for one, need in enumerate(row.needs):
                if not _need_exists(found, need):
                    yield Fault((*place, "needs", one), f"{need!r} does not exist",
                                "equipment.<id>, activity.<id> or condition.<name>")


def _need_exists(found: Catalogue, need: str) -> bool:
    """Needs are answers: a piece of equipment, an activity, or a yes/no condition of the intake."""
    kind, _, name = need.partition(".")
    pools = {"equipment": found.equipment, "activity": found.activities, "condition": CONDITIONS}
    return name in pools.get(kind, ())
