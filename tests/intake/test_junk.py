"""Whatever a file holds, the check answers in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import IntakeError
from generator.intake.check import check_document, check_intake
from generator.intake.questionnaire import load_questionnaire
from generator.intake.report import format_check
from generator.intake.source import Document, parse_document
from generator.intake.vocabulary import vocabulary

from .conftest import GOOD

NAMES = st.sampled_from(
    [question.id for question in load_questionnaire().questions]
    + ["name", "id", "owner", "address", "jurisdiction", "workers", "who", "kind", "used_for", "accounts", "brand", "x"]
)
SCALARS = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["AB", "3", "yes", "2027-01-04", "welding_shop", "0"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answered_in_words(text: str) -> None:
    try:
        document = parse_document(text)
    except IntakeError as error:
        assert error.problems and error.exit_code == 2
        return
    result = check_document(document, load_questionnaire(), vocabulary())
    assert result.problems or result.company
    assert format_check(result)


@QUICK
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    answered_in_words(text)


@QUICK
@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_any_answers(data: dict[str, Any]) -> None:
    result = check_document(Document("x.yaml", data), load_questionnaire(), vocabulary())
    assert result.problems and format_check(result)


@QUICK
@given(st.lists(NAMES, min_size=1, max_size=3), VALUES)
def test_the_good_intake_with_one_value_spoiled(path: list[str], value: Any) -> None:
    data = yaml.safe_load(GOOD)
    here = data
    for name in path[:-1]:
        if isinstance(here, list):
            here = here[0]
        here = here.setdefault(name, {}) if isinstance(here, dict) else {}
    if isinstance(here, dict):
        here[path[-1]] = value
    result = check_document(Document("x.yaml", data), load_questionnaire(), vocabulary())
    assert result.problems or result.company
    assert format_check(result)


@QUICK
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "junk.yaml"
    file.write_bytes(data)
    assert check_intake(file).problems
