"""One line of the paperwork budget, before sheets are shared: what comes up, how often, how long, and for whom."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.intake.company import Company
from generator.knowledge import load
from generator.knowledge.model_binder import Binder, PaperKind, Recurring
from generator.program.model import ActivityItem, EquipmentItem, Inspection, Meeting, Program, TrainingNeed
from generator.program.usage import DAYS_USED, days_used

EACH_WORKER, COMPETENT, OUTSIDE = "each worker", "whoever is competent for it", "outside firm"
_OUTSIDE = ("certified", "engineer")
_SERVICE = ("hours", "kilometres", "manufacturer")
_AWAY = ("job_site", "remote")


@dataclass(frozen=True)
class Task:
    """Something that takes time and may leave paper. `times` a year for one unit; `minutes` a year of all people together."""

    id: str
    kind: PaperKind
    what: str
    form: str | None  # None: nothing is written
    times: float
    units: float
    minutes: float
    who: tuple[tuple[str, float], ...]  # shares of the minutes, together 1
    source: str  # inspection, meeting, use, course
    equipment: str | None = None
    trigger: str | None = None

    @property
    def outside(self) -> bool:
        return any(name == OUTSIDE for name, _ in self.who)


def tasks(program: Program, binder: Binder) -> tuple[Task, ...]:
    """Everything that comes back in a year of this company."""
    held = [*(_meeting(item, program.company) for item in program.meetings),
            *(_inspection(item, program, binder) for item in program.inspections)]
    known = {task.form for task in held if task.times} - {item.into for item in program.merged}
    return (*held, *_by_use(program, binder, known), *_courses(program, binder))


def _inspection(item: Inspection, program: Program, binder: Binder) -> Task:
    machine = next((row for row in program.equipment if row.id == item.equipment), None)
    units = 1 if item.equipment in binder.as_one else item.units
    service = item.trigger in _SERVICE or (item.trigger == "calendar" and item.form == "equipment_register_maintenance_log")
    return Task(
        id=item.id, kind="maintenance" if service else "inspection", what=item.title,
        form=item.form if item.record != "none" else None, times=item.times, units=units,
        minutes=item.times * units * item.minutes, who=_looks(item, machine, program), source="inspection",
        equipment=item.equipment, trigger=item.trigger)


def _looks(item: Inspection, machine: EquipmentItem | None, program: Program) -> tuple[tuple[str, float], ...]:
    """Who looks: whoever the answers name for the thing or for the work that it is used in."""
    if item.by in _OUTSIDE:
        return ((OUTSIDE, 1.0),)
    keepers = _keepers(item.equipment, program.company)
    if item.by == "operator" and item.trigger in ("before_use", "per_shift"):
        return _users(machine, program)
    if keepers:
        return _shared(keepers)
    return _crew(program.company) if item.by == "operator" else ((COMPETENT, 1.0),)


def _users(machine: EquipmentItem | None, program: Program) -> tuple[tuple[str, float], ...]:
    """The people named for the work that a machine is used in; those who are not named share the rest."""
    work = [row for row in program.activities if machine and row.id in machine.answer.used_for]
    named = list(dict.fromkeys(name for row in work for name in row.who))
    if not named:
        return _crew(program.company)
    doing = max(len(named), *(row.workers or 0 for row in work))
    rest = 1 - len(named) / doing
    return _together(((name, 1 / doing) for name in named), ((name, share * rest) for name, share in _crew(program.company)))


def _keepers(equipment: str, company: Company) -> list[str]:
    """People whose responsibilities name the thing: "the fire extinguisher round"."""
    words = equipment.replace("_", " ")
    return [person.name for person in company.everyone if any(words in text.lower() for text in person.responsibilities)]


def _shared(names: Iterable[str]) -> tuple[tuple[str, float], ...]:
    found = list(names)
    return tuple((name, 1 / len(found)) for name in found)


def _crew(company: Company) -> tuple[tuple[str, float], ...]:
    """Everybody alike: by name where all are named, else as the crew."""
    people = [person.name for person in company.everyone]
    return _shared(people) if len(people) >= company.workers else ((EACH_WORKER, 1.0),)


def _lead(company: Company) -> str:
    return next((person.name for person in company.everyone if "safety_lead" in person.roles), company.owner.name)


_MEETINGS = ("safety_meeting", "toolbox_talk", "committee_meeting")  # the others are walks, drills and reviews


def _meeting(item: Meeting, company: Company) -> Task:
    return Task(
        id=item.id, kind="meeting" if item.id in _MEETINGS else "review", what=item.title,
        form=item.form if item.record != "none" else None, times=item.times, units=1,
        minutes=item.times * item.minutes * item.people, who=_attends(item, company), source="meeting")


def _attends(item: Meeting, company: Company) -> tuple[tuple[str, float], ...]:
    named = [person.name for person in company.everyone if person.name in item.who]
    if "everybody" in item.who or not named:
        return (("the committee", 1.0),) if "the committee" in item.who and not named else _crew(company)
    people = max(item.people, len(named))
    shares = [(name, 1 / people) for name in named]
    rest = 1 - len(named) / people
    return tuple(shares) if rest <= 0 else _together(shares, [(name, share * rest) for name, share in _crew(company)])


def _together(*shares: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    sums: dict[str, float] = {}
    for name, share in (pair for part in shares for pair in part):
        sums[name] = sums.get(name, 0.0) + share
    return tuple((name, share) for name, share in sums.items() if share)


def _by_use(program: Program, binder: Binder, known: set[str | None]) -> Iterator[Task]:
    """Permits, cards and records that use and events bring back, for forms that the company has and nothing above holds.

    A form that a small company merged into another one is a line on that."""
    catalogue = load.catalogue().forms
    company = program.company
    kept = {form.id: form.id for form in program.forms} | {item.id: item.into for item in program.merged}
    for id_, written_on in kept.items():
        rule = binder.recurring.get(id_)
        if rule is None or id_ in known:
            continue
        times = comes_back(rule, program, binder)
        if times:
            yield Task(
                id=f"form.{id_}", kind="form", what=catalogue[id_].title, form=written_on, times=times, units=1,
                minutes=times * (catalogue[id_].minutes or 0) * rule.people, source="use",
                who=((_lead(company), 1.0),) if rule.who == "lead" else _crew(company))


def comes_back(rule: Recurring, program: Program, binder: Binder) -> float:
    """Times a year that a form comes back here."""
    sites = [site for site in program.company.sites if site.kind in _AWAY]
    if rule.away and not sites:
        return 0.0
    machines = [item for item in program.equipment
                if item.id in rule.equipment or item.equipment.group in rule.equipment_groups]
    count = {
        "company": 1.0, "worker": float(program.company.workers), "newcomer": newcomers(program, binder),
        "moving_site": float(len(sites)), "contractor": float(len(program.company.contractors.kinds)),
        "substance": float(len(program.company.substances)), "activity_day": _activity_days(rule, program.activities),
        "equipment_day": _equipment_days(machines, every=not rule.at_most),
    }[rule.per]
    times = rule.times * count
    return times if rule.at_most is None else min(times, rule.at_most)


def newcomers(program: Program, binder: Binder) -> float:
    """New people a year: what the peak shows, or the share that we estimate."""
    company = program.company
    peak = sum((row.peak_workers or row.workers) - row.workers for row in company.workforce)
    return max(float(peak), company.workers * binder.newcomers_share)


def _activity_days(rule: Recurring, activities: Sequence[ActivityItem]) -> float:
    return max((DAYS_USED.get(item.frequency, DAYS_USED[None]) for item in activities if item.id in rule.activities),
               default=0.0)


def _equipment_days(machines: Sequence[EquipmentItem], every: bool) -> float:
    """Days of use: of all units together, or of the busiest kind where one sheet serves the day."""
    days = [days_used(item.answer) * (item.answer.count if every else 1) for item in machines]
    return (sum(days) if every else max(days, default=0.0)) if days else 0.0


def _courses(program: Program, binder: Binder) -> Iterator[Task]:
    """A certificate or record for each person and course, when it is due again; else when somebody new starts."""
    catalogue = load.catalogue()
    minutes = catalogue.forms["training_record"].minutes or 0
    fresh = newcomers(program, binder) / max(1, program.company.workers)
    for need in program.training:
        if need.id == "orientation":
            continue
        people = trained(need, program)
        years = catalogue.training[need.id].validity_years
        times = people / years if years else people * fresh
        yield Task(id=f"training.{need.id}", kind="training", what=need.title, form="training_record", times=times, units=1,
                   minutes=times * minutes, who=((_lead(program.company), 1.0),), source="course")


def trained(need: TrainingNeed, program: Program) -> float:
    """How many people need a course: those named, scaled up where not everybody is named."""
    company = program.company
    return max(1.0, len(need.people) * max(1.0, company.workers / len(company.everyone)))
