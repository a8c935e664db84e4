"""What You Do Not Need to Do: the page and the box say the same figures as the plan, and only what the program leaves out."""
from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.compose.model import Document
from generator.program.budget import budget
from generator.program.left_out import Spared
from generator.publish.plan import Plan, plan
from generator.publish.report import plan_data, plan_text

EXAMPLE = Path(__file__).parents[2] / "questionnaires" / "examples" / "prairie_edge_fabrication.yaml"


@pytest.fixture(scope="module")
def made() -> Plan:
    return plan(EXAMPLE, date(2026, 11, 22))


def document(made: Plan, id_: str) -> Document:
    return next(item for item in made.composed.documents if item.id == id_)


def _numbers(chart: str, whose: str) -> list[int]:
    return [int(re.sub(r"\D", "", number)) for number in re.findall(rf"\| {whose} \| ([\d\\,]+) \|", chart)]


def test_the_chart_shows_each_kind_for_both_sides_and_adds_up(made: Plan) -> None:
    text = document(made, "not_needed").markdown
    chart = re.search(r"\.bars.*?\n::::::", text, re.DOTALL)
    assert chart is not None
    ours, theirs = (_numbers(chart[0], whose) for whose in ("yours", "a bought binder"))
    found = budget(made.program)
    assert (sum(ours), sum(theirs)) == (found.records_per_year, found.baseline.records_per_year)
    assert 'caption="' in chart[0]


def test_every_spared_demand_stands_on_the_page_with_what_brings_it_back(made: Plan) -> None:
    text = document(made, "not_needed").markdown.replace("\\", "")
    entries = [item for item in made.composed.left_out if isinstance(item, Spared)]
    assert len(entries) > 20
    for item in entries:
        assert item.what in text and item.back_when[1:] in text, item.what
        assert not item.saves >= 10 or f"This saves about {item.saves:,} records a year" in text


def test_the_law_that_the_page_names_is_among_the_facts_used(made: Plan) -> None:
    reasons = {reason.ref for clause in made.composed.clauses if clause.document == "not_needed" for reason in clause.reasons}
    assert {"AB:committee.threshold", "AB:representative.threshold", "AB:field_level_assessment.duty"} <= reasons


def test_start_here_and_the_plan_say_the_same_figures(made: Plan) -> None:
    found = budget(made.program)
    start = document(made, "start_here").markdown.replace("\\", "")
    assert f"{found.records_per_year}; a bought binder asks for {found.baseline.records_per_year:,}" in start
    assert "What You Do Not Need to Do" in start and "Dana Petrov ::" in start
    data = plan_data(made.program, made.composed, made.knowledge)
    assert (data["records_per_year"], data["minutes_per_week"]) == (found.records_per_year, found.minutes_per_week)
    assert data["baseline"] == {"records_per_year": found.baseline.records_per_year,
                                "minutes_per_week": found.baseline.minutes_per_week}
    assert sum(row["records"] for row in data["paperwork"]["lines"]) == pytest.approx(found.records_per_year, abs=6)
    text = plan_text(made.program, made.composed, made.knowledge)
    assert f"Paperwork: {found.records_per_year} records a year" in text
    assert "back if" in text and "saves about 228 records a year" in text


def test_the_command_prints_them_as_json() -> None:
    run = CliRunner().invoke(main, ["plan", "--json", str(EXAMPLE)])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["records_per_year"] * 4 <= json.loads(run.stdout)["baseline"]["records_per_year"]
