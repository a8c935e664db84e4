"""The looks at a company's equipment: one regime for each look, with the rules behind it."""
from __future__ import annotations

from collections.abc import Sequence

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.program.model import EquipmentItem, Inspection, Reason
from generator.program.regimes.gather import Gathered, look_rules
from generator.program.regimes.parameters import Parameters, equipment_parameters
from generator.program.regimes.resolve import Resolved, resolve

_LIFTS = ("forklift", "telehandler")
_OFTEN = 4  # times a year from which a look rides on a round or an inspection instead of a register
_UNKNOWN_HOURS = 60.0  # hours a month of a lift truck that is used daily and has no hour meter in the answers


def resolve_inspections(company: Company, knowledge: Knowledge, equipment: Sequence[EquipmentItem],
                        parameters: Parameters) -> tuple[Inspection, ...]:
    """Every look that this company's equipment needs, in the order of the answers and of the catalogue."""
    hours = _lift_hours(equipment)
    return tuple(look for item in equipment
                 for look in _looks(item, company, knowledge, equipment_parameters(parameters, item.answer, knowledge, hours)))


def _lift_hours(equipment: Sequence[EquipmentItem]) -> float:
    return sum(item.answer.hours_per_month if item.answer.hours_per_month is not None else
               _UNKNOWN_HOURS if item.answer.use in ("daily", None) else 0.0 for item in equipment if item.id in _LIFTS)


def _looks(item: EquipmentItem, company: Company, knowledge: Knowledge, parameters: Parameters) -> list[Inspection]:
    found = []
    for look, gathered in look_rules(item, knowledge, parameters, company.rhythms).items():
        resolved = resolve(gathered)
        if resolved is not None:
            found.append(_inspection(item, look, gathered, resolved, knowledge))
    return found


def _inspection(item: EquipmentItem, look: str, gathered: Gathered, resolved: Resolved, knowledge: Knowledge) -> Inspection:
    what = _words(f"{item.id}.{look}", gathered, resolved, knowledge)
    by = resolved.by
    if resolved.trigger not in ("before_use", "per_shift", "after_event") and all(
            rule.id.startswith("right_sizing.") for rule in gathered.rules):
        by = "competent_person"
    form = _form(item, by, resolved, knowledge) if resolved.record != "none" else None
    counted = [entry.rule for entry in resolved.considered if entry.verdict != "set aside"]
    met = [rule.reason for rule in counted if rule is not resolved.winner and rule.reason.kind == "law"]
    return Inspection(
        id=f"{item.id}.{look}", title=f"{item.title}: {what}",
        reasons=_reasons(item, met, resolved), equipment=item.id, what=what, trigger=resolved.trigger,
        interval=resolved.interval, by=by, record=resolved.record,
        form=form, times=resolved.times,
        units=1 if item.id in knowledge.regimes.class_minutes else item.answer.count,
        minutes=_minutes(item, by, form, resolved, knowledge), considered=resolved.considered)


def _reasons(item: EquipmentItem, met: Sequence[Reason], resolved: Resolved) -> tuple[Reason, ...]:
    """What brought the thing in, the law that is kept with it, and last who sets the rhythm."""
    return tuple(dict.fromkeys([*item.reasons, *(reason for reason in met if reason != resolved.winner.reason),
                                resolved.winner.reason]))


def _words(id_: str, gathered: Gathered, resolved: Resolved, knowledge: Knowledge) -> str:
    """What is looked at: in the words of the catalogue's rule, of the winner where it is one."""
    if id_ in knowledge.regimes.what:
        return knowledge.regimes.what[id_]
    own = [rule for rule in (resolved.winner, *gathered.rules) if rule.id.startswith(id_.partition(".")[0] + ".")]
    return (own or [resolved.winner])[0].what


def _form(item: EquipmentItem, by: str, resolved: Resolved, knowledge: Knowledge) -> str:
    """Where it is written: what a decision table names, else the first of the equipment's forms that fits the trigger."""
    places = knowledge.regimes
    if resolved.form:
        return resolved.form
    trigger = resolved.trigger
    if trigger == "calendar":
        trigger = "calendar_often" if resolved.times >= _OFTEN else "calendar_seldom"
    found = next((form for form in places.forms[trigger] if form in item.equipment.forms), None)
    if by in ("certified", "engineer") and found not in ("fit_test_record", "trip_inspection_report", "crane_log_book"):
        return places.certified_form if item.equipment.group in places.certified_groups else places.form_default
    return found or (places.shift_form if trigger in ("before_use", "per_shift") else places.form_default)


def _minutes(item: EquipmentItem, by: str, form: str | None, resolved: Resolved, knowledge: Knowledge) -> float:
    """Minutes for one look at one unit; a class takes what it takes, however many there are; a line on a walk is quick."""
    if item.id in knowledge.regimes.class_minutes:
        return knowledge.regimes.class_minutes[item.id] if resolved.trigger == "calendar" else 1
    if form is not None and form in knowledge.regimes.form_minutes:
        return knowledge.regimes.form_minutes[form]
    return knowledge.regimes.minutes[by].get(resolved.trigger, 5)
