"""Right-sizing: never under the law, never less for more, and each legal minimum with its section."""
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.intake.company import ActivityAnswer, Company, Conditions, EquipmentAnswer, Rhythm, Workforce
from generator.knowledge import load
from generator.knowledge.model import InspectionRule
from generator.program.model import Inspection, Program
from generator.program.usage import times_a_year
from tests.program.companies import CODES, companies, company, decided, look, meeting

CATALOGUE = load.catalogue()
PLACES = load.regimes()
_BY = ("operator", "competent_person", "certified", "engineer")
_RECORD = ("none", "audit", "required")


def _asked(item: Inspection) -> str:
    return " | ".join(reason.text for reason in item.reasons)


# --- never under the law ---------------------------------------------------------------------------------------------

@settings(max_examples=80, deadline=None)
@given(companies())
def test_no_legal_minimum_is_undercut(one: Company) -> None:
    """Each law row of the catalogue that holds without condition is kept: as often, as strict, as written as it asks."""
    program = decided(one)
    for answer in one.equipment:
        for rule in CATALOGUE.equipment[answer.id].inspections:
            if rule.basis == "law" and rule.id not in PLACES.when and _holds(rule, one):
                kept = look(program, f"{answer.id}.{PLACES.look(rule)}")
                assert kept.times >= times_a_year(rule.trigger, rule.interval, answer) - 1e-9, rule.id
                assert _BY.index(kept.by) >= _BY.index(rule.by), rule.id
                assert _RECORD.index(kept.record) >= _RECORD.index(rule.record), rule.id


def _holds(rule: InspectionRule, one: Company) -> bool:
    return not rule.jurisdictions or bool(set(rule.jurisdictions) & set(one.jurisdictions))


@settings(max_examples=60, deadline=None)
@given(companies(), st.data())
def test_no_choice_of_the_owner_goes_under_what_binds(one: Company, data: st.DataObject) -> None:
    program = decided(one)
    recurring = [item for item in (*program.inspections, *program.meetings) if item.times]
    if not recurring:
        return
    item = data.draw(st.sampled_from(recurring))
    seldom = decided(replace(one, rhythms=(Rhythm(item.id, 10, "years"),)))
    after = next(other for other in (*seldom.inspections, *seldom.meetings) if other.id == item.id)
    bound = [entry.rule.times for entry in item.considered if entry.rule.binding and entry.verdict != "set aside"]
    assert after.times >= max(bound, default=0.0) - 1e-9
    if bound and max(bound) > 0.1:
        assert any(line.id == "rhythms.0" for line in seldom.to_confirm)  # said, never passed over


# --- more never means less -------------------------------------------------------------------------------------------

def _rhythms(program: Program) -> dict[str, tuple[float, int, int]]:
    found = {item.id: (item.times, _BY.index(item.by), _RECORD.index(item.record)) for item in program.inspections}
    walks = {"workplace_inspection": "walk", "job_site_inspection": "walk"}  # new work may turn the own place into a job site
    for item in program.meetings:
        id_ = walks.get(item.id, item.id)
        found[id_] = (max(item.times, found.get(id_, (0.0, 0, 0))[0]), 0, 0)
    return found


def _less(before: Program, after: Program) -> dict[str, object]:
    new = _rhythms(after)
    return {id_: (old, new.get(id_)) for id_, old in _rhythms(before).items()
            if id_ not in new or any(now < was - 1e-9 for was, now in zip(old, new[id_], strict=True))}


@settings(max_examples=50, deadline=None)
@given(companies(), st.integers(1, 40), st.sampled_from(CODES), st.sampled_from(sorted(CATALOGUE.activities)),
       st.sampled_from(sorted(CATALOGUE.equipment)))
def test_more_people_places_work_or_machines_never_mean_less(
        one: Company, more: int, code: str, activity: str, machine: str) -> None:
    before = decided(one)
    bigger = replace(one, workforce=tuple(replace(row, workers=row.workers + more) for row in one.workforce))
    wider = replace(one, workforce=one.workforce + (() if code in one.jurisdictions else (Workforce(code, 1),)))
    busier = replace(one, activities=one.activities + (() if activity in {row.id for row in one.activities}
                                                       else (ActivityAnswer(activity),)))
    richer = replace(one, equipment=one.equipment + (() if machine in {row.id for row in one.equipment}
                                                     else (EquipmentAnswer(machine),)))
    for change in (bigger, wider, busier, richer):
        assert _less(before, decided(change)) == {}


# --- sections --------------------------------------------------------------------------------------------------------

def test_ontario_construction_keeps_its_weekly_look_at_equipment_o_reg_213_91_s_14() -> None:
    program = decided(company("ON", 8, ("carpentry_framing",), ("hand_tools", "power_tools_portable"), ("job_site",)))
    weekly = meeting(program, "project_inspection")
    assert weekly.times == 52
    assert "O Reg 213/91 s 14" in weekly.reasons[0].text
    assert look(program, "hand_tools.area").times == look(program, "power_tools_portable.area").times == 52
    assert "O Reg 213/91 s 14" in look(program, "hand_tools.area").reasons[-1].text


def test_ontario_construction_keeps_the_monthly_inspection_of_the_representative_ohsa_s_8() -> None:
    program = decided(company("ON", 8, ("carpentry_framing",), (), ("job_site", "shop")))
    for id_ in ("workplace_inspection", "job_site_inspection"):
        monthly = meeting(program, id_)
        assert monthly.times == 12
        assert "OHSA s 8(6)" in " ".join(reason.text for reason in monthly.reasons)


def test_the_workers_member_walks_a_job_site_where_there_is_one_and_not_any_worker() -> None:
    def who(code: str, workers: int) -> str:
        return meeting(decided(company(code, workers, ("carpentry_framing",), (), ("job_site",))), "job_site_inspection").who
    assert "the worker representative" in who("ON", 8)
    assert "a worker member of the committee" in who("ON", 25)
    assert who("ON", 5).endswith("a worker of the crew")


def test_three_people_in_an_ontario_shop_have_no_representative_and_no_monthly_inspection() -> None:
    assert meeting(decided(company("ON", 3, ("welding_shop",))), "workplace_inspection").times == 4


def test_new_brunswick_keeps_its_monthly_inspection_ohs_act_s_9() -> None:
    monthly = meeting(decided(company("NB", 2, ("welding_shop",))), "workplace_inspection")
    assert monthly.times == 12
    assert "OHS Act ss 9(2)(a.1)" in monthly.reasons[0].text


@pytest.mark.parametrize("elsewhere", [(), (Workforce("AB", 40),)])
def test_small_british_columbia_firms_keep_their_monthly_recorded_meeting_ohsr_s_3_2(elsewhere: tuple[Workforce, ...]) -> None:
    one = company("BC", 6, ("welding_shop",))
    monthly = meeting(decided(replace(one, workforce=one.workforce + elsewhere)), "safety_meeting")
    assert (monthly.times, monthly.record) == (12, "required")
    assert "OHSR s 3.2" in " ".join(reason.text for reason in monthly.reasons)


def test_manitoba_construction_keeps_its_talks_every_two_weeks_wsh_act_s_44() -> None:
    talks = meeting(decided(company("MB", 7, ("drywall_finishing",), (), ("job_site",))), "toolbox_talk")
    assert talks.times == 26
    assert "WSH Act s 44(3)" in talks.reasons[0].text
    few = decided(company("MB", 3, ("drywall_finishing",), (), ("job_site",)))
    assert meeting(few, "toolbox_talk").interval is None  # below five people: by need


@pytest.mark.parametrize(("code", "cite"), [
    ("AB", "NSC"), ("ON", "NSC"), ("BC", "MVAR Division 37"), ("QC", "Quebec circle check")])
def test_commercial_vehicles_keep_the_daily_trip_inspection(code: str, cite: str) -> None:
    trip = look(decided(company(code, 4, ("trucking_general",), ("nsc_truck",))), "nsc_truck.trip")
    assert (trip.trigger, trip.record, trip.form) == ("before_use", "required", "trip_inspection_report")
    assert cite in _asked(trip)


def test_a_pickup_with_a_heavy_trailer_comes_under_the_trip_inspection() -> None:
    one = company("AB", 3, ("business_driving",), ("light_vehicle",))
    assert "light_vehicle.trip" not in {item.id for item in decided(one).inspections}
    for weight, leaves, expected in ((5000.0, False, False), (5000.0, True, True), (11794.0, False, True)):
        heavy = replace(one, equipment=(EquipmentAnswer("light_vehicle", weight_kg=weight, leaves_province=leaves),))
        trips = [item for item in decided(heavy).inspections if item.id == "light_vehicle.trip"]
        assert bool(trips) is expected, (weight, leaves)
        assert all(trip.record == "required" and trip.form == "trip_inspection_report" for trip in trips)


@pytest.mark.parametrize("code", CODES)
def test_extinguishers_keep_the_monthly_look_nfpa_10(code: str) -> None:
    monthly = look(decided(company(code, 1, ("office_admin",), ("fire_extinguisher",))), "fire_extinguisher.month")
    assert (monthly.times, monthly.record) == (12, "required")
    assert "NFPA 10" in _asked(monthly)


@pytest.mark.parametrize(("machine", "code", "cite"), [
    ("mobile_crane", "AB", "OHS Code s 89"), ("mobile_crane", "BC", "OHSR 14.71"), ("mobile_crane", "ON", "CSA Z150"),
    ("boom_truck", "AB", "OHS Code s 89"), ("overhead_crane", "ON", "Reg 851 s 51(1)(b)"),
    ("mewp_scissor", "AB", "CSA B354"), ("mewp_boom", "BC", "OHSR Parts 13 and 14"), ("mewp_boom", "SK", "CSA B354")])
def test_cranes_and_lifts_keep_their_yearly_inspection(machine: str, code: str, cite: str) -> None:
    yearly = look(decided(company(code, 5, ("crane_rigging",), (machine,), ("job_site",))), f"{machine}.annual")
    assert (yearly.times, yearly.record) == (1, "required")
    assert _BY.index(yearly.by) >= _BY.index("competent_person")
    assert cite in _asked(yearly)


def test_a_rule_that_may_not_be_cited_prints_no_section() -> None:
    silent = {rule.id: rule for thing in CATALOGUE.equipment.values() for rule in thing.inspections if not rule.citable}
    everything = decided(company("AB", 30, tuple(CATALOGUE.activities), tuple(CATALOGUE.equipment), ("shop", "job_site")))
    rules = [entry.rule for item in everything.inspections for entry in item.considered if entry.rule.id in silent]
    assert len(rules) > 50
    for rule in rules:
        assert rule.reason.kind == "choice" and not any(letter.isdigit() for letter in rule.reason.text), rule.id


# --- right-sized -----------------------------------------------------------------------------------------------------

def test_a_resting_trailer_is_looked_at_when_it_comes_back_and_once_a_year() -> None:
    one = company("AB", 3, ("business_driving",))
    one = replace(one, equipment=(EquipmentAnswer("utility_trailer", 2, use="monthly", idle_weeks=6),))
    looks = {item.id.split(".")[1]: item for item in decided(one).inspections}
    assert set(looks) == {"hook", "rts", "year"}
    assert looks["hook"].form is None
    assert 5 < looks["rts"].times < 8
    assert looks["year"].times == 1


def test_a_crane_that_stands_has_no_weekly_look_at_its_cables() -> None:
    one = company("ON", 8, ("carpentry_framing",), (), ("job_site",))
    seldom, daily = (decided(replace(one, equipment=(EquipmentAnswer("boom_truck", use=use),))) for use in ("rare", "daily"))
    assert look(daily, "boom_truck.on_cables").times == 52
    assert look(seldom, "boom_truck.on_cables").times == 4
    assert look(seldom, "boom_truck.annual").times == 1  # what ages goes on


def test_hand_tools_are_one_class_however_many_there_are() -> None:
    one = company("AB", 3, ("welding_shop",))
    few, many = (decided(replace(one, equipment=(EquipmentAnswer("hand_tools", count),))) for count in (1, 400))
    assert [(item.id, item.times, item.units, item.minutes) for item in few.inspections] == [
        (item.id, item.times, item.units, item.minutes) for item in many.inspections]
    assert sum(item.form is not None for item in many.inspections) == 1


def test_a_monthly_line_does_not_ride_on_a_quarterly_walk() -> None:
    things = ("gas_cylinders", "fire_extinguisher")
    few, many = (decided(company("AB", workers, ("welding_shop",), things)) for workers in (3, 12))
    assert meeting(few, "workplace_inspection").times == meeting(many, "workplace_inspection").times == 4
    assert look(few, "gas_cylinders.area").form == "monthly_combined_record"
    assert look(many, "gas_cylinders.area").form == "safety_equipment_round"
    big = decided(company("AB", 25, ("welding_shop",), things))
    assert look(big, "gas_cylinders.area").form == "workplace_inspection"  # walked monthly


def test_talks_follow_risk_crew_and_change_of_work() -> None:
    def talks(workers: int, activity: str, *kinds: str) -> tuple[str, float] | None:
        found = [item for item in decided(company("AB", workers, (activity,), (), kinds)).meetings if item.id == "toolbox_talk"]
        return (found[0].trigger, found[0].times) if found else None

    assert talks(3, "welding_shop", "shop") is None  # the monthly talk at the table is enough
    assert talks(3, "drywall_finishing", "job_site") == ("a new job, a new person, or a change of plan", 12)
    assert talks(6, "drywall_finishing", "job_site") == (
        "a new job, a new person, or a change of plan; at least every two weeks", 26)
    assert talks(3, "roofing_steep_slope", "job_site") == (
        "a new job, a new person, or a change of plan; at least once a week", 52)


def test_federal_committees_meet_nine_times_a_year_clc_s_135() -> None:
    committee = meeting(decided(company("CA", 30, ("trucking_general",))), "committee_meeting")
    assert (committee.times, committee.trigger) == (9, "nine times a year")
    assert "CLC s 135(10)" in committee.reasons[0].text


def test_an_electricians_shop_is_walked_more_often_than_an_office() -> None:
    shop, office = (decided(company("AB", 3, ("electrical_service",), (), (kind, "job_site"))) for kind in ("shop", "office"))
    assert (meeting(shop, "workplace_inspection").times, meeting(office, "workplace_inspection").times) == (4, 1)


def test_a_farms_far_fields_are_no_changing_sites() -> None:
    farm = decided(company("SK", 4, ("grain_storage", "crop_machinery"), ("farm_tractor",), ("yard", "remote")))
    assert {"toolbox_talk", "job_site_inspection"} & {item.id for item in farm.meetings} == set()
    assert "flha" not in {form.id for form in farm.forms}


def test_the_fire_codes_drill_is_for_those_who_have_a_building() -> None:
    home, shop = (meeting(decided(company("AB", 2, ("office_admin",), (), (kind,))), "emergency_drill")
                  for kind in ("home", "shop"))
    assert home.reasons[0].kind != "law"
    both = company("BC", 6, ("office_admin",), (), ("office",))
    there = decided(replace(both, workforce=(*both.workforce, Workforce("AB", 3))))  # no building in Alberta
    assert meeting(there, "emergency_drill").reasons[0].text != "National Fire Code, Alberta Edition"
    assert shop.reasons[0].text == "National Fire Code, Alberta Edition"


def test_one_person_holds_no_meeting_alone() -> None:
    program = decided(company("AB", 1, ("office_admin",), (), ("home",)))
    assert {"safety_meeting", "toolbox_talk", "committee_meeting"} & {item.id for item in program.meetings} == set()
    assert all(item.people == 1 for item in program.meetings)


def test_what_a_client_or_the_owner_asks_for_is_kept_and_named() -> None:
    one = company("AB", 3, ("welding_shop",), ("hand_tools",))
    one = replace(one, rhythms=(Rhythm("toolbox_talk", 1, "weeks", "client", "Aurora Energy"), Rhythm("hand_tools.area", 6)))
    program = decided(one)
    assert meeting(program, "toolbox_talk").times == 52
    assert "Aurora Energy" in meeting(program, "toolbox_talk").reasons[0].text
    half_yearly = look(program, "hand_tools.area")
    assert half_yearly.times == 2 and half_yearly.record == "audit"  # the owner's choice changes the rhythm, not the record
    assert [entry.rule.id for entry in half_yearly.considered if entry.verdict == "won"] == ["rhythms.1"]


def test_noise_that_was_measured_brings_hearing_tests() -> None:
    one = company("AB", 5, ("welding_shop",))
    quiet, loud = (decided(replace(one, conditions=Conditions(noise_dba=level))) for level in (70.0, 92.0))
    assert "hearing_tests" not in {item.id for item in quiet.meetings}
    assert meeting(loud, "hearing_tests").times == 0.5
    assert "OHS Code s 223(1)" in meeting(loud, "hearing_tests").reasons[0].text


# --- everything resolves ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("code", ["AB", "ON", "CA"])
def test_every_machine_resolves_alone(code: str) -> None:
    for id_, thing in CATALOGUE.equipment.items():
        program = decided(company(code, 4, ("welding_shop",), (id_,)))
        mine = [rule for rule in thing.inspections if not rule.jurisdictions or code in rule.jurisdictions]
        if any(rule.id not in PLACES.when for rule in mine):
            assert program.inspections, id_
        for item in program.inspections:
            won = [entry for entry in item.considered if entry.verdict == "won"]
            assert len(won) == 1 and item.what and item.minutes > 0, item.id
            assert (item.form is None) == (item.record == "none"), item.id
            assert item.form is None or item.form in CATALOGUE.forms, item.id


@pytest.mark.parametrize("workers", [1, 3, 30])
def test_what_is_written_has_a_form_in_the_program(workers: int) -> None:
    for id_ in CATALOGUE.equipment:
        program = decided(company("ON", workers, ("machining_cnc",), (id_,), ("shop", "job_site")))
        have = {form.id for form in program.forms}
        named = {item.form for item in (*program.inspections, *program.meetings) if item.form}
        assert named <= have, id_
        assert {form.title for form in program.forms} & {item.what for item in program.left_out} == set(), id_


@pytest.mark.parametrize("code", ["AB", "NB"])
def test_every_kind_of_work_resolves_alone(code: str) -> None:
    for id_ in CATALOGUE.activities:
        program = decided(company(code, 4, (id_,), (), ("shop", "job_site")))
        assert {"safety_meeting", "workplace_inspection", "job_site_inspection", "emergency_drill", "yearly_review"} <= {
            item.id for item in program.meetings}, id_


def test_one_company_with_everything_and_one_office_with_nothing() -> None:
    everything = decided(company("ON", 60, tuple(CATALOGUE.activities), tuple(CATALOGUE.equipment),
                                 ("shop", "office", "yard", "job_site", "remote")))
    assert {item.equipment for item in everything.inspections} >= {
        id_ for id_, thing in CATALOGUE.equipment.items()
        if any((not rule.jurisdictions or "ON" in rule.jurisdictions) and rule.id not in PLACES.when
               for rule in thing.inspections)}
    office = decided(company("AB", 2, ("office_admin",), (), ("office",)))
    assert office.inspections == ()
    assert meeting(office, "workplace_inspection").times == 1
    assert {item.id for item in office.meetings} == {
        "safety_meeting", "workplace_inspection", "emergency_drill", "assessment_review", "policy_review", "violence_review",
        "statistics", "yearly_review"}
