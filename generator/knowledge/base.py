"""The part of the fact base that one company needs, gathered once and then only read."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import cast

import yaml

from generator.knowledge import load
from generator.knowledge.model import Catalogue, FirstAidNeed, Jurisdiction


@dataclass(frozen=True)
class Noun:
    """How a kind of equipment is named in a sentence. `many` is also the name of things that are not counted."""

    one: str | None
    many: str


@dataclass(frozen=True)
class Knowledge:
    """Catalogue, the jurisdictions of one company (facts in force on `on`), nouns for equipment, titles of law keys."""

    on: date
    catalogue: Catalogue
    jurisdictions: Mapping[str, Jurisdiction]
    nouns: Mapping[str, Noun]
    titles: Mapping[str, str]  # of law keys, for people

    def first_aid_class(self, code: str, activities: tuple[str, ...]) -> str:
        """Hazard class of work in that jurisdiction's first aid table."""
        return load.first_aid_class(code, activities)

    def first_aid_need(self, code: str, hazard_class: str, minutes: int, workers: int) -> FirstAidNeed | None:
        """The table row for a site: minutes of travel to hospital, workers on the shift."""
        return load.first_aid_need(code, hazard_class, minutes, workers)


@cache
def _nouns() -> Mapping[str, Noun]:
    text = resources.files("generator.knowledge").joinpath("data/catalogue/equipment_nouns.yaml").read_text("utf-8")
    raw = cast(dict[str, dict[str, dict[str, str]]], yaml.safe_load(text))["nouns"]
    return {id_: Noun(one=row.get("one"), many=row.get("mass") or row["many"]) for id_, row in raw.items()}


def gather(codes: Iterable[str], on: date) -> Knowledge:
    """Load what a company in these jurisdictions needs. Raises KnowledgeError for a broken data file."""
    return Knowledge(
        on=on,
        catalogue=load.catalogue(),
        jurisdictions={code: load.facts_in_force(load.jurisdiction(code), on) for code in codes},
        nouns=_nouns(),
        titles={key: entry.title for key, entry in load.law_keys().items()},
    )
