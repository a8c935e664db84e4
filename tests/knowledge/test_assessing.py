"""The written rule on ratings, and what lint says of libraries that break it."""
from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import KnowledgeError
from generator.knowledge import load
from generator.knowledge.lint import lint
from generator.knowledge.load_catalogue import read_catalogue
from generator.knowledge.model_assessing import Rating, rating_fault

from .conftest import Edit

RULES = load.catalogue().assessing


@pytest.mark.parametrize(("levels", "before", "after", "fault"), [
    (("ppe",), (4, 3), (4, 2), None),
    (("ppe",), (4, 3), (4, 1), "likelihood falls by 2"),
    (("ppe",), (4, 3), (2, 3), "severity falls by 2"),
    (("administrative",), (4, 3), (3, 3), "severity falls by 1"),
    (("administrative",), (4, 4), (4, 1), "likelihood falls by 3"),
    (("administrative", "ppe"), (4, 4), (4, 1), None),
    (("engineering",), (5, 4), (3, 1), None),
    (("engineering",), (5, 4), (2, 1), "severity falls by 3"),
    (("elimination",), (5, 5), (1, 1), None),
    ((), (3, 3), (3, 2), "without any control"), ((), (3, 3), (3, 3), None)])
def test_what_controls_may_take_off(levels: tuple[str, ...], before: Rating, after: Rating, fault: str | None) -> None:
    found = rating_fault(RULES, before, after, dict.fromkeys(levels, ("A control",)))
    assert (found is None) == (fault is None) and (fault or "") in (found or "")


def test_lint_finds_a_rating_that_gear_alone_cannot_bring_about(folder: Path) -> None:
    library = folder / "catalogue" / "assessments" / "tire_service.yaml"
    library.write_text(
        "activity: tire_service\ntasks:\n- task: Look\n  hazards:\n  - hazard: noise\n    what: Loud\n"
        "    before: {severity: 4, likelihood: 4}\n    after: {severity: 2, likelihood: 4}\n    controls: {ppe: [Muffs]}\n",
        encoding="utf-8")
    problem, = [one for one in lint(folder) if "severity falls by 2" in one.message]
    assert problem.file == library and problem.line == 8


def test_lint_names_work_without_a_library_and_machines_without_words(folder: Path, edit: Edit) -> None:
    (folder / "catalogue" / "assessments" / "tire_service.yaml").unlink()
    edit("catalogue/assessing.yaml", "  boom_truck: [", "  mobile_crane_x: [")
    with pytest.raises(KnowledgeError, match="mobile_crane_x"):
        read_catalogue(folder)
    edit("catalogue/assessing.yaml", "  mobile_crane_x: [boom truck, picker, knuckle boom]\n", "")
    messages = [problem.message for problem in lint(folder)]
    assert "tire_service has no task-by-task assessment" in messages
    assert any("nothing is said of 'boom_truck'" in message for message in messages)


def test_a_shared_row_for_one_machine_wins_over_the_general_one() -> None:
    ladder, general = RULES.row_for("electric_shock", "portable_ladder"), RULES.row_for("electric_shock", "generator")
    assert ladder and general and ladder.what != general.what
    assert RULES.row_for("livestock") is None
