"""The pages of the year: months whole, each line with who and why, a talk a page that says what is so in this company."""
from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache

import docx
import pytest

from generator.compose.codes import code
from generator.compose.compose import compose
from generator.compose.library import shipped_library
from generator.compose.markdown import escape
from generator.compose.model import Composed, Document
from generator.compose.year import duration
from generator.intake.company import Goal
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.program.decide import decide
from generator.program.forms import DOCUMENTS
from generator.program.model import Program
from generator.program.rhythm import month_starts
from generator.program.year import plan_year
from generator.render.model import House, Source
from generator.render.pipeline import render
from tests.program.companies import ON, company
from tests.program.test_year import example

IN_FORCE = date(2027, 1, 4)


@cache
def written(name: str) -> tuple[Program, Composed]:
    one = example(name)
    knowledge = gather(one.jurisdictions, ON)
    program = decide(one, knowledge, IN_FORCE)
    return program, compose(program, knowledge, shipped_library())


def document(name: str, id_: str) -> Document:
    return next(item for item in written(name)[1].documents if item.id == id_)


def test_who_works_alone_gets_a_year_and_no_book_of_talks() -> None:
    def schedules(workers: int) -> set[str]:
        one = company("AB", workers, ("office_admin",), ("office_equipment",), ("office",))
        knowledge = gather(one.jurisdictions, ON)
        made = compose(decide(one, knowledge, IN_FORCE), knowledge, shipped_library())
        assert workers > 1 or not any("“Toolbox Talks”" in item.markdown for item in made.documents)
        return {item.id for item in made.documents if item.kind == "schedule"}
    assert schedules(2) - schedules(1) == {"toolbox_talks"}


@pytest.mark.parametrize("name", ["prairie", "bow_river"])
def test_the_year_has_twelve_months_each_with_its_lines(name: str) -> None:
    program, _ = written(name)
    year = plan_year(program, gather(program.company.jurisdictions, ON))
    text = document(name, "year").markdown
    for month in month_starts(year.start):
        block = text.split(f"## {month:%B %Y}")[1].split("\n## ")[0]
        for entry in year.of_month(month):
            assert str(escape(entry.title)) in block and str(escape(entry.who)) in block
            if entry.form and entry.form not in DOCUMENTS:
                assert str(escape(code("forms", entry.form))) in block


def test_a_month_stays_on_a_page_in_word_too() -> None:
    year = document("prairie", "year")
    house = House(company="Test", revision="Revision 1", footer="Not controlled.", author="Test", created=IN_FORCE)
    source = Source(id=year.id, title=year.title, kind="schedule", markdown=year.markdown, landscape=True)
    body = docx.Document(io.BytesIO(render([source], house)[0].docx))
    months = [table for table in body.tables if table.rows[0].cells[2].text == "What"]
    assert len(months) == 12
    for table in months:
        kept = [all(part.paragraph_format.keep_with_next for cell in row.cells for part in cell.paragraphs) for row in table.rows]
        assert all(kept[:-1]) and not kept[-1]


def test_a_committee_does_not_hold_the_crews_talk() -> None:
    text = document("bow_river", "year").markdown
    assert "**Committee meeting**[]{.br}Talk" not in text and "**Safety meeting**[]{.br}Talk" in text


def test_the_calendar_of_duties_is_this_document_and_no_form_beside_it() -> None:
    year = document("prairie", "year")
    _, composed = written("prairie")
    assert year.code == code("forms", "obligation_calendar")
    assert "obligation_calendar" not in {id_ for id_, _, _ in composed.forms}
    clause = next(item for item in composed.clauses if item.title == "The calendar that runs this")
    assert "“The Year”" in clause.markdown and "Safety Calendar" in clause.markdown


def test_the_same_words_are_not_said_again_month_after_month() -> None:
    text = document("bow_river", "year").markdown
    assert text.count(str(escape("Each job site, with the checklist"))) == 1
    assert len(re.findall("Job site inspection", text)) == 12


def test_what_a_walk_looks_at_is_said_once_and_then_by_its_month() -> None:
    lines = [line for line in document("prairie", "year").markdown.splitlines() if "**Workplace inspection**" in line]
    assert len(lines) == 4 and all("On the same walk" in line for line in lines)
    assert sum(r"as in April" in line for line in lines) == 2


@pytest.mark.parametrize("name", ["prairie", "high_ridge", "bow_river"])
def test_who_asks_for_the_rest_is_said_once_a_duty(name: str) -> None:
    lines = [line for line in document(name, "year").markdown.splitlines() if "**Safety equipment round" in line and (
        "fire extinguishers" in line)]
    assert sum("the rest" in line for line in lines) <= 1
    assert "the rest" in document("bow_river", "year").markdown


def test_what_comes_each_week_says_what_is_done_and_recorded_returns_are_listed() -> None:
    standing = document("prairie", "year").markdown.split("## January")[0]
    assert re.search(r"Air compressor\\?: drain the tank", standing)
    assert re.search(r"Light vehicle.*comes back after standing 30 days", standing)


def test_where_the_owner_alone_heads_safety_the_year_names_the_owner() -> None:
    assert "a competent person" not in document("prairie", "year").markdown
    assert "a competent person" in document("bow_river", "year").markdown  # has supervisors: whoever of them is competent


def test_without_an_audit_nobody_speaks_of_auditors() -> None:
    one = replace(example("prairie"), goal=Goal("law_only"))
    knowledge = gather(one.jurisdictions, ON)
    made = compose(decide(one, knowledge, IN_FORCE), knowledge, shipped_library())
    books = [item for item in made.documents if item.id in ("year", "toolbox_talks")]
    said = [*(item.markdown for item in books), *(event.text for event in made.events)]
    said += [reason.text for item in books for reason in item.reasons]
    assert len(books) == 2 and made.events
    assert [text for text in said if "audit" in text.lower()] == []


@pytest.mark.parametrize(("minutes", "words"), [(0, ""), (5, "5 min"), (90, "90 min"), (120, "2 h"), (200, "3.5 h")])
def test_minutes_as_people_say_them(minutes: float, words: str) -> None:
    assert duration(minutes) == words


@pytest.mark.parametrize("name", ["prairie", "high_ridge", "bow_river"])
def test_each_talk_stands_on_one_page(name: str) -> None:
    talks = document(name, "toolbox_talks")
    house = House(company="Test", revision="Revision 1", footer="Not controlled.", author="Test", created=IN_FORCE)
    pages = render([Source(id=talks.id, title=talks.title, kind="schedule", markdown=talks.markdown)], house)[0].pages
    first = talks.clauses[0].markdown.count("\n|") // 34 + 1  # rows of the list that a page holds
    assert pages - (len(talks.clauses) - 1) in (first, first + 1)


def test_a_talk_says_what_is_so_here_and_where_to_read_more() -> None:
    program, _ = written("prairie")
    text = document("prairie", "toolbox_talks").markdown
    own = [control.control for control in program.company.existing_controls if str(escape(control.control)) in text]
    assert own
    assert re.search(r"More on it, one page: \[P.*\]\{\.code\}", text)
    assert str(escape("Sam Okafor")) in text and "Who was here" in text


def test_a_talk_is_written_once_here_or_on_the_meetings_own_page() -> None:
    for name in ("prairie", "bow_river"):
        program, _ = written(name)
        text = document(name, "toolbox_talks").markdown
        forms = {meeting.form for meeting in program.meetings if meeting.id in ("safety_meeting", "toolbox_talk")}
        for form in forms - {"toolbox_talk_record", None}:
            assert f"[{code('forms', str(form))}]{{.code}}), not on both" in text
        if "toolbox_talk_record" in forms:
            assert text.count("Signed, the page of a talk is its record.") == 1


def test_the_list_is_honest_where_the_topics_run_out() -> None:
    from tests.program.test_talks import WEEKLY, meeting_as
    one = company("AB", 2, ("office_admin",), ("office_equipment",), ("office",))
    knowledge = gather(one.jurisdictions, ON)
    program = meeting_as(decide(one, knowledge, IN_FORCE), WEEKLY)
    composed = compose(program, knowledge, shipped_library())
    talks = next(item for item in composed.documents if item.id == "toolbox_talks")
    bare = sum("## Do\n" in clause.markdown for clause in talks.clauses)
    assert bare and f"For the other {bare} you read one of your own practices" in talks.clauses[0].markdown


def test_sign_in_lines_for_a_large_crew_are_blank() -> None:
    text = document("bow_river", "toolbox_talks").clauses[1].markdown
    assert "Karen" not in text.split("Who was here")[1]


def test_every_opening_question_is_on_the_first_page() -> None:
    first = document("prairie", "toolbox_talks").clauses[0].markdown
    topics = load.toolbox_topics()
    assert all(str(escape(topics.topics[id_].question)) in first for id_ in topics.standing_items)


def test_nothing_in_the_year_depends_on_the_clock() -> None:
    first = [document("high_ridge", id_) for id_ in ("year", "toolbox_talks")]
    written.cache_clear()
    assert [document("high_ridge", id_) for id_ in ("year", "toolbox_talks")] == first
