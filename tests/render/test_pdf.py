"""The PDFs: accessible, the same every time, and what goes wrong is said with the document's name."""
from __future__ import annotations

import dataclasses
import hashlib
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import outloud
import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from generator.errors import RenderError
from generator.render import Rendered, pipeline, render
from generator.render.letters import letter
from generator.render.places import templates
from tests.render import samples
from tests.render.reading import words_of_docx, words_of_pdf

ROOT = Path(__file__).parents[2]
# Warnings that the samples earn on purpose: a form's grid is mostly empty cells; one page of text stands ten times.
_EXPECTED = ("TBL-012", "PAG-001")


def test_every_pdf_passes_pdf_ua(rendered: dict[str, Rendered], tmp_path: Path) -> None:
    for document in rendered.values():
        path = tmp_path / f"{document.id}.pdf"
        path.write_bytes(document.pdf)
        result = outloud.check(str(path))
        assert result.error is None
        findings = [f for f in result.findings if f.severity in ("error", "warning") and f.rule not in _EXPECTED]
        assert findings == [], document.id


def test_page_count_is_the_pdfs(rendered: dict[str, Rendered]) -> None:
    for document in rendered.values():
        assert document.pages == len(PdfReader(io.BytesIO(document.pdf)).pages), document.id


def test_the_head_of_a_table_is_repeated_on_each_page(rendered: dict[str, Rendered]) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(rendered["log"].pdf)).pages]
    assert len(pages) == 3
    assert "Where it is kept" in pages[0]
    assert all("WHERE IT IS KEPT" in page for page in pages[1:])


def test_same_input_same_bytes_in_one_process_and_in_another(rendered: dict[str, Rendered]) -> None:
    sources = [samples.PRACTICE, samples.PLAN, samples.FORM, *samples.letters(samples.HOUSE)]
    again = render(sources, samples.HOUSE)
    for document in again:
        assert document == rendered[document.id], document.id
    script = (
        "import hashlib\nfrom generator.render import render\nfrom tests.render import samples\n"
        "sources = [samples.PRACTICE, samples.PLAN, samples.FORM, *samples.letters(samples.HOUSE)]\n"
        "print(hashlib.sha256(b''.join(d.docx + d.pdf for d in render(sources, samples.HOUSE))).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == hashlib.sha256(b"".join(d.docx + d.pdf for d in again)).hexdigest()


def test_progress_counts_every_document() -> None:
    heard: list[tuple[str, int, int]] = []
    render([samples.PRACTICE, samples.FORM], samples.HOUSE, progress=lambda *step: heard.append(step))
    assert heard == [("pdf", 1, 2), ("pdf", 2, 2), ("word", 1, 2), ("word", 2, 2)]


def test_nothing_to_render() -> None:
    assert render([], samples.HOUSE) == []


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("# A\n\n[to nowhere](#nowhere)\n", "#nowhere"),
        ("# A {#x}\n\n## B {#x}\n", "#x stands twice"),
        ("# A\n\n[9]{.risk}\n", ".risk"),
        ("# A\n\n::: signatures\nNo list.\n:::\n", ".signatures"),
        ("# A\n\n#### Level skipped\n", "broken_one"),
        ("# A\n\nNo glyph: \U0001f984\n", "broken_one"),
    ],
)
def test_errors_name_the_document(markdown: str, said: str) -> None:
    source = samples.Source(id="broken_one", title="Broken", kind="form", markdown=markdown)
    with pytest.raises(RenderError, match="broken_one") as caught:
        render([samples.PRACTICE, source], samples.HOUSE)
    assert said in str(caught.value)


def test_a_tag_that_nobody_fills_in_the_house_style_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in templates("theme").iterdir():
        shutil.copy(path, tmp_path)
    changed = Document(str(tmp_path / "house.docx"))
    changed.sections[0].footer.paragraphs[0].add_run("{{ shoe_size }}")
    changed.save(str(tmp_path / "house.docx"))
    monkeypatch.setattr(pipeline, "templates", lambda name: tmp_path)
    with pytest.raises(RenderError, match=r"house\.docx.*shoe_size"):
        render([samples.PRACTICE], samples.HOUSE)


def test_a_script_that_stops_is_an_error_and_not_a_wait(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "script.lua").write_text("error('broken script')")
    monkeypatch.setattr(pipeline, "_LUA", tmp_path)
    with pytest.raises(RenderError, match="broken script"):
        render([samples.PRACTICE], samples.HOUSE)


def test_a_letter_says_what_it_needs() -> None:
    with pytest.raises(RenderError, match=r"needs .*area.*does not read shoe_size"):
        letter("appointment_supervisor", "x", {"shoe_size": "44"}, samples.HOUSE)


@pytest.mark.parametrize("name", sorted(samples.LETTER_WORDS))
def test_a_name_that_ends_in_a_full_stop_ends_no_sentence_of_a_letter(name: str) -> None:
    house = dataclasses.replace(samples.HOUSE, company="Lakeshore Framing Inc.")
    words = words_of_docx(letter(name, name, samples.LETTER_WORDS[name], house).word or b"")
    assert "Inc." in words
    assert not [word for word in words if word.endswith("..")]


@pytest.mark.parametrize("kind", ["png", "jpg", "svg"])
def test_a_logo_stands_on_the_cover_with_its_alternative_text(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"logo.{kind}"
    if kind == "svg":
        drawing = '<rect width="80" height="40" fill="#046"/>'
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40">{drawing}</svg>')
    else:
        Image.new("RGB", (300, 120), "#004466").save(path)
    document = render([samples.PLAN], dataclasses.replace(samples.HOUSE, logo=path))[0]
    assert words_of_docx(document.docx) == words_of_pdf(document.pdf)
    assert any(image for image in PdfReader(io.BytesIO(document.pdf)).pages[0].images)
    xml = zipfile.ZipFile(io.BytesIO(document.docx)).read("word/document.xml").decode()
    assert 'descr="Logo of Northline Counters Ltd."' in xml


def test_a_logo_that_is_none_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_text("not a picture")
    with pytest.raises(RenderError, match="logo"):
        render([samples.PLAN], dataclasses.replace(samples.HOUSE, logo=path))
