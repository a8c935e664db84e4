"""How rules of several sources meet on one thing: `catalogue/regimes.yaml`, typed and checked against the lists that it names."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.errors import KnowledgeError, Problem
from generator.knowledge.files import data_file, data_folder
from generator.knowledge.load_sizing import ontario_intervals, right_sizing
from generator.knowledge.model import Catalogue, InspectionRule
from generator.knowledge.reading import Fault, Place, build, expect_keys, frozen, problem, reading

Condition = Mapping[str, object]
_PROVINCE_AT_END = re.compile(r"_(?:ab|bc|sk|mb|on|qc|nb|ns|pe|nl|yt|nt|nu|other)$")


@dataclass(frozen=True)
class RowPlace:
    """Where one row of a decision table joins the other rules: a look at equipment, a meeting, or rest for what is parked."""

    look: str | None = None
    meeting: str | None = None
    law_key: str | None = None  # the law fact that holds the section for a row by law
    rest: bool = False
    skip: str | None = None
    record: str | None = None  # where the law asks for a written record and no catalogue rule says so


@dataclass(frozen=True)
class SizingPlace:
    """What one rule of right_sizing.yaml speaks about; `skip` says why it sets no rhythm here."""

    skip: str | None = None
    equipment: tuple[str, ...] = ()
    rows: tuple[RowPlace, ...] = ()


@dataclass(frozen=True)
class ClockPlace:
    """What a clock of ontario_intervals.yaml speaks about."""

    meeting: str | None = None
    equipment: tuple[str, ...] = ()
    look: str | None = None
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True)
class RiskClasses:
    """What makes a company's work high, low or office risk; everything else is medium."""

    high: Mapping[str, tuple[str, ...]]  # activities, equipment
    low_sectors: tuple[str, ...]
    office_sectors: tuple[str, ...]
    away_sectors: tuple[str, ...]  # work away from the company's own place
    not_counted: tuple[str, ...]  # activities that everybody has and that say nothing about risk


@dataclass(frozen=True)
class Regimes:
    meetings: Mapping[str, str]  # titles of all meetings, walks and reviews that the program knows
    looks: Mapping[str, Mapping[str, str]]
    when: Mapping[str, Condition]
    sizing: Mapping[str, SizingPlace]
    ontario: Mapping[str, ClockPlace]
    while_used: tuple[str, ...]  # looks that are due only in weeks of use
    what: Mapping[str, str]  # of looks that the catalogue has no words for
    facts: Mapping[str, tuple[str, ...]]
    facts_when: Mapping[str, Condition]
    parameters: Mapping[str, object]
    risk: RiskClasses
    trip_weight_kg: Mapping[str, float]  # registered weight from which trip inspection law holds, by jurisdiction
    minutes: Mapping[str, Mapping[str, float]]
    class_minutes: Mapping[str, float]
    forms: Mapping[str, tuple[str, ...]]
    form_default: str
    certified_form: str
    certified_groups: tuple[str, ...]
    shift_form: str
    form_minutes: Mapping[str, float]

    def look(self, rule: InspectionRule) -> str:
        """The look that a rule asks for: the id's own part without a province at its end, or what the file says instead."""
        equipment, _, own = rule.id.partition(".")
        return self.looks.get(equipment, {}).get(own) or _PROVINCE_AT_END.sub("", own)


@cache
def regimes() -> Regimes:
    """The regimes of the shipped fact base."""
    return read_regimes(data_folder())


def read_regimes(folder: Path) -> Regimes:
    """The regimes of a fact base at `folder`. Raises KnowledgeError with file and line."""
    def work(data: dict[str, Any]) -> Regimes:
        plain = ("meetings", "while_used", "what", "facts", "trip_weight_kg", "minutes", "class_minutes", "forms", "form_default",
                 "certified_form", "certified_groups", "shift_form", "form_minutes")
        expect_keys(data, (), ("looks", "when", "sizing", "ontario", "facts_when", "parameters", "risk", *plain),
                    ("catalogue", "as_of", "schema"))
        rest = {key: data[key] for key in plain}
        return build(Regimes, rest, (), looks=frozen(data["looks"]), when=frozen(data["when"]),
                     sizing=_each(data["sizing"], "sizing", _sizing), ontario=_each(data["ontario"], "ontario", _clock),
                     facts_when=frozen(data["facts_when"]), parameters=frozen(data["parameters"]),
                     risk=build(RiskClasses, data["risk"], ("risk",)))

    return reading(data_file("catalogue", "regimes.yaml", folder=folder), work)


def _each(rows: Any, name: str, make: Any) -> Mapping[str, Any]:
    if not isinstance(rows, dict):
        raise Fault((name,), "must be a mapping", "a mapping")
    return MappingProxyType({key: make(value, (name, key)) for key, value in rows.items()})


def _sizing(row: Any, place: Place) -> SizingPlace:
    expect_keys(row, place, (), ("skip", "equipment", "rows"))
    if ("skip" in row) == ("rows" in row):
        raise Fault(place, "must have either rows or skip", "rows: [...] or skip: why")
    rows = tuple(build(RowPlace, one, (*place, "rows", number)) for number, one in enumerate(row.get("rows", ())))
    return build(SizingPlace, {key: row[key] for key in ("skip", "equipment") if key in row}, place, rows=rows)


def _clock(row: Any, place: Place) -> ClockPlace:
    when = row.get("when", {}) if isinstance(row, dict) else {}
    return build(ClockPlace, {key: value for key, value in row.items() if key != "when"}, place, when=frozen(when))


def check_regimes(found: Catalogue, folder: Path) -> list[Problem]:
    """Every id that the file names exists, and every right-sizing rule has its place, row by row."""
    try:
        here = read_regimes(folder)
    except KnowledgeError as error:
        return list(error.problems)
    file = folder / "catalogue" / "regimes.yaml"
    return [problem(file, fault) for fault in (*_dangling(here, found), *_rows_off(here))]


def _dangling(here: Regimes, found: Catalogue) -> Iterator[Fault]:
    rules = {rule.id: rule for thing in found.equipment.values() for rule in thing.inspections}
    looks = {thing.id: {here.look(rule) for rule in thing.inspections} for thing in found.equipment.values()}
    for id_ in here.when:
        if id_ not in rules:
            yield Fault(("when", id_), f"no inspection rule {id_!r}", "an id of equipment.yaml")
    spots: list[tuple[Place, tuple[str, ...], list[str | None]]] = [
        (("sizing", key), place.equipment, [row.look for row in place.rows]) for key, place in here.sizing.items()]
    spots += [(("ontario", key), place.equipment, [place.look]) for key, place in here.ontario.items()]
    for spot, equipment_ids, wanted in spots:
        yield from _strangers(spot, equipment_ids, found.equipment)
        for equipment in equipment_ids:
            known = {*looks.get(equipment, ()), *(id_.partition(".")[2] for id_ in here.what)}
            for look in wanted:
                if look and look not in known:
                    yield Fault(spot, f"{equipment} has no look {look!r}", ", ".join(sorted(known)))
    for trigger, forms in here.forms.items():
        yield from _strangers(("forms", trigger), forms, found.forms)
    yield from _strangers(("risk", "high", "activities"), here.risk.high.get("activities", ()), found.activities)
    yield from _strangers(("risk", "high", "equipment"), here.risk.high.get("equipment", ()), found.equipment)
    yield from _strangers(("class_minutes",), here.class_minutes, found.equipment)
    yield from _strangers(("ontario",), here.ontario, ontario_intervals().clocks)


def _strangers(place: Place, ids: Iterable[str], known: Mapping[str, object]) -> Iterator[Fault]:
    for id_ in ids:
        if id_ not in known:
            yield Fault(place, f"{id_!r} does not exist")


def _rows_off(here: Regimes) -> Iterator[Fault]:
    rules = right_sizing().rules
    for id_, rule in rules.items():
        spot = here.sizing.get(id_)
        if spot is None:
            yield Fault(("sizing",), f"the rule {id_!r} of right_sizing.yaml has no place here")
        elif spot.skip is None and len(spot.rows) != len(rule.decision_table):
            yield Fault(("sizing", id_), f"{len(spot.rows)} rows for a decision table of {len(rule.decision_table)}")
    yield from _strangers(("sizing",), here.sizing, rules)
