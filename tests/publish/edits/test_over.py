"""Edits laid over composed documents, kept as files, and told in Start Here and in the margin."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.model import Clause, Composed, Document
from generator.errors import InputError
from generator.publish.edits.comments import notes_of
from generator.publish.edits.notice import with_notice
from generator.publish.edits.over import lay_over
from generator.publish.edits.resolve import resolve
from generator.publish.edits.store import Edit, edit_text, read_edits, write_edits
from generator.publish.fingerprint import edit_hashes

_OLD = "## First aid\n\nOne first aider on each shift.\n\nThe kit hangs at the door.\n"
_MINE = _OLD.replace("each shift", "each shift and each truck")
_NEW = _OLD.replace("One first aider", "Two first aiders")


def _composed(text: str) -> Composed:
    def document(id_: str, kind: str, clause: str, markdown: str) -> Document:
        body = f":::::: {{#{clause} .clause}}\n{markdown.strip()}\n::::::"
        return Document(id_, id_, kind, body + "\n", (Clause(clause, id_, "First aid", markdown, (), number="3.1"),), ())
    return Composed((document("start_here", "start_here", "start-do-first", "## Do these first\n\nSign.\n"),
                     document("manual", "manual", "clause-first_aid", text)), (), (), (), (), ())


def _edit(**more: str) -> Edit:
    return replace(Edit("clause-first_aid", "manual", _OLD, _MINE, "Lee", "2027-02-03", "Manual.docx", {"AB:fa": "1"}), **more)


def test_only_the_edited_clause_changes() -> None:
    composed = _composed(_OLD)
    over = lay_over(composed, {"clause-first_aid": _edit()}, {"AB:fa": "1"})
    assert over.composed.documents[0] == composed.documents[0]
    assert over.composed.documents[1].markdown == composed.documents[1].markdown.replace("shift", "shift and each truck")
    assert [item.outcome for item in over.laid] == ["take"] and not over.conflicts


def test_a_change_of_law_under_an_edit_is_a_conflict_that_says_so() -> None:
    over = lay_over(_composed(_NEW), {"clause-first_aid": _edit()}, {"AB:fa": "2"})
    assert [(item.outcome, item.law_changed) for item in over.conflicts] == [("conflict", True)]
    assert "each shift and each truck" in over.composed.documents[1].markdown
    start = with_notice(over.composed, over.conflicts).documents[0]
    assert "**The law changed**" in start.markdown and "Two first aiders" in start.markdown
    assert start.markdown.index("start-conflicts") < start.markdown.index("start-do-first")
    note, = notes_of(over.conflicts, "manual")
    assert note.text.startswith("The law under this section changed.") and "Two first aiders on each shift." in note.text
    assert notes_of(over.conflicts, "start_here") == []
    same = lay_over(_composed(_NEW), {"clause-first_aid": _edit()}, {"AB:fa": "1"})
    assert [item.law_changed for item in same.conflicts] == [False]


def test_a_deleted_clause_leaves_its_anchor_and_comes_up_when_the_program_changes_it() -> None:
    gone = {"clause-first_aid": _edit(theirs="")}
    over = lay_over(_composed(_OLD), gone, {})
    assert "first aider" not in over.composed.documents[1].markdown
    assert "{#clause-first_aid .clause}" in over.composed.documents[1].markdown
    assert lay_over(_composed(_NEW), gone, {}).conflicts


def test_an_edit_of_a_clause_that_is_not_written_waits() -> None:
    over = lay_over(_composed(_OLD), {"clause-else": replace(_edit(), clause="clause-else")}, {})
    assert over.idle == ("clause-else",) and over.laid == ()


@pytest.mark.parametrize(("choice", "text"), [("keep", "One first aider on each shift and each truck."),
                                             ("take", "Two first aiders on each shift."), ("edit", "Three of us.")])
def test_a_decision_ends_the_conflict(choice: str, text: str, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": _edit()})
    said = resolve(intake, "clause-first_aid", choice, _composed(_NEW), {"AB:fa": "2"},  # type: ignore[arg-type]
                   lambda shown: shown.replace("One first aider on each shift and each truck.", "Three of us."))
    assert "next build" in said
    over = lay_over(_composed(_NEW), read_edits(intake), {"AB:fa": "2"})
    assert not over.conflicts and text in over.composed.documents[1].markdown
    assert (choice == "take") == (read_edits(intake) == {})


def test_files_are_read_as_they_were_written_and_only_written_when_they_differ(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    assert edit_hashes(intake) == {} and read_edits(intake) == {}
    first, = write_edits(intake, {"clause-first_aid": _edit()})
    assert read_edits(intake) == {"clause-first_aid": _edit()} and first.parent == tmp_path / "edits" / "company"
    before = edit_hashes(intake)
    assert write_edits(intake, {"clause-first_aid": _edit()}) == [] and edit_hashes(intake) == before
    write_edits(intake, {"clause-first_aid": _edit(theirs=_NEW)})
    assert edit_hashes(intake) != before
    write_edits(intake, {"clause-first_aid": None})
    assert read_edits(intake) == {}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=80),
       st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_text_and_name_survives_the_file(text: str, who: str) -> None:
    from tempfile import TemporaryDirectory
    with TemporaryDirectory() as folder:
        intake = Path(folder) / "company.yaml"
        edit = _edit(theirs=f"Words {text.strip()} here\n", who=who)
        write_edits(intake, {edit.clause: edit})
        assert read_edits(intake)[edit.clause].theirs == edit.theirs


@pytest.mark.parametrize("damage", ["", "no head at all", "---\nclause: x\n---\n\nonly one text\n"])
def test_a_damaged_edit_is_named(damage: str, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    file, = write_edits(intake, {"clause-first_aid": _edit()})
    file.write_text(damage, "utf-8")
    with pytest.raises(InputError, match=r"clause-first_aid\.md cannot be read as an edit"):
        read_edits(intake)


def test_the_file_says_what_it_is() -> None:
    text = edit_text(_edit())
    for part in ("clause: clause-first_aid", "who: Lee", "from file: Manual.docx", "kind: changed", _OLD, _MINE):
        assert part in text


def test_examples_take_an_edit_of_every_clause(examples: Mapping[str, Composed]) -> None:
    """Each clause is found in its document and replaced, and nothing else of the document changes."""
    for composed in examples.values():
        clauses = [clause for document in composed.documents if not document.letter for clause in document.clauses]
        edits = {clause.id: Edit(clause.id, clause.document, clause.markdown, clause.markdown + "\n\nA word of ours.\n")
                 for clause in clauses}
        over = lay_over(composed, edits, {})
        for before, after in zip(composed.documents, over.composed.documents, strict=True):
            assert after.markdown.count("A word of ours.") == (0 if before.letter else len(before.clauses))
            assert after.markdown.replace("\n\nA word of ours.", "") == before.markdown
