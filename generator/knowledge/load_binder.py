"""The bought binder, the rules by which paper is counted (catalogue/binder.yaml), and what is said of demands left out."""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from generator.knowledge import load
from generator.knowledge.files import data_file, data_folder
from generator.knowledge.load_catalogue import read_catalogue
from generator.knowledge.load_sizing import read_right_sizing, right_sizing
from generator.knowledge.model import Catalogue
from generator.knowledge.model_binder import Binder, Body, Chapter, Demand, NotNeeded, Recurring, Sheet, Spare
from generator.knowledge.model_schemes import RightSizing
from generator.knowledge.reading import Fault, Place, build, by_id, expect_keys, reading

_PLAIN = ("work_days", "newcomers_share", "office_sectors", "tags", "cards", "as_one", "one_invoice", "rides_with")
_LISTS = ("sheets", "recurring", "demands")


@cache
def binder() -> Binder:
    """The shipped binder."""
    return read_binder(data_folder())


def read_binder(folder: Path) -> Binder:
    """The binder of a fact base at `folder`. Raises KnowledgeError with file and line for an id that nothing knows."""
    def work(data: dict[str, Any]) -> Binder:
        expect_keys(data, (), (*_PLAIN, *_LISTS), ("catalogue", "as_of", "notes"))
        rest: dict[str, Mapping[str, Any]] = {
            "sheets": by_id(data["sheets"], ("sheets",), lambda row, at: build(Sheet, row, at), key="form"),
            "recurring": by_id(data["recurring"], ("recurring",), lambda row, at: build(Recurring, row, at), key="form"),
            "demands": by_id(data["demands"], ("demands",), lambda row, at: build(Demand, row, at))}
        found = build(Binder, {key: data[key] for key in _PLAIN}, (), **{
            name: MappingProxyType(rows) for name, rows in rest.items()})
        _check(found, folder)
        return found

    return reading(data_file("catalogue", "binder.yaml", folder=folder), work)


def _lists(folder: Path) -> tuple[Catalogue, RightSizing]:
    """The lists that ids are looked up in: the folder's own, read once where they are the shipped ones."""
    if folder == data_folder():
        return load.catalogue(), right_sizing()
    return read_catalogue(folder), read_right_sizing(folder)


def _check(found: Binder, folder: Path) -> None:
    catalogue, sizing = _lists(folder)
    rules = sizing.rules
    for name in ("tags", "cards", "as_one", "one_invoice"):
        _known(tuple(one.partition(".")[0] for one in getattr(found, name)), catalogue.equipment, (name,), "equipment")
    for part in _LISTS:
        for number, row in enumerate(getattr(found, part).values()):
            at: Place = (part, number)
            _known((row.form,), catalogue.forms, (*at, "form"), "form")
            _known(getattr(row, "equipment", ()), catalogue.equipment, (*at, "equipment"), "equipment")
            _known(getattr(row, "equipment_groups", ()), catalogue.equipment_groups, (*at, "equipment_groups"), "group")
            _known(getattr(row, "activities", ()), catalogue.activities, (*at, "activities"), "activity")
            _known(getattr(row, "rules", ()), rules, (*at, "rules"), "right-sizing rule")
    for number, demand in enumerate(found.demands.values()):
        if not demand.rules:
            raise Fault(("demands", number, "rules"), "a demand names the right-sizing rule that says so")
        _known(demand.instead_of.forms, catalogue.forms, ("demands", number, "instead_of", "forms"), "form")


PLACES = frozenset({"things", "jurisdictions", "workers", "noise"})  # what the sentences of a spare may name


@cache
def not_needed() -> NotNeeded:
    """What is said of demands that a company leaves out, as shipped."""
    return read_not_needed(data_folder())


def read_not_needed(folder: Path) -> NotNeeded:
    """The sentences of a fact base at `folder`. Raises KnowledgeError with file and line."""
    def work(data: dict[str, Any]) -> NotNeeded:
        expect_keys(data, (), ("spares", "bodies", "chapters"), ("catalogue", "as_of"))
        spares = by_id(data["spares"], ("spares",), lambda row, at: build(Spare, row, at))
        chapters = by_id(data["chapters"], ("chapters",), lambda row, at: build(Chapter, row, at), key="topic")
        bodies = by_id(data["bodies"], ("bodies",), lambda row, at: build(Body, row, at), key="key")
        catalogue, sizing = _lists(folder)
        demands = read_binder(folder).demands
        for number, spare in enumerate(spares.values()):
            at: Place = ("spares", number)
            _known(spare.rules, sizing.rules, (*at, "rules"), "right-sizing rule")
            _known((spare.demand,) if spare.demand else (), demands, (*at, "demand"), "demand")
            _known(spare.equipment, catalogue.equipment, (*at, "equipment"), "equipment")
            _known(spare.instead_of_forms, catalogue.forms, (*at, "instead_of_forms"), "form")
            _known((spare.law_silent,) if spare.law_silent else (), load.law_keys(), (*at, "law_silent"), "law key")
            for key in ("what", "why", "instead", "allowed", "back"):
                for place in {name for _, name, _, _ in Formatter().parse(getattr(spare, key)) if name} - PLACES:
                    raise Fault((*at, key), f"{place!r} is filled in nowhere", ", ".join(sorted(PLACES)))
        for number, chapter in enumerate(chapters.values()):
            _known((chapter.topic,), catalogue.topics, ("chapters", number, "topic"), "topic")
        for number, body in enumerate(bodies.values()):
            at = ("bodies", number)
            _known((body.key, *((body.beside,) if body.beside else ())), load.law_keys(), (*at, "key"), "law key")
            for code, hazards in body.not_said.items():
                _known(hazards, catalogue.hazards, (*at, "not_said", code), "hazard")
        return NotNeeded(MappingProxyType(spares), tuple(bodies.values()), tuple(chapters.values()))

    return reading(data_file("catalogue", "not_needed.yaml", folder=folder), work)


def _known(ids: tuple[str, ...], where: Mapping[str, object], place: Place, noun: str) -> None:
    for one in ids:
        if one not in where:
            raise Fault(place, f"no {noun} {one!r}")
