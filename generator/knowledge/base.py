"""The part of the fact base that one company needs, gathered once and then only read."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import cast

from generator.knowledge import load
from generator.knowledge.files import from_yaml
from generator.knowledge.load_regimes import Regimes
from generator.knowledge.model import Catalogue, FirstAidNeed, Jurisdiction
from generator.knowledge.model_schemes import OntarioIntervals, RightSizing


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

    @property
    def sizing(self) -> RightSizing:
        """What law asks, auditors accept and binders overdo, with the proportionate rule."""
        return load.right_sizing()

    @property
    def clocks(self) -> OntarioIntervals:
        """The recurring duties of Ontario construction."""
        return load.ontario_intervals()

    @property
    def regimes(self) -> Regimes:
        """How the rules of several sources meet on one thing."""
        return load.regimes()

    def first_aid_class(self, code: str, activities: tuple[str, ...]) -> str:
        """Hazard class of work in that jurisdiction's first aid table."""
        return load.first_aid_class(code, activities)

    def first_aid_need(self, code: str, hazard_class: str, minutes: int, workers: int) -> FirstAidNeed | None:
        """The table row for a site: minutes of travel to hospital, workers on the shift."""
        return load.first_aid_need(code, hazard_class, minutes, workers)


@cache
def _nouns() -> Mapping[str, Noun]:
    text = resources.files("generator.knowledge").joinpath("data/catalogue/equipment_nouns.yaml").read_text("utf-8")
    raw = cast(dict[str, dict[str, dict[str, str]]], from_yaml(text))["nouns"]
    return {id_: Noun(one=row.get("one"), many=row.get("mass") or row["many"]) for id_, row in raw.items()}


# Regulations that hold on construction projects only, by the name that cites give them.
_PROJECTS_ONLY = {"ON": "O Reg 213/91", "QC": "CSTC"}


def _off_projects(place: Jurisdiction) -> Jurisdiction:
    """The facts for a company that never works on a construction project: the project regulation is not its law.

    A fact that rests on that regulation alone stays as a rule to confirm, without its section.
    """
    name = _PROJECTS_ONLY.get(place.code)
    if name is None:
        return place
    facts = {}
    for key, fact in place.facts.items():
        parts = [part for part in fact.cite.split("; ") if name not in part]
        facts[key] = fact if name not in fact.cite else replace(
            fact, cite="; ".join(parts), verified=fact.verified if parts else "recall")
    return replace(place, facts=facts)


def gather(codes: Iterable[str], on: date, projects: bool = True) -> Knowledge:
    """Load what a company in these jurisdictions needs; `projects`: whether it works on construction projects.

    Raises KnowledgeError for a broken data file.
    """
    places = {code: load.facts_in_force(load.jurisdiction(code), on) for code in codes}
    return Knowledge(
        on=on,
        catalogue=load.catalogue(),
        jurisdictions=places if projects else {code: _off_projects(place) for code, place in places.items()},
        nouns=_nouns(),
        titles={key: entry.title for key, entry in load.law_keys().items()},
    )
