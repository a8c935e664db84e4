"""The change list in plain words, as Markdown and at the terminal."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.publish.changes.duties import duties
from generator.publish.changes.happened import happened
from generator.publish.changes.listing import change_list, told
from generator.publish.changes.model import Cause, Change
from generator.publish.edits.merge import Conflict
from generator.publish.edits.over import Laid
from generator.publish.edits.store import Edit
from generator.publish.edits.tree import read_trees, text_of
from tests.publish.changes.made import (
    ANSWER,
    EDIT,
    FORKLIFT,
    LAW,
    NAME,
    WORDING,
    answer,
    change,
    document,
    plan_of,
    section,
    shop,
)
from tests.publish.changes.test_duties import CHANGES

MADE = plan_of(shop(), (FORKLIFT, document("manual", "Manual", "manual", clauses=("clause-rights",))))
HYPHEN = "\u2011"  # in codes, which are never broken over two lines
SINCE, NOW = "revision 1, issued 4 January 2027", "Draft of revision 2"


def listed(*changes: Change, conflicts: tuple[Laid, ...] = ()) -> str:
    return change_list(changes, duties(changes, MADE), since=SINCE, now=NOW, conflicts=conflicts, intake="my shop.yaml")


def rows(markdown: str) -> list[list[str]]:
    """The cells of every table's rows in words, heads left out."""
    return [cells for table in _tables(read_trees([markdown.replace(HYPHEN, "-")])[0]) for cells in table]


def _tables(node: Any) -> Iterator[list[list[str]]]:
    if isinstance(node, dict):
        if node.get("t") == "Table":
            bodies = node["c"][4]
            yield [[text_of(cell[4]) for cell in row[1]] for body in bodies for row in body[3]]
        else:
            yield from _tables(list(node.values()))
    elif isinstance(node, list):
        for part in node:
            yield from _tables(part)


def heads(markdown: str) -> list[str]:
    return re.findall(r"^##+ (.+)$", markdown, re.MULTILINE)


def conflict(clause: str, title: str, *, law: bool = False, theirs: str = "Ours is best", ours: str = "New text") -> Laid:
    return Laid(Edit(clause, "manual", "base", "theirs"), title, "1.6", "conflict", (Conflict("base", theirs, ours),), law)


def test_each_change_says_where_what_and_why() -> None:
    text = listed(section("clause-rights", "Your rights", "1.6", [LAW], "From 85 dBA on.", "From 82 dBA on."))
    assert rows(text)[0] == ["Manual 1.6 Your rights", "“82” instead of “85”"]
    assert "###" not in text  # one kind of cause needs no headings
    assert "Cause: **Law in Alberta\\: noise limit \\(OHS Code ss 217\\-219; Schedule 3\\) changed**." in text


def test_a_new_name_is_one_line_however_many_documents_it_touches() -> None:
    forms = [change("form", f"form-{number}", f"Form {number}", [NAME], "Old & Co", "New <Co>", code=f"F-{number}")
             for number in range(40)]
    text = listed(*forms, section("clause-rights", "Your rights", "1.6", [NAME], "Old & Co", "New <Co>"))
    assert rows(text)[0] == ["41 sections in 41 documents", "“New <Co>” instead of “Old & Co”"]
    assert "Company\\: legal name changed" in text
    assert "Nobody has to be trained again." in text


def test_causes_that_touch_everything_share_one_line_whatever_each_text_made_of_them() -> None:
    causes = ([NAME], [NAME, answer("preferences.meeting_day")])
    letterhead = [section(f"clause-a{number}", f"Section {number}", f"1.{number}", causes[number % 2], f"Word {number}",
                          f"Other words {number} here") for number in range(6)]
    text = listed(*letterhead, change("form", "form-jha", "Job hazard analysis", [NAME], "Word", "Other words here", code="F-08"))
    assert [row for row in rows(text) if "sections" in row[0]] == [["7 sections in 2 documents", "Reworded"]]


def test_law_comes_first_then_edits_then_answers_then_the_rest() -> None:
    changes = [section(f"clause-{place}", f"Section {place}", f"2.{place}", [cause], author="Lee Tran" if cause is EDIT else "")
               for place, cause in enumerate((WORDING, ANSWER, EDIT, LAW))]
    text = listed(*changes)
    assert heads(text)[:5] == ["Where, and why", "Because the law changed", "Edited in Word", "Because your answers changed",
                               "From the library and the program"]
    assert [row[0] for row in rows(text)[:4]] == ["Manual 2.3 Section 3", "Manual 2.2 Section 2", "Manual 2.1 Section 1",
                                                  "Manual 2.0 Section 0"]
    assert "Edited in Word by Lee Tran" in text


def test_a_whole_new_or_retired_document_is_one_line() -> None:
    new = [change("schedule", f"talk-{number}", f"Talk {number}", before="", whole=True, document="talks",
                  document_title="Toolbox Talks", code="") for number in range(5)]
    gone = change(after="", whole=True, causes=[answer("equipment.forklift", "was taken out")])
    text = listed(*new, gone)
    assert [row[:2] for row in rows(text)[:2]] == [["Toolbox Talks", "New document"], ["P-15 Forklift", "Taken out"]]
    assert "1 document is new; 1 document is taken out" in text


def test_many_sections_of_one_cause_share_a_line_and_each_is_linked() -> None:
    text = listed(*(section(f"clause-x{place}", f"Section {place}", f"3.{place}", before=f"Old {place} a b c.",
                            after=f"Words that are quite other {place}.") for place in range(1, 6)))
    assert rows(text)[0] == ["Manual, 5 sections: 3.1, 3.2, 3.3, 3.4, 3.5", "Reworded"]
    assert all(f"(#clause-x{place})" in text for place in range(1, 6))


def test_links_go_where_the_redline_sets_the_texts() -> None:
    twice = [change("form", "same", "One", document="form-a"), change("form", "same", "Two", document="form-b")]
    text = listed(*twice)
    assert "(#same)" in text
    assert "(#form-b--same)" in text


def test_conflicts_stand_first_with_both_texts_and_the_law_before_the_rest() -> None:
    text = listed(section("clause-rights", "Your rights", "1.6"), conflicts=(
        conflict("clause-rights", "Your rights", theirs="We say *no* | never", ours=""),
        conflict("clause-noise", "Noise", law=True)))
    assert heads(text)[0] == "Decide these first"
    assert rows(text)[:2] == [
        ["1.6 Noise\nThe law changed here: decide this one first.", "Ours is best", "New text",
         "safety-manual resolve 'my shop.yaml' clause-noise --keep"],
        ["1.6 Your rights", "We say *no* | never", "(deleted)", "safety-manual resolve 'my shop.yaml' clause-rights --keep"]]


def test_a_text_that_a_person_deleted_is_shown_as_deleted() -> None:
    assert rows(listed(conflicts=(conflict("clause-noise", "Noise", theirs=""),)))[0][1:3] == ["(deleted)", "New text"]


def test_nothing_to_sign_or_train_is_a_line_and_no_empty_table() -> None:
    text = listed(section("clause-goals", "Goals", "1.11", [WORDING]))
    assert "Nobody has to be trained again." in text
    form = listed(change("form", "form-jha", "Job hazard analysis", [WORDING], code="F-08"))
    assert "Nothing has to be signed again. Nobody has to be trained again." in form
    assert "Nobody: nothing here changes how people work." in form
    assert len(list(_tables(read_trees([form])[0]))) == 1


def test_no_change_is_one_sentence() -> None:
    assert "Nothing changed since revision 1, issued 4 January 2027." in listed()
    assert "##" not in listed()
    assert list(told((), duties((), MADE))) == []


def test_printed_copies_that_are_not_current_any_more_are_named() -> None:
    text = listed(change(before="", whole=True), change("form", "form-jha", "Job hazard analysis", code="F-08"),
                  change(clause="practice-x", title="Saw", after="", whole=True, code="P-03"),
                  change(clause="practice-y", title="Axe", before="See section 3.4.", after="See section 3.5.", code="P-04"))
    said = [text_of(block).replace(HYPHEN, "-") for block in read_trees([text])[0]]
    assert f"put in P{HYPHEN}15" in text
    assert "Printed copies in binders, in vehicles and on walls: put in P-15; swap F-08; take out P-03." in said


def test_the_page_has_a_line_for_each_persons_initials() -> None:
    text = listed(section("clause-rights", "Your rights", "1.6"))
    assert re.search(r"Lee \[\]\{\.field type=text width=\d+\}\[\]\{\.br\}Sam \[\]\{\.field", text)


def test_two_people_of_one_first_name_are_told_apart() -> None:
    one = shop()
    twins = replace(one, people=(replace(one.people[0], name="Sam Tran"), one.people[1]), activities=())
    changes = [section("clause-rights", "Your rights", "1.6")]
    text = change_list(changes, duties(changes, plan_of(twins)), since=SINCE, now=NOW, conflicts=(), intake="shop.yaml")
    assert "Sam Tran []{" in text
    assert "Sam Okafor []{" in text


@pytest.mark.parametrize(("cause", "words"), [
    (ANSWER, "Equipment: forklift added"),
    (answer("equipment.mewp_boom", "was taken out"), "Equipment: boom lifts taken out"),
    (answer("activities.welding_shop.workers"), "Work: welding and fabrication shop, how many people changed"),
    (answer("workforce.SK", "was added"), "Workforce: Saskatchewan added"),
    (answer("sites.Main St. shop.muster_point"), "Sites: Main St. shop, muster point changed"),
    (answer("sites.Main St. shop", "was added"), "Sites: Main St. shop added"),
    (answer("people.Jo Lee", "was added"), "People: Jo Lee added"),
    (answer("tickets.3", "was added"), "Tickets: a line added"),
    (answer("company.owner.phone"), "Company: phone changed"),
    (answer("conditions.noise_dba"), "Conditions: loudest job in dBA changed"),
    (WORDING, "New wording in the library"),
    (Cause("wording", "templates/manual/x.md changed"), "New wording in the library"),
    (Cause("date", "the as_of changed"), "The day whose law is used changed"),
    (Cause("program", "program version 0.4 became 0.5"), "A new version of the program, 0.5"),
    (Cause("law", "something new"), "Something new"),
])
def test_causes_are_said_in_the_questions_own_words(cause: Cause, words: str) -> None:
    assert duties([change(causes=[cause])], MADE).causes[cause] == words


@pytest.mark.parametrize(("before", "after", "words"), [
    ("", "New.", "new"), ("Old.", "", "taken out"),
    ("We at Prairie Edge Works, and Prairie Edge Works’s trucks.", "We at Edge & Sons, and Edge & Sons’s trucks.",
     "“Edge & Sons” instead of “Prairie Edge Works”"),
    ('::: {.card title="Saw" sub="A &amp; B"}\n:::\n\nCut.', '::: {.card title="Saw" sub="Edge &amp; Sons"}\n:::\n\nCut.',
     "“Edge & Sons” instead of “A & B”"),
    ("Call 403 555-0144 now.", "Call 403 555-0100 now.", "“555-0100” instead of “555-0144”"),
    ("Ask Lee Tran now.", "Ask Lee Tran, Eli Fox now.", "“Eli Fox” added"),
    ("Ask Bo, Lee Tran, Eli Fox now.", "Ask Bo, Lee Tran now.", "“Eli Fox” taken out"),
    ("- Look.\n- Stop.", "- Look.\n- Stop.\n- Tag it.", "1 line added"),
    ("- Call 144.\n- Stop.", "- Call 100.\n- Stop.\n- Tag it.", "1 line added, 1 reworded"),
    ("Don't run.\n\n| One | ☐\\ Two |\n|--|--|\n| A | B |\n| ^^ | C |\n\nSay \"no\".",
     "Don’t run.\n\n| One | ☐\u00a0Two |\n|--|--|\n| A | B |\n| \\^\\^ | C |\n\nSay “no”. Then go.", "1 line reworded"),
    ("Keep 3\\.5 m \\| away.", "Keep 3\\.6 m \\| away.", "“3.6” instead of “3.5”"),
    ("- Look.\n- Stop.\n- Tag it.", "- Look.", "2 lines taken out"),
    ("Stop.\n\nLook at all the tires first.", "Look at all the tires and chains first.\n\nThen drive.",
     "1 line added, 1 taken out, 1 reworded"),
    ("- One.\n- Two.", "- Two.\n- One.", "lines in another order"),
    ("See section 3.4.", "See section 3.5.", "another layout or number, the same words"),
])
def test_what_happened_is_said_in_one_phrase(before: str, after: str, words: str) -> None:
    assert happened(change(before=before, after=after)) == words


def test_the_terminal_gets_a_few_lines() -> None:
    changes = [section("clause-rights", "Your rights", "1.6"), change(before="", whole=True)]
    lines = list(told(changes, duties(changes, MADE)))
    assert lines[0] == "1 section in 1 document changed; 1 document is new."
    assert lines[1] == "Tell: Lee Tran and Sam Okafor, by the next safety meeting."
    assert len(lines) <= 6
    trained = next(line for line in lines if line.startswith("To train again: ")).removeprefix("To train again: ")
    assert "the forklift" in trained.split(": ", 1)[1], "it says what, not only whom"
    assert not any("\\" in line or "None" in line for line in lines)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES, law=st.booleans())
def test_no_cell_is_empty_and_the_order_of_changes_asks_nothing_else_of_anybody(changes: list[Change], law: bool) -> None:
    found = duties(changes, MADE)
    text = change_list(changes, found, since=SINCE, now=NOW, conflicts=(conflict("clause-x", "A | title", law=law),),
                       intake="shop.yaml")
    assert "None" not in text
    assert not re.search(r"\b1 (?:sections|documents|lines)\b", text)
    for row in rows(text):
        assert all(row[:-1]), row  # the last cell of a row for people is theirs to fill in
        assert row[-1] or len(row) > 3
    assert len(list(told(changes, found))) <= 6
    turned = duties(changes[::-1], MADE)
    assert {row.crew: set(row.about) for row in turned.sign} == {row.crew: set(row.about) for row in found.sign}
