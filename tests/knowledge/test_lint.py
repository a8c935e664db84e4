"""Lint finds every kind of fault at once, with file and line, and nothing in the fact base as it stands."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import Problem
from generator.knowledge.files import data_folder
from generator.knowledge.lint import lint

Edit = Callable[[str, str, str], int]


AB, ON_CLOCKS = "jurisdictions/ab.yaml", "catalogue/ontario_intervals.yaml"
EQUIPMENT, TALKS = "catalogue/equipment.yaml", "catalogue/toolbox_topics.yaml"
FAULTS = [
    (AB, "    cite: OHS Act s 14\n", "    cite: OHS Act s 14 (see the guide)\n", "'see' belongs into note"),
    (AB, "    cite: OHS Act s 17\n", "    cite: ''\n", "needs its section"),
    (AB, "    rule: Employers with", "    rule: From memory, employers with", "'From memory' belongs"),
    (AB, "  worker: worker\n", "  worker: ''\n", "may not be empty"),
    ("jurisdictions/sk.yaml", "    url: https://", "    url: somewhere//", "url must be an address"),
    ("catalogue/hazards.yaml", "  - fall.plan_required\n", "  - fall.plan_lost\n", "no law key 'fall.plan_lost'"),
    ("catalogue/activities.yaml", "    severity: 5\n", "    severity: 9\n", "run from 1 to 5"),
    (EQUIPMENT, "        trigger: before_use\n", "        trigger: whenever\n", "'whenever' is not accepted"),
    (EQUIPMENT, "      - id: hand_tools.area\n", "      - id: hand_tools.use\n", "'hand_tools.use' occurs twice"),
    (TALKS, "      - inexperience\n", "      - boredom\n", "'boredom' does not exist"),
    (TALKS, "      - young_workers\n", "      - old_workers\n", "'old_workers' does not exist"),
    ("catalogue/yearly_duties.yaml", "needs: [asbestos_abatement]", "needs: [gardening]", "'gardening' does not exist"),
    (ON_CLOCKS, "  on_key: inspections.crane_cables\n", "  on_key: crane.lost\n", "no fact 'crane.lost'"),
    ("catalogue/forms.yaml", "audit_elements: [leadership_policy]", "audit_elements: [lost]", "no audit element 'lost'"),
    ("catalogue/forms.yaml", "retention_law: first_aid.records_retention", "retention_law: lost.key", "key 'lost.key'"),
    ("first_aid/classes.yaml", "office_admin,", "office_dreaming,", "no activity 'office_dreaming'"),
    ("first_aid/ab.yaml", "workers_min: 10, workers_max: 49", "workers_min: 9, workers_max: 49", "all hold for low"),
    ("catalogue/ppe.yaml", "  protects: head\n", "  protects: head\n  protects: hands\n", "'protects' occurs twice"),
    ("law_keys.yaml", "keys:\n", "keys:\n  a.key: {title: A key, type: text}\n", "no jurisdiction has this key"),
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Problem], dict[str, int]]:
    """A copy of the fact base with every fault of FAULTS in it, what lint says, and the line of each fault."""
    folder = Path(shutil.copytree(data_folder(), tmp_path_factory.mktemp("broken") / "data"))
    lines = {}
    for name, old, new, part in FAULTS:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        lines[part] = text[: text.index(old)].count("\n") + 1
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder, lint(folder), lines


def found(problems: list[Problem], part: str) -> list[Problem]:
    return [problem for problem in problems if part in problem.message]


def test_the_fact_base_is_clean() -> None:
    assert [str(problem) for problem in lint()] == []


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, _, _, part in FAULTS])
def test_each_kind_of_fault_is_found_with_its_place(
        broken: tuple[Path, list[Problem], dict[str, int]], name: str, part: str) -> None:
    folder, problems, lines = broken
    problem, *_ = found(problems, part)
    assert problem.file == folder / name
    assert problem.line is not None and abs(problem.line - lines[part]) <= 3


def test_a_new_key_of_a_writer_must_be_registered(folder: Path) -> None:
    (folder / "jurisdictions" / "ab.extra.yaml").write_text(
        "facts:\n  extra.rule:\n    value: yes and no\n    rule: A rule.\n    cite: OHS Code s 1\n    statute: code\n"
        "    url: https://example.com\n    verified: primary\n", encoding="utf-8")
    problem, = found(lint(folder), "'extra.rule' is not in law_keys.yaml")
    assert (problem.file, problem.line) == (folder / "jurisdictions" / "ab.extra.yaml", 2)


def test_every_rated_hazard_must_be_assessed(folder: Path) -> None:
    library = folder / "catalogue" / "assessments"
    library.mkdir(exist_ok=True)
    for other in library.glob("*.yaml"):
        other.unlink()
    (library / "one.yaml").write_text(
        "activity: welding_shop\ntasks:\n- task: Look\n  hazards:\n  - hazard: noise\n    what: Loud\n"
        "    before: {severity: 2, likelihood: 2}\n    after: {severity: 2, likelihood: 1}\n"
        "    controls: {ppe: [Muffs]}\n", encoding="utf-8")
    messages = [problem.message for problem in found(lint(folder), "occurs in none of its tasks")]
    assert any(message.startswith("'welding_fume' is rated for welding_shop") for message in messages)
    assert not any(message.startswith("'noise'") for message in messages)


def test_broken_files_do_not_hide_each_other(folder: Path, edit: Edit) -> None:
    edit("jurisdictions/bc.yaml", "terms:\n", "termz:\n")
    edit("catalogue/ppe.yaml", "  protects: head\n", "  guards: head\n")
    edit("schemes/schemes.yaml", "  province: AB\n", "  province: ZZ\n")
    text = "\n".join(str(problem) for problem in lint(folder))
    assert "'termz'" in text and "'guards'" in text and "'ZZ' is no jurisdiction" in text
