"""A person decides: the section is found by any of its names, both texts are shown, and deciding twice changes nothing."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from generator.compose.model import Clause, Composed, Document
from generator.compose.order import Move
from generator.errors import InputError
from generator.program.model import Reason
from generator.publish.edits.listing import listing, shown
from generator.publish.edits.order import Moved
from generator.publish.edits.over import lay_over
from generator.publish.edits.overview import edits_in
from generator.publish.edits.resolve import Choice, Matter, named, resolve
from generator.publish.edits.store import Edit, read_edits, write_edits
from generator.publish.edits.told import command
from generator.publish.fingerprint import edits_folder

_OLD = '## First aid {#h-clause-first_aid number="3.1"}\n\nOne first aider on each shift.\n\nThe kit hangs at the door.\n'
_MINE = _OLD.replace("each shift", "each shift and each truck").replace("the door", "the blue door")
_NEW = _OLD.replace("One first aider", "Two first aiders")
_LAW = {"AB:first_aid.kit": "new"}
_POLICY = "## Our policy\n\nNobody gets hurt.\n"


def _composed(first_aid: str = _NEW, number: str = "3.1") -> Composed:
    reason = Reason("law", "AB:first_aid.kit", "OHS Code s 177")
    first_aid = first_aid.replace('number="3.1"', f'number="{number}"')
    return Composed((_document("manual", Clause("clause-policy", "manual", "Our policy", _POLICY, (), number="1.1"),
                               Clause("clause-first_aid", "manual", "First aid", first_aid, (reason,), number=number)),
                     _document("emergency_plan", Clause("emergency-fire", "emergency_plan", "Fire", "## Fire\n\nGet out.\n", (),
                                                        number="1.1"))), (), (), (), (), ())


def _document(id_: str, *clauses: Clause) -> Document:
    body = "\n\n".join(f":::::: {{#{clause.id} .clause}}\n{clause.markdown.strip()}\n::::::" for clause in clauses)
    return Document(id_, id_, id_, body + "\n", clauses, ())


def _edit(clause: str = "clause-first_aid", base: str = _OLD, theirs: str = _MINE, law: str = "new") -> Edit:
    return Edit(clause, "manual", base, theirs, "Lee Tran", "2027-02-03T10:11:00Z", "Manual.docx",
                {"AB:first_aid.kit": law} if clause == "clause-first_aid" else {})


def _policy(clause: str = "clause-policy", base: str = _POLICY) -> Edit:
    return _edit(clause, base, base.replace(".", " at all."))


def _matter(*edits: Edit, composed: Composed | None = None, moves: tuple[Moved, ...] = (), intake: str = "my shop.yaml",
            output: Path | None = None) -> Matter:
    composed, held = composed or _composed(), {edit.clause: edit for edit in edits}
    return Matter(held, lay_over(composed, held, _LAW), moves, Path(intake), composed, _LAW, True, output)


@pytest.mark.parametrize("name", ["clause-first_aid", "first_aid", "3.1", "section 3.1.", " First_Aid "])
def test_a_section_has_its_id_its_short_id_and_its_number(name: str) -> None:
    assert named(name, _matter(_edit())) == "clause-first_aid"


def test_a_number_that_two_documents_have_means_the_edited_section() -> None:
    fire = _policy("emergency-fire", "## Fire\n\nGet out.\n")
    assert named("1.1", _matter(_policy())) == "clause-policy"
    assert named("1.1", _matter(fire)) == "emergency-fire"
    with pytest.raises(InputError, match="clause-policy or emergency-fire"):
        named("1.1", _matter(_policy(), fire))
    assert named("clause-policy", _matter(_policy(), fire)) == "clause-policy"


def test_an_unknown_name_offers_the_edited_sections_that_are_near() -> None:
    with pytest.raises(InputError, match="Did you mean clause-first_aid, clause-policy"):
        named("frist_aid", _matter(_edit(), _policy()))
    with pytest.raises(InputError, match=r"Did you mean 3\.1\?"):
        named("3.11", _matter(_edit()))
    with pytest.raises(InputError, match=r"No edit was taken over so far\. Did you mean clause-policy"):
        named("polcy", _matter())


def _surely(shown: str) -> str:
    return shown.replace("One first aider on each shift and each truck", "Three of us")


@pytest.mark.parametrize(("choice", "words"), [("keep", "One first aider on each shift and each truck."),
                                              ("take", "Two first aiders on each shift."), ("edit", "Three of us.")])
@pytest.mark.parametrize("law", ["new", "old"])
def test_deciding_twice_changes_nothing(choice: Choice, words: str, law: str, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": _edit(law=law)})
    resolve(intake, "clause-first_aid", choice, _composed(), _LAW, _surely)
    first, files = read_edits(intake), _files(intake)
    over = lay_over(_composed(), first, _LAW)
    printed = over.composed.documents[0].markdown
    assert not over.conflicts and words in printed and "the blue door" in printed
    assert "no conflict is open" in resolve(intake, "clause-first_aid", "keep" if choice == "edit" else choice, _composed(), _LAW)
    if choice == "edit":
        resolve(intake, "clause-first_aid", choice, _composed(), _LAW, _surely)
    assert _files(intake) == files


def _files(intake: Path) -> Mapping[str, bytes]:
    return {file.name: file.read_bytes() for file in edits_folder(intake).iterdir()}


@pytest.mark.parametrize(("choice", "printed"), [("keep", _MINE), ("take", _OLD)])
def test_where_only_the_law_changed_the_programs_words_are_its_whole_text(choice: Choice, printed: str, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": _edit(law="old")})
    composed = _composed(_OLD)
    assert lay_over(composed, read_edits(intake), _LAW).conflicts
    resolve(intake, "clause-first_aid", choice, composed, _LAW)
    over = lay_over(composed, read_edits(intake), _LAW)
    assert not over.conflicts and over.composed.clauses[1].markdown == printed
    assert (choice == "take") == (read_edits(intake) == {})


@pytest.mark.parametrize("choice", ["keep", "take"])
def test_where_nothing_is_open_a_decision_changes_nothing(choice: Choice, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": _edit()})
    assert "nothing was changed" in resolve(intake, "clause-first_aid", choice, _composed(_OLD), _LAW)
    assert read_edits(intake) == {"clause-first_aid": _edit()}


def test_an_edit_of_a_section_that_is_not_written_waits_whatever_is_decided(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-gone": _edit("clause-gone")})
    assert "waits" in resolve(intake, "clause-gone", "take", _composed(), _LAW)
    assert read_edits(intake) == {"clause-gone": _edit("clause-gone")}


def test_a_decision_counts_when_the_section_has_another_number_by_now(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": _edit()})
    resolve(intake, "clause-first_aid", "take", _composed(number="3.4"), _LAW)
    over = lay_over(_composed(number="3.4"), read_edits(intake), _LAW)
    assert not over.conflicts and 'number="3.4"' in over.composed.clauses[1].markdown


def test_the_editor_shows_the_programs_new_words_and_none_of_that_is_kept(tmp_path: Path) -> None:
    intake, seen = tmp_path / "company.yaml", []

    def ask(text: str) -> str:
        seen.append(text)
        return _surely(text).replace("\n", "\r\n")
    write_edits(intake, {"clause-first_aid": _edit()})
    resolve(intake, "clause-first_aid", "edit", _composed(), _LAW, ask)
    assert "The program's new words: Two first aiders on each shift." in seen[0] and "3.1 First aid" in seen[0]
    theirs = read_edits(intake)["clause-first_aid"].theirs
    assert theirs.startswith("## First aid") and "Three of us." in theirs and "<!--" not in theirs and "\r" not in theirs


@pytest.mark.parametrize("saved", [None, "", "<!-- nothing below -->\n\n"])
def test_an_editor_that_saves_nothing_or_an_empty_text_changes_nothing(saved: str | None, tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_edits(intake, {"clause-first_aid": _edit()})
    assert resolve(intake, "clause-first_aid", "edit", _composed(), _LAW, lambda text: saved).startswith("Nothing was saved")
    assert read_edits(intake) == {"clause-first_aid": _edit()}


def test_the_list_has_both_texts_the_law_first_and_what_was_taken_over() -> None:
    moves = (Moved(Move("manual", "clause-policy", "clause-first_aid"), "Ann", "2027-02-05", "Manual.docx"),)
    policy = replace(_policy(), base=_POLICY.replace("gets", "is"), theirs=_POLICY.replace("gets", "was"))
    text = listing(_matter(policy, _edit(law="old"), _edit("clause-gone"), moves=moves))
    first_aid, policy_at = text.index("3.1 First aid (clause-first_aid)"), text.index("1.1 Our policy (clause-policy)")
    assert text.startswith("2 open conflicts") and first_aid < policy_at
    assert "THE LAW" in text[first_aid:policy_at] and text.count("THE LAW") == 1
    assert "Your words:               One first aider on each shift and each truck." in text
    assert "The program's new words:  Two first aiders on each shift." in text
    assert f"Decide: {command(Path('my shop.yaml'), 'clause-first_aid')} --keep, --take or --edit" in text
    taken = text[text.index("taken over (3)"):]
    assert "3.1 First aid (clause-first_aid): changed in Word by Lee Tran on 3 February 2027, in Manual.docx" in taken
    assert "clause-gone: changed" in taken and "(waits: not written now)" in taken
    assert "1.1 Our policy (clause-policy): moved in Word by Ann on 5 February 2027" in taken


def test_an_edit_that_the_program_says_by_now_is_no_persons_text() -> None:
    theirs = _matter(_edit(theirs=_NEW), _policy())
    assert edits_in(["clause-first_aid", "clause-policy"], theirs.over) == edits_in(["clause-policy"], theirs.over) != []


def test_the_editor_has_todays_numbers_of_sections(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    old = _POLICY.replace("hurt.", "hurt. See section 3.1 First aid.")
    write_edits(intake, {"clause-policy": _edit("clause-policy", old, old.replace("Nobody", "Never anybody"))})
    resolve(intake, "clause-policy", "edit", _composed(number="3.4"), _LAW, lambda text: text + "\nMore.\n")
    assert "See section 3.4 First aid." in read_edits(intake)["clause-policy"].theirs


def test_the_list_says_where_nothing_is_open_or_was_taken_over() -> None:
    assert listing(_matter(_policy())).startswith("No conflict is open.\n\nEdits that were taken over (1)")
    assert listing(_matter()).startswith("No edits were taken over.")


def test_one_section_is_shown_with_the_three_choices_as_they_are_typed() -> None:
    text = shown(_matter(_edit(), output=Path("my out")), "clause-first_aid")
    for choice in ("--keep", "--take", "--edit"):
        assert f"{command(Path('my shop.yaml'), 'clause-first_aid', Path('my out'))} {choice}" in text
    assert "Two first aiders on each shift." in text and "changed in Word by Lee Tran" in text
    quiet = shown(_matter(_policy()), "clause-policy")
    assert "no conflict is open" in quiet and "To take it back" in quiet
    assert "no edit of it was taken over" in shown(_matter(_edit()), "clause-policy")


@pytest.mark.parametrize(("path", "typed"), [("shop.yaml", "shop.yaml"), ("my shop.yaml", "'my shop.yaml'"),
                                            ("Rosé & Fils.yaml", "'Rosé & Fils.yaml'"), ("a/b-c_1.yaml", "a/b-c_1.yaml")])
def test_the_command_names_the_intake_as_a_terminal_takes_it(path: str, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command(Path(path), "clause-x") == f"safety-manual resolve {typed} clause-x"
    monkeypatch.setattr("generator.publish.edits.told._WINDOWS", True)
    assert command(Path(path)) == f"safety-manual resolve {typed}".replace("'", '"')
