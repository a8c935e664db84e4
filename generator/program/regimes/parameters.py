"""The parameters that decide which rules apply: read from the answers, and tested against a rule's conditions."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from generator.intake.company import Company, EquipmentAnswer
from generator.knowledge.base import Knowledge
from generator.program.duties import workers_in
from generator.program.model import Duties

Parameters = Mapping[str, object]
_CHANGING = ("job_site", "remote")
_BUILDINGS = ("shop", "office", "yard")
_BINDING_WEIGHTS = ("nsc_truck", "bus_van", "nsc_trailer")  # kinds that are above the weight by what they are
_TRAFFIC = 40  # hours a month that a lift truck runs from which the racks see traffic each day (our rule)


def company_parameters(company: Company, knowledge: Knowledge, duties: Duties) -> dict[str, object]:
    """The parameters of right_sizing.yaml that hold for the whole company. What is missing is not known."""
    away = changing_kinds(company, knowledge)
    kinds = {site.kind for site in company.sites}
    changing = bool(kinds & away)
    site_type = "both" if changing and kinds - away else "changing" if changing else "fixed"
    sectors = {knowledge.catalogue.activities[row.id].sector for row in company.activities}
    found: dict[str, object] = {
        **knowledge.regimes.parameters, "workers": company.workers, "province": tuple(knowledge.jurisdictions),
        "sites": len(company.sites), "site_type": site_type, "activity": tuple(sorted(sectors)),
        "risk_class": risk_class(company, knowledge), "site_workers": company.workers,
        "workers_in": tuple((code, workers_in(company, code)) for code in knowledge.jurisdictions),
        "project": _projects(company, knowledge), "building": bool(kinds & set(_BUILDINGS)),
        "buildings_in": tuple(sorted({site.jurisdiction for site in company.sites if site.kind in _BUILDINGS})),
        "client_rule": any(rhythm.asked_by == "client" for rhythm in company.rhythms),
        "rep_required": duties.representative, "below_committee_threshold": not duties.committee,
        "audit_path": {"secor": "SECOR", "cor": "COR"}.get(company.goal.scheme, "none"), "course": "WHMIS",
    }
    if company.conditions.noise_dba is not None:
        found["noise_dba"] = company.conditions.noise_dba
    return found


def changing_kinds(company: Company, knowledge: Knowledge) -> frozenset[str]:
    """Kinds of places that change from job to job. A farm's far fields are its own land: remote, and the same each year."""
    sectors = {knowledge.catalogue.activities[row.id].sector for row in company.activities
               if row.id not in knowledge.regimes.risk.not_counted}
    return frozenset({"job_site"} if sectors <= {"agriculture_outdoor"} else _CHANGING)


def risk_class(company: Company, knowledge: Knowledge, fixed_only: bool = False) -> str:
    """office, low, medium or high. `fixed_only`: of the work at the company's own place, without what is done away from it."""
    classes = knowledge.regimes.risk
    activities = [knowledge.catalogue.activities[row.id] for row in company.activities if row.id not in classes.not_counted]
    if fixed_only:
        activities = [item for item in activities if item.sector not in classes.away_sectors]
    owned = {row.id for row in company.equipment}
    if {item.id for item in activities} & set(classes.high["activities"]) or (
            not fixed_only and owned & set(classes.high["equipment"])):
        return "high"
    sectors = {item.sector for item in activities}
    machines = any(knowledge.catalogue.equipment[id_].group in _MACHINES for id_ in owned)
    workshop = fixed_only and any(site.kind in ("shop", "yard") for site in company.sites)  # stores and loads, at the least
    if sectors <= set(classes.office_sectors) and not machines and not workshop:
        return "office"
    return "medium" if machines or sectors - set(classes.low_sectors) else "low"


_MACHINES = ("shop_machinery", "hot_work", "material_handling", "mobile_equipment", "process_equipment", "cranes_and_rigging",
             "outdoor_power_equipment")


def _projects(company: Company, knowledge: Knowledge) -> bool:
    """Whether people work on construction projects: a construction trade, or a crew on job sites of a like sector."""
    sectors = {knowledge.catalogue.activities[row.id].sector for row in company.activities}
    moving = any(site.kind in changing_kinds(company, knowledge) for site in company.sites)
    return "construction" in sectors or (moving and bool(sectors & {"oil_gas", "municipal"}))


def equipment_parameters(company: Parameters, answer: EquipmentAnswer, knowledge: Knowledge, lift_hours: float) -> Parameters:
    """The company's parameters with those of one kind of equipment. `lift_hours`: hours a month that lift trucks run."""
    found = dict(company)
    over = _over_weight(answer, knowledge)
    found |= {"regulated_vehicle": over, "parked": bool(answer.idle_weeks), "idle": bool(answer.idle_weeks),
              "parked_days": (answer.idle_weeks or 0) * 7 or (30 if answer.use in ("seasonal", "rare") else 0),
              "forklift_moves_day": 10 if lift_hours >= _TRAFFIC else 0, "hoisting_chains": answer.id == "rigging_slings"}
    for name, value in (("type", answer.kind), ("harsh_use", answer.harsh_use)):
        if value is not None:
            found[name] = value
    if answer.harsh_use:
        found["service"] = "severe"
    return found


def _over_weight(answer: EquipmentAnswer, knowledge: Knowledge) -> bool:
    """Whether trip inspection law holds: by the kind, or by the registered weight that the answers give."""
    if answer.id in _BINDING_WEIGHTS:
        return True
    if answer.weight_kg is None:
        return False
    limits = knowledge.regimes.trip_weight_kg
    codes = knowledge.jurisdictions
    least = min((limits[code] for code in codes if code in limits), default=limits["other"])
    return answer.weight_kg >= (limits["leaves_province"] if answer.leaves_province else least)


def counted_in(codes: Iterable[str], parameters: Parameters) -> Parameters:
    """The parameters with only the workers and buildings of these jurisdictions: each law counts its own."""
    codes = tuple(codes)
    mine = dict(cast("tuple[tuple[str, int], ...]", parameters["workers_in"]))
    workers = sum(mine[code] for code in codes if code in mine)
    places = cast("tuple[str, ...]", parameters["buildings_in"])
    building = bool(parameters["building"]) if "CA" in codes else bool(set(codes) & set(places))
    return {**parameters, "workers": workers, "site_workers": workers, "building": building}


def test(when: Mapping[str, object], parameters: Parameters) -> bool | None:
    """Whether all conditions hold; None where one turns on something that the answers do not say and none fails.

    A condition that names provinces counts the workers there: it holds where it holds for any one of them.
    """
    named = when.get("province")
    if named is not None:
        codes = named if isinstance(named, list | tuple) else (str(named),)
        mine = [code for code in cast("tuple[str, ...]", parameters["province"]) if code in codes]
        rest = {key: wanted for key, wanted in when.items() if key != "province"}
        results: list[bool | None] = [test(rest, counted_in([code], parameters)) for code in mine]
        return True if True in results else None if None in results else False
    results = [_one(key, wanted, parameters) for key, wanted in when.items() if key not in ("always", "otherwise")]
    if False in results:
        return False
    return None if None in results else True


def failing(when: Mapping[str, object], parameters: Parameters) -> str:
    """The first condition that does not hold, for the sentence that says why a rule is set aside."""
    named = when.get("province")
    if named is not None:
        codes = set(named) if isinstance(named, list | tuple) else {named}
        mine = codes & set(cast("tuple[str, ...]", parameters["province"]))
        if not mine:
            return "province"
        return failing({key: wanted for key, wanted in when.items() if key != "province"},
                       counted_in(sorted(cast("set[str]", mine)), parameters))
    return next((key for key, wanted in when.items() if key not in ("always", "otherwise")
                 and _one(key, wanted, parameters) is False), "")


def _one(key: str, wanted: object, parameters: Parameters) -> bool | None:
    name = key.removesuffix("_min").removesuffix("_max")
    if name not in parameters:
        return None
    have = parameters[name]
    if key.endswith("_min"):
        return cast(float, have) >= float(str(wanted))
    if key.endswith("_max"):
        return cast(float, have) <= float(str(wanted))
    accepted = set(wanted) if isinstance(wanted, list | tuple) else {wanted}
    return bool(accepted & (set(have) if isinstance(have, tuple) else {have}))
