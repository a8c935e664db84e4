"""A comparison says what changes, nothing where nothing does, and the mirror image the other way round."""
from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.knowledge import load
from generator.publish.compare import differences
from generator.publish.compare_text import what_if_data, what_if_text
from generator.publish.plan import plan
from generator.publish.report import plan_data
from generator.publish.typeset import house, source
from generator.publish.whatif import Side, WhatIf, what_if
from generator.render.pipeline import render
from tests.end_to_end.conftest import EXAMPLES, run

DAY = date(2026, 11, 22)
SHOP = EXAMPLES["prairie_edge_fabrication"]
ROOFERS = EXAMPLES["high_ridge_roofing"]


def compared(before: Side, after: Side) -> WhatIf:
    return what_if(before, after, DAY, pages=False)


def mirrored(value: Any) -> Any:
    """The data of a comparison seen from the other side: what came goes, what was before is after."""
    swap = {"added": "removed", "removed": "added", "before": "after", "after": "before", "opened": "closed",
            "closed": "opened"}
    if isinstance(value, dict):
        return {swap.get(key, key): mirrored(item) for key, item in value.items()}
    return [mirrored(item) for item in value] if isinstance(value, list) else value


def comparable(found: WhatIf) -> Any:
    """Without what belongs to one direction only: the order of the lists and the new reason of what changed."""
    data = what_if_data(found)
    for group in data.values():
        if isinstance(group, dict):
            for change in group.get("changed", ()):
                change.pop("why", None)
                change.get("clauses", {}).pop("changed", None)  # a section carries the title of the side that it is read from
                if isinstance(change.get("title"), str):
                    change.pop("title")
    return _sorted(data)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_company_beside_itself_changes_nothing(name: str) -> None:
    found = compared(Side(EXAMPLES[name]), Side(EXAMPLES[name], (f"company.phone={_phone(EXAMPLES[name])}",)))
    assert found.found.nothing and found.opened == () == found.closed
    assert "Nothing changes." in what_if_text(found)


def _phone(intake: Path) -> str:
    return str(yaml.safe_load(intake.read_text("utf-8"))["company"]["phone"])


def _random_settings(seed: int) -> tuple[str, ...]:
    """A few changes that the check accepts, of every sort."""
    luck = random.Random(seed)
    kinds = sorted(load.catalogue().equipment)
    have = {row["id"] for row in yaml.safe_load(SHOP.read_text("utf-8"))["equipment"]}
    new = luck.sample([kind for kind in kinds if kind not in have], 2)
    gone = luck.sample(sorted(have), 2)
    return (f"workforce.AB.workers={luck.choice([1, 2, 4, 5, 12, 20, 60])}", f"sites.0.workers_per_shift={1}",
            *(f"equipment+={{id: {kind}, count: {luck.randint(1, 3)}}}" for kind in new),
            *(f"equipment-={kind}" for kind in gone), f"goal.scheme={luck.choice(['secor', 'cor', 'law_only'])}",
            f"conditions.night_work={luck.choice(['yes', 'no'])}")


@pytest.mark.parametrize("seed", range(4))
def test_there_and_back_are_mirror_images(seed: int) -> None:
    here, there = Side(SHOP), Side(SHOP, _random_settings(seed))
    forth, back = compared(here, there), compared(there, here)
    assert not forth.found.nothing
    assert comparable(forth) == _sorted(mirrored(comparable(back)))


def test_two_companies_mirror_each_other_too() -> None:
    forth, back = compared(Side(SHOP), Side(ROOFERS)), compared(Side(ROOFERS), Side(SHOP))
    assert comparable(forth) == _sorted(mirrored(comparable(back)))
    assert "High Ridge" in what_if_text(forth)


def test_a_setting_plans_what_the_edited_file_plans(tmp_path: Path) -> None:
    text = SHOP.read_text("utf-8")
    edited = tmp_path / "edited.yaml"
    changes = (("workers: 3  #", "workers: 12  #"), ("peak_workers: 4", "peak_workers: 12"),
               ("\nsubstances:", "  - {id: mewp_boom, count: 2, use: weekly}\n\nsubstances:"))
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    edited.write_text(text, "utf-8")
    settings = ("workforce.0.workers=12", "equipment+={id: mewp_boom, count: 2, use: weekly}")
    by_hand, by_setting = plan(edited, DAY), plan(SHOP, DAY, settings=settings)
    assert plan_data(by_hand.program, by_hand.composed, by_hand.knowledge) == \
        plan_data(by_setting.program, by_setting.composed, by_setting.knowledge)
    assert differences(by_hand, by_setting).nothing


def test_growth_is_told_with_the_law_behind_it() -> None:
    found = compared(Side(SHOP), Side(SHOP, ("workforce.AB.workers=12", "equipment+=mewp_boom")))
    text = what_if_text(found)
    limit = found.found.after.knowledge.jurisdictions["AB"].facts["representative.threshold"]
    assert f"from {limit.value}; you have 12 ({limit.cite})" in text
    assert "12 workers instead of 3" in text
    assert "+ P-31 Boom lift  <- You have one boom lift" in text
    assert "Mobile elevating work platform" in text.split("Training\n")[1].split("\n\n")[0]
    assert "equipment.mewp_boom: count (1 if left open), use" in text
    assert "--set equipment.mewp_boom.count=" in text
    assert "Name the worker health and safety representative" in text
    assert "more, only on another form: " in text and "safety_equipment_round" not in text
    numbers = what_if_data(found)["numbers"]
    records = numbers["records_per_year"]
    assert f"Records a year: {records['after']:,} instead of {records['before']:,}" in text
    assert numbers["minutes_per_week"]["after"] > numbers["minutes_per_week"]["before"] > 0


def test_pages_are_those_of_the_documents() -> None:
    before, after = Side(SHOP), Side(SHOP, ("equipment-=utility_trailer",))
    steps: list[tuple[str, int, int]] = []
    found = what_if(before, after, DAY, progress=lambda *step: steps.append(step))
    assert found.pages is not None
    assert set(found.pages) == {item.after.id for item in found.found.rewritten} | {
        piece.id for piece in (*found.found.documents.added, *found.found.documents.removed)}
    assert found.pages["practice-utility_trailer"][0] > 0 == found.pages["practice-utility_trailer"][1]
    made = found.found.after
    papers = [item for item in made.composed.documents if item.id in ("manual", "inspections")]
    letterhead = house(made.program.company, made.program, SHOP)
    real = render([source(item, letterhead) for item in papers], letterhead)
    assert [found.pages[item.id][1] for item in real] == [item.pages for item in real]
    assert steps[-1] == ("Counting pages", steps[-1][2], steps[-1][2])


def test_the_commands_print_it_and_write_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "shop.yaml"
    copy.write_bytes(SHOP.read_bytes())
    result = run("plan", copy, "--set", "equipment+=mewp_boom", "--json", "--no-pages", "--on", "2026-11-22")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert any(item["title"] == "Boom lift" for item in data["documents"])
    assert [row["id"] for row in data["changes"]["equipment"]["added"]] == ["mewp_boom"]
    beside = run("compare", copy, SHOP, "--no-pages", "--on", "2026-11-22")
    assert beside.exit_code == 0 and "Nothing changes." in beside.output
    assert "You have one boom lift" in run("explain", copy, "mewp", "--set", "equipment+=mewp_boom").output
    assert run("explain", copy, "mewp").exit_code == 2
    assert "Boom lift" in run("preview", copy, "--set", "equipment+=mewp_boom").output
    assert list(tmp_path.iterdir()) == [copy] and copy.read_bytes() == SHOP.read_bytes()


@pytest.mark.parametrize("command", ["plan", "check", "explain", "preview"])
def test_a_wrong_setting_stops_every_command(command: str) -> None:
    result = run(command, SHOP, *(["whmis"] if command == "explain" else []), "--set", "equipment+=forklfit",
                 "--set", "workforce.0.workers=x")
    assert result.exit_code == 2
    assert "--set equipment+=forklfit: no such kind of equipment" in result.output and "`forklift`" in result.output
    assert "--set workforce.0.workers=x: workforce.0.workers:" in result.output
