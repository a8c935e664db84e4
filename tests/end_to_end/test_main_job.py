"""The main job as a new user tries it: build, build again, build elsewhere."""
from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.end_to_end.conftest import EXAMPLES, Built, run


def test_summary_tells_documents_pages_time_and_what_is_left(built: Built) -> None:
    summary = re.search(r"(\d+) documents, (\d+) pages, [\d.]+ s", built.output)
    assert summary, built.output
    assert int(summary[1]) == len(built.files("docx")) == len(built.files("pdf")) > 40
    assert re.search(r"To complete: \d+ · to confirm: \d+", built.output)
    assert "Start Here.pdf" in built.output


def test_second_run_rewrites_nothing(built: Built) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.folder.rglob("*") if path.is_file()}
    result = run("build", built.intake, "-o", built.folder)
    assert result.exit_code == 0
    assert "0 files written" in result.output
    assert {path: path.stat().st_mtime_ns for path in built.folder.rglob("*") if path.is_file()} == before


@pytest.mark.nightly
def test_every_build_into_a_new_folder_is_byte_identical(built: Built, tmp_path: Path) -> None:
    build_again(built, tmp_path)


@pytest.mark.parametrize("built", [pytest.param("high_ridge_roofing", marks=pytest.mark.xdist_group("high_ridge_roofing"))],
                         indirect=True)
def test_a_build_into_a_new_folder_is_byte_identical(built: Built, tmp_path: Path) -> None:
    build_again(built, tmp_path)


def build_again(built: Built, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    assert run("build", built.intake, "-o", folder, "--on", "2026-11-22").exit_code == 0
    again = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    first = built.bytes_by_path()
    assert again.keys() == first.keys()
    assert [name for name in first if first[name] != again[name]] == []


def test_the_intakes_own_date_wins_over_the_last_builds(tmp_path: Path) -> None:
    from generator.publish.plan import plan
    intake = tmp_path / "dated.yaml"
    text = EXAMPLES["prairie_edge_fabrication"].read_text("utf-8")
    intake.write_text(text.replace("in_force: 2027-01-04", "in_force: 2027-03-01"), "utf-8")
    assert plan(intake, date(2026, 11, 22), date(2027, 1, 4)).program.in_force == date(2027, 3, 1)
    intake.write_text(text.replace("in_force: 2027-01-04", ""), "utf-8")
    assert plan(intake, date(2026, 11, 22), date(2027, 1, 4)).program.in_force == date(2027, 1, 4)
    assert plan(intake, date(2026, 11, 22)).program.in_force == date(2026, 11, 22)
