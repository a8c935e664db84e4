"""What others ask and a company does not need: never what its own program holds, and never against the law where it works."""
from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from generator.intake.company import Company, Conditions, Contractors, EquipmentAnswer, Goal, Rhythm, Workforce
from generator.knowledge import load
from generator.knowledge.load_binder import not_needed
from generator.knowledge.load_sizing import right_sizing
from generator.knowledge.model import Quantity
from generator.program.left_out import Spared
from generator.program.model import LeftOut, Program
from tests.program.companies import CODES, ON, companies, company, decided

TOOLS = ("hand_tools", "power_tools_portable")


def spared(program: Program, rule: str) -> Spared | None:
    return next((item for item in program.left_out if isinstance(item, Spared) and rule in item.rules), None)


def there(program: Program, rule: str) -> Spared:
    found = spared(program, rule)
    assert found is not None, rule
    return found


def body(program: Program, word: str) -> LeftOut | None:
    return next((item for item in program.left_out if word in item.what), None)


# --- the three-person shop -------------------------------------------------------------------------------------------

def test_the_standing_trailers_say_what_is_done_what_allows_it_and_what_brings_the_form_back() -> None:
    one = replace(company("AB", 3, ("business_driving",)), equipment=(EquipmentAnswer("utility_trailer", 2, idle_weeks=6),))
    entry = there(decided(one), "trailer_inspection")
    assert entry.what == "A form every week for your two utility trailers"
    assert "a written look when it comes back after 30 days or more" in entry.instead
    assert "nothing written" in entry.instead
    assert 90 <= entry.saves <= 104
    assert entry.allowed_by.startswith("We know of no law in Alberta")
    assert "client's contract" in entry.back_when and "weight" in entry.back_when


def test_hand_tools_are_one_line_and_talks_come_by_the_month() -> None:
    program = decided(company("AB", 3, ("welding_shop",), TOOLS))
    assert "every three months" in there(program, "hand_tools").instead
    assert "once a month" in there(program, "safety_meeting").instead
    assert there(program, "safety_meeting").saves == 240 - 12


# --- not against the law ---------------------------------------------------------------------------------------------

def test_ontario_construction_is_not_told_that_it_needs_no_weekly_look_at_tools() -> None:
    crew = decided(company("ON", 8, ("carpentry_framing",), TOOLS, ("job_site", "shop")))
    assert spared(crew, "hand_tools") is None and spared(crew, "power_tools") is None
    shop = decided(company("ON", 8, ("welding_shop",), TOOLS))
    assert there(shop, "hand_tools").saves and there(shop, "power_tools").saves


def test_ontario_construction_is_not_told_that_it_needs_no_weekly_look_at_chains_and_fire_gear() -> None:
    crew = company("ON", 8, ("carpentry_framing", "crane_rigging"), ("fire_extinguisher",), ("job_site", "shop"))
    seldom = replace(crew, equipment=(*crew.equipment, EquipmentAnswer("rigging_slings", 4, use="rare")))
    assert spared(decided(seldom), "rigging") is None  # each week in which they are used, however few those are
    assert spared(decided(seldom), "extinguisher") is None
    shop = decided(company("ON", 8, ("welding_shop",), ("rigging_slings", "fire_extinguisher")))
    assert there(shop, "extinguisher").saves


def test_what_nobody_has_read_is_not_said_as_if_it_were() -> None:
    assert there(decided(company("NB", 6, ("food_processing",))), "flha").allowed_by.startswith("We know of no law")
    assert there(decided(company("AB", 6, ("food_processing",))), "flha").allowed_by.startswith("No law in Alberta")


def test_new_brunswick_keeps_its_monthly_inspection_and_says_so() -> None:
    entry = there(decided(company("NB", 2, ("welding_shop",))), "workplace_inspection")
    assert "once a month" in entry.instead
    assert "once a month (" in entry.allowed_by and "OHS Act ss 9(2)(a.1)" in entry.allowed_by
    assert "We know of no law" not in entry.allowed_by


def test_small_british_columbia_firms_keep_their_monthly_meeting_and_their_yearly_fit_test() -> None:
    program = decided(company("BC", 6, ("welding_shop",), ("respirator_apr",)))
    assert "OHSR s 3.2" in there(program, "safety_meeting").allowed_by
    assert spared(program, "fit_test") is None
    assert spared(decided(company("AB", 6, ("welding_shop",), ("respirator_apr",))), "fit_test")


def test_manitoba_construction_keeps_its_talks_every_two_weeks() -> None:
    entry = there(decided(company("MB", 7, ("drywall_finishing",), (), ("job_site",))), "toolbox_talk")
    assert "at least every two weeks" in entry.instead
    assert "every two weeks (" in entry.allowed_by and "WSH Act s 44(3)" in entry.allowed_by


def test_ontario_racks_are_walked_monthly_by_law() -> None:
    entry = there(decided(company("ON", 30, ("welding_shop",), ("storage_rack", "forklift"))), "racking")
    assert "once a month" in entry.instead and "We know of no law" not in entry.allowed_by


def test_what_a_client_asks_for_is_not_left_out() -> None:
    one = company("AB", 3, ("welding_shop",), TOOLS)
    asked = decided(replace(one, rhythms=(Rhythm("hand_tools.area", 1, "weeks", "client", "Aurora Energy"),
                                          Rhythm("safety_meeting", 1, "days", "client", "Aurora Energy"))))
    assert spared(asked, "hand_tools") is None and spared(asked, "safety_meeting") is None
    assert spared(decided(one), "hand_tools") and spared(decided(one), "safety_meeting")


def test_field_cards_are_left_out_only_where_the_place_does_not_change() -> None:
    assert spared(decided(company("AB", 9, ("roofing_steep_slope",), (), ("shop", "job_site"))), "flha") is None
    entry = there(decided(company("AB", 3, ("welding_shop",))), "flha")
    assert "No law in Alberta names it (OHS Code ss 7(1), 7(4))" in entry.allowed_by


_WEEKLY = {"hand_tools": "hand_tools", "power_tools_portable": "power_tools", "light_vehicle": "vehicle_inspection",
           "utility_trailer": "trailer_inspection", "rigging_slings": "rigging", "first_aid_kit": "first_aid_kit",
           "fire_extinguisher": "extinguisher", "storage_rack": "racking"}


@settings(max_examples=80, deadline=None)
@given(companies())
def test_nothing_is_left_out_that_the_program_holds_as_often_on_paper(one: Company) -> None:
    program = decided(one)
    for item in program.inspections:
        if item.form is not None and item.times >= 52 and item.equipment in _WEEKLY:
            assert spared(program, _WEEKLY[item.equipment]) is None, (item.id, item.times)
    for held in program.meetings:
        if held.id == "safety_meeting" and held.times >= 240:
            assert spared(program, "safety_meeting") is None
        if held.id == "workplace_inspection" and held.times >= 52:
            assert spared(program, "workplace_inspection") is None
    topics = {topic.title for topic in program.topics}
    assert "Working at heights" not in topics or body(program, "A fall protection chapter") is None
    for entry in program.left_out:
        text = f"{entry.what} {entry.why} {entry.allowed_by} {entry.back_when} {getattr(entry, 'instead', '')}"
        assert "{" not in text and "None" not in text and "  " not in entry.what and not entry.what.endswith(" "), text


# --- bodies ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("key", "word"), [("committee.threshold", "joint committee"),
                                           ("representative.threshold", "worker representative")])
def test_bodies_are_left_out_below_the_laws_number_and_never_at_it(code: str, key: str, word: str) -> None:
    fact = load.facts_in_force(load.jurisdiction(code), ON).facts[key]
    if not isinstance(fact.value, Quantity):
        for workers in (1, 4, 30):  # the law has no number: we do not say that it is not needed
            assert body(decided(company(code, workers, ("welding_shop",))), word) is None
        return
    limit = int(fact.value.number)
    assert body(decided(company(code, limit, ("welding_shop",))), word) is None
    if limit > 1:
        entry = body(decided(company(code, limit - 1, ("welding_shop",))), word)
        assert entry is not None and str(limit) in entry.allowed_by and str(limit) in entry.back_when
        assert (fact.cite in entry.allowed_by) == (fact.verified != "recall")


def test_one_province_with_a_committee_is_enough_to_need_one() -> None:
    one = company("AB", 30, ("welding_shop",))
    assert body(decided(replace(one, workforce=(*one.workforce, Workforce("SK", 2)))), "joint committee") is None
    both = body(decided(replace(one, workforce=(Workforce("AB", 3), Workforce("SK", 2)))), "joint committee")
    assert both is not None and "Alberta asks for one from 20" in both.allowed_by and "Saskatchewan asks" in both.allowed_by


def test_what_brings_a_body_back_is_said_once_or_by_province() -> None:
    one = replace(company("QC", 9, ("office_admin",)), workforce=(Workforce("QC", 9), Workforce("ON", 5)))
    program = decided(one)
    committee, representative = body(program, "joint committee"), body(program, "worker representative")
    assert committee is not None and committee.back_when.startswith("you reach 20 workers, or")
    assert representative is not None
    assert representative.back_when.startswith("you reach 20 workers in Quebec or 6 workers in Ontario, or")


def test_quebec_names_the_liaison_officer_beside_the_representative_that_is_not_needed() -> None:
    entry = body(decided(company("QC", 12, ("welding_shop",))), "worker representative")
    assert entry is not None and "liaison officer" in entry.allowed_by and "LSST s 97.1" in entry.allowed_by


def test_nothing_is_said_of_an_ontario_committee_where_a_designated_substance_may_ask_for_one() -> None:
    dusty = decided(company("ON", 8, ("concrete_cutting",), (), ("shop",)))
    assert "silica_dust" in {item.id for item in dusty.hazards}
    assert body(dusty, "joint committee") is None
    assert body(decided(company("ON", 8, ("office_admin",), (), ("office",))), "joint committee") is not None


# --- what else -------------------------------------------------------------------------------------------------------

def test_what_saves_most_comes_first_and_each_rule_once() -> None:
    program = decided(company("AB", 3, ("welding_shop",), (*TOOLS, "forklift", "light_vehicle", "ppe_basic")))
    entries = [item for item in program.left_out if isinstance(item, Spared) and item.rules]
    assert [item.saves for item in entries] == sorted((item.saves for item in entries), reverse=True)
    rules = [rule for item in entries for rule in item.rules]
    assert len(rules) == len(set(rules)) > 12


def test_a_spare_that_turns_on_an_answer_follows_it() -> None:
    one = replace(company("AB", 3, ("welding_shop",)), goal=Goal("secor"))
    assert spared(decided(one), "contractor_file") is None
    assert spared(decided(replace(one, contractors=Contractors(used=True))), "contractor_file")
    assert spared(decided(one), "hearing") is None  # nobody measured
    assert spared(decided(replace(one, conditions=Conditions(noise_dba=92))), "hearing") is None  # too loud
    assert "70 dBA" in there(decided(replace(one, conditions=Conditions(noise_dba=70))), "hearing").why


def test_every_usual_demand_of_the_fact_base_that_can_be_left_out_has_an_entry() -> None:
    """The others are no demands for paper (a plumbed eyewash, a call each hour) or are said under bodies."""
    said = {rule for spare in not_needed().spares.values() for rule in spare.rules}
    assert set(right_sizing().rules) - said == {"eyewash", "committee_meeting", "hs_rep", "working_alone"}


def test_every_form_left_out_says_what_brings_it_back() -> None:
    for one in (company("AB", 3, ("welding_shop",)), company("AB", 1, ("office_admin",))):
        program = decided(replace(one, goal=Goal("secor")))
        told = [item for item in program.left_out if item.what in ("Document register", "Journey plan", "Contractor file",
                                                                   "Safety meeting minutes", "Trip inspection report")]
        assert told and all(item.back_when for item in told)
