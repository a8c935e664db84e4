"""The JSON Schema takes the examples and refuses what the check refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.intake.check import check_intake
from generator.intake.json_schema import json_schema
from generator.intake.questionnaire import questionnaire_folder

from .conftest import GOOD

EXAMPLES = sorted(path for path in (questionnaire_folder() / "examples").glob("*.yaml") if ".revisions" not in path.name)


def plain(value: Any) -> Any:
    """YAML data as JSON would hold it."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def errors(text: str) -> list[str]:
    return [error.json_path for error in Draft202012Validator(json_schema()).iter_errors(plain(yaml.safe_load(text)))]


def test_it_is_a_schema_of_draft_2020_12() -> None:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    kind = schema["properties"]["sites"]["items"]["properties"]["kind"]
    assert kind["title"] == "Kind of site" and kind["description"].startswith("What kind of place is it?")
    assert "job_site" in kind["enum"] and "Job sites that change" in kind["enumDescriptions"]
    assert schema["required"] == ["company", "workforce", "federally_regulated", "sites", "activities"]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_it_takes_the_examples(file: Path) -> None:
    assert errors(file.read_text("utf-8")) == []


def test_there_are_three_examples() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: welding_shop", "id: welding_shp"),
        ("jurisdiction: AB, workers", "jurisdiction: Ontario, workers"),
        ("workers: 3, peak", "workers: three, peak"),
        ("workers: 3, peak", "workers: -1, peak"),
        ("workers: 3, peak", "workers: 2.5, peak"),
        ("federally_regulated: no", "federally_regulated: maybe"),
        ("legal_name:", "legalname:"),
        ("name: Ann Ames}", "name: ''}"),
        ("goal: {scheme: secor}", "goal: [secor]"),
        ("role: first_aider", "role: boss"),
        ("next_review: 2028-01-04", "next_review: soon"),
        ("people:\n", "people:\n  - words\n"),
        ("goal:", "emergency: {drill_month: Octember}\ngoal:"),
        ("goal:", "preferences: {brand: {colour: orange}}\ngoal:"),
        ("province: AB}", "province: AB, postal_code: 12345}"),
        ("Small Shop Ltd.", "N" * 301),
    ],
)
def test_both_refuse_the_same(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new)
    file = tmp_path / "intake.yaml"
    file.write_text(text, "utf-8")
    assert check_intake(file).problems
    assert errors(text)


def test_both_take_the_base(tmp_path: Path) -> None:
    assert errors(GOOD) == []
