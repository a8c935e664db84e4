"""Promises of the decision, over many companies: more never means less, and the thresholds are the fact base's own."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.intake.company import (
    ActivityAnswer,
    Address,
    Company,
    EquipmentAnswer,
    Person,
    Workforce,
)
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.knowledge.model import Quantity
from generator.program.assess import after_controls, band, score
from generator.program.decide import decide
from generator.program.model import Control, Program

ON = date(2026, 11, 22)
CATALOGUE = load.catalogue()
OWNER = Person("Ana Roy", "owner", "owner")
CODES = ("AB", "BC", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU")

companies = st.builds(
    lambda codes, workers, activities, equipment: Company(
        legal_name="Test Ltd.", owner=OWNER, address=Address("1 Main St", "Town", codes[0]),
        workforce=tuple(Workforce(code, workers) for code in codes),
        activities=tuple(ActivityAnswer(id_) for id_ in activities),
        equipment=tuple(EquipmentAnswer(id_) for id_ in equipment)),
    st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True), st.integers(1, 60),
    st.lists(st.sampled_from(sorted(CATALOGUE.activities)), min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(sorted(CATALOGUE.equipment)), max_size=6, unique=True))


def decided(company: Company) -> Program:
    return decide(company, gather(company.jurisdictions, ON), ON)


def ids(program: Program) -> dict[str, set[str]]:
    return {name: {item.id for item in getattr(program, name)}
            for name in ("hazards", "topics", "emergencies", "training", "inspections", "assessments")}


@settings(max_examples=60, deadline=None)
@given(companies, st.sampled_from(sorted(CATALOGUE.activities)), st.sampled_from(sorted(CATALOGUE.equipment)),
       st.sampled_from(CODES))
def test_adding_work_machines_or_a_province_never_removes_anything(
        company: Company, activity: str, machine: str, code: str) -> None:
    before = ids(decided(company))
    activities = company.activities + (() if activity in {row.id for row in company.activities}
                                       else (ActivityAnswer(activity),))
    equipment = company.equipment + (() if machine in {row.id for row in company.equipment}
                                     else (EquipmentAnswer(machine),))
    workforce = company.workforce + (() if code in company.jurisdictions else (Workforce(code, 1),))
    for more in (replace(company, activities=activities), replace(company, equipment=equipment),
                 replace(company, workforce=workforce)):
        after = ids(decided(more))
        assert {name: found - after[name] for name, found in before.items() if found - after[name]} == {}


@settings(max_examples=60, deadline=None)
@given(companies, st.integers(1, 40))
def test_more_workers_never_lose_a_duty(company: Company, more: int) -> None:
    """The committee takes the representative's place; every other duty only grows."""
    bigger = replace(company, workforce=tuple(replace(row, workers=row.workers + more) for row in company.workforce))
    before, after = decided(company).duties, decided(bigger).duties
    assert after.committee >= before.committee
    assert after.written_program >= before.written_program
    assert (after.representative or after.committee) >= (before.representative or before.committee)


def test_alberta_thresholds_come_from_the_fact_base() -> None:
    facts = load.jurisdiction("AB").facts
    for key, name in (("committee.threshold", "committee"), ("program.written_threshold", "written_program"),
                      ("representative.threshold", "representative")):
        value = facts[key].value
        assert isinstance(value, Quantity)
        limit = int(value.number)
        for workers, expected in ((limit - 1, False), (limit, True)):
            company = Company("T", OWNER, Address("1", "Town", "AB"), workforce=(Workforce("AB", workers),))
            program = decided(company)
            assert getattr(program.duties, name) is expected, (name, workers)
            if expected:
                assert any(fact.key == key for fact in program.duty_facts)


@settings(max_examples=40, deadline=None)
@given(companies)
def test_every_item_has_a_reason_and_every_machine_its_hazards(company: Company) -> None:
    program = decided(company)
    for name in ("activities", "equipment", "hazards", "topics", "emergencies", "training", "inspections", "forms",
                 "meetings", "assessments"):
        assert [item.id for item in getattr(program, name) if not item.reasons] == [], name
    have = {item.id for item in program.hazards}
    for item in program.equipment:
        assert item.id in CATALOGUE.assessing.answers_only or set(item.equipment.hazards) <= have


@settings(max_examples=40, deadline=None)
@given(companies)
def test_controls_never_make_a_rating_worse(company: Company) -> None:
    for item in decided(company).assessments:
        for task in item.tasks:
            for row in task.rows:
                assert 1 <= score(row.after) <= score(row.before) <= 25, (item.id, row)


def test_the_strongest_control_decides_how_far_a_rating_falls() -> None:
    gear, guard = Control("ppe", "gloves"), Control("engineering", "guard")
    rules = CATALOGUE.assessing
    assert after_controls((5, 4), (gear,), rules) == (5, 3)
    assert after_controls((5, 4), (gear, guard), rules) == (5, 2)
    assert after_controls((5, 1), (guard,), rules) == (5, 1)
    assert after_controls((5, 4), (), rules) == (5, 4)
    assert [band(rating) for rating in ((1, 1), (2, 3), (2, 4), (3, 4), (3, 5), (5, 5))] == [
        "low", "low", "medium", "medium", "high", "high"]
