"""The rules of telling, signing and training again rest on the fact base, and a slip in them is named with its line."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import KnowledgeError
from generator.knowledge import load
from generator.knowledge.load_telling import Law, read_telling, telling

from .conftest import Edit

FILE = "catalogue/telling.yaml"


def _laws() -> Iterator[tuple[str, Law]]:
    rules = telling()
    yield from ((id_, rule.law) for id_, rule in rules.rules.items())
    yield from ((id_, event.law) for id_, event in rules.events.items())
    yield "courses", rules.courses.law


def test_every_law_that_a_rule_names_is_a_fact_that_may_be_printed() -> None:
    for id_, law in _laws():
        for code, keys in law.items():
            for key in keys:
                fact = load.jurisdiction(code).facts.get(key)
                assert fact, f"{id_}: {code} has no {key}"
                assert fact.verified != "recall", f"{id_}: {code} {key} is not confirmed"
                assert fact.cite, f"{id_}: {code} {key} has no section"


def test_every_form_and_group_of_equipment_that_a_rule_names_exists() -> None:
    rules, catalogue = telling(), load.catalogue()
    forms = {form for how in rules.hows.values() for form in how.record}
    forms |= {signing.form for rule in rules.rules.values() for signing in rule.sign if signing.form}
    assert forms <= set(catalogue.forms)
    assert {group for event in rules.events.values() for group in event.groups} <= set(catalogue.equipment_groups)


@pytest.mark.parametrize(("old", "new", "words"), [
    ("    also: true", "    als: true", "unknown key 'als'"),
    ("how: talk, until: meeting", "how: tlak, until: meeting", "'tlak' is not in the list hows"),
    ("how: talk, until: meeting", "how: talk, until: soon", "'soon' is not in the list untils"),
    ("law: {BC: [supervisor.duty]", "law: {BX: [supervisor.duty]", "'BX' is no jurisdiction"),
    ("law: {BC: [supervisor.duty]", "law: {BC: [supervisor.dty]", "no law key 'supervisor.dty'"),
    ("causes: [law]", "causes: [lwa]", "'lwa' is no cause"),
    ("who: [committee, supervisors]", "who: [boss]", "'boss' is not accepted"),
])
def test_a_slip_is_named_with_its_file_and_line(folder: Path, edit: Edit, old: str, new: str, words: str) -> None:
    line = edit(FILE, old, new)
    with pytest.raises(KnowledgeError) as caught:
        read_telling(folder)
    assert words in str(caught.value)
    assert f"telling.yaml:{line}" in str(caught.value)


def test_an_id_stands_once(folder: Path, edit: Edit) -> None:
    edit(FILE, "- id: change_of_law", "- id: cover")
    with pytest.raises(KnowledgeError, match="'cover' occurs twice"):
        read_telling(folder)
