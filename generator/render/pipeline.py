"""The typesetting of all documents of a company: one pandoc process beside one Typst compiler."""
from __future__ import annotations

import calendar
import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pypandoc
from lxml import etree

from generator.errors import RenderError
from generator.render import finish, fonts, logo, packing, pictures
from generator.render.model import House, Rendered, Source
from generator.render.page import page
from generator.render.pdf import Typesetter, page_count, prelude
from generator.render.places import templates
from generator.render.reference import reference
from generator.render.words import words

Progress = Callable[[str, int, int], None]
_LUA = Path(__file__).parent / "lua"


@dataclass
class _Job:
    source: Source
    folder: Path
    index: int
    pdf: bytes = b""
    pages: list[int] = field(default_factory=list)

    def path(self, kind: str) -> Path:
        return self.folder / f"{self.index}.{kind}"


def render(sources: Sequence[Source], house: House, *, progress: Progress | None = None) -> list[Rendered]:
    """Every document as Word and PDF, in the order given.

    `progress(stage, done, total)` hears of the stages "pdf" and "word". Raises RenderError with the document's id.
    """
    if not sources:
        return []
    note: Progress = progress or (lambda stage, done, total: None)
    with tempfile.TemporaryDirectory(prefix="render-") as name:
        folder = Path(name)
        jobs = [_Job(source, folder, index) for index, source in enumerate(sources)]
        picture = logo.prepare(house, folder)
        (folder / "jobs.json").write_text(json.dumps(_plan(jobs, house, picture)), encoding="utf-8")
        with (
            (folder / "pandoc.log").open("w+", encoding="utf-8") as log,
            _pandoc(folder / "jobs.json", house, log) as process,
            ThreadPoolExecutor(2) as pool,
        ):
            try:
                return _run(process, jobs, house, pool, note)
            except _Stopped as stopped:
                log.seek(0)
                raise RenderError(f"pandoc stopped before it was done: {log.read().strip() or stopped}") from stopped
            finally:
                process.kill()


def count_pages(sources: Sequence[Source], house: House, *, progress: Progress | None = None) -> list[int]:
    """Pages of each document's PDF, without writing Word. Raises RenderError with the document's id."""
    if not sources:
        return []
    note: Progress = progress or (lambda stage, done, total: None)
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        folder = Path(name)
        jobs = [_Job(source, folder, index) for index, source in enumerate(sources)]
        picture = logo.prepare(house, folder)
        (folder / "jobs.json").write_text(json.dumps(_plan(jobs, house, picture)), encoding="utf-8")
        with (folder / "pandoc.log").open("w+", encoding="utf-8") as log, _pandoc(folder / "jobs.json", house, log) as process:
            assert process.stdin is not None
            process.stdin.close()  # no "go": the script ends before Word
            typesetter = Typesetter(templates("theme") / "theme.typ", house, folder)
            counts = {}
            try:
                for _, index in _lines(process, jobs):
                    job = jobs[index]
                    counts[index] = page_count(typesetter.pdf(job.source.id, job.path("typ")))
                    note("pages", len(counts), len(jobs))
            finally:
                process.kill()
            if len(counts) != len(jobs):
                log.seek(0)
                raise RenderError(f"pandoc stopped before it was done: {log.read().strip()}")
    return [counts[index] for index in range(len(jobs))]


def word_alone(source: Source, house: House) -> bytes:
    """A document as Word, for what nobody prints: no PDF is made, so it can have no contents. Raises RenderError."""
    with tempfile.TemporaryDirectory(prefix="word-") as name:
        job = _Job(source, Path(name), 0)
        plan = _plan([job], house, logo.prepare(house, job.folder)) | {"pdf": False}
        (job.folder / "jobs.json").write_text(json.dumps(plan), encoding="utf-8")
        with (
            (job.folder / "pandoc.log").open("w+", encoding="utf-8") as log,
            _pandoc(job.folder / "jobs.json", house, log) as process,
        ):
            assert process.stdin is not None
            _write_references([job], house, process.stdin)
            done = list(_lines(process, [job]))
            if process.wait() != 0 or not done:
                log.seek(0)
                raise RenderError(f"{source.id}: pandoc stopped before it was done: {log.read().strip()}")
        return _word(job, house)


class _Stopped(Exception):
    """The script ended early; the log says why."""


def _run(process: subprocess.Popen[str], jobs: list[_Job], house: House, pool: ThreadPoolExecutor,
         note: Progress) -> list[Rendered]:  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    references = pool.submit(_write_references, jobs, house, process.stdin)
    faces = pool.submit(fonts.embedded)
    typesetter = Typesetter(templates("theme") / "theme.typ", house, jobs[0].folder)
    rendered: dict[int, Rendered] = {}
    done = 0
    for kind, index in _lines(process, jobs):
        if kind == "typst":
            _set(jobs[index], typesetter)
            done += 1
            note("pdf", done, len(jobs))
        else:
            references.result()
            faces.result()
            rendered[index] = _finish(jobs[index], house)
            note("word", len(rendered), len(jobs))
    references.result()
    if process.wait() != 0 or len(rendered) != len(jobs):
        raise _Stopped(f"exit code {process.returncode}")
    return [rendered[index] for index in range(len(jobs))]


def _set(job: _Job, typesetter: Typesetter) -> None:
    if not job.source.toc:
        job.pdf = typesetter.pdf(job.source.id, job.path("typ"))
        return
    job.pdf, headings = typesetter.pdf_and_pages(job.source.id, job.path("typ"))
    job.pages = [heading.page for heading in headings]


def _finish(job: _Job, house: House) -> Rendered:
    if job.source.word is not None:
        docx = job.source.word if job.source.own else finish.finished_letter(job.source.word, job.source, house)
        return Rendered(job.source.id, docx, job.pdf, page_count(job.pdf))
    return Rendered(job.source.id, _word(job, house), job.pdf, page_count(job.pdf))


def _word(job: _Job, house: House) -> bytes:
    try:
        return finish.finished(
            job.path("docx").read_bytes(), job.path("reference.docx").read_bytes(), job.source, house, job.pages
        )
    except ValueError as error:
        raise RenderError(f"{job.source.id}: {error}") from error


def _lines(process: subprocess.Popen[str], jobs: list[_Job]) -> Iterator[tuple[str, int]]:
    """What the script reports, as (kind, index of the document). Raises RenderError on its "error" line."""
    assert process.stdout is not None
    for line in process.stdout:
        kind, _, rest = line.rstrip("\n").partition(" ")
        number, _, message = rest.partition(" ")
        if kind == "error":
            raise RenderError(f"{jobs[int(number)].source.id}: {message}")
        if kind in ("typst", "docx"):
            yield kind, int(number)


def _write_references(jobs: list[_Job], house: House, stdin: IO[str]) -> None:
    """The Word house style of each document; then the script may write Word. Without that word it stops."""
    template = templates("theme") / "house.docx"
    try:
        for job in (job for job in jobs if job.source.word is None):
            job.path("reference.docx").write_bytes(reference(template, job.source, house))
        with contextlib.suppress(OSError):  # a script that has ended says why in its log
            stdin.write("go\n")
    finally:
        with contextlib.suppress(OSError):
            stdin.close()


def _pandoc(plan: Path, house: House, log: IO[str]) -> subprocess.Popen[str]:
    stamp = str(calendar.timegm(house.created.timetuple()))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": stamp, "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        [pypandoc.get_pandoc_path(), "lua", str(_LUA / "script.lua"), str(plan)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8", env=environment,
    )  # fmt: skip


def _plan(jobs: Sequence[_Job], house: House, picture: logo.Logo | None) -> dict[str, Any]:
    return {"lua": str(_LUA), "language": house.language, "words": words(house.language), "pdf": True,
            "jobs": [_job(job, house, picture) for job in jobs]}  # fmt: skip


def _words(docx: bytes) -> str:
    """Everything that a Word file says, notes at the foot too."""
    parts = packing.unpack(docx)
    return " ".join("".join(map(str, etree.fromstring(parts[name]).itertext())) for name in (
        "word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if name in parts)


def _job(job: _Job, house: House, picture: logo.Logo | None) -> dict[str, Any]:
    source = job.source
    plan: dict[str, Any] = {
        "media": pictures.put(source, job.folder), "folder": str(job.folder),
        "title": source.title, "markdown": source.markdown, "company": house.company, "toc": source.toc,
        "kind": source.kind, "prelude": prelude(source, house), "typst": str(job.path("typ")),
        "docx": str(job.path("docx")), "reference": str(job.path("reference.docx")),
        "width": page(house.paper, source.landscape).text_width,
    }  # fmt: skip
    if source.strange:
        plan["strange"] = list(source.strange)
    if source.cover is not None:
        cover = source.cover
        plan["cover"] = {"description": cover.description, "control": [list(row) for row in cover.control],
                         "approved_by": cover.approved_by}  # fmt: skip
        if cover.copies is not None:  # left out, not null: a JSON null is true in the script
            plan["cover"]["copies"] = cover.copies
    if source.word is not None:
        job.path("word.docx").write_bytes(source.word)
        plan |= {"word": str(job.path("word.docx")), "own": source.own, "id": source.id}
        if source.own:
            plan["strange"] = fonts.unprintable(_words(source.word))
    if picture is not None:
        plan |= {"logo": str(picture.path), "logo_name": picture.name, "logo_height": picture.height}
    return plan
