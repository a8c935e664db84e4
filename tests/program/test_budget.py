"""The paperwork budget: sheets and minutes, honestly counted on both sides."""
from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings

from generator.intake.check import check_intake
from generator.intake.company import Company, EquipmentAnswer, Goal
from generator.knowledge.load_binder import binder
from generator.knowledge.load_sizing import right_sizing
from generator.knowledge.model_binder import Binder
from generator.program.budget import WEEKS, Budget, budget
from generator.program.lines import Line
from tests.program.companies import companies, company, decided, look

EXAMPLES = Path(__file__).parents[2] / "questionnaires" / "examples"


def example(name: str) -> Company:
    found = check_intake(EXAMPLES / f"{name}.yaml").company
    assert found is not None
    return found


def line(found: Budget, id_: str) -> Line:
    return next(item for item in found.lines if item.id == id_)


def owning(*machines: EquipmentAnswer, workers: int = 3) -> Budget:
    return budget(decided(replace(company("AB", workers, ("welding_shop",)), equipment=machines)))


# --- what it must show -----------------------------------------------------------------------------------------------

def test_a_three_person_shop_keeps_at_most_a_quarter_of_the_binders_records() -> None:
    found = budget(decided(example("prairie_edge_fabrication")))
    assert 20 < found.records_per_year <= found.baseline.records_per_year / 4
    assert found.minutes_per_week < found.baseline.minutes_per_week / 2


def _only_the_worked_example(whole: Binder) -> Binder:
    return replace(whole, demands=MappingProxyType({id_: row for id_, row in whole.demands.items() if row.worked_example}))


def test_it_is_a_quarter_even_beside_the_four_demands_of_the_worked_example() -> None:
    program = decided(example("prairie_edge_fabrication"))
    found = budget(program, _only_the_worked_example(binder()))
    assert {one.demand.id for one in found.demands} == {"daily_meeting", "weekly_vehicle", "weekly_trailer", "weekly_hand_tools"}
    assert found.records_per_year <= found.baseline.records_per_year / 4


def test_the_worked_examples_shop_comes_to_its_own_numbers() -> None:
    """Two vehicles, two trailers, three people: 104, 104 and 52 forms as it says; 240 work days where it took 250."""
    before = right_sizing().worked_example["before_per_year"]
    one = replace(company("AB", 3, ("welding_shop",)), equipment=(
        EquipmentAnswer("light_vehicle", 2, km_per_month=400), EquipmentAnswer("utility_trailer", 2, idle_weeks=6),
        EquipmentAnswer("hand_tools")))
    records = {asked.demand.id: asked.line.records for asked in budget(decided(one)).demands}
    assert records["weekly_vehicle"] == before["weekly_vehicle_forms"]  # type: ignore[index]
    assert records["weekly_trailer"] == before["weekly_trailer_forms"]  # type: ignore[index]
    assert records["weekly_hand_tools"] == before["weekly_hand_tool_sheets"]  # type: ignore[index]
    assert records["daily_meeting"] == binder().work_days < before["daily_meetings"]  # type: ignore[index]


def test_every_demand_quotes_the_rule_that_it_comes_from() -> None:
    rules = right_sizing().rules
    for demand in binder().demands.values():
        usual = " ".join(rules[id_].commonly_overdone for id_ in demand.rules).lower()
        quoted = re.findall("“(.+?)”", demand.because)
        assert quoted, demand.id
        for words in quoted:
            assert words.lower() in usual, (demand.id, words)


# --- one record is one sheet -----------------------------------------------------------------------------------------

def test_a_look_without_paper_costs_minutes_and_no_record() -> None:
    hook = line(owning(EquipmentAnswer("utility_trailer", 2, use="weekly")), "utility_trailer.hook")
    assert hook.records == 0 and hook.form is None
    assert hook.minutes == hook.times * 1 == 2 * 50


def test_what_is_looked_at_on_the_same_walk_opens_no_sheet_of_its_own() -> None:
    found = owning(EquipmentAnswer("hand_tools"), EquipmentAnswer("first_aid_kit", 2), EquipmentAnswer("overhead_door"))
    for id_, sheet in (("first_aid_kit.q", "One-page month"), ("emergency_drill", "One-page month"),
                       ("hand_tools.area", "Workplace inspection"), ("overhead_door.rev", "Workplace inspection")):
        assert (line(found, id_).records, line(found, id_).on) == (0, sheet), id_
    assert (line(found, "safety_meeting").records, line(found, "workplace_inspection").records) == (12, 4)


def test_a_form_that_a_small_company_merged_is_a_line_on_the_other_one() -> None:
    near_miss = line(owning(), "form.hazard_near_miss_report")
    assert (near_miss.records, near_miss.on) == (0, "One-page month") and near_miss.minutes > 0
    larger = line(owning(workers=30), "form.hazard_near_miss_report")
    assert larger.records == larger.times == 15


def test_a_card_in_the_cab_is_one_sheet_a_month_for_each_machine_and_its_minutes_are_those_of_every_tick() -> None:
    one, two = (line(owning(EquipmentAnswer("forklift", count, use="daily")), "forklift.use") for count in (1, 2))
    assert (one.records, two.records) == (12, 24)
    assert one.minutes == binder().work_days * 3
    seldom = line(owning(EquipmentAnswer("forklift", use="rare")), "forklift.use")
    assert seldom.records == 4


def test_an_extinguishers_tag_is_one_record_a_year_and_its_service_one_invoice_for_all() -> None:
    found = owning(EquipmentAnswer("fire_extinguisher", 7))
    assert line(found, "fire_extinguisher.month").records == 7
    assert line(found, "fire_extinguisher.month").times == 7 * 12
    assert line(found, "fire_extinguisher.year").records == 1


def test_the_time_of_outside_firms_is_said_and_not_counted() -> None:
    service = line(owning(EquipmentAnswer("fire_extinguisher", 7)), "fire_extinguisher.year")
    assert service.minutes == 0 < service.outside
    assert "outside firm" not in {row.who for row in owning(EquipmentAnswer("fire_extinguisher", 7)).people}


def test_a_log_opens_a_page_when_the_last_one_is_full() -> None:
    def pages(count: int) -> float:
        return sum(item.records for item in owning(EquipmentAnswer("storage_rack", count), workers=12).lines
                   if item.form == "equipment_register_maintenance_log")

    assert (pages(1), pages(14), pages(15), pages(40)) == (1, 1, 2, 3)


def test_a_trip_report_is_one_a_truck_a_day_with_its_trailer_and_both_sides_count_it() -> None:
    found = owning(EquipmentAnswer("nsc_truck", 2, use="daily"), EquipmentAnswer("nsc_trailer", 3, use="daily"))
    assert line(found, "nsc_truck.trip").records == 2 * binder().work_days
    assert line(found, "nsc_trailer.trip").records == 0
    assert [item.records for item in found.binder if item.id == "nsc_truck.trip"] == [2 * binder().work_days]


def test_a_binder_does_not_look_daily_at_a_lift_that_was_rented_for_a_job() -> None:
    for owned, there in (("owned", True), ("rented", False)):
        found = owning(EquipmentAnswer("mewp_boom", use="rare", owned=owned))
        assert ("daily_machine_sheet" in {one.demand.id for one in found.demands}) is there


def test_a_weekly_line_on_a_walk_that_the_law_asks_for_is_no_further_sheet_under_the_binder() -> None:
    crew = decided(company("ON", 8, ("carpentry_framing",), ("hand_tools",), ("job_site",)))
    demands = {asked.demand.id: asked for asked in budget(crew).demands}
    assert look(crew, "hand_tools.area").times == 52
    assert demands["weekly_hand_tools"].line.records == demands["weekly_hand_tools"].saves == 0


# --- sums ------------------------------------------------------------------------------------------------------------

@settings(max_examples=60, deadline=None)
@given(companies())
def test_the_sums_agree_and_the_binder_never_counts_for_less(one: Company) -> None:
    found = budget(decided(one))
    assert found.records_per_year == sum(ours.records_per_year for _, ours, _ in found.by_kind)
    assert found.baseline.records_per_year == sum(theirs.records_per_year for _, _, theirs in found.by_kind)
    assert found.records_per_year == pytest.approx(sum(item.records for item in found.lines), abs=len(found.by_kind))
    minutes = sum(item.minutes for item in found.lines)
    assert sum(row.minutes_per_week for row in found.people) * WEEKS == pytest.approx(minutes)
    assert sum(item.records for item in found.binder) >= sum(item.records for item in found.lines) - 1e-9
    for asked in found.demands:
        assert asked.saves >= -1e-9


def test_minutes_go_to_the_people_that_the_answers_name() -> None:
    found = budget(decided(example("prairie_edge_fabrication")))
    assert {row.who for row in found.people[:3]} == {"Dana Petrov", "Lee Tran", "Sam Okafor"}
    monthly = dict(line(found, "fire_extinguisher.month").who)
    assert monthly == {"Sam Okafor": 1.0}  # "the fire extinguisher round"
    forklift = dict(line(found, "forklift.use").who)
    assert forklift == {"Lee Tran": 0.5, "Dana Petrov": 0.5}  # who drives it


def test_three_named_drivers_do_not_carry_the_minutes_of_sixteen() -> None:
    trip = dict(line(budget(decided(example("bow_river_fluid_haul"))), "nsc_truck.trip").who)
    assert trip["Shane Letendre"] < 0.1 < trip["each worker"]


def test_an_office_is_asked_for_no_field_card_and_one_person_for_no_morning_meeting() -> None:
    office = budget(decided(replace(company("AB", 1, ("office_admin",), (), ("home",)), goal=Goal())))
    assert not {"daily_field_card", "daily_meeting", "weekly_workplace_hands"} & {one.demand.id for one in office.demands}


def test_the_trailer_that_rests_less_is_looked_at_more() -> None:
    rests, runs = (decided(replace(company("AB", 3, ("welding_shop",)), equipment=(
        EquipmentAnswer("utility_trailer", use="monthly", idle_weeks=weeks),))) for weeks in (20, 5))
    assert look(rests, "utility_trailer.rts").times < look(runs, "utility_trailer.rts").times
    assert line(budget(rests), "utility_trailer.rts").minutes < line(budget(runs), "utility_trailer.rts").minutes
