"""The manual: chapters of numbered clauses."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.compose.clauses import Chosen, Written
from generator.compose.library import Library
from generator.compose.markdown import Markdown, div, escape, missing
from generator.compose.model import Clause, Document, Order
from generator.compose.names import long_date, next_review
from generator.compose.order import CHAPTER, Move, arranged
from generator.compose.revisions import on_cover
from generator.program.model import Program, Reason

_HEADING = re.compile(r"^(#{1,4}) ", re.MULTILINE)


def number_clauses(chosen: Iterable[Chosen], library: Library, moves: Iterable[Move] = ()) -> dict[str, str]:
    """Clause id -> "3.2": chapters and clauses in order, those that somebody moved where they stand now."""
    chosen = [*chosen]
    anchors = {item.template.anchor: item.template.id for item in chosen}
    wished = arranged(own_order(chosen, library), _of_manual(moves))
    return {anchors[anchor]: f"{chapter}.{place}" for chapter, (_, ids) in enumerate(wished, 1)
            for place, anchor in enumerate(ids, 1)}


def own_order(chosen: Iterable[Chosen], library: Library) -> Order:
    """Chapters and clauses as the program puts them, by their anchors; no empty chapters."""
    by_chapter: dict[str, list[Chosen]] = {chapter.id: [] for chapter in library.chapters}
    for item in chosen:
        by_chapter[item.template.chapter or ""].append(item)
    return tuple((f"{CHAPTER}{id_}", tuple(item.template.anchor for item in sorted(
        items, key=lambda item: (item.template.order, item.template.id)))) for id_, items in by_chapter.items() if items)


def _of_manual(moves: Iterable[Move]) -> list[Move]:
    return [move for move in moves if move.document == "manual"]


def compose_manual(chosen: Sequence[Chosen], written: Mapping[str, Written], library: Library,
                   program: Program, moves: Iterable[Move] = ()) -> Document:
    """The whole manual as one document with cover and contents."""
    texts = {text.template.anchor: text for text in written.values()}
    titles = {f"{CHAPTER}{chapter.id}": chapter.title for chapter in library.chapters}
    own = own_order(chosen, library)
    parts: list[str] = []
    clauses: list[Clause] = []
    for number, (chapter, ids) in enumerate(arranged(own, _of_manual(moves)), 1):
        parts.append(f'# {escape(titles[chapter])} {{#{chapter} number="{number}"}}')
        for place, id_ in enumerate(ids, 1):
            markdown = clause_markdown(texts[id_], f"{number}.{place}")
            parts.append(div("clause", markdown, id_=id_))
            clauses.append(texts[id_].clause(markdown, "manual", f"{number}.{place}"))
    return Document(
        id="manual", title="Health and Safety Manual", kind="manual", markdown="\n\n".join(parts) + "\n",
        clauses=tuple(clauses), reasons=(Reason("audit", "leadership_policy", "The program in one book"),),
        filename="Health and Safety Manual", cover=cover(program), toc=True, numbered=True, order=own)


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
