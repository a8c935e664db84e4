"""Small companies keep records as part of other forms where the part is there; a person alone gets nothing that takes two."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.compose.lint_forms import merge_faults
from generator.knowledge import load
from generator.program.forms import DOCUMENTS
from generator.publish.plan import Plan, plan
from generator.publish.report import plan_data
from tests.end_to_end.conftest import EXAMPLES

DAY = date(2026, 11, 22)
SHOP = EXAMPLES["prairie_edge_fabrication"]
RULES = {form.id: form.merge for form in load.catalogue().forms.values() if form.merge}
ALONE = """\
company:
  legal_name: Aspen Ledger Inc.
  description: bookkeeping for small companies
  address: {street: 12 Birch Lane, city: Olds, province: AB}
  owner: {name: Ann Aspen, title: owner, phone: 403-555-0191}
workforce:
  - {jurisdiction: AB, workers: 1, peak_workers: PEAK}
federally_regulated: no
sites:
  - {name: the office, jurisdiction: AB, kind: office, workers_per_shift: 1, minutes_to_hospital: 8}
activities:
  - {id: office_admin, frequency: daily, workers: 1, who: [Ann Aspen]}
equipment:
  - {id: first_aid_kit}
  - {id: fire_extinguisher}
goal: {scheme: SCHEME}
revision: {in_force: 2027-01-04}
"""
TAKES_TWO = {"refusal_record", "harassment_complaint", "rtw_offer", "discipline_record", "orientation_checklist", "roles_signoff",
             "swp_acknowledgement", "ppe_issue", "competency_assessment", "safety_meeting_minutes", "toolbox_talk_record"}


def drawn(made: Plan) -> dict[str, str]:
    """Markdown of each form by its id, without the escapes."""
    return {item.id.removeprefix("form-"): item.markdown.replace("\\", "")
            for item in made.composed.documents if item.kind == "form"}


def told(made: Plan) -> str:
    return "\n".join(item.markdown for item in made.composed.documents if item.kind != "form").replace("\\", "")


def bookkeeper(folder: Path, peak: int = 1, scheme: str = "law_only") -> Plan:
    file = folder / "alone.yaml"
    file.write_text(ALONE.replace("PEAK", str(peak)).replace("SCHEME", scheme), "utf-8")
    return plan(file, DAY)


@pytest.mark.parametrize("id_", sorted(RULES))
def test_a_rule_leads_to_a_part_that_is_there(id_: str) -> None:
    """The part begins the label of a field of the target, and the catalogue allows the merger."""
    rule, forms = RULES[id_], load.catalogue().forms
    assert rule is not None and rule.into in forms[id_].may_be_merged_into
    assert rule.into not in DOCUMENTS and rule.into not in RULES, "a form that others go into keeps its own sheet"
    fields = [field for field in forms[rule.into].fields if not field.needs]
    labels = [label for field in fields for label in (field.label, *(label for _, label in field.columns))]
    assert any(label.startswith(rule.part) for label in labels), labels
    known = {*load.catalogue().equipment, *load.catalogue().activities}
    assert set(rule.without) <= known


@pytest.mark.parametrize(("wrong", "words"), [
    ({"into": "vehicle_log"}, "may not be merged"), ({"part": "Drils"}, "has no part"), ({"without": ("harnes",)}, "harnes")])
def test_lint_finds_a_rule_that_leads_nowhere(wrong: dict[str, object], words: str) -> None:
    catalogue = load.catalogue()
    form = catalogue.forms["drill_record"]
    assert form.merge is not None and list(merge_faults(form, ("forms", 0), catalogue)) == []
    broken = replace(form, merge=replace(form.merge, **wrong))
    assert [words in str(fault) for fault in merge_faults(broken, ("forms", 0), catalogue)] == [True]


def test_the_shop_finds_each_merged_record_on_the_form_that_it_is_sent_to() -> None:
    made = plan(SHOP, DAY)
    forms = drawn(made)
    merged = {item.id: item for item in made.program.merged}
    assert set(merged) == {"roles_signoff", "action_plan", "hazard_near_miss_report", "annual_certification_register",
                           "safety_equipment_round", "vehicle_log", "ppe_issue", "statistics_summary", "drill_record"}
    assert not set(merged) & set(forms)
    for item in merged.values():
        assert item.part in forms[item.into], (item.id, item.part)
    titles = {left.what: left for left in made.composed.left_out}
    assert "one-page month" in titles["Hazard or near-miss card"].why
    assert "more than 4 people" in titles["Hazard or near-miss card"].back_when
    data = plan_data(made.program, made.composed, made.knowledge)
    assert {row["id"] for row in data["merged_forms"]} == set(merged)
    assert all(row["into"] in forms and row["part"] and row["why"] for row in data["merged_forms"])


def test_texts_send_people_to_the_part_and_never_to_the_form_that_is_gone() -> None:
    text = told(plan(SHOP, DAY))
    assert re.search(r"One-page month, part “Injuries, near misses, anything unsafe”", text)
    assert re.search(r"One-page month, part “Drill”", text)
    assert "[F-10]{.code}" not in text and "[F-42]{.code}" not in text


def test_looks_and_meetings_name_only_forms_that_are_there() -> None:
    for intake in EXAMPLES.values():
        made = plan(intake, DAY)
        there = {*drawn(made), *DOCUMENTS, None}
        gone = {item.id for item in made.program.merged}
        named = {item.form for item in (*made.program.inspections, *made.program.meetings)}
        assert not named & gone
        assert named & {item.into for item in made.program.merged} <= there


@pytest.mark.parametrize("workers", [4, 5])
def test_the_fifth_worker_brings_the_sheets_back(workers: int) -> None:
    made = plan(SHOP, DAY, settings=(f"workforce.AB.workers={workers}", f"workforce.AB.peak_workers={workers}"))
    sheets = {"hazard_near_miss_report", "drill_record", "ppe_issue", "roles_signoff", "vehicle_log"}
    assert bool(made.program.merged) == (workers == 4)
    assert sheets <= {*drawn(made)} if workers == 5 else not sheets & {*drawn(made)}
    orientation = drawn(made)["orientation_checklist"]
    assert ("My duties" in orientation) == (workers == 4)


def test_a_summer_with_more_people_keeps_the_sheets() -> None:
    made = plan(SHOP, DAY, settings=("workforce.AB.peak_workers=6",))
    assert made.program.merged == ()


def test_gear_that_needs_its_own_drill_sheet_keeps_it() -> None:
    made = plan(SHOP, DAY, settings=("equipment+=fall_arrest_gear",))
    assert "drill_record" in drawn(made)
    assert "Drill: what we practised" not in drawn(made)["monthly_combined_record"]
    assert "Drill: what we practised" in drawn(plan(SHOP, DAY))["monthly_combined_record"]


@pytest.mark.parametrize("scheme", ["law_only", "secor"])
def test_a_person_alone_gets_nothing_that_takes_two(tmp_path: Path, scheme: str) -> None:
    made = bookkeeper(tmp_path, scheme=scheme)
    assert not TAKES_TWO & set(drawn(made))
    clauses = {clause.id.removeprefix("clause-") for clause in made.composed.clauses}
    assert not clauses & {"refusal_ab", "no_reprisal", "rights", "return_to_work", "talk_small", "concerns", "competency",
                          "who_takes_part_small", "orientation_small", "enforcing_small", "share"}
    why = {item.what: item for item in made.composed.left_out}
    assert why["Work refusal record"].back_when == "somebody works with you, even for a season"


def test_what_the_law_wants_of_everybody_stays_with_a_person_alone(tmp_path: Path) -> None:
    made = bookkeeper(tmp_path)
    assert {"violence_harassment_policy", "first_aid_record", "incident_report", "investigation_report"} <= set(drawn(made))
    assert made.program.assessments and any(item.kind == "emergency_plan" for item in made.composed.documents)


def test_a_season_with_two_brings_all_of_it_back(tmp_path: Path) -> None:
    made = bookkeeper(tmp_path, peak=2)
    assert {"refusal_record", "harassment_complaint", "orientation_checklist", "rtw_offer"} <= set(drawn(made))
    assert any(clause.id == "clause-no_reprisal" for clause in made.composed.clauses)


@pytest.mark.parametrize("code", ["AB", "BC", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU"])
def test_a_person_alone_gets_nothing_that_takes_two_anywhere(tmp_path: Path, code: str) -> None:
    file = tmp_path / "alone.yaml"
    text = ALONE.replace("PEAK", "1").replace("SCHEME", "law_only")
    text = text.replace("province: AB", f"province: {code}").replace("jurisdiction: AB", f'jurisdiction: "{code}"')
    machines = "  - {id: first_aid_kit}\n  - {id: forklift}\n  - {id: skid_steer}"
    file.write_text(text.replace("  - {id: first_aid_kit}", machines), "utf-8")
    assert not TAKES_TWO & set(drawn(plan(file, DAY)))
