"""Meetings, walks, drills and reviews: who comes together, what for, and the rhythm that the rules resolve to.

Whatever the manual promises stands here, because auditors hold a company to its own promises.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.knowledge.model import Interval
from generator.program.model import Duties, Meeting, Reason, Rule
from generator.program.regimes import intervals
from generator.program.regimes.gather import meeting_rules
from generator.program.regimes.parameters import Parameters, changing_kinds, risk_class
from generator.program.regimes.resolve import Resolved, resolve
from generator.program.select import number_word
from generator.program.size import SMALL_TEAM

_TALK_MINUTES, _HOUR, _HALF_HOUR, _QUARTER_HOUR = 10, 60, 30, 15
_TALKS_BY_NEED = 12  # talks a year where a new job, person or plan sets them off and nothing asks for a rhythm (an estimate)
_PEOPLE_ON_A_WALK = 2
_ONE_TABLE = 10  # people who can sit around one table and hear each other


@dataclass(frozen=True)
class Draft:
    """A meeting before its rhythm is known. `default` months is our own rule; None where only rules of others start it."""

    id: str
    title: str
    what: str
    who: str
    form: str | None
    minutes: float
    people: int
    element: str  # audit element that looks for it
    why: str
    default: float | None
    trigger: str = ""  # in words, where a month is not all that is to be said
    by_need: str = ""  # what sets it off where nothing asks for a rhythm


@dataclass(frozen=True)
class Facts:
    """What the drafts turn on."""

    company: Company
    knowledge: Knowledge
    duties: Duties
    duty_reasons: Mapping[str, tuple[Reason, ...]]
    parameters: Parameters

    @property
    def small(self) -> bool:
        return self.company.workers <= SMALL_TEAM

    @property
    def lead(self) -> str:
        """Who looks after safety day to day: the owner where nobody else does."""
        return next((person.name for person in self.company.people if "safety_lead" in person.roles), self.company.owner.name)

    def asked_for(self, meeting: str) -> bool:
        """Whether the answers give this meeting a rhythm."""
        return any(rhythm.about == meeting for rhythm in self.company.rhythms)

    @property
    def moving(self) -> bool:
        return any(site.kind in self._away for site in self.company.sites)

    @property
    def fixed(self) -> bool:
        return any(site.kind not in self._away for site in self.company.sites) or not self.company.sites

    @property
    def _away(self) -> frozenset[str]:
        return changing_kinds(self.company, self.knowledge)


def resolve_meetings(facts: Facts) -> tuple[Meeting, ...]:
    """All meetings of this company, each with its resolved rhythm and the rules behind it."""
    found = []
    for draft in (one for make in DRAFTS for one in [make(facts)] if one is not None):
        meeting = _meeting(draft, facts)
        if meeting is not None:
            found.append(meeting)
    return tuple(found)


def _meeting(draft: Draft, facts: Facts) -> Meeting | None:
    gathered = meeting_rules(draft.id, facts.company, facts.knowledge, _parameters(draft, facts), _default(draft))
    resolved = resolve(gathered)
    if resolved is None or (not resolved.times and not draft.by_need):
        return None
    recurs = resolved.times > 0
    asked = [entry.rule.reason for entry in resolved.considered
             if entry.verdict == "met" and entry.rule.basis == "law" and entry.rule.interval]
    given = facts.duty_reasons.get("committee", ()) if draft.id == "committee_meeting" else ()
    reasons = tuple(dict.fromkeys([resolved.winner.reason, *asked, *given, Reason("audit", draft.element, draft.why)]))
    return Meeting(
        id=draft.id, title=draft.title, reasons=reasons, what=draft.what, interval=resolved.interval if recurs else None,
        trigger=_trigger(draft, resolved), who=draft.who, form=draft.form,
        times=resolved.times or _TALKS_BY_NEED, minutes=draft.minutes, people=draft.people,
        record="required" if resolved.record == "required" or draft.form else "audit", considered=resolved.considered)


def _parameters(draft: Draft, facts: Facts) -> Parameters:
    """A walk through the own place is judged by the work there; one at job sites by the work away."""
    if draft.id == "workplace_inspection" and facts.fixed:
        return {**facts.parameters, "site_type": "fixed",
                "risk_class": risk_class(facts.company, facts.knowledge, fixed_only=True)}
    return facts.parameters


def _default(draft: Draft) -> tuple[Rule, ...]:
    if draft.default is None and not draft.by_need:
        return ()
    interval = intervals.months(draft.default) if draft.default else None
    reason = Reason("audit", draft.element, "Our own rule; auditors hold us to it")
    return (Rule(f"our_rule.{draft.id}", "choice", draft.what, "calendar" if interval else "after_event", interval, "operator",
                 "audit" if draft.form else "none", reason, intervals.times(interval), False, draft.form),)


def _trigger(draft: Draft, resolved: Resolved) -> str:
    """When, in words: the day of the week for what is monthly, what sets it off for what comes by need."""
    if not resolved.times:
        return draft.by_need
    said = in_words(resolved.interval)
    if draft.by_need:
        return f"{draft.by_need}; at least {said}"
    return draft.trigger.format(every=said) if draft.trigger else said


_SPOKEN: Mapping[tuple[float, str], str] = {
    (1, "days"): "every day", (1, "weeks"): "once a week", (2, "weeks"): "every two weeks", (1, "months"): "once a month",
    (2, "months"): "every two months", (3, "months"): "every three months", (4, "months"): "every four months",
    (6, "months"): "twice a year", (12, "months"): "once a year", (1, "years"): "once a year", (2, "years"): "every two years",
    (3, "years"): "every three years"}


def in_words(interval: Interval | None) -> str:
    """A rhythm as people say it: once a month, every three months, every 200 hours."""
    if interval is None:
        return "when it happens"
    if interval.limits[0].unit == "times a year":
        return f"{number_word(int(interval.limits[0].number))} times a year"
    return " or ".join(_SPOKEN.get((limit.number, limit.unit), f"every {limit.number:,g} {limit.unit}")
                       for limit in interval.limits)


def _safety_meeting(facts: Facts) -> Draft | None:
    company = facts.company
    if company.workers < _PEOPLE_ON_A_WALK:
        return None
    day = company.preferences.meeting_day
    return Draft(
        "safety_meeting", "Safety talk at the table" if facts.small else "Safety meeting",
        "What changed, what is still open, near misses, one topic from the work ahead", "everybody",
        "monthly_combined_record" if facts.small else "safety_meeting_minutes",
        company.preferences.toolbox_length_minutes if facts.small else _HALF_HOUR, company.workers,
        "participation_communication", "Auditors look for talks that people took part in", 1,
        trigger=f"{{every}}, the first {day}" if day else "")


def _toolbox_talk(facts: Facts) -> Draft | None:
    company = facts.company
    if not facts.asked_for("toolbox_talk") and (
            company.workers < _PEOPLE_ON_A_WALK or not (facts.moving or company.workers > _ONE_TABLE)):
        return None
    return Draft(
        "toolbox_talk", "Toolbox talk", "Today's job, what is different about it, and one hazard from it",
        "the crew on that job", "toolbox_talk_record", company.preferences.toolbox_length_minutes or _TALK_MINUTES,
        company.workers, "participation_communication", "Auditors sample talk records", None,
        by_need="a new job, a new person, or a change of plan")


def _committee(facts: Facts) -> Draft | None:
    if not facts.duties.committee:
        return None
    return Draft("committee_meeting", "Committee meeting", "Concerns, inspections, incidents and recommendations",
                 "the committee", "jhsc_minutes", _HOUR, 4, "participation_communication",
                 "Auditors read the minutes", 3)


def _beside(facts: Facts, otherwise: str = "a worker") -> str:
    """Who walks beside the one who leads. Where the law counts the walk as the workers' own, only their member does."""
    return ("a worker member of the committee" if facts.duties.committee else
            "the worker representative" if facts.duties.representative else otherwise)


def _walkers(facts: Facts) -> str:
    return facts.lead if facts.company.workers < _PEOPLE_ON_A_WALK else f"{facts.lead} with {_beside(facts)}"


def _workplace(facts: Facts) -> Draft | None:
    if not facts.fixed:
        return None
    return Draft("workplace_inspection", "Workplace inspection", "Our own place: things, work and people, with the checklist",
                 _walkers(facts), "workplace_inspection", 20 if facts.small else _HALF_HOUR,
                 min(_PEOPLE_ON_A_WALK, facts.company.workers), "inspections_maintenance",
                 "Auditors hold you to the rhythm of your own inspections", 3)


def _job_sites(facts: Facts) -> Draft | None:
    if not facts.moving:
        return None
    owner = facts.company.owner.name
    leads = (owner if facts.company.workers < _PEOPLE_ON_A_WALK else f"{owner} and {_beside(facts)}" if facts.small
             else f"the supervisor with {_beside(facts, 'a worker of the crew')}")
    return Draft("job_site_inspection", "Job site inspection", "Each job site, with the checklist", leads,
                 "workplace_inspection", 20, min(_PEOPLE_ON_A_WALK, facts.company.workers), "inspections_maintenance",
                 "Auditors want to see inspections where the work is", 1, trigger="{every}, or once where the job is shorter")


def _project(facts: Facts) -> Draft | None:
    """The weekly look of the project's supervisor: only where a law or a clock asks for it."""
    if not (facts.moving and facts.parameters["project"]):
        return None
    supervisors = [person.name for person in facts.company.people if "supervisor" in person.roles]
    return Draft("project_inspection", "Weekly look at the project",
                 "Machines, tools, fire gear, access and temporary supports of the project, in one walk",
                 supervisors[0] if len(supervisors) == 1 else "the project's supervisor", "workplace_inspection",
                 _QUARTER_HOUR, 1, "inspections_maintenance", "Auditors look for it on projects", None)


def _owners_walk(facts: Facts) -> Draft | None:
    if facts.small and not facts.asked_for("owners_walk"):
        return None
    company = facts.company
    return Draft("owners_walk", "The owner at a job", "One job, watched and talked about", company.owner.name,
                 "workplace_inspection", _HALF_HOUR, 1, "leadership_policy", "Auditors ask workers when the owner was last there",
                 3)


def _drill(facts: Facts) -> Draft | None:
    month = facts.company.emergency.drill_month
    return Draft("emergency_drill", "Emergency drill",
                 "Everybody out and counted; the dangerous emergencies practised by hand", "everybody", "drill_record",
                 _HALF_HOUR, facts.company.workers, "emergency_preparedness", "Auditors ask for the record of a drill", 12,
                 trigger=f"{{every}}, in {month}" if month else "")


def _assessment_review(facts: Facts) -> Draft | None:
    doers = "" if facts.company.workers < _PEOPLE_ON_A_WALK else " with those who do the work"
    return Draft("assessment_review", "Look at the hazard assessments",
                 "Each assessment with people who do the job; initials where nothing changed", f"{facts.lead}{doers}", None,
                 _HOUR if facts.small else 2 * _HOUR, min(3, facts.company.workers), "hazard_assessment",
                 "Auditors look for the date of the last review on each assessment", 12,
                 trigger="{every}, together, in the slowest week" if facts.small else "{every} for each, a job or two a month")


def _policy_review(facts: Facts) -> Draft | None:
    return Draft("policy_review", "Look at the policy", "Read it, change what is no longer true, date and sign it again",
                 facts.company.owner.name, None, _QUARTER_HOUR, 1, "leadership_policy",
                 "Auditors want a date within the last year", 12, trigger="{every}, with the yearly review")


def _violence_review(facts: Facts) -> Draft | None:
    return Draft("violence_review", "Look at the violence and harassment plan",
                 "What happened, what worries people, whether the plan still fits", facts.lead, None, _QUARTER_HOUR, 1,
                 "hazard_control", "Auditors read the date on the plan", None, trigger="{every}, with the yearly review")


def _whmis_review(facts: Facts) -> Draft | None:
    if not facts.company.substances and "use_hazardous_products" not in {row.id for row in facts.company.activities}:
        return None
    return Draft("whmis_review", "Look at WHMIS and the data sheets",
                 "Products that came and went, a sheet for each, five questions to people who use them", facts.lead,
                 "sds_inventory", _HALF_HOUR, 1, "training_competency", "Auditors ask workers about the products they use", 12)


def _hearing(facts: Facts) -> Draft | None:
    """Only where a reading says that it is loud enough: the manual has the noise measured first."""
    if facts.company.conditions.noise_dba is None:
        return None
    return Draft("hearing_tests", "Hearing tests", "Everybody who works above the noise limit", "the people exposed",
                 "audiometric_register", _HALF_HOUR, facts.company.workers, "hazard_control", "Auditors look for the list", None)


def _statistics(facts: Facts) -> Draft | None:
    if facts.company.goal.scheme == "law_only":
        return None
    return Draft("statistics", "Count the year" if facts.small else "Count and compare",
                 "Injuries, near misses, looks done against planned, and one lesson", facts.lead,
                 None if facts.small else "statistics_summary", _QUARTER_HOUR, 1, "system_administration",
                 "Auditors ask what your numbers taught you", None)


def _yearly_review(facts: Facts) -> Draft | None:
    return Draft("yearly_review", "Yearly review of the program", "What worked, what hurt, what changed, goals for next year",
                 facts.company.owner.name, "annual_program_review", _HOUR, 1, "system_administration",
                 "Auditors ask for a yearly look at the whole program", 12,
                 trigger="{every}, before the next review date on the cover")


DRAFTS: tuple[Callable[[Facts], Draft | None], ...] = (
    _safety_meeting, _toolbox_talk, _committee, _workplace, _job_sites, _project, _owners_walk, _drill, _assessment_review,
    _policy_review, _violence_review, _whmis_review, _hearing, _statistics, _yearly_review)
