"""What must be settled before documents are issued, and the words that approve them."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from generator.intake.company import Revision
from generator.program.model import ToComplete
from generator.publish.issue import open_points
from generator.publish.lint import example_intakes
from generator.publish.plan import Plan, plan

REVIEW = date(2028, 1, 4)


@pytest.fixture(scope="module")
def made() -> Plan:
    """The fabrication shop's plan with three open answers: one critical, one not, one of the issue."""
    found = plan(next(file for file in example_intakes() if file.stem == "prairie_edge_fabrication"), date(2026, 11, 22))
    points = (ToComplete("sites.0.muster_point", "Muster point", "plan", "Dana", "People must know it.", True),
              ToComplete("emergency.drill_month", "Month of the drill", "plan", "Dana", "Auditors ask.", False),
              ToComplete("revision.next_review", "Next review", "cover", "Dana", "Auditors look.", True))
    company = replace(found.program.company, revision=Revision(next_review=REVIEW))
    return replace(found, program=replace(found.program, company=company), composed=replace(found.composed, to_complete=points))


def test_only_what_is_critical_and_not_given_by_the_issue_itself_counts(made: Plan) -> None:
    found = open_points(made, REVIEW - timedelta(days=1))
    assert [point.path for point in found] == ["sites.0.muster_point"]
    assert found[0].accepted == "Dana answers it. People must know it."


@pytest.mark.parametrize("day", [REVIEW, REVIEW + timedelta(days=30)])
def test_a_review_that_is_not_ahead_counts_as_open(made: Plan, day: date) -> None:
    assert [point.path for point in open_points(made, day)] == ["sites.0.muster_point", "revision.next_review"]
