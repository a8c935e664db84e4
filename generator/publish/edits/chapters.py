"""Titles of chapters as pieces that people edit: a title, and what somebody wrote between it and the first section."""
from __future__ import annotations

import re
from collections.abc import Iterator

from generator.compose.model import Clause, Composed, Document
from generator.compose.order import CHAPTER

_TITLE = re.compile(rf"^# (.*) \{{#({CHAPTER}[^\s}}]+)[^}}\n]*\}}$", re.MULTILINE)
_NEXT = re.compile(r"^(?:# |:{3,} ?\{#[^\n}]*\.clause\b)", re.MULTILINE)


def chapters(document: Document) -> tuple[Clause, ...]:
    """Each chapter's title with what stands below it and in no section, as a clause of its own."""
    return tuple(_found(document))


def _found(document: Document) -> Iterator[Clause]:
    for title in _TITLE.finditer(document.markdown):
        after = _NEXT.search(document.markdown, title.end())
        text = document.markdown[title.start():after.start() if after else None]
        yield Clause(title[2], document.id, title[1].replace("\\", ""), text.strip() + "\n", ())


def pieces(composed: Composed) -> tuple[Clause, ...]:
    """Everything that people may edit: the titles of chapters, then all clauses."""
    return (*(chapter for document in composed.documents for chapter in chapters(document)), *composed.clauses)


def with_piece(markdown: str, piece: Clause, text: str) -> str:
    """A document's text with other words in place of a piece."""
    start = f"{{#{piece.id} .clause" if not piece.id.startswith(CHAPTER) else piece.markdown.split("\n", 1)[0]
    old = piece.markdown.strip()
    place = markdown.index(old, markdown.index(start))
    return markdown[:place] + text.strip() + markdown[place + len(old):]
