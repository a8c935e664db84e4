"""Files saved again by LibreOffice and Google Docs: without a change they are nobody's edit, with one it is that one alone."""
from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.publish.edits.take import take
from tests.publish.edits.random_edits import stripped, without_bookmarks
from tests.publish.edits.test_forms import DELIVERED as FORM_DELIVERED
from tests.publish.edits.test_forms import FORM, ID, manual_file, raw_words
from tests.publish.edits.test_pictures import picture, with_picture
from tests.publish.edits.test_take import CLAUSES, DELIVERED, edited

Kind = tuple[Mapping[str, str], bytes]


@pytest.fixture(scope="module")
def kinds() -> Mapping[str, Kind]:
    return {"clauses": (CLAUSES, DELIVERED), "form": ({ID: FORM}, FORM_DELIVERED), "picture": with_picture(picture()),
            "contents": manual_file()}


def _bare(data: bytes) -> bytes:
    return without_bookmarks(stripped(data))


@pytest.mark.parametrize("editor", [stripped, _bare], ids=["Google Docs", "without bookmarks"])
def test_a_file_whose_styles_and_controls_are_gone_has_only_the_persons_edits(editor: Callable[[bytes], bytes],
                                                                              kinds: Mapping[str, Kind]) -> None:
    for name, (texts, delivered) in kinds.items():
        assert take(texts, delivered, editor(delivered)).is_empty, name
    for name, old, new in (("clauses", "Keep the load close", "Keep the load very close"), ("form", "Prairie Edge", "North Gate"),
                           ("picture", "Look where you go", "Look around"), ("contents", "carry it", "carry each beam")):
        texts, delivered = kinds[name]
        result = take(texts, delivered, editor(edited(raw_words(old, new), delivered)))
        assert [new in edit.theirs for edit in result.clauses] == [True] and result.left == (), name


@pytest.mark.needs_libreoffice
def test_a_file_saved_by_libreoffice_is_nobodys_edit(tmp_path: Path, kinds: Mapping[str, Kind]) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed"
    for name, (_, delivered) in kinds.items():
        (tmp_path / f"{name}.docx").write_bytes(delivered)
        (tmp_path / f"{name} edited.docx").write_bytes(edited(raw_words("o", "o zq "), delivered))
    subprocess.run([office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
                    "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), *map(str, tmp_path.glob("*.docx"))],
                   check=True, capture_output=True, timeout=120)
    for name, (texts, delivered) in kinds.items():
        assert take(texts, delivered, (tmp_path / "out" / f"{name}.docx").read_bytes()).is_empty, name
        direct, saved = (take(texts, delivered, folder.read_bytes()) for folder in (
            tmp_path / f"{name} edited.docx", tmp_path / "out" / f"{name} edited.docx"))
        assert saved.clauses == direct.clauses, name
