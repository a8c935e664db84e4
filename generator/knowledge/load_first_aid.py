"""First aid: hazard class of the work, distance class of the site, and the one row of the table that holds."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from generator.errors import KnowledgeError
from generator.knowledge.files import CODES, data_file, data_folder
from generator.knowledge.model import FirstAidNeed, Verified
from generator.knowledge.reading import Fault, Place, build, expect_keys, frozen, reading

Use = Literal["law", "confirm", "stand_in"]
_ANY = "any"


@dataclass(frozen=True)
class Plus:
    """`count` more people for each further `per` workers (or part of them) above `base`."""

    count: int
    per: int
    base: int


@dataclass(frozen=True)
class Level:
    """So many first aiders of one level; `endorsement` is an addition such as transport."""

    level: str
    count: int
    plus: Plus | None = None
    endorsement: str | None = None

    def total(self, workers: int) -> int:
        if self.plus is None or workers <= self.plus.base:
            return self.count
        return self.count + self.plus.count * ceil((workers - self.plus.base) / self.plus.per)

    @property
    def name(self) -> str:
        return f"{self.level} with {self.endorsement} endorsement" if self.endorsement else self.level.replace("_", " ")


@dataclass(frozen=True)
class Kit:
    id: str
    size: Literal["small", "medium", "large", "by_shift"] | None
    count: int


@dataclass(frozen=True)
class FirstAidRow:
    """One row of a jurisdiction's table. `workers_max` None means no upper limit."""

    hazard: str
    distance: str
    workers_min: int
    workers_max: int | None
    first_aiders: tuple[Level, ...]
    kit: Kit
    extra: tuple[str, ...]
    verified: Verified
    basis: Literal["read", "mapped", "recall", "reconstructed"]
    kit_verified: Verified
    use: Use
    cite: str | None = None
    note: str | None = None

    def holds(self, hazard: str, distance: str, workers: int) -> bool:
        return (self.hazard in (_ANY, hazard) and self.distance in (_ANY, distance)
                and self.workers_min <= workers and (self.workers_max is None or workers <= self.workers_max))


@dataclass(frozen=True)
class Distance:
    """A distance class by minutes; the limits themselves belong to it unless they are exclusive."""

    min_minutes: float = 0
    max_minutes: float | None = None
    min_exclusive: bool = False
    max_exclusive: bool = False
    text: str = ""
    remote: bool | None = None  # BC: two yes or no tests instead of minutes
    less_accessible: bool | None = None

    def holds(self, minutes: float) -> bool:
        above = minutes > self.min_minutes if self.min_exclusive else minutes >= self.min_minutes
        if self.max_minutes is None:
            return above
        return above and (minutes < self.max_minutes if self.max_exclusive else minutes <= self.max_minutes)


@dataclass(frozen=True)
class FirstAidTable:
    """A jurisdiction's table with how it classes work and distance; `facts` holds the file's further parts."""

    jurisdiction: str
    hazards: tuple[str, ...]
    distances: Mapping[str, Distance]
    rows: tuple[FirstAidRow, ...]
    cite: str  # of rows without a cite of their own
    url: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def distance_class(self, minutes: float, less_accessible: bool = False) -> str:
        """The one class for so many minutes of travel. Raises KnowledgeError where none fits."""
        for name, distance in self.distances.items():
            if distance.remote is not None:
                if (distance.remote, distance.less_accessible) == (minutes > 30, less_accessible):
                    return name
            elif distance.holds(minutes):
                return name
        raise KnowledgeError(f"{self.jurisdiction}: no distance class for {minutes:g} minutes.")

    def row(self, hazard: str, distance: str, workers: int) -> FirstAidRow | None:
        """The row that holds; the data check makes sure that there are never two."""
        return next((row for row in self.rows if row.holds(hazard, distance, workers)), None)


@cache
def first_aid_table(code: str) -> FirstAidTable:
    """One jurisdiction's table, read once."""
    return read_first_aid_table(code, data_folder())


def first_aid_need(code: str, hazard_class: str, minutes_to_hospital: float, workers: int, *,
                   less_accessible: bool = False) -> FirstAidNeed | None:
    """What a site needs: hazard class, minutes of travel to hospital, workers on the shift.

    None where the table asks for nothing at that size. A row that only stands in until the real one is read comes
    back with use "stand_in", no people, no kit and no extras. `less_accessible` matters in BC only.
    """
    table = first_aid_table(code)
    if hazard_class not in table.hazards:
        known = ", ".join(table.hazards)
        raise KnowledgeError(f"{code} has no first aid hazard class {hazard_class!r}; it has {known}.")
    distance = table.distance_class(minutes_to_hospital, less_accessible)
    row = table.row(hazard_class, distance, workers)
    if row is None:
        return None
    cite = row.cite or table.cite
    if row.use == "stand_in":
        return FirstAidNeed(code, hazard_class, distance, workers, (), "", (), cite, row.verified, "stand_in")
    settled: Use = "confirm" if row.kit_verified == "recall" else row.use
    people = tuple((level.name, level.total(workers)) for level in row.first_aiders)
    return FirstAidNeed(code, hazard_class, distance, workers, people, kit_words(row.kit, workers),
                        tuple(_words().extras[one] for one in row.extra), cite, row.verified, settled)


def first_aid_class(code: str, activities: Iterable[str]) -> str:
    """The hazard class of a company's work: the strictest class of any of its activities."""
    rules = _classes()
    kinds = rules.classes[code]
    counted = [one for one in activities if one not in rules.not_counted]
    found = {kinds[rules.work.get(one, "other")] for one in counted}
    order = rules.order[code]
    return max(found, key=order.index) if found else kinds["other"]


def kit_words(kit: Kit, workers: int) -> str:
    """A kit in words: "CSA Type 3 intermediate kit, small"; its size by the workers on the shift where law says so."""
    name = _words().kits[kit.id]
    if kit.size is None:
        return f"{kit.count} x {name}" if kit.count > 1 else name
    if kit.size != "by_shift":
        return f"{kit.count} x {name}, {kit.size}" if kit.count > 1 else f"{name}, {kit.size}"
    return f"{name}, {_by_shift(workers)}"


def _by_shift(workers: int) -> str:
    """Size by CSA Z1220: small to 25 workers, medium to 50, large to 100; a large one for each full 100 above that."""
    full, rest = divmod(workers, 100) if workers > 100 else (0, workers)
    sizes = ["large"] * full
    if rest:
        sizes.append(next(size for limit, size in _words().sizes if rest <= limit))
    return " and ".join(f"{sizes.count(size)} {size}" if len(sizes) > 1 else size for size in dict.fromkeys(sizes))


@dataclass(frozen=True)
class _Words:
    kits: Mapping[str, str]
    extras: Mapping[str, str]
    sizes: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class _Classes:
    work: Mapping[str, str]  # activity -> kind of work
    not_counted: frozenset[str]
    classes: Mapping[str, Mapping[str, str]]
    order: Mapping[str, tuple[str, ...]]


@cache
def _words() -> _Words:
    def work(data: dict[str, Any]) -> _Words:
        common = data["common"]
        sizes = [(row["workers_max"], row["options"][0][0]["size"]) for row in common["kit_size_rules"]["by_shift"]]
        return _Words(MappingProxyType(common["kits"]), MappingProxyType(common["extras"]), tuple(sizes))

    return reading(data_file("first_aid", "common.yaml"), work)


@cache
def _classes() -> _Classes:
    return read_classes(data_folder())


def read_classes(folder: Path) -> _Classes:
    """The mapping from activities to hazard classes of a fact base at `folder`."""
    def work(data: dict[str, Any]) -> _Classes:
        expect_keys(data, (), ("work", "not_counted", "jurisdictions"))
        kinds: dict[str, str] = {}
        for kind, activities in data["work"].items():
            for number, one in enumerate(activities):
                if one in kinds:
                    raise Fault(("work", kind, number), f"{one!r} is of two kinds of work")
                kinds[one] = kind
        expect_keys(data["jurisdictions"], ("jurisdictions",), CODES)
        for code, row in data["jurisdictions"].items():
            expect_keys(row, ("jurisdictions", code), ("order", "other", *data["work"]))
            for kind, name in row.items():
                if kind != "order" and name not in row["order"]:
                    raise Fault(("jurisdictions", code, kind), f"{name!r} is not in the order", ", ".join(row["order"]))
        rows = data["jurisdictions"].items()
        return _Classes(kinds, frozenset(data["not_counted"]),
                        {code: {k: v for k, v in row.items() if k != "order"} for code, row in rows},
                        {code: tuple(row["order"]) for code, row in rows})

    return reading(data_file("first_aid", "classes.yaml", folder=folder), work)


_NOTES = ("measure", "method", "verified", "remote", "less_accessible", "text")


def read_first_aid_table(code: str, folder: Path) -> FirstAidTable:
    """The table of a fact base at `folder`."""
    if code not in CODES:
        raise KnowledgeError(f"{code!r} is no jurisdiction; it must be one of {', '.join(CODES)}.")

    def work(data: dict[str, Any]) -> FirstAidTable:
        expect_keys(data, (), ("jurisdiction", "name", "source", "factors", "levels", "kits", "common_facts", "status",
                               "rules"), ("special_rules",))
        place: Place = ("factors", "distance_classes")
        distances = {name: build(Distance, row, (*place, name))
                     for name, row in data["factors"]["distance_classes"].items() if name not in _NOTES}
        hazards = tuple(name for name in data["factors"]["hazard_classes"] if name not in _NOTES)
        rows = tuple(build(FirstAidRow, row, ("rules", number)) for number, row in enumerate(data["rules"]))
        for number, row in enumerate(rows):
            _check_row(row, ("rules", number), hazards, distances, data["levels"]["names"])
        rest = {key: frozen(data[key]) for key in data if key != "rules"}
        return FirstAidTable(code, hazards, MappingProxyType(distances), rows, data["source"]["cite"],
                             data["source"]["url"], MappingProxyType(rest))

    return reading(data_file("first_aid", f"{code.lower()}.yaml", folder=folder), work)


def _check_row(row: FirstAidRow, place: Place, hazards: Iterable[str], distances: Iterable[str],
               levels: Iterable[str]) -> None:
    """A row's classes, levels and worker counts must make sense."""
    if row.hazard != _ANY and row.hazard not in hazards:
        raise Fault((*place, "hazard"), f"no hazard class {row.hazard!r}", ", ".join(hazards))
    if row.distance != _ANY and row.distance not in distances:
        raise Fault((*place, "distance"), f"no distance class {row.distance!r}", ", ".join(distances))
    if row.workers_max is not None and row.workers_max < row.workers_min:
        raise Fault((*place, "workers_max"), "is below workers_min")
    for number, level in enumerate(row.first_aiders):
        if level.level not in levels:
            raise Fault((*place, "first_aiders", number), f"no level {level.level!r}", ", ".join(levels))
