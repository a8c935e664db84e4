"""What the fact base holds, as frozen types. Every fact says where it was read and how sure we are of it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.knowledge.model_assessing import LEVELS as LEVELS
from generator.knowledge.model_assessing import AssessedHazard as AssessedHazard
from generator.knowledge.model_assessing import AssessedTask as AssessedTask
from generator.knowledge.model_assessing import Assessing
from generator.knowledge.model_assessing import AssessmentLibrary as AssessmentLibrary
from generator.knowledge.model_forms import Form

Verified = Literal["primary", "secondary", "recall"]


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as printed: Quantity(3, "m") reads "3 m"; Quantity(72, "hours") reads "72 hours"."""

    number: float
    unit: str

    def __str__(self) -> str:
        number = f"{self.number:g}"
        if not self.unit:
            return number
        unit = self.unit[:-1] if self.number == 1 and self.unit.endswith("s") and len(self.unit) > 2 else self.unit
        return f"{number} {unit}"


LawValue = Quantity | str | tuple[str, ...]


@dataclass(frozen=True)
class LawFact:
    """One rule of one jurisdiction.

    `value` has one type per key over all jurisdictions (see the key registry): a Quantity, a short phrase or a list.
    A jurisdiction whose law sets no such number has value None and says so in `rule`.
    """

    jurisdiction: str
    key: str
    value: LawValue | None
    rule: str  # the rule in our own words, whole sentences
    cite: str  # "OHS Code s 139"; sections only, no comment
    statute: str
    url: str
    verified: Verified
    since: date | None = None
    until: date | None = None
    note: str | None = None  # doubts, comments and context: for maintainers and the list to confirm, never for a manual
    read_copy: str | None = None  # the public copy in which the text was read, where `url` is only its official page
    confirmed_by: str | None = None  # a second source that says the same
    interval_basis: Literal["required", "chosen"] | None = None  # of a recurring duty: law or company
    rule_fr: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)  # tables and lists that belong to the rule


@dataclass(frozen=True)
class Body:
    """A regulator or workers' compensation board: what people call it and how to reach it."""

    name: str
    phone: str
    url: str
    serious_incident_line: str | None = None
    short_name: str | None = None


@dataclass(frozen=True)
class Statute:
    id: str
    title: str
    citation: str
    url: str
    in_force: str | None = None  # as precise as known: "2021-12-01", "2027-02", "1990"
    consolidated_to: str | None = None
    last_amended_by: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class LawKey:
    """One key of the law facts: what it is about and the one type that its values have in every jurisdiction."""

    key: str
    title: str
    type: Literal["quantity", "text", "list"]
    units: tuple[str, ...] = ()  # of a quantity: the accepted units, the first one is the usual


@dataclass(frozen=True)
class Jurisdiction:
    code: str
    name: str
    language: str
    as_of: str
    reviewed: bool  # True once the manual's text has been read against this jurisdiction's law
    regulator: Body
    wcb: Body
    statutes: tuple[Statute, ...]
    terms: Mapping[str, str]  # committee, representative, act, code, ... as the law calls them
    facts: Mapping[str, LawFact]  # in force on `as_of`
    versions: Mapping[str, tuple[LawFact, ...]] = field(default_factory=dict)  # keys with more than one state in time
    notes: str | None = None  # which consolidations were read


@dataclass(frozen=True)
class RatedHazard:
    """A hazard of an activity, rated before controls: severity 1-5, likelihood 1-5."""

    id: str
    severity: int
    likelihood: int


@dataclass(frozen=True)
class Activity:
    id: str
    name: str
    sector: str
    naics: tuple[str, ...]
    critical: bool
    question: str
    tasks: tuple[str, ...]
    hazards: tuple[RatedHazard, ...]
    safe_work_practices: tuple[str, ...]
    safe_job_procedures: tuple[str, ...]
    training: tuple[str, ...]
    permits_records: tuple[str, ...]
    forms: tuple[str, ...]  # ids of forms.yaml, mapped from the short codes
    ppe: tuple[str, ...]
    emergencies: tuple[str, ...]
    inspection_items: tuple[str, ...]


@dataclass(frozen=True)
class Hazard:
    id: str
    name: str
    category: str
    type: str
    harm: str
    controls: Mapping[str, tuple[str, ...]]  # by level of the hierarchy, see LEVELS
    law_keys: tuple[str, ...]
    standards: tuple[str, ...]  # ids of standards.yaml
    verified: Verified
    url: str | None = None


@dataclass(frozen=True)
class Interval:
    """How often: one or more limits, whichever comes first. Units: days, weeks, months, years, hours, km, uses."""

    limits: tuple[Quantity, ...]

    def __str__(self) -> str:
        return " or ".join(str(limit) for limit in self.limits) + (
            ", whichever comes first" if len(self.limits) > 1 else "")


@dataclass(frozen=True)
class InspectionRule:
    """One rule for inspecting one kind of equipment. `jurisdictions` empty means all."""

    id: str
    what: str
    trigger: str  # before_use, per_shift, calendar, hours, kilometres, return_to_service, after_event, manufacturer
    interval: Interval | None
    by: str  # operator, competent_person, certified, engineer
    record: Literal["required", "audit", "none"]
    basis: str  # law, standard, manufacturer, audit, good_practice
    jurisdictions: tuple[str, ...]
    cite: str
    verified: Verified
    citable: bool
    url: str | None = None


@dataclass(frozen=True)
class Equipment:
    id: str
    name: str
    question: str
    group: str
    hazards: tuple[str, ...]  # ids of hazards.yaml
    operator_competency: str | None
    training: tuple[str, ...]
    inspections: tuple[InspectionRule, ...]
    maintenance: str | None
    lockout: bool
    forms: tuple[str, ...]
    standards: tuple[str, ...]
    right_sized: str | None
    safe_work_practice: str | None = None  # title of the practice that covers it


@dataclass(frozen=True)
class EquipmentGroup:
    id: str
    name: str
    rule: str


@dataclass(frozen=True)
class Training:
    id: str
    name: str
    validity_years: float | None
    validity_note: str | None
    who: str
    legal_form: str
    jurisdictions_required: tuple[str, ...]
    provider: str | None
    verified: Verified
    url: str | None = None
    only_in: str | None = None  # the one jurisdiction whose course it is
    needs_equipment: tuple[str, ...] = ()  # it makes sense only with one of these
    needs_activities: tuple[str, ...] = ()  # it comes with one of these kinds of work, never with owning a thing
    needs_young_workers: bool = False
    for_roles: tuple[str, ...] = ()  # it follows a role, whatever the work


@dataclass(frozen=True)
class Ppe:
    id: str
    name: str
    protects: str
    standards: tuple[str, ...]
    inspection: str | None
    replacement: str | None
    standard_note: str | None = None
    needs_equipment: tuple[str, ...] = ()  # a company has it only with one of these


@dataclass(frozen=True)
class EmergencyScenario:
    id: str
    name: str
    steps: tuple[str, ...]
    resources: tuple[str, ...]
    needs_equipment: tuple[str, ...] = ()  # it can happen only with one of these


@dataclass(frozen=True)
class Standard:
    id: str
    designation: str
    title: str
    verified: Verified
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Topic:
    """A control program of the manual (PPE, WHMIS, lockout, ...): what brings it in. Any one match is enough."""

    id: str
    title: str
    activities: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    equipment_groups: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()  # names of true fields of Conditions or Contractors
    always: bool = False
    law: tuple[str, ...] = ()  # law keys that ask for it


@dataclass(frozen=True)
class FirstAidNeed:
    """What one site needs by the jurisdiction's table. `use`: law, confirm or stand_in (never printed)."""

    jurisdiction: str
    hazard_class: str
    distance_class: str
    workers: int
    people: tuple[tuple[str, int], ...]  # (level, how many)
    kit: str  # in words: "CSA Type 3 intermediate kit, small"
    extras: tuple[str, ...]
    cite: str
    verified: Verified
    use: Literal["law", "confirm", "stand_in"]


@dataclass(frozen=True)
class Catalogue:
    """All catalogue lists by id."""

    activities: Mapping[str, Activity]
    hazards: Mapping[str, Hazard]
    equipment: Mapping[str, Equipment]
    equipment_groups: Mapping[str, EquipmentGroup]
    forms: Mapping[str, Form]
    training: Mapping[str, Training]
    ppe: Mapping[str, Ppe]
    emergencies: Mapping[str, EmergencyScenario]
    standards: Mapping[str, Standard]
    topics: Mapping[str, Topic]
    assessments: Mapping[str, AssessmentLibrary]
    assessing: Assessing
