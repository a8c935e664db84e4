"""From composed documents to files: the letterhead they share, and only those typeset whose files are not there already."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from generator.compose.model import Document
from generator.compose.revisions import standing_line
from generator.errors import InputError, Problem
from generator.intake.company import Company
from generator.program.model import Program
from generator.publish.edits.letters_pictures import pictures_of
from generator.publish.report import files_of
from generator.render.letters import letter
from generator.render.model import Cover, House, Source
from generator.render.pipeline import render

Progress = Callable[[str, int, int], None]  # (what, done, of)
DEFAULT_ACCENT = "#c75b12"
_STAGES = {"pdf": "Typesetting PDF", "word": "Writing Word"}


def typeset(documents: Iterable[Document], letterhead: House,
            progress: Progress | None = None) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files of these documents by path, and the pages of each by its id. A document's bytes do not depend on the others."""
    by_id = {item.id: item for item in documents}
    files: dict[str, bytes] = {}
    pages: dict[str, int] = {}
    for output in render([source(item, letterhead) for item in by_id.values()], letterhead, progress=_named(progress)):
        docx, pdf = files_of(by_id[output.id])
        files[docx], files[pdf], pages[output.id] = output.docx, output.pdf, output.pages
    return files, pages


def _named(progress: Progress | None) -> Progress | None:
    """The typesetter's stages in words for a person."""
    if progress is None:
        return None
    return lambda stage, done, of: progress(_STAGES.get(stage, stage), done, of)


def source(document: Document, letterhead: House) -> Source:
    """A composed document as the typesetter takes it; a letter is filled into its Word template on the way."""
    if document.word:
        return Source(id=document.id, title=document.title, kind="letter", markdown="", word=document.word, own=True,
                      media=pictures_of(document.word, document.id))
    if document.letter:
        return letter(document.letter, document.id, document.context, letterhead, title=document.title)
    cover = Cover(**document.cover) if document.cover else None
    return Source(id=document.id, title=document.title, kind=document.kind, markdown=document.markdown,  # type: ignore[arg-type]
                  landscape=document.landscape, toc=document.toc, cover=cover, code=document.code,
                  numbered=document.numbered, media=document.media, strange=document.strange)


def house(company: Company, program: Program, intake: Path) -> House:
    """What all documents of the company share."""
    kept = company.preferences.records_kept
    footer = "Printed copies are not controlled." + (f" Current copy: {kept}." if kept else "")
    brand = company.preferences.brand
    logo = (intake.parent / brand.logo) if brand.logo else None
    if logo and not logo.is_file():
        raise InputError("The logo was not found.", [Problem(
            f"no file {logo}", file=str(intake), path="preferences.brand.logo",
            accepted="the path of a PNG, JPEG or SVG file, seen from the intake's folder")])
    extra: dict[str, Any] = {"paper": "a4"} if brand.paper == "a4" else {}
    return House(company=company.name, revision=standing_line(program),
                 footer=footer, author=company.legal_name, created=program.in_force,
                 accent=brand.colour or DEFAULT_ACCENT, logo=logo, **extra)
