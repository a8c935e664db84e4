"""The catalogue: typed lists whose references all resolve, and assessments that make sense."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.errors import KnowledgeError
from generator.knowledge import load
from generator.knowledge.load_catalogue import read_catalogue, spoken
from generator.knowledge.model import Interval, Quantity

Edit = Callable[[str, str, str], int]


def wrong(folder: Path) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as caught:
        read_catalogue(folder)
    return caught.value


def test_the_whole_catalogue_comes_in_typed() -> None:
    found = load.catalogue()
    assert (len(found.activities), len(found.hazards), len(found.equipment), len(found.forms)) == (119, 125, 104, 70)
    assert sum(len(thing.inspections) for thing in found.equipment.values()) == 278
    assert len(found.training) == 87 and len(found.ppe) == 56 and len(found.emergencies) == 44


def test_it_is_read_once() -> None:
    assert load.catalogue() is load.catalogue()


def test_short_form_codes_become_forms() -> None:
    assert load.catalogue().activities["welding_shop"].forms[:2] == ("flha", "hot_work_permit")
    for activity in load.catalogue().activities.values():
        assert set(activity.forms) <= set(load.catalogue().forms)
        assert len(set(activity.forms)) == len(activity.forms)


def test_intervals_keep_whichever_comes_first() -> None:
    rules = {rule.id: rule for thing in load.catalogue().equipment.values() for rule in thing.inspections}
    assert rules["light_vehicle.km"].interval == Interval((Quantity(8000, "km"), Quantity(6, "months")))
    assert str(rules["light_vehicle.km"].interval) == "8000 km or 6 months, whichever comes first"
    assert rules["hand_tools.use"].interval is None


def test_a_label_defaults_to_the_name() -> None:
    form = load.catalogue().forms["hs_policy_statement"]
    field = next(field for field in form.fields if field.type == "table")
    assert spoken("duties_by_level") == "Duties by level"
    assert all(label and "_" not in label for _, label in field.columns)
    fields = [field for form in load.catalogue().forms.values() for field in form.fields]
    assert all(one.label and "_" not in one.label for one in fields)


def test_optional_keys_of_form_fields_are_kept(folder: Path) -> None:
    file = folder / "catalogue" / "forms.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    data["forms"][0]["fields"][0].update(label="Who we are", prefill="company", lines=3, items=["a", "b"], rows=4)
    data["forms"][0].update(minutes=2.5, orientation="landscape")
    file.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    form = next(iter(read_catalogue(folder).forms.values()))
    field = form.fields[0]
    assert (field.label, field.prefill, field.lines) == ("Who we are", "company", 3)
    assert (field.items, field.rows) == (("a", "b"), 4)
    assert (form.minutes, form.orientation) == (2.5, "landscape")


@pytest.mark.parametrize(("name", "old", "new", "part"), [
    ("activities", "- id: fall_from_height\n", "- id: fall_from_haste\n", "'fall_from_haste' does not exist"),
    ("activities", "  sector: construction\n", "  sektor: construction\n", "unknown key 'sektor'"),
    ("activities", "    severity: 5\n", "    severity: very\n", "must be a whole number"),
    ("equipment", "    group: hand_and_portable_tools\n", "    group: toys\n", "no group 'toys'"),
    ("equipment", "        by: operator\n", "        by: [operator]\n", "must be text"),
    ("activities", "  sector: construction\n", "", "'sector' is missing"),
    ("equipment", "          number: 12\n", "          number: 0\n", "not an interval"),
    ("equipment", "          unit: months\n", "          unit: moons\n", "not an interval"),
    ("equipment", "        record: none\n", "        record: perhaps\n", "'perhaps' is not accepted"),
    ("forms", "        type: text\n", "        type: essay\n", "'essay' is no field type"),
    ("hazards", "  - Z259.10\n", "  - Z000\n", "'Z000' does not exist"),
    ("hazards", "    substitution:\n", "    wishing:\n", "no level 'wishing'"),
    ("training", "  verified: recall\n", "  verified: surely\n", "'surely' is not accepted"),
    ("ppe", "- id: climbing_helmet\n", "- id: hard_hat\n", "the id 'hard_hat' occurs twice"),
    ("activity_forms", "  form: flha\n", "  form: flhaha\n", "'flhaha' does not exist"),
])
def test_a_broken_list_is_named_with_file_and_line(
        folder: Path, edit: Edit, name: str, old: str, new: str, part: str) -> None:
    line = edit(f"catalogue/{name}.yaml", old, new)
    problem = wrong(folder).problems[0]
    assert part in problem.message
    if name != "activity_forms":  # a code that leads nowhere shows in the activities that use it
        assert problem.file == folder / "catalogue" / f"{name}.yaml"
        assert problem.line is not None and abs(problem.line - line) <= 2


ASSESSMENT = """activity: hand_work
tasks:
- task: Cut the bar
  hazards:
  - hazard: noise
    what: The saw screams
    before: {severity: 3, likelihood: 4}
    after: {severity: 3, likelihood: 2}
    controls:
      engineering: [Slow blade]
      ppe: [Ear muffs]
    needs: [equipment.angle_grinder]
"""


@pytest.fixture
def assessment(folder: Path) -> Path:
    file = folder / "catalogue" / "assessments" / "extra.yaml"
    file.parent.mkdir(exist_ok=True)
    for other in file.parent.glob("*.yaml"):
        other.unlink()
    file.write_text(ASSESSMENT.replace("hand_work", "welding_shop"), encoding="utf-8")
    return file


def test_an_assessment_is_read_task_by_task(folder: Path, assessment: Path) -> None:
    row = read_catalogue(folder).assessments["welding_shop"].tasks[0].hazards[0]
    assert (row.before, row.after) == ((3, 4), (3, 2))
    assert row.controls["ppe"] == ("Ear muffs",)
    assert row.needs == ("equipment.angle_grinder",)


@pytest.mark.parametrize(("old", "new", "line", "part"), [
    ("after: {severity: 3,", "after: {severity: 4,", 8, "cannot make it worse"),
    ("likelihood: 4}", "likelihood: 6}", 7, "from 1 to 5"),
    ("likelihood: 4}", "likelihood: true}", 7, "from 1 to 5"),
    ("hazard: noise", "hazard: boredom", 5, "no hazard 'boredom'"),
    ("equipment.angle_grinder", "equipment.time_machine", 12, "'equipment.time_machine' does not exist"),
    ("      ppe:", "      hope:", 11, "unknown key 'hope'"),
    ("activity: welding_shop", "activity: juggling", 1, "no activity 'juggling'"),
    ("    what: The saw screams\n", "", 5, "'what' is missing"),
])
def test_a_broken_assessment_is_named_with_its_line(
        folder: Path, assessment: Path, old: str, new: str, line: int, part: str) -> None:
    text = assessment.read_text(encoding="utf-8")
    assert old in text
    assessment.write_text(text.replace(old, new, 1), encoding="utf-8")
    problem = wrong(folder).problems[0]
    assert part in problem.message
    assert (problem.file, problem.line) == (assessment, line)


def test_one_activity_has_one_assessment(folder: Path, assessment: Path) -> None:
    (assessment.parent / "again.yaml").write_text(assessment.read_text(encoding="utf-8"), encoding="utf-8")
    assert "assessed in two files" in str(wrong(folder))


def test_a_topic_with_a_dangling_id_is_refused(folder: Path) -> None:
    (folder / "catalogue" / "topics.yaml").write_text(
        "topics:\n- id: ppe\n  title: PPE\n  equipment: [no_such_thing]\n", encoding="utf-8")
    problem = wrong(folder).problems[0]
    assert (problem.line, "'no_such_thing' does not exist" in problem.message) == (4, True)
