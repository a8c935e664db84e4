"""Progress at the terminal: one line that is rewritten on a screen, one line a step elsewhere."""
from __future__ import annotations

import sys
from types import TracebackType

import click


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
