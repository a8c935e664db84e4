"""Inspections and services of a year: gathered by form and person, so that a month has few lines."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.knowledge.base import Knowledge
from generator.program.model import Inspection, Meeting, Program, Reason
from generator.program.rhythm import MONTHS, places, step_days, step_months
from generator.program.year_plan import Entry, Kind, Load, Standing

_CERTIFIED = ("certified", "engineer")
_BY = {"operator": "whoever uses it", "competent_person": "a competent person", "certified": "a certified person",
       "engineer": "an engineer"}
_ROUND = "safety_equipment_round"
_NAMES = 2  # that a line can hold
BOOKING_DAYS = 21  # before somebody from outside comes
_NO_DAY = date(1, 1, 1)  # until the months are filled


@dataclass(frozen=True)
class Group:
    """Looks on one form by the same people: with each look the months (places 0 to 11 of the year) in which it is due."""

    form: str | None
    who: str
    kind: Kind
    level: str  # own, competent, outside: who can do it
    looks: tuple[tuple[Inspection, tuple[int, ...]], ...]


def due_every(look: Inspection) -> float | None:
    """Months between two looks by calendar, or by the distance and hours that the answers give; None where nothing dates it."""
    if look.trigger == "calendar":
        return step_months(look.interval)
    if look.trigger in ("hours", "kilometres"):
        by_use = MONTHS / look.times if look.times else None
        by_date = step_months(look.interval)
        found = [step for step in (by_use, by_date) if step is not None]
        return min(found) if found else None
    return None


def keeper(equipment: str, program: Program, knowledge: Knowledge) -> str | None:
    """Who said to look after that kind of equipment ("the forklift"), by name."""
    noun = knowledge.nouns.get(equipment)
    names = [name.lower() for name in (noun.one, noun.many) if name] if noun else []
    for person in program.company.everyone:
        if any(name in said.lower() for said in person.responsibilities for name in names):
            return person.name
    return None


def lead(program: Program) -> str:
    """Who looks after safety day to day."""
    company = program.company
    return next((person.name for person in company.everyone if "safety_lead" in person.roles), company.owner.name)


def _only_head(program: Program) -> str | None:
    """The owner's name, where nobody else supervises or looks after safety."""
    company = program.company
    others = [person for person in company.everyone
              if person.name != company.owner.name and {"supervisor", "safety_lead"} & set(person.roles)]
    return None if others else company.owner.name


def who_looks(looks: Sequence[Inspection], program: Program, knowledge: Knowledge) -> str:
    """The people by name where the answers name them; else the role, or whoever looks after safety."""
    if any(look.by in _CERTIFIED for look in looks):
        return f"{_BY[looks[0].by]}; {lead(program)} books"
    named = list(dict.fromkeys(name for look in looks if (name := keeper(look.equipment, program, knowledge))))
    if named:
        return " and ".join(named[:_NAMES])
    if any(look.by == "competent_person" for look in looks):
        return _only_head(program) or _BY["competent_person"]
    return lead(program) if looks[0].trigger == "calendar" else _BY.get(looks[0].by, looks[0].by)


def _level(look: Inspection, program: Program, knowledge: Knowledge) -> str:
    """Looks that the same people do: our own, those for a competent person, those for somebody from outside."""
    if look.by in _CERTIFIED:
        return "outside"
    return "competent" if look.by == "competent_person" and not keeper(look.equipment, program, knowledge) else "own"


def dated(program: Program) -> list[Inspection]:
    """Looks that come once a year or more often, by the calendar or by use."""
    return [look for look in program.inspections if (step := due_every(look)) is not None and 1 <= step <= MONTHS]


def seldom(program: Program) -> list[Inspection]:
    """Looks further apart than a year, or as the maker says: their dates stand on tags, plates and certificates."""
    return [look for look in program.inspections
            if ((step := due_every(look)) is not None and step > MONTHS)
            or (look.trigger == "manufacturer" and look.record != "none")]


def gather(program: Program, knowledge: Knowledge, carriers: Sequence[tuple[Meeting, tuple[int, ...]]],
           load: Load) -> tuple[list[Group], dict[str, list[tuple[Inspection, tuple[int, ...]]]]]:
    """Groups with the months of each look, and by meeting the looks that go along on a walk or page that comes round anyway.

    `carriers` are meetings with their months. A look on the same form goes along in the months in which both are due.
    """
    along: dict[str, list[tuple[Inspection, tuple[int, ...]]]] = {}
    bunches: dict[tuple[str, Kind, str, int], list[Inspection]] = {}
    walks = {meeting.form: (meeting.id, months) for meeting, months in reversed(carriers) if meeting.form}
    for look in dated(program):
        step = due_every(look) or MONTHS
        level = _level(look, program, knowledge)
        walk = walks.get(look.form or "") if level != "outside" else None
        if walk and MONTHS / len(walk[1]) <= step:
            along.setdefault(walk[0], []).append((look, _some_of(walk[1], step, load)))
            continue
        kind: Kind = "look" if look.trigger == "calendar" else "service"
        bunches.setdefault((look.form or "", kind, level, len(places(step, 0))), []).append(look)
    groups: dict[tuple[str, Kind, str], list[tuple[Inspection, tuple[int, ...]]]] = {}
    for key, looks in sorted(bunches.items(), key=lambda item: (-item[0][3], -_minutes(item[1]), item[0])):
        form, kind, level, count = key
        choices = load.before_audit() if count == 1 else [places(MONTHS / count, phase) for phase in range(MONTHS // count)]
        months = load.lightest(choices, _minutes(looks))
        walk = walks.get(form) if level != "outside" else None
        both = tuple(place for place in months if walk and place in walk[1])
        if walk and both:
            along.setdefault(walk[0], []).extend((look, both) for look in looks)
        alone = tuple(place for place in months if place not in both)
        groups.setdefault((form, kind, level), []).extend((look, alone) for look in looks)
    return [Group(form or None, who_looks([look for look, _ in found], program, knowledge), kind, level, tuple(found))
            for (form, kind, level), found in groups.items()], along


def _some_of(months: tuple[int, ...], step: float, load: Load) -> tuple[int, ...]:
    """Those of a walk's months that keep a look's own rhythm, the emptiest where there is a choice."""
    every = max(1, int(step * len(months) / MONTHS))
    if every >= len(months):
        early = [place for place in months if (place,) in load.before_audit()] or list(months)
        return load.lightest([(place,) for place in early], 0)
    phases = range(every) if len(months) % every == 0 else range(1)
    return load.lightest([months[phase::every] for phase in phases], 0)


def _minutes(looks: Iterable[Inspection]) -> float:
    return sum(look.minutes * look.units for look in looks)


def group_entry(group: Group, place: int, program: Program, knowledge: Knowledge) -> Entry | None:
    """The line of one group in one month; None where nothing of it is due. Its day is given later."""
    due = [look for look, months in group.looks if place in months]
    if not due:
        return None
    title = f"{_named(group, knowledge)}: {small(running(things(due, program)))}"
    return Entry(
        id=f"{group.kind}:{group.form or 'none'}:{group.level}", kind=group.kind, day=_NO_DAY, fixed=False, title=title,
        who=group.who,
        form=group.form, minutes=_minutes(due), reasons=reasons_of(due), what=what_of(due, program),
        parts=tuple(look.id for look in due), prepare_days=BOOKING_DAYS if group.level == "outside" else 0)





def _named(group: Group, knowledge: Knowledge) -> str:
    """What is done, in a word or two: a round has the name of its form."""
    if group.form == _ROUND and group.level != "outside":
        return knowledge.catalogue.forms[_ROUND].title
    if group.kind == "service":
        return "Service"
    return "Certified check" if group.level == "outside" else "Check"


def things(looks: Iterable[Inspection], program: Program) -> list[str]:
    """What is looked at, each kind once."""
    titles = {item.id: item.title for item in program.equipment}
    return list(dict.fromkeys(titles.get(look.equipment, look.title) for look in looks))


def running(names: Sequence[str]) -> str:
    """Names as one list in a sentence: capital letter at the first only."""
    return ", ".join(name if place == 0 else small(name) for place, name in enumerate(names))


def small(name: str) -> str:
    """With a small first letter, unless it begins with an acronym or a formula (GFCI, H2S)."""
    return name if name[1:2].isupper() or name[1:2].isdigit() else name[:1].lower() + name[1:]


def what_of(due: Sequence[Inspection], program: Program) -> str:
    """What to look at, for a line of one or two things; a longer list stands on its form."""
    told = list(dict.fromkeys(look.what for look in due))
    return "; ".join(told) if len(told) <= 2 else ""


def reasons_of(due: Iterable[Inspection]) -> tuple[Reason, ...]:
    """Who asks: the strongest first, each once."""
    order = ("law", "standard", "manufacturer", "audit", "choice", "answer")
    found = dict.fromkeys(look.reasons[-1] for look in due if look.reasons)
    return tuple(sorted(found, key=lambda reason: order.index(reason.kind)))


def standing_looks(program: Program, knowledge: Knowledge) -> list[Standing]:
    """Looks in a rhythm of days or weeks, services that come more often than monthly, and looks at what comes back into use."""
    found: dict[tuple[str, str, str | None], list[Inspection]] = {}
    for look in program.inspections:
        rhythm = _standing_rhythm(look)
        if rhythm:
            found.setdefault((rhythm, who_looks([look], program, knowledge), look.form), []).append(look)
    return [Standing(
        id=f"standing:{looks[0].id}", title=_standing_title(looks, program), rhythm=rhythm,
        who=who, form=form, minutes=_minutes(looks), reasons=reasons_of(looks),
        days=min((days for look in looks if look.trigger == "calendar" and (days := step_days(look.interval))), default=None),
        parts=tuple(look.id for look in looks)) for (rhythm, who, form), looks in found.items()]


def _standing_title(looks: Sequence[Inspection], program: Program) -> str:
    """The things, and what is done with them where the rhythm does not say it."""
    named = running(things(looks, program))
    done = "" if any(look.trigger == "return_to_service" for look in looks) else what_of(looks, program)
    return f"{named}: {small(done)}" if done else named


def _standing_rhythm(look: Inspection) -> str | None:
    days = step_days(look.interval)
    if look.trigger == "calendar" and days and step_months(look.interval) is None:
        return spoken_days(days)
    if look.trigger in ("hours", "kilometres") and (step := due_every(look)) is not None and step < 1:
        return f"by {'the hour meter' if look.trigger == 'hours' else 'the odometer'}, about {look.times:.0f} a year each"
    if look.trigger == "return_to_service" and (look.times or look.record != "none"):
        return f"when it comes back after standing {look.interval} or more" if look.interval else "when it comes back into use"
    return None


def spoken_days(days: int) -> str:
    """"each day", "each week", "every 2 weeks", "every 21 days"."""
    return {1: "each day", 7: "each week", 14: "every 2 weeks"}.get(days, f"every {days} days")
