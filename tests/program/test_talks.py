"""Talks: only on what the company has, in their season, none twice in twelve months, and none beside one like it."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.intake.company import Company, Goal, Workforce
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.knowledge.model import Interval, Quantity
from generator.program.decide import decide
from generator.program.model import Meeting, Program
from generator.program.talk_choice import controls_in_place, ranked, rows_about
from generator.program.talks import STOCK, Talk, alike, in_season, plan_talks, score, suits
from generator.program.year import plan_year
from tests.program.companies import ON, companies, company, decided
from tests.program.test_year import example

TOPICS = load.toolbox_topics()
WEEKLY, MONTHLY = Interval((Quantity(1, "weeks"),)), Interval((Quantity(1, "months"),))


def meeting_as(program: Program, interval: Interval | None) -> Program:
    """The program with one meeting that carries the talks, in that rhythm."""
    times = 0.0 if interval is None else 52 if interval is WEEKLY else 12
    one = Meeting("toolbox_talk", "Toolbox talk", program.meetings[0].reasons, "The job", interval, "by need", "the crew",
                  "toolbox_talk_record", times, 10, 3)
    others = tuple(item for item in program.meetings if item.id not in ("toolbox_talk", "safety_meeting"))
    return replace(program, meetings=(one, *others))


def listed(one: Company, interval: Interval | None, year: int = 2027) -> tuple[Program, tuple[Talk, ...]]:
    knowledge = gather(one.jurisdictions, ON)
    program = meeting_as(decide(one, knowledge, date(year, 1, 4)), interval)
    return program, plan_talks(program, plan_year(program, knowledge))


@settings(max_examples=60, deadline=None)
@given(companies(), st.sampled_from([WEEKLY, MONTHLY, None]), st.integers(2026, 2040))
def test_talks_fit_the_company_and_the_season_and_come_once(one: Company, interval: Interval | None, year: int) -> None:
    program, talks = listed(one, interval, year)
    owned, hazards = {item.id for item in program.equipment}, {item.id for item in program.hazards}
    chosen = [talk.topic for talk in talks if talk.topic is not None]
    assert len({topic.id for topic in chosen}) == len(chosen)
    for talk in talks:
        topic = talk.topic
        if topic is None:
            continue
        assert not topic.equipment or owned & set(topic.equipment), topic.id
        assert not topic.hazards or hazards & set(topic.hazards), topic.id
        assert topic.id not in TOPICS.standing_items
        assert in_season(topic, talk.day, TOPICS.seasons)
        assert talk.why.text


def test_a_week_with_a_holiday_has_a_talk_of_its_own() -> None:
    """1 July 2036 is a Tuesday, as 1 January is: the meeting moves to Monday and shares no talk with the week before."""
    _, talks = listed(company("AB", 3, ("restoration_flood_fire", "abrasive_blast_coating"), ()), WEEKLY, 2036)
    topics = [talk.topic.id for talk in talks if talk.topic]
    assert date(2036, 6, 30) in {talk.day for talk in talks}
    assert len(set(topics)) == len(topics)


@settings(max_examples=40, deadline=None)
@given(companies(), st.sampled_from([WEEKLY, MONTHLY]), st.integers(2026, 2040))
def test_what_comes_back_next_year_does_so_after_twelve_months(one: Company, interval: Interval, year: int) -> None:
    _, first = listed(one, interval, year)
    _, second = listed(one, interval, year + 1)
    held = {talk.topic.id: talk.day for talk in first if talk.topic and talk.day}
    for talk in second:
        if talk.topic and talk.topic.id in held and talk.day:
            assert (talk.day - held[talk.topic.id]).days >= 51 * 7  # the same week or month; weekdays shift within it


def test_as_many_talks_as_the_meetings_ask_for() -> None:
    one = example("bow_river")
    assert len(listed(one, MONTHLY)[1]) == 12
    assert len(listed(one, WEEKLY)[1]) in (52, 53)
    stock = listed(one, None)[1]
    assert len(stock) == STOCK and {talk.day for talk in stock} == {None}


def test_a_day_with_two_meetings_has_one_talk() -> None:
    knowledge = gather(("AB",), ON)
    program = meeting_as(decide(example("bow_river"), knowledge, date(2027, 1, 4)), WEEKLY)
    monthly = replace(program.meetings[0], id="safety_meeting", interval=MONTHLY)
    program = replace(program, meetings=(monthly, *program.meetings))
    talks = plan_talks(program, plan_year(program, knowledge))
    days = [talk.day for talk in talks]
    assert len(days) == len(set(days)) == 52
    assert sum(talk.meeting == "safety_meeting" for talk in talks) == 12


@pytest.mark.parametrize("name", ["prairie", "high_ridge", "bow_river"])
@pytest.mark.parametrize("year", [2027, 2028, 2029])
def test_talks_alike_do_not_stand_side_by_side(name: str, year: int) -> None:
    _, talks = listed(example(name), MONTHLY, year)
    topics = [talk.topic for talk in talks if talk.topic]
    assert len(topics) == 12
    assert [(one.id, other.id) for one, other in pairwise(topics) if alike(one, other)] == []


@pytest.mark.parametrize("name", ["prairie", "high_ridge", "bow_river"])
def test_next_years_list_is_another_one(name: str) -> None:
    """What comes back is the only talk on what can kill in a job, or on a job at all; most of the list is new."""
    lists = [{talk.topic.id for talk in listed(example(name), MONTHLY, year)[1] if talk.topic} for year in (2027, 2028, 2029)]
    for one, other in pairwise(lists):
        assert len((one & other) - {"audit_prep"}) <= 5


SHOP_RISKS = (
    {"forklift_people", "forklift_tip", "forklift_precheck"}, {"press_talk", "shear_talk", "guards_on"},
    {"working_alone_talk"})
SHOP_FIRE = {"hot_work_watch", "oxyfuel_talk", "cylinders_talk", "propane_talk"}


@pytest.mark.parametrize("year", [2027, 2028, 2029])
def test_a_shops_year_follows_its_risks(year: int) -> None:
    """What can kill in it each year: truck, press, being alone; and no kind of equipment twice while another has none."""
    one = example("prairie")
    program, talks = listed(one, MONTHLY, year)
    topics = [talk.topic for talk in talks if talk.topic]
    held = {topic.id for topic in topics}
    assert [risk for risk in SHOP_RISKS if not risk & held] == []
    assert year != 2027 or held & SHOP_FIRE
    owned = {item.id for item in program.equipment}
    kinds = [next(id_ for id_ in topic.equipment if id_ in owned) for topic in topics if topic.equipment]
    assert len(set(kinds)) == len(kinds)
    assert kinds.count("hand_tools") <= 1


@pytest.mark.parametrize("name", ["prairie", "bow_river"])
def test_every_job_gets_a_talk_before_any_gets_a_second(name: str) -> None:
    program, talks = listed(example(name), MONTHLY, 2028)  # no audit: nothing gives way to a rehearsal
    suited = ranked((topic for topic in TOPICS.topics.values() if suits(topic, program)), program)
    jobs = [item.job for talk in talks if talk.topic for item in suited if item.topic is talk.topic]
    missed = {item.job for item in suited if item.job and item.topic.season == "any"} - set(jobs)
    assert not missed or max(map(jobs.count, jobs)) == 1


def test_a_talk_is_about_the_rows_of_its_own_machine() -> None:
    program = decided(example("prairie"))
    tasks = {row.what: task for item in program.assessments for task in item.tasks for row in task.rows}
    rows = list(rows_about(TOPICS.topics["bench_grinder_gap"], program))
    assert rows and all(not tasks[row.what].machines or "bench_grinder" in tasks[row.what].machines for _, row in rows)


def test_talk_and_assessment_agree_on_a_new_wheel() -> None:
    said = " ".join(TOPICS.topics["grinder_wheels"].points)
    rows = [control.text for item in decided(example("prairie")).assessments for row in item.rows for control in row.controls]
    assert "Half a minute of free run" in rows and "run it for 30 seconds" in said
    assert "at or above the speed of the tool" in said


def test_a_control_in_place_is_told_where_its_own_machine_is_talked_about() -> None:
    program = decided(example("prairie"))
    curtain = "A light curtain stops the brake press ram"
    told = {topic.id for topic in TOPICS.topics.values()
            if suits(topic, program) and curtain in controls_in_place(topic, program)}
    assert told == {"press_talk", "guards_on"}
    assert controls_in_place(TOPICS.topics["mask_fit"], program) == []  # the fume arm is no mask
    assert controls_in_place(TOPICS.topics["working_alone_talk"], program) == ["Dana texts Lee every hour and when leaving"]


def test_where_the_topics_run_out_the_own_practices_are_read() -> None:
    office = company("AB", 2, ("office_admin",), ("office_equipment",), ("office",))
    _, talks = listed(office, WEEKLY)
    bare = [talk for talk in talks if talk.topic is None]
    assert bare and len({talk.practice for talk in bare}) == len(bare)
    assert len([talk for talk in talks if talk.topic]) >= 12


def test_the_last_talk_before_the_audit_is_about_what_the_auditor_asks() -> None:
    one = replace(example("prairie"), goal=Goal("secor", audit_due="2027-11"))
    _, talks = listed(one, MONTHLY)
    before = [talk for talk in talks if talk.day and talk.day < date(2027, 11, 1)]
    assert before[-1].topic is TOPICS.topics["audit_prep"]
    _, talks = listed(replace(one, goal=Goal("law_only")), MONTHLY)
    assert "audit_prep" not in {talk.topic.id for talk in talks if talk.topic}


def test_every_topic_reaches_some_company() -> None:
    """Nothing in the list is for nobody: the company with all work and all machines gets each topic."""
    catalogue = load.catalogue()
    everything = company("AB", 30, tuple(catalogue.activities), tuple(catalogue.equipment))
    everything = replace(
        everything, workforce=(Workforce("AB", 30, young_workers=2),),
        contractors=replace(everything.contractors, used=True),
        conditions=replace(everything.conditions, cash_or_valuables=True))
    program = decided(everything)
    assert [topic.id for topic in TOPICS.topics.values() if not suits(topic, program)] == []


def test_an_office_hears_nothing_of_the_shop() -> None:
    program = decided(company("AB", 3, ("office_admin",), ("office_equipment", "light_vehicle", "hand_tools"), ("office",)))
    heard = {topic.id for topic in TOPICS.topics.values() if suits(topic, program)}
    assert not heard & {"grinder_wheels", "weld_fume", "gravel_roads", "vice_grips", "hammers_chisels", "young_worker_talk",
                        "contractors_in", "robbery", "demolition", "h2s_talk"}
    assert "desk_setup" in heard


def test_what_is_owned_and_assessed_weighs_most() -> None:
    program = decided(company("AB", 3, ("welding_shop",), ("angle_grinder", "light_vehicle")))
    assert score(TOPICS.topics["grinder_wheels"], program) > score(TOPICS.topics["lessons_news"], program)


def test_talks_hold_no_number_of_the_law() -> None:
    """A limit of one province must not be told in another: numbers from law stand in the fact base alone."""
    said = [(topic.id, point) for topic in TOPICS.topics.values() for point in (*topic.points, topic.question)]
    places = re.compile(r"\b(Alberta|Ontario|British Columbia|Manitoba|Quebec|OHS|Code|Regulation|section)\b")
    assert [one for one in said if places.search(one[1])] == []


@pytest.mark.parametrize("topic", TOPICS.topics.values(), ids=lambda topic: topic.id)
def test_each_talk_has_three_to_five_short_points_and_a_question(topic: object) -> None:
    points, question = topic.points, topic.question  # type: ignore[attr-defined]
    assert 3 <= len(points) <= 5 and len(set(points)) == len(points)
    assert question.endswith("?") and all(point[-1] in ".?!" for point in points)
    for point in (*points, question):
        assert len(point.split()) <= 24, point
        assert not re.search(r"\b(ensure|appropriate|adequate|proper|properly|suitable|personnel|utilize)\b", point, re.I), point
