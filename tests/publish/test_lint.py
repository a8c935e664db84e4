"""Lint of templates finds what would go wrong for some company, with file and line, before anybody meets it."""
from __future__ import annotations

import pytest

from generator.compose.library import Chapter, Library, parse_template
from generator.compose.lint import lint_templates, vocabulary
from generator.knowledge import load
from generator.publish.lint import CODES
from generator.publish.lint_reach import unreachable


def library(head: str, body: str, kind: str = "manual") -> Library:
    template = parse_template(kind, f"---\nid: one\ntitle: One\n{head}---\n{body}", f"{kind}/01_x/one.md", "01_x")  # type: ignore[arg-type]
    return Library((Chapter("01_x", "X", "leadership_policy"),), (template,))


def found(head: str, body: str, kind: str = "manual") -> list[tuple[int | None, str]]:
    one = library(head, body, kind)
    words = vocabulary(one, load.catalogue(), [load.jurisdiction(code) for code in CODES])
    return [(problem.line, problem.message) for problem in lint_templates(one, words)]


GOOD = "audit: [leadership_policy]\n"


def test_a_sound_template_has_no_problem() -> None:
    guarded = "{% if has.equipment('forklift') %} {{ equip('forklift').phrase }}{% endif %}"
    assert found(GOOD, "{{ owner.name }} uses {{ form('flha') }}." + guarded) == []


@pytest.mark.parametrize(("head", "body", "line", "words"), [
    (GOOD, "x\n{{ ownr.name }}", 7, "no name ownr"),
    (GOOD, "{{ company.nmae }}", 6, "company.nmae"),
    (GOOD, "x\ny\n{{ has.machine('x') }}", 8, "has.machine"),
    (GOOD, "{{ law('fall.hight') }}", 6, "fall.hight"),
    (GOOD, "{{ form('flah') }}", 6, "flah"),
    (GOOD, "{{ section('nowhere') }}", 6, "nowhere"),
    (GOOD, "{{ equip('forklift').colour }}", 6, "colour"),
    (GOOD, "## Heading", 6, "## heading"),
    (GOOD, "{% if %}", 6, "Expected"),
    (GOOD + "law: [no.such]\n", "x", 2, "no.such"),
    (GOOD + "for: {equipment: [forklfit]}\n", "x", 2, "forklfit"),
    ("", "x", 2, "nothing says why"),
])
def test_each_mistake_is_named_with_its_line(head: str, body: str, line: int, words: str) -> None:
    assert [(at, words in message) for at, message in found(head, body)] == [(line, True)]


def test_a_sheet_with_a_missing_heading_is_named() -> None:
    problems = found("for: {equipment: [forklift]}\n", "## What hurts people\n\nx\n", "practices")
    assert len(problems) == 1 and "headings" in problems[0][1]


def test_a_text_that_no_company_can_get_is_unreachable() -> None:
    assert unreachable(library("when: duty.committee and not duty.committee\n", "x"))[0].file == "templates/manual/01_x/one.md"
    assert unreachable(library("when: duty.committee\n", "x")) == []
    assert unreachable(library("when: not duty.committee and company.workers == 1\n", "x")) == []
