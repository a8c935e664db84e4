"""Schemes, audit instruments, right-sizing rules, talks and checks as frozen types, each with source and mark."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.knowledge.model import Verified


@dataclass(frozen=True)
class Partner:
    """A certifying partner of a scheme."""

    name: str
    short: str | None
    industry: str | None
    url: str | None
    source: str
    verified: Verified
    note: str | None = None


@dataclass(frozen=True)
class Scheme:
    """COR, SECOR or the like in one province. `rules` holds what it asks, by topic, each statement sourced."""

    id: str
    province: str
    scheme: str
    exists: bool
    full_name: str | None
    audit_file: str | None  # id of an audit instrument
    owner: Mapping[str, object]
    certifying_partners: tuple[Partner, ...]
    rules: Mapping[str, object]


@dataclass(frozen=True)
class AuditQuestion:
    """One question in our paraphrase. `points` as the instrument prints them; None where it names none."""

    id: str
    verifies: str
    methods: tuple[str, ...]
    source: str
    verified: Verified
    evidence: tuple[str, ...] = ()
    points: float | str | None = None
    sampling: str | None = None


@dataclass(frozen=True)
class AuditElement:
    """One element of an instrument. `complete` False: our question ids are not the partner's."""

    number: str
    name: str
    points: float | None
    complete: bool
    methods: tuple[str, ...]
    questions: tuple[AuditQuestion, ...]
    source: str
    verified: Verified
    note: str | None = None
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AuditInstrument:
    """A scheme's audit: id is its file's name. `facts` holds scoring, rules and notes with their sources."""

    id: str
    title: str
    owner: str
    jurisdiction: str
    scheme: str
    version: str
    complete: bool
    elements: tuple[AuditElement, ...]
    facts: Mapping[str, object]

    @property
    def questions(self) -> tuple[AuditQuestion, ...]:
        return tuple(question for element in self.elements for question in element.questions)


@dataclass(frozen=True)
class FailurePattern:
    """What auditors and consultants say fails, and how the product is checked for it."""

    id: str
    group: str
    fact: str
    product_check: str
    source: str
    verified: Verified


@dataclass(frozen=True)
class SeedClaim:
    """One older public claim checked against today's rules; `by_province` holds the sourced findings."""

    id: str
    seed: str
    about: str
    claim: str
    status: str
    what_the_product_should_do: str
    by_province: tuple[Mapping[str, object], ...]


@dataclass(frozen=True)
class SizingRule:
    """What law asks, what auditors accept, what is overdone, and the proportionate rule with its decision table."""

    id: str
    topic: str
    documents: tuple[str, ...]
    commonly_overdone: str
    law: tuple[Mapping[str, object], ...]
    audit: Mapping[str, object]
    proportionate_rule: str
    parameters: tuple[str, ...]
    decision_table: tuple[Mapping[str, object], ...]
    never_below: str
    justification_idea: str
    sources: tuple[object, ...]


@dataclass(frozen=True)
class Principle:
    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Parameter:
    id: str
    type: str
    meaning: str


@dataclass(frozen=True)
class AuditFact:
    id: str
    fact: str
    url: str
    verified: Verified


@dataclass(frozen=True)
class OwnerAnswer:
    question: str
    answer: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class RightSizing:
    principles: Mapping[str, Principle]
    parameters: Mapping[str, Parameter]
    evaluation: Mapping[str, str]
    audit_facts: Mapping[str, AuditFact]
    rules: Mapping[str, SizingRule]
    worked_example: Mapping[str, object]
    answers_to_the_owner: tuple[OwnerAnswer, ...]


@dataclass(frozen=True)
class ToolboxTopic:
    """A short talk: points to make and one question to ask. `season` any, winter, spring, summer or fall.

    `needs`: besides its equipment or hazard the company has one of these: an activity, a kind of equipment, a yes among the
    conditions, or audit, contractors, young_workers.
    """

    id: str
    title: str
    sectors: tuple[str, ...]
    equipment: tuple[str, ...]
    hazards: tuple[str, ...]
    season: str
    points: tuple[str, ...]
    question: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToolboxTopics:
    topics: Mapping[str, ToolboxTopic]
    standing_items: tuple[str, ...]  # ids of the topics that open each monthly page
    seasons: Mapping[str, str]
    selection: str  # how a year's topics are chosen
    everywhere: tuple[str, ...] = ()  # equipment that companies of all kinds have: it does not bring in other sectors' talks


@dataclass(frozen=True)
class OntarioClock:
    """A recurring or event-driven duty in Ontario construction. `group` is the list that holds it.

    `days` is the outer limit for reminders, not wording for a manual; `interval_basis` required means that law sets it.
    """

    id: str
    group: str
    what: str
    interval: str
    section: str
    interval_basis: str
    url: str
    verified: Verified
    who: str | None = None
    record: str | None = None
    applies_when: str | None = None
    on_key: str | None = None
    days: int | None = None
    to: tuple[str, ...] = ()
    note: str | None = None
    in_force: str | None = None


@dataclass(frozen=True)
class OntarioMyth:
    """An interval that is believed to be law and is not."""

    id: str
    believed_to_be: str
    what_the_law_says: str
    company_default: str
    section: str
    interval_basis: str
    url: str
    verified: Verified


@dataclass(frozen=True)
class OntarioIntervals:
    clocks: Mapping[str, OntarioClock]
    not_in_law: Mapping[str, OntarioMyth]
