"""Gather every rule that speaks about one look at equipment or one meeting, with those that do not apply and why."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.intake.company import Company, EquipmentAnswer, Rhythm
from generator.knowledge.base import Knowledge
from generator.knowledge.load_regimes import ClockPlace, RowPlace
from generator.knowledge.model import InspectionRule, Interval, Quantity
from generator.knowledge.model_schemes import OntarioClock, SizingRule
from generator.program.model import Considered, EquipmentItem, Reason, Rule
from generator.program.regimes import cites, intervals
from generator.program.regimes.parameters import Parameters, counted_in, failing, test
from generator.program.usage import days_used, times_a_year

BINDING = ("law", "standard", "manufacturer", "client")
_RECURRING = ("calendar", "hours", "kilometres")
_ASKED = {"client": "client", "manufacturer": "manufacturer", "us": "choice"}


@dataclass(frozen=True)
class Gathered:
    """Rules that apply, and those that were set aside."""

    rules: tuple[Rule, ...]
    aside: tuple[Considered, ...]


def look_rules(item: EquipmentItem, knowledge: Knowledge, parameters: Parameters,
               rhythms: Sequence[Rhythm]) -> dict[str, Gathered]:
    """All rules about one kind of equipment by look, in the catalogue's order."""
    found: dict[str, list[tuple[Rule, str]]] = {}
    for rule in item.equipment.inspections:
        if not rule.jurisdictions or set(rule.jurisdictions) & set(knowledge.jurisdictions):
            made = _catalogue_rule(rule, item.answer, knowledge)
            why = _why_not(knowledge.regimes.when.get(rule.id, {}), parameters, made.binding)
            found.setdefault(knowledge.regimes.look(rule), []).append((made, why))
    for look, made, why in _sizing_for(item, knowledge, parameters):
        found.setdefault(look, []).append((made, why))
    for look, made, why in _clocks_for(item, knowledge, parameters):
        found.setdefault(look, []).append((made, why))
    for number, rhythm in enumerate(rhythms):
        equipment, _, look = rhythm.about.partition(".")
        if equipment == item.id and look:
            found.setdefault(look, []).append((_own_rule(number, rhythm, item.answer), ""))
    return {look: _split(_while_used(f"{item.id}.{look}", rows, item.answer, knowledge)) for look, rows in found.items()}


def _while_used(id_: str, rows: list[tuple[Rule, str]], answer: EquipmentAnswer,
                knowledge: Knowledge) -> list[tuple[Rule, str]]:
    """A look that is due in weeks of use comes up no more often than the thing is used."""
    if id_ not in knowledge.regimes.while_used:
        return rows
    return [(replace(rule, times=min(rule.times, days_used(answer))), why) for rule, why in rows]


def meeting_rules(meeting: str, company: Company, knowledge: Knowledge, parameters: Parameters,
                  defaults: Sequence[Rule] = ()) -> Gathered:
    """All rules about one meeting: decision tables, law facts, Ontario clocks, the answers' rhythms; and where no table
    fits the company, our own default."""
    rows = [*_sizing_about(meeting, knowledge, parameters), *_facts_about(meeting, knowledge, parameters)]
    if "ON" in knowledge.jurisdictions and parameters["project"]:
        rows += [(_clock_rule(knowledge.clocks.clocks[name]), _why_not(place.when, counted_in(["ON"], parameters), True))
                 for name, place in knowledge.regimes.ontario.items() if place.meeting == meeting]
    rows += [(_own_rule(number, rhythm, None), "") for number, rhythm in enumerate(company.rhythms)
             if rhythm.about == meeting]
    chosen = any(not why and rule.times and not rule.binding and not rule.id.startswith("rhythms.") for rule, why in rows)
    return _split([*rows, *((rule, "") for rule in defaults if not chosen)])


def _split(rows: Sequence[tuple[Rule, str]]) -> Gathered:
    """Another place's rule is not this company's business: it is not even weighed."""
    return Gathered(tuple(rule for rule, why in rows if not why),
                    tuple(Considered(rule, "set aside", why) for rule, why in rows if why and why != _ELSEWHERE))


def _why_not(when: Mapping[str, object], parameters: Parameters, binding: bool) -> str:
    """Why a rule does not apply; empty where it does. What is not known never sets aside what binds us."""
    holds = test(when, parameters)
    if holds or (holds is None and binding):
        return ""
    if holds is None:
        return "Nothing in your answers brings it in."
    return WHY_NOT.get(failing(when, parameters), "It does not fit your answers.")


_ELSEWHERE = "You do not work where this holds."
WHY_NOT: Mapping[str, str] = {
    "project": "You do not work on construction projects.",
    "building": "You have no shop, office or yard of your own.",
    "province": _ELSEWHERE,
    "workers_min": "You are below the size at which it begins.",
    "workers_max": "You are above the size for which it is meant.",
    "site_workers_min": "You are below the size at which it begins.",
    "site_type": "It is for another kind of work place than yours.",
    "risk_class": "It is for work of another risk than yours.",
    "activity": "It is for another trade.",
    "regulated_vehicle": "It follows the vehicle's registered weight; yours is on the other side of the limit.",
    "parked_days_min": "It does not stand that long.",
    "parked": "It does not rest.", "idle": "It does not rest.",
    "client_rule": "No client asks for it; add it under rhythms when a contract does.",
    "type": "Your unit is of the other kind.",
    "harsh_use": "Your gear does not see harsh use.", "service": "Your gear does not see severe service.",
    "forklift_moves_day_min": "Few lift truck moves a day pass the racks.",
    "hand_loaded": "Your racks are not only loaded by hand.",
    "hoisting_chains": "You hoist with no chains on projects.",
    "noise_dba_min": "No noise reading at that level was given.",
    "rep_required": "The law asks for no representative at your size.",
    "below_committee_threshold": "It turns on having a committee.",
    "course": "It is about another course.",
}


def _catalogue_rule(rule: InspectionRule, answer: EquipmentAnswer, knowledge: Knowledge) -> Rule:
    basis, reason = cites.of_inspection(rule, tuple(knowledge.jurisdictions))
    return Rule(rule.id, basis, rule.what, rule.trigger, rule.interval, rule.by, rule.record, reason,
                times_a_year(rule.trigger, rule.interval, answer), rule.basis in BINDING)


def _rows(rule: SizingRule, parameters: Parameters) -> Iterator[tuple[int, Mapping[str, object], str]]:
    """Rows of a decision table with why each does not apply: "otherwise" holds where no conditional recurring row did."""
    matched = any(_recurs(row) and not _free(row) and test(row["when"], parameters)  # type: ignore[arg-type]
                  for row in rule.decision_table)
    for number, row in enumerate(rule.decision_table):
        when: Mapping[str, object] = row["when"]  # type: ignore[assignment]
        if when.get("otherwise") and matched:
            yield number, row, "A more exact rule fits your answers."
        else:
            yield number, row, _why_not(when, parameters, row["basis"] == "law")


def _recurs(row: Mapping[str, object]) -> bool:
    return row["then"]["trigger"] in _RECURRING  # type: ignore[index]


def _free(row: Mapping[str, object]) -> bool:
    when: Mapping[str, object] = row["when"]  # type: ignore[assignment]
    return bool(when.get("always") or when.get("otherwise"))


def _sizing_for(item: EquipmentItem, knowledge: Knowledge, parameters: Parameters) -> Iterator[tuple[str, Rule, str]]:
    for id_, place in knowledge.regimes.sizing.items():
        if item.id not in place.equipment:
            continue
        rule = knowledge.sizing.rules[id_]
        for number, row, why in _rows(rule, parameters):
            spot = place.rows[number]
            if spot.look:
                yield spot.look, _row_rule(rule, number, row, spot, knowledge, item.answer), why


def _sizing_about(meeting: str, knowledge: Knowledge, parameters: Parameters) -> list[tuple[Rule, str]]:
    return [(_row_rule(knowledge.sizing.rules[id_], number, row, place.rows[number], knowledge, None), why)
            for id_, place in knowledge.regimes.sizing.items() if any(spot.meeting == meeting for spot in place.rows)
            for number, row, why in _rows(knowledge.sizing.rules[id_], parameters) if place.rows[number].meeting == meeting]


def _row_rule(rule: SizingRule, number: int, row: Mapping[str, object], spot: RowPlace, knowledge: Knowledge,
              answer: EquipmentAnswer | None) -> Rule:
    then: Mapping[str, object] = row["then"]  # type: ignore[assignment]
    basis, reason = cites.of_row(rule, number, row, spot.law_key, knowledge)
    interval = _interval(then.get("interval"))
    trigger = str(then["trigger"])
    often = times_a_year(trigger, interval, answer) if answer else intervals.times(interval)
    form = str(then["form"])
    return Rule(f"right_sizing.{rule.id}.{number}", basis, str(row["because"]), trigger, interval,
                "operator", spot.record or ("audit" if then["written_record"] else "none"),
                reason, often, basis in BINDING, form if form not in ("none", "tag") else None)


def _interval(value: object) -> Interval | None:
    if not isinstance(value, Mapping):
        return None
    limits = value.get("first_of", (value,))
    return Interval(tuple(Quantity(float(limit["number"]), str(limit["unit"])) for limit in limits))


def _clocks_for(item: EquipmentItem, knowledge: Knowledge, parameters: Parameters) -> Iterator[tuple[str, Rule, str]]:
    if "ON" not in knowledge.jurisdictions or not parameters["project"]:
        return
    places: Mapping[str, ClockPlace] = knowledge.regimes.ontario
    for name, place in places.items():
        if item.id in place.equipment and place.look:
            rule = _clock_rule(knowledge.clocks.clocks[name], item.answer)
            yield place.look, rule, _why_not(place.when, counted_in(["ON"], parameters), True)


def _clock_rule(clock: OntarioClock, answer: EquipmentAnswer | None = None) -> Rule:
    interval = intervals.of_days(clock.days) if clock.days else None
    trigger = "calendar" if interval else "before_use"
    often = times_a_year(trigger, interval, answer) if answer else intervals.times(interval)
    written = clock.record is not None and "no record" not in clock.record and "none named" not in clock.record
    return Rule(f"ontario.{clock.id}", "law", clock.what, trigger, interval, "competent_person" if interval else "operator",
                "required" if written else "none", cites.of_clock(clock), often, True)


def _facts_about(meeting: str, knowledge: Knowledge, parameters: Parameters) -> list[tuple[Rule, str]]:
    """Law facts that set an interval for a meeting; where the law only says "regular" it sets none and is set aside."""
    found = []
    for key in knowledge.regimes.facts.get(meeting, ()):
        for place in knowledge.jurisdictions.values():
            fact = place.facts.get(key)
            if fact is None or fact.interval_basis == "chosen":
                continue
            interval = intervals.of_fact(fact)
            when = knowledge.regimes.facts_when.get(f"{place.code}:{key}") or knowledge.regimes.facts_when.get(key, {})
            why = _why_not(when, counted_in([place.code], parameters), True) if interval else f"{place.name} sets no number here."
            rule = Rule(f"{place.code}:{key}", "law", fact.rule, "calendar", interval, "competent_person", "required",
                        cites.of_fact(fact, knowledge), intervals.times(interval), True)
            found.append((rule, why))
    return found


def _own_rule(number: int, rhythm: Rhythm, answer: EquipmentAnswer | None) -> Rule:
    interval = Interval((Quantity(rhythm.number, rhythm.unit),))
    trigger = {"hours": "hours", "km": "kilometres"}.get(rhythm.unit, "calendar")
    often = times_a_year(trigger, interval, answer) if answer else intervals.times(interval)
    who = {"client": "Asked for by", "manufacturer": "By the maker:"}.get(rhythm.asked_by, "")
    text = f"{who} {rhythm.name}".strip() if who and rhythm.name else {
        "client": "A client asks for it", "manufacturer": "The maker asks for it"}.get(rhythm.asked_by, "Our own choice")
    basis = _ASKED[rhythm.asked_by]
    return Rule(f"rhythms.{number}", basis, rhythm.why or "", trigger, interval, "operator", "none",  # type: ignore[arg-type]
                Reason("manufacturer" if basis == "manufacturer" else "choice", f"rhythms.{number}",
                       f"{text}: {rhythm.why}" if rhythm.why else text), often, basis != "choice")
