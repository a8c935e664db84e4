"""Answers that are fine alone and wrong together."""

from __future__ import annotations

import pytest

from .conftest import Checker

ERRORS = [
    ("workers_per_shift: 3", "workers_per_shift: 5", "sites.0.workers_per_shift", "more than the 4 who work in AB"),
    ("workers: 2, who", "workers: 0, who", "activities.0.workers", "nobody does this work"),
    ("workers: 2, who", "workers: 9, who", "activities.0.workers", "but the company has 4"),
    ("Bo Berg]", "Bob Berg]", "activities.0.who.1", "did you mean `Bo Berg`?"),
    ("Bo Berg]", "Bo]", "activities.0.who.1", "did you mean `Bo Berg`?"),
    ("used_for: [welding_shop]", "used_for: [welding]", "equipment.0.used_for.0", "did you mean `welding_shop`"),
    ("used_for: [welding_shop]", "used_for: [woodworking]", "equipment.0.used_for.0", "add it under activities"),
    (
        "name: the shop, jurisdiction: AB",
        "name: the shop, jurisdiction: BC",
        "sites.0.jurisdiction",
        "nobody works in BC",
    ),
    ("peak_workers: 4", "peak_workers: 2", "workforce.0.peak_workers", "below the workers now (3)"),
    ("peak_workers: 4", "young_workers: 4", "workforce.0.young_workers", "more workers under 18 (4) than workers (3)"),
    ("peak_workers: 4", "supervisors: 4", "workforce.0.supervisors", "more supervisors (4) than workers (3)"),
    ("name: Bo Berg, role", "name: Ann Ames, role", "people.0.name", "is the owner"),
    ("next_review: 2028-01-04", "next_review: 2026-01-04", "revision.next_review", "is not after"),
    (
        "jurisdiction: AB, workers",
        "jurisdiction: CA, workers",
        "workforce.0.jurisdiction",
        "federally_regulated says no",
    ),
    ("goal:", "preferences: {brand: {logo: none.png}}\ngoal:", "preferences.brand.logo", "there is no file"),
    ("goal:", "preferences: {brand: {logo: x.exe}}\ngoal:", "preferences.brand.logo", "not a picture"),
]
WARNINGS = [
    ("province: AB", "province: BC", "company.address.province", "the workforce has nobody there"),
    ("peak_workers: 4", "peak_workers: 12", "workforce.0.peak_workers", "at most 10 employees"),
    ("federally_regulated: no", "federally_regulated: yes", "workforce.0.jurisdiction", "AB law is not used"),
    ("  - {id: welding_arc", "  - {id: patient_lift}\n  - {id: welding_arc", "equipment.0.id", "seems to use this"),
    ("  - {id: welding_arc", "  - {id: chainsaw}\n  - {id: welding_arc", "equipment.0.id", "seems to use this"),
    (
        "activities:\n",
        "conditions: {working_alone: no}\nactivities:\n  - {id: working_alone_activity}\n",
        "conditions.working_alone",
        "this says no",
    ),
]


@pytest.mark.parametrize(("old", "new", "path", "message"), ERRORS)
def test_an_error(check: Checker, old: str, new: str, path: str, message: str) -> None:
    result = check((old, new))
    found = {problem.path: problem for problem in result.problems}
    assert message in found[path].message
    assert found[path].accepted and found[path].line
    assert result.company is None


@pytest.mark.parametrize(("old", "new", "path", "message"), WARNINGS)
def test_a_warning_does_not_stop_the_build(check: Checker, old: str, new: str, path: str, message: str) -> None:
    result = check((old, new))
    assert result.company is not None, [str(problem) for problem in result.problems]
    found = {problem.path: problem for problem in result.warnings}
    assert message in found[path].message and found[path].line


def test_a_person_named_twice(check: Checker) -> None:
    result = check(("people:\n", "people:\n  - {name: bo berg, role: worker}\n"))
    assert "given twice" in {problem.path: problem.message for problem in result.problems}["people.1.name"]


def test_a_federal_company_with_federal_rows_is_fine(check: Checker) -> None:
    result = check(
        ("jurisdiction: AB, workers", "jurisdiction: CA, workers"),
        ("federally_regulated: no", "federally_regulated: yes"),
    )
    assert result.company is not None and result.company.jurisdictions == ("CA",)
    assert result.warnings == ()
