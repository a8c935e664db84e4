"""A letter that a person changed in Word is their own file from then on, and what the program changes comes into it."""
from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from PIL import Image

from generator.compose.model import Composed
from generator.compose.model import Document as Composition
from generator.errors import InputError
from generator.program.model import Reason
from generator.publish.edits.comments import AUTHOR
from generator.publish.edits.letters import (
    LetterReturn,
    Letters,
    decide_letter,
    hold_letters,
    letter_bases,
    program_letter,
    read_letter_returns,
)
from generator.publish.edits.letters_marks import noted, settled, without_ours
from generator.publish.edits.letters_merge import merge_letter, paired
from generator.publish.edits.letters_store import LetterEdit, left_over, letter_files, letter_marks, read_letters, write_letter
from generator.publish.edits.letters_word import carried, look, texts, with_line
from generator.publish.edits.word import UnresolvedChanges, read_word
from generator.publish.fingerprint import digest, edit_hashes, of_document, of_text
from generator.publish.lock import Lock
from generator.publish.typeset import source
from generator.render.model import House
from generator.render.pipeline import render
from tests.render.reading import words_of_pdf

HOUSE = House("Prairie Edge & Sons", "Draft of revision 1", "Printed copies are not controlled.", "Prairie", date(2027, 1, 4))
_CONTEXT = {"company_address": "4512 62 Street, Red Deer", "owner_name": "Dana Petrov", "owner_title": "owner",
            "date": "4 January 2027", "law_line": "Alberta: OHS Act s 16", "what_we_do": "custom steel fabrication",
            "what_hurts": "crushed hands and burns", "promises": ["I walk the floor with you every Monday."], "supervisors": "",
            "report_to": "Dana Petrov", "safety_lead_name": "Dana Petrov", "worker_voice": "", "act": "OHS Act",
            "next_review": "4 January 2028"}
ID = "letter-policy_statement"
PATH = "Letters/Health and Safety Policy.docx"
INK = f'{nsdecls("w")} w:id="7" w:author="Kim" w:date="2027-02-03T00:00:00Z"'


def composition(**changed: Any) -> Composition:
    """The policy statement as the program writes it."""
    return Composition(ID, "Health and Safety Policy", "letter", "", (), (Reason("choice", "x", "y"),), folder="Letters",
                       filename="Health and Safety Policy", letter="policy_statement", context=_CONTEXT | changed)


def program(**changed: Any) -> bytes:
    return program_letter(composition(**changed), HOUSE)


def edited(change: Callable[[Any], None], docx: bytes | None = None) -> bytes:
    document = Document(io.BytesIO(docx or program()))
    document.core_properties.last_modified_by = "Lee Tran"
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def line(document: Any, text: str) -> Any:
    return next(item for item in document.paragraphs if text in item.text)


def replaced(old: str, new: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        paragraph = line(document, old)
        text = paragraph.text.replace(old, new)
        for run in paragraph.runs[1:]:
            run.text = ""
        paragraph.runs[0].text = text
    return change


def held(docx: bytes, now: Composition, house: House = HOUSE) -> Letters:
    """What becomes of a person's letter when the program writes `now`."""
    back = LetterReturn(ID, PATH, "0" * 64, docx, texts(program()), HOUSE.revision, "changed", "Lee Tran", "2027-02-03")
    return hold_letters(Path("nowhere.yaml"), [back], Composed((now,), (), (), (), (), ()), house)


def printed(letters: Letters) -> bytes:
    return letters.documents[ID].word


# --- three texts

_WORDS = st.lists(st.sampled_from("lathe grinder visor gate truck noise fume rope".split()), min_size=3, max_size=6, unique=True)
_TEXT = st.lists(_WORDS.map(" ".join), max_size=6)


@given(_TEXT, _TEXT, _TEXT)
def test_no_words_of_a_person_are_lost_and_no_change_of_the_program_is_hidden(base: list[str], theirs: list[str],
                                                                            ours: list[str]) -> None:
    merge = merge_letter(base, theirs, ours)
    mine, new = paired(base, theirs), paired(base, ours)
    touched = {step.at for step in merge.steps if step.at is not None}
    own = {place for place in range(len(theirs)) if place not in mine.values()} | {
        m for place, m in mine.items() if theirs[m] != base[place]}
    assert not touched & own
    told = {clash.conflict.base for clash in merge.clashes}
    carried_in = {step.ours for step in merge.steps if step.ours is not None}
    for place, text in enumerate(base):
        now = ours[new[place]] if place in new else None
        person = theirs[mine[place]] if place in mine else None
        assert now in (text, person) or text in told or (new[place] in carried_in if place in new else mine[place] in touched)
    assert all(n in carried_in or n in new.values() or text in theirs for n, text in enumerate(ours))


@given(_TEXT, _TEXT)
def test_where_only_one_side_changed_it_is_that_side(base: list[str], other: list[str]) -> None:
    assert merge_letter(base, other, base).steps == () == merge_letter(base, other, base).clashes
    assert merge_letter(base, base, other).clashes == () and merge_letter(base, other, other).clashes == ()


# --- the person's file

def test_while_the_program_says_the_same_the_file_is_handed_out_byte_for_byte() -> None:
    docx = edited(replaced("No job here", "No job in this shop"))
    letters = held(docx, composition())
    assert printed(letters) == docx and [item.outcome for item in letters.laid] == ["take"]
    made = render([source(letters.documents[ID], HOUSE)], HOUSE)[0]
    assert made.docx == docx and "No job in this shop is worth that" in " ".join(words_of_pdf(made.pdf))
    assert of_document(letters.documents[ID], {}) != of_document(composition(), {})
    assert of_text(letters.documents[ID]) != of_text(composition())


def test_changes_in_different_paragraphs_are_both_kept() -> None:
    now = composition(report_to="Kim Lee", promises=["I walk the floor with you every Monday.", "I answer within two days."],
                      law_line="Alberta: OHS Act s 17")
    letters = held(edited(replaced("No job here", "No job in this shop")), now)
    text = texts(printed(letters))
    assert any("No job in this shop" in item for item in text) and letters.laid[0].conflicts == ()
    assert "Tell Kim Lee about a hazard, a near miss or an injury before you go home." in text
    assert "Law Alberta: OHS Act s 17" in text and letters.laid[0].outcome == "merge"
    place = text.index("I answer within two days.")
    assert text[place - 1] == "I walk the floor with you every Monday."
    added = Document(io.BytesIO(printed(letters))).paragraphs
    both = [item for item in added if item.text in text[place - 1:place + 1]]
    assert both[0]._p.get_or_add_pPr().xml == both[1]._p.get_or_add_pPr().xml  # a bullet like its neighbours
    law = line(Document(io.BytesIO(printed(letters))), "OHS Act s 17")
    assert [(run.text.strip(), bool(run.bold)) for run in law.runs] == [("Law", True), ("Alberta: OHS Act s 17", False)]


def test_what_the_program_leaves_out_goes_unless_the_person_changed_it() -> None:
    bare = composition(promises=[])
    assert "I walk the floor with you every Monday." not in texts(printed(held(edited(replaced("No job here", "No job")), bare)))
    letters = held(edited(replaced("every Monday", "every Friday")), bare)
    assert "I walk the floor with you every Friday." in texts(printed(letters))
    assert [(one.theirs, one.ours) for one in letters.laid[0].conflicts] == [("I walk the floor with you every Friday.", "")]


def test_both_in_one_paragraph_is_a_conflict_with_a_comment_and_the_law_comes_first(tmp_path: Path) -> None:
    now = composition(report_to="Kim Lee", law_line="Alberta: OHS Act s 17")
    docx = edited(replaced("before you go home", "the same shift"))
    found = held(docx, now)
    laid, = found.laid
    assert laid.outcome == "conflict" and not laid.law_changed and laid.edit.document == ID
    assert "Tell Dana Petrov about a hazard, a near miss or an injury the same shift." in texts(printed(found))
    comment, = read_word(printed(found)).comments
    assert (comment.author, "Tell Kim Lee" in comment.text, comment.on[:11]) == (AUTHOR, True, "Tell Dana P")
    (tmp_path / "letter.docx").write_bytes(printed(found))
    assert OpenXmlValidator().validate(tmp_path / "letter.docx").is_valid
    assert held(edited(replaced("OHS Act s 16", "the Act")), now).laid[0].law_changed


def test_a_paragraph_that_the_person_took_out_is_a_conflict_when_the_program_changes_it() -> None:
    def change(document: Any) -> None:
        paragraph = line(document, "Tell Dana Petrov")._p
        paragraph.getparent().remove(paragraph)
    docx = edited(change)
    assert not held(docx, composition()).laid[0].conflicts
    one, = held(docx, composition(report_to="Kim Lee")).laid[0].conflicts
    assert one.theirs == "" and "Kim Lee" in one.ours


def test_the_revision_at_the_foot_is_todays_and_everything_else_the_persons() -> None:
    docx = edited(replaced("No job here", "No job"))
    later = printed(held(docx, composition(), house=replace(HOUSE, revision="Revision 2 · Issued 4 March 2027")))
    for section in Document(io.BytesIO(later)).sections:
        for foot in (section.footer, section.first_page_footer):
            assert foot.paragraphs[0].text == "Printed copies are not controlled.\tRevision 2 · Issued 4 March 2027"

    def cut(document: Any) -> None:  # as a spelling check cuts it
        foot = document.sections[0].footer.paragraphs[0]
        text, foot.runs[0].text = foot.text, ""
        for piece in (text[:-5], text[-5:-2], text[-2:]):
            foot.add_run(piece)
    pieces = with_line(edited(cut), HOUSE.revision, "Revision 2")
    assert Document(io.BytesIO(pieces)).sections[0].footer.paragraphs[0].text.endswith("controlled.\tRevision 2")
    assert with_line(docx, "", "Revision 2") == docx == with_line(docx, HOUSE.revision, HOUSE.revision)


def test_what_is_no_text_in_a_paragraph_stays_when_the_program_changes_its_words() -> None:
    def change(document: Any) -> None:
        document.add_comment(line(document, "Tell Dana Petrov").runs, "Is that so?", author="Kim")
        picture = io.BytesIO()
        Image.new("RGB", (40, 20)).save(picture, "PNG")
        picture.seek(0)
        line(document, "Tell Dana Petrov").add_run().add_picture(picture, width=Mm(20))
    docx = edited(change)
    file = read_word(printed(held(docx, composition(report_to="Kim Lee"))))
    assert [(item.author, item.text) for item in file.comments] == [("Kim", "Is that so?")]
    assert any(run.picture for block in file.blocks for run in getattr(block, "runs", ()))
    assert any("Tell Kim Lee" in item for item in texts(printed(held(docx, composition(report_to="Kim Lee")))))


# --- what came back

def _saved_by_libreoffice(folder: Path, *letters: bytes) -> list[bytes]:
    names = [f"{number}.docx" for number in range(len(letters))]
    for name, docx in zip(names, letters, strict=True):
        (folder / name).write_bytes(docx)
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                    "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), *(str(folder / name) for name in names)],
                   check=True, capture_output=True, timeout=120)
    return [(folder / "out" / name).read_bytes() for name in names]


@pytest.mark.needs_libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice_it_says_the_same_and_still_takes_the_programs_changes(tmp_path: Path) -> None:
    plain, docx = _saved_by_libreoffice(tmp_path, program(), edited(replaced("No job here", "No job in this shop")))
    assert look(plain) == look(program()) and texts(plain) == texts(program())
    text = texts(printed(held(docx, composition(report_to="Kim Lee", promises=[*_CONTEXT["promises"], "I answer."]))))
    assert {"I answer.", "Tell Kim Lee about a hazard, a near miss or an injury before you go home."} <= set(text)
    assert any("No job in this shop" in item for item in text)


@pytest.mark.parametrize("change", [
    replaced("No job here", "No job"), lambda document: setattr(line(document, "No job").runs[0], "italic", True),
    lambda document: setattr(line(document, "No job").runs[0].font, "size", Pt(14)),
    lambda document: setattr(line(document, "No job").runs[0].font.color, "rgb", RGBColor(200, 0, 0)),
    lambda document: setattr(line(document, "No job"), "alignment", 1), lambda document: document.add_table(1, 2),
], ids=["words", "italics", "size", "colour", "centred", "a table"])
def test_every_kind_of_change_is_seen_and_saving_alone_is_none(change: Callable[[Any], None]) -> None:
    assert look(edited(change)) != look(program()) == look(edited(lambda document: None))


def _delivered(folder: Path, docx: bytes, delivered: bytes) -> Lock:
    """A company's folder in which a letter went out and another file lies now."""
    (folder / PATH).parent.mkdir(parents=True, exist_ok=True)
    (folder / PATH).write_bytes(docx)
    for path, data in letter_bases(folder, [composition()], None, {PATH: delivered}, {}, HOUSE).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return Lock("1", "i", "2027-01-04", "2026-11-22", files={PATH: digest(delivered)}, documents={ID: {"files": [PATH]}})


def test_a_file_saved_again_is_no_edit_and_the_programs_words_put_back_end_one(tmp_path: Path) -> None:
    intake, out = tmp_path / "company.yaml", tmp_path / "out"
    same, = read_letter_returns(intake, out, _delivered(out, edited(lambda document: None), program()))
    assert same.outcome == "same" and hold_letters(intake, [same], _composed(), HOUSE).files == {}
    mine = edited(replaced("No job here", "No job"))
    write_letter(intake, ID, LetterEdit(ID, mine, texts(program()), HOUSE.revision, "Lee Tran"))
    back, = read_letter_returns(intake, out, _delivered(out, edited(replaced("No job", "No job here"), mine), mine))
    found = hold_letters(intake, [back], _composed(), HOUSE)
    assert found.files == {f"{ID}.docx": None, f"{ID}.yaml": None} and found.documents == {}
    assert "It is the program's letter again" in found.lines[0]
    assert read_letter_returns(intake, out, _delivered(out, mine, mine)) == ()


def _composed(**changed: Any) -> Composed:
    return Composed((composition(**changed),), (), (), (), (), ())


def _tracked(document: Any) -> None:
    paragraph = line(document, "No job here")
    paragraph._p.append(parse_xml(f"<w:ins {INK}><w:r><w:t> Ever.</w:t></w:r></w:ins>"))
    gone = line(document, "Look over your tools")._p
    run = gone.r_lst[0]
    gone.remove(run)
    wrapper = parse_xml(f"<w:del {INK}/>")
    text = run.t_lst[0]
    text.tag = text.tag.replace("}t", "}delText")
    wrapper.append(run)
    gone.append(wrapper)
    gone.get_or_add_pPr().append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del w:id='8' w:author='Kim'/></w:rPr>"))


def test_tracked_changes_ask_which_view_and_the_file_that_is_kept_has_none(tmp_path: Path) -> None:
    intake, out = tmp_path / "company.yaml", tmp_path / "out"
    docx = edited(_tracked)
    lock = _delivered(out, docx, program())
    with pytest.raises(UnresolvedChanges, match="tracked changes by Kim"):
        read_letter_returns(intake, out, lock)
    taken, = read_letter_returns(intake, out, lock, "accepted")
    found = hold_letters(intake, [taken], _composed(), HOUSE)
    kept = found.edits[ID].docx
    assert read_word(kept).revisions == 0 and "tracked changes accepted" in found.lines[0]
    assert any(text.endswith("worth that. Ever.") for text in texts(kept))
    assert not any("Look over your tools" in text for text in texts(kept)) and len(texts(kept)) == len(texts(program())) - 1
    left, = read_letter_returns(intake, out, lock, "original")
    assert left.outcome == "same" and texts(left.docx) == texts(program())


def test_every_tracked_change_of_properties_and_rows_is_settled() -> None:
    def change(document: Any) -> None:
        run = line(document, "No job here").runs[0]
        run.bold = True
        run._r.rPr.append(parse_xml(f"<w:rPrChange {INK}><w:rPr><w:i/></w:rPr></w:rPrChange>"))
        table = document.add_table(2, 1)
        table.cell(0, 0).text, table.cell(1, 0).text = "stays", "new row"
        table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:ins {INK}/>"))
    docx = edited(change)
    after, before = settled(docx, "accepted"), settled(docx, "original")
    assert texts(after)[-2:] == ("stays", "new row") and texts(before)[-1] == "stays"
    now, then = (line(Document(io.BytesIO(one)), "No job").runs[0] for one in (after, before))
    assert now.bold and not now.italic and then.italic and not then.bold
    assert not read_word(after).revisions and not read_word(before).revisions and b"rPrChange" not in after + before


def test_comments_of_people_stay_and_ours_come_and_go() -> None:
    theirs = edited(lambda document: document.add_comment(line(document, "No job").runs, "Really?", author="Kim"))
    both = noted(theirs, [(4, "The program's new text"), (99, "At the end")])
    assert [(item.author, item.text) for item in read_word(both).comments] == [
        ("Kim", "Really?"), (AUTHOR, "The program's new text"), (AUTHOR, "At the end")]
    again = without_ours(both)
    assert [item.author for item in read_word(again).comments] == ["Kim"] and texts(again) == texts(theirs)
    assert look(again) == look(theirs) and without_ours(again) == again and noted(theirs, []) == theirs


# --- from round to round

def test_a_new_edit_does_not_settle_an_open_conflict(tmp_path: Path) -> None:
    intake, out = tmp_path / "company.yaml", tmp_path / "out"
    mine = edited(replaced("before you go home", "the same shift"))
    write_letter(intake, ID, LetterEdit(ID, mine, texts(program()), HOUSE.revision, "Lee Tran"))
    now = _composed(report_to="Kim Lee")
    first = hold_letters(intake, [], now, HOUSE)
    delivered = printed(first)
    shown = edited(replaced("the same shift", "at once"), delivered)
    (out / PATH).parent.mkdir(parents=True)
    (out / PATH).write_bytes(shown)
    for path, data in letter_bases(out, now.documents, first, {PATH: delivered}, {}, HOUSE).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(data)
    lock = Lock("1", "i", "2027-01-04", "2026-11-22", files={PATH: digest(delivered)}, documents={ID: {"files": [PATH]}})
    back, = read_letter_returns(intake, out, lock)
    assert back.comments == () and not read_word(back.docx).comments  # ours is no comment of theirs
    found = hold_letters(intake, [back], now, HOUSE)
    assert found.laid[0].outcome == "conflict" and "an injury at once." in " ".join(texts(printed(found)))


@pytest.mark.parametrize(("choice", "says"), [("keep", "Dana Petrov about a hazard, a near miss or an injury the same shift."),
                                              ("take", "Kim Lee about a hazard, a near miss or an injury before you go home."),
                                              ("edit", "Dana Petrov about a hazard, a near miss or an injury the same shift.")])
def test_a_decision_ends_the_conflict_and_the_other_changes_stay(choice: str, says: str, tmp_path: Path) -> None:
    intake, now = tmp_path / "company.yaml", _composed(report_to="Kim Lee", act="Safety Act")
    docx = edited(replaced("No job here", "No job"), edited(replaced("before you go home", "the same shift")))
    write_letter(intake, ID, LetterEdit(ID, docx, texts(program()), HOUSE.revision))
    said = decide_letter(intake, hold_letters(intake, [], now, HOUSE).held[ID], choice)
    assert "next build prints it" in said and (choice != "edit" or f"{ID}.docx in Word" in said)
    found = hold_letters(intake, [], now, HOUSE)
    assert found.laid[0].conflicts == () and not read_word(printed(found)).comments
    text = " ".join(texts(printed(found)))
    assert says in text and "No job is worth that" in text and "We work under the Safety Act" in text
    assert decide_letter(intake, found.held[ID], "keep").endswith("is printed.")


def test_taking_all_of_the_programs_words_gives_its_letter_back(tmp_path: Path) -> None:
    intake, now = tmp_path / "company.yaml", _composed(report_to="Kim Lee")
    docx = edited(replaced("before you go home", "the same shift"))
    write_letter(intake, ID, LetterEdit(ID, docx, texts(program()), HOUSE.revision))
    assert "program's letter counts" in decide_letter(intake, hold_letters(intake, [], now, HOUSE).held[ID], "take")
    assert read_letters(intake) == {} and edit_hashes(intake) == {}


# --- beside the intake

def test_files_are_read_as_they_were_written_and_a_deleted_word_file_takes_the_edit_back(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    edit = LetterEdit(ID, edited(lambda document: None), texts(program()), HOUSE.revision, "Zoé: boss", "2027-02-03", PATH)
    write_letter(intake, ID, edit)
    assert read_letters(intake) == {ID: edit} and sorted(edit_hashes(intake)) == [f"{ID}.docx", f"{ID}.yaml"]
    assert letter_marks({ID: edit}) != letter_marks({ID: replace(edit, base=())}) != letter_marks({ID: replace(edit, docx=b"")})
    folder = tmp_path / "edits" / "company"
    (folder / f"{ID}.docx").unlink()
    assert read_letters(intake) == {} and left_over(intake) == [f"{ID}.yaml"]
    assert hold_letters(intake, [], _composed(), HOUSE).files == {f"{ID}.yaml": None}
    write_letter(intake, ID, edit)
    (folder / f"{ID}.yaml").write_text("letter: [", "utf-8")
    with pytest.raises(InputError, match=f"{ID}.yaml cannot be read"):
        read_letters(intake)
    assert letter_files({ID: None}) == {f"{ID}.docx": None, f"{ID}.yaml": None}


def test_a_letter_that_is_not_written_any_more_waits(tmp_path: Path) -> None:
    intake = tmp_path / "company.yaml"
    write_letter(intake, ID, LetterEdit(ID, program(), texts(program()), HOUSE.revision, "Kim"))
    found = hold_letters(intake, [], Composed((), (), (), (), (), ()), HOUSE)
    assert found.documents == {} and "that Kim changed waits" in found.lines[0] and ID in read_letters(intake)


# --- the PDF of whatever a person put in

def test_no_letter_of_a_person_stops_the_typesetter() -> None:
    def change(document: Any) -> None:
        document.paragraphs[0].insert_paragraph_before("Deep", style=line(document, "What I promise").style)
        for kind in ("PNG", "JPEG", "BMP", "GIF"):
            picture = io.BytesIO()
            Image.new("RGB", (60, 30)).save(picture, kind)
            picture.seek(0)
            document.paragraphs[-1].add_run().add_picture(picture, width=Mm(30))
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(1, 1).text = "A & B", "#typst $x$ [y] *z* <b> @ref"
        paragraph = document.add_paragraph("= no heading 🦺 … -28 °C")
        paragraph._p.append(parse_xml(
            f'<w:hyperlink {nsdecls("w")} w:anchor="nowhere"><w:r><w:t>see there</w:t></w:r></w:hyperlink>'))
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'))
    docx = edited(change)
    word = replace(composition(), word=docx)
    both = render([source(word, HOUSE), source(replace(word, id="letter-other"), HOUSE)], HOUSE)
    text = " ".join(words_of_pdf(both[0].pdf))
    assert "#typst $x$ [y]" in text and "= no heading [?]" in text and "see there" in text and both[0].docx == docx
    assert carried(docx, (), b"") == docx and isinstance(both[1].pages, int)


def test_letters_of_people_take_the_place_of_the_programs() -> None:
    found = held(edited(replaced("No job here", "No job")), composition())
    other = replace(composition(), id="letter-other")
    composed = found.put_into(Composed((composition(), other), (), (), (), (), ()))
    assert [bool(item.word) for item in composed.documents] == [True, False]
    assert set(found.files) == {f"{ID}.docx", f"{ID}.yaml"}
