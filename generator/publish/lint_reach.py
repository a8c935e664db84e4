"""Unreachable templates: texts that no company can get, found by choosing for companies that differ in everything."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle

from generator.compose.clauses import choose
from generator.compose.library import Library
from generator.errors import Problem
from generator.intake.company import (
    ActivityAnswer,
    Address,
    Company,
    Conditions,
    Contractors,
    Emergency,
    EquipmentAnswer,
    Goal,
    Person,
    Site,
    Substance,
    Workforce,
)
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.program.decide import decide

ON = date(2026, 11, 22)
_ROLES = ("supervisor", "safety_lead", "representative", "cochair_employer", "cochair_worker", "committee_member",
          "first_aider", "fire_warden", "dispatcher", "mechanic", "investigator", "checkin_contact", "manager")
_PLACES = (("AB",), ("ON",), ("AB", "BC"), ("QC",), ("NB",))
_SIZES = (1, 3, 9, 26, 60)


def unreachable(library: Library) -> list[Problem]:
    """Templates that none of the made-up companies gets: a head that asks for what cannot be together."""
    reached: set[str] = set()
    for company in _companies():
        knowledge = gather(company.jurisdictions, ON)
        chosen, _ = choose(decide(company, knowledge, ON), knowledge, library)
        reached |= {item.template.file for items in chosen.values() for item in items}
    return [Problem("no company gets this text: topic, for and when never hold together", file=f"templates/{template.file}",
                    line=2) for template in library.templates if template.file not in reached]


def _companies() -> Iterator[Company]:
    """Five sizes and five places, each with everything and with as little as can be; all yes and all no."""
    schemes = cycle(("cor", "secor", "law_only"))
    for size, places in zip(_SIZES, _PLACES, strict=True):
        for rich in (True, False):
            yield _company(size, _PLACES[0] if rich else places, rich, next(schemes))
        yield _company(size, places, True, next(schemes))
        yield _company(size, _PLACES[0], False, next(schemes))


def _company(size: int, places: tuple[str, ...], rich: bool, scheme: str) -> Company:
    catalogue = load.catalogue()
    activities = sorted(catalogue.activities) if rich else ["office_admin"]
    conditions = Conditions(
        working_alone=rich, night_work=rich, cold=rich, heat=rich, public_contact=rich, visitors_in_work_area=rich,
        cash_or_valuables=rich, buried_services=rich, near_power_lines=rich,
        languages=("English", "French") if rich else ("English",))
    people = tuple(Person(f"Person {place}", role, role) for place, role in enumerate(_ROLES)) if rich and size > 1 else ()
    kinds = ("shop", "job_site", "remote") if rich else ("office",)
    return Company(
        legal_name="Lint Ltd.", owner=Person("Ana Roy", "owner", "owner"), address=Address("1 Main St", "Town", places[0]),
        workforce=tuple(Workforce(code, size, young_workers=int(rich)) for code in places), people=people,
        sites=tuple(Site(f"the {kind}", places[0], kind, cell_coverage=kind == "shop") for kind in kinds),
        activities=tuple(ActivityAnswer(id_) for id_ in activities),
        equipment=tuple(EquipmentAnswer(id_, owned="rented" if place % 2 else "owned")
                        for place, id_ in enumerate(sorted(catalogue.equipment) if rich else ["office_equipment"])),
        substances=(Substance("Solvent"),) if rich else (), conditions=conditions,
        contractors=Contractors(used=rich, prime_contractor=rich, work_under_prime=rich),
        emergency=Emergency(alarm="the horn" if rich else None), goal=Goal(scheme))
