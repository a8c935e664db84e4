"""Sections that people moved stand where they put them, whatever the program does to its own order."""
from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compose.compose import compose
from generator.compose.library import shipped_library
from generator.compose.model import Clause, Composed, Order
from generator.compose.order import CHAPTER, START, Move, arranged, moves_between, stranded
from generator.errors import InputError
from generator.knowledge import load
from generator.publish.causes import causes
from generator.publish.edits.numbers import in_step
from generator.publish.edits.order import (
    Moved,
    moved_on,
    order_file,
    order_lines,
    order_marks,
    own_orders,
    read_order,
    read_own_order,
)
from generator.publish.edits.sections import by_clause, chaptered, with_chapters_of
from generator.publish.edits.store import Edit
from generator.publish.edits.take import Taken, take
from generator.publish.edits.word import read_word
from generator.publish.fingerprint import edit_hashes
from generator.publish.lock import Lock
from generator.publish.plan import Plan
from tests.publish.edits.conftest import EXAMPLES

OWN: Order = (("chapter-a", ("one", "two", "three")), ("chapter-b", ("four", "five")), ("chapter-c", ("six",)))


def _split(names: list[str], sizes: list[int], chapters: list[str]) -> Order:
    """Names dealt out to chapters, none of them empty."""
    cuts = [0, *sorted(sizes), len(names)]
    return tuple((chapter, tuple(names[start:end])) for chapter, start, end in zip(chapters, cuts, cuts[1:], strict=False)
                 if names[start:end])


@st.composite
def _orders(draw: st.DrawFn) -> tuple[Order, Order]:
    names = [f"s{number}" for number in range(draw(st.integers(1, 9)))]
    chapters = [f"chapter-{letter}" for letter in "abc"]
    cut = st.integers(0, len(names))
    own = _split(names, [draw(cut), draw(cut)], chapters)
    cuts = [draw(cut) for _ in own[1:]]
    return own, _split(draw(st.permutations(names)), cuts, draw(st.permutations([name for name, _ in own])))


@given(_orders())
def test_the_moves_between_two_orders_lead_from_one_to_the_other(orders: tuple[Order, Order]) -> None:
    own, wanted = orders
    moves = moves_between("manual", own, wanted)
    assert arranged(own, moves) == wanted
    assert moves_between("manual", own, own) == () and moves_between("manual", wanted, wanted) == ()
    assert not stranded(own, moves)


@given(_orders(), st.integers(0, 8))
def test_no_section_is_lost_or_doubled_when_the_program_drops_some(orders: tuple[Order, Order], gone: int) -> None:
    own, wanted = orders
    moves = moves_between("manual", own, wanted)
    today = tuple((chapter, tuple(id_ for id_ in ids if id_ != f"s{gone}")) for chapter, ids in own)
    now = arranged(today, moves)
    assert sorted(id_ for _, ids in now for id_ in ids) == sorted(id_ for _, ids in today for id_ in ids)


def test_a_section_falls_back_to_its_next_neighbour_and_then_to_the_programs_place() -> None:
    move = Move("manual", "six", "two", "three")
    without_two: Order = (("chapter-a", ("one", "three")), *OWN[1:])
    assert arranged(OWN, [move])[0] == ("chapter-a", ("one", "two", "six", "three")) and stranded(OWN, [move]) == {}
    assert arranged(without_two, [move])[0] == ("chapter-a", ("one", "six", "three"))
    assert stranded(without_two, [move]) == {move: "near"}
    bare: Order = (("chapter-a", ("one",)), *OWN[1:])
    assert arranged(bare, [move]) == bare and stranded(bare, [move]) == {move: "alone"}
    assert stranded(OWN[:2], [move]) == {move: "gone"} and arranged(OWN[:2], [move]) == OWN[:2]


def test_a_chapter_can_be_moved_and_an_emptied_one_goes() -> None:
    assert [name for name, _ in arranged(OWN, [Move("manual", "chapter-c", START)])] == ["chapter-c", "chapter-a", "chapter-b"]
    assert arranged(OWN, [Move("manual", "six", "chapter-a")]) == (("chapter-a", ("six", "one", "two", "three")), OWN[1])


# --- from a Word file

_TEXTS = {"one": "Wear the shield.", "two": "Call when you arrive.", "three": "Look behind you.",
          "four": "Keep the way out clear.", "five": "Write it down.", "six": "Ask before you start."}


def _word(order: Order, marks: bool = True) -> bytes:
    """A Word file with these chapters and sections, as the program marks them."""
    document = Document()
    body, number = document.element.body, iter(range(1_000))

    def mark(name: str) -> str:
        id_ = next(number)
        body.insert(len(body) - 1, parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{id_}" w:name="{name}"/>'))
        return str(id_)

    def end(id_: str) -> None:
        body.insert(len(body) - 1, parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{id_}"/>'))
    for chapter, ids in order:
        whole = mark(chapter) if marks and chapter != START else ""
        if chapter != START:
            document.add_heading(f"The chapter {chapter}", 1)
        for id_ in ids:
            own = mark(id_) if marks else ""
            document.add_heading(f"About {id_}", 2)
            document.add_paragraph(_TEXTS[id_])
            if own:
                end(own)
        if whole:
            end(whole)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _taken(wanted: Order, delivered: Order = OWN, marks: bool = True) -> Taken:
    texts = {id_: f"## About {id_}\n\n{_TEXTS[id_]}\n" for _, ids in delivered for id_ in ids}
    return take(texts, _word(delivered), _word(wanted, marks))


@pytest.mark.parametrize("marks", [True, False], ids=["bookmarks", "no bookmarks"])
@pytest.mark.parametrize("wanted", [
    (("chapter-a", ("one", "three")), ("chapter-b", ("four", "two", "five")), ("chapter-c", ("six",))),
    (("chapter-a", ("one", "two")), ("chapter-b", ("three", "four", "five")), ("chapter-c", ("six",))),  # only past the title
    (("chapter-a", ("six", "one", "two", "three")), ("chapter-b", ("four", "five"))),
    (("chapter-c", ("six",)), ("chapter-a", ("one", "two", "three")), ("chapter-b", ("four", "five"))),
], ids=["into another chapter", "over a chapter's title", "the only one of its chapter", "a whole chapter"])
def test_the_order_is_read_from_the_word_file_and_nothing_else_is(wanted: Order, marks: bool) -> None:
    found = _taken(wanted, marks=marks)
    assert arranged(OWN, [item.move for item in moved_on((), "manual", (), found, "Manual.docx")]) == wanted
    assert len(found.moved) == 1 and found.clauses == ()
    assert [item.text for item in found.left] == (["The chapter chapter-c"] if len(wanted) == 2 else [])


def test_a_chapter_title_that_was_deleted_moves_nothing() -> None:
    def names(order: Order) -> list[str]:
        return [name for chapter, ids in order for name in (chapter, *ids)]
    assert with_chapters_of(OWN, chaptered(name for name in names(OWN) if name != "chapter-b")) == OWN


def test_a_section_put_above_the_first_title_opens_the_first_chapter() -> None:
    assert with_chapters_of(OWN, chaptered(["two", "chapter-a", "one", "three", "chapter-b", "four", "five", "chapter-c", "six"])
                            )[0] == ("chapter-a", ("two", "one", "three"))


def test_a_section_dropped_inside_the_bookmark_of_another_is_itself() -> None:
    """Word lets the bookmark of the section above grow over what is dropped at its end."""
    document = Document(io.BytesIO(_word(OWN)))
    body = list(document.element.body)

    def at(name: str) -> int:
        return next(place for place, item in enumerate(body) if item.tag.endswith("}bookmarkStart") and name in item.values())
    last = body[at("two") - 2]  # the words of "one", before its bookmark ends
    for item in reversed(body[at("six"):at("six") + 4]):
        last.addnext(item)
    out = io.BytesIO()
    document.save(out)
    marks = {id_: id_ for id_ in _TEXTS}
    was, now = by_clause(read_word(_word(OWN)).blocks, read_word(out.getvalue()).blocks, marks)
    assert [name for name in now if not name.startswith(CHAPTER)][:4] == ["one", "six", "two", "three"]
    assert [block.text for block in now["six"]] == [block.text for block in was["six"]] == ["About six", _TEXTS["six"]]


def test_a_bookmark_that_ends_in_the_next_heading_does_not_take_it() -> None:
    """Editors put the end of a bookmark into the line that follows."""
    document = Document(io.BytesIO(_word(OWN)))
    for text in ("First.", "Second.", "Third."):  # so that the section below is the larger one
        next(item for item in document.paragraphs if item.text == _TEXTS["two"]).insert_paragraph_before(text)
    out = io.BytesIO()
    document.save(out)
    heading = next(item for item in document.paragraphs if item.text == "About two")._p
    end = next(item for item in heading.itersiblings(preceding=True) if item.tag.endswith("}bookmarkEnd"))
    marks = {id_: id_ for id_ in _TEXTS}
    for place in (len(heading), 1):  # behind its words, or before them
        heading.insert(place, end)
        changed = io.BytesIO()
        document.save(changed)
        was, now = by_clause(read_word(out.getvalue()).blocks, read_word(changed.getvalue()).blocks, marks)
        assert {id_: [block.text for block in blocks] for id_, blocks in was.items()} == {
            id_: [block.text for block in blocks] for id_, blocks in now.items()}
    said = next(item for item in document.paragraphs if item.text == "About two")
    said.runs[0].text = "Something else now"
    changed = io.BytesIO()
    document.save(changed)
    now = by_clause(read_word(out.getvalue()).blocks, read_word(changed.getvalue()).blocks, marks)[1]
    assert now["two"][0].text == "Something else now" and len(now["one"]) == 2


# --- from round to round

def _round(known: tuple[Moved, ...], wanted: Order, who: str = "Kim", own: Order = OWN) -> tuple[Moved, ...]:
    delivered = arranged(own, [item.move for item in known])
    return moved_on(known, "manual", own if known else (), replace(_taken(wanted, delivered), who=who), "Manual.docx")


def test_a_file_with_the_order_in_which_it_went_out_adds_nothing() -> None:
    wanted = arranged(OWN, [Move("manual", "six", "one", "two")])
    first = _round((), wanted)
    assert _round(first, wanted, "Lee") == first


def test_moving_it_back_ends_the_move_and_leaves_those_of_others() -> None:
    first = Move("manual", "five", "one", "two")
    both = _round(_round((), arranged(OWN, [first])),
                  (("chapter-a", ("three", "one", "five", "two")), ("chapter-b", ("four",)), OWN[2]), "Lee")
    assert [(item.move.clause, item.who) for item in both] == [("three", "Lee"), ("five", "Kim")]
    only, = _round(both, (("chapter-a", ("three", "one", "two")), *OWN[1:]), "Ola")
    assert (only.move.clause, only.who) == ("three", "Lee")
    assert _round((only,), OWN, "Ola") == ()


def test_a_move_waits_while_its_section_is_not_written_and_others_are_moved() -> None:
    known = (Moved(Move("manual", "seven", "one", "two"), "Kim"), Moved(Move("year", "may", "june", ""), "Kim"))
    after = _round(known, arranged(OWN, [Move("manual", "five", "one", "two")]), "Lee")
    assert set(known) < set(after) and {item.move.clause for item in after} == {"seven", "may", "five"}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.permutations(list(_TEXTS)), min_size=1, max_size=4))
def test_every_order_that_people_make_after_each_other_is_kept(rounds: list[list[str]]) -> None:
    known: tuple[Moved, ...] = ()
    own: Order = ((START, tuple(_TEXTS)),)
    for names in rounds:
        known = _round(known, ((START, tuple(names)),), own=own)
        assert arranged(own, [item.move for item in known]) == ((START, tuple(names)),)


# --- beside the intake

def test_the_file_says_a_move_a_line_and_a_line_that_is_taken_away_takes_it_back(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    move = Move("manual", "clause-a", "chapter-01_leadership", "clause-b")
    moves = (Moved(move, "Zoé O’Neil: boss", "2027-01-04T00:00:00Z", "M.docx"),
             Moved(Move("year", "year-2027-05", "year-how"), "Kim"))
    assert read_order(intake) == () and order_file(()) == {"order.yaml": None} and edit_hashes(intake) == {}
    file = tmp_path / "edits" / "company" / "order.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(order_file(moves)["order.yaml"] or b"")
    assert read_order(intake) == moves and list(edit_hashes(intake)) == ["order.yaml"]
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if "year-how" not in line), "utf-8")
    assert read_order(intake) == moves[:1]
    file.write_text("moves:\n- {clause: clause-a}\n", "utf-8")
    with pytest.raises(InputError, match=r"order\.yaml cannot be read.*'document'"):
        read_order(intake)


def test_the_programs_own_order_is_kept_where_something_moved(tmp_path: Path, plans: Mapping[str, Plan]) -> None:
    documents = next(iter(plans.values())).composed.documents
    manual = next(item for item in documents if item.id == "manual")
    for path, data in own_orders(documents, [Moved(Move("manual", "clause-policy", "clause-rights"))]).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    assert read_own_order(tmp_path, "manual") == manual.order and read_own_order(tmp_path, "year") == ()


# --- in the documents

@pytest.fixture(scope="module")
def plans() -> Mapping[str, Plan]:
    from datetime import date

    from generator.publish.plan import plan
    file = next(file for file in EXAMPLES if file.stem == "prairie_edge_fabrication")
    return {file.stem: plan(file, date(2026, 11, 22))}


def _composed(plans: Mapping[str, Plan], *moves: Move) -> Composed:
    made = next(iter(plans.values()))
    return compose(made.program, made.knowledge, shipped_library(), moves=moves)


def _document(composed: Composed, id_: str) -> Any:
    return next(item for item in composed.documents if item.id == id_)


def test_numbers_contents_and_references_follow_a_moved_section(plans: Mapping[str, Plan]) -> None:
    own = _document(_composed(plans), "manual")
    assert own.order and _document(_composed(plans, Move("year", "clause-working_alone", START)), "manual") == own
    made = _composed(plans, Move("manual", "clause-working_alone", "clause-policy", "clause-rights"))
    manual = _document(made, "manual")
    numbers = {clause.id: clause.number for clause in manual.clauses}
    assert numbers["clause-policy"] == "1.2" and numbers["clause-working_alone"] == "1.3"
    assert manual.order == own.order and {clause.id for clause in manual.clauses} == {clause.id for clause in own.clauses}
    places = [manual.markdown.index(f"{{#{clause.id} .clause}}") for clause in manual.clauses]
    assert places == sorted(places) and places[2] < manual.markdown.index("{#chapter-02_hazard_assessment")
    links = {match for document in made.documents for match in re.findall(
        r"\[section (\d+\.\d+) [^\]]*\]\(#(clause-\w+)\)", document.markdown)}
    assert ("1.3", "clause-working_alone") in links and all(numbers[id_] == number for number, id_ in links)
    for clause in manual.clauses:
        assert f'{{#h-{clause.id} number="{clause.number}"}}' in clause.markdown and clause.markdown in manual.markdown


def test_the_emergency_plan_and_the_schedules_keep_a_moved_section(plans: Mapping[str, Plan]) -> None:
    own = _composed(plans)
    made = _composed(plans, Move("emergency_plan", "emergency-contacts", START), Move("emergency_plan", "emergency-contacts",
                     "chapter-numbers", "emergency-sites"), Move("training_matrix", "training-grid", START, "training-needs"))
    emergencies = _document(made, "emergency_plan")
    assert [(clause.id, clause.number) for clause in emergencies.clauses][:2] == [
        ("emergency-contacts", "1.1"), ("emergency-sites", "1.2")]
    before, after = _document(own, "training_matrix"), _document(made, "training_matrix")
    assert [clause.id for clause in after.clauses][:2] == ["training-grid", "training-needs"]
    assert sorted(after.markdown.split("\n")) == sorted(before.markdown.split("\n"))
    between = after.markdown.index("::: pagebreak")
    assert after.markdown.index("{#training-grid") < between < after.markdown.index("{#training-needs")


def test_a_move_that_cannot_be_carried_out_is_said(plans: Mapping[str, Plan]) -> None:
    documents = _composed(plans).documents
    moves = [Moved(Move("manual", "clause-gone", "clause-policy"), "Kim"),
             Moved(Move("manual", "clause-rights", "clause-gone", "clause-policy"), "Lee"),
             Moved(Move("year", "year-how", "year-2020-01"), "")]
    first, second, third = order_lines(moves, documents)
    assert first == "The move of clause-gone by Kim waits: the program does not write that section any more"
    assert "by Lee" in second and "before “Our policy” (clause-policy)" in second
    assert "“How the year works” (year-how) was moved behind year-2020-01" in third and "where the program puts it" in third


def test_the_cause_names_who_moved_it_and_says_when_it_went_back() -> None:
    def lock(number: str, mark: str | None) -> Lock:
        clause = {"title": "Our policy", "number": number, "text": "same", "template": "", "uses": [], "law": []}
        record = {"title": "Manual", "files": [], "pages": 1, "print": number, "because": [],
                  "clauses": {"clause-policy": clause}}
        groups = {"answers": {"a": "b"}, "order": {"clause-policy": mark} if mark else {}}
        return Lock("1", "i", "2027-01-04", "2026-11-22", documents={"manual": record}, ingredients=groups)
    mark = order_marks([Moved(Move("manual", "clause-policy", "clause-rights"), "Lee: boss")])["clause-policy"]
    there, back = lock("1.2", None), lock("1.4", mark)
    assert causes(there, back)["manual"] == ("section 1.4 Our policy: moved by Lee: boss in Word",)
    assert causes(back, there)["manual"] == ("section 1.2 Our policy: back where the program has it",)


def test_a_reference_to_a_section_that_moved_is_no_change_of_words() -> None:
    def clause(title: str, number: str) -> Clause:
        return Clause(f"clause-{number}", "manual", title, "", (), number=number)
    text = ("See [section 3.8 Working alone](#clause-x), section 4.2 Nothing\\'s \\& such of the manual, "
            "and section 9.9 of the law.\n")
    edit = Edit("clause-y", "manual", text, "Now: " + text)
    sections = [clause("Working", "1.1"), clause("Working alone", "2.1"), clause("Nothing's & such", "2.2")]
    found = in_step({"clause-y": edit}, sections)
    expected = text.replace("3.8", "2.1").replace("4.2", "2.2")
    assert (found["clause-y"].base, found["clause-y"].theirs) == (expected, "Now: " + expected)


def test_sections_that_people_add_have_letters_behind_the_section_before_them() -> None:
    def clause(id_: str, number: str) -> Clause:
        return Clause(id_, "manual", id_, "", (), number=number)

    def theirs(id_: str, before: str, after: str) -> Edit:
        return Edit(id_, "manual", "", f'{before}## Own {{#h-{id_} number="9.9"}}\n\nText.\n\n### Inner\n\n{after}')
    sections = [clause("one", "1.1"), clause("two", "1.2"), clause("three", "2.1")]
    found = in_step({"one": theirs("one", "", "## Mine\n"), "two": theirs("two", "## Above\n\n", '## Below {number="7.7Z"}\n'),
                     "three": theirs("three", "## First of all\n\n", "")}, sections)
    heads = {id_: [line for line in edit.theirs.split("\n") if line.startswith("## ")] for id_, edit in found.items()}
    assert heads["one"] == ['## Own {#h-one number="1.1"}', '## Mine {number="1.1A"}']
    assert heads["two"] == ['## Above {number="1.1B"}', '## Own {#h-two number="1.2"}', '## Below {number="1.2A"}']
    assert heads["three"] == ["## First of all", '## Own {#h-three number="2.1"}'], "nothing stands before it in its chapter"


def test_the_shipped_chapters_have_bookmarks_that_word_takes() -> None:
    """A longer name becomes a hash, and the chapter would not be known again."""
    assert load.catalogue() and all(len(f"{CHAPTER}{chapter.id}") <= 40 for chapter in shipped_library().chapters)
