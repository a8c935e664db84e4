"""A section that a person moved in Word stays there, a letter that they changed is theirs, and both go on with the program."""
from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from generator.publish.build import build
from generator.publish.edits.letters_store import read_letters
from generator.publish.edits.order import read_order
from generator.publish.edits.store import read_edits
from generator.publish.outcome import BuildResult
from tests.end_to_end.conftest import run
from tests.end_to_end.small import answers, changed, contents, write
from tests.render.reading import words_of_pdf

pytestmark = pytest.mark.xdist_group("small_built")
MANUAL = "Health and Safety Manual"
POLICY = "Letters/Health and Safety Policy"


def again(place: Path, **options: Any) -> BuildResult:
    return build(place / "company.yaml", place / "out", **options)


def edit(place: Path, name: str, change: Callable[[Any], None]) -> None:
    file = place / "out" / f"{name}.docx"
    document = Document(str(file))
    document.core_properties.last_modified_by = "Lee Tran"
    change(document)
    document.save(str(file))


def put_before(document: Any, clause: str, other: str) -> None:
    """Cut a section with its bookmark and paste it before another, as Word does."""
    items = list(document.element.body)

    def at(name: str) -> int:
        return next(place for place, item in enumerate(items) if item.tag.endswith("}bookmarkStart") and name in item.values())
    start = at(clause)
    number = next(value for key, value in items[start].items() if key.endswith("}id"))
    end = next(place for place, item in enumerate(items) if item.tag.endswith("}bookmarkEnd") and number in item.values())
    target = items[at(other)]
    for item in items[start:end + 1]:
        target.addprevious(item)


def said(document: Any, old: str, new: str) -> None:
    run_ = next(piece for paragraph in document.paragraphs for piece in paragraph.runs if old in piece.text)
    run_.text = run_.text.replace(old, new)


def headings(place: Path, name: str = MANUAL) -> list[str]:
    return [" ".join(paragraph.text.split()) for paragraph in Document(str(place / "out" / f"{name}.docx")).paragraphs
            if paragraph.style is not None and paragraph.style.style_id == "Heading2"]


def words(place: Path, name: str) -> str:
    return " ".join(words_of_pdf((place / "out" / f"{name}.pdf").read_bytes()))


def manual_edit(document: Any) -> None:
    put_before(document, "clause-working_alone", "clause-who_owner_run")
    said(document, "Working alone", "On your own")  # its title
    paragraph = next(item for item in document.paragraphs if item.text.startswith("Alone only if the working-alone plan"))
    paragraph.add_run(" Ask Dana first.")  # beside a number that the move changes


@pytest.fixture(scope="session")
def first(small_built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildResult]:
    """A section moved and reworded, the emergency plan's order changed, a letter reworded; then built."""
    place = tmp_path_factory.mktemp("moved") / "copy"
    shutil.copytree(small_built, place)
    edit(place, MANUAL, manual_edit)
    edit(place, "Emergency Response Plan", lambda document: put_before(document, "emergency-contacts", "emergency-sites"))
    edit(place, POLICY, lambda document: said(document, "This work can hurt people", "This work hurts people"))
    return place, again(place)


@pytest.fixture
def place(first: tuple[Path, BuildResult], tmp_path: Path) -> Path:
    shutil.copytree(first[0], tmp_path / "copy")
    return tmp_path / "copy"


def test_a_moved_section_stays_with_its_new_words_and_every_number_follows(first: tuple[Path, BuildResult]) -> None:
    place, result = first
    shown = headings(place)
    assert shown[:4] == ["1.1 Who this manual is for", "1.2 Our policy", "1.3 On your own", "1.4 Who looks after safety here"]
    assert "3.8 Driving for work" in shown
    contents_page, pdf = Document(str(place / "out" / f"{MANUAL}.docx")), words(place, MANUAL)
    lines = [item.text for item in contents_page.paragraphs if item.style.style_id == "TOC2"]  # type: ignore[union-attr]
    assert [re.split(r"\t", item)[0] for item in lines[:4]] == ["1.1", "1.2", "1.3", "1.4"] and "On your own" in lines[2]
    assert "1.3 On your own" in pdf and "section 1.6 Refusing dangerous work" in pdf
    assert "section 1.3 Working alone. Ask Dana first." in pdf
    assert headings(place, "Emergency Response Plan")[:2] == ["1.1 Who to call", "1.2 Where we are and where to go"]
    kept = read_order(place / "company.yaml")
    assert [(item.move.clause, item.move.after, item.who) for item in kept if item.move.document == "manual"] == [
        ("clause-working_alone", "clause-policy", "Lee Tran")]
    assert result.not_taken == () and not any("CONFLICT" in said for said in result.edits)
    assert "section 1.3 Working alone: moved by Lee Tran in Word" in result.why[MANUAL]
    assert set(read_edits(place / "company.yaml")) >= {"clause-working_alone"}


def test_a_letter_is_the_persons_file_in_word_and_in_pdf(first: tuple[Path, BuildResult]) -> None:
    place, result = first
    delivered = (place / "out" / f"{POLICY}.docx").read_bytes()
    assert not (place / "out/Edited copies" / f"{POLICY}.docx").exists()  # nothing was replaced
    assert "This work hurts people" in words(place, POLICY)
    assert read_letters(place / "company.yaml")["letter-policy_statement"].docx == delivered
    assert result.why["Health and Safety Policy"] == ("an edit made in Word was taken over",)
    assert result.edits[0].startswith(f"Edited by Lee Tran: {POLICY}.docx. Their file is the letter from now on")


def test_a_second_build_and_a_file_that_is_saved_again_change_nothing(place: Path) -> None:
    before, kept = contents(place / "out"), read_order(place / "company.yaml")
    assert again(place).delivery.written == () and contents(place / "out") == before
    for name in (MANUAL, POLICY):
        edit(place, name, lambda document: None)
    result = again(place)
    assert {line for line in result.edits if line.startswith("Saved again")} == {
        f"Saved again without a change: {name}.docx" for name in (MANUAL, POLICY)}
    after = contents(place / "out")
    assert {path: after[path] for path in before} == before and read_order(place / "company.yaml") == kept


def test_moving_it_back_ends_the_move_and_the_words_stay(place: Path) -> None:
    edit(place, MANUAL, lambda document: put_before(document, "clause-working_alone", "clause-driving"))
    result = again(place)
    assert [item.move.document for item in read_order(place / "company.yaml")] == ["emergency_plan"]
    shown = headings(place)
    assert "3.8 On your own" in shown and "1.3 Who looks after safety here" in shown
    assert "section 3.8 Working alone: back where the program has it" in result.why[MANUAL]
    assert "section 3.8 Working alone. Ask Dana first." in words(place, MANUAL)
    assert not any("CONFLICT" in said for said in result.edits)


def test_without_the_files_the_program_has_its_own_order_and_letter_again(place: Path) -> None:
    folder = place / "edits" / "company"
    (folder / "order.yaml").unlink()
    (folder / "letter-policy_statement.docx").unlink()
    again(place)
    assert "3.8 On your own" in headings(place)
    assert headings(place, "Emergency Response Plan")[0] == "1.1 Where we are and where to go"
    assert "This work can hurt people" in words(place, POLICY) and not list(folder.glob("letter-*"))


def test_a_conflict_in_a_letter_is_told_like_all_others_until_somebody_decides(place: Path) -> None:
    intake, out = place / "company.yaml", place / "out"
    write(changed(answers(), lambda data: data["company"].update(
        description="Repair of farm machines", operating_name="North Gate Steel")), intake)
    result = again(place)
    assert "North Gate Steel" in words(place, POLICY) and "This work hurts people" in words(place, POLICY)  # both are kept
    assert any(said.startswith("CONFLICT in “Health and Safety Policy” (letter-policy_statement)") for said in result.edits)
    assert "Repair of farm machines" in words(place, "Start Here")
    comment, = [item.text for item in Document(str(out / f"{POLICY}.docx")).comments]
    assert "Repair of farm machines" in comment and OpenXmlValidator().validate(out / f"{POLICY}.docx").is_valid
    refused = run("issue", intake, "-o", out, "--date", "2027-01-04")
    assert refused.exit_code == 2 and "Health and Safety Policy" in refused.output
    listed = run("resolve", intake, "-o", out)
    assert "letter-policy_statement" in listed.output and "1 open conflict" in listed.output, listed.output
    decided = run("resolve", intake, "letter-policy_statement", "-o", out, "--take")
    assert decided.exit_code == 0 and "next build prints it" in decided.output, decided.output
    result = again(place)
    assert not any(said.startswith("CONFLICT") for said in result.edits) and "Repair of farm machines" in words(place, POLICY)
    assert not list(Document(str(out / f"{POLICY}.docx")).comments)
