"""What if: two plans side by side before anybody commits to one, with the pages that change and the questions that open."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from generator.compose.model import Document
from generator.intake.blanks import Blank, blanks
from generator.publish.compare import Differences, differences
from generator.publish.plan import Plan, plan
from generator.publish.typeset import house, source
from generator.render.pipeline import count_pages

Progress = Callable[[str, int, int], None]  # (what, done, of)


@dataclass(frozen=True)
class Side:
    """One of the two: an intake file with settings put in."""

    intake: Path
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class WhatIf:
    """The differences of two sides. `pages` maps each document that differs to (before, after); None: not counted."""

    before: Side
    after: Side
    found: Differences
    opened: tuple[Blank, ...]
    closed: tuple[Blank, ...]
    pages: dict[str, tuple[int, int]] | None


def what_if(before: Side, after: Side, on: date, *, pages: bool = True, progress: Progress | None = None) -> WhatIf:
    """Compare two sides under one day's law; nothing is written. Raises IntakeError with every problem of a side at once."""
    new = plan(after.intake, on, settings=after.settings)  # the changed side first: its mistakes are the news
    old = plan(before.intake, on, settings=before.settings)
    found = differences(old, new)
    blank = [blanks(side.intake, side.settings) for side in (before, after)]
    counted = _count(before, after, found, progress or (lambda what, done, of: None)) if pages else None
    return WhatIf(before, after, found, _beyond(blank[1], blank[0]), _beyond(blank[0], blank[1]), counted)


def _beyond(some: Sequence[Blank], others: Sequence[Blank]) -> tuple[Blank, ...]:
    known = set(others)
    return tuple(blank for blank in some if blank not in known)


def _count(before: Side, after: Side, found: Differences, progress: Progress) -> dict[str, tuple[int, int]]:
    """Pages of the documents that differ, each side with a typesetter of its own, both at once."""
    old = [item.before for item in found.rewritten] + _of(found.before, {piece.id for piece in found.documents.removed})
    new = [item.after for item in found.rewritten] + _of(found.after, {piece.id for piece in found.documents.added})
    tell = _together(progress, len(old) + len(new))
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(_pages, side, made, documents, tell) for side, made, documents in
                ((before, found.before, old), (after, found.after, new))]
        first, second = (job.result() for job in jobs)
    return {id_: (first.get(id_, 0), second.get(id_, 0)) for id_ in dict.fromkeys([*first, *second])}


def _of(made: Plan, ids: set[str]) -> list[Document]:
    return [item for item in made.composed.documents if item.id in ids]


def _together(progress: Progress, total: int) -> Progress:
    """One count for both typesetters."""
    done, lock = [0], Lock()

    def tell(what: str, _done: int, _of: int) -> None:
        with lock:
            done[0] += 1
            progress("Counting pages", done[0], total)

    return tell


def _pages(side: Side, made: Plan, documents: Sequence[Document], progress: Progress) -> dict[str, int]:
    letterhead = house(made.program.company, made.program, side.intake)
    counts = count_pages([source(item, letterhead) for item in documents], letterhead, progress=progress)
    return {item.id: count for item, count in zip(documents, counts, strict=True)}
