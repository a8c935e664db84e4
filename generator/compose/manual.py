"""The manual: chapters of numbered clauses."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.compose.clauses import Chosen, Written
from generator.compose.library import Library
from generator.compose.markdown import Markdown, div, escape, missing
from generator.compose.model import Clause, Document
from generator.compose.names import long_date, next_review
from generator.compose.revisions import on_cover
from generator.program.model import Program, Reason

_HEADING = re.compile(r"^(#{1,4}) ", re.MULTILINE)


def number_clauses(chosen: Iterable[Chosen], library: Library) -> dict[str, str]:
    """Clause id -> "3.2": chapters and clauses in order, empty chapters without a number."""
    numbers = {}
    for chapter_number, items in enumerate(_by_chapter(chosen, library).values(), 1):
        for place, item in enumerate(items, 1):
            numbers[item.template.id] = f"{chapter_number}.{place}"
    return numbers


def _by_chapter(chosen: Iterable[Chosen], library: Library) -> dict[str, list[Chosen]]:
    by_chapter: dict[str, list[Chosen]] = {chapter.id: [] for chapter in library.chapters}
    for item in chosen:
        by_chapter[item.template.chapter or ""].append(item)
    return {id_: sorted(items, key=lambda item: (item.template.order, item.template.id))
            for id_, items in by_chapter.items() if items}


def compose_manual(chosen: Sequence[Chosen], written: Mapping[str, Written], library: Library,
                   program: Program) -> Document:
    """The whole manual as one document with cover and contents."""
    numbers = number_clauses(chosen, library)
    titles = {chapter.id: chapter.title for chapter in library.chapters}
    parts: list[str] = []
    clauses: list[Clause] = []
    for number, (chapter, items) in enumerate(_by_chapter(chosen, library).items(), 1):
        parts.append(f'# {escape(titles[chapter])} {{#chapter-{chapter} number="{number}"}}')
        for item in items:
            text = written[item.template.id]
            markdown = clause_markdown(text, numbers[item.template.id])
            parts.append(div("clause", markdown, id_=text.template.anchor))
            clauses.append(text.clause(markdown, "manual", numbers[item.template.id]))
    return Document(
        id="manual", title="Health and Safety Manual", kind="manual", markdown="\n\n".join(parts) + "\n",
        clauses=tuple(clauses), reasons=(Reason("audit", "leadership_policy", "The program in one book"),),
        filename="Health and Safety Manual", cover=cover(program), toc=True, numbered=True)


def clause_markdown(text: Written, number: str, level: int = 2) -> str:
    """Heading, body and the Law line of one clause."""
    anchor = f"h-{text.template.anchor}"
    parts = [f'{"#" * level} {text.title} {{#{anchor} number="{number}"}}', text.body.strip()]
    if text.law:
        parts.append(f"::: law\n{text.law}\n:::")
    return "\n\n".join(parts)


def demote(body: str, by: int) -> str:
    """Headings of a body moved down so that they fit under the document's own."""
    return _HEADING.sub(lambda match: "#" * (len(match[1]) + by) + " ", body)


def cover(program: Program) -> dict[str, object]:
    """What stands on the first page: line of work, document control, approval, copies."""
    company = program.company
    place = f"{company.address.city}, {company.address.province}"
    work = company.description or "Health and safety program"
    approved = company.revision.approved_by or (
        f"{company.owner.name}, {company.owner.title or 'owner'}")
    return {
        "description": Markdown(f"{escape(work[:1].upper() + work[1:])} · {escape(place)}"),
        "control": (("Revision", on_cover(program)),
                    ("In force", escape(long_date(program.standing.since(program.in_force)))),
                    ("Next review", escape(next_review(program))), ("Law as of", escape(_month(program)))),
        "approved_by": missing(f"not yet: {approved}") if program.standing.draft else escape(approved),
        "copies": escape(company.preferences.records_kept) if company.preferences.records_kept else None,
    }


def _month(program: Program) -> str:
    return long_date(program.as_of).split(" ", 1)[1]
