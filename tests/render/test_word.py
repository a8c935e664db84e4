"""The Word files: valid, headers, lists, contents, fonts, properties, and LibreOffice opens them."""
from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from generator.render import Rendered, bookmark_name, render
from generator.render.places import templates
from tests.render import samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(document: Rendered, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document.docx)) as archive:
        return archive.read(name)


def body(document: Rendered) -> etree._Element:
    return etree.fromstring(part(document, "word/document.xml"))


def text_of(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def test_every_file_is_valid(rendered: dict[str, Rendered], hostile: dict[str, Rendered], tmp_path: Path) -> None:
    for group, documents in (("plain", rendered), ("hostile", hostile)):
        for document in documents.values():
            path = tmp_path / f"{group}-{document.id}.docx"
            path.write_bytes(document.docx)
            assert audit(path) == [], document.id


def test_the_templates_that_we_ship_are_valid() -> None:
    paths = [templates("theme") / "house.docx", *sorted(templates("letters").glob("*.docx"))]
    assert len(paths) == 6
    for path in paths:
        assert audit(path) == [], path.name


def audit(path: Path) -> list[str]:
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


def test_header_and_footer_carry_the_house_texts(rendered: dict[str, Rendered]) -> None:
    document = rendered["practice"]
    texts = " ".join(
        text_of(etree.fromstring(part(document, name))) for name in ("word/header1.xml", "word/footer1.xml")
    )
    assert "Northline Counters Ltd. · Angle grinder" in texts
    assert "Revision 1 · 4 January 2027" in texts
    assert "the current one is in the blue binder." in texts


def test_every_list_starts_at_one(rendered: dict[str, Rendered]) -> None:
    root = etree.fromstring(part(rendered["practice"], "word/numbering.xml"))
    used = [p.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") for p in body(rendered["practice"]).iter(f"{W}p")
            if p.find(f"{W}pPr/{W}numPr/{W}numId") is not None]  # fmt: skip
    assert len(dict.fromkeys(used)) == 2 and len(used) == 10
    for number in dict.fromkeys(used):
        instance = next(n for n in root.iter(f"{W}num") if n.get(f"{W}numId") == number)
        starts = [start.get(f"{W}val") for start in instance.iter(f"{W}startOverride")]
        assert starts and set(starts) == {"1"}


def test_contents_have_the_pages_of_the_pdf(rendered: dict[str, Rendered]) -> None:
    reader = PdfReader(io.BytesIO(rendered["manual"].pdf))
    lines = [p for p in body(rendered["manual"]).iter(f"{W}p") if style_of(p) in ("TOC1", "TOC2")]
    assert len(lines) == 40
    pages = [page.extract_text() for page in reader.pages]
    for line in lines:
        texts = [text.text or "" for text in line.iter(f"{W}t")]
        number, title, page = texts[0], texts[1], int(texts[2])
        assert re.search(rf"^{re.escape(number)}\s*{re.escape(title)}", pages[page - 1], re.MULTILINE), texts


def test_contents_ask_nobody_to_update(rendered: dict[str, Rendered]) -> None:
    assert b"updateFields" not in part(rendered["manual"], "word/settings.xml")
    assert b"w:dirty" not in part(rendered["manual"], "word/document.xml")


def test_each_link_has_its_bookmark(rendered: dict[str, Rendered]) -> None:
    root = body(rendered["manual"])
    names = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    anchors = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")}
    assert len(names) == len(set(names))
    assert bookmark_name("clause-c4_2") in names
    assert len(anchors) > 40 and anchors <= set(names)
    assert all(re.fullmatch(r"[A-Za-z_][\w-]{0,39}", str(name)) for name in names)


def test_a_long_id_is_found_under_its_bookmark_name() -> None:
    long = "clause-" + "very_" * 9 + "long"
    source = samples.Source(id="x", title="X", kind="form", markdown=f"# X\n\n::: {{#{long}}}\nText [see](#{long}).\n:::\n")
    root = body(render([source], samples.HOUSE)[0])
    assert bookmark_name(long) in [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]


def test_tables_repeat_their_head_and_keep_rows_whole(rendered: dict[str, Rendered]) -> None:
    table = next(t for t in body(rendered["assessment"]).iter(f"{W}tbl"))
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 5
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    merges = [cell.get(f"{W}val") for cell in table.iter(f"{W}vMerge")]
    assert merges == ["restart", None, "restart", None]


def test_landscape_only_where_asked(rendered: dict[str, Rendered]) -> None:
    for name, wide in (("assessment", True), ("practice", False)):
        size = body(rendered[name]).find(f".//{W}pgSz")
        assert (int(size.get(f"{W}w")) > int(size.get(f"{W}h"))) is wide
        box = PdfReader(io.BytesIO(rendered[name].pdf)).pages[0].mediabox
        assert (box.width > box.height) is wide


def test_fonts_travel_with_the_file_and_stay_small(rendered: dict[str, Rendered]) -> None:
    document = rendered["form"]
    assert b"embedBold" in part(document, "word/fontTable.xml")
    assert len(part(document, "word/fonts/regular.odttf")) > 20_000
    assert len(document.docx) < 150_000


def test_properties_are_the_companys(rendered: dict[str, Rendered]) -> None:
    core = part(rendered["manual"], "docProps/core.xml").decode()
    for wanted in ("<dc:title>Health and Safety Manual<", "<dc:creator>Northline Counters Ltd.<", ">en-CA<", "2027-01-04T"):
        assert wanted in core


def test_the_colour_of_the_company_reaches_word_and_pdf() -> None:
    house = dataclasses.replace(samples.HOUSE, accent="#0a7d4f")
    document = render([samples.PLAN], house)[0]
    assert b"C75B12" not in part(document, "word/styles.xml") and b"0A7D4F" in part(document, "word/styles.xml")
    assert b"0A7D4F" in part(document, "word/document.xml")


@pytest.mark.needs_libreoffice
def test_libreoffice_opens_every_file(rendered: dict[str, Rendered], tmp_path: Path) -> None:
    for document in rendered.values():
        (tmp_path / f"{document.id}.docx").write_bytes(document.docx)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir",
         str(tmp_path / "out"), *map(str, sorted(tmp_path.glob("*.docx")))], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for document in rendered.values():
        pages = PdfReader(str(tmp_path / "out" / f"{document.id}.pdf")).pages
        assert abs(len(pages) - document.pages) <= max(1, document.pages // 5), document.id
