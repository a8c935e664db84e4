"""The decision, read from top to bottom: from one company's answers to its program."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.program.assess import assess
from generator.program.duties import decide_duties, law_reason
from generator.program.first_aid import assess_first_aid
from generator.program.forms import select_forms, with_written
from generator.program.left_out import left_out
from generator.program.merging import merge_forms, written_on
from generator.program.model import (
    ActivityItem,
    Duties,
    Program,
    Reason,
    SiteFirstAid,
    ToComplete,
    ToConfirm,
)
from generator.program.regimes.inspections import resolve_inspections
from generator.program.regimes.meetings import Facts, resolve_meetings
from generator.program.regimes.parameters import company_parameters
from generator.program.regimes.rhythms import overruled
from generator.program.regimes.rides import ride
from generator.program.select import (
    select_activities,
    select_emergencies,
    select_equipment,
    select_hazards,
    select_ppe,
    select_topics,
)
from generator.program.training import select_training


def decide(company: Company, knowledge: Knowledge, in_force: date,
           unanswered: Iterable[ToComplete] = ()) -> Program:
    """Everything that this company's program holds, each item with its reasons.

    `unanswered` are the open questions that the check of the intake found. Pure: same arguments, same program.
    """
    duties, duty_reasons, duty_facts, duty_confirm = decide_duties(company, knowledge)
    activities = select_activities(company, knowledge)
    equipment = select_equipment(company, knowledge)
    hazards = select_hazards(company, knowledge, activities, equipment)
    topics = select_topics(company, knowledge, equipment, hazards)
    wanted, forms_left = select_forms(company, knowledge, duties, equipment, hazards)
    parameters = company_parameters(company, knowledge, duties)
    meetings = resolve_meetings(Facts(company, knowledge, duties, duty_reasons, parameters))
    inspections = ride(resolve_inspections(company, knowledge, equipment, parameters), meetings, wanted)
    wanted, forms_left = with_written(wanted, forms_left, (*inspections, *meetings), knowledge.catalogue.forms)
    forms, merged, forms_merged = merge_forms(company, wanted, knowledge.catalogue.forms, tuple(knowledge.jurisdictions))
    first_aid, first_aid_confirm = assess_first_aid(company, knowledge)
    program = Program(
        company=company, as_of=knowledge.on, in_force=in_force, jurisdictions=tuple(knowledge.jurisdictions),
        duties=duties, duty_facts=duty_facts, activities=activities, equipment=equipment, hazards=hazards,
        topics=topics, ppe=select_ppe(knowledge, activities, company),
        emergencies=select_emergencies(company, knowledge, activities, equipment),
        assessments=assess(company, knowledge, activities, equipment, hazards, _assessment_law(knowledge)),
        inspections=written_on(inspections, merged), meetings=written_on(meetings, merged),
        training=select_training(company, knowledge, activities, equipment, topics, first_aid),
        forms=forms, merged=merged, first_aid=first_aid,
        left_out=(),
        to_complete=(*unanswered, *_people_to_name(company, duties), *_first_aiders_short(company, first_aid)),
        to_confirm=(*duty_confirm, *first_aid_confirm, *overruled(company, inspections, meetings),
                    *_unreviewed(knowledge), *_catalogue_assessments(knowledge, activities)),
    )
    return replace(program, left_out=left_out(program, knowledge, (*forms_left, *forms_merged)))


def _assessment_law(knowledge: Knowledge) -> tuple[Reason, ...]:
    return tuple(law_reason(jurisdiction.facts["hazard_assessment.duty"],
                            f"{jurisdiction.name} asks for a hazard assessment")
                 for jurisdiction in knowledge.jurisdictions.values()
                 if "hazard_assessment.duty" in jurisdiction.facts)


_SUPERVISORS_FROM = 10  # workers from which the owner alone is no longer believable as everybody's supervisor (our rule)


def _people_to_name(company: Company, duties: Duties) -> tuple[ToComplete, ...]:
    """Roles that the law or an auditor wants a name for."""
    roles = {role for person in (company.owner, *company.people) for role in person.roles}
    wanted = []
    if duties.representative and "representative" not in roles:
        wanted.append(("representative", "the worker health and safety representative",
                       "The law asks for one at your size; workers choose the person."))
    if duties.committee and "cochair_worker" not in roles:
        wanted.append(("cochair_worker", "the worker co-chair of the committee",
                       "The worker members choose their co-chair."))
    if duties.committee and "cochair_employer" not in roles:
        wanted.append(("cochair_employer", "the employer co-chair of the committee", "The employer names one."))
    if company.workers >= _SUPERVISORS_FROM and "supervisor" not in roles:
        wanted.append(("supervisor", "the supervisors", "Nobody can watch the work of so many alone; the law puts duties "
                       "on whoever directs a crew, so the program has to name them."))
    if "first_aider" not in roles:
        wanted.append(("first_aider", "the first aider", "Somebody must be able to give first aid on each shift."))
    return tuple(ToComplete(f"people.{role}", f"Name {who}", "people", company.owner.name, why)
                 for role, who, why in wanted)


def _first_aiders_short(company: Company, first_aid: Sequence[SiteFirstAid]) -> tuple[ToComplete, ...]:
    """Where fewer first aiders are named than the tables add up to over all places and shifts."""
    shifts = {site.name: site.shifts_per_day or 1 for site in company.sites}
    needed = sum(count * shifts.get(site.site, 1) for site in first_aid if site.need and site.need.use == "law"
                 for _, count in site.need.people)
    named = len({person.name for person in company.people if "first_aider" in person.roles}
                | ({company.owner.name} if "first_aider" in company.owner.roles else set()))
    if not named or named >= needed:
        return ()
    return (ToComplete(
        "people.first_aider", f"First aiders: {needed - named} more", "people", company.owner.name,
        f"The first aid table adds up to {needed} over your places and shifts; you named {named}. "
        f"Holidays and days off come on top."),)


def _unreviewed(knowledge: Knowledge) -> tuple[ToConfirm, ...]:
    return tuple(ToConfirm(
        f"{code}:text", f"The manual's text for {jurisdiction.name}",
        f"Sections, numbers and names come from our fact base for {jurisdiction.name}, but nobody has yet read the whole "
        f"manual against that law. Have it read before you rely on it.")
        for code, jurisdiction in knowledge.jurisdictions.items() if not jurisdiction.reviewed)


def _catalogue_assessments(knowledge: Knowledge, activities: Sequence[ActivityItem]) -> tuple[ToConfirm, ...]:
    return tuple(ToConfirm(
        f"assessment.{item.id}", f"The hazard assessment for {item.title}",
        "Its hazards, ratings and controls are the catalogue's for the whole job, not yet task by task. "
        "Go through it with the people who do the work and change what is different here.")
        for item in activities if item.id not in knowledge.catalogue.assessments)
