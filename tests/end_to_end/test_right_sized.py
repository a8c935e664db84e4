"""The three-person shop as a new user plans it: the least that law, standards and auditors accept, and why."""
from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from generator.knowledge import load
from tests.end_to_end.conftest import EXAMPLES, run

pytestmark = pytest.mark.xdist_group("plans")
SHOP = EXAMPLES["prairie_edge_fabrication"]


@cache
def planned(name: str = "prairie_edge_fabrication") -> dict[str, Any]:
    result = run("plan", EXAMPLES[name], "--json", "--on", "2026-11-22")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_standing_trailers_are_not_inspected_weekly() -> None:
    looks = [item for item in planned()["inspections"] if item["equipment"] == "utility_trailer"]
    assert {item["id"] for item in looks} == {"utility_trailer.hook", "utility_trailer.rts", "utility_trailer.year"}
    assert all(item["interval"] is None or item["interval"]["unit"] not in ("days", "weeks") for item in looks
               if item["trigger"] == "calendar")
    back = next(item for item in looks if item["id"] == "utility_trailer.rts")
    assert (back["trigger"], back["interval"], back["record"]) == ("return_to_service", {"number": 30, "unit": "days"}, "audit")


def test_hand_tools_are_one_class_with_one_line_a_quarter() -> None:
    looks = [item for item in planned()["inspections"] if item["equipment"] == "hand_tools" and item["form"]]
    assert [(item["interval"], item["minutes"]) for item in looks] == [({"number": 3, "unit": "months"}, 3)]


def test_three_people_at_one_bench_talk_monthly_and_by_need() -> None:
    talks = [item for item in planned()["meetings"] if item["id"] in ("safety_meeting", "toolbox_talk")]
    assert [(item["id"], item["times_per_year"]) for item in talks] == [("safety_meeting", 12)]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_line_names_who_asks_and_the_rule_that_won(name: str) -> None:
    for item in (*planned(name)["inspections"], *planned(name)["meetings"]):
        won = [rule for rule in item["rules"] if rule["verdict"] == "won"]
        assert [rule["id"] for rule in won] == [item["won"]], item["id"]
        assert won[0]["basis"] in ("law", "standard", "manufacturer", "client", "audit", "choice")
        assert all(rule["why"] and rule["who_asks"] for rule in item["rules"]), item["id"]
        assert won[0]["who_asks"] in [reason["text"] for reason in item["reasons"]], item["id"]


def test_the_shop_keeps_at_most_a_quarter_of_a_binders_records_and_every_legal_minimum() -> None:
    plan = planned()
    assert 0 < plan["records_per_year"] <= plan["baseline"]["records_per_year"] / 4
    kept = {item["id"]: item for item in plan["inspections"]}
    assert kept["fire_extinguisher.month"]["times_per_year"] == 12
    assert kept["forklift.use"]["trigger"] == "before_use"
    places = load.regimes()
    for answer in {item["equipment"] for item in plan["inspections"]}:
        for rule in load.catalogue().equipment[answer].inspections:
            if rule.basis == "law" and rule.id not in places.when and (not rule.jurisdictions or "AB" in rule.jurisdictions):
                assert f"{answer}.{places.look(rule)}" in kept, rule.id


def test_explain_tells_the_resolution_step_by_step() -> None:
    text = run("explain", SHOP, "hand_tools.area", "--on", "2026-11-22").stdout
    assert "Weighed (2)" in text
    assert "audit        calendar, every three months: wins." in text
    assert "is set aside. What binds us, or an auditor's habit, covers it." in text
    assert "So: calendar, every three months" in text
    assert "O Reg" not in text  # another place's rule is not this company's business


def test_the_manual_says_the_rhythms_of_the_plan() -> None:
    shop = run("preview", SHOP, "clause-workplace_small", "--on", "2026-11-22").stdout
    assert "**How often:** every three months for our own place." in shop
    roofers = run("preview", EXAMPLES["high_ridge_roofing"], "clause-workplace", "--on", "2026-11-22").stdout
    assert "| Each job site | Once a month, or once where the job is shorter than that |" in roofers
