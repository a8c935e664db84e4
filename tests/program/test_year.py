"""The year: nothing further apart than its rhythm, the audit month light, the drill before it, no day on which nobody works."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.intake.check import check_intake
from generator.intake.company import Company, Contractors, Emergency, Goal, Preferences, Revision
from generator.knowledge.base import Knowledge, gather
from generator.knowledge.load_year import yearly_duties
from generator.knowledge.model import Interval, Quantity
from generator.program.decide import decide
from generator.program.model import Program
from generator.program.rhythm import closed, every_days, nth_weekday, places, step_days, step_months
from generator.program.year import plan_year
from generator.program.year_looks import due_every
from generator.program.year_plan import Year
from tests.program.companies import ON, companies, company

EXAMPLES = sorted(Path(__file__).parents[2].joinpath("questionnaires", "examples").glob("*.yaml"))
AUDITS = st.sampled_from([None, "2026-12", "2027-02", "2027-05", "2027-11", "2029-01"])
STARTS = st.dates(date(2026, 1, 1), date(2032, 12, 31))


def planned(one: Company, in_force: date = ON) -> tuple[Program, Knowledge, Year]:
    knowledge = gather(one.jurisdictions, ON)
    program = decide(one, knowledge, in_force)
    return program, knowledge, plan_year(program, knowledge)


def example(name: str) -> Company:
    found = check_intake(next(path for path in EXAMPLES if name in path.stem)).company
    assert found is not None
    return found


def months_of(year: Year, part: str) -> list[int]:
    """Places (0 to 11) of the months in which something stands."""
    return sorted({(entry.day.year - year.start.year) * 12 + entry.day.month - year.start.month
                   for entry in year.entries if part in entry.parts})


def widest_gap(months: list[int]) -> int:
    """Months between two times, the last of this year and the first of the next one among them."""
    return max((later - earlier for earlier, later in zip(months, [*months[1:], months[0] + 12], strict=True)), default=99)


@settings(max_examples=60, deadline=None)
@given(companies(), AUDITS, STARTS)
def test_nothing_is_further_apart_than_its_rhythm_also_over_the_turn_of_the_year(
        one: Company, audit: str | None, in_force: date) -> None:
    program, _, year = planned(replace(one, goal=Goal("secor", audit_due=audit)), in_force)
    standing = {part for item in year.standing for part in item.parts}
    for look in program.inspections:
        step = due_every(look)
        if look.id in standing or step is None:
            continue
        assert widest_gap(months_of(year, look.id)) <= max(step, 1) if step < 12 else months_of(year, look.id), look.id
    for meeting in program.meetings:
        step = step_months(meeting.interval)
        if step is not None and step >= 1:
            assert widest_gap(months_of(year, meeting.id)) <= max(step, 12 if step > 12 else 1), meeting.id
        elif (days := step_days(meeting.interval)) is not None and meeting.id not in standing:
            held = [entry.day for entry in year.entries if entry.id == meeting.id]
            weeks = [(later - earlier).days for earlier, later in pairwise(held)]
            assert weeks and max(weeks) <= days + 1, meeting.id


@settings(max_examples=60, deadline=None)
@given(companies(), AUDITS, STARTS)
def test_everything_dated_is_in_the_year_on_a_day_on_which_people_work(
        one: Company, audit: str | None, in_force: date) -> None:
    program, _, year = planned(replace(one, goal=Goal("cor", audit_due=audit)), in_force)
    shown = {part for item in (*year.entries, *year.standing) for part in item.parts}
    wanted = {look.id for look in program.inspections if look.trigger == "calendar"}
    assert wanted | {meeting.id for meeting in program.meetings} <= shown
    end = year.start + timedelta(days=370)
    for entry in year.entries:
        assert in_force <= entry.day < end and year.start <= entry.day
        assert not closed(entry.day) and entry.day.weekday() < 5
        assert entry.reasons and entry.who and entry.title
    ids = [(entry.id, entry.day) for entry in year.entries]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("step", [1, 1.7, 2, 3, 4, 5, 6, 7, 11, 12])
@pytest.mark.parametrize("phase", [0, 4, 11])
def test_places_in_a_year_keep_the_rhythm_as_a_ring(step: float, phase: int) -> None:
    assert widest_gap(list(places(step, phase))) <= max(1, int(step))


def test_a_meeting_day_that_nobody_works_moves_a_week_and_stays_in_its_month() -> None:
    assert nth_weekday(date(2027, 9, 1), 0, 1) == date(2027, 9, 13)  # the first Monday is Labour Day
    assert nth_weekday(date(2027, 3, 1), 4, 4) == date(2027, 3, 19)  # Good Friday, and a week later it is April
    holidays = [date(2027, 2, 15), date(2027, 3, 26), date(2027, 5, 24), date(2027, 7, 1), date(2027, 9, 6), date(2027, 10, 11)]
    assert all(map(closed, holidays)) and not any(closed(day + timedelta(days=7)) for day in holidays)
    assert [day for year in (2026, 2028, 2038) for day in range(20, 32) if closed(date(year, 3, day))] == []
    assert closed(date(2026, 4, 3)) and closed(date(2028, 4, 14)) and closed(date(2038, 4, 23))  # Good Fridays
    assert nth_weekday(date(2027, 1, 1), 4, 1) == date(2027, 1, 8)  # the first Friday is New Year's Day
    assert nth_weekday(date(2026, 12, 1), 4, 4) == date(2026, 12, 18)  # Christmas Day, and a week later it is January


def test_meetings_by_the_week_keep_their_weekday_and_move_inside_the_week_of_a_closed_day() -> None:
    days = list(every_days(date(2026, 12, 1), date(2027, 1, 20), 7, 4))
    assert days[:6] == [date(2026, 12, day) for day in (4, 11, 18, 24)] + [date(2026, 12, 31), date(2027, 1, 8)]


def test_a_rhythm_in_days_is_never_exceeded() -> None:
    days = list(every_days(date(2026, 12, 1), date(2027, 12, 1), 17, 0))
    assert max((later - earlier).days for earlier, later in pairwise(days)) <= 17
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize("name", ["prairie", "bow_river"])
def test_the_audit_month_is_kept_light_and_the_way_to_it_is_counted_back(name: str) -> None:
    one = example(name)
    _, _, year = planned(one, one.revision.in_force or ON)
    assert year.audit is not None and year.audit_place is not None
    there = year.of_month(year.audit)
    assert {"drill", "review", "notice", "dates", "training"} & {entry.kind for entry in there} == set()
    assert len(there) <= min(len(year.of_month(date(2027, month, 1))) for month in range(2, 9)) + 1
    way = {entry.id: entry.day for entry in year.entries if entry.kind == "audit"}
    assert way["audit:self_check"].month == year.audit.month - 3 and way["audit:audit"].month == year.audit.month
    drill = next(entry.day for entry in year.entries if entry.kind == "drill")
    assert drill < way["audit:audit"]


@pytest.mark.parametrize("month", range(3, 13))
def test_nothing_but_what_comes_each_month_falls_into_the_audit_month(month: int) -> None:
    one = replace(example("bow_river"), goal=Goal("cor", audit_due=f"2027-{month:02d}"), emergency=Emergency())
    program, _, year = planned(one, date(2027, 1, 4))
    step = {look.id: due_every(look) for look in program.inspections}
    step |= {meeting.id: step_months(meeting.interval) for meeting in program.meetings}
    parts = {part for entry in year.of_month(date(2027, month, 1)) for part in entry.parts}
    assert [part for part in parts if (step.get(part) or 0) >= 2] == []


def test_a_company_without_audit_gets_no_way_to_one() -> None:
    one = replace(example("prairie"), goal=Goal("law_only", audit_due="2027-11"))
    _, _, year = planned(one)
    assert year.audit is None and not [entry for entry in year.entries if entry.kind == "audit"]


def test_the_year_begins_when_the_program_does() -> None:
    one = example("prairie")
    assert planned(one, date(2027, 1, 4))[2].start == date(2027, 1, 1)
    assert planned(one, date(2026, 11, 22))[2].start == date(2026, 12, 1)


def test_the_drill_stands_in_the_month_of_the_answers_and_else_in_the_warm_before_the_audit() -> None:
    named = replace(example("prairie"), emergency=Emergency(drill_month="February"))
    assert [entry.day.month for entry in planned(named, date(2027, 1, 4))[2].entries if entry.kind == "drill"] == [2]
    free = planned(replace(named, emergency=Emergency()), date(2027, 1, 4))[2]
    assert next(entry.day.month for entry in free.entries if entry.kind == "drill") in range(4, 11)


def test_reviews_come_before_the_next_review_date() -> None:
    one = replace(example("high_ridge"), revision=Revision(next_review=date(2027, 6, 15)))
    _, _, year = planned(one, date(2027, 1, 4))
    review = next(entry for entry in year.entries if entry.id == "yearly_review")
    assert review.day < date(2027, 6, 1)
    assert {"policy_review", "violence_review"} <= set(review.parts)


def test_looks_on_one_form_by_the_same_people_are_one_line_a_month() -> None:
    one = example("bow_river")
    _, _, year = planned(one, date(2027, 1, 4))
    for month in {entry.day.replace(day=1) for entry in year.entries}:
        lines = [(entry.form, entry.who) for entry in year.of_month(month) if entry.kind == "look"]
        assert len(lines) == len(set(lines)), month


def test_whoever_looks_after_a_thing_is_named() -> None:
    one = example("bow_river")
    _, _, year = planned(one, date(2027, 1, 4))
    forks = next(entry for entry in year.entries if "forklift.forks" in entry.parts)
    assert "Nathan Cardinal" in forks.who  # looks after the forklift, by the answers


def test_statutory_statements_come_only_where_their_law_holds() -> None:
    contracting = Contractors(used=True)
    _, knowledge, year = planned(company("ON", 8, ("roofing_steep_slope",), contractors=contracting))
    wages = next(entry for entry in year.entries if entry.id == "duty:wage_statement")
    fact = knowledge.jurisdictions["ON"].facts["wsib.annual_wages"]
    assert wages.day.month == 2 and fact.cite in wages.reasons[0].text and wages.reasons[0].kind == "law"
    assert widest_gap(months_of(year, "clearances")) == 2
    assert not months_of(year, "asbestos_reports")
    abating = planned(company("ON", 8, ("asbestos_abatement",)))[2]
    assert len(months_of(abating, "asbestos_reports")) == 1
    alberta = planned(company("AB", 8, ("roofing_steep_slope",), contractors=contracting))[2]
    assert not [entry for entry in alberta.entries if entry.id in ("duty:wage_statement", "duty:clearances")]


def test_federal_employers_report_by_the_first_of_march() -> None:
    federal = {"duty:federal_occurrences": "COHSR s 15.10", "duty:federal_harassment": "SOR/2020-130 s 36",
               "duty:federal_committee": "SOR/2015-164 s 9"}

    def notices(code: str, workers: int) -> dict[str, str]:
        entries = planned(company(code, workers, ("trucking_general",)))[2].entries
        assert all(entry.day.month == 2 for entry in entries if entry.id in federal)
        return {entry.id: entry.reasons[0].text for entry in entries if entry.id in federal}

    found = notices("CA", 22)
    assert set(found) == set(federal) and all(cite in found[id_] for id_, cite in federal.items())
    assert set(notices("CA", 8)) == set(federal) - {"duty:federal_committee"}  # no committee yet
    assert not notices("MB", 22)


def test_a_recalled_fact_brings_no_duty() -> None:
    one = company("ON", 8)
    program, knowledge, _ = planned(one)
    ontario = knowledge.jurisdictions["ON"]
    facts = {key: replace(fact, verified="recall") for key, fact in ontario.facts.items()}
    unsure = replace(knowledge, jurisdictions={"ON": replace(ontario, facts=facts)})
    assert not [entry for entry in plan_year(program, unsure).entries if entry.kind == "notice"]


def test_a_committee_meets_by_our_own_rule_where_the_law_has_no_number() -> None:
    for code, law in (("AB", False), ("ON", True)):
        _, _, year = planned(company(code, 30))
        meeting = next(entry for entry in year.entries if entry.id == "committee_meeting")
        assert (meeting.reasons[0].kind == "law") == law


def test_a_service_is_expected_by_the_hours_that_the_answers_give() -> None:
    forklift = [("forklift.pm", 25.0, 2), ("forklift.pm", 125.0, 6)]
    for id_, hours, times in forklift:
        one = example("prairie")
        one = replace(one, equipment=tuple(replace(row, hours_per_month=hours) if row.id == "forklift" else row
                                           for row in one.equipment))
        program, _, year = planned(one, date(2027, 1, 4))
        assert next(look for look in program.inspections if look.id == id_).interval == Interval((Quantity(250, "hours"),))
        assert len(months_of(year, id_)) == times


def test_people_come_together_on_their_weekday() -> None:
    one = replace(example("bow_river"), preferences=Preferences(meeting_day="Thursday"))
    _, _, year = planned(one, date(2027, 1, 4))
    assert {entry.day.weekday() for entry in year.entries if entry.fixed} == {3}


def test_the_same_company_gives_the_same_year() -> None:
    one = example("bow_river")
    assert planned(one, date(2027, 1, 4))[2] == planned(one, date(2027, 1, 4))[2]


def test_every_yearly_duty_rests_on_a_law_key() -> None:
    assert {duty.law for duty in yearly_duties().values()} >= {"wsib.annual_wages", "asbestos.work_report"}
