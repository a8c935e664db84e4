"""How paper is counted, what the bought binder demands, and what is said of demands left out: frozen types."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PaperKind = Literal["inspection", "maintenance", "meeting", "review", "training", "form"]
Per = Literal["company", "worker", "newcomer", "unit", "moving_site", "activity_day", "equipment_day", "contractor",
              "course", "substance", "test"]


@dataclass(frozen=True)
class Sheet:
    """What one record of a form is: `round`, one sheet for all lines that fall together; `card`, one a unit a month in
    which it is used; `log`, a page of `lines`. A form that is not listed is one sheet each time, for each unit."""

    form: str
    kind: Literal["round", "card", "log"]
    lines: int = 1


@dataclass(frozen=True)
class Recurring:
    """A form that use or events bring back: `times` a year for each `per`, at most `at_most` for the company.

    For `activity_day` and `equipment_day` the frequency in the intake gives the days; `times` then multiplies them.
    """

    form: str
    times: float
    per: Per
    who: Literal["lead", "crew"]
    because: str  # how we came to the number
    activities: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    equipment_groups: tuple[str, ...] = ()
    away: bool = False  # counted only where work places change
    at_most: float | None = None
    people: int = 1


@dataclass(frozen=True)
class Replaced:
    """Which of our own lines a demand takes the place of; a line matches where every list that is given holds it."""

    meetings: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    courses: bool = False
    written: bool = True  # only lines that leave paper


@dataclass(frozen=True)
class Demand:
    """One line of the bought binder. It applies where one of `equipment` or `equipment_groups` is there, or always."""

    id: str
    title: str
    rules: tuple[str, ...]  # ids of right_sizing.yaml that say that binders demand it
    kind: PaperKind
    times: float
    per: Per
    form: str  # whose minutes one time takes, by the forms list
    because: str
    equipment: tuple[str, ...] = ()
    equipment_groups: tuple[str, ...] = ()
    needs_meeting: str | None = None  # only where the program holds this meeting, walk or drill
    hands_on: bool = False  # not for a company that works in offices only
    workers_max: int | None = None
    everybody: bool = False  # the minutes count for each worker
    minutes: float | None = None
    looks: float | None = None  # times a year that is looked, where one record takes many
    instead_of: Replaced = Replaced()
    worked_example: bool = False  # stands in the worked example of right_sizing.yaml too


@dataclass(frozen=True)
class Binder:
    """The bought binder, and how both sides are counted."""

    work_days: int
    newcomers_share: float  # new people a year for each worker, where the intake's peak shows no more
    office_sectors: tuple[str, ...]
    tags: tuple[str, ...]  # looks ("fire_extinguisher.month") that are initials on a tag at the thing
    cards: tuple[str, ...]  # equipment whose look at each use is a tick on a month's card
    as_one: tuple[str, ...]  # equipment that is set up and looked at together, however many pieces there are
    one_invoice: tuple[str, ...]  # equipment that an outside firm services on one visit with one invoice
    rides_with: Mapping[str, tuple[str, ...]]  # equipment whose form is the sheet of another: trailer, by truck
    sheets: Mapping[str, Sheet]
    recurring: Mapping[str, Recurring]
    demands: Mapping[str, Demand]


@dataclass(frozen=True)
class Spare:
    """What is said of a usual demand that a company leaves out or does less often.

    `what`, `why`, `instead` and `back` are sentences with places to fill: {things} "your two utility trailers", {jurisdictions},
    {workers} "three people", {noise}. `demand` is the binder's line that counts it; without one, `needs` says when it applies.
    `instead` empty: what the program holds in its place is said from the resolved looks and meetings.
    """

    id: str
    rules: tuple[str, ...]
    what: str
    why: str
    back: str
    demand: str | None = None
    instead: str = ""
    allowed: str = ""  # what allows it, where the looks and meetings cannot say it
    law_silent: str | None = None  # law key whose facts say that no law asks for it
    meetings: tuple[str, ...] = ()  # whose rhythm is what we do in its place
    equipment: tuple[str, ...] = ()  # whose looks are
    needs: tuple[str, ...] = ()  # contractors, prime, idle, quiet, meeting.x, form.x: each must hold
    without: tuple[str, ...] = ()  # none of these may hold
    less_than: float | None = None  # times a year of the demand, where no line of the binder says it
    instead_of_forms: tuple[str, ...] = ()  # forms whose own entry this one takes the place of


@dataclass(frozen=True)
class Chapter:
    """A control program that manuals usually hold, by its topic; not spoken of where one of `not_with` is owned."""

    what: str
    topic: str
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Body:
    """A committee or representative that the law asks for from a number of workers (`key`)."""

    key: str
    what: str
    not_said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # hazards, by jurisdiction, under which we are silent
    beside: str | None = None  # law key of another person whom the law asks for below the number


@dataclass(frozen=True)
class NotNeeded:
    spares: Mapping[str, Spare]
    bodies: tuple[Body, ...]
    chapters: tuple[Chapter, ...]
