"""Tickets: somebody named holds them, once, with a date that makes sense; what is wrong is said in words and with its line."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.intake.check import check_intake
from generator.intake.company import Ticket
from generator.intake.setting import check_changed

from .conftest import GOOD, Checker

ONE = "  - {who: Bo Berg, course: first_aid_basic, expires: 2027-09-30, number: FA-1}\n"


def with_tickets(*rows: str) -> tuple[str, str]:
    return "goal:", "tickets:\n" + "".join(rows) + "goal:"


def test_a_ticket_arrives_as_it_was_given(check: Checker) -> None:
    result = check(with_tickets(ONE, "  - {who: Ann Ames, course: forklift, earned: 2025-03-01}\n"))
    assert result.company is not None and result.warnings == ()
    assert result.company.tickets == (
        Ticket("Bo Berg", "first_aid_basic", expires=date(2027, 9, 30), number="FA-1"),
        Ticket("Ann Ames", "forklift", earned=date(2025, 3, 1)))


@pytest.mark.parametrize(("old", "new", "path", "message"), [
    ("who: Bo Berg", "who: Bo", "tickets.0.who", 'nobody is named "Bo"; did you mean `Bo Berg`?'),
    ("who: Bo Berg", "who: Cy Cole", "tickets.0.who", 'nobody is named "Cy Cole"'),
    ("course: first_aid_basic", "course: first_aid", "tickets.0.course", "did you mean `first_aid_"),
    (", expires: 2027-09-30", "", "tickets.0.expires", "this ticket has no date"),
    ("expires: 2027-09-30", "expires: ~", "tickets.0.expires", "this ticket has no date"),
    ("expires: 2027-09-30", "earned: ~", "tickets.0.earned", "this ticket has no date"),
    ("expires: 2027-09-30", "expires: 2027-09-30, earned: 2028-01-01", "tickets.0.expires", "before it was earned (2028-01-01)"),
    ("expires: 2027", "expires: 9999", "tickets.0.expires", "9999-09-30 cannot be the date of a ticket"),
    ("expires: 2027", "earned: 0001", "tickets.0.earned", "0001-09-30 cannot be the date of a ticket"),
    ("first_aid_basic, expires", "first_aid_basic, earned: 2020-01-01}\n  - {who: Bo Berg, course: first_aid_basic, expires",
     "tickets.1.course", "Bo Berg has first_aid_basic already"),
])
def test_an_error(check: Checker, old: str, new: str, path: str, message: str) -> None:
    result = check(with_tickets(ONE.replace(old, new)))
    found = {problem.path: problem for problem in result.problems}
    assert message in found[path].message
    assert found[path].accepted and found[path].line and result.company is None


def test_a_date_that_is_none_is_said_once(check: Checker) -> None:
    result = check(with_tickets(ONE.replace("2027-09-30", "soon")))
    assert [problem.path for problem in result.problems] == ["tickets.0.expires"]
    assert "year-month-day" in str(result.problems[0].accepted)


def test_a_course_that_is_still_to_come_is_only_odd(check: Checker) -> None:
    row = "  - {who: Bo Berg, course: first_aid_basic, earned: 2027-02-01}\n"
    result = check(with_tickets(row))
    assert result.company is not None
    assert [(item.path, "2027-02-01" in item.message) for item in result.warnings] == [("tickets.0.earned", True)]
    before = check(with_tickets(row.replace("2027-02-01", "2027-01-04")))
    assert before.company is not None and before.warnings == ()


def test_without_a_day_in_force_today_counts(check: Checker) -> None:
    row = "  - {who: Bo Berg, course: first_aid_basic, earned: 2199-02-01}\n"
    result = check(with_tickets(row), ("in_force: 2027-01-04, ", ""), ("2028-01-04", "2199-12-01"))
    assert [item.path for item in result.warnings] == ["tickets.0.earned"]


def test_the_tickets_of_somebody_who_leaves_go_too(tmp_path: Path) -> None:
    file = tmp_path / "intake.yaml"
    rows = "  - {who: Ann Ames, course: forklift, expires: 2027-05-01}\n"
    file.write_text(GOOD.replace(*with_tickets(ONE, rows, ONE.replace("first_aid_basic", "whmis"))), "utf-8")
    assert check_intake(file).company is not None
    left = check_changed(file, ["people-=Bo Berg"])
    assert left.company is not None, [str(problem) for problem in left.problems]
    assert [ticket.who for ticket in left.company.tickets] == ["Ann Ames"]
