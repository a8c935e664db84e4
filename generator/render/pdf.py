"""Typst: the prelude of a document, its compilation to PDF/UA-1, and the pages its headings fell on."""
from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

import typst

from generator.errors import RenderError
from generator.render import fonts
from generator.render.model import House, Source

_PAPER = {"letter": "us-letter", "a4": "a4"}
_COUNT = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")
_QUESTION = (b"\n\n#context [#metadata(query(heading.where(outlined: true)).map(h => (h.level, h.location().page()))) <pages>]\n")
_LANGUAGE = re.compile(r"^([A-Za-z]{2,3})(?:-([A-Za-z]{2}))?$")


@dataclass(frozen=True)
class HeadingPage:
    """A heading as it stands in the PDF: level, and page counted from 1."""

    level: int
    page: int


def string(text: str) -> str:
    """`text` as a Typst string literal."""
    clean = "".join(" " if ord(char) < 32 else char for char in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


def prelude(source: Source, house: House) -> str:
    """What stands before pandoc's Typst: the theme, and who and what this document is."""
    match = _LANGUAGE.match(house.language)
    language, region = (match.group(1), match.group(2)) if match else ("en", None)
    day = house.created
    options = [
        f"title: {string(source.title)}", f"company: {string(house.company)}", f"revision: {string(house.revision)}",
        f"footer: {string(house.footer)}", f"author: {string(house.author)}", f"accent: rgb({string(house.accent)})",
        f"lang: {string(language)}", f"region: {string(region.upper()) if region else 'none'}",
        f"paper: {string(_PAPER[house.paper])}", f"landscape: {'true' if source.landscape else 'false'}",
        f"break-chapters: {'true' if source.breaks_chapters else 'false'}",
        f"letter: {'true' if source.kind == 'letter' else 'false'}",
        f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day})",
    ]  # fmt: skip
    return '#import "theme.typ": *\n#show: house.with(' + ", ".join(options) + ")\n\n"


class Typesetter:
    """One Typst compiler for all documents of a run; what it has learned of theme and fonts serves the next one."""

    def __init__(self, theme: Path, house: House, folder: Path) -> None:
        """`folder` holds the sources and the logo; the theme is put beside them."""
        (folder / "theme.typ").write_bytes(theme.read_bytes())
        self._created = datetime.datetime.combine(house.created, datetime.time(), datetime.UTC)
        self._compiler = typst.Compiler(root=str(folder), font_paths=[str(fonts.folder())], ignore_system_fonts=True)

    def pdf(self, document: str, source: Path) -> bytes:
        """PDF/UA-1 of one document. Raises RenderError with Typst's words."""
        try:
            data, warnings = self._compiler.compile_with_warnings(
                input=str(source), format="pdf", pdf_standards=["ua-1"], timestamp=int(self._created.timestamp()),
            )  # fmt: skip
        except (typst.TypstError, RuntimeError) as error:
            raise RenderError(f"{document}: Typst cannot set this document: {error}") from error
        for warning in warnings:
            raise RenderError(f"{document}: Typst warns: {getattr(warning, 'message', warning)}")
        assert isinstance(data, bytes)
        return data

    def pdf_and_pages(self, document: str, source: Path) -> tuple[bytes, list[HeadingPage]]:
        """The same, and every heading in order with its page. The question stands in the source and leaves no trace in the
        PDF, so that one compilation answers both."""
        source.write_bytes(source.read_bytes() + _QUESTION)
        data = self.pdf(document, source)
        answer = self._compiler.query("<pages>", field="value", one=True)
        return data, [HeadingPage(level, page) for level, page in json.loads(answer)]


def page_count(pdf: bytes) -> int:
    """Pages of a PDF that Typst wrote (its page tree is not compressed)."""
    counts = [int(a or b) for a, b in _COUNT.findall(pdf)]
    if not counts:
        raise RenderError("The PDF has no page tree that we can read.")
    return max(counts)
