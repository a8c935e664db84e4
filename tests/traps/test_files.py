"""Traps of other tools in the files that were handed out: pages, footers, contents, references, old copies."""
from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from generator.errors import InputError
from generator.program.revisions import Issue
from generator.publish.deliver import Frozen, deliver
from generator.publish.issue import _superseded
from tests.end_to_end.conftest import run
from tests.end_to_end.small import answers, contents, write
from tests.publish.test_deliver import LOCK, NEW, OLD
from tests.publish.test_deliver import contents as delivered
from tests.render.reading import words_of_docx, words_of_pdf

pytestmark = pytest.mark.xdist_group("small_built")
LOCK_DAY = date(2027, 1, 4)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MANUAL = "Health and Safety Manual"


@pytest.fixture(scope="module")
def bodies(small_built: Path) -> Mapping[str, etree._Element]:
    """The body of every delivered Word file by its path without ending."""
    found = {}
    for path in sorted((small_built / "out").rglob("*.docx")):
        if ".program" not in path.parts:
            with zipfile.ZipFile(path) as package:
                found[path.relative_to(small_built / "out").with_suffix("").as_posix()] = etree.fromstring(
                    package.read("word/document.xml"))
    assert len(found) > 20
    return found


def pdf(small_built: Path, name: str) -> PdfReader:
    return PdfReader(small_built / "out" / f"{name}.pdf")


def test_h11_an_error_means_that_nothing_was_made(tmp_path: Path) -> None:
    """A tool reported an error although the file was there: with us an error leaves the folder as it was, whichever it is."""
    deliver(tmp_path / "out", OLD, LOCK)
    (tmp_path / "out/a.docx").write_bytes(b"mine")
    with pytest.raises(InputError, match="Nothing was written"):
        deliver(tmp_path / "out", NEW, LOCK)
    assert delivered(tmp_path / "out") == {**OLD, "a.docx": b"mine"}
    data = answers()
    del data["company"]["legal_name"]
    assert run("build", write(data, tmp_path / "bad.yaml"), "-o", tmp_path / "new").exit_code == 2
    assert not (tmp_path / "new").exists()


def test_h16_a_landscape_sheet_is_landscape_in_all_its_sections_and_in_pdf(
        small_built: Path, bodies: Mapping[str, etree._Element]) -> None:
    """Files that were joined lost their landscape pages: each section of a Word file lies as the pages of its PDF do."""
    wide = set()
    for name, body in bodies.items():
        lies = {int(size.get(f"{W}w")) > int(size.get(f"{W}h")) for size in body.iter(f"{W}pgSz")}
        pages = {page.mediabox.width > page.mediabox.height for page in pdf(small_built, name).pages}
        assert lies == pages and len(lies) == 1, name
        wide |= {name} if True in lies else set()
    assert any(name.startswith("Hazard Assessments/") for name in wide) and MANUAL not in wide


def test_h17_every_page_has_its_footer(small_built: Path, bodies: Mapping[str, etree._Element]) -> None:
    """Only the last section got a footer: each of ours names one, and only the cover of the PDF goes without a number."""
    for name, body in bodies.items():
        for section in body.iter(f"{W}sectPr"):
            kinds = {item.get(f"{W}type") for item in section.findall(f"{W}footerReference")}
            assert "default" in kinds, name
    texts = [page.extract_text() for page in pdf(small_built, MANUAL).pages]
    bare = [number for number, text in enumerate(texts, 1) if not re.search(rf"\b{number}\b[^\n]*\b{len(texts)}\b", text)]
    assert bare in ([], [1])


def test_h18_no_reference_can_pull_a_section_in(bodies: Mapping[str, etree._Element]) -> None:
    """An update of REF fields copied whole sections into a sentence: we have none; references are links, numbers are ours."""
    fields = {(element.text or element.get(f"{W}instr") or "").split()[0] for body in bodies.values()
              for element in (*body.iter(f"{W}instrText"), *body.iter(f"{W}fldSimple"))}
    assert fields <= {"TOC", "PAGEREF", "PAGE", "NUMPAGES"} and "PAGEREF" in fields
    assert any(True for _ in bodies[MANUAL].iter(f"{W}hyperlink"))


def test_h19_contents_name_the_pages_on_which_headings_stand(small_built: Path, bodies: Mapping[str, etree._Element]) -> None:
    """All pages of a contents table became 1: ours are filled in, and each is the page of the PDF that has the heading."""
    pages = [re.sub(r"\s+", "", page.extract_text()) for page in pdf(small_built, MANUAL).pages]
    listed = []
    for paragraph in bodies[MANUAL].iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val", "").startswith("TOC") and style.get(f"{W}val") != "TOCHeading":
            texts = [item.text or "" for item in paragraph.iter(f"{W}t")]
            listed.append((re.sub(r"\s+", "", "".join(texts[:-1])), int(texts[-1])))
    assert len(listed) > 20 and len({page for _, page in listed}) > 5
    assert [entry for entry in listed if entry[0] not in pages[entry[1] - 1]] == []


def test_h24_a_clean_build_leaves_no_report_of_problems(small_built: Path) -> None:
    """A validation file was written even when nothing was wrong: the folder holds the documents of the lock, and nothing else."""
    out = small_built / "out"
    lock = json.loads((out / ".program/lock.json").read_bytes())
    assert contents(out).keys() == lock["files"].keys() == {path for record in lock["documents"].values()
                                                            for path in record["files"]} | {"Safety Calendar.ics"}
    own = {path.relative_to(out / ".program").as_posix() for path in (out / ".program").rglob("*") if path.is_file()}
    assert not [path for path in own if re.search(r"damage|error|problem|staging|building", path)]


def test_h26_the_manual_says_of_which_day_its_law_is(small_built: Path) -> None:
    """Users had to ask whether the law in a template was current: the manual and the first page say the day of the law."""
    for name, day in ((MANUAL, "November 2026"), ("Start Here", "22 November 2026")):
        first = " ".join(pdf(small_built, name).pages[0].extract_text().split())
        assert re.search(rf"\blaw as of\b[^.]{{0,99}}\b{day}\b", first, re.IGNORECASE), (name, first)


def test_h28_what_was_replaced_says_so_where_it_lies(tmp_path: Path) -> None:
    """An archive kept showing the old version: a replaced copy is renamed, says by what, and retired files say why."""
    one = Issue(1, LOCK_DAY, "Dana", "the first revision")
    home = f"Issued/Revision 1 ({LOCK_DAY})"
    deliver(tmp_path, OLD, LOCK, frozen=Frozen({f"{home}/a.docx": b"old a"}, {}))
    renames = _superseded(tmp_path, (one,))
    assert renames == {home: f"{home} SUPERSEDED"}
    deliver(tmp_path, NEW, LOCK, why={"Forms/c.docx": "the forklift was sold"}, frozen=Frozen(
        {f"{home}/SUPERSEDED by revision 2.txt": b"see 2", "Issued/Revision 2/a.docx": b"new a"}, renames))
    assert not (tmp_path / home).exists() and not (tmp_path / "Forms/c.docx").exists()
    assert (tmp_path / f"{home} SUPERSEDED/a.docx").read_bytes() == b"old a"
    assert "Forms/c.docx: the forklift was sold" in (tmp_path / "Retired/Why.txt").read_text("utf-8")


def test_h30_word_and_pdf_have_the_same_boxes_and_words(small_built: Path, bodies: Mapping[str, etree._Element]) -> None:
    """A report was "complete" although a change of format had lost its core boxes: both of ours hold the same, to the box."""
    boxes = 0
    for name, body in bodies.items():
        if name == MANUAL:
            continue  # as long as all others; tests/end_to_end/test_documents.py reads it
        word, other = (small_built / "out" / f"{name}.{kind}" for kind in ("docx", "pdf"))
        assert "".join(words_of_docx(word.read_bytes())) == "".join(words_of_pdf(other.read_bytes())), name
        shown = "".join(item.text or "" for item in body.iter(f"{W}t")).count("☐")
        printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(other.read_bytes())).pages).count("☐")
        assert shown == printed, name
        boxes += shown
    assert boxes > 50
