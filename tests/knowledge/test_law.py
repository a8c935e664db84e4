"""The law of the fourteen jurisdictions: typed, sourced, dated, and refused where it breaks its rules."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import KnowledgeError
from generator.knowledge import load
from generator.knowledge.files import CODES
from generator.knowledge.load_law import TERMS, in_force, read_jurisdiction
from generator.knowledge.model import LawFact, Quantity

Edit = Callable[[str, str, str], int]
AB = "jurisdictions/ab.yaml"


def wrong(code: str, folder: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as caught:
        read_jurisdiction(code, folder)
    return caught.value


@pytest.mark.parametrize("code", CODES)
def test_every_jurisdiction_loads_with_all_its_terms(code: str) -> None:
    where = load.jurisdiction(code)
    assert where.code == code
    assert len(where.facts) >= 80
    assert all(where.terms[term] for term in TERMS)
    assert where.reviewed == (code == "AB")


def test_each_key_has_one_type_and_registered_units_everywhere() -> None:
    kinds = {"quantity": Quantity, "text": str, "list": tuple}
    keys = load.law_keys()
    for code in CODES:
        for key, fact in load.jurisdiction(code).facts.items():
            if fact.value is not None and key in keys:
                assert isinstance(fact.value, kinds[keys[key].type]), f"{code} {key}"
                if isinstance(fact.value, Quantity):
                    assert fact.value.unit in keys[key].units, f"{code} {key}"


def test_every_fact_names_its_section_its_source_and_how_it_was_verified() -> None:
    for code in CODES:
        for fact in load.jurisdiction(code).facts.values():
            assert fact.url.startswith("http"), f"{code} {fact.key}"
            assert fact.rule.strip(), f"{code} {fact.key}"
            assert fact.cite or fact.value is None, f"{code} {fact.key}"


@pytest.mark.parametrize(("key", "value"), [
    ("committee.threshold", "20 workers"), ("representative.threshold", "5 workers"),
    ("program.written_threshold", "20 workers"), ("fall.protection_height_m", "3 m"), ("excavation.depth_m", "1.5 m"),
    ("noise.limit_dba", "85 dBA"), ("wcb.employer_report_deadline", "72 hours"),
    ("violence_harassment.review_frequency", "3 years"), ("first_aid.records_retention", "3 years"),
])
def test_alberta_numbers_read_as_printed(key: str, value: str) -> None:
    assert str(load.jurisdiction("AB").facts[key].value) == value


def test_where_the_law_sets_no_number_the_value_is_none_and_the_rule_says_so() -> None:
    fact = load.jurisdiction("AB").facts["committee.meeting_frequency"]
    assert fact.value is None
    assert "no number" in fact.rule


def test_an_unknown_key_is_named_with_file_and_line(folder: Path, edit: Edit) -> None:
    line = edit(AB, "    cite: OHS Act s 14\n", "    citation: OHS Act s 14\n    cite: OHS Act s 14\n")
    problem = wrong("AB", folder).problems[0]
    assert (problem.file, problem.line) == (folder / AB, line)
    assert "'citation'" in problem.message
    assert problem.path == "facts.representative.threshold.citation"


def test_a_quantity_without_number_is_refused(folder: Path, edit: Edit) -> None:
    text = (folder / AB).read_text(encoding="utf-8")
    start = text.index("  fall.protection_height_m:\n    value: 3\n")
    edit(AB, "  fall.protection_height_m:\n    value: 3\n", "  fall.protection_height_m:\n    value: three metres\n")
    problem = wrong("AB", folder).problems[0]
    assert problem.line == text[:start].count("\n") + 2
    assert "fall.protection_height_m is a quantity" in problem.message


def test_a_unit_that_is_not_canonical_is_refused(folder: Path, edit: Edit) -> None:
    edit(AB, "  fall.protection_height_m:\n    value: 3\n    unit: m\n",
         "  fall.protection_height_m:\n    value: 3\n    unit: metres\n")
    problem = wrong("AB", folder).problems[0]
    assert "'metres' is no unit" in problem.message
    assert problem.accepted == "one of m"


def test_a_fact_without_source_is_refused(folder: Path, edit: Edit) -> None:
    (folder / "jurisdictions" / "ab.extra.yaml").write_text(
        "facts:\n  extra.rule:\n    value: yes or no\n    rule: A rule.\n    cite: OHS Code s 1\n    statute: code\n"
        "    url: ''\n    verified: primary\n", encoding="utf-8")
    problem = wrong("AB", folder).problems[0]
    assert "needs a source" in problem.message
    assert problem.line == 7


@pytest.mark.parametrize(("change", "part"), [
    (("    verified: primary\n", "    verified: certain\n"), "'certain' is not accepted"),
    (("    statute: act\n", "    statute: act_of_1066\n"), "no statute 'act_of_1066'"),
    (("  committee: joint health and safety committee\n", ""), "missing terms: committee"),
    (("reviewed: true\n", "reviewed: maybe\n"), "must be true or false"),
])
def test_broken_heads_and_facts_are_refused(folder: Path, edit: Edit, change: tuple[str, str], part: str) -> None:
    edit(AB, *change)
    error = wrong("AB", folder)
    assert part in str(error)
    assert error.problems[0].line is not None


def test_invalid_yaml_is_named_with_its_line(folder: Path, edit: Edit) -> None:
    line = edit(AB, "terms:\n", "terms: [\n")
    problem = wrong("AB", folder).problems[0]
    assert problem.file == folder / AB
    assert problem.line is not None and problem.line >= line


def test_extra_files_add_facts_and_may_not_repeat_a_key(folder: Path) -> None:
    fact = ("    value: 7\n    unit: m\n    rule: A rule.\n    cite: OHS Code s 1\n    statute: code\n"
            "    url: https://example.com\n    verified: recall\n")
    extra = folder / "jurisdictions" / "ab.extra.yaml"
    extra.write_text(f"facts:\n  extra.distance_m:\n{fact}", encoding="utf-8")
    assert str(read_jurisdiction("AB", folder).facts["extra.distance_m"].value) == "7 m"
    extra.write_text(f"facts:\n  excavation.depth_m:\n{fact}", encoding="utf-8")
    assert "already a fact of AB" in str(wrong("AB", folder))


def test_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="'XX' is no jurisdiction"):
        load.jurisdiction("XX")


def test_facts_change_on_their_day(folder: Path) -> None:
    row = ("    - value: {value}\n      unit: m\n      rule: A rule.\n      cite: OHS Code s 1\n      statute: code\n"
           "      url: https://example.com\n      verified: primary\n      {when}\n")
    (folder / "jurisdictions" / "ab.extra.yaml").write_text(
        "facts:\n  extra.distance_m:\n" + row.format(value=2, when="until: 2027-06-30")
        + row.format(value=3, when="since: 2027-07-01"), encoding="utf-8")
    where = read_jurisdiction("AB", folder)
    before = load.facts_in_force(where, date(2027, 6, 30)).facts["extra.distance_m"]
    after = load.facts_in_force(where, date(2027, 7, 1)).facts["extra.distance_m"]
    assert (str(before.value), str(after.value)) == ("2 m", "3 m")
    assert str(where.facts["extra.distance_m"].value) == "2 m"  # as_of is November 2026
    assert len(load.facts_in_force(where, date(2027, 7, 1)).facts) == len(where.facts)


DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(since=st.none() | DAYS, until=st.none() | DAYS, on=DAYS)
def test_a_fact_holds_from_its_first_to_its_last_day(since: date | None, until: date | None, on: date) -> None:
    fact = LawFact("AB", "k", None, "r", "c", "code", "https://example.com", "primary", since=since, until=until)
    assert in_force(fact, on) == ((since or date.min) <= on <= (until or date.max))
    if since and (until is None or since <= until):
        assert in_force(fact, since)
        assert not in_force(fact, since - timedelta(days=1))
