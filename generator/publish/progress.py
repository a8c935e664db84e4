"""At the terminal: progress (one line that is rewritten on a screen, one line a step elsewhere), and what a build did."""
from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from generator.publish.issue import Issued
    from generator.publish.outcome import BuildResult

_FEW = 5  # documents whose reasons are told without --why


class Terminal:
    """Called with (what, done, of); `of` is 0 where a step has no count."""

    def __init__(self) -> None:
        self._screen = sys.stderr.isatty()
        self._last = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if self._screen and self._last:
            click.echo("\r\033[K", nl=False, err=True)

    def __call__(self, what: str, done: int, of: int) -> None:
        text = f"{what} {done}/{of}" if of else f"{what} ..."
        if self._screen:
            click.echo(f"\r\033[K{text}", nl=False, err=True)
        elif what != self._last:
            click.echo(text if not of else f"{what} ({of})", err=True)
        self._last = what


def build_lines(result: BuildResult, today: date, *, whole: bool, asked: bool) -> Iterator[str]:
    """What a build did, line by line. `whole`: every document's reasons; `asked`: the law's date was given with --on."""
    delivery = result.delivery
    made = f"{result.documents} documents, {result.pages} pages, {result.seconds:.1f} s · "
    if delivery.written or delivery.retired or delivery.kept:
        written = len(delivery.written)
        yield f"{made}{written} file{'' if written == 1 else 's'} written, {len(delivery.unchanged)} unchanged"
    else:
        yield f"{made}nothing changed: 0 files written, {len(delivery.unchanged)} as they were"
    if result.standing:
        yield result.standing
    if result.damage:
        yield (f"The lock of the last build was damaged: {result.damage}. Every file was compared instead; the damaged lock is "
               "kept as .program/lock (damaged).json")
    yield from _missing_lines(result)
    yield from result.edits
    if result.not_taken:
        yield f"NOT TAKEN OVER ({len(result.not_taken)}), kept in Edited copies/ only; listed there in “Not taken over.txt”:"
        yield from (f"  {line}" for line in result.not_taken)
    yield from _why_lines(result, whole)
    yield from result.changes
    for path, why in _first_files(result.retired).items():
        yield f"To Retired/: {path}, because {why}"
    if delivery.kept:
        yield f"{len(delivery.kept)} edited files moved to Edited copies/"
    if not asked and result.as_of != today:
        yield f"Law as of {result.as_of.isoformat()}, the day of the last build. For today's law: --on {today.isoformat()}"
    yield f"To complete: {result.to_complete} · to confirm: {result.to_confirm} (both in Start Here)"


def issue_lines(done: Issued) -> Iterator[str]:
    """What an issue did, line by line."""
    one, result = done.issue, done.result
    yield (f"{one} is issued: {one.on.isoformat()}, approved by {one.by} · {result.documents} documents, {result.pages} pages, "
           f"{result.seconds:.1f} s")
    yield f"What changed: {one.what}"
    if one.open:
        yield f"Issued with open points: {'; '.join(one.open)}. Printed reason: {one.anyway}"
    for path in done.superseded:
        yield f"Superseded: {path}"
    yield f"Next review: {done.next_review}"
    yield f"Frozen copy: {done.home}"
    yield from result.changes


def _missing_lines(result: BuildResult) -> Iterator[str]:
    for path in result.deleted:
        yield f"Was deleted and is there again: {path}"
    for path, now in result.renamed.items():
        if path in result.changed_too:
            yield (f"NOT TAKEN OVER: {now} is our {path}, renamed and changed. Builds keep {path} up to date without that. "
                   f"To take the changes over, put your file back as {path}, in place of ours, and build again")
            continue
        yield f"{now} is our {path} under another name. It is yours now and stays as it is; builds keep {path} up to date"


def _why_lines(result: BuildResult, whole: bool) -> Iterator[str]:
    shown = list(result.why.items())[:None if whole else _FEW]
    if shown:
        yield f"Made again ({len(result.why)}):"
    for title, causes in shown:
        yield f"  {title}: {causes[0]}" if not whole or len(causes) == 1 else f"  {title}:"
        yield from (f"    {cause}" for cause in causes if whole and len(causes) > 1)
    if len(shown) < len(result.why):
        yield f"  and {len(result.why) - len(shown)} more; all of them with --why"


def _first_files(retired: Mapping[str, str]) -> dict[str, str]:
    """One line a document: its Word file speaks for the PDF beside it."""
    return {path: why for path, why in retired.items()
            if not (path.endswith(".pdf") and path.removesuffix(".pdf") + ".docx" in retired)}
