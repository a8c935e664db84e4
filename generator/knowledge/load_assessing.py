"""The rules of assessing (`catalogue/assessing.yaml`) and the rows that machines and conditions share (`shared_rows.yaml`)."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.errors import Problem
from generator.knowledge.load_assessments import assessed_hazard
from generator.knowledge.model import Catalogue
from generator.knowledge.model_assessing import LEVELS, Assessing, ControlRule, SharedRow, rating_fault
from generator.knowledge.reading import Fault, Place, build, expect_keys, problem, reading

SITE_KINDS = frozenset({"shop", "office", "yard", "job_site", "remote", "home", "vehicle"})
RULES, ROWS = "assessing.yaml", "shared_rows.yaml"


def read_assessing(lists: Path) -> Assessing:
    """Rules and shared rows of the catalogue in folder `lists`. Raises KnowledgeError with file and line."""
    rows = reading(lists / ROWS, _rows)

    def work(data: dict[str, Any]) -> Assessing:
        if not isinstance(data.get("controls"), dict):
            raise Fault(("controls",), "must hold the levels of control", ", ".join(LEVELS))
        expect_keys(data["controls"], ("controls",), LEVELS)
        rules = {level: build(ControlRule, data["controls"][level], ("controls", level)) for level in LEVELS}
        rest = {key: value for key, value in data.items() if key != "controls"}
        return build(Assessing, rest, (), controls=MappingProxyType(rules), rows=rows)

    return reading(lists / RULES, work)


def _rows(data: dict[str, Any]) -> Mapping[str, tuple[SharedRow, ...]]:
    expect_keys(data, (), ("rows",))
    if not isinstance(data["rows"], list):
        raise Fault(("rows",), "must be a list of rows")
    found: dict[str, list[SharedRow]] = {}
    for number, row in enumerate(data["rows"]):
        place: Place = ("rows", number)
        if not isinstance(row, dict):
            raise Fault(place, "must be a row: hazard, what, before, after, controls")
        own = row.get("equipment", [])
        if not isinstance(own, list):
            raise Fault((*place, "equipment"), "must be a list of ids of equipment.yaml")
        read = assessed_hazard({key: value for key, value in row.items() if key != "equipment"}, place)
        found.setdefault(read.hazard, []).append(SharedRow(read, tuple(own)))
    return MappingProxyType({hazard: tuple(rows) for hazard, rows in found.items()})


def check_assessing(found: Catalogue, lists: Path) -> list[Problem]:
    """Every id of the rules and of the shared rows must exist in the catalogue."""
    rules = found.assessing
    pools: Iterable[tuple[Place, Iterable[str], Iterable[str]]] = (
        (("places", "sectors"), rules.places.sectors, {item.sector for item in found.activities.values()}),
        (("places", "activities"), rules.places.activities, found.activities),
        (("on_the_road",), rules.on_the_road, found.activities), (("away",), rules.away, SITE_KINDS),
        (("standing_by",), rules.standing_by, found.equipment_groups),
        (("for_every_job",), rules.for_every_job, found.equipment_groups),
        (("shared_tasks",), rules.shared_tasks, found.equipment_groups),
        (("words",), rules.words, found.equipment), (("not_when_named",), rules.not_when_named, found.equipment),
        (("answers_only",), rules.answers_only, found.equipment),
        (("not_when_named",), [id_ for ruled in rules.not_when_named.values() for id_ in ruled], found.hazards),
        (("places", "one_kind"), rules.places.one_kind, rules.places.sectors),
        (("company_wide",), rules.company_wide, found.hazards), (("forms",), rules.forms, found.hazards),
        (("forms",), [form for forms in rules.forms.values() for form in forms], found.forms),
        (("places",), [kind for pool in (rules.places.sectors, rules.places.activities) for kinds in pool.values()
                       for kind in kinds], SITE_KINDS))
    wrong = [problem(lists / RULES, Fault(place, f"{one!r} does not exist"))
             for place, named, known in pools for one in dict.fromkeys(named) if one not in set(known)]
    return wrong + [problem(lists / ROWS, Fault(("rows",), f"{one!r} does not exist")) for one in _strange(found)]


def _strange(found: Catalogue) -> Iterator[str]:
    for hazard, rows in found.assessing.rows.items():
        if hazard not in found.hazards:
            yield hazard
        for row in rows:
            yield from (id_ for id_ in row.equipment if id_ not in found.equipment)


def lint_assessing(found: Catalogue, lists: Path) -> Iterator[Problem]:
    """What a reader of the sheets would object to: activities without a library, hazards of equipment without a shared
    row, groups and sectors without a place, and ratings that the controls of their row cannot bring about."""
    rules = found.assessing
    for missing in found.activities.keys() - found.assessments.keys():
        yield Problem(f"{missing} has no task-by-task assessment", file=lists / "assessments",
                      accepted=f"a file with activity: {missing}")
    for name, key, named, known in (
            (ROWS, "rows", {id_ for item in found.equipment.values() for id_ in item.hazards}, rules.rows),
            (RULES, "words", set(found.equipment), rules.words),
            (RULES, "shared_tasks", {item.group for item in found.equipment.values()}, rules.shared_tasks),
            (RULES, "places", {item.sector for item in found.activities.values()}, rules.places.sectors)):
        for one in sorted(named - set(known)):
            yield problem(lists / name, Fault((key,), f"nothing is said of {one!r}"))
    yield from rating_problems(found, lists)


def rating_problems(found: Catalogue, lists: Path) -> Iterator[Problem]:
    """Rows whose rating after controls is better than the written rule allows."""
    rules = found.assessing
    shared = [row for rows in rules.rows.values() for row in rows]
    for row in shared:
        fault = rating_fault(rules, row.row.before, row.row.after, row.row.controls)
        if fault:
            yield problem(lists / ROWS, Fault(("rows",), f"{row.row.hazard}: {fault}"))
    files = {reading(file, lambda data: str(data.get("activity"))): file
             for file in sorted((lists / "assessments").glob("*.yaml"))}
    for library in found.assessments.values():
        for number, task in enumerate(library.tasks):
            for position, own in enumerate(task.hazards):
                fault = rating_fault(rules, own.before, own.after, own.controls)
                if fault:
                    yield problem(files[library.activity], Fault(("tasks", number, "hazards", position, "after"), fault))


