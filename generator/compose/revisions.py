"""How the documents stand, in words: the line on each page, the cover, and what the manual's history reads."""
from __future__ import annotations

from generator.compose.markdown import Markdown, escape, missing
from generator.compose.names import long_date
from generator.program.model import Program


def standing_line(program: Program) -> str:
    """On each page: "Draft of revision 2", "Revision 2 · Issued 4 January 2027"."""
    issue = program.standing.issued
    return f"{issue} · Issued {long_date(issue.on)}" if issue else f"Draft of revision {program.standing.number}"


def on_cover(program: Program) -> Markdown:
    """On the cover: a draft in the colour of blanks, so that nobody takes it for the real thing."""
    issue = program.standing.issued
    return escape(f"{issue.number}, issued {long_date(issue.on)}") if issue else missing(standing_line(program))


def issued_anyway(program: Program) -> str:
    """One line for a revision that was issued with open points; "" for all others."""
    issue = program.standing.issued
    if issue is None or not issue.anyway:
        return ""
    return f"{issue} was issued with {points(issue.open)} open. The reason: {issue.anyway}"


def points(items: tuple[str, ...]) -> str:
    """"1 point", "3 points"."""
    return f"{len(items)} point{'' if len(items) == 1 else 's'}"
