"""The sheets: the company's own words beside each task, codes that lead somewhere, changed ratings with their reason."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from generator.compose.compose import compose
from generator.compose.field_card import by_job, card_rows, top_hazards
from generator.compose.library import shipped_library
from generator.compose.model import Composed
from generator.intake.company import (
    ActivityAnswer,
    Address,
    Company,
    Conditions,
    EquipmentAnswer,
    ExistingControl,
    Goal,
    Person,
    Rated,
    RatingAnswer,
    Site,
    Workforce,
)
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.program.decide import decide
from generator.program.model import Program
from generator.program.rating import MEDIUM_FROM, score

ON = date(2026, 11, 22)
RULES = load.catalogue().assessing
COMPANY = Company(
    "Tall Spruce Ltd.", Person("Ana Roy", "owner", "owner", also=("supervisor",)), Address("1 Main St", "Olds", "AB"),
    workforce=(Workforce("AB", 9),),
    people=(Person("Ben Low", "worker"), Person("Cy Park", "representative")),
    sites=(Site("the shop", "AB", "shop"), Site("the job sites", "AB", "job_site")),
    activities=(ActivityAnswer("roofing_steep_slope", "daily", 4, ("Ben Low",), "Shingles, 4:12 to 10:12"),
                ActivityAnswer("welding_shop"), ActivityAnswer("ladder_work")),
    equipment=(EquipmentAnswer("portable_ladder", 2, names=("28-foot", "40-foot"), where="on the truck"),
               EquipmentAnswer("welding_arc", used_for=("welding_shop",)), EquipmentAnswer("fall_arrest_gear", 4),
               EquipmentAnswer("extension_cords", 3)),
    conditions=Conditions(cold=True, near_power_lines=True),
    existing_controls=(ExistingControl("ladder_fall", "Every ladder is tied at the eave", "engineering"),),
    ratings=(RatingAnswer("roofing_steep_slope", "falling_objects", "Nobody is below, the lot is fenced", by="Ana Roy",
                          before=Rated(likelihood=2), after=Rated(likelihood=1), date=date(2026, 10, 5)),),
    goal=Goal("secor"))


@cache
def made(code: str = "AB") -> tuple[Program, Composed]:
    of = COMPANY if code == "AB" else replace(
        COMPANY, address=Address("1 Main St", "Town", code), workforce=(Workforce(code, 9),),
        sites=tuple(replace(site, jurisdiction=code) for site in COMPANY.sites))
    knowledge = gather(of.jurisdictions, ON)
    program = decide(of, knowledge, ON)
    return program, compose(program, knowledge, shipped_library())


def sheet(id_: str, code: str = "AB") -> str:
    return next(item.markdown for item in made(code)[1].documents if item.id == f"assessment-{id_}").replace("\\", "")


def test_the_head_says_where_how_often_and_with_what() -> None:
    text = sheet("roofing_steep_slope")
    assert "**Where** The job sites." in text and "**How often** Daily, 4 people." in text
    assert "two portable ladders (28-foot, 40-foot) on the truck" in text
    assert "**How we do it** Shingles, 4:12 to 10:12." in text
    assert "**Conditions** Near power lines." in text


def test_a_task_names_the_machines_that_it_uses() -> None:
    assert re.search(r"\*\*1 Set up ladders[^|]*\[with the two portable ladders", sheet("roofing_steep_slope"))
    assert "extension cords" not in sheet("roofing_steep_slope").split("::: assessment")[1].split(":::")[0]


def test_own_controls_are_bold_and_first_and_the_others_have_a_box() -> None:
    cell = next(cell for cell in sheet("roofing_steep_slope").split(" | ") if "Every ladder is tied" in cell)
    assert cell.startswith("**Every ladder is tied at the eave**[]{.br}[") and "☐ " in cell
    labels = re.findall(r"\[(\w+)\]\{\.muted\}", cell)
    order = [rule.label for rule in RULES.controls.values()]
    assert labels == sorted(labels, key=order.index) and labels


def test_every_code_leads_to_a_document_of_the_company() -> None:
    codes = {document.code for document in made()[1].documents if document.code}
    for document in made()[1].documents:
        if document.kind == "assessment" or document.id == "form-flha":
            assert set(re.findall(r"\b(?:P|J|F|HA)-\d{2,3}\b", document.markdown)) <= codes, document.id


def test_a_row_of_a_machine_points_to_the_sheets_of_that_machine() -> None:
    codes = {document.id: document.code for document in made()[1].documents}
    row = next(line for line in sheet("everywhere").splitlines() if "A cut cord, a wet plug" in line)
    assert codes["practice-extension_cords"] in row.split(" | ")[-1]
    assert codes["practice-welding_arc"] not in row.split(" | ")[-1]


def test_a_machine_whose_sheet_does_not_list_the_hazard_is_still_better_than_the_sheet_of_another_machine() -> None:
    of = replace(COMPANY, activities=(ActivityAnswer("office_admin"),), ratings=(), existing_controls=(),
                 equipment=(EquipmentAnswer("portable_ladder"), EquipmentAnswer("extension_cords")))
    knowledge = gather(of.jurisdictions, ON)
    documents = {item.id: item for item in compose(decide(of, knowledge, ON), knowledge, shipped_library()).documents}
    row = next(line for line in documents["assessment-everywhere"].markdown.splitlines() if "The top of a ladder touches" in line)
    ladder, cords = documents["practice-portable_ladder"].code, documents["practice-extension_cords"].code
    assert str(ladder) in row.replace("\\", "") and str(cords) not in row.replace("\\", "")


def test_a_changed_rating_has_its_letter_and_its_reason() -> None:
    text = sheet("roofing_steep_slope")
    letters = set(re.findall(r"\.risk \.\w+\} \(([a-z])\)", text))
    notes = re.findall(r"\(([a-z])\) [^:]+: \d+ before and \d+ after in the library; \d+ and \d+ here, changed by Ana Roy, "
                       r"5 October 2026\. Nobody is below, the lot is fenced\.", text)
    assert letters and letters == set(notes)
    assert "Ratings that we changed" not in sheet("welding_shop")


def test_the_field_card_is_named_only_where_the_job_is_away() -> None:
    assert "**On site** Fill in F-" in sheet("roofing_steep_slope")
    assert "**On site**" not in sheet("welding_shop")


def test_the_law_says_when_to_look_again_in_its_own_place() -> None:
    fact = load.jurisdiction("AB").facts["hazard_assessment.review_triggers"]
    assert isinstance(fact.value, tuple)
    text = sheet("welding_shop")
    assert all(value in text for value in fact.value) and fact.cite in text
    assert "Looked at on" in text and "Ana Roy, approves, date" in text
    # British Columbia's occasions are about first aid, working alone and exposure plans: they stand where those hazards are.
    assert "first aid assessment" not in sheet("ladder_work", "BC")
    assert "The law of British Columbia names: when new work, equipment or substances" in sheet("ladder_work", "BC")
    assert "law of Ontario" not in sheet("ladder_work", "ON")
    assert "The law of Ontario names: violence" in sheet("everywhere", "ON")


def test_the_card_lists_the_highest_hazards_of_each_job_away_and_the_conditions() -> None:
    program, _ = made()
    groups = {item.id: rows for item, rows in by_job(program)}
    assert "welding_shop" not in groups and {"roofing_steep_slope", "ladder_work", "everywhere"} >= set(groups)
    for item in program.assessments:
        if item.id in groups and item.activity:
            highest = max(score(row.before) for row in item.rows)
            assert score(groups[item.id][0].before) == highest >= MEDIUM_FROM
            assert len({row.hazard for row in groups[item.id]}) == len(groups[item.id])
    assert "fall_from_height" in {row.hazard for row in groups["roofing_steep_slope"]}
    assert {"overhead_powerline", "cold_stress"} <= {row.hazard for rows in groups.values() for row in rows}


def test_a_line_of_the_card_has_its_assessment_and_a_box_for_each_control() -> None:
    rows = card_rows(made()[0])
    assert all(re.search(r"\*\* \[HA-\d+\]\{\.code\}$", str(row[0])) or row[0] in ("^^", "**Other work**") for row in rows)
    owned = next(str(row[3]) for row in rows if "Every ladder is tied" in str(row[3]))
    assert owned.startswith("[ ]{.field type=checkbox}\\ Every ladder is tied at the eave ")
    assert all(1 <= str(row[3]).count("type=checkbox") <= 3 for row in rows)


def test_top_hazards_are_each_once() -> None:
    rows = top_hazards(made()[0])
    assert len({row.hazard for row in rows}) == len(rows) > 3
