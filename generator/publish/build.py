"""The story of a build: read, check, decide, write, typeset, deliver. Each step is one call to its stage."""
from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from generator import __version__
from generator.compose.model import Document
from generator.compose.names import long_date
from generator.errors import InputError, Problem
from generator.intake.company import Company
from generator.program.model import Program
from generator.publish.calendar_file import FILENAME, calendar_file
from generator.publish.deliver import Delivery, deliver
from generator.publish.lock import Lock, digest, read_lock
from generator.publish.plan import Plan, plan
from generator.publish.report import files_of
from generator.render.letters import letter
from generator.render.model import Cover, House, Source
from generator.render.pipeline import render

Progress = Callable[[str, int, int], None]  # (what, done, of)
DEFAULT_ACCENT = "#c75b12"


@dataclass(frozen=True)
class BuildResult:
    plan: Plan
    delivery: Delivery
    pages: int
    seconds: float
    folder: Path


def build(intake: Path, folder: Path, *, on: date | None = None, keep_copies: bool = False,
          progress: Progress | None = None) -> BuildResult:
    """Build one company into its folder.

    `on` is the date whose law is used and printed; a folder that was built before keeps its dates unless the intake or
    `on` says otherwise, so that a re-run on another day changes nothing.
    """
    started = time.perf_counter()
    tell = progress or (lambda what, done, of: None)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file. Name a folder with -o.")
    lock = read_lock(folder)
    day, in_force = _dates(on, lock)
    tell("Reading the answers and deciding", 0, 0)
    made = plan(intake, day, in_force)
    company = made.program.company
    letterhead = house(company, made.program, intake)
    rendered = render([source(item, letterhead) for item in made.composed.documents], letterhead, progress=_named(progress))
    files: dict[str, bytes] = {}
    by_id = {item.id: item for item in made.composed.documents}
    for output in rendered:
        docx, pdf = files_of(by_id[output.id])
        files[docx], files[pdf] = output.docx, output.pdf
    files[FILENAME] = calendar_file(made.composed.events, company, made.program.in_force)
    tell("Delivering", 0, 0)
    delivery = deliver(folder, files, _lock(made, intake, day), keep_copies=keep_copies)
    return BuildResult(made, delivery, sum(item.pages for item in rendered), time.perf_counter() - started, folder)


def _dates(on: date | None, lock: Lock | None) -> tuple[date, date | None]:
    """The law's date and the date in force: what was asked for, else what the last build used, else today."""
    if on is not None:
        return on, None
    if lock is not None:
        return date.fromisoformat(lock.as_of), date.fromisoformat(lock.in_force)
    return datetime.now().date(), None


_STAGES = {"pdf": "Typesetting PDF", "word": "Writing Word"}


def _named(progress: Progress | None) -> Progress | None:
    """The typesetter's stages in words for a person."""
    if progress is None:
        return None
    return lambda stage, done, of: progress(_STAGES.get(stage, stage), done, of)


def source(document: Document, letterhead: House) -> Source:
    """A composed document as the typesetter takes it; a letter is filled into its Word template on the way."""
    if document.letter:
        return letter(document.letter, document.id, document.context, letterhead, title=document.title)
    cover = Cover(**document.cover) if document.cover else None
    return Source(id=document.id, title=document.title, kind=document.kind, markdown=document.markdown,  # type: ignore[arg-type]
                  landscape=document.landscape, toc=document.toc, cover=cover, code=document.code,
                  numbered=document.numbered)


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
    return House(company=company.name, revision=f"Revision {company.revision.number} · {long_date(program.in_force)}",
                 footer=footer, author=company.legal_name, created=program.in_force,
                 accent=brand.colour or DEFAULT_ACCENT, logo=logo, **extra)


def _lock(made: Plan, intake: Path, day: date) -> Lock:
    return Lock(program=__version__, intake=digest(intake.read_bytes()), in_force=made.program.in_force.isoformat(),
                as_of=day.isoformat(),
                documents={item.id: {"title": item.title, "files": list(files_of(item))}
                           for item in made.composed.documents})
