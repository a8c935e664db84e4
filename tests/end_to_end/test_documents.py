"""What stands in the delivered files: nothing left over, valid Word, accessible PDF, the same words in both."""
from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import outloud
import pytest
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from tests.end_to_end.conftest import EXAMPLES, Built
from tests.render.reading import words_of_docx, words_of_pdf

LEFTOVER = re.compile(r"\{\{|\{%|%\}|\}\}|\bNone\b|\bnan\b|\bTODO\b|\[\]|\[ \]|\(\)|Undefined|<generator\.|python-docx")
NAMES = {"prairie_edge_fabrication": ("Prairie Edge", "Petrov"), "high_ridge_roofing": ("High Ridge", "Gagnon"),
         "bow_river_fluid_haul": ("Bow River", "Whitecalf")}


def docx_text(path: Path) -> str:
    """Text of every XML part: body, headers, properties, comments."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    return "\n".join(re.sub(r"<[^>]+>", " ", re.sub(r"</w:p>", "\n", part)) for part in parts)


def test_nothing_is_left_over_in_any_word_file(built: Built) -> None:
    found = {path.name: match[0] for path in built.files("docx") if (match := LEFTOVER.search(docx_text(path)))}
    assert found == {}


def test_nothing_is_left_over_in_any_pdf(built: Built) -> None:
    found = {path.name: match[0] for path in built.files("pdf")
             if (match := LEFTOVER.search("\n".join(page.extract_text() for page in PdfReader(path).pages)))}
    assert found == {}


def test_no_other_company_appears(built: Built) -> None:
    others = [name for company, names in NAMES.items() if company != built.name for name in names]
    assert set(NAMES) == set(EXAMPLES)
    for path in built.files("docx"):
        text = docx_text(path)
        assert not [name for name in others if name in text], path.name


def test_every_word_file_is_valid_open_xml(built: Built) -> None:
    validator = OpenXmlValidator()
    wrong = {path.name: [str(error) for error in result.errors][:3] for path in built.files("docx")
             if not (result := validator.validate(path)).is_valid}
    assert wrong == {}


def test_every_pdf_is_pdf_ua_1(built: Built) -> None:
    wrong = {}
    for path in built.files("pdf"):
        findings = [item for item in outloud.check(str(path), layers=["conformance"]).findings
                    if item.severity in ("error", "warning")]
        if findings:
            wrong[path.name] = [str(finding) for finding in findings][:3]
    assert wrong == {}


def test_word_and_pdf_say_the_same(built: Built) -> None:
    different = []
    for path in built.files("docx"):
        word, pdf = words_of_docx(path.read_bytes()), words_of_pdf(path.with_suffix(".pdf").read_bytes())
        if "".join(word) != "".join(pdf):
            different.append(path.name)
    assert different == []


def test_contents_pages_are_right(built: Built) -> None:
    """Every entry of the manual's contents names the page on which its heading stands."""
    reader = PdfReader(built.folder / "Health and Safety Manual.pdf")
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    contents = "\n".join(reader.pages[number].extract_text() for number in (1, 2))
    entries = re.findall(r"^(\d+\.\d+)\s+(.+?)[ .]{2,}\s*(\d+)$", contents, re.MULTILINE)
    assert len(entries) > 20
    for number, title, page in entries:
        assert f"{number} {title}" in pages[int(page) - 1], (number, title, page)


def some_of_each(built: Built) -> list[Path]:
    """What lies at the top, and of each folder the first file, the last and the largest: LibreOffice takes its time."""
    folders: dict[Path, list[Path]] = {}
    for path in built.files("docx"):
        folders.setdefault(path.parent, []).append(path)
    top = folders.pop(built.folder)
    return sorted({*top, *(file for files in folders.values() for file in (
        files[0], files[-1], max(files, key=lambda path: path.stat().st_size)))})


@pytest.mark.needs_libreoffice
def test_libreoffice_opens_every_word_file(built: Built, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        assert os.environ.get("CI") != "true", "in CI nothing is skipped: install LibreOffice"
        pytest.skip("LibreOffice is not installed: `make test` says how to get it")
    files = built.files("docx") if built.name == "prairie_edge_fabrication" else some_of_each(built)
    subprocess.run([soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf",
                    "--outdir", str(tmp_path), *map(str, files)], check=True, capture_output=True, timeout=300)
    manual = PdfReader(tmp_path / "Health and Safety Manual.pdf")
    ours = PdfReader(built.folder / "Health and Safety Manual.pdf")
    assert abs(len(manual.pages) - len(ours.pages)) <= max(4, len(ours.pages) // 5)
    for path in files:
        text = "".join(page.extract_text() for page in PdfReader(tmp_path / f"{path.stem}.pdf").pages)
        assert len(text) > 100, path.name


def test_properties_name_the_company_and_its_language(built: Built) -> None:
    for path in built.files("docx"):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            core, styles = archive.read("docProps/core.xml").decode(), archive.read("word/styles.xml").decode()
        assert NAMES[built.name][0] in core, path.name
        assert 'w:val="en-CA"' in styles, path.name
