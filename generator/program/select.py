"""Selection: which activities, equipment, hazards, control programs, gear and emergencies are this company's, and why."""
from __future__ import annotations

from collections.abc import Iterable

from generator.intake.company import Company, EquipmentAnswer
from generator.knowledge.base import Knowledge
from generator.knowledge.model import Topic
from generator.program.duties import law_reason
from generator.program.model import ActivityItem, EquipmentItem, HazardItem, Item, Reason

_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

# Conditions of the intake that bring hazards and emergencies of their own: answer -> hazard ids, emergency ids.
CONDITION_HAZARDS = {
    "working_alone": ("working_alone",), "cold": ("cold_stress",), "heat": ("heat_stress",),
    "public_contact": ("workplace_violence",), "cash_or_valuables": ("robbery",), "night_work": ("fatigue",),
    "near_power_lines": ("overhead_powerline",), "buried_services": ("underground_utility",),
}
CONDITION_EMERGENCIES = {
    "working_alone": ("overdue_worker",), "cold": ("hypothermia_response",), "heat": ("heat_illness",),
    "cash_or_valuables": ("robbery_response",), "near_power_lines": ("powerline_contact",),
}
CONDITION_WORDS = {
    "working_alone": "somebody works alone", "cold": "you work in the cold", "heat": "you work in the heat",
    "public_contact": "you deal with the public", "cash_or_valuables": "you keep cash or valuables",
    "night_work": "you work at night", "near_power_lines": "you work near power lines",
    "buried_services": "you dig near buried services", "used": "you use contractors",
    "visitors_in_work_area": "visitors enter the work area",
}
# Every employer has these, whatever the trade: the law of every jurisdiction asks about them.
UNIVERSAL_HAZARDS = ("workplace_violence", "harassment", "slip_trip")
UNIVERSAL_EMERGENCIES = ("medical_emergency", "severe_bleeding", "violence_response")


def number_word(number: int) -> str:
    """Numbers to ten in words, others in figures."""
    return _NUMBER_WORDS[number] if 0 <= number < len(_NUMBER_WORDS) else str(number)


def equipment_phrase(answer: EquipmentAnswer, knowledge: Knowledge) -> str:
    """How a sentence names it: "the forklift", "the two utility trailers", "the rented boom lift", "hand tools"."""
    noun = knowledge.nouns[answer.id]
    rented = "rented " if answer.owned == "rented" else ""
    if noun.one is None:
        return f"{rented}{noun.many}"
    if answer.count == 1:
        return f"the {rented}{noun.one}"
    return f"the {number_word(answer.count)} {rented}{noun.many}"


def _counted(answer: EquipmentAnswer, knowledge: Knowledge) -> str:
    """"one forklift", "two utility trailers", "hand tools"."""
    noun = knowledge.nouns[answer.id]
    return noun.many if noun.one is None else f"{number_word(answer.count)} {noun.one if answer.count == 1 else noun.many}"


def answered(path: str, text: str) -> Reason:
    return Reason("answer", path, text)


def condition_holds(company: Company, name: str) -> bool:
    """Whether a yes/no answer of Conditions or Contractors is yes."""
    return bool(getattr(company.conditions, name, False) or getattr(company.contractors, name, False))


def _short(name: str) -> str:
    """A kind of work without its brackets: they help to choose; a company does not do all that stands in them."""
    return name.split(" (")[0]


def select_activities(company: Company, knowledge: Knowledge) -> tuple[ActivityItem, ...]:
    items = []
    for answer in company.activities:
        activity = knowledge.catalogue.activities[answer.id]
        title = _short(activity.name)
        items.append(ActivityItem(
            id=activity.id, title=title,
            reasons=(answered(f"activities.{activity.id}", f"You do this work: {title}"),),
            activity=activity, frequency=answer.frequency, workers=answer.workers, who=answer.who, notes=answer.notes))
    return tuple(items)


def select_equipment(company: Company, knowledge: Knowledge) -> tuple[EquipmentItem, ...]:
    items = []
    for answer in company.equipment:
        kind = knowledge.catalogue.equipment[answer.id]
        verb = {"rented": "rent", "client": "use a client's"}.get(answer.owned, "have")
        phrase = equipment_phrase(answer, knowledge)
        noun = knowledge.nouns[answer.id]
        title = (noun.one if answer.count == 1 and noun.one else noun.many)
        items.append(EquipmentItem(
            id=kind.id, title=title[:1].upper() + title[1:],
            reasons=(answered(f"equipment.{kind.id}", f"You {verb} {_counted(answer, knowledge)}"),),
            equipment=kind, answer=answer, phrase=phrase))
    return tuple(items)


def select_hazards(
    company: Company, knowledge: Knowledge, activities: Iterable[ActivityItem], equipment: Iterable[EquipmentItem]
) -> tuple[HazardItem, ...]:
    """Hazards of the activities (as far as their assessment keeps them), the equipment and the conditions."""
    found: dict[str, dict[str, list[str]]] = {}

    def note(hazard: str, kind: str, source: str) -> None:
        sources = found.setdefault(hazard, {"activities": [], "equipment": [], "conditions": []})[kind]
        if source not in sources:
            sources.append(source)

    for item in activities:
        for hazard in activity_hazards(company, knowledge, item.id):
            note(hazard, "activities", item.id)
    for machine in equipment:
        for hazard in own_hazards(machine, knowledge):
            note(hazard, "equipment", machine.id)
    for name, hazards in CONDITION_HAZARDS.items():
        if condition_holds(company, name):
            for hazard in hazards:
                note(hazard, "conditions", name)
    for hazard in UNIVERSAL_HAZARDS:
        note(hazard, "conditions", "always")
    for machine in equipment:  # last: gear such as a respirator counts where something else brings the hazard
        for hazard in machine.equipment.hazards:
            if machine.id in knowledge.catalogue.assessing.answers_only and hazard in found:
                note(hazard, "equipment", machine.id)
    return tuple(_hazard_item(knowledge, hazard, sources) for hazard, sources in found.items())


def own_hazards(machine: EquipmentItem, knowledge: Knowledge) -> tuple[str, ...]:
    """Hazards that a machine brings by itself: those that its names here rule out are none, nor those that gear answers."""
    rules = knowledge.catalogue.assessing
    if machine.id in rules.answers_only:
        return ()
    return rules.hazards_of(machine.id, machine.equipment.hazards, machine.answer.names)


def _hazard_item(knowledge: Knowledge, hazard: str, sources: dict[str, list[str]]) -> HazardItem:
    catalogue = knowledge.catalogue
    reasons = [answered(f"activities.{id_}", f"Part of the job: {catalogue.activities[id_].name}")
               for id_ in sources["activities"]]
    reasons += [answered(f"equipment.{id_}", f"Comes with {knowledge.nouns[id_].many}") for id_ in sources["equipment"]]
    reasons += [Reason("law", "all", "Every employer must look at this hazard") if name == "always"
                else answered(f"conditions.{name}", f"You said that {CONDITION_WORDS[name]}")
                for name in sources["conditions"]]
    return HazardItem(hazard, catalogue.hazards[hazard].name, tuple(reasons), tuple(sources["activities"]),
                      tuple(sources["equipment"]), tuple(sources["conditions"]))


def needs_met(company: Company, needs: Iterable[str]) -> bool:
    """Whether one of "equipment.x", "activity.x" or "condition.x" is answered; no needs at all is met."""
    needs = tuple(needs)
    owned = {f"equipment.{row.id}" for row in company.equipment} | {f"activity.{row.id}" for row in company.activities}
    return not needs or any(
        need in owned or (need.startswith("condition.") and condition_holds(company, need.split(".", 1)[1]))
        for need in needs)


def activity_hazards(company: Company, knowledge: Knowledge, activity: str) -> tuple[str, ...]:
    """Hazards of an activity. A worked-out assessment decides which of them this company's equipment brings in."""
    assessment = knowledge.catalogue.assessments.get(activity)
    if assessment is None:
        return tuple(hazard.id for hazard in knowledge.catalogue.activities[activity].hazards)
    return tuple(dict.fromkeys(row.hazard for task in assessment.tasks for row in task.hazards
                               if needs_met(company, row.needs)))


def select_topics(
    company: Company, knowledge: Knowledge, equipment: Iterable[EquipmentItem], hazards: Iterable[HazardItem]
) -> tuple[Item, ...]:
    """Control programs: each one that any activity, equipment, hazard or condition of the company brings in."""
    activities = {row.id for row in company.activities}
    machines = {item.id: item for item in equipment}
    hazard_items = {item.id: item for item in hazards}
    found = []
    for topic in knowledge.catalogue.topics.values():
        reasons = _topic_reasons(company, topic, activities, machines, hazard_items, knowledge)
        if reasons or topic.always:
            law = [law_reason(jurisdiction.facts[key], f"{jurisdiction.name}: {knowledge.titles.get(key, key)}")
                   for jurisdiction in knowledge.jurisdictions.values() for key in topic.law
                   if key in jurisdiction.facts and jurisdiction.facts[key].value is not None]
            always = (Reason("audit", "hazard_control", "Part of every program"),) if topic.always else ()
            found.append(Item(topic.id, topic.title, (*reasons, *law, *always)))
    return tuple(found)


def _topic_reasons(
    company: Company, topic: Topic, activities: set[str], machines: dict[str, EquipmentItem],
    hazards: dict[str, HazardItem], knowledge: Knowledge,
) -> tuple[Reason, ...]:
    reasons = [answered(f"activities.{id_}", f"You do this work: {_short(knowledge.catalogue.activities[id_].name)}")
               for id_ in topic.activities if id_ in activities]
    reasons += [machines[id_].reasons[0] for id_ in topic.equipment if id_ in machines]
    reasons += [machine.reasons[0] for machine in machines.values()
                if machine.equipment.group in topic.equipment_groups and machine.id not in topic.equipment]
    reasons += [hazards[id_].reasons[0] for id_ in topic.hazards if id_ in hazards]
    reasons += [answered(f"conditions.{name}", f"You said that {CONDITION_WORDS.get(name, name.replace('_', ' '))}")
                for name in topic.conditions if condition_holds(company, name)]
    return tuple(dict.fromkeys(reasons))


def select_ppe(knowledge: Knowledge, activities: Iterable[ActivityItem], company: Company) -> tuple[Item, ...]:
    """Protective gear that the activities call for; "as the task needs" entries are no gear."""
    found: dict[str, list[Reason]] = {}
    owned = {row.id for row in company.equipment}
    for item in activities:
        for id_ in item.activity.ppe:
            gear_of = set(knowledge.catalogue.ppe[id_].needs_equipment)
            if id_ in ("none_needed", "as_task") or (gear_of and not gear_of & owned):
                continue
            found.setdefault(id_, []).append(answered(f"activities.{item.id}", f"Worn for {item.title}"))
    return tuple(Item(id_, knowledge.catalogue.ppe[id_].name, tuple(reasons)) for id_, reasons in found.items())


def select_emergencies(
    company: Company, knowledge: Knowledge, activities: Iterable[ActivityItem], equipment: Iterable[EquipmentItem]
) -> tuple[Item, ...]:
    """Emergencies that the activities, the buildings and the conditions can bring."""
    found: dict[str, list[Reason]] = {}
    for id_ in UNIVERSAL_EMERGENCIES:
        found.setdefault(id_, []).append(Reason("law", "all", "Can happen at every work site"))
    buildings = [site for site in company.sites if site.kind in ("shop", "office", "yard", "home")]
    if buildings:
        found.setdefault("fire_building", []).append(
            answered("sites", f"You work in a building: {buildings[0].name}"))
    have = {item.id for item in equipment}
    for item in activities:
        for id_ in item.activity.emergencies:
            needs = set(knowledge.catalogue.emergencies[id_].needs_equipment)
            if not needs or needs & have:
                found.setdefault(id_, []).append(answered(f"activities.{item.id}", f"Can happen in {item.title}"))
    for name, emergencies in CONDITION_EMERGENCIES.items():
        if condition_holds(company, name):
            for id_ in emergencies:
                found.setdefault(id_, []).append(
                    answered(f"conditions.{name}", f"You said that {CONDITION_WORDS[name]}"))
    order = list(knowledge.catalogue.emergencies)
    return tuple(Item(id_, knowledge.catalogue.emergencies[id_].name, tuple(reasons))
                 for id_, reasons in sorted(found.items(), key=lambda pair: order.index(pair[0])))
