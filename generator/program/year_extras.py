"""What a year holds beside looks and meetings: assessments by turns, dates on tags, tickets, statements, the way to the audit."""
from __future__ import annotations

from datetime import date

from generator.knowledge.base import Knowledge
from generator.knowledge.load_year import FROM_FACT, YearlyDuty, yearly_duties
from generator.knowledge.model import LawFact, Quantity
from generator.program.duties import law_reason
from generator.program.model import Meeting, Program, Reason
from generator.program.rhythm import MONTHS, month_starts, places
from generator.program.tickets import without_dates
from generator.program.year_looks import lead, reasons_of, running, seldom, small, things
from generator.program.year_plan import Entry, Load, Year

TOGETHER = 4  # assessments that one sitting can go through
_ASSESSMENT_MINUTES = 30
_TO_SELF_CHECK, _TO_REHEARSE = 3, 1  # months before the audit
_MANY = 4  # names that a line can hold
Loose = list[tuple[int, Entry]]  # place in the year, and an entry that has no day yet
_NO_DAY = date(1, 1, 1)


def extra_entries(program: Program, knowledge: Knowledge, load: Load) -> Loose:
    """Assessments by turns, dates that are more than a year apart, and what training runs out."""
    return [*_assessments(program, load), *_dates(program, knowledge, load), *_tickets(program, load)]


def by_turns(meeting: Meeting, program: Program) -> bool:
    """Whether the assessments are gone through a few at a time over the year, and not in one sitting."""
    return len(program.assessments) > TOGETHER and "together" not in meeting.trigger


def _assessments(program: Program, load: Load) -> Loose:
    """One or two jobs a month, where there are too many for one sitting; each once a year, before the audit."""
    meeting = next((item for item in program.meetings if item.id == "assessment_review"), None)
    if meeting is None or not by_turns(meeting, program):
        return []
    months = [place for (place,) in load.before_audit()]
    turns: dict[int, list[int]] = {}
    for number in range(len(program.assessments)):
        turns.setdefault(months[number * len(months) // len(program.assessments)], []).append(number)
    found: Loose = []
    for place, numbers in sorted(turns.items()):
        jobs = [program.assessments[number] for number in numbers]
        load.add((place,), _ASSESSMENT_MINUTES * len(jobs))
        found.append((place, Entry(
            id=f"{meeting.id}:{jobs[0].activity}", kind="review", day=_NO_DAY, fixed=False,
            title=f"Hazard assessment: {running([job.title for job in jobs])}", who=meeting.who, form=meeting.form,
            minutes=_ASSESSMENT_MINUTES * len(jobs), reasons=meeting.reasons,
            what="Read it where the work is done, change what is different, date and sign it",
            parts=(meeting.id, *(job.id for job in jobs)))))
    return found


def _dates(program: Program, knowledge: Knowledge, load: Load) -> Loose:
    """One sitting a year over what comes round more slowly than that: the date stands on the thing, not in our answers."""
    looks = seldom(program)
    if not looks:
        return []
    have = {form.id for form in program.forms}
    form = next((id_ for id_ in ("annual_certification_register", "equipment_register_maintenance_log") if id_ in have), None)
    names = things(looks, program)
    place = load.lightest(load.before_audit()[:2], 10 + 2 * len(looks))[0]
    return [(place, Entry(
        id="dates", kind="dates", day=_NO_DAY, fixed=False, title="Read the dates that are more than a year apart",
        who=lead(program), form=form, minutes=10 + 2 * len(looks), reasons=reasons_of(looks),
        what=f"Tags, plates and certificates of {small(running(names))}. What falls due within twelve months: book it",
        parts=tuple(look.id for look in looks)))]


def _tickets(program: Program, load: Load) -> Loose:
    """The yearly look at the training matrix, for courses that run out on a day that the answers do not give."""
    running_out = without_dates(program)
    if not running_out:
        return []
    place = load.lightest(load.before_audit()[:3], 15)[0]
    names = [need.title for need in running_out[:_MANY]]
    more = len(running_out) - len(names)
    told = ", ".join([*names, f"{more} more"] if more > 0 else names)
    return [(place, Entry(
        id="training_matrix", kind="training", day=_NO_DAY, fixed=False, title="Which tickets run out in the next twelve months?",
        who=lead(program), form="training_matrix", minutes=15, what=f"{told}: book what runs out",
        reasons=(_asks_for_matrix(program),),
        parts=tuple(need.id for need in running_out)))]


def _asks_for_matrix(program: Program) -> Reason:
    if program.company.goal.scheme == "law_only":
        return Reason("choice", "training_matrix", "Our own rule")
    return Reason("audit", "training_competency", "Auditors compare tickets with the training matrix")


def duty_entries(program: Program, knowledge: Knowledge, load: Load, start: date) -> Loose:
    """Statements, reports and reviews that the law of the company's jurisdictions asks for each year."""
    asked = {reason.ref for meeting in program.meetings for reason in meeting.reasons}
    held = {meeting.id for meeting in program.meetings}
    found: Loose = []
    for duty in yearly_duties().values():
        facts = [place.facts[duty.law] for place in knowledge.jurisdictions.values() if duty.law in place.facts]
        facts = [fact for fact in facts if fact.value is not None and fact.verified != "recall"]
        covered = duty.id in held or any(f"{fact.jurisdiction}:{fact.key}" in asked for fact in facts)
        if not facts or covered or not _needed(duty, program):
            continue
        months = _rhythm(duty, facts)
        where = _months_of(duty, months, load, start)
        names = knowledge.jurisdictions
        reasons = tuple(law_reason(fact, f"{names[fact.jurisdiction].name}: {knowledge.titles[fact.key]}") for fact in facts)
        title = duty.title if months <= MONTHS else f"{duty.title}: is it due?"
        found += [(place, Entry(
            id=f"duty:{duty.id}", kind="notice", day=_NO_DAY, fixed=False, title=title, who=_who(duty.who, program), form=None,
            minutes=duty.minutes, reasons=reasons, what=duty.what, parts=(duty.id,), prepare_days=14)) for place in where]
    return found


def _needed(duty: YearlyDuty, program: Program) -> bool:
    have = {item.id for item in (*program.activities, *program.topics)}
    have |= {name for name, there in (("committee", program.duties.committee), ("contractors", program.company.contractors.used),
                                      ("representative", program.duties.representative)) if there}
    return not duty.needs or bool(have & set(duty.needs))


def _rhythm(duty: YearlyDuty, facts: list[LawFact]) -> float:
    """Months between two times: typed for planning, or the shortest that the facts set."""
    if duty.every_months != FROM_FACT:
        return float(duty.every_months)
    unit = {"years": MONTHS, "months": 1}
    found = [fact.value.number * unit[fact.value.unit] for fact in facts
             if isinstance(fact.value, Quantity) and fact.value.unit in unit]
    return min(found, default=float(MONTHS))


def _months_of(duty: YearlyDuty, step: float, load: Load, start: date) -> tuple[int, ...]:
    if duty.month:
        place = next(place for place, month in enumerate(month_starts(start)) if month.month == duty.month)
        load.add((place,), duty.minutes)
        return (place,)
    if step >= MONTHS:
        return load.lightest(load.before_audit(), duty.minutes)
    count = len(places(step, 0))
    return load.lightest([places(MONTHS / count, phase) for phase in range(MONTHS // count)], duty.minutes)


def _who(role: str, program: Program) -> str:
    company = program.company
    if role == "safety_lead":
        return lead(program)
    return next((person.name for person in company.everyone if role in person.roles), company.owner.name)


def audit_entries(program: Program, year: Year) -> Loose:
    """The way to the audit, counted back from its month."""
    last = year.audit_place
    if last is None:
        return []
    company = program.company
    partner = company.goal.certifying_partner or "your certifying partner"
    why = (Reason("answer", "goal.audit_due", f"Your audit is due in {year.audit:%B %Y}"),)
    first = max(0, last - _TO_SELF_CHECK)
    steps = [
        (first, "self_check", "Go through the audit’s questions yourselves", lead(program), 180, 14,
         f"With {partner}’s own question list: find the record for each question, write what is missing on the action list"),
        (max(0, last - _TO_REHEARSE), "audit_ready", "Ready for the audit?", lead(program), 60, 14,
         "Close what the self-check found. Put the records in order. Talk about what an auditor asks the crew"),
        (last, "audit", "The audit", company.owner.name, 0, 30,
         f"Send or show {partner} the records; keep the day free of risky work"),
    ]
    return [(place, Entry(id=f"audit:{id_}", kind="audit", day=_NO_DAY, fixed=False, title=title, who=who, form=None,
                          minutes=minutes, reasons=why, what=what, parts=(f"audit:{id_}",), prepare_days=notice))
            for place, id_, title, who, minutes, notice, what in steps]


