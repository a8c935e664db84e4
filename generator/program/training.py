"""Training needs: who needs which course or check, and until when it holds."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.knowledge.model import Training
from generator.program.model import ActivityItem, EquipmentItem, Item, Reason, SiteFirstAid, TrainingNeed

_BRACKETS = re.compile(r"\s*\([^)]*\)")  # catalogue names add provinces and older names in brackets
# Courses that come with a topic or a duty instead of with an activity.
_GENERAL = (("orientation", "Every new, young or returning worker starts with it"),
            ("whmis", "Everybody who works with or near hazardous products"),
            ("violence_harassment", "Everybody; the plan is yours to know"))


def select_training(company: Company, knowledge: Knowledge, activities: Sequence[ActivityItem],
                    equipment: Sequence[EquipmentItem], topics: Iterable[Item],
                    first_aid: Iterable[SiteFirstAid] = ()) -> tuple[TrainingNeed, ...]:
    """Needs from activities and equipment, the first aid table, plus what every employer gives; each course once."""
    found: dict[str, list[Reason]] = {}
    people: dict[str, list[str]] = {}
    owned = {item.id for item in equipment}
    topic_ids = {topic.id for topic in topics}
    for id_, text in _GENERAL:
        if id_ != "whmis" or "whmis" in topic_ids:
            found[id_] = [Reason("law", id_, text)]
    for item in activities:
        for id_ in item.activity.training:
            if _fits(knowledge.catalogue.training[id_], company, owned):
                found.setdefault(id_, []).append(Reason("answer", f"activities.{item.id}", f"You do: {item.title}"))
                people.setdefault(id_, []).extend(item.who)
    for machine in equipment:
        for id_ in machine.equipment.training:
            if id_ == "noise_hearing" and "noise" in topic_ids:
                found.setdefault(id_, []).append(Reason("answer", "topics.noise", "Your work and machines are loud"))
            elif _fits(knowledge.catalogue.training[id_], company, owned):
                found.setdefault(id_, []).append(machine.reasons[0])
                people.setdefault(id_, []).extend(_users(machine, activities))
    for course, reason in _first_aid_courses(first_aid):
        found.setdefault(course, []).append(reason)
    if any("supervisor" in person.roles for person in company.people) and company.workers > 4:
        found.setdefault("supervisor", []).append(Reason("answer", "people", "Somebody supervises others"))
    return tuple(_need(knowledge.catalogue.training[id_], tuple(dict.fromkeys(reasons)),
                       _named(knowledge.catalogue.training[id_], company, people.get(id_, ()))) for id_, reasons in found.items())


def _users(machine: EquipmentItem, activities: Sequence[ActivityItem]) -> list[str]:
    """People named for the activities that the intake uses a machine for."""
    return [name for item in activities if item.id in machine.answer.used_for for name in item.who]


def _named(course: Training, company: Company, doers: Iterable[str]) -> tuple[str, ...]:
    """The named people who need a course: everybody, those with the role, or those who do the work."""
    if course.id in {id_ for id_, _ in _GENERAL}:
        return tuple(person.name for person in company.everyone)
    roles = {"first_aider"} if course.id.startswith("first_aid") else set(course.for_roles)
    if roles:
        return tuple(person.name for person in company.everyone if roles & set(person.roles))
    return tuple(dict.fromkeys(doers))


def _first_aid_courses(sites: Iterable[SiteFirstAid]) -> list[tuple[str, Reason]]:
    """The course of each level that the table asks for at a site."""
    return [(f"first_aid_{level}", Reason("law", f"{site.need.jurisdiction}:first_aid.requirements",
                                          f"The first aid table asks for {count} on each shift: {site.site}"))
            for site in sites if site.need for level, count in site.need.people
            if level in ("basic", "intermediate", "advanced")]


def _fits(course: Training, company: Company, owned: set[str]) -> bool:
    """Whether a course belongs to a company that works here, with this gear, this work and these people."""
    if course.only_in and course.only_in not in company.jurisdictions:
        return False
    if course.needs_young_workers and not any(row.young_workers for row in company.workforce):
        return False
    if course.needs_activities and not set(course.needs_activities) & {row.id for row in company.activities}:
        return False
    return not course.needs_equipment or bool(set(course.needs_equipment) & owned)


def _need(course: Training, reasons: tuple[Reason, ...], people: tuple[str, ...]) -> TrainingNeed:
    return TrainingNeed(course.id, title_of(course), reasons, course.who, people, _validity(course), course.legal_form)


def title_of(course: Training) -> str:
    """The course's name without what the catalogue adds in brackets."""
    return _BRACKETS.sub("", course.name).strip()


def _validity(course: Training) -> str:
    """How long it holds, in words. The catalogue's notes compare provinces; one company needs one answer."""
    if course.validity_years:
        return f"{course.validity_years:g} year{'' if course.validity_years == 1 else 's'}"
    if course.legal_form == "licence_or_certificate":
        return "as long as the licence or certificate is valid"
    return "until the work, the gear or the product changes"
