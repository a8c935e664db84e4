"""The binder and the sentences about what is left out: lint says what is wrong with them, with the line."""
from __future__ import annotations

from pathlib import Path

import pytest

from generator.knowledge.lint import lint
from generator.knowledge.load_binder import binder, not_needed
from tests.knowledge.conftest import Edit

BINDER, SPARES = "catalogue/binder.yaml", "catalogue/not_needed.yaml"


@pytest.mark.parametrize(("file", "old", "new", "says"), [
    (BINDER, "rules: [hand_tools]", "rules: [hand_tolls]", "no right-sizing rule 'hand_tolls'"),
    (BINDER, "form: vehicle_log\n    equipment", "form: vehicle_logs\n    equipment", "no form 'vehicle_logs'"),
    (BINDER, "tags: [fire_extinguisher.", "tags: [fire_extinguishers.", "no equipment 'fire_extinguishers'"),
    (SPARES, "demand: weekly_trailer", "demand: weekly_trailers", "no demand 'weekly_trailers'"),
    (SPARES, "A form every week for {things}", "A form every week for {thing}", "'thing' is filled in nowhere"),
    (SPARES, "topic: fall_protection", "topic: falling", "no topic 'falling'")])
def test_an_id_that_nothing_knows_is_named_with_its_line(
        folder: Path, edit: Edit, file: str, old: str, new: str, says: str) -> None:
    line = edit(file, old, new)
    wrong = [item for item in lint(folder) if says in item.message]
    assert wrong and str(wrong[0].file).endswith(file.split("/")[1])
    assert wrong[0].line is not None and 0 <= wrong[0].line - line <= 1


def test_each_demand_that_is_counted_has_its_sentences_and_none_is_spoken_of_twice() -> None:
    spoken = [spare.demand for spare in not_needed().spares.values() if spare.demand]
    assert sorted(spoken) == sorted(binder().demands)


def test_a_demand_and_its_sentences_rest_on_the_same_rules() -> None:
    for spare in not_needed().spares.values():
        if spare.demand:
            assert set(spare.rules) <= set(binder().demands[spare.demand].rules), spare.id
