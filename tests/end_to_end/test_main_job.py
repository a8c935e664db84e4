"""The main job as a new user tries it: build, build again, build elsewhere."""
from __future__ import annotations

import re
from pathlib import Path

from tests.end_to_end.conftest import Built, run


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


def test_a_build_into_a_new_folder_is_byte_identical(built: Built, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    assert run("build", built.intake, "-o", folder, "--on", "2026-11-22").exit_code == 0
    again = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    first = built.bytes_by_path()
    assert again.keys() == first.keys()
    assert [name for name in first if first[name] != again[name]] == []
