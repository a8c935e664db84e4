"""Bad input: a clear message, exit code 2, no traceback, nothing written, and what was there before untouched."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.conftest import EXAMPLES, run

GOOD = EXAMPLES["prairie_edge_fabrication"].read_text("utf-8")
BAD = {
    "empty": ("", "empty"),
    "tabs": ("company:\n\tlegal_name: X\n", "tab"),
    "list": ("- a\n- b\n", "list"),
    "alias": ("company: &a {legal_name: X}\nsites: *a\n", "alias"),
    "unknown_activity": (GOOD.replace("id: welding_shop", "id: welding_shp", 1), "welding_shop"),
    "wrong_type": (GOOD.replace("workers: 3", "workers: three", 1), "number"),
    "unknown_key": (GOOD + "\nbogus: 1\n", "bogus"),
    "junk": ("x: [" + "{" * 5000, "quotes"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_intakes_are_refused_with_a_message(name: str, tmp_path: Path) -> None:
    text, words = BAD[name]
    assert text != GOOD
    intake = tmp_path / "bad.yaml"
    intake.write_text(text, "utf-8")
    for command in ("check", "build"):
        arguments = [command, intake, *(["-o", tmp_path / "out"] if command == "build" else [])]
        result = run(*arguments)
        assert result.exit_code == 2, result.output
        assert words in result.output.lower(), result.output
        assert "bad.yaml" in result.output
        assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_ten_megabytes_of_junk_are_refused_quickly(tmp_path: Path) -> None:
    intake = tmp_path / "junk.yaml"
    intake.write_bytes(b"\x00\xff{[" * 2_600_000)
    result = run("build", intake, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "junk.yaml" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", ["missing.yaml", "."])
def test_a_missing_file_or_a_folder_is_named(path: str, tmp_path: Path) -> None:
    result = run("build", tmp_path / path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    result = run("build", EXAMPLES["prairie_edge_fabrication"], "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert (tmp_path / "out").read_text("utf-8") == "mine"


def test_explain_of_an_unknown_id_offers_near_ones() -> None:
    result = run("explain", EXAMPLES["high_ridge_roofing"], "clause-fall_protecton", "--on", "2026-11-22")
    assert result.exit_code == 2
    assert "clause-fall_protection" in result.output
