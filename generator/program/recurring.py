"""What comes back: inspections as the catalogue gives them, and meetings. Right-sizing them is a stage of its own later."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.knowledge.model import InspectionRule, Interval, LawFact, Quantity
from generator.program.duties import law_reason
from generator.program.model import Duties, EquipmentItem, Inspection, Meeting, Reason
from generator.program.rounds import SMALL_TEAM, select_rounds
from generator.program.usage import times_a_year

_BASIS_KIND = {"law": "law", "standard": "standard", "manufacturer": "manufacturer", "audit": "audit",
               "good_practice": "choice"}


def select_inspections(equipment: Sequence[EquipmentItem], jurisdictions: Sequence[str]) -> tuple[Inspection, ...]:
    """Every catalogue rule for equipment that the company has and jurisdictions that it works in."""
    return tuple(_inspection(item, rule, jurisdictions) for item in equipment for rule in item.equipment.inspections
                 if not rule.jurisdictions or set(rule.jurisdictions) & set(jurisdictions))


def _inspection(item: EquipmentItem, rule: InspectionRule, jurisdictions: Sequence[str]) -> Inspection:
    return Inspection(
        id=rule.id, title=f"{item.title}: {rule.what}", reasons=(*item.reasons, _basis(rule, jurisdictions)), equipment=item.id,
        what=rule.what, trigger=rule.trigger, interval=rule.interval, by=rule.by, record=rule.record,
        form=next(iter(item.equipment.forms), None) if rule.record != "none" else None,
        times=times_a_year(rule.trigger, rule.interval, item.answer), units=item.answer.count, minutes=3)


# How a rule's cite names the law of one place. A part that names another place's law is not this company's business.
_LAW_OF = {
    "AB": r"\bAB\b|Alberta|\bAR \d|OHS Code", "BC": r"\bBC\b|\bMVAR\b|OHSR", "SK": r"\bSK\b|\bSGI\b",
    "MB": r"\bMB\b|\bMR \d", "ON": r"\bON\b|\bO Reg\b|\bOHSA\b|Ontario|\bReg (?:851|860|1101|67/93)\b|\bHTA\b",
    "QC": r"\bQC\b|Quebec", "NB": r"\bNB\b", "NS": r"\bNS\b", "PE": r"\bPE\b", "NL": r"\bNL\b", "YT": r"\bYT\b|Yukon",
    "NT": r"\bNT\b", "NU": r"\bNU\b", "CA": r"\bCLC\b|\bCOHSR\b",
}
_REMARK = re.compile(r" \((?=[^()]*[A-Za-z]{3})(?:[^()]|\([^()]*\))*\)")  # a comment in brackets; "(1)" belongs to a section
_OWN_RULE = "Our own, safe choice"


def local_cite(cite: str, jurisdictions: Sequence[str]) -> str:
    """The parts of a cite that hold where the company works, without comments; empty where none does."""
    elsewhere = [pattern for code, pattern in _LAW_OF.items() if code not in jurisdictions]
    parts = [part.strip() for part in _REMARK.sub("", cite).split(";")]
    kept = [part for part in parts if part and not any(re.search(pattern, part) for pattern in elsewhere)]
    text = "; ".join(kept)
    return re.sub(r"\b(?:AB|BC) (?=OHS)", "", text) if len(jurisdictions) == 1 else text


def _basis(rule: InspectionRule, jurisdictions: Sequence[str]) -> Reason:
    """Who asks for it. A rule that was only recalled is our choice in print, whatever it claims (see `citable`)."""
    if rule.basis in ("audit", "good_practice"):
        kind = _BASIS_KIND[rule.basis]
        return Reason(kind, rule.id, "Our own rule; auditors hold us to it"  # type: ignore[arg-type]
                      if rule.basis == "audit" else "Our own rule")
    if not rule.citable or rule.verified == "recall":
        return Reason("choice", rule.id, _OWN_RULE)
    cite = local_cite(rule.cite, jurisdictions)
    named = any(re.search(_LAW_OF[code], cite) for code in jurisdictions)
    if not cite:
        return Reason("choice", rule.id, _OWN_RULE)
    kind = "standard" if rule.basis == "law" and not rule.jurisdictions and not named and "Code" not in cite else rule.basis
    return Reason(_BASIS_KIND[kind], rule.id, cite[:1].upper() + cite[1:])  # type: ignore[arg-type]


def select_meetings(company: Company, knowledge: Knowledge, duties: Duties,
                    duty_reasons: dict[str, tuple[Reason, ...]]) -> tuple[Meeting, ...]:
    """The meetings that this company holds: talks with everybody, and the committee where the law asks for one."""
    day = company.preferences.meeting_day
    size = company.workers
    meetings = [Meeting(
        id="safety_meeting", title="Safety meeting" if size > SMALL_TEAM else "Safety talk at the table",
        reasons=(Reason("audit", "participation_communication", "Auditors look for talks that people took part in"),
                 *_talk_law(knowledge)),
        what="What changed, what is still open, near misses, one topic from the work ahead",
        interval=Interval((Quantity(1, "months"),)),
        trigger=f"the first {day} of the month" if day else "once a month", who="everybody",
        form="safety_meeting_minutes" if size > SMALL_TEAM else "monthly_combined_record")]
    if any(site.kind == "job_site" for site in company.sites) or size > 10:
        meetings.append(Meeting(
            id="toolbox_talk", title="Toolbox talk",
            reasons=(Reason("choice", "toolbox_talk", "Your crews meet new jobs and sites between meetings"),
                     Reason("audit", "participation_communication", "Auditors sample talk records")),
            what="Today's job, what is different about it, and one hazard from it", interval=None,
            trigger="a new job, a new person, or a change of plan", who="the crew on that job",
            form="toolbox_talk_record"))
    if duties.committee:
        meetings.append(Meeting(
            id="committee_meeting", title="Committee meeting", reasons=duty_reasons["committee"],
            what="Concerns, inspections, incidents and recommendations", interval=_committee_rhythm(knowledge),
            trigger="as the terms of reference say", who="the committee", form="jhsc_minutes"))
    meetings += select_rounds(company, duties)
    meetings.append(Meeting(
        id="yearly_review", title="Yearly review of the program",
        reasons=(Reason("audit", "system_administration", "Auditors ask for a yearly look at the whole program"),),
        what="What worked, what hurt, what changed, goals for next year", interval=Interval((Quantity(12, "months"),)),
        trigger="before the next review date on the cover", who=company.owner.name, form="annual_program_review"))
    return tuple(replace(meeting, times=12 / months if (months := _months(meeting)) else 4, minutes=meeting.minutes or 20,
                         people=company.workers if meeting.who == "everybody" else 2) for meeting in meetings)


def _months(meeting: Meeting) -> float | None:
    return next((limit.number for limit in meeting.interval.limits), None) if meeting.interval else None


def _committee_rhythm(knowledge: Knowledge) -> Interval:
    """The shortest legal interval of the company's jurisdictions; where none sets a number, a quarter is our choice."""
    found = [jurisdiction.facts["committee.meeting_frequency"].value for jurisdiction in knowledge.jurisdictions.values()
             if "committee.meeting_frequency" in jurisdiction.facts]
    months = [12 / value.number if value.unit == "times a year" else value.number for value in found
              if isinstance(value, Quantity) and value.unit in ("months", "times a year")]
    shortest = min(months, default=3.0)
    return Interval((Quantity(int(shortest) if shortest >= 1 else shortest, "months"),))


def _talk_law(knowledge: Knowledge) -> tuple[Reason, ...]:
    """The law on talks, where a jurisdiction has one."""
    facts: list[LawFact] = [jurisdiction.facts["toolbox_meeting.duty"]
                            for jurisdiction in knowledge.jurisdictions.values()
                            if "toolbox_meeting.duty" in jurisdiction.facts]
    return tuple(law_reason(fact, fact.rule) for fact in facts
                 if fact.value is not None and str(fact.value).lower() != "none")
