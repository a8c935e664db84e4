"""The lists that questions choose from: the catalogue, jurisdictions, roles, and what the intake itself answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.intake.question import Choice, Question
from generator.kept import kept
from generator.knowledge import load
from generator.knowledge.model import Catalogue

_JURISDICTIONS = {
    "AB": "Alberta",
    "BC": "British Columbia",
    "SK": "Saskatchewan",
    "MB": "Manitoba",
    "ON": "Ontario",
    "QC": "Quebec",
    "NB": "New Brunswick",
    "NS": "Nova Scotia",
    "PE": "Prince Edward Island",
    "NL": "Newfoundland and Labrador",
    "YT": "Yukon",
    "NT": "Northwest Territories",
    "NU": "Nunavut",
    "CA": "Canada (federally regulated work)",
}
_ROLES = {
    "owner": "Owner",
    "manager": "Manager",
    "supervisor": "Supervisor or crew lead",
    "safety_lead": "Looks after safety day to day",
    "representative": "Health and safety representative",
    "cochair_employer": "Committee co-chair for the employer",
    "cochair_worker": "Committee co-chair for the workers",
    "committee_member": "Committee member",
    "first_aider": "First aider",
    "fire_warden": "Fire warden",
    "dispatcher": "Dispatcher",
    "mechanic": "Mechanic",
    "investigator": "Investigates incidents",
    "checkin_contact": "Takes check-in calls from people who work alone",
    "worker": "Worker",
}
_FREQUENCIES = {
    "daily": "Every day or nearly",
    "weekly": "Every week",
    "monthly": "Every month",
    "seasonal": "In its season",
    "rare": "A few times a year or less",
}


@dataclass(frozen=True)
class Vocabulary:
    """Lists by name, and what the cross-checks know of activities, equipment and schemes."""

    lists: Mapping[str, tuple[Choice, ...]]
    activity_hazards: Mapping[str, frozenset[str]]
    equipment_hazards: Mapping[str, tuple[str, ...]]
    equipment_groups: Mapping[str, str]
    secor_limits: Mapping[str, int]  # most employees for the small employers' certificate, by province

    def choices_of(self, question: Question, answers: Mapping[str, Any] | None = None) -> tuple[Choice, ...]:
        """What a question offers; lists made of answers need the answers."""
        if question.source is None:
            return question.choices
        if question.source == "answers.people":
            return tuple(Choice(name, name) for name in people_of(answers or {}))
        if question.source == "answers.activities":
            chosen = {str(row.get("id")) for row in _rows(answers or {}, "activities")}
            return tuple(choice for choice in self.lists["catalogue.activities"] if choice.id in chosen)
        return self.lists[question.source]

    def fits(self, equipment: str, activities: set[str]) -> bool:
        """Whether a kind of equipment shares a main hazard with one of the activities, or serves any company."""
        if self.equipment_groups.get(equipment) in EVERYWHERE or equipment in ("portable_ladder", "fixed_ladder"):
            return True
        hazards = set(self.equipment_hazards.get(equipment, ())) - COMMON
        return any(hazards & self.activity_hazards.get(activity, frozenset()) for activity in activities)


EVERYWHERE = frozenset(
    {
        "hand_and_portable_tools",
        "fire_protection",
        "emergency_equipment",
        "premises",
        "monitoring",
        "energy_control",
        "personal_protective_equipment",
    }
)
COMMON = frozenset(
    {
        "noise",
        "slip_trip",
        "sharp_edges",
        "flying_particles",
        "manual_lifting",
        "pinch_crush",
        "electric_shock",
        "motor_vehicle_collision",
    }
)
"""Hazards that so many things share that they do not show what a thing is for."""


def people_of(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Names that the intake gives, the owner first."""
    company = answers.get("company")
    owner = company.get("owner") if isinstance(company, Mapping) else None
    rows = [owner if isinstance(owner, Mapping) else {}, *_rows(answers, "people")]
    return tuple(dict.fromkeys(str(row["name"]) for row in rows if row.get("name")))


def _rows(answers: Mapping[str, Any], table: str) -> list[Mapping[str, Any]]:
    rows = answers.get(table)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


@cache
@kept
def vocabulary() -> Vocabulary:
    """The vocabulary of the shipped fact base. Raises KnowledgeError for a broken data file."""
    catalogue = load.catalogue()
    names = _choices(_JURISDICTIONS)
    limits, partners = _schemes()
    lists = {
        "catalogue.activities": tuple(Choice(a.id, a.name, a.sector) for a in catalogue.activities.values()),
        "catalogue.equipment": tuple(
            Choice(e.id, e.name, catalogue.equipment_groups[e.group].name) for e in catalogue.equipment.values()
        ),
        "catalogue.hazards": tuple(Choice(h.id, h.name, h.category) for h in catalogue.hazards.values()),
        "catalogue.rhythms": _rhythms(catalogue),
        "catalogue.training": tuple(Choice(t.id, t.name) for t in catalogue.training.values()),
        "jurisdictions": names,
        "provinces": tuple(choice for choice in names if choice.id != "CA"),
        "roles": _choices(_ROLES),
        "frequencies": _choices(_FREQUENCIES),
        "partners": partners,
    }
    return Vocabulary(
        lists=lists,
        activity_hazards={a.id: frozenset(h.id for h in a.hazards) for a in catalogue.activities.values()},
        equipment_hazards={e.id: e.hazards for e in catalogue.equipment.values()},
        equipment_groups={e.id: e.group for e in catalogue.equipment.values()},
        secor_limits=limits,
    )


def _rhythms(catalogue: Catalogue) -> tuple[Choice, ...]:
    """What may have a rhythm of its own: each meeting, and each look at equipment as forklift.pm."""
    places = load.regimes()
    looks = {f"{thing.id}.{places.look(rule)}": Choice(f"{thing.id}.{places.look(rule)}", f"{thing.name}: {rule.what}")
             for thing in catalogue.equipment.values() for rule in thing.inspections}
    return (*_choices(places.meetings), *looks.values())


def _choices(names: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(id_, label) for id_, label in names.items())


def _schemes() -> tuple[dict[str, int], tuple[Choice, ...]]:
    """Size limits of the small employers' certificates by province, and the certifying partners."""
    limits: dict[str, int] = {}
    partners: dict[str, Choice] = {}
    for scheme in load.schemes().values():
        size = scheme.rules.get("size")
        most = size.get("max_employees") if isinstance(size, Mapping) else None
        if isinstance(most, int) and scheme.id.endswith("_secor"):
            limits[scheme.province] = most
        for partner in scheme.certifying_partners:
            label = f"{partner.name} ({partner.short})" if partner.short else partner.name
            partners.setdefault(partner.name, Choice(partner.name, label, scheme.province))
    return limits, tuple(partners.values())
