"""The house style of one document: house.docx with its tags filled, in the company's colour, as pandoc's reference."""
from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import jinja2.sandbox
from docxtpl import DocxTemplate

from generator.errors import RenderError
from generator.render.colour import DEFAULT_ACCENT, pixel
from generator.render.model import House, Source
from generator.render.page import page, twips

_RIGHT_TAB = re.compile(rb'(<w:tab\b[^>]*w:val="right"[^>]*w:pos=")(\d+)(")')
_SHIPPED = re.compile(DEFAULT_ACCENT.lstrip("#").encode(), re.IGNORECASE)
_HOUSE_WIDTH = 9632  # twips between the margins of house.docx


def environment() -> jinja2.sandbox.SandboxedEnvironment:
    """Jinja for Word templates: sandboxed, escaping, and a missing name is an error, not a blank."""
    return jinja2.sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)


def reference(template: Path, source: Source, house: House) -> bytes:
    """house.docx filled for one document. Raises RenderError where the template reads a name that we do not give."""
    words = {
        "company": house.company, "title": source.title, "revision": house.revision, "footer": house.footer,
        "author": house.author,
    }  # fmt: skip
    document = DocxTemplate(str(template))
    try:
        document.render(words, environment(), autoescape=True)
    except jinja2.TemplateError as error:
        raise RenderError(f"{template.name}: {error}") from error
    out = io.BytesIO()
    document.save(out)
    return coloured(out.getvalue(), house, source.landscape)


def coloured(data: bytes, house: House, landscape: bool) -> bytes:
    """The accent colour in styles and in the cover's band; tab stops at the right margin."""
    sheet = page(house.paper, landscape)
    right = twips(sheet.text_width)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename in ("word/styles.xml", "word/numbering.xml"):
                content = _SHIPPED.sub(house.accent.lstrip("#").upper().encode(), content)
            if item.filename == "word/styles.xml":
                content = _RIGHT_TAB.sub(lambda tab: _moved(tab, right - _HOUSE_WIDTH), content)
            if item.filename.endswith(".png"):
                content = pixel(house.accent)
            new.writestr(zipfile.ZipInfo(item.filename), content)
    return out.getvalue()


def _moved(tab: re.Match[bytes], by: int) -> bytes:
    return tab.group(1) + str(int(tab.group(2)) + by).encode() + tab.group(3)
