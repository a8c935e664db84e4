"""The law of each jurisdiction: facts under the same keys everywhere, one type a key, each fact with its source."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.errors import KnowledgeError
from generator.knowledge.files import data_file, data_folder, jurisdiction_files
from generator.knowledge.model import Jurisdiction, LawFact, LawKey, LawValue, Quantity, Statute
from generator.knowledge.reading import Fault, Place, build, by_id, expect_keys, problem, read_mapping, reading

TERMS = ("act", "regulation", "regulator", "wcb", "committee", "representative", "supervisor", "prime_contractor",
         "worker", "right_to_refuse")
_HEAD = ("name", "language", "as_of", "reviewed", "regulator", "wcb", "terms", "notes")


@cache
def jurisdiction(code: str) -> Jurisdiction:
    """One jurisdiction by its code (AB ... CA), read and checked once. Raises KnowledgeError with file and line."""
    return read_jurisdiction(code, data_folder())


@cache
def law_keys() -> Mapping[str, LawKey]:
    """The registry of all law keys: title, type and units of each."""
    return read_law_keys(data_folder())


def facts_in_force(where: Jurisdiction, on: date) -> Jurisdiction:
    """The jurisdiction with the facts that hold on a day. A key whose fact starts later or has ended is absent."""
    found: dict[str, LawFact] = {}
    for key in {**where.facts, **where.versions}:
        for fact in where.versions.get(key) or (where.facts[key],):
            if in_force(fact, on):
                found[key] = fact
    return replace(where, facts=MappingProxyType(found))


def in_force(fact: LawFact, on: date) -> bool:
    """True where the fact holds on that day; `until` is the last day."""
    return (fact.since is None or fact.since <= on) and (fact.until is None or on <= fact.until)


def read_law_keys(folder: Path) -> Mapping[str, LawKey]:
    """The key registry of a fact base at `folder`."""
    def work(data: dict[str, Any]) -> Mapping[str, LawKey]:
        expect_keys(data, (), ("keys",), ("meta",))
        rows = data["keys"]
        found = {str(key): build(LawKey, row, ("keys", key), key=str(key)) for key, row in rows.items()}
        for key, entry in found.items():
            if (entry.type == "quantity") != bool(entry.units):
                raise Fault(("keys", key), "a quantity names its units, and nothing else does")
        return MappingProxyType(found)

    return reading(data_file("law_keys.yaml", folder=folder), work)


def read_jurisdiction(code: str, folder: Path) -> Jurisdiction:
    """A jurisdiction of a fact base at `folder`; its facts may lie in `ab.yaml` and `ab.<name>.yaml` together."""
    main, extra = jurisdiction_files(code, folder)
    keys = read_law_keys(folder)
    data = read_mapping(main)
    try:
        expect_keys(data, (), ("jurisdiction", "statutes", "facts", *_HEAD[:-1]), ("notes",))
        if data["jurisdiction"] != code:
            raise Fault(("jurisdiction",), f"must be {code}")
        statutes = by_id(data["statutes"], ("statutes",), lambda row, place: build(Statute, row, place))
    except Fault as fault:
        raise KnowledgeError(f"The law of {code} has an error.", [problem(main, fault)]) from fault
    versions: dict[str, tuple[LawFact, ...]] = {}
    for file in (main, *extra):
        _add(versions, file, code, statutes, keys)
    return _jurisdiction(main, data, code, statutes, versions)


def _add(versions: dict[str, tuple[LawFact, ...]], file: Path, code: str, statutes: Mapping[str, Statute],
         keys: Mapping[str, LawKey]) -> None:
    """The facts of one file. A key may occur in one file only."""
    data = read_mapping(file)
    try:
        if "jurisdiction" not in data:
            expect_keys(data, (), ("facts",), ("jurisdiction",))
        if not isinstance(data["facts"], dict):
            raise Fault(("facts",), "must be a mapping of law keys")
        for key, row in data["facts"].items():
            place: Place = ("facts", key)
            if key in versions:
                raise Fault(place, f"{key!r} is already a fact of {code} in another file")
            rows = row if isinstance(row, list) else [row]
            places = [(*place, number) for number in range(len(rows))] if isinstance(row, list) else [place]
            facts = [_fact(one, at, code, key, keys.get(key)) for one, at in zip(rows, places, strict=True)]
            for fact in facts:
                if fact.statute not in statutes:
                    raise Fault((*place, "statute"), f"no statute {fact.statute!r}", ", ".join(statutes))
            versions[key] = tuple(facts)
    except Fault as fault:
        raise KnowledgeError(f"The law of {code} has an error.", [problem(file, fault)]) from fault


def _jurisdiction(main: Path, data: dict[str, Any], code: str, statutes: Mapping[str, Statute],
                  versions: Mapping[str, tuple[LawFact, ...]]) -> Jurisdiction:
    head = {key: data[key] for key in _HEAD if key in data}
    missing = [term for term in TERMS if term not in head["terms"]]
    try:
        if missing:
            raise Fault(("terms",), "missing terms: " + ", ".join(missing))
        day = _first_day(str(data["as_of"]))
        now = {key: fact for key, facts in versions.items() for fact in facts if in_force(fact, day)}
        return build(Jurisdiction, head, (), code=code, statutes=tuple(statutes.values()), facts=MappingProxyType(now),
                     versions=MappingProxyType({k: v for k, v in versions.items() if len(v) > 1 or k not in now}))
    except Fault as fault:
        raise KnowledgeError(f"The law of {code} has an error.", [problem(main, fault)]) from fault


def _first_day(as_of: str) -> date:
    """ "2026-11" is the first day of that month, "2026-11-22" that day."""
    parts = [int(part) for part in as_of.split("-")]
    return date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)


def _fact(row: Any, place: Place, code: str, key: str, entry: LawKey | None) -> LawFact:
    expect_keys(row, place, ("value", "rule", "cite", "statute", "url", "verified"),
                ("unit", "since", "until", "note", "read_copy", "confirmed_by", "interval_basis", "rule_fr", "details"))
    value = _value(row["value"], row.get("unit"), place, entry)
    rest = {name: row[name] for name in row if name not in ("value", "unit")}
    if not rest["url"]:
        raise Fault((*place, "url"), "every fact needs a source")
    return build(LawFact, rest, place, jurisdiction=code, key=key, value=value)


def _value(value: Any, unit: Any, place: Place, entry: LawKey | None) -> LawValue | None:
    """The value in the type that the registry gives its key; an unregistered key takes the type that it shows."""
    place = (*place, "value")
    if value is None:
        return None
    kind = entry.type if entry else _shown(value)
    if kind == "quantity":
        units = entry.units if entry else None
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            message = f"{key_of(place)} is a quantity: a number with its unit, not {value!r}"
            raise Fault(place, message, "a number or null")
        if not isinstance(unit, str) or (units and unit not in units):
            accepted = "one of " + ", ".join(units or ("text",))
            raise Fault(place[:-1], f"{unit!r} is no unit of {key_of(place)}", accepted)
        return Quantity(value, unit)
    if unit is not None:
        raise Fault((*place[:-1], "unit"), f"{key_of(place)} is no quantity, so it has no unit")
    if kind == "list":
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Fault(place, f"{key_of(place)} is a list of phrases, not {value!r}", "a list")
        return tuple(value)
    if not isinstance(value, str) or not value.strip():
        raise Fault(place, f"{key_of(place)} is a short phrase, not {value!r}", "text")
    return value


def key_of(place: Place) -> str:
    return str(place[1])


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "list"
    return "quantity" if isinstance(value, (int, float)) and not isinstance(value, bool) else "text"
