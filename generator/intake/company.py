"""One company's answers as typed, frozen data. What every later stage reads.

Field names are the intake's own names. Optional answers are None or empty, never made up: later stages decide what
a missing answer means (usually an entry in "To be completed").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.intake.ratings import Rated as Rated
from generator.intake.ratings import RatingAnswer as RatingAnswer

JurisdictionCode = Literal["AB", "BC", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU", "CA"]


@dataclass(frozen=True)
class Address:
    street: str
    city: str
    province: str
    postal_code: str | None = None

    def __str__(self) -> str:
        """One line: "4512 62 Street, Red Deer, AB  T4N 6V2"."""
        tail = f"{self.province}  {self.postal_code}" if self.postal_code else self.province
        return f"{self.street}, {self.city}, {tail}"


@dataclass(frozen=True)
class Person:
    """Somebody named in the intake. `role` is the main role, `also` the further ones; ids from the questionnaire."""

    name: str
    role: str
    title: str | None = None
    also: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    responsibilities: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        return (self.role, *self.also)

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Ticket:
    """A card or certificate of one person. It is good up to `expires`; without it, the course's usual years from `earned`."""

    who: str
    course: str  # id of a course in the catalogue
    expires: date | None = None
    earned: date | None = None
    number: str | None = None


@dataclass(frozen=True)
class Workforce:
    """People in one jurisdiction; `jurisdiction` is a code such as AB, or CA for federally regulated work."""

    jurisdiction: str
    workers: int
    peak_workers: int | None = None
    supervisors: int = 0
    young_workers: int = 0
    contractors: int = 0


@dataclass(frozen=True)
class Site:
    name: str
    jurisdiction: str
    kind: str  # shop, office, yard, job_site, remote, home, vehicle
    address: str | None = None
    workers_per_shift: int | None = None
    shifts_per_day: int = 1
    minutes_to_hospital: int | None = None
    nearest_hospital: str | None = None
    hospital_address: str | None = None
    emergency_number: str | None = None  # None means 911
    cell_coverage: bool | None = None
    muster_point: str | None = None
    first_aid_place: str | None = None
    extinguisher_places: tuple[str, ...] = ()
    shutoffs: str | None = None  # where gas, power and water are shut off
    notes: str | None = None


@dataclass(frozen=True)
class ActivityAnswer:
    id: str
    frequency: str | None = None  # daily, weekly, monthly, seasonal, rare
    workers: int | None = None
    who: tuple[str, ...] = ()
    notes: str | None = None


@dataclass(frozen=True)
class EquipmentAnswer:
    id: str
    count: int = 1
    use: str | None = None  # daily, weekly, monthly, seasonal, rare
    names: tuple[str, ...] = ()  # unit numbers, makes, what the company calls them
    where: str | None = None  # "in the shop and both trucks"
    used_for: tuple[str, ...] = ()  # ids of activities
    km_per_month: float | None = None
    hours_per_month: float | None = None
    idle_weeks: int | None = None
    owned: str = "owned"  # owned, rented, client
    kind: str | None = None  # of an eyewash: plumbed or sealed
    weight_kg: float | None = None  # registered gross weight of a vehicle, of truck and trailer together where it pulls one
    leaves_province: bool = False
    harsh_use: bool | None = None  # of life-critical gear: weld spatter, chemicals, grit, used every day
    notes: str | None = None


@dataclass(frozen=True)
class Substance:
    name: str
    kind: str | None = None
    quantity: str | None = None
    where: str | None = None
    sds: bool | None = None  # a safety data sheet under three years old is at hand


@dataclass(frozen=True)
class Conditions:
    working_alone: bool = False
    night_work: bool = False
    cold: bool = False
    heat: bool = False
    driving_hours_per_week: float = 0
    public_contact: bool = False
    noise_dba: float | None = None
    languages: tuple[str, ...] = ("English",)
    visitors_in_work_area: bool = False
    cash_or_valuables: bool = False
    buried_services: bool = False
    near_power_lines: bool = False
    notes: str | None = None


@dataclass(frozen=True)
class ExistingControl:
    """A control that the owner already has, for one hazard id. `kind` is a level of the hierarchy of controls."""

    hazard: str
    control: str
    kind: str = "engineering"  # elimination, substitution, engineering, administrative, ppe


@dataclass(frozen=True)
class Rhythm:
    """A rhythm that somebody asks for in place of the usual one: a client's contract, the maker's manual, or the owner.

    `about` is a meeting (toolbox_talk) or a look at equipment (forklift.pm). Nobody goes under the law with it.
    """

    about: str
    number: float
    unit: str = "months"  # days, weeks, months, years, hours, km
    asked_by: str = "us"  # client, manufacturer, us
    name: str | None = None  # of the client or the manual
    why: str | None = None


@dataclass(frozen=True)
class Contractors:
    used: bool = False
    kinds: tuple[str, ...] = ()
    checked_by: str | None = None
    prime_contractor: bool = False  # this company is the prime contractor on some sites
    work_under_prime: bool = False  # this company works under somebody else's prime contractor


@dataclass(frozen=True)
class EmergencyContact:
    name: str
    phone: str
    role: str | None = None


@dataclass(frozen=True)
class Emergency:
    alarm: str | None = None  # how people are warned: "air horn by the office door"
    contacts: tuple[EmergencyContact, ...] = ()
    drill_month: str | None = None


@dataclass(frozen=True)
class Goal:
    scheme: str = "law_only"  # secor, cor, law_only
    certifying_partner: str | None = None
    audit_due: str | None = None  # "2027-05"
    stage: str | None = None  # new, maintenance, recertification


@dataclass(frozen=True)
class Brand:
    logo: str | None = None  # path of a PNG, JPEG or SVG, relative to the intake
    colour: str | None = None  # "#c75b12"
    paper: str = "letter"


@dataclass(frozen=True)
class Preferences:
    language: str = "en"
    meeting_day: str | None = None  # "Monday"
    meeting_time: str | None = None  # "7:30"
    meeting_place: str | None = None
    toolbox_length_minutes: int = 10
    records_kept: str | None = None  # "blue binder by the shop door"
    posting_place: str | None = None  # "board beside the coffee machine"
    brand: Brand = Brand()


@dataclass(frozen=True)
class Revision:
    number: int = 1
    in_force: date | None = None
    next_review: date | None = None
    approved_by: str | None = None


@dataclass(frozen=True)
class Company:
    """Everything one intake says."""

    legal_name: str
    owner: Person
    address: Address
    operating_name: str | None = None
    description: str | None = None  # what it does, one line: "custom steel fabrication and repair"
    phone: str | None = None
    email: str | None = None
    industry: str | None = None  # NAICS code
    accounts: tuple[tuple[str, str], ...] = ()  # (jurisdiction, workers' compensation account)
    federally_regulated: bool = False
    workforce: tuple[Workforce, ...] = ()
    people: tuple[Person, ...] = ()
    sites: tuple[Site, ...] = ()
    activities: tuple[ActivityAnswer, ...] = ()
    equipment: tuple[EquipmentAnswer, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    substances: tuple[Substance, ...] = ()
    conditions: Conditions = Conditions()
    existing_controls: tuple[ExistingControl, ...] = ()
    ratings: tuple[RatingAnswer, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    contractors: Contractors = Contractors()
    emergency: Emergency = Emergency()
    goal: Goal = Goal()
    preferences: Preferences = Preferences()
    revision: Revision = Revision()
    source: str | None = field(default=None, compare=False)  # path of the intake file

    @property
    def name(self) -> str:
        """The name people use."""
        return self.operating_name or self.legal_name

    @property
    def everyone(self) -> tuple[Person, ...]:
        """All people named in the intake, the owner first; `people` holds the others only."""
        return (self.owner, *self.people)

    @property
    def workers(self) -> int:
        """Workers in all jurisdictions together."""
        return sum(row.workers for row in self.workforce)

    @property
    def most_workers(self) -> int:
        """The most people at one time in the last year, all jurisdictions together."""
        return sum(max(row.workers, row.peak_workers or 0) for row in self.workforce)

    @property
    def alone(self) -> bool:
        """Whether one person is the whole company, in every season."""
        return self.most_workers <= 1

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Codes in the intake's order, each once; CA replaces them all where the company is federally regulated."""
        if self.federally_regulated:
            return ("CA",)
        return tuple(dict.fromkeys(row.jurisdiction for row in self.workforce))
