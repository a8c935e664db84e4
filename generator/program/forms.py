"""Which forms of the catalogue this company keeps, which are left out, and why."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.knowledge.model_forms import Form
from generator.program.duties import threshold, workers_in
from generator.program.model import Duties, EquipmentItem, FormItem, HazardItem, Inspection, LeftOut, Meeting, Reason
from generator.program.regimes.parameters import changing_kinds
from generator.program.size import SMALL_TEAM

_REASON_TEXT: Mapping[str, tuple[str, str]] = {
    "law": ("law", "The law asks for this record, or for what it proves"),
    "law_by_size": ("audit", "Auditors ask to see it; from a certain size so does the law"),
    "law_by_province": ("audit", "Auditors ask to see it; some provinces ask for it by law"),
    "law_by_site": ("audit", "Sites change: it shows that the hazards of the day were looked for"),  # no law names such a card
    "law_by_hazard": ("law", "Where this hazard exists the law asks for it, or for what it proves"),
    "law_by_weight": ("law", "Transport law asks for it at this weight"),
    "law_by_occupancy": ("audit", "Auditors ask to see it; fire codes ask for drills in many kinds of buildings"),
    "law_look": ("law", "The law asks for the look"),
    "audit_tick": ("audit", "Auditors want to see that the look was done"),
    "standard": ("standard", "A standard asks for it"),
    "manufacturer": ("manufacturer", "Makers ask for it"),
    "audit": ("audit", "Auditors ask to see it"),
    "client": ("choice", "Clients on changing sites expect it"),
    "company": ("choice", "Our own choice: it saves you other paper"),
}
# The hazard groups that forms name, as ids of the hazard list.
_HAZARD_GROUPS = {"silica": ("silica_dust",), "noise": ("noise",), "fume": ("welding_fume",), "dust": ("wood_dust",)}
# Documents of their own: the catalogue lists them among the records, but they are no blank forms to fill.
DOCUMENTS = {"hs_policy_statement": "letter", "emergency_response_plan": "emergency_plan",
             "training_matrix": "training_matrix", "hazard_assessment": "assessments", "obligation_calendar": "year"}


@dataclass(frozen=True)
class _Facts:
    company: Company
    duties: Duties
    equipment: Mapping[str, EquipmentItem]
    groups: frozenset[str]
    hazards: frozenset[str]
    sectors: frozenset[str]
    below_committee: bool
    away: frozenset[str]  # kinds of places that change from job to job


def select_forms(
    company: Company, knowledge: Knowledge, duties: Duties, equipment: Sequence[EquipmentItem],
    hazards: Sequence[HazardItem],
) -> tuple[tuple[FormItem, ...], tuple[LeftOut, ...]]:
    """Forms whose conditions all hold, and those left out with the condition that fails."""
    facts = _facts(company, knowledge, duties, equipment, hazards)
    chosen, left = [], []
    for form in knowledge.catalogue.forms.values():
        if form.id in DOCUMENTS:
            continue
        failing = [key for key, wanted in form.conditions.items() if not _holds(key, wanted, facts)]
        failed = next((key for key in failing if key != "alone"), "alone" if failing else None)
        if failed is None and form.id == "monthly_combined_record" and company.workers > SMALL_TEAM:
            left.append(LeftOut(form.title, "With more than a handful of people the separate records are easier to keep."))
        elif failed is None and form.id == "safety_meeting_minutes" and company.workers <= SMALL_TEAM:
            left.append(LeftOut(form.title, "The one-page month holds the talk, the walk around and the open actions.",
                                back_when="you outgrow the one page"))
        elif failed is None:
            chosen.append(FormItem(form.id, form.title, _reasons(form, facts), form.group))
        elif _worth_saying(form, failed):
            left.append(LeftOut(form.title, _WHY_NOT[failed], back_when=_BACK_WHEN[failed]))
    return tuple(chosen), tuple(left)


def _facts(company: Company, knowledge: Knowledge, duties: Duties, equipment: Sequence[EquipmentItem],
           hazards: Sequence[HazardItem]) -> _Facts:
    limits = [(threshold(jurisdiction, "committee.threshold"), workers_in(company, code))
              for code, jurisdiction in knowledge.jurisdictions.items()]
    return _Facts(
        company=company, duties=duties, equipment={item.id: item for item in equipment},
        groups=frozenset(item.equipment.group for item in equipment),
        hazards=frozenset(item.id for item in hazards),
        sectors=frozenset(knowledge.catalogue.activities[row.id].sector for row in company.activities),
        below_committee=not duties.committee and all(limit is None or n < limit for limit, n in limits),
        away=changing_kinds(company, knowledge))


def _as_set(wanted: object) -> set[str]:
    return {str(item) for item in wanted} if isinstance(wanted, list | tuple) else {str(wanted)}


def _risk(facts: _Facts) -> str:
    return "medium" if facts.sectors - {"office_remote", "office_professional"} else "low"


def _site_type(facts: _Facts) -> str:
    kinds = {site.kind for site in facts.company.sites}
    changing = bool(kinds & facts.away)
    return "both" if changing and kinds - facts.away else "changing" if changing else "fixed"


_TESTS: Mapping[str, Callable[[object, _Facts], bool]] = {
    "always": lambda wanted, f: bool(wanted),
    "workers_min": lambda wanted, f: f.company.workers >= int(str(wanted)),
    "workers_max": lambda wanted, f: f.company.workers <= int(str(wanted)),
    "alone": lambda wanted, f: f.company.alone == bool(wanted),
    "below_committee_threshold": lambda wanted, f: f.below_committee == bool(wanted),
    "audit_path": lambda wanted, f: f.company.goal.scheme.upper() in {item.upper() for item in _as_set(wanted)},
    "risk_class": lambda wanted, f: _risk(f) in _as_set(wanted),
    "site_type": lambda wanted, f: _site_type(f) in _as_set(wanted),
    "equipment": lambda wanted, f: bool(_as_set(wanted) & f.equipment.keys()),
    "equipment_group": lambda wanted, f: bool(_as_set(wanted) & f.groups),
    "equipment_any": lambda wanted, f: bool(f.equipment) == bool(wanted),
    "regulated_vehicle": lambda wanted, f: bool(f.equipment.keys() & {"nsc_truck", "bus_van", "nsc_trailer"}),
    "activity": lambda wanted, f: bool(_as_set(wanted) & f.sectors),
    "activity_ids": lambda wanted, f: bool(_as_set(wanted) & {row.id for row in f.company.activities}),
    "rep_required": lambda wanted, f: f.duties.representative == bool(wanted),
    "noise_dba_min": lambda wanted, f: (f.company.conditions.noise_dba or 0) >= float(str(wanted)),
    "uses_contractors": lambda wanted, f: f.company.contractors.used == bool(wanted),
    "is_prime_contractor": lambda wanted, f: f.company.contractors.prime_contractor == bool(wanted),
    "visitors_in_work_area": lambda wanted, f: f.company.conditions.visitors_in_work_area == bool(wanted),
    "hazards": lambda wanted, f: bool(
        f.hazards & {id_ for group in _as_set(wanted) for id_ in _HAZARD_GROUPS.get(group, (group,))}),
}
CONDITIONS = frozenset(_TESTS)  # lint checks the catalogue against these


def _holds(key: str, wanted: object, facts: _Facts) -> bool:
    return _TESTS[key](wanted, facts)


_WHY_NOT = {
    "workers_min": "You are below the size at which it earns its keep.",
    "workers_max": "It joins records for companies smaller than yours.",
    "alone": "It takes two people, and you work alone.",
    "below_committee_threshold": "Your size does not call for it.",
    "audit_path": "You did not choose an audit; the law alone does not ask for it.",
    "risk_class": "Office work does not call for it.",
    "site_type": "Your work places do not change, so the formal assessment covers the day.",
    "equipment": "You have no equipment that needs it.",
    "equipment_group": "You have no equipment that needs it.",
    "equipment_any": "You listed no equipment.",
    "regulated_vehicle": "You have no commercial vehicle under the National Safety Code.",
    "activity": "Your kind of work does not call for it.",
    "activity_ids": "You do not do the work that needs it.",
    "rep_required": "Your size does not call for a representative.",
    "noise_dba_min": "No noise reading at the level that starts it was given; add one if you measure it.",
    "uses_contractors": "You use no contractors.",
    "is_prime_contractor": "You are not the prime contractor on any site.",
    "visitors_in_work_area": "Visitors do not enter your work area.",
    "hazards": "You do not have the dust, fume or noise that is measured on it.",
    "always": "It is switched off in the catalogue.",
}
_BACK_WHEN = {
    "workers_min": "you grow, or an auditor or a client asks for it",
    "workers_max": "you are that small again",
    "alone": "somebody works with you, even for a season",
    "below_committee_threshold": "your size changes",
    "audit_path": "you choose an audit",
    "risk_class": "you take on other work",
    "site_type": "you work at places that change, or a client asks for it",
    "equipment": "you get such equipment",
    "equipment_group": "you get such equipment",
    "equipment_any": "you list equipment",
    "regulated_vehicle": "a vehicle of yours, with its trailer, reaches the weight of the code",
    "activity": "you take on such work",
    "activity_ids": "you take on such work",
    "rep_required": "you reach the size that the law names",
    "noise_dba_min": "a reading shows that level",
    "uses_contractors": "you hire a contractor",
    "is_prime_contractor": "you become the prime contractor of a site",
    "visitors_in_work_area": "visitors enter your work area",
    "hazards": "your work brings one of them in",
    "always": "",
}
# Left-out forms are only worth naming where people usually demand them of everybody.
_USUALLY_DEMANDED = {"flha", "toolbox_talk_record", "visitor_signin", "contractor_prequalification", "document_register",
                     "physical_demands", "audiometric_register", "trip_inspection_report", "journey_plan"}


def _worth_saying(form: Form, failed: str) -> bool:
    return failed == "alone" or (form.id in _USUALLY_DEMANDED and failed in _WHY_NOT)


def _said(word: str, facts: _Facts) -> tuple[str, str]:
    """Kind and words of a reason. Where no audit is planned, nobody speaks of auditors."""
    kind, text = _REASON_TEXT[word]
    if facts.company.goal.scheme == "law_only" and text.startswith("Auditors "):
        return "choice", "It shows that it was done" + text[text.index(";"):] if ";" in text else "It shows that it was done"
    return kind, text


def _reasons(form: Form, facts: _Facts) -> tuple[Reason, ...]:
    asked = [Reason(kind, f"form.{form.id}", text)  # type: ignore[arg-type]
             for kind, text in (_said(word, facts) for word in form.reason
                                if word != "law_by_weight" or _holds("regulated_vehicle", True, facts))]
    brought = [item.reasons[0] for item in facts.equipment.values()
               if item.id in _as_set(form.conditions.get("equipment", ()))
               or item.equipment.group in _as_set(form.conditions.get("equipment_group", ()))]
    return tuple(dict.fromkeys([*asked, *brought]))


def with_written(forms: Sequence[FormItem], left: Sequence[LeftOut], written: Iterable[Inspection | Meeting],
                 catalogue: Mapping[str, Form]) -> tuple[tuple[FormItem, ...], tuple[LeftOut, ...]]:
    """The forms with those that a look or a meeting is written on, in catalogue order; what is drawn is not left out."""
    found = {form.id: form for form in forms}
    for item in written:
        if item.form and item.form not in found and item.form not in DOCUMENTS:
            form = catalogue[item.form]
            found[form.id] = FormItem(form.id, form.title, (Reason("choice", item.id, f"It holds: {item.title}"),), form.group)
    titles = {form.title for form in found.values()}
    return (tuple(found[id_] for id_ in catalogue if id_ in found), tuple(item for item in left if item.what not in titles))
