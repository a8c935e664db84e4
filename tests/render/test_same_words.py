"""Word and PDF say the same, in the same order; nothing is left unfilled; user text stays text."""
from __future__ import annotations

import html
import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from generator.render import Rendered
from tests.render import samples
from tests.render.reading import words_of_docx, words_of_pdf

NAMES = ["manual", "practice", "assessment", "form", "plan", "log", *samples.LETTER_WORDS]


@pytest.mark.parametrize("name", NAMES)
def test_word_and_pdf_have_the_same_words(rendered: dict[str, Rendered], name: str) -> None:
    words = words_of_docx(rendered[name].docx)
    assert len(words) > 50
    assert words == words_of_pdf(rendered[name].pdf)


def test_words_come_out_as_they_went_in(rendered: dict[str, Rendered]) -> None:
    words = " ".join(words_of_docx(rendered["practice"].docx))
    assert "Angle grinder P-06 · Safe work practice for the four grinders" in words.replace("- ", "-")
    assert words.index("Before you start") < words.index("ring it. A dull") < words.index("While you work")


def test_hostile_names_stay_what_they_are(hostile: dict[str, Rendered]) -> None:
    assert set(hostile) >= {"hostile", "hostile_letter", "manual", "form"}
    for document in hostile.values():
        assert words_of_docx(document.docx) == words_of_pdf(document.pdf), document.id
    letter = " ".join(words_of_docx(hostile["hostile_letter"].docx))
    assert samples.HOSTILE + ", welder & fitter" in letter
    assert "{{ area }} & <b>" in letter
    page = " ".join(words_of_docx(hostile["hostile"].docx))
    assert page.count("{{ x }}") >= 10
    assert "$x$ *b* _i_ [a](#b) <b>c</" in page


def test_hostile_name_stands_in_header_and_properties(hostile: dict[str, Rendered]) -> None:
    with zipfile.ZipFile(io.BytesIO(hostile["form"].docx)) as archive:
        headers = b"".join(archive.read(name) for name in archive.namelist() if "header" in name and name.endswith(".xml"))
        core = archive.read("docProps/core.xml").decode()
    text = html.unescape(re.sub(r"<[^>]+>", "", headers.decode()))
    assert f"{samples.HOSTILE} · Incident report" in text
    assert "<dc:creator>A &amp; B &lt;Ltd&gt;" in core
    info = PdfReader(io.BytesIO(hostile["form"].pdf)).metadata
    assert info is not None and info.author == samples.HOSTILE and info.title == "Incident report"


def test_no_tag_of_a_template_is_left_in_any_part(rendered: dict[str, Rendered]) -> None:
    for document in rendered.values():
        with zipfile.ZipFile(io.BytesIO(document.docx)) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                if name.endswith((".xml", ".rels")):
                    assert b"{{" not in data and b"{%" not in data and b"[[" not in data, (document.id, name)
                    assert b"python-docx" not in data and b"ACCENT" not in data, (document.id, name)
