"""Relevance both ways: nothing that no answer brought; everything answered appears where it must."""
from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from pypdf import PdfReader

from generator.knowledge import load
from generator.knowledge.base import gather
from tests.end_to_end.conftest import EXAMPLES, Built, run
from tests.end_to_end.test_documents import docx_text

# Words that only belong to a company that has the thing: any one of the ids brings them in.
TELLING = {
    r"fall arrest|harness|lifeline": {"fall_arrest_gear", "roof_anchor", "mewp_boom", "rescue_tripod"},
    r"confined space": {"confined_space_work", "rescue_tripod"},
    r"\bcranes?\b": {"overhead_crane", "mobile_crane", "boom_truck", "tower_crane", "crane_rigging"},
    r"scaffold": {"scaffold_frame", "mobile_scaffold"},
    r"boom lift|scissor lift": {"mewp_boom", "mewp_scissor"},
    r"\bH2S\b|hydrogen sulphide|sour gas": {"oilfield_fluid_hauling", "vacuum_truck"},
    r"excavation|trench": {"excavation_trenching", "excavator", "trench_box"},
    r"asbestos": {"roofing_steep_slope", "roofing_flat_torch", "siding_exterior", "demolition"},
    r"chainsaw|chain saw": {"chainsaw"},
    r"radiograph": {"ndt_radiography"},
    r"patient": {"home_care", "residential_care"},
    r"forklift": {"forklift", "forklift_operations"},
}


def manual_text(built: Built) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(built.folder / "Health and Safety Manual.pdf").pages)


def answered_ids(intake: Path) -> set[str]:
    answers = yaml.safe_load(intake.read_text("utf-8"))
    return {row["id"] for key in ("activities", "equipment") for row in answers[key]}


def test_the_manual_names_nothing_that_the_company_lacks(built: Built) -> None:
    have = answered_ids(built.intake)
    own_words = [text for text in _texts(yaml.safe_load(built.intake.read_text("utf-8"))) if len(text) > 3]
    text = " ".join(manual_text(built).split())
    for words in sorted(own_words, key=len, reverse=True):
        text = text.replace(" ".join(words.split()), "")
    wrong = {pattern: match[0] for pattern, ids in TELLING.items()
             if not ids & have and (match := re.search(f".{{0,60}}(?:{pattern}).{{0,60}}", text, re.IGNORECASE))}
    assert wrong == {}


def _texts(value: object) -> list[str]:
    """Every text that somebody typed into the intake: what it names is the company's own business."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


def test_the_small_shop_never_reads_about_what_it_does_not_have() -> None:
    assert {"fall_arrest_gear", "confined_space_work"} & answered_ids(EXAMPLES["prairie_edge_fabrication"]) == set()


def test_no_committee_words_below_the_threshold(built: Built) -> None:
    if built.name == "bow_river_fluid_haul":
        assert "committee" in manual_text(built).lower()
    elif built.name == "prairie_edge_fabrication":
        assert not re.search(r"committee|\brepresentative\b", manual_text(built), re.IGNORECASE)
    else:
        assert "representative" in manual_text(built).lower()


def test_the_roofers_have_a_fall_program_with_height_plan_and_section() -> None:
    import datetime
    law = gather(["AB"], datetime.date(2026, 11, 22)).jurisdictions["AB"].facts
    height, plan = law["fall.protection_height_m"], law["fall.plan_required"]
    result = run("preview", EXAMPLES["high_ridge_roofing"], "clause-fall_protection", "--on", "2026-11-22")
    text = result.output.replace("\\", "")
    assert str(height.value) in text
    assert re.search(r"plan", text)
    for section in ("139", "140"):
        assert section in height.cite + plan.cite
        assert re.search(rf"OHS Code ss? [\w, .()\-]*\b{section}\b", text), section


def test_everything_answered_appears(built: Built) -> None:
    """Each activity: a hazard assessment. Each machine: inspection rows. Each person, site, product: in the documents."""
    answers = yaml.safe_load(built.intake.read_text("utf-8"))
    plan = json.loads(run("plan", built.intake, "--json", "--on", "2026-11-22").output)
    assert {row["id"] for row in answers["activities"]} | {"everywhere"} == {row["id"] for row in plan["hazard_assessments"]}
    catalogue = load.catalogue().equipment
    inspected = {row["equipment"] for row in plan["inspections"]}
    with_rules = {row["id"] for row in answers["equipment"] if catalogue[row["id"]].inspections}
    assert with_rules <= inspected | {id_ for id_ in with_rules if not any(
        not rule.jurisdictions or "AB" in rule.jurisdictions for rule in catalogue[id_].inspections)}
    everything = "\n".join(docx_text(path) for path in built.files("docx"))
    flat = " ".join(everything.split())
    missing = [name for name in _names(answers) if " ".join(name.split()) not in flat]
    assert missing == []


def _names(answers: dict) -> list[str]:
    people = [row["name"] for row in answers["people"]]
    sites = [row[key] for row in answers["sites"] for key in ("name", "muster_point", "nearest_hospital") if row.get(key)]
    contacts = [row["phone"] for row in answers.get("emergency", {}).get("contacts", [])]
    return [*people, *sites, *contacts, *(row["name"] for row in answers.get("substances", []))]


def test_every_piece_has_a_reason(built: Built) -> None:
    plan = json.loads(run("plan", built.intake, "--json", "--on", "2026-11-22").output)
    for key in ("documents", "clauses", "inspections", "meetings", "training", "forms", "hazard_assessments"):
        assert plan[key], key
        assert [row["id"] for row in plan[key] if not row["reasons"]] == [], key
