"""Assessments are this company's own: its machines, places, people and controls, and the ratings that it changed."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import InputError
from generator.intake.company import (
    ActivityAnswer,
    Address,
    Company,
    Conditions,
    EquipmentAnswer,
    ExistingControl,
    Person,
    Rated,
    RatingAnswer,
    Site,
    Workforce,
)
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.knowledge.model import LEVELS
from generator.knowledge.model_assessing import rating_fault
from generator.program.decide import decide
from generator.program.model import AssessmentRow, HazardAssessment, Program
from generator.program.rating import score

ON = date(2026, 11, 22)
CATALOGUE = load.catalogue()
RULES = CATALOGUE.assessing
ANA = Person("Ana Roy", "owner", "owner")
SHOP, FIELD = Site("the shop", "AB", "shop"), Site("the job sites", "AB", "job_site")
KINDS = ("shop", "office", "yard", "job_site", "remote", "home", "vehicle")
FLAGS = ("working_alone", "night_work", "cold", "heat", "public_contact", "cash_or_valuables", "buried_services",
         "near_power_lines")


def company(activities: tuple[ActivityAnswer, ...], equipment: tuple[EquipmentAnswer, ...] = (), *people: Person,
            sites: tuple[Site, ...] = (SHOP, FIELD), **more: object) -> Company:
    return replace(Company("Test Ltd.", ANA, Address("1 Main St", "Olds", "AB"), workforce=(Workforce("AB", 6),), people=people,
                           sites=sites, activities=activities, equipment=equipment), **more)


def decided(of: Company) -> Program:
    return decide(of, gather(of.jurisdictions, ON), ON)


def assessment(program: Program, id_: str) -> HazardAssessment:
    return next(item for item in program.assessments if item.id == id_)


def rows(program: Program, id_: str, hazard: str) -> list[AssessmentRow]:
    return [row for row in assessment(program, id_).rows if row.hazard == hazard]


@st.composite
def companies(draw: st.DrawFn) -> Company:
    work = draw(st.lists(st.sampled_from(sorted(CATALOGUE.activities)), min_size=1, max_size=4, unique=True))
    tools = draw(st.lists(st.sampled_from(sorted(CATALOGUE.equipment)), max_size=8, unique=True))
    used = [tuple(draw(st.lists(st.sampled_from(work), max_size=2, unique=True))) for _ in tools]
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=3, unique=True))
    flags = draw(st.lists(st.sampled_from(FLAGS), max_size=3, unique=True))
    return company(tuple(ActivityAnswer(id_) for id_ in work),
                   tuple(EquipmentAnswer(id_, used_for=jobs) for id_, jobs in zip(tools, used, strict=True)),
                   sites=tuple(Site(f"site {kind}", "AB", kind) for kind in kinds),
                   conditions=Conditions(**dict.fromkeys(flags, True)))


@settings(max_examples=80, deadline=None)
@given(companies())
def test_every_hazard_and_every_machine_stands_in_some_assessment(of: Company) -> None:
    program = decided(of)
    assessed = {row.hazard for item in program.assessments for row in item.rows}
    assert {item.id for item in program.hazards} - assessed == set()
    assert {item.id for item in program.equipment} - {id_ for item in program.assessments for id_ in item.machines} == set()
    for machine in program.equipment:
        for id_ in machine.answer.used_for:
            assert machine.id in assessment(program, id_).machines


@settings(max_examples=60, deadline=None)
@given(companies())
def test_rows_name_only_what_the_company_has_and_obey_the_rule(of: Company) -> None:
    program = decided(of)
    owned, places = {item.id for item in program.equipment}, {site.name for site in of.sites}
    for item in program.assessments:
        assert set(item.sites) <= places
        for task in item.tasks:
            assert task.rows and set(task.machines) <= owned
            for row in task.rows:
                assert set(row.machines) <= owned and row.who
                assert list(row.controls) == sorted(row.controls, key=lambda one: (not one.existing, LEVELS.index(one.level)))
                by_level = {level: tuple(c.text for c in row.controls if c.level == level) for level in LEVELS}
                assert not item.curated or rating_fault(RULES, row.before, row.after, by_level) is None, (item.id, row)


def test_all_kinds_of_work_have_tasks_of_their_own() -> None:
    assert set(CATALOGUE.activities) == set(CATALOGUE.assessments)
    program = decided(company(tuple(ActivityAnswer(id_) for id_ in CATALOGUE.activities),
                              tuple(EquipmentAnswer(id_) for id_ in CATALOGUE.equipment)))
    assert all(item.curated for item in program.assessments)
    assert not [item for item in program.to_confirm if item.id.startswith("assessment.")]


def test_a_machine_brings_the_rows_that_its_job_lacks() -> None:
    truck = EquipmentAnswer("telehandler", used_for=("tire_service",))
    with_truck = decided(company((ActivityAnswer("tire_service"),), (truck,)))
    row, = rows(with_truck, "tire_service", "overhead_powerline")
    assert row.machines == ("telehandler",)
    without = decided(company((ActivityAnswer("tire_service"),)))
    assert rows(without, "tire_service", "overhead_powerline") == []


def test_names_of_a_machine_rule_out_hazards_that_it_does_not_have() -> None:
    def hazards(name: str) -> set[str]:
        return {item.id for item in decided(company((ActivityAnswer("office_admin"),),
                                                    (EquipmentAnswer("forklift", names=(name,)),))).hazards}
    assert "battery_charging" not in hazards("Hyster, propane") and "carbon_monoxide" in hazards("Hyster, propane")
    assert "carbon_monoxide" not in hazards("Crown, electric") and "battery_charging" in hazards("Crown, electric")


def test_a_respirator_brings_no_hazard_by_itself() -> None:
    plain = decided(company((ActivityAnswer("office_admin"),), (EquipmentAnswer("respirator_apr"),)))
    assert not {"silica_dust", "welding_fume"} & {item.id for item in plain.hazards}


def test_work_stands_where_it_is_done() -> None:
    program = decided(company((ActivityAnswer("roofing_steep_slope"), ActivityAnswer("welding_shop"))))
    assert assessment(program, "roofing_steep_slope").sites == ("the job sites",)
    assert assessment(program, "roofing_steep_slope").away
    assert assessment(program, "welding_shop").sites == ("the shop",) and not assessment(program, "welding_shop").away


def test_the_supervisor_keeps_the_row_and_not_whoever_is_named_first() -> None:
    bo, cy = Person("Bo Berg", "worker"), Person("Cy Park", "supervisor", responsibilities=("the crew",))
    program = decided(company((ActivityAnswer("welding_shop", who=("Bo Berg", "Cy Park")),), (), bo, cy))
    assert {row.who for row in assessment(program, "welding_shop").rows} == {"Cy Park"}


def test_whose_duty_it_is_keeps_the_row() -> None:
    bo, cy = Person("Bo Berg", "worker", responsibilities=("the gas cylinders",)), Person("Cy Park", "supervisor")
    program = decided(company((ActivityAnswer("welding_shop", who=("Bo Berg",)),), (), bo, cy))
    keepers = {row.what: row.who for row in assessment(program, "welding_shop").rows}
    assert keepers["Cylinder falls, breaks its valve and takes off"] == "Bo Berg"
    assert keepers["Grit gets under the glasses"] == "Cy Park"


def test_a_stronger_control_of_the_owner_lowers_the_likelihood_and_never_the_severity() -> None:
    work = (ActivityAnswer("young_worker_seasonal"),)
    before, = [row for row in rows(decided(company(work)), "young_worker_seasonal", "inexperience")
               if row.what.startswith("Nods and says yes")]
    gone = ExistingControl("inexperience", "Nods and says yes: nobody new explains or orients alone", "elimination")
    after, = [row for row in rows(decided(company(work, existing_controls=(gone,))), "young_worker_seasonal", "inexperience")
              if row.what.startswith("Nods and says yes")]
    assert after.controls[0].existing and after.after == (before.after[0], 1) and before.after[1] == 2


def test_a_control_goes_to_the_job_that_is_named_after_its_hazard() -> None:
    tank = ExistingControl("confined_space", "A tank is entered in the wash bay with two attendants and a tripod over the hatch",
                           "administrative")
    program = decided(company((ActivityAnswer("vacuum_truck"), ActivityAnswer("confined_space_work")),
                              (EquipmentAnswer("rescue_tripod"),), existing_controls=(tank,)))
    placed = [item.id for item in program.assessments for row in item.rows if any(control.existing for control in row.controls)]
    assert placed == ["confined_space_work"]


def change(**given: object) -> RatingAnswer:
    base = {"activity": "forklift_operations", "hazard": "forklift_incident", "reason": "The lane is closed"}
    return RatingAnswer(**{**base, **given})  # type: ignore[arg-type]


def forklift(*ratings: RatingAnswer) -> Company:
    return company((ActivityAnswer("forklift_operations"), ActivityAnswer("tire_service")),
                   (EquipmentAnswer("forklift", used_for=("forklift_operations",)),), ratings=ratings)


def test_a_changed_rating_keeps_the_library_and_the_reason() -> None:
    usual = rows(decided(forklift()), "forklift_operations", "forklift_incident")
    program = decided(forklift(change(before=Rated(likelihood=5), by="Ana Roy", date=ON)))
    for was, row in zip(usual, rows(program, "forklift_operations", "forklift_incident"), strict=True):
        assert row.before == (was.before[0], 5) and row.changed is not None
        assert row.after == (was.after[0], min(5, was.after[1] + 5 - was.before[1]))  # the controls take off as much as before
        assert (row.changed.library_before, row.changed.reason, row.changed.by) == (was.before, "The lane is closed", "Ana Roy")
    assert [reason.ref for reason in assessment(program, "forklift_operations").reasons if reason.ref == "ratings.0"]
    assert not [row for item in program.assessments if item.id != "forklift_operations" for row in item.rows if row.changed]


def test_words_of_a_task_limit_a_change_to_it() -> None:
    program = decided(forklift(change(task="travel in the shop", after=Rated(likelihood=1))))
    changed = {task.task for task in assessment(program, "forklift_operations").tasks for row in task.rows if row.changed}
    assert changed == {"Travel in the shop and yard"}


@pytest.mark.parametrize(("given", "message", "accepted"), [
    ({"activity": "welding_shop"}, "no assessment 'welding_shop'", "tire_service"),
    ({"hazard": "tire_explosion"}, "did you mean tire_service", "forklift_incident"),
    ({"task": "banana"}, "called like 'banana'", "Travel in the shop"),
    ({"before": Rated(likelihood=1), "after": Rated(likelihood=3)}, "is above the one before", "a higher before")])
def test_a_change_that_fits_nothing_is_an_error_with_its_line(given: dict[str, object], message: str, accepted: str) -> None:
    with pytest.raises(InputError) as caught:
        decided(forklift(change(before=Rated(likelihood=2)), change(**given, line=71)))
    problem, = caught.value.problems
    assert message in problem.message and accepted in str(problem.accepted)
    assert (problem.path, problem.line) == ("ratings.1", 71)


def test_violence_and_harassment_are_assessed_for_the_company_as_a_whole() -> None:
    shared = assessment(decided(company((ActivityAnswer("office_admin"),))), "everywhere")
    assert {"workplace_violence", "harassment"} <= {row.hazard for row in shared.rows}
    assert all(score(row.after) <= score(row.before) for row in shared.rows)
