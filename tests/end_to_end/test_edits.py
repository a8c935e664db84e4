"""Edits made in delivered Word files are part of the next build; nothing of them is lost, whatever the program changes."""
from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from openxml_audit import OpenXmlValidator
from PIL import Image
from pypdf import PdfReader

from generator.compose import library
from generator.errors import InputError
from generator.publish import plan as plan_module
from generator.publish.build import build
from generator.publish.draft import own_text
from generator.publish.edits.resolve import resolve
from generator.publish.edits.store import read_edits
from generator.publish.ingredients import law_meanings
from generator.publish.outcome import BuildResult
from tests.end_to_end.small import answers, changed, contents, write
from tests.render.reading import words_of_pdf

pytestmark = pytest.mark.xdist_group("test_edits")
ON = date(2026, 11, 22)
MANUAL = "Health and Safety Manual.docx"


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edits")
    build(write(answers(), folder / "company.yaml"), folder / "out", on=ON)
    return folder


@pytest.fixture
def place(base: Path, tmp_path: Path) -> Path:
    shutil.copytree(base, tmp_path / "copy")
    return tmp_path / "copy"


def again(place: Path, **options: Any) -> BuildResult:
    return build(place / "company.yaml", place / "out", **options)


def edit(place: Path, change: Callable[[Any], None], name: str = MANUAL) -> bytes:
    """The manual changed as by a person in Word; gives the file's bytes."""
    file = place / "out" / name
    document = Document(str(file))
    document.core_properties.last_modified_by = "Lee Tran"
    change(document)
    document.save(str(file))
    return file.read_bytes()


def line(document: Any, text: str) -> Paragraph:
    return next(paragraph for paragraph in document.paragraphs if text in paragraph.text)


def replaced(old: str, new: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        run = next(run for run in line(document, old).runs if old in run.text)
        run.text = run.text.replace(old, new)
    return change


def word_text(place: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(place / "out" / MANUAL)).paragraphs)


def test_an_edit_is_in_word_and_pdf_and_a_second_build_changes_nothing(place: Path) -> None:
    returned = edit(place, replaced("That comes before the price", "That always comes before the price"))
    result = again(place)
    assert "That always comes before the price" in word_text(place)
    assert "always comes before" in " ".join(words_of_pdf((place / "out" / "Health and Safety Manual.pdf").read_bytes()))
    assert (place / "out/Edited copies" / MANUAL).read_bytes() == returned
    kept = read_edits(place / "company.yaml")["clause-policy"]
    assert (kept.who, kept.source, kept.kind) == ("Lee Tran", MANUAL, "changed")
    assert any("clause-policy" in said and "taken over" in said for said in result.edits)
    assert result.why["Health and Safety Manual"] == ("section 1.2 Our policy: an edit made in Word was taken over",)
    before = contents(place / "out")
    second = again(place)
    assert second.delivery.written == () and contents(place / "out") == before


def test_a_new_answer_and_an_edit_come_together(place: Path) -> None:
    edit(place, replaced("That comes before the price", "That always comes before the price"))
    again(place)
    write(changed(answers(), lambda data: data["company"].update(operating_name="North Gate Steel")), place / "company.yaml")
    result = again(place)
    assert "That always comes before the price" in word_text(place) and "North Gate Steel" in word_text(place)
    assert not any("CONFLICT" in said for said in result.edits)


def test_edits_wait_while_their_text_is_the_persons_and_go_when_it_is_put_back(place: Path) -> None:
    edit(place, replaced("That comes before", "That always comes before"))
    again(place)
    edit(place, replaced("That always comes before", "That comes before"))
    again(place)
    assert read_edits(place / "company.yaml") == {} and "That comes before" in word_text(place)


def _new_wording(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """The library says something else from now on."""
    shipped = library.shipped_library()
    fresh = replace(shipped, templates=tuple(
        replace(item, body=item.body.replace(old, new)) if old in item.body else item for item in shipped.templates))
    assert fresh != shipped
    monkeypatch.setattr(plan_module, "shipped_library", lambda: fresh)


def test_a_conflict_keeps_the_persons_words_until_somebody_decides(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = place / "company.yaml"
    edit(place, replaced("That comes before the price", "That always comes before the price"))
    again(place)
    _new_wording(monkeypatch, "That comes before the price", "That goes before the price")
    result = again(place, on=ON.replace(day=23))
    assert any(said.startswith("CONFLICT") and "clause-policy" in said for said in result.edits)
    assert "That always comes before the price" in word_text(place)
    start = " ".join(words_of_pdf((place / "out/Start Here.pdf").read_bytes()))
    assert "That always comes before the price" in start and "That goes before the price" in start
    comments = [comment.text for comment in Document(str(place / "out" / MANUAL)).comments]
    assert len(comments) == 1 and "That goes before the price" in comments[0]
    assert OpenXmlValidator().validate(place / "out" / MANUAL).is_valid
    edit(place, replaced("always comes before", "surely comes before"))  # a new edit does not settle it
    assert any(said.startswith("CONFLICT") for said in again(place).edits)
    own = own_text(intake, place / "out")
    assert "next build" in resolve(intake, "clause-policy", "keep", own.composed, law_meanings(own.knowledge))
    assert not any(said.startswith("CONFLICT") for said in again(place).edits)
    assert "That surely comes before the price" in word_text(place)


def test_taking_the_programs_words_ends_the_edit(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = place / "company.yaml"
    edit(place, replaced("That comes before the price", "That always comes before the price"))
    again(place)
    _new_wording(monkeypatch, "That comes before the price", "That goes before the price")
    again(place, on=ON.replace(day=23))
    own = own_text(intake, place / "out")
    resolve(intake, "clause-policy", "take", own.composed, law_meanings(own.knowledge))
    again(place)
    assert "That goes before the price" in word_text(place) and read_edits(intake) == {}
    with pytest.raises(InputError, match="has no edit"):
        resolve(intake, "clause-policy", "take", own.composed, {})


def test_what_cannot_be_taken_over_is_named_and_kept(place: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].footer.add_paragraph("Who is in charge")
    returned = edit(place, change)
    result = again(place)
    assert any("Who is in charge" in said for said in result.not_taken)
    assert (place / "out/Edited copies" / MANUAL).read_bytes() == returned
    assert "Who is in charge" in (place / "out/Edited copies/Not taken over.txt").read_text("utf-8")


def test_a_picture_lies_beside_the_intake_while_somebody_shows_it(place: Path) -> None:
    data = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(data, "PNG")
    edit(place, lambda document: line(document, "That comes before the price").add_run().add_picture(data, width=Mm(40)))
    result = again(place)
    file, = (place / "edits/company/media").iterdir()
    assert result.not_taken == () and file.read_bytes() == data.getvalue()
    assert [round(shape.width.mm) for shape in Document(str(place / "out" / MANUAL)).inline_shapes] == [40]
    pages = PdfReader(place / "out/Health and Safety Manual.pdf").pages
    assert [image.image.size for page in pages for image in page.images] == [(40, 20)]
    assert again(place).delivery.written == ()
    file.rename(place / "away.png")
    with pytest.raises(InputError, match=r"media/.*is not there"):
        again(place)
    (place / "away.png").rename(file)

    def drop(document: Any) -> None:
        shape = document.inline_shapes[0]._inline
        shape.getparent().getparent().remove(shape.getparent())
    edit(place, drop)
    again(place)
    assert read_edits(place / "company.yaml") == {} and not file.exists()


def test_tracked_changes_stop_the_build_until_a_view_is_chosen(place: Path) -> None:
    from docx.oxml import parse_xml
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def add(paragraph: Paragraph) -> None:
        paragraph._p.append(parse_xml(
            f'<w:ins {space} w:id="1" w:author="Lee" w:date="2027-01-01T00:00:00Z"><w:r><w:t> Always.</w:t></w:r></w:ins>'))
    edit(place, lambda document: add(line(document, "That comes before the price")))
    with pytest.raises(InputError, match="tracked changes by Lee"):
        again(place)
    edit(place, lambda document: add(document.paragraphs[-1]), "Emergency Response Plan.docx")
    before = contents(place / "out")
    with pytest.raises(InputError) as both:
        again(place)
    assert all(name in str(both.value) for name in (MANUAL, "Emergency Response Plan.docx")), "each is named at once"
    assert contents(place / "out") == before
    again(place, view="accepted")
    assert "Always." in word_text(place)


def test_a_character_that_our_typeface_lacks_is_named_and_stops_nothing(place: Path) -> None:
    edit(place, replaced("That comes before the price", "That 😀 comes before the price"))
    result = again(place)
    assert any("no 😀: the PDF prints ?" in line for line in result.edits)
    assert "That 😀 comes before" in word_text(place)
    assert "That ? comes before" in " ".join(words_of_pdf((place / "out" / "Health and Safety Manual.pdf").read_bytes()))
    assert not again(place).delivery.written
