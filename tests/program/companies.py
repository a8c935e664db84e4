"""Companies for the tests of decisions: made by hand in one line, and at random."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from generator.intake.company import ActivityAnswer, Address, Company, EquipmentAnswer, Goal, Person, Site, Workforce
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.program.decide import decide
from generator.program.model import Inspection, Meeting, Program

ON = date(2026, 11, 22)
OWNER = Person("Ana Roy", "owner", "owner")
CODES = ("AB", "BC", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU")


def company(code: str, workers: int, activities: tuple[str, ...] = (), equipment: tuple[str, ...] = (),
            sites: tuple[str, ...] = ("shop",), **more: Any) -> Company:
    """A company in one jurisdiction, with a site of each kind given."""
    return Company(
        legal_name="Test Ltd.", owner=OWNER, address=Address("1 Main St", "Town", code),
        workforce=(Workforce(code, workers),), activities=tuple(ActivityAnswer(id_) for id_ in activities),
        equipment=tuple(EquipmentAnswer(id_, use="weekly") for id_ in equipment),
        sites=tuple(Site(f"place {number}", code, kind) for number, kind in enumerate(sites)),
        goal=Goal("secor"), federally_regulated=code == "CA", **more)


def decided(one: Company) -> Program:
    return decide(one, gather(one.jurisdictions, ON), ON)


def look(program: Program, id_: str) -> Inspection:
    return next(item for item in program.inspections if item.id == id_)


def meeting(program: Program, id_: str) -> Meeting:
    return next(item for item in program.meetings if item.id == id_)


def companies() -> st.SearchStrategy[Company]:
    """Companies of one or two provinces, up to 60 people, four kinds of work and eight machines, that rest or not."""
    catalogue = load.catalogue()
    answers = st.builds(EquipmentAnswer, st.sampled_from(sorted(catalogue.equipment)), count=st.integers(1, 9),
                        use=st.sampled_from(["daily", "weekly", "monthly", "seasonal", "rare", None]),
                        idle_weeks=st.sampled_from([None, 0, 3, 6, 20]), km_per_month=st.sampled_from([None, 100.0, 4000.0]))
    return st.builds(
        lambda codes, workers, activities, equipment, kinds: replace(
            company(codes[0], workers, tuple(activities), (), tuple(kinds)),
            workforce=tuple(Workforce(code, workers) for code in codes),
            equipment=tuple({row.id: row for row in equipment}.values())),
        st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True), st.integers(1, 60),
        st.lists(st.sampled_from(sorted(catalogue.activities)), min_size=1, max_size=4, unique=True),
        st.lists(answers, max_size=8), st.lists(st.sampled_from(["shop", "office", "yard", "job_site", "remote"]), max_size=3))
