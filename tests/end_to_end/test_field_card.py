"""The card of the day goes on a clipboard: front and back of one sheet, for the examples and for one company with all work."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.compose.forms import compose_form
from generator.intake.company import ActivityAnswer
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.program.decide import decide
from generator.publish.lint import example_intakes
from generator.publish.typeset import house, source
from generator.render.pipeline import count_pages
from tests.end_to_end.test_everywhere import company

ON = date(2026, 11, 22)
FORM = load.catalogue().forms["flha"]


def pages(name: str) -> int:
    from generator.intake.read import read_intake
    intake = {path.stem: path for path in example_intakes()}["bow_river_fluid_haul" if name == "all work" else name]
    of = read_intake(intake)
    if name == "all work":
        jobs = tuple(ActivityAnswer(id_) for id_ in load.catalogue().activities)
        of = replace(company(("AB",), 26, (), load.catalogue().equipment), activities=jobs)
    knowledge = gather(of.jurisdictions, ON)
    program = decide(of, knowledge, ON)
    form = compose_form(FORM, program, program.forms[0].reasons, knowledge)
    return count_pages([source(form, house(of, program, Path(intake)))], house(of, program, Path(intake)))[0]


@pytest.mark.parametrize("name", ["high_ridge_roofing", "bow_river_fluid_haul", "all work"])
def test_the_card_is_one_sheet(name: str) -> None:
    assert pages(name) <= 2
