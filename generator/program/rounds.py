"""Rounds that come back: walks through the work places, the drill, the yearly look at the hazard assessments.

The rhythms are our own rules; the manual's sections on inspections, drills and assessments say the same. Auditors hold a
company to them, so whatever the manual promises stands here too.
"""
from __future__ import annotations

from generator.intake.company import Company
from generator.knowledge.model import Interval, Quantity
from generator.program.model import Duties, Meeting, Reason

SMALL_TEAM = 4  # up to here one page a month carries the records of talks, looks and open actions
_MONTHLY_WALKS = 20  # from here on we walk our own place each month, below it each quarter
_MOVING = ("job_site", "remote")


def select_rounds(company: Company, duties: Duties) -> list[Meeting]:
    """Walks, drill and yearly look of this company."""
    rounds = [_workplace_inspection(company, duties)]
    if any(site.kind in _MOVING for site in company.sites):
        rounds.append(_job_sites(company))
    if company.workers > SMALL_TEAM:
        rounds.append(_owners_walk(company))
    return [*rounds, _drill(company), _assessment_review(company)]


def _months(number: int) -> Interval:
    return Interval((Quantity(number, "months"),))


def _promised(element: str, words: str) -> tuple[Reason, ...]:
    return (Reason("audit", element, words),)


def _lead(company: Company) -> str:
    return next((person.name for person in company.people if "safety_lead" in person.roles), company.owner.name)


def _workplace_inspection(company: Company, duties: Duties) -> Meeting:
    months = 1 if company.workers >= _MONTHLY_WALKS else 3
    other = ("a worker member of the committee" if duties.committee else
             "the worker representative" if duties.representative else "a worker")
    return Meeting(
        id="workplace_inspection", title="Workplace inspection",
        reasons=_promised("inspections_maintenance", "Auditors hold you to the rhythm of your own inspections"),
        what="Our own place: things, work and people, with the checklist",
        interval=_months(months), trigger="once a month" if months == 1 else "every 3 months",
        who=f"{_lead(company)} with {other}", form="workplace_inspection")


def _job_sites(company: Company) -> Meeting:
    leads = "the supervisor with a worker of the crew" if company.workers > SMALL_TEAM else f"{company.owner.name} and a worker"
    return Meeting(
        id="job_site_inspection", title="Job site inspection",
        reasons=_promised("inspections_maintenance", "Auditors want to see inspections where the work is"),
        what="Each job site, with the checklist", interval=_months(1),
        trigger="once a month, or once where the job is shorter", who=leads, form="workplace_inspection")


def _owners_walk(company: Company) -> Meeting:
    months = 3 if company.workers >= _MONTHLY_WALKS else 1
    return Meeting(
        id="owners_walk", title="The owner at a job",
        reasons=_promised("leadership_policy", "Auditors ask workers when the owner was last there"),
        what="One job, watched and talked about", interval=_months(months),
        trigger="four times a year" if months == 3 else "once a month", who=company.owner.name, form="workplace_inspection")


def _drill(company: Company) -> Meeting:
    month = company.emergency.drill_month
    return Meeting(
        id="emergency_drill", title="Emergency drill",
        reasons=_promised("emergency_preparedness", "Auditors ask for the record of a drill"),
        what="Everybody out and counted; the dangerous emergencies practised by hand", interval=_months(12),
        trigger=f"once a year, in {month}" if month else "once a year", who="everybody", form="drill_record")


def _assessment_review(company: Company) -> Meeting:
    spread = company.workers > SMALL_TEAM
    return Meeting(
        id="assessment_review", title="Look at the hazard assessments",
        reasons=_promised("hazard_assessment", "Auditors look for the date of the last review on each assessment"),
        what="Each assessment once a year with people who do the job", interval=_months(12),
        trigger="a job or two a month" if spread else "together, in the slowest week of the year",
        who=f"{_lead(company)} with those who do the work", form=None)
