"""Tickets: the last day of each, what is true of it on the day in force, and its line in the year."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.intake.company import Company, Person, Ticket
from generator.knowledge import load
from generator.program.tickets import months_on, standings, tickets_of, without_dates
from generator.program.year_plan import Entry
from tests.program.companies import company
from tests.program.test_year import EXAMPLES, example, planned

IN_FORCE = date(2027, 1, 4)
PEOPLE = (Person("Bo Berg", "worker"), Person("Cy Cole", "worker"))


def shop(*tickets: Ticket, workers: int = 3) -> Company:
    return company("AB", workers, ("forklift_operations",), ("forklift",), people=PEOPLE, tickets=tickets)


def lines(one: Company, in_force: date = IN_FORCE) -> list[Entry]:
    return [entry for entry in planned(one, in_force)[2].entries if entry.id.startswith("ticket:")]


@pytest.mark.parametrize(("earned", "until"), [
    (date(2025, 3, 14), date(2028, 3, 14)), (date(2024, 2, 29), date(2027, 2, 28)), (date(2021, 2, 28), date(2024, 2, 28))])
def test_without_a_date_on_the_card_the_usual_years_of_the_course_are_counted(earned: date, until: date) -> None:
    assert load.catalogue().training["forklift"].validity_years == 3
    found, = tickets_of(planned(shop(Ticket("Bo Berg", "forklift", earned=earned)), IN_FORCE)[0])
    assert (found.until, found.counted) == (until, True)


def test_the_date_on_the_card_goes_before_our_count() -> None:
    both = Ticket("Bo Berg", "forklift", expires=date(2027, 6, 1), earned=date(2025, 1, 1))
    found, = tickets_of(planned(shop(both), IN_FORCE)[0])
    assert (found.until, found.counted, found.state) == (date(2027, 6, 1), False, "soon")


def test_a_course_without_a_number_of_years_never_runs_out() -> None:
    assert load.catalogue().training["csts"].validity_years is None
    found, = tickets_of(planned(shop(Ticket("Bo Berg", "csts", earned=date(1999, 1, 1))), IN_FORCE)[0])
    assert (found.until, found.state, lines(shop(found.ticket))) == (None, "holds", [])


@pytest.mark.parametrize(("expires", "state"), [
    (IN_FORCE - timedelta(days=1), "ran out"), (IN_FORCE, "soon"), (date(2028, 1, 3), "soon"), (date(2028, 1, 4), "holds")])
def test_a_ticket_is_good_up_to_its_day(expires: date, state: str) -> None:
    program = planned(company("AB", 3, people=PEOPLE, tickets=(Ticket("Bo Berg", "whmis", expires=expires),)), IN_FORCE)[0]
    assert tickets_of(program)[0].state == state


def test_each_need_of_each_person_is_told() -> None:
    one = shop(Ticket("Bo Berg", "violence_harassment", expires=date(2026, 12, 1)),
               Ticket("Ana Roy", "violence_harassment", expires=date(2029, 12, 1)))
    program = planned(one, IN_FORCE)[0]
    found = {item.person: item.state for item in standings(program) if item.need.id == "violence_harassment"}
    assert found == {"Ana Roy": "holds", "Bo Berg": "ran out", "Cy Cole": "not given"}


def test_the_yearly_question_stays_for_those_without_a_date() -> None:
    def asked(*tickets: Ticket, workers: int = 3) -> set[str]:
        program, _, year = planned(shop(*tickets, workers=workers), IN_FORCE)
        line = [entry for entry in year.entries if entry.id == "training_matrix"]
        assert {part for entry in line for part in entry.parts} == {need.id for need in without_dates(program)}
        return {need.id for need in without_dates(program)}
    everybody = [Ticket(name, "violence_harassment", expires=date(2029, 1, 1)) for name in ("Ana Roy", "Bo Berg", "Cy Cole")]
    assert "violence_harassment" in asked()
    assert "violence_harassment" in asked(*everybody[:2])
    assert "violence_harassment" not in asked(*everybody)
    assert "violence_harassment" in asked(*everybody, workers=9)  # people whom the intake does not name


def test_a_line_stands_on_the_last_day_and_says_when_to_book() -> None:
    one = shop(Ticket("Bo Berg", "forklift", expires=date(2027, 6, 5)), Ticket("Cy Cole", "forklift", expires=date(2027, 6, 5)),
               Ticket("Ana Roy", "forklift", expires=date(2027, 2, 1)))
    first, crew = lines(one)
    assert (crew.day, crew.fixed, crew.kind) == (date(2027, 6, 5), False, "training")
    assert crew.title.endswith("runs out: Bo Berg and Cy Cole") and "by 5 April 2027" in crew.what
    assert crew.day - timedelta(days=crew.prepare_days) == date(2027, 4, 5)
    assert first.title.endswith("Ana Roy") and first.what == "Book the next one now"


def test_what_runs_out_just_after_the_year_is_booked_in_it() -> None:
    entry, = lines(shop(Ticket("Bo Berg", "forklift", expires=date(2028, 2, 20))))
    assert entry.day == date(2027, 12, 20) and "20 February 2028" in entry.what
    course = next(item.ticket.course for item in tickets_of(planned(shop(Ticket("Bo Berg", "forklift", expires=IN_FORCE)))[0]))
    assert entry.title == f"Book {load.catalogue().training[course].name}: Bo Berg"  # a course keeps its capitals
    assert lines(shop(Ticket("Bo Berg", "forklift", expires=date(2028, 3, 15)))) == []
    assert lines(shop(Ticket("Bo Berg", "forklift", expires=IN_FORCE - timedelta(days=1)))) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ana Roy", "Bo Berg", "Cy Cole"]), st.sampled_from(["forklift", "whmis", "h2s_alive"]),
                          st.dates(date(2026, 6, 1), date(2028, 12, 31))), max_size=9, unique_by=lambda row: row[:2]),
       st.dates(date(2026, 12, 1), date(2027, 3, 1)))
def test_nothing_runs_out_unseen(rows: list[tuple[str, str, date]], in_force: date) -> None:
    """Each ticket has run out already, has a line with its person on its day or before, or is good beyond two months more."""
    one = shop(*(Ticket(who, course, expires=day) for who, course, day in rows))
    year = planned(one, in_force)[2]
    end = months_on(year.start, 12)
    for who, course, day in rows:
        told = [entry for entry in year.entries if course in entry.parts and who in entry.title and entry.day <= day]
        assert told or day < max(in_force, year.start) or months_on(day, -2) >= end
    ids = [(entry.id, entry.day) for entry in year.entries]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.stem))
def test_the_examples_hold_tickets_that_they_need_and_one_runs_out_in_the_year(path: Path) -> None:
    program = planned(example(path.stem), IN_FORCE)[0]
    needed = {(item.need.id, item.person) for item in standings(program)}
    tickets = tickets_of(program)
    assert tickets and all((item.ticket.course, item.ticket.who) in needed for item in tickets)
    states = {item.state for item in tickets}
    assert "soon" in states and "ran out" not in states


def test_a_ticket_changes_no_other_part_of_the_program() -> None:
    bare, given_ = shop(), shop(Ticket("Bo Berg", "forklift", expires=date(2027, 6, 5)))
    first, second = planned(bare, IN_FORCE)[0], planned(given_, IN_FORCE)[0]
    assert replace(second, company=first.company) == first
