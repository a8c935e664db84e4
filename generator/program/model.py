"""What was decided for one company. Every item carries the reasons that brought it in."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.intake.company import Company, EquipmentAnswer
from generator.knowledge.model import Activity, Equipment, FirstAidNeed, Interval, LawFact
from generator.program.revisions import Standing

ReasonKind = Literal["answer", "law", "standard", "manufacturer", "audit", "choice"]


@dataclass(frozen=True, order=True)
class Reason:
    """Why a piece is there: kind, reference (answer path, law key, standard id ...), and one line for a person."""

    kind: ReasonKind
    ref: str
    text: str


@dataclass(frozen=True)
class Item:
    id: str
    title: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class ActivityItem(Item):
    activity: Activity
    frequency: str | None
    workers: int | None
    who: tuple[str, ...]
    notes: str | None


@dataclass(frozen=True)
class EquipmentItem(Item):
    """One kind of equipment of this company. `phrase` reads in a sentence: "the two utility trailers"."""

    equipment: Equipment
    answer: EquipmentAnswer
    phrase: str


@dataclass(frozen=True)
class HazardItem(Item):
    """A hazard of this company with what brings it in (activity, equipment and condition ids)."""

    activities: tuple[str, ...]
    equipment: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Control:
    level: str  # elimination, substitution, engineering, administrative, ppe
    text: str
    existing: bool = False  # the owner said that it is in place


@dataclass(frozen=True)
class RatingChange:
    """A rating that the owner changed in the intake: what our library says, and why this company rates it otherwise."""

    library_before: tuple[int, int]
    library_after: tuple[int, int]
    reason: str
    by: str | None = None
    on: date | None = None


@dataclass(frozen=True)
class AssessmentRow:
    """One hazard of one task. Scores are severity x likelihood; bands are low, medium, high (see rating.band)."""

    hazard: str
    name: str
    what: str
    before: tuple[int, int]
    after: tuple[int, int]
    controls: tuple[Control, ...]
    who: str
    machines: tuple[str, ...] = ()  # equipment (ids) that brings this row
    changed: RatingChange | None = None


@dataclass(frozen=True)
class AssessmentTask:
    """One task. `machines` are the company's own (ids of equipment) that are used in it."""

    task: str
    rows: tuple[AssessmentRow, ...]
    machines: tuple[str, ...] = ()


@dataclass(frozen=True)
class HazardAssessment(Item):
    """One activity task by task; with `activity` empty, what every job shares (see shared.SHARED_ID)."""

    activity: str
    tasks: tuple[AssessmentTask, ...]
    curated: bool  # False: ratings and controls come from the catalogue and want the workers' review
    machines: tuple[str, ...] = ()  # equipment (ids) that the job uses
    sites: tuple[str, ...] = ()  # names of the company's places where it is done, the usual one first
    conditions: tuple[str, ...] = ()  # answered conditions (working_alone, cold ...) that some rows stand for
    away: bool = False  # mostly done where the place changes

    @property
    def rows(self) -> tuple[AssessmentRow, ...]:
        return tuple(row for task in self.tasks for row in task.rows)


Basis = Literal["law", "standard", "manufacturer", "client", "audit", "choice"]


@dataclass(frozen=True)
class Rule:
    """One demand on one thing, before anything is resolved: who asks for what, how often, by whom, on paper or not.

    `binding`: nobody in the company may go under it (law, standard, maker, client); an audit habit or our own default may
    give way to the company's own choice. `times` is how often a year it comes up here, by what the answers say of use;
    0 where only an event sets it off.
    """

    id: str  # "forklift.annual_on", "right_sizing.drill.1", "NB:inspections.workplace_frequency", "rhythms.0"
    basis: Basis
    what: str
    trigger: str
    interval: Interval | None
    by: str
    record: str  # required, audit, none
    reason: Reason  # as printed; a section number only where the fact base may cite it
    times: float
    binding: bool
    form: str | None = None


@dataclass(frozen=True)
class Considered:
    """A rule that was looked at, and what became of it. `why` is one sentence for a person."""

    rule: Rule
    verdict: Literal["won", "met", "set aside"]
    why: str


@dataclass(frozen=True)
class Inspection(Item):
    """One look at one kind of equipment: the least that satisfies every rule in `considered`.

    `times` a year for one unit of `units`; `minutes` for one look at one unit; `form` None where nothing is written.
    """

    equipment: str
    what: str
    trigger: str
    interval: Interval | None
    by: str
    record: str  # required, audit, none
    form: str | None = None
    times: float = 0
    units: int = 1
    minutes: float = 0
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True)
class Meeting(Item):
    """A meeting, walk, drill or review. `times` a year, `minutes` each time for each of `people`."""

    what: str
    interval: Interval | None
    trigger: str
    who: str
    form: str | None
    times: float = 0
    minutes: float = 0
    people: int = 1
    record: str = "required"
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True)
class TrainingNeed(Item):
    who: str
    people: tuple[str, ...]
    validity: str
    legal_form: str


@dataclass(frozen=True)
class FormItem(Item):
    group: str


@dataclass(frozen=True)
class MergedForm:
    """A record that this small company keeps as part of another form: there it is found."""

    id: str
    title: str
    into: str
    part: str  # how the label in that form begins
    why: str


@dataclass(frozen=True)
class LeftOut:
    """Something usually demanded that this company leaves out or does less often, what allows that, and its return."""

    what: str
    why: str
    allowed_by: str = ""  # "Alberta asks for one from 20 workers (OHS Act s 13)"; empty where `why` says it all
    back_when: str = ""  # "a client's contract asks for it, or you reach 20 workers"


@dataclass(frozen=True)
class ToComplete:
    """An unanswered question that an auditor would ask about. `id` is the answer's path."""

    id: str
    what: str
    where: str
    who: str
    why: str
    critical: bool = True


@dataclass(frozen=True)
class ToConfirm:
    """Something that we print but that somebody must check first (a fact marked recall, a first aid cell ...)."""

    id: str
    what: str
    why: str


@dataclass(frozen=True)
class SiteFirstAid:
    site: str
    need: FirstAidNeed | None  # None: the site's data or the table leave it open; then see to_complete or to_confirm


@dataclass(frozen=True)
class Duties:
    """What the law asks by size, over all jurisdictions: each True where any of them asks it."""

    written_program: bool
    written_policy: bool
    representative: bool
    committee: bool


@dataclass(frozen=True)
class Program:
    company: Company
    as_of: date
    in_force: date
    jurisdictions: tuple[str, ...]
    duties: Duties
    duty_facts: tuple[LawFact, ...]
    activities: tuple[ActivityItem, ...]
    equipment: tuple[EquipmentItem, ...]
    hazards: tuple[HazardItem, ...]
    topics: tuple[Item, ...]  # control programs
    ppe: tuple[Item, ...]
    emergencies: tuple[Item, ...]
    assessments: tuple[HazardAssessment, ...]
    inspections: tuple[Inspection, ...]
    meetings: tuple[Meeting, ...]
    training: tuple[TrainingNeed, ...]
    forms: tuple[FormItem, ...]
    first_aid: tuple[SiteFirstAid, ...]
    left_out: tuple[LeftOut, ...]
    to_complete: tuple[ToComplete, ...]
    to_confirm: tuple[ToConfirm, ...]
    merged: tuple[MergedForm, ...] = ()
    standing: Standing = field(default_factory=Standing)  # a draft, or a revision as it was issued
