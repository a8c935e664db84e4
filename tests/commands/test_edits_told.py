"""What the commands say of edits made in Word: who, when, where they lie, what is open, and how to take them back."""
from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from generator.publish.edits.law import law_behind, marks_of
from generator.publish.edits.letters import program_letter
from generator.publish.edits.letters_store import LetterEdit, write_letter
from generator.publish.edits.letters_word import texts
from generator.publish.edits.overview import held
from generator.publish.edits.store import Edit, write_edits
from generator.publish.edits.told import command
from generator.publish.fingerprint import edits_folder
from generator.publish.ingredients import law_meanings
from generator.publish.issue import open_points
from generator.publish.plan import plan
from generator.publish.typeset import house
from tests.end_to_end.conftest import run
from tests.end_to_end.small import answers, write

ON, DAY = ("--on", "2026-11-22"), date(2026, 11, 22)
MANUAL = "Health and Safety Manual.docx"
OURS, THEIRS = "That comes before the price", "That always goes before the price"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small company with three edits: one in conflict, one of law, one of a section that is not written now."""
    intake = write(answers(), tmp_path_factory.mktemp("my shop") / "company.yaml")
    made = plan(intake, DAY)
    clauses, behind = {clause.id: clause for clause in made.composed.clauses}, law_behind(made.composed.documents)

    def edit(id_: str, was: Callable[[str], str], now: Callable[[str], str]) -> Edit:
        return Edit(id_, "manual", was(clauses[id_].markdown), now(clauses[id_].markdown), "Lee Tran", "2027-02-03T10:11:00Z",
                    MANUAL, marks_of(behind[id_], law_meanings(made.knowledge)))
    write_edits(intake, {
        "clause-policy": edit("clause-policy", lambda text: text.replace("comes before", "goes before"),
                              lambda text: text.replace(OURS, THEIRS)),
        "clause-first_aid": edit("clause-first_aid", lambda text: text, lambda text: ""),
        "clause-gone": Edit("clause-gone", "manual", "Old.\n", "New.\n", "Dana Petrov", "", MANUAL)})
    return intake


@pytest.fixture
def copy(shop: Path, tmp_path: Path) -> Path:
    """The same company where a test may write."""
    shutil.copytree(shop.parent, tmp_path / "copy")
    return tmp_path / "copy" / "company.yaml"


def test_resolve_lists_shows_and_decides_and_may_be_typed_again(copy: Path) -> None:
    out = copy.parent / "out"
    listed = run("resolve", copy, *ON)
    assert listed.exit_code == 0 and listed.stdout.startswith("1 open conflict") and "taken over (3)" in listed.stdout
    one = run("resolve", copy, "1.2", "-o", out, *ON)
    assert one.exit_code == 0 and THEIRS in one.stdout and OURS in one.stdout
    assert [line.count(f"clause-policy -o {out} --{choice}") for choice in ("keep", "take", "edit")
            for line in one.stdout.splitlines() if f"--{choice} " in line] == [1, 1, 1]
    for said in ("the program's text counts", "no edit of it was taken over"):
        done = run("resolve", copy, "policy", "--take", *ON)
        assert done.exit_code == 0 and said in done.stdout
    assert not (edits_folder(copy) / "clause-policy.md").exists()
    assert run("resolve", copy, "policy", "--keep", *ON).exit_code == 2


def test_resolve_says_what_it_does_not_know(shop: Path) -> None:
    unknown = run("resolve", shop, "polcy", *ON)
    assert unknown.exit_code == 2 and "Did you mean clause-policy" in unknown.stderr
    nameless = run("resolve", shop, "--keep", *ON)
    assert nameless.exit_code == 2 and f"{command(shop, 'CLAUSE')} --keep" in nameless.stderr
    assert "Nothing was built" in run("resolve", shop).stderr


def test_an_editor_that_cannot_be_started_is_named(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor")
    result = run("resolve", shop, "policy", "--edit", *ON)
    assert result.exit_code == 2 and "no-such-editor" in result.stderr and "EDITOR" in result.stderr


def test_explain_says_who_changed_a_text_where_it_lies_and_how_to_take_it_back(shop: Path) -> None:
    text = run("explain", shop, "policy", *ON).stdout
    assert f"Its text was changed in Word by Lee Tran on 3 February 2027, in {MANUAL}" in text
    assert "CONFLICT: the program has a new text for the same words" in text
    assert f"Decide: {command(shop, 'clause-policy')}\n" in text
    assert f"The edit lies in {edits_folder(shop) / 'clause-policy.md'}. To take it back, delete that file" in text
    gone = run("explain", shop, "gone", *ON)
    assert gone.exit_code == 0 and "It waits" in gone.stdout and "Dana Petrov" in gone.stdout
    assert "in Word" not in run("explain", shop, "clause-about_us", *ON).stdout


def test_preview_prints_what_the_build_would_and_own_what_the_program_writes(shop: Path) -> None:
    for id_ in ("clause-policy", "manual"):
        edited = run("preview", shop, id_, *ON)
        assert THEIRS in edited.stdout and OURS not in edited.stdout
        assert "(clause-policy) was changed in Word by Lee Tran" in edited.stderr
        own = run("preview", shop, id_, "--own", *ON)
        assert OURS in own.stdout and THEIRS not in own.stdout and own.stderr == ""
    said = run("explain", shop, "clause-first_aid", *ON).stdout
    assert "Its text was deleted in Word by" in said and "    It is left out.\n" in said
    deleted = run("preview", shop, "clause-first_aid", *ON)
    assert deleted.stdout.strip() == "" and "(clause-first_aid) was deleted in Word" in deleted.stderr
    assert THEIRS in run("preview", shop, "start_here", *ON).stdout


def test_plan_counts_edits_and_open_conflicts(shop: Path) -> None:
    text = run("plan", shop, *ON).stdout
    assert text.rstrip().splitlines()[-1] == (
        "Edits made in Word: 3 sections changed, 1 open conflict, 1 waits for a section that is not written now "
        f"({command(shop)})")
    assert json.loads(run("plan", shop, "--json", *ON).stdout)["edits"] == [
        {"clause": "clause-first_aid", "who": "Lee Tran", "when": "2027-02-03T10:11:00Z", "kind": "deleted", "conflict": False},
        {"clause": "clause-gone", "who": "Dana Petrov", "when": "", "kind": "changed", "conflict": False},
        {"clause": "clause-policy", "who": "Lee Tran", "when": "2027-02-03T10:11:00Z", "kind": "changed", "conflict": True}]


def test_a_section_that_was_moved_is_told_as_an_edit(copy: Path) -> None:
    move = "{clause: clause-about_us, document: manual, after: clause-policy, who: Ann, when: '2027-02-05', from file: M.docx}"
    (edits_folder(copy) / "order.yaml").write_text(f"moves:\n- {move}\n", "utf-8")
    assert ", 1 moved," in run("plan", copy, *ON).stdout.splitlines()[-1]
    assert {"clause": "clause-about_us", "who": "Ann", "when": "2027-02-05", "kind": "moved", "conflict": False} in json.loads(
        run("plan", copy, "--json", *ON).stdout)["edits"]
    assert "It was moved in Word by Ann on 5 February 2027, in M.docx" in run("explain", copy, "about_us", *ON).stdout
    numbers = [run("preview", copy, "about_us", *own, *ON).stdout.splitlines()[0] for own in ((), ("--own",))]
    assert 'number="1.2"' in numbers[0] and 'number="1.1"' in numbers[1]


def test_a_letter_that_was_changed_is_told_as_an_edit(copy: Path) -> None:
    made = plan(copy, DAY)
    letter = next(document for document in made.composed.documents if document.letter)
    word = Document(io.BytesIO(program_letter(letter, house(made.program.company, made.program, copy))))
    base = texts(_saved(word))
    word.add_paragraph("With our best wishes.")
    write_letter(copy, letter.id, LetterEdit(letter.id, _saved(word), base, who="Ann", when="2027-02-05", source="Letter.docx"))
    assert "4 sections changed" in run("plan", copy, *ON).stdout.splitlines()[-1]
    told = run("explain", copy, letter.id, *ON).stdout
    assert "changed in Word by Ann on 5 February 2027" in told and str(edits_folder(copy) / f"{letter.id}.docx") in told
    assert f"({letter.id}): changed in Word by Ann" in run("resolve", copy, *ON).stdout
    (edits_folder(copy) / f"{letter.id}.yaml").write_text("junk", "utf-8")
    assert f"{letter.id}.yaml cannot be read" in run("check", copy).stdout


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_company_without_edits_is_told_as_before(tmp_path: Path) -> None:
    intake = write(answers(), tmp_path / "company.yaml")
    assert "Word:" not in run("plan", intake, *ON).stdout
    assert json.loads(run("plan", intake, "--json", *ON).stdout)["edits"] == []


def test_check_names_every_kept_edit_that_cannot_be_read(copy: Path) -> None:
    assert run("check", copy).exit_code == 0
    for name, text in (("clause-policy.md", "junk"), ("clause-gone.md", "---\nclause: x\n---\n"), ("order.yaml", "moves: 3")):
        (edits_folder(copy) / name).write_text(text, "utf-8")
    result = run("check", copy)
    assert result.exit_code == 2 and "3 problems to mend" in result.stdout and "ready to build" not in result.stdout
    for name in ("clause-policy.md cannot be read as an edit", "clause-gone.md cannot be read", "order.yaml cannot be read"):
        assert name in result.stdout


def test_compare_stays_on_the_programs_own_text_and_says_so(shop: Path) -> None:
    result = run("compare", shop, shop, "--no-pages", *ON)
    assert result.exit_code == 0 and result.stderr.count("are left aside") == 1 and THEIRS not in result.stdout
    changed = run("plan", shop, "--set", "workforce.0.workers=12", "--no-pages", "--json", *ON)
    assert "left aside" in changed.stderr and json.loads(changed.stdout)["edits"][2]["conflict"]


def test_start_here_and_issue_name_the_intake_in_the_command(shop: Path) -> None:
    made = plan(shop, DAY)
    edits = held(shop, made)
    assert edits is not None
    start = next(document for document in edits.over.composed.documents if document.kind == "start_here")
    assert "`safety-manual resolve company.yaml CLAUSE --keep`" in start.markdown and str(shop.parent) not in start.markdown
    first = open_points(made, DAY, edits.over.conflicts, shop)[0]
    assert first.accepted and first.accepted.startswith(f"{command(shop, 'clause-policy')} --keep")
