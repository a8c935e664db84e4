"""Each wrong answer is told in the question's words, with path, line, what is accepted, and the nearest match."""

from __future__ import annotations

import pytest

from generator.errors import Problem
from generator.intake.check import CheckResult
from generator.intake.report import format_check

from .conftest import Checker


def at(result: CheckResult, path: str) -> Problem:
    found = {problem.path: problem for problem in result.problems}
    assert path in found, sorted(str(key) for key in found)
    assert result.company is None
    return found[path]


def test_the_base_passes(check: Checker) -> None:
    result = check()
    assert result.problems == () and result.company is not None


@pytest.mark.parametrize(
    ("old", "new", "path", "line", "message", "accepted"),
    [
        ("id: welding_shop", "id: welding_shp", "activities.0.id", 13, "did you mean `welding_shop`", "welding_shop"),
        ("id: welding_arc", "id: welder", "equipment.0.id", 15, "is not one of the choices", "welding_arc"),
        (
            "jurisdiction: AB, workers",
            "jurisdiction: Ontario, workers",
            "workforce.0.jurisdiction",
            6,
            "did you mean `ON` (Ontario)?",
            "AB, BC",
        ),
        (
            "workers: 3, peak",
            "workers: three, peak",
            "workforce.0.workers",
            6,
            '"three" is not a whole number',
            "at least 0",
        ),
        (
            "workers: 3, peak",
            "workers: -1, peak",
            "workforce.0.workers",
            6,
            "-1 is too small; the least is 0",
            "at least 0",
        ),
        ("workers: 3, peak", "workers: [3], peak", "workforce.0.workers", 6, "a list stands here", "a whole number"),
        (
            "federally_regulated: no",
            "federally_regulated: maybe",
            "federally_regulated",
            7,
            '"maybe" is not yes or no',
            "yes or no",
        ),
        (
            "next_review: 2028-01-04",
            "next_review: 2028-13-04",
            "revision.next_review",
            17,
            "is not a date",
            "2027-01-04",
        ),
        (
            "goal: {scheme: secor}",
            "goal: {scheme: SEKOR}",
            "goal.scheme",
            16,
            "did you mean `secor`",
            "secor, cor, law_only",
        ),
        ("goal: {scheme: secor}", "goal: [secor]", "goal", 16, "a list stands here", "a map of answers"),
        ("name: Ann Ames}", "name: ''}", "company.owner.name", 4, "this question must be answered", "one line of text"),
        ("legal_name:", "legalname:", "company.legalname", 2, "did you mean `legal_name`?", "operating_name"),
        (
            "legal_name: Small Shop Ltd.",
            'legal_name: "a\\x07b"',
            "company.legal_name",
            2,
            "cannot be printed (U+0007)",
            "one line",
        ),
        ("role: first_aider", "role: first_aid", "people.0.role", 9, "did you mean `first_aider`", "supervisor"),
        ("kind: shop", "kind: shopp", "sites.0.kind", 11, "did you mean `shop`", "job_site"),
        (
            "{name: Ann Ames}",
            "{name: Ann Ames, phone: none}",
            "company.owner.phone",
            4,
            "does not look right",
            "403-555-0142",
        ),
    ],
)
def test_a_wrong_answer(check: Checker, old: str, new: str, path: str, line: int, message: str, accepted: str) -> None:
    problem = at(check((old, new)), path)
    assert problem.line == line
    assert message in problem.message
    assert accepted in str(problem.accepted)
    assert problem.question and problem.question.endswith("?")


def test_the_question_is_told_in_its_own_words(check: Checker) -> None:
    problem = at(check(("workers: 3, peak", "workers: x, peak")), "workforce.0.workers")
    assert problem.question == "How many people work for you there?"


def test_a_missing_section_is_one_problem(check: Checker) -> None:
    result = check(("workforce:\n  - {jurisdiction: AB, workers: 3, peak_workers: 4}\n", ""))
    assert at(result, "workforce").message == "this question must be answered"
    assert len(result.problems) == 1


def test_a_row_that_is_no_map(check: Checker) -> None:
    result = check(("  - {id: welding_arc, count: 2, used_for: [welding_shop]}", "  - welding_arc"))
    assert "plain text" in at(result, "equipment.0").message
    assert "a map with id, count" in str(at(result, "equipment.0").accepted)


def test_an_empty_row(check: Checker) -> None:
    assert "empty" in at(check(("equipment:\n", "equipment:\n  -\n")), "equipment.0").message


def test_the_same_id_twice_names_the_first_line(check: Checker) -> None:
    result = check(("activities:\n", "activities:\n  - {id: welding_shop}\n"))
    problem = at(result, "activities.1.id")
    assert problem.message == '"welding_shop" is given twice; the first is on line 13' and problem.line == 14


def test_every_error_comes_at_once_in_the_order_of_the_file(check: Checker) -> None:
    result = check(
        ("province: AB", "province: XX"),
        ("workers: 3, peak", "workers: x, peak"),
        ("kind: shop", "kind: y"),
        ("scheme: secor", "scheme: z"),
    )
    assert [problem.path for problem in result.problems] == [
        "company.address.province",
        "workforce.0.workers",
        "sites.0.kind",
        "goal.scheme",
    ]
    assert format_check(result).endswith("4 problems to mend. Nothing was built.")


@pytest.mark.parametrize("name", ['A & B <Ltd> "Söhne" 100% {{ x }}', "N" * 300, "Crêperie Été — 北京 ☃"])
def test_unusual_company_names_are_valid(check: Checker, name: str) -> None:
    quoted = "'" + name.replace("'", "''") + "'"
    result = check(("legal_name: Small Shop Ltd.", f"legal_name: {quoted}"))
    assert result.company is not None and result.company.legal_name == name


def test_a_name_of_301_characters_is_too_long(check: Checker) -> None:
    assert "301 characters" in at(check(("Small Shop Ltd.", "N" * 301)), "company.legal_name").message


def test_an_answer_out_of_place_is_a_warning_and_is_left_out(check: Checker) -> None:
    result = check(("goal: {scheme: secor}", "goal: {scheme: law_only, audit_due: 2027-05}"))
    assert [warning.path for warning in result.warnings] == ["goal.audit_due"]
    assert "does not apply" in result.warnings[0].message
    assert result.company is not None and result.company.goal.audit_due is None


def test_a_question_that_does_not_apply_is_not_open(check: Checker) -> None:
    asked = {entry.id for entry in check().unanswered}
    assert {"goal.audit_due", "sites.0.muster_point", "emergency.alarm"} <= asked
    unasked = {entry.id for entry in check(("scheme: secor", "scheme: law_only")).unanswered}
    assert asked - unasked == {"goal.audit_due", "goal.certifying_partner", "company.accounts"}
    vehicle = {entry.id for entry in check(("kind: shop", "kind: vehicle")).unanswered}
    assert "sites.0.muster_point" not in vehicle and "sites.0.address" not in vehicle


def test_substances_are_open_only_where_work_needs_them(check: Checker) -> None:
    assert "substances" not in {entry.id for entry in check().unanswered}
    result = check(("activities:\n", "activities:\n  - {id: use_hazardous_products}\n"))
    assert "substances" in {entry.id for entry in result.unanswered}


def test_critical_questions_are_marked(check: Checker) -> None:
    marks = {entry.id: entry.critical for entry in check().unanswered}
    assert marks["sites.0.muster_point"] is True and marks["emergency.drill_month"] is False


def test_a_postal_code_and_a_month_are_tidied(check: Checker) -> None:
    result = check(
        ("province: AB}", "province: AB, postal_code: t4n6v2}"), ("goal:", "emergency: {drill_month: sept}\ngoal:")
    )
    assert result.company is not None
    assert result.company.address.postal_code == "T4N 6V2" and result.company.emergency.drill_month == "September"


def test_messages_never_carry_what_a_terminal_would_obey(check: Checker) -> None:
    result = check(("scheme: secor", 'scheme: "\\e[31mred\\x9b"'))
    assert "\x1b" not in format_check(result) and "\x9b" not in format_check(result)


def test_an_empty_list_does_not_answer_a_required_table(check: Checker) -> None:
    result = check(("workforce:\n  - {jurisdiction: AB, workers: 3, peak_workers: 4}\n", "workforce: []\n"))
    assert "at least 1 entry" in at(result, "workforce").message


def test_unknown_provinces_of_accounts_and_lists_as_accounts(check: Checker) -> None:
    result = check(("  owner:", "  accounts: {Alberta: '1', BC: [2]}\n  owner:"))
    assert "did you mean `AB`" in at(result, "company.accounts.Alberta").message
    assert "a list stands here" in at(result, "company.accounts.BC").message


def test_many_problems_are_cut_short(check: Checker) -> None:
    rows = "".join(f"  - {{id: nothing_{number}}}\n" for number in range(90))
    text = format_check(check(("equipment:\n", f"equipment:\n{rows}")))
    assert "To mend (90)" in text and "... and 30 more" in text
