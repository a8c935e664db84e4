"""The shipped examples are complete, quiet, and each leaves open exactly what its comments say."""

from __future__ import annotations

from datetime import date

import pytest

from generator.intake.check import check_intake
from generator.intake.questionnaire import questionnaire_folder
from generator.intake.read import read_intake
from generator.intake.report import format_check

EXAMPLES = questionnaire_folder() / "examples"
OPEN = {
    "prairie_edge_fabrication": ["emergency.drill_month"],
    "high_ridge_roofing": ["sites.0.shutoffs", "goal.audit_due"],
    "bow_river_fluid_haul": ["contractors.checked_by"],
}


@pytest.mark.parametrize("name", OPEN)
def test_an_example_has_no_problem_and_no_warning(name: str) -> None:
    result = check_intake(EXAMPLES / f"{name}.yaml")
    assert result.problems == () and result.warnings == ()
    assert result.company is not None


@pytest.mark.parametrize(("name", "ids"), OPEN.items())
def test_an_example_leaves_open_what_it_says(name: str, ids: list[str]) -> None:
    assert [entry.id for entry in check_intake(EXAMPLES / f"{name}.yaml").unanswered] == ids


def test_an_open_question_says_what_where_who_and_why() -> None:
    first = check_intake(EXAMPLES / "high_ridge_roofing.yaml").unanswered[0]
    assert first.what == "Shut-offs for gas, power and water (the yard)"
    assert first.who == "Priya Sandhu, office and safety coordinator"
    assert first.where.startswith("Emergency response plan") and first.why.startswith("Firefighters")


def test_the_fabrication_shop_reads_as_written() -> None:
    company = read_intake(EXAMPLES / "prairie_edge_fabrication.yaml")
    assert (company.workers, company.jurisdictions) == (3, ("AB",))
    assert company.accounts == (("AB", "8841207"),)
    assert [person.name for person in company.everyone] == ["Dana Petrov", "Lee Tran", "Sam Okafor"]
    trailer = next(item for item in company.equipment if item.id == "utility_trailer")
    assert (trailer.count, trailer.idle_weeks, trailer.km_per_month) == (2, 6, 120.0)
    assert company.revision.in_force == date(2027, 1, 4)
    assert company.goal.audit_due == "2027-11" and company.preferences.meeting_time == "7:30"
    assert company.conditions.noise_dba == 92.0 and company.federally_regulated is False


def test_a_good_intake_is_reported_as_ready() -> None:
    text = format_check(check_intake(EXAMPLES / "prairie_edge_fabrication.yaml"))
    assert "Still open (1)" in text and "emergency.drill_month" in text
    assert text.endswith("3 workers, 7 kinds of work, 29 kinds of equipment.")
