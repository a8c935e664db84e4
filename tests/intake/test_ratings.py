"""Changed ratings beside the rest of the answers."""
from __future__ import annotations

import pytest

from .conftest import Checker

ROW = "{activity: welding_shop, hazard: welding_fume, before: {severity: 4, likelihood: 3}, reason: Robots weld}"
RIGHT = ("goal:", f"ratings:\n  - {ROW}\ngoal:")


def test_a_changed_rating_reaches_the_company_with_its_line(check: Checker) -> None:
    company = check(RIGHT).company
    assert company is not None
    rating, = company.ratings
    assert (rating.before.severity, rating.before.likelihood, rating.after.severity) == (4, 3, None)
    assert (rating.reason, rating.line) == ("Robots weld", 17)


@pytest.mark.parametrize(("old", "new", "path", "message"), [
    ("activity: welding_shop", "activity: welding_shopp", "ratings.0.activity", "did you mean `welding_shop`"),
    ("activity: welding_shop", "activity: woodworking", "ratings.0.activity", "not among your kinds of work"),
    ("hazard: welding_fume", "hazard: livestock", "ratings.0.hazard", "has no row for livestock"),
    ("likelihood: 3}", "likelihood: 6}", "ratings.0.before.likelihood", "the most is 5"),
    (", reason: Robots weld", "", "ratings.0.reason", "must be answered"),
    ("before: {severity: 4, likelihood: 3}, ", "", "ratings.0", "changes no number"),
    ("likelihood: 3}", "likelihood: 3}, after: {likelihood: 4}", "ratings.0.after.likelihood", "is above the one before (3)")])
def test_a_rating_that_cannot_hold(check: Checker, old: str, new: str, path: str, message: str) -> None:
    result = check(RIGHT, (f"  - {ROW}", f"  - {ROW.replace(old, new)}"))
    found = {problem.path: problem for problem in result.problems}
    assert message in found[path].message and found[path].line and found[path].accepted


def test_a_hazard_of_the_equipment_used_for_the_work_may_be_rated(check: Checker) -> None:
    plough = ("  - {id: welding_arc", "  - {id: snow_blower, used_for: [welding_shop]}\n  - {id: welding_arc")
    row = ROW.replace("welding_fume", "cold_stress")
    assert check(RIGHT, (f"  - {ROW}", f"  - {row}"), plough).problems == ()
    assert check(RIGHT, (f"  - {ROW}", f"  - {row}")).problems != ()
