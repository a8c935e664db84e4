"""First aid tables: one row for any work, place and number of workers, and nothing made up."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import KnowledgeError
from generator.knowledge import load
from generator.knowledge.files import CODES
from generator.knowledge.load_first_aid import Kit, Level, Plus, kit_words, read_first_aid_table

Edit = Callable[[str, str, str], int]
SIZES = st.integers(1, 1200)


@given(code=st.sampled_from(CODES), workers=SIZES)
def test_exactly_one_row_holds_for_any_class_and_size(code: str, workers: int) -> None:
    table = load.first_aid_table(code)
    for hazard in table.hazards:
        for distance in table.distances:
            rows = [row for row in table.rows if row.holds(hazard, distance, workers)]
            assert len(rows) == 1, f"{code} {hazard} {distance} {workers}"


@given(code=st.sampled_from(CODES), minutes=st.floats(0, 600))
def test_every_travel_time_has_exactly_one_distance_class(code: str, minutes: float) -> None:
    table = load.first_aid_table(code)
    found = [name for name, one in table.distances.items() if one.remote is None and one.holds(minutes)]
    assert len(found) == 1 or code == "BC"
    assert table.distance_class(minutes) in table.distances


@given(code=st.sampled_from(CODES), minutes=st.integers(0, 300), workers=SIZES, data=st.data())
def test_a_stand_in_never_gives_numbers(code: str, minutes: int, workers: int, data: st.DataObject) -> None:
    table = load.first_aid_table(code)
    hazard = data.draw(st.sampled_from(table.hazards))
    need = load.first_aid_need(code, hazard, minutes, workers)
    assert need is not None
    row = table.row(hazard, table.distance_class(minutes), workers)
    assert row is not None
    if row.use == "stand_in":
        assert (need.use, need.people, need.kit, need.extras) == ("stand_in", (), "", ())
    else:
        assert need.kit
        assert need.use == ("confirm" if row.kit_verified == "recall" else row.use)


@given(workers=st.integers(1, 3000), hazard=st.sampled_from(["low", "medium", "high"]), minutes=st.integers(0, 90))
def test_more_workers_never_need_fewer_first_aiders_in_alberta(workers: int, hazard: str, minutes: int) -> None:
    here, more = (load.first_aid_need("AB", hazard, minutes, n) for n in (workers, workers + 1))
    assert here is not None and more is not None
    assert here.use == more.use == "law"
    assert sum(n for _, n in here.people) <= sum(n for _, n in more.people)


@pytest.mark.parametrize(("hazard", "minutes", "workers", "people", "kit"), [
    ("high", 55, 26, {"intermediate": 3}, "CSA Type 3 intermediate kit, medium"),
    ("high", 30, 60, {"basic": 2, "intermediate": 3}, "CSA Type 3 intermediate kit, large"),
    ("high", 10, 120, {"basic": 2, "intermediate": 2, "advanced": 1},
     "CSA Type 2 basic kit, large, in the first aid room"),
    ("medium", 41, 150, {"intermediate": 3, "advanced": 1}, "CSA Type 2 basic kit, large"),
    ("low", 5, 250, {"basic": 1, "intermediate": 3}, "CSA Type 2 basic kit, large"),
    ("medium", 5, 200, {"basic": 2, "intermediate": 3, "nurse or advanced care paramedic": 1},
     "CSA Type 2 basic kit, large, in the first aid room"),
])
def test_alberta_cells_as_the_tables_print_them(
        hazard: str, minutes: int, workers: int, people: dict[str, int], kit: str) -> None:
    need = load.first_aid_need("AB", hazard, minutes, workers)
    assert need is not None
    assert (dict(need.people), need.kit, need.verified) == (people, kit, "primary")


def test_a_small_alberta_fabrication_shop() -> None:
    hazard = load.first_aid_class("AB", ["welding_shop", "business_driving"])
    need = load.first_aid_need("AB", hazard, 8, 3)
    assert need is not None
    assert (need.hazard_class, need.distance_class, need.people) == ("high", "close", (("basic", 1),))
    assert need.kit == "CSA Type 3 intermediate kit, small"
    assert need.cite == "OHS Code Schedule 2, Table 7"
    assert need.use == "law"


@pytest.mark.parametrize(("minutes", "distance"), [
    (0, "close"), (20, "close"), (20.5, "distant"), (40, "distant"), (41, "isolated")])
def test_alberta_distance_limits_belong_to_the_nearer_class(minutes: float, distance: str) -> None:
    assert load.first_aid_table("AB").distance_class(minutes) == distance


def test_bc_classes_by_two_questions() -> None:
    table = load.first_aid_table("BC")
    assert [table.distance_class(m, less_accessible=b) for b in (False, True) for m in (30, 31)] == [
        "class_1", "class_2", "class_3", "class_4"]


@pytest.mark.parametrize(("activities", "expected"), [
    (["office_admin"], "low"), (["office_admin", "working_alone_activity"], "low"), (["retail_store"], "medium"),
    (["office_admin", "roofing_steep_slope"], "high"), (["oilfield_fluid_hauling"], "high"), ([], "medium"),
])
def test_alberta_class_is_the_strictest_of_the_work(activities: list[str], expected: str) -> None:
    assert load.first_aid_class("AB", activities) == expected


@given(st.lists(st.sampled_from(sorted(load.catalogue().activities)), max_size=4), st.sampled_from(CODES), st.data())
def test_one_more_activity_never_lowers_the_class(activities: list[str], code: str, data: st.DataObject) -> None:
    order = load.first_aid_table(code).hazards
    more = [*activities, data.draw(st.sampled_from(sorted(load.catalogue().activities)))]
    before, after = load.first_aid_class(code, activities), load.first_aid_class(code, more)
    assert before in order and after in order
    if code == "AB" and any(one not in ("working_alone_activity", "young_worker_seasonal") for one in activities):
        assert ("low", "medium", "high").index(before) <= ("low", "medium", "high").index(after)


@pytest.mark.parametrize(("workers", "expected"), [(199, 3), (200, 4), (299, 4), (300, 5), (399, 5), (400, 6)])
def test_one_more_for_each_further_hundred(workers: int, expected: int) -> None:
    assert Level("intermediate", 3, Plus(1, 100, 199)).total(workers) == expected


@pytest.mark.parametrize(("workers", "words"), [
    (1, "small"), (25, "small"), (26, "medium"), (50, "medium"), (51, "large"), (100, "large"),
    (120, "1 large and 1 small"), (200, "2 large"), (260, "3 large"),
])
def test_kit_size_by_workers_on_the_shift(workers: int, words: str) -> None:
    assert kit_words(Kit("csa_type_3", "by_shift", 1), workers) == f"CSA Type 3 intermediate kit, {words}"


def test_an_unknown_hazard_class_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="AB has no first aid hazard class 'extreme'; it has low, medium, high"):
        load.first_aid_need("AB", "extreme", 5, 5)


@pytest.mark.parametrize(("change", "part"), [
    (("hazard: low,", "hazard: lowest,"), "no hazard class 'lowest'"),
    (("level: basic", "level: expert"), "no level 'expert'"),
    (("use: law", "use: perhaps"), "'perhaps' is not accepted"),
    (("workers_min: 2, workers_max: 9", "workers_min: 12, workers_max: 9"), "below workers_min"),
])
def test_a_broken_row_is_named_with_its_line(folder: Path, edit: Edit, change: tuple[str, str], part: str) -> None:
    line = edit("first_aid/ab.yaml", *change)
    with pytest.raises(KnowledgeError) as caught:
        read_first_aid_table("AB", folder)
    problem = caught.value.problems[0]
    assert part in problem.message
    assert problem.line is not None and line - 3 <= problem.line <= line + 1
