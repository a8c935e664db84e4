"""Edits laid over what the program has written: each edited clause is merged, and its document takes the result."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.compose.model import Clause, Composed, Document
from generator.program.model import Reason
from generator.publish.edits.chapters import chapters, pieces, with_piece
from generator.publish.edits.law import has_moved, is_new, law_behind, law_conflict
from generator.publish.edits.merge import Conflict, Merged, Outcome, merge
from generator.publish.edits.numbers import in_step
from generator.publish.edits.store import Edit
from generator.publish.edits.tree import leveled, read_trees
from generator.publish.edits.writer import markdown_of
from generator.render.fonts import unprintable


@dataclass(frozen=True)
class Laid:
    """What became of one edit."""

    edit: Edit
    title: str
    number: str
    outcome: Outcome
    conflicts: tuple[Conflict, ...] = ()
    law_changed: bool = False  # a fact of law under the clause is another now: look at it first
    law: tuple[Reason, ...] = ()  # that the clause stands on


@dataclass(frozen=True)
class Over:
    """What became of all edits; `composed` has their texts in it."""

    composed: Composed
    laid: tuple[Laid, ...]
    idle: tuple[str, ...]  # edited clauses that the program does not write any more

    @property
    def conflicts(self) -> tuple[Laid, ...]:
        """Those that somebody must resolve; a change of law first."""
        open_ones = [item for item in self.laid if item.outcome == "conflict"]
        return tuple(sorted(open_ones, key=lambda item: not item.law_changed))

    @property
    def against_law(self) -> tuple[Laid, ...]:
        """Clauses that a person took out although law asks for them, where nothing has to be decided."""
        return tuple(item for item in self.laid if item.edit.kind == "deleted" and item.law and item.outcome != "conflict")


def lay_over(composed: Composed, edits: Mapping[str, Edit], law: Mapping[str, str]) -> Over:
    """The composed documents with the edits in them. `law` is the mark of each fact of law by its reference.

    Where a fact of law under an edit has another meaning now, that is a conflict even if the texts merge: somebody must look.
    """
    clauses = {clause.id: clause for clause in pieces(composed)}
    edits = in_step(edits, composed.clauses)
    behind = law_behind(composed.documents)
    held = [(clauses[id_], edit) for id_, edit in edits.items() if id_ in clauses]
    results = merged([(edit.base, edit.theirs, clause.markdown) for clause, edit in held])
    texts: dict[str, str] = {}
    laid = []
    for (clause, edit), (text, result) in zip(held, results, strict=True):
        one = Laid(edit, clause.title, clause.number or "", result.outcome, result.conflicts, law=behind.get(clause.id, ()))
        if result.outcome not in ("unchanged", "keep"):
            texts[clause.id] = text
            one = _with_law(one, clause, law)
        laid.append(one)
    documents = tuple(_with_texts(document, texts) for document in composed.documents)
    return Over(replace(composed, documents=documents), tuple(laid), tuple(id_ for id_ in edits if id_ not in clauses))


def _with_law(one: Laid, clause: Clause, law: Mapping[str, str]) -> Laid:
    """The same, as a conflict where the law under an edit that still says something else is not what it was."""
    edit = one.edit
    if one.outcome == "conflict":
        return replace(one, law_changed=has_moved(edit, law) or is_new(edit, one.law, law))
    if not has_moved(edit, law):
        return one
    base, theirs, ours = read_trees([edit.base, edit.theirs, clause.markdown])
    return replace(one, outcome="conflict", conflicts=(law_conflict(base, theirs, ours),), law_changed=True)


def merged(texts: Sequence[tuple[str, str, str]], prefer: Literal["theirs", "ours"] = "theirs") -> list[tuple[str, Merged]]:
    """Each (base, theirs, ours) as one text, with how it came about. One pandoc process for all."""
    trees = read_trees([text for three in texts for text in three])
    out = []
    for place, (_, theirs, ours) in enumerate(texts):
        base, person, program = trees[3 * place:3 * place + 3]
        result = merge(base, person, program, prefer)
        if result.outcome in ("unchanged", "keep"):
            out.append((ours, result))
        elif result.outcome == "take":
            out.append((theirs, result))
        else:
            out.append((markdown_of(leveled(result.blocks)) + "\n" if result.blocks else "", result))
    return out


def same_text(one: str, other: str) -> bool:
    """Whether two texts print the same, however their Markdown is written."""
    first, second = read_trees([one, other])
    return first == second


def _with_texts(document: Document, texts: Mapping[str, str]) -> Document:
    edited = [piece for piece in (*chapters(document), *document.clauses) if piece.id in texts]
    if not edited:
        return document
    markdown = document.markdown
    for piece in edited:
        markdown = with_piece(markdown, piece, texts[piece.id])
    strange = unprintable("".join(texts[piece.id] for piece in edited))
    return replace(document, markdown=markdown, strange=tuple(strange), clauses=tuple(
        replace(clause, markdown=texts.get(clause.id, clause.markdown)) for clause in document.clauses))
