"""Edits laid over composed documents, kept as files, and told in Start Here and in the margin."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.model import Clause, Composed, Document
from generator.errors import InputError
from generator.knowledge.base import gather
from generator.knowledge.model import LawFact, Quantity
from generator.program.model import Reason
from generator.publish.edits.base import Base
from generator.publish.edits.comments import notes_of
from generator.publish.edits.model import Comment
from generator.publish.edits.notice import with_notice
from generator.publish.edits.over import lay_over
from generator.publish.edits.resolve import resolve
from generator.publish.edits.round import Return, hold_round
from generator.publish.edits.store import Edit, edit_text, read_edits, write_edits
from generator.publish.edits.take import ClauseEdit, Taken
from generator.publish.edits.told import came_back, remark
from generator.publish.edits.tree import read_trees, text_of
from generator.publish.fingerprint import edit_hashes
from generator.publish.ingredients import law_meanings

_OLD = "## First aid\n\nOne first aider on each shift.\n\nThe kit hangs at the door.\n"
_MINE = _OLD.replace("each shift", "each shift and each truck")
_NEW = _OLD.replace("One first aider", "Two first aiders")


def composed_of(text: str) -> Composed:
    def document(id_: str, kind: str, clause: str, markdown: str) -> Document:
        body = f":::::: {{#{clause} .clause}}\n{markdown.strip()}\n::::::"
        return Document(id_, id_, kind, body + "\n", (Clause(clause, id_, "First aid", markdown, (), number="3.1"),), ())
    return Composed((document("start_here", "start_here", "start-do-first", "## Do these first\n\nSign.\n"),
                     document("manual", "manual", "clause-first_aid", text)), (), (), (), (), ())


def read_back(markdown: str) -> str:
    return text_of(read_trees([markdown])[0])


def edit_of(**more: str) -> Edit:
    return replace(Edit("clause-first_aid", "manual", _OLD, _MINE, "Lee", "2027-02-03", "Manual.docx", {"AB:fa": "1"}), **more)


def test_only_the_edited_clause_changes() -> None:
    composed = composed_of(_OLD)
    over = lay_over(composed, {"clause-first_aid": edit_of()}, {"AB:fa": "1"})
    assert over.composed.documents[0] == composed.documents[0]
    assert over.composed.documents[1].markdown == composed.documents[1].markdown.replace("shift", "shift and each truck")
    assert [item.outcome for item in over.laid] == ["take"] and not over.conflicts


def test_what_came_back_is_told_in_one_line() -> None:
    assert came_back("P.docx", "", "original", same=True) == "Saved again without a change: P.docx, tracked changes left out"
    assert came_back("P-21.docx", "Kim", None) == "Edited by Kim: P-21.docx"
    long = Comment("Kim", "", "Really?", "Marcel sets aside money for safety each year, before the year begins")
    assert remark(long) == "  Comment by Kim on “Marcel sets aside money for safety each year, before the …”: Really?"


def test_a_deleted_section_whose_number_moved_stays_deleted_without_a_conflict() -> None:
    def text(number: str) -> str:
        return _OLD.replace("First aid\n", f'First aid {{#h-clause-first_aid number="{number}"}}\n')
    over = lay_over(composed_of(text("3.1")), {"clause-first_aid": edit_of(base=text("2.9"), theirs="")}, {"AB:fa": "1"})
    assert not over.conflicts and "first aider" not in over.composed.documents[1].markdown
    reworded = text("3.1").replace("One first aider", "Two first aiders")
    over = lay_over(composed_of(reworded), {"clause-first_aid": edit_of(base=text("2.9"), theirs="")}, {"AB:fa": "1"})
    assert [(item.ours, item.theirs) for item in over.conflicts[0].conflicts] == [("Two first aiders on each shift.", "")]


def test_a_change_of_law_under_an_edit_is_a_conflict_that_says_so() -> None:
    over = lay_over(composed_of(_NEW), {"clause-first_aid": edit_of()}, {"AB:fa": "2"})
    assert [(item.outcome, item.law_changed) for item in over.conflicts] == [("conflict", True)]
    assert "each shift and each truck" in over.composed.documents[1].markdown
    start = with_notice(over).documents[0]
    assert "**The law changed**" in start.markdown and "Two first aiders" in start.markdown
    assert start.markdown.index("start-conflicts") < start.markdown.index("start-do-first")
    note, = notes_of(over.conflicts, "manual", "my shop.yaml")
    assert "safety-manual resolve 'my shop.yaml' clause-first_aid --keep" in note.text
    assert note.text.startswith("The law under this section changed.") and "Two first aiders on each shift." in note.text
    assert notes_of(over.conflicts, "start_here", "my shop.yaml") == []
    same = lay_over(composed_of(_NEW), {"clause-first_aid": edit_of()}, {"AB:fa": "1"})
    assert [item.law_changed for item in same.conflicts] == [False]


def _with_reason(text: str) -> Composed:
    """The company's documents, the clause standing on a fact of law."""
    composed = composed_of(text)
    manual = composed.documents[1]
    clause = replace(manual.clauses[0], reasons=(Reason("law", "AB:fa", "First aid (OHS Code s 178)"),))
    return replace(composed, documents=(composed.documents[0], replace(manual, clauses=(clause,))))


def test_law_that_changed_under_an_edit_is_a_conflict_even_where_the_texts_merge() -> None:
    new = _OLD.replace("at the door", "at each door")
    over = lay_over(composed_of(new), {"clause-first_aid": edit_of()}, {"AB:fa": "2"})
    one, = over.conflicts
    assert one.law_changed and [(item.theirs, item.ours) for item in one.conflicts] == [
        ("One first aider on each shift and each truck.", "The kit hangs at each door.")]
    assert "each truck" in over.composed.documents[1].markdown and "at each door" in over.composed.documents[1].markdown
    assert lay_over(composed_of(new), {"clause-first_aid": edit_of()}, {"AB:fa": "1"}).conflicts == ()


def test_law_that_changed_under_the_same_words_shows_the_programs_words() -> None:
    one, = lay_over(composed_of(_OLD), {"clause-first_aid": edit_of()}, {"AB:fa": "2"}).conflicts
    assert [(item.theirs, item.ours) for item in one.conflicts] == [
        ("One first aider on each shift and each truck.", "One first aider on each shift.")]
    gone, = lay_over(composed_of(_OLD), {"clause-first_aid": edit_of(theirs="")}, {"AB:fa": "2"}).conflicts
    assert gone.law_changed and gone.conflicts[0].theirs == "" and "One first aider on each shift." in gone.conflicts[0].ours


def test_law_of_a_province_that_the_company_left_is_no_change_of_law() -> None:
    assert lay_over(composed_of(_OLD), {"clause-first_aid": edit_of()}, {"BC:fa": "1"}).conflicts == ()
    assert lay_over(composed_of(_OLD), {"clause-first_aid": edit_of()}, {"AB:other": "1"}).conflicts[0].law_changed  # repealed


def test_an_edit_that_says_what_the_program_says_holds_nothing_back() -> None:
    over = lay_over(composed_of(_MINE), {"clause-first_aid": edit_of()}, {"AB:fa": "2"})
    assert not over.conflicts and over.laid[0].outcome == "keep"


@pytest.mark.parametrize(("choice", "text"), [("keep", "each truck"), ("take", "each shift.")])
@pytest.mark.parametrize("theirs", [_MINE, ""])
def test_a_decision_on_a_change_of_law_counts_for_the_law_of_today(choice: str, text: str, theirs: str, tmp_path: Path) -> None:
    intake, law = tmp_path / "company.yaml", {"AB:fa": "2"}
    write_edits(intake, {"clause-first_aid": edit_of(theirs=theirs)})
    resolve(intake, "clause-first_aid", choice, _with_reason(_OLD), law)  # type: ignore[arg-type]
    over = lay_over(_with_reason(_OLD), read_edits(intake), law)
    assert not over.conflicts and (text in over.composed.documents[1].markdown) == (bool(theirs) or choice == "take")
    again = lay_over(_with_reason(_OLD), read_edits(intake), {"AB:fa": "3"})
    assert [item.law_changed for item in again.conflicts] == [True] * (choice == "keep")


def test_a_deleted_clause_that_the_law_asks_for_is_listed_at_every_build() -> None:
    over = lay_over(_with_reason(_OLD), {"clause-first_aid": edit_of(theirs="")}, {"AB:fa": "1"})
    start = with_notice(over).documents[0]
    assert not over.conflicts and "OHS Code s 178" in read_back(start.markdown)
    assert "Lee, 2027-02-03" in read_back(start.markdown)
    assert start.markdown.index("start-do-first") < start.markdown.index("start-taken-out")
    for other in (lay_over(composed_of(_OLD), {"clause-first_aid": edit_of(theirs="")}, {}),
                  lay_over(_with_reason(_OLD), {"clause-first_aid": edit_of()}, {"AB:fa": "1"})):
        assert "start-taken-out" not in with_notice(other).documents[0].markdown


def test_a_second_edit_does_not_settle_a_change_of_law(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": edit_of()})
    taken = Taken((ClauseEdit("clause-first_aid", "changed", _MINE, _MINE.replace("truck", "van")),), (), (), (), (), (), "Kim",
                  "", None)
    returned = Return(Base("manual", "", {"clause-first_aid": _MINE}, {"clause-first_aid": _OLD}, b"",
                           {"clause-first_aid": {"AB:fa": "2"}}), "Manual.docx", "", taken)
    held = hold_round(intake, [returned], _with_reason(_OLD), {"AB:fa": "2"})
    assert [item.law_changed for item in held.over.conflicts] == [True]
    assert held.fresh["clause-first_aid"] == replace(edit_of(), theirs=_MINE.replace("truck", "van"), who="Kim", when="")


def test_an_edit_stands_on_the_law_of_the_file_in_which_it_was_made(tmp_path: Path) -> None:
    """The law changed between the delivery and the build that takes the edit over."""
    taken = Taken((ClauseEdit("clause-first_aid", "changed", _OLD, _MINE),), (), (), (), (), (), "Kim", "", None)
    returned = Return(Base("manual", "", {"clause-first_aid": _OLD}, {"clause-first_aid": _OLD}, b"",
                           {"clause-first_aid": {"AB:fa": "1"}}), "Manual.docx", "", taken)
    held = hold_round(tmp_path / "company.yaml", [returned], _with_reason(_OLD), {"AB:fa": "2"})
    assert [item.law_changed for item in held.over.conflicts] == [True]


def test_a_deleted_clause_leaves_its_anchor_and_comes_up_when_the_program_changes_it() -> None:
    gone = {"clause-first_aid": edit_of(theirs="")}
    over = lay_over(composed_of(_OLD), gone, {})
    assert "first aider" not in over.composed.documents[1].markdown
    assert "{#clause-first_aid .clause}" in over.composed.documents[1].markdown
    assert lay_over(composed_of(_NEW), gone, {}).conflicts


def test_an_edit_of_a_clause_that_is_not_written_waits() -> None:
    over = lay_over(composed_of(_OLD), {"clause-else": replace(edit_of(), clause="clause-else")}, {})
    assert over.idle == ("clause-else",) and over.laid == ()


@pytest.mark.parametrize(("choice", "text"), [("keep", "One first aider on each shift and each truck."),
                                             ("take", "Two first aiders on each shift."), ("edit", "Three of us.")])
def test_a_decision_ends_the_conflict(choice: str, text: str, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": edit_of()})
    said = resolve(intake, "clause-first_aid", choice, composed_of(_NEW), {"AB:fa": "2"},  # type: ignore[arg-type]
                   lambda shown: shown.replace("One first aider on each shift and each truck.", "Three of us."))
    assert "next build" in said
    over = lay_over(composed_of(_NEW), read_edits(intake), {"AB:fa": "2"})
    assert not over.conflicts and text in over.composed.documents[1].markdown
    assert (choice == "take") == (read_edits(intake) == {})


def test_files_are_read_as_they_were_written_and_only_written_when_they_differ(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    assert edit_hashes(intake) == {} and read_edits(intake) == {}
    first, = write_edits(intake, {"clause-first_aid": edit_of()})
    assert read_edits(intake) == {"clause-first_aid": edit_of()} and first.parent == tmp_path / "edits" / "company"
    before = edit_hashes(intake)
    assert write_edits(intake, {"clause-first_aid": edit_of()}) == [] and edit_hashes(intake) == before
    write_edits(intake, {"clause-first_aid": edit_of(theirs=_NEW)})
    assert edit_hashes(intake) != before
    write_edits(intake, {"clause-first_aid": None})
    assert read_edits(intake) == {}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=80),
       st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_text_and_name_survives_the_file(text: str, who: str) -> None:
    from tempfile import TemporaryDirectory
    with TemporaryDirectory() as folder:
        intake = Path(folder) / "company.yaml"
        edit = edit_of(theirs=f"Words {text.strip()} here\n", who=who)
        write_edits(intake, {edit.clause: edit})
        assert read_edits(intake)[edit.clause].theirs == edit.theirs


@pytest.mark.parametrize("damage", ["", "no head at all", "---\nclause: x\n---\n\nonly one text\n"])
def test_a_damaged_edit_is_named(damage: str, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    file, = write_edits(intake, {"clause-first_aid": edit_of()})
    file.write_text(damage, "utf-8")
    with pytest.raises(InputError, match=r"clause-first_aid\.md cannot be read as an edit"):
        read_edits(intake)


def test_the_file_says_what_it_is() -> None:
    text = edit_text(edit_of())
    for part in ("clause: clause-first_aid", "who: Lee", "from file: Manual.docx", "kind: changed", _OLD, _MINE):
        assert part in text


def test_examples_take_an_edit_of_every_clause(examples: Mapping[str, Composed]) -> None:
    """Each clause is found in its document and replaced, and nothing else of the document changes. Reading takes its time, so
    of two examples every fourth clause is edited.
    """
    for name, composed in examples.items():
        clauses = [clause for document in composed.documents if not document.letter for clause in document.clauses]
        clauses = clauses if name == "prairie_edge_fabrication" else clauses[::4]
        edits = {clause.id: Edit(clause.id, clause.document, clause.markdown, clause.markdown + "\n\nA word of ours.\n")
                 for clause in clauses}
        over = lay_over(composed, edits, {})
        for before, after in zip(composed.documents, over.composed.documents, strict=True):
            assert after.markdown.count("A word of ours.") == sum(clause.id in edits for clause in before.clauses)
            assert after.markdown.replace("\n\nA word of ours.", "") == before.markdown


def test_only_what_a_fact_says_is_its_meaning() -> None:
    knowledge = gather(["AB"], date(2026, 11, 22))
    place = knowledge.jurisdictions["AB"]
    key, fact = next((key, fact) for key, fact in place.facts.items() if isinstance(fact.value, Quantity))

    def meaning(other: LawFact) -> str:
        facts = {"AB": replace(place, facts={**place.facts, key: other})}
        return law_meanings(replace(knowledge, jurisdictions=facts))[f"AB:{key}"]
    same = replace(fact, verified="recall", url="https://example.org", note="read again", confirmed_by="a second source")
    assert meaning(same) == meaning(fact)
    number, unit = fact.value.number, fact.value.unit  # type: ignore[union-attr]
    for other in (replace(fact, value=Quantity(number + 1, unit)), replace(fact, value=Quantity(number, "days")),
                  replace(fact, cite="OHS Code s 1"), replace(fact, rule=fact.rule + " Not at night.")):
        assert meaning(other) != meaning(fact)
