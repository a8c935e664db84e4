"""Traps of other tools around what people changed: lost, destroyed, dropped without a word."""
from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from docx.oxml import parse_xml
from openxml_audit import OpenXmlValidator

from generator.errors import InputError
from generator.publish.edits.base import Base, read_base
from generator.publish.edits.comments import Note, commented
from generator.publish.edits.over import lay_over
from generator.publish.edits.store import read_edits
from generator.publish.edits.take import take
from generator.publish.edits.word import UnresolvedChanges
from generator.render.archive import archive
from tests.end_to_end.conftest import run
from tests.end_to_end.small import contents
from tests.publish.edits.test_over import composed_of, edit_of
from tests.publish.test_deliver import word_owner

pytestmark = pytest.mark.xdist_group("small_built")
MANUAL = "Health and Safety Manual.docx"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLD, NEW = "That comes before the price", "That always comes before the price"


def changed(data: bytes, old: str = OLD, new: str = NEW) -> bytes:
    """The Word file with other words, in raw XML: no editor has opened it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert parts["word/document.xml"].count(old.encode()) == 1
    parts["word/document.xml"] = parts["word/document.xml"].replace(old.encode(), new.encode())
    return archive(parts, list(parts), "\n")


@pytest.fixture(scope="module")
def manual(small_built: Path) -> bytes:
    return (small_built / "out" / MANUAL).read_bytes()


@pytest.fixture(scope="module")
def base(small_built: Path) -> Base:
    found = read_base(small_built / "out", "manual")
    assert found is not None
    return found


class Round:
    """One build of the small company whose manual has one change that can be taken over, and one that cannot. Its file of
    answers was changed by hand as well, comment and all."""

    def __init__(self, folder: Path) -> None:
        self.out, self.intake = folder / "out", folder / "company.yaml"
        (self.out / MANUAL).write_bytes(self._typed())
        self.returned = (self.out / MANUAL).read_bytes()
        text = self.intake.read_text("utf-8")
        assert "Lee Tran" in text and "403-555" in text
        self.intake.write_text("# Lee called: a new number\n" + re.sub(r"403-555-\d{4}", "403-555-0199", text), "utf-8")
        self.owner = self.out / "~$alth and Safety Manual.docx"
        self.owner.write_bytes(word_owner("Lee Tran"))
        self.before = contents(self.out)
        self.refused: Result = run("build", self.intake, "-o", self.out)
        self.after_refusal, self.edits_after_refusal = contents(self.out), read_edits(self.intake)
        self.owner.unlink()
        self.said: Result = run("build", self.intake, "-o", self.out)

    def _typed(self) -> bytes:
        document = Document(io.BytesIO(changed((self.out / MANUAL).read_bytes())))
        title = next(item for item in document.paragraphs if item.style.style_id == "Heading1")
        title.runs[-1].text = "Bosses and others"
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


@pytest.fixture(scope="module")
def round_(small_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    folder = tmp_path_factory.mktemp("round") / "copy"
    shutil.copytree(small_built, folder)
    yield Round(folder)


def test_h01_what_was_dropped_is_never_called_a_success(round_: Round) -> None:
    """A tool said "good work" after it had thrown changes away: what we cannot take over is named, counted, listed and kept."""
    assert round_.said.exit_code == 0
    assert "NOT TAKEN OVER (2), kept in Edited copies/" in round_.said.stdout and "Bosses and others" in round_.said.stdout
    assert "Bosses and others" in (round_.out / "Edited copies/Not taken over.txt").read_text("utf-8")
    assert (round_.out / "Edited copies" / MANUAL).read_bytes() == round_.returned


def test_h03_our_marks_are_read_without_word_having_saved_the_file(manual: bytes, base: Base) -> None:
    """Marks of a tool could only be found after Word had saved the file: ours are found in the file as we wrote it."""
    assert take(base.delivered, base.docx, manual).is_empty
    edit, = take(base.delivered, base.docx, changed(manual)).clauses
    assert edit.clause == "clause-policy" and NEW in edit.theirs


def test_h06_a_text_that_the_program_gave_up_breaks_no_edit_of_it() -> None:
    """Sessions broke when a module that they used was removed: an edit of such a section waits, and the build says so."""
    over = lay_over(composed_of("## First aid\n\nNew.\n"), {"clause-gone": replace(edit_of(), clause="clause-gone")}, {})
    assert over.idle == ("clause-gone",) and not over.laid and over.composed == composed_of("## First aid\n\nNew.\n")


@pytest.mark.parametrize("spoil", [lambda data: data[:len(data) // 2], lambda data: b"", lambda data: b"%PDF-1.7 renamed"])
def test_h13_a_broken_word_file_is_refused_not_read_as_empty(base: Base, manual: bytes, spoil: Callable[[bytes], bytes]) -> None:
    """A converter "succeeded" on a broken file: one that came back broken is named, its sections are not taken as deleted."""
    with pytest.raises(InputError, match=r"returned\.docx"):
        take(base.delivered, base.docx, spoil(manual), name="returned.docx")


def test_h13_our_own_gate_sees_a_broken_file_where_a_converter_does_not(manual: bytes, tmp_path: Path) -> None:
    """LibreOffice opens a file whose references lead nowhere: the check of our tests does not let it pass."""
    assert OpenXmlValidator().validate(_file(manual, tmp_path)).is_valid
    broken = changed(manual, OLD, "</w:t></w:r><w:r><w:rPr><w:nonsense/></w:rPr><w:t>")
    assert not OpenXmlValidator().validate(_file(broken, tmp_path)).is_valid


def _file(data: bytes, folder: Path) -> Path:
    (folder / "file.docx").write_bytes(data)
    return folder / "file.docx"


def test_h14_tracked_changes_of_a_person_are_asked_about_never_resolved_for_them(manual: bytes, base: Base) -> None:
    """A compare tool flattened the client's own tracked changes: we ask who is right, and both views keep what they mean."""
    def typed(document: Any) -> None:
        line = next(item for item in document.paragraphs if OLD in item.text)
        line._p.append(parse_xml(f'<w:ins {SPACE} w:id="1" w:author="Lee" w:date="2027-01-01T00:00:00Z"><w:r><w:t> Always.'
                                 "</w:t></w:r></w:ins>"))
    document = Document(io.BytesIO(manual))
    typed(document)
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(UnresolvedChanges, match="tracked changes by Lee"):
        take(base.delivered, base.docx, out.getvalue())
    edit, = take(base.delivered, base.docx, out.getvalue(), view="accepted").clauses
    assert "Always." in edit.theirs
    assert not take(base.delivered, base.docx, out.getvalue(), view="original").clauses


def test_h15_every_comment_has_its_place_and_every_place_its_comment(manual: bytes, tmp_path: Path) -> None:
    """A merge left references to comments that were gone, and Word offered to repair the file: ours always go in pairs."""
    data = commented(manual, [Note("clause-policy", OLD, "new & other"), Note("clause-policy", "", "second"),
                              Note("clause-gone", "x", "nowhere to hang")])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body, comments = (package.read(f"word/{part}.xml").decode() for part in ("document", "comments"))
    marks = [sorted(re.findall(rf'<w:{tag} [^>]*w:id="(\d+)"', text)) for tag, text in (
        ("commentRangeStart", body), ("commentRangeEnd", body), ("commentReference", body), ("comment", comments))]
    assert marks == [["0", "1"]] * 4 and OpenXmlValidator().validate(_file(data, tmp_path)).is_valid


def test_h23_a_file_that_is_open_in_word_is_named_and_nothing_fails_in_silence(round_: Round) -> None:
    """A target that was open made a generation fail without a word: we name the file and who has it, and write nothing at all."""
    assert round_.refused.exit_code == 2
    assert MANUAL in round_.refused.stderr and "Lee Tran has it open" in round_.refused.stderr
    assert round_.after_refusal == round_.before and round_.edits_after_refusal == {}


def test_h25_an_answers_file_changed_by_hand_does_not_spoil_the_base_of_the_merge(round_: Round) -> None:
    """Where the answers file is the merge base, a hand in it drops edits: ours is in .program, and both changes come through."""
    text = "\n".join(item.text for item in Document(str(round_.out / MANUAL)).paragraphs)
    plan = Document(str(round_.out / "Emergency Response Plan.docx"))
    assert NEW in text and "CONFLICT" not in round_.said.stdout
    assert "403-555-0199" in "".join(cell.text for table in plan.tables for row in table.rows for cell in row.cells)
    assert round_.intake.read_text("utf-8").startswith("# Lee called: a new number\n")
