"""Tickets on paper and in the calendar file: dates in the grid, what runs out, its line in the year, what comes first."""
from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

from icalendar import Calendar

from generator.compose.compose import compose
from generator.compose.library import shipped_library
from generator.compose.model import Composed
from generator.intake.company import Company, Person, Ticket
from generator.knowledge.base import gather
from generator.program.decide import decide
from generator.publish.calendar_file import calendar_file
from generator.publish.report import plan_data
from tests.program.companies import ON, company

IN_FORCE = date(2027, 1, 4)
TICKETS = (
    Ticket("Bo Berg", "violence_harassment", expires=date(2026, 12, 31), number="V-1"),
    Ticket("Cy Cole", "violence_harassment", earned=date(2024, 9, 10)),
    Ticket("Bo Berg", "orientation", earned=date(2020, 5, 4)),
    Ticket("Ana Roy", "cor_auditor", expires=date(2029, 3, 1)),  # no need of this company
)
OTHER = "COR internal auditor"


def office(tickets: tuple[Ticket, ...]) -> Company:
    people = (Person("Bo Berg", "worker"), Person("Cy Cole", "worker"))
    return company("AB", 3, ("office_admin",), ("office_equipment",), ("office",), people=people, tickets=tickets)


@cache
def written(tickets: tuple[Ticket, ...]) -> Composed:
    one = office(tickets)
    knowledge = gather(one.jurisdictions, ON)
    return compose(decide(one, knowledge, IN_FORCE), knowledge, shipped_library())


def text(id_: str, tickets: tuple[Ticket, ...] = TICKETS) -> str:
    return next(item.markdown for item in written(tickets).documents if item.id == id_)


def grid(tickets: tuple[Ticket, ...] = TICKETS) -> dict[tuple[str, str], str]:
    """(person, course) -> what stands in the cell."""
    found: dict[tuple[str, str], str] = {}
    for block in re.findall(r"::: matrix\n(.*?)\n:::", text("training_matrix", tickets), re.S):
        header, _, *rows = [[cell.strip() for cell in line.strip("|").split(" |")] for line in block.splitlines()]
        found |= {(row[0], course): cell for row in rows for course, cell in zip(header[1:], row[1:], strict=True)}
    return found


def test_the_grid_has_the_date_where_it_is_known_and_a_box_where_it_is_not() -> None:
    cells = grid()
    course = "Workplace violence and harassment prevention"
    assert cells["Ana Roy", course] == "☐"
    assert cells["Bo Berg", course] == "**ran out 31\N{NO-BREAK SPACE}Dec 2026**"
    assert cells["Cy Cole", course] == "10\N{NO-BREAK SPACE}Sep 2027"
    assert cells["Bo Berg", "New worker orientation"] == "since 4\N{NO-BREAK SPACE}May 2020"
    assert cells["Ana Roy", OTHER] == "1\N{NO-BREAK SPACE}Mar 2029" and cells["Bo Berg", OTHER] == ""


def test_without_tickets_the_matrix_is_to_fill_by_hand() -> None:
    cells = grid(())
    assert set(cells.values()) == {"☐", ""} and OTHER not in {course for _, course in cells}
    assert "next twelve months" not in text("training_matrix", ())
    assert "Book now" not in text("start_here", ()) and "A ticket" not in text("year", ())


def test_the_list_names_what_has_run_out_and_what_will_with_the_day_to_book() -> None:
    soon = text("training_matrix").split("## Runs out in the next twelve months")[1]
    rows = [line for line in soon.splitlines() if line.startswith("| **")]
    assert len(rows) == 2
    assert "Bo Berg" in rows[0] and "V\\-1" in rows[0] and "it has run out**" in rows[0] and "| now |" in rows[0]
    assert "10 September 2027" in rows[1] and "10 July 2027" in rows[1] and "counted from the day" in rows[1]


def test_what_has_run_out_comes_first_on_the_first_paper() -> None:
    first = text("start_here").split("## Do these first")[1].split("\n## ")[0].strip().splitlines()[0]
    assert first.startswith("1. **Book now**") and "for Bo Berg" in first and "ran out on 31 December 2026" in first
    assert "Cy Cole" not in first and "Nobody works on" in first


def test_a_ticket_about_to_run_out_is_booked_first_too_and_nobody_is_stopped() -> None:
    soon = Ticket("Bo Berg", "violence_harassment", expires=date(2027, 2, 1))
    first = text("start_here", (soon,)).split("## Do these first")[1]
    assert "(runs out on 1 February 2027)" in first.replace("\\", "") and "Nobody works" not in first


def test_the_year_has_a_line_on_the_last_day() -> None:
    month = text("year").split("## September 2027")[1].split("\n## ")[0]
    line = next(line for line in month.splitlines() if "runs out" in line)
    assert "Fri 10" in line and "Cy Cole" in line and "by 10 July 2027" in line and "**Fri" not in line
    assert "| Training Matrix |" in line


def test_the_calendar_file_reminds_on_the_day_to_book() -> None:
    calendar: Any = Calendar.from_ical(calendar_file(written(TICKETS).events, office(TICKETS), IN_FORCE))
    item, = (item for item in calendar.walk("VEVENT") if "runs out: Cy Cole" in str(item["SUMMARY"]))
    assert item["DTSTART"].dt == date(2027, 9, 10)
    alarm, = item.walk("VALARM")
    assert item["DTSTART"].dt + alarm["TRIGGER"].dt == date(2027, 7, 10) and alarm["TRIGGER"].dt < timedelta()


def test_scripts_get_the_dates_too() -> None:
    one = office(TICKETS)
    knowledge = gather(one.jurisdictions, ON)
    found = plan_data(decide(one, knowledge, IN_FORCE), written(TICKETS), knowledge)["tickets"]
    assert [(item["who"], item["until"], item["counted"], item["state"]) for item in found][:2] == [
        ("Bo Berg", "2026-12-31", False, "ran out"), ("Cy Cole", "2027-09-10", True, "soon")]
