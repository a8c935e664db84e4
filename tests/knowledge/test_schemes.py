"""Schemes, audit instruments, right-sizing rules, talks and checked claims, each with its source."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import KnowledgeError
from generator.knowledge import load
from generator.knowledge.load_schemes import read_instruments, read_schemes
from generator.knowledge.load_sizing import read_toolbox_topics

Edit = Callable[[str, str, str], int]


def test_alberta_schemes_name_their_instruments() -> None:
    schemes = load.schemes()
    assert schemes["ab_secor"].audit_file == "ab_secor"
    assert schemes["ab_cor"].province == "AB"
    for scheme in schemes.values():
        assert scheme.audit_file is None or scheme.audit_file in load.audit_instruments()
    assert any(partner.short == "ACSA" for partner in schemes["ab_secor"].certifying_partners)


def test_instruments_say_whether_their_questions_are_the_partners_own() -> None:
    instruments = load.audit_instruments()
    assert not instruments["bc_cor"].complete
    assert len(instruments["ab_cor_acsa"].questions) == 108
    assert len(instruments["on_cor2020"].questions) == 161
    assert all(question.verified in ("primary", "secondary", "recall")
               for one in instruments.values() for question in one.questions)


def test_the_other_lists_come_in_whole() -> None:
    assert len(load.failure_patterns()) == 26
    assert len(load.seeds_check()) == 22
    assert len(load.right_sizing().rules) == 37
    assert len(load.toolbox_topics().topics) == 200
    assert len(load.ontario_intervals().clocks) == 60
    assert len(load.audit_elements()) == 10


def test_nothing_of_the_cached_fact_base_can_be_changed() -> None:
    with pytest.raises(TypeError):
        load.right_sizing().worked_example["id"] = "mine"  # type: ignore[index]
    with pytest.raises(TypeError):
        load.catalogue().activities["mine"] = None  # type: ignore[index]


def test_a_statement_without_source_is_refused(folder: Path, edit: Edit) -> None:
    line = edit("schemes/schemes.yaml", "    source: https://www.alberta.ca/get-certificate-recognition.aspx\n", "")
    with pytest.raises(KnowledgeError) as caught:
        read_schemes(folder)
    problem = caught.value.problems[0]
    assert "a fact needs its source" in problem.message
    assert problem.line is not None and abs(problem.line - line) <= 4


def test_a_scheme_without_its_instrument_is_refused(folder: Path, edit: Edit) -> None:
    edit("schemes/schemes.yaml", "audit/ab_secor.yaml", "audit/lost.yaml")
    with pytest.raises(KnowledgeError, match=r"there is no audit/lost\.yaml"):
        read_schemes(folder)


def test_a_question_id_may_not_repeat(folder: Path, edit: Edit) -> None:
    text = (folder / "schemes/audit/ab_cor_acsa.yaml").read_text(encoding="utf-8")
    ids = [line.split("id: ")[1] for line in text.splitlines() if line.startswith("  - id: ")]
    edit("schemes/audit/ab_cor_acsa.yaml", f"  - id: {ids[1]}\n", f"  - id: {ids[0]}\n")
    with pytest.raises(KnowledgeError, match="occurs twice"):
        read_instruments(folder)


def test_a_talk_out_of_season_is_refused(folder: Path, edit: Edit) -> None:
    line = edit("catalogue/toolbox_topics.yaml", "    season: any\n", "    season: monsoon\n")
    with pytest.raises(KnowledgeError) as caught:
        read_toolbox_topics(folder)
    assert caught.value.problems[0].line == line
