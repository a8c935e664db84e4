"""Answers changed on the command line go through the same check as a file, and say which argument is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.intake.blanks import blanks
from generator.intake.check import CheckResult, check_intake
from generator.intake.setting import check_changed

from .conftest import GOOD


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "intake.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def company(result: CheckResult) -> object:
    assert result.problems == (), [str(problem) for problem in result.problems]
    return result.company


@pytest.mark.parametrize(
    ("settings", "old", "new"),
    [
        (["workforce.0.workers=4"], "workers: 3, peak", "workers: 4, peak"),
        (["workforce.ab.workers=4"], "workers: 3, peak", "workers: 4, peak"),
        (["workforce.AB.workers=9"], "workers: 3, peak_workers: 4", "workers: 9, peak_workers: 9"),
        (["equipment.welding_arc.count=5"], "count: 2", "count: 5"),
        (["sites.the shop.minutes_to_hospital=7"], "workers_per_shift: 3}", "workers_per_shift: 3, minutes_to_hospital: 7}"),
        (["equipment+=forklift"], "used_for: [welding_shop]}\n", "used_for: [welding_shop]}\n  - {id: forklift}\n"),
        (
            ["equipment+={id: forklift, count: 2}", "equipment.forklift.use=daily"],
            "used_for: [welding_shop]}\n",
            "used_for: [welding_shop]}\n  - {id: forklift, count: 2, use: daily}\n",
        ),
        (
            ["equipment+=[forklift, {id: shear, count: 3}]"],
            "used_for: [welding_shop]}\n",
            "used_for: [welding_shop]}\n  - {id: forklift}\n  - {id: shear, count: 3}\n",
        ),
        (["people-=bo berg"], "people:\n  - {name: Bo Berg, role: first_aider}\n", "people: []\n"),
        (["goal.scheme=cor"], "scheme: secor", "scheme: cor"),
        (["emergency.drill_month=may"], "goal:", "emergency: {drill_month: May}\ngoal:"),
        (["company.accounts.AB=0123"], "owner: {name", 'accounts: {AB: "0123"}\n  owner: {name'),
        (["conditions.languages=[English, French]"], "goal:", "conditions: {languages: [English, French]}\ngoal:"),
        (["company.owner.title=owner: and #1"], "name: Ann Ames}", 'name: Ann Ames, title: "owner: and #1"}'),
        (["goal.scheme="], "goal: {scheme: secor}", "goal: {scheme: }"),
        (["workforce.0.jurisdiction=ON", "sites.0.jurisdiction=ON"], "jurisdiction: AB", "jurisdiction: ON"),
    ],
)
def test_a_setting_is_the_edit_by_hand(file: Path, settings: list[str], old: str, new: str) -> None:
    before = file.read_bytes()
    changed = company(check_changed(file, settings))
    assert file.read_bytes() == before
    assert old in GOOD
    text = GOOD.replace(old, new)
    if "people-=bo berg" in settings:
        text = text.replace(", Bo Berg]", "]")
    file.write_text(text, encoding="utf-8")
    assert changed == company(check_intake(file))


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("equipment+=forklfit", "did you mean `forklift`"),
        ("equipmnt+=forklift", "did you mean `equipment`"),
        ("equipment.welding_ark.count=2", "did you mean `welding_arc`"),
        ("equipment.welding_arc.cuont=2", "did you mean `count`"),
        ("equipment.welding_arc.count=two", "not a whole number"),
        ("equipment.welding_arc.count=0", "the least is 1"),
        ("equipment+=welding_arc", "there already"),
        ("equipment-=forklift", "no \"forklift\" to take out"),
        ("equipment.7.count=2", "no kind of equipment \"7\""),
        ("equipment.welding_arc=2", "whole row"),
        ("equipment+={id: forklift, cout: 2}", "did you mean `count`"),
        ("equipment+={", "cannot be read as YAML"),
        ("equipment+=", "nothing to add"),
        ("company.legal_name+=Ltd.", "adds to a list"),
        ("company.legal_name-=Ltd.", "takes out of a list"),
        ("company.legal_name.first=x", "one answer"),
        ("company.legal_name=", "must be answered"),
        ("goal.scheme=secorr", "did you mean `secor`"),
        ("workforce+=BC", "must be answered"),
        ("sites.0.jurisdiction=MB", "nobody works in MB"),
        ("company.accounts.ZZ=1", "not one of the choices"),
        ("workforce", "no setting"),
        ("=3", "no setting"),
        ("company.legal_name=\x00\ud800", "cannot be printed"),
    ],
)
def test_a_wrong_setting_names_its_argument(file: Path, setting: str, words: str) -> None:
    result = check_changed(file, [setting])
    assert result.company is None
    told = [str(problem) for problem in result.problems]
    assert any(words in text for text in told), told
    assert all(text.startswith("--set ") and "intake.yaml" not in text for text in told), told
    assert not any(char in text for text in told for char in "\x00\ud800")


def test_every_mistake_at_once_those_of_the_file_with_their_line(file: Path) -> None:
    file.write_text(GOOD.replace("kind: shop", "kind: shp"), encoding="utf-8")
    result = check_changed(file, ["equipment+=forklfit", "workforce.0.workers=three", "nothing=1"])
    places = [(str(problem.file), problem.line, problem.path) for problem in result.problems]
    assert ("--set workforce.0.workers=three", None, "workforce.0.workers") in places
    assert (str(file), 11, "sites.0.kind") in places
    assert len(places) == 4


def test_lines_of_the_file_stay_right_when_a_row_before_them_goes(file: Path) -> None:
    extra = GOOD.replace("goal:", "  - {id: forklift}\n  - {id: shear, count: many}\ngoal:")
    file.write_text(extra, encoding="utf-8")
    result = check_changed(file, ["equipment-=forklift"])
    assert [(problem.line, problem.path) for problem in result.problems] == [(17, "equipment.1.count")]
    result = check_changed(file, ["equipment-=forklift", "equipment.shear.count=lots"])
    assert [str(problem.file) for problem in result.problems] == ["--set equipment.shear.count=lots"]


def test_what_chose_a_row_that_goes_no_longer_does_and_that_is_said(file: Path) -> None:
    result = check_changed(file, ["activities+=forklift_operations", "activities-=welding_shop"])
    assert result.company is not None
    assert [row.used_for for row in result.company.equipment] == [()]
    assert any("also goes out of equipment.welding_arc.used_for" in str(warning) for warning in result.warnings)


def test_the_peak_follows_the_workers_only_where_nobody_gave_one(file: Path) -> None:
    assert any("goes up" in str(warning) for warning in check_changed(file, ["workforce.AB.workers=9"]).warnings)
    both = check_changed(file, ["workforce.AB.workers=9", "workforce.AB.peak_workers=8"])
    assert [problem.path for problem in both.problems] == ["workforce.0.peak_workers"]


def test_a_new_row_opens_its_questions_and_an_answered_one_does_not(file: Path) -> None:
    bare = set(blanks(file, ["equipment+=forklift"])) - set(blanks(file))
    assert {"count", "use", "hours_per_month"} <= {blank.id for blank in bare}
    assert {blank.place for blank in bare} == {"equipment.forklift"}
    assert next(blank.taken for blank in bare if blank.id == "count") == "1"
    told = set(blanks(file, ["equipment+={id: forklift, count: 2, use: daily}"])) - set(blanks(file))
    assert bare - told and {blank.id for blank in bare - told} == {"count", "use"}
