"""What a build was made from, in marks: kept in the lock so that the next build can say what changed."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.compose.library import Template, shipped_library
from generator.compose.model import Clause, Document
from generator.intake.source import read_document
from generator.kept import package
from generator.knowledge.base import Knowledge
from generator.publish.fingerprint import digest, mark, of_files

_NUMBERS = re.compile(r'(?<=\bsection )\d+\.\d+|(?<=\bnumber=")[\d.]+')  # of sections: they move when one comes in before


def ingredients(intake: Path, knowledge: Knowledge, shared: Mapping[str, str], engine: Mapping[str, str],
                dates: Mapping[str, str], edits: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Groups of marks: answers by path, facts of law by "AB:noise.limit_dba", library files, and what all documents share."""
    return {
        "answers": answer_marks(intake),
        "law": law_marks(knowledge),
        "library": {path: shown for path, shown in package().items() if path.endswith((".yaml", ".md"))},
        "program": {"code": of_files(*(f"generator/{stage}/" for stage in ("intake", "program", "compose", "publish")))},
        "dates": dict(dates), "letterhead": dict(shared), "engine": dict(engine), "edits": dict(edits),
    }


def answer_marks(intake: Path) -> dict[str, str]:
    """The mark of each answer by its dotted path."""
    return dict(_answers(read_document(intake).data, ""))


def law_marks(knowledge: Knowledge) -> dict[str, str]:
    """The mark of every fact of law that this company stands under, by a reference such as "AB:noise.limit_dba"."""
    return {f"{code}:{key}": mark(repr(fact)) for code, place in knowledge.jurisdictions.items()
            for key, fact in place.facts.items()}


def law_meanings(knowledge: Knowledge) -> dict[str, str]:
    """The same, of what the facts say: value, unit, rule, section and details. Who confirmed a fact, and where it was read, do
    not change what it asks for.
    """
    return {f"{code}:{key}": mark([repr(fact.value), fact.rule, fact.rule_fr, fact.statute, fact.cite, repr(fact.details)])
            for code, place in knowledge.jurisdictions.items() for key, fact in place.facts.items()}


def text_mark(clause: Clause, document: Document) -> str:
    """The mark of a clause's own words: the numbers of sections move when one comes in before, and do not count."""
    if document.word:
        return digest(document.word)[:16]
    return mark(bare(clause.markdown) or mark(dict(document.context)))


def bare(markdown: str) -> str:
    """A text without the numbers of sections."""
    return _NUMBERS.sub("#", markdown)


def _answers(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Each answer's mark by its dotted path. Rows of a list stand under their id or name, so that a new row moves no other."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _answers(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
        for number, row in enumerate(value):
            named = (row[key] for key in ("id", "name", "jurisdiction") if row.get(key)) if isinstance(row, dict) else ()
            name = next(iter(named), number)
            yield from _answers(row, f"{path}.{name}")
    else:
        yield path, mark(value)


def records(documents: tuple[Document, ...], prints: Mapping[str, str], pages: Mapping[str, int],
            files: Mapping[str, list[str]]) -> dict[str, dict[str, Any]]:
    """What the lock keeps of each document (the shape that lock.py checks)."""
    templates = {template.anchor: template for template in shipped_library().templates}
    return {item.id: {
        "title": shown_title(item), "files": files[item.id], "pages": pages[item.id], "print": prints[item.id],
        "because": [[reason.kind, reason.ref, reason.text] for reason in item.reasons],
        "clauses": {clause.id: _clause(clause, item, templates.get(clause.id)) for clause in item.clauses},
    } for item in documents}


def shown_title(document: Document) -> str:
    """"P-14 Forklift": the code and the title."""
    return f"{document.code} {document.title}" if document.code else document.title


def _clause(clause: Clause, document: Document, template: Template | None) -> dict[str, Any]:
    reasons = (*clause.reasons, *(document.reasons if len(document.clauses) == 1 else ()))
    uses = dict.fromkeys([*clause.uses, *(reason.ref for reason in reasons if reason.kind == "answer")])
    law = dict.fromkeys(reason.ref for reason in reasons if reason.kind == "law")
    return {"title": clause.title, "number": clause.number or "", "text": text_mark(clause, document),
            "template": mark(repr(template)) if template else "", "uses": list(uses), "law": list(law)}
