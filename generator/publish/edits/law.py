"""The law behind the clauses that people edited: an edit may never silently hold back a change of law. Pure."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.compose.model import Document
from generator.program.model import Reason
from generator.publish.edits.align import align, likeness
from generator.publish.edits.leaves import leaves
from generator.publish.edits.merge import Conflict
from generator.publish.edits.store import Edit
from generator.publish.edits.tree import Blocks

Marks = Mapping[str, str]  # reference of a fact of law such as "AB:noise.limit_dba" -> the mark of its meaning


def law_behind(documents: Sequence[Document]) -> dict[str, tuple[Reason, ...]]:
    """The law reasons of each clause. A sheet of one clause has those of its document too."""
    return {clause.id: tuple(dict.fromkeys(
        reason for reason in (*clause.reasons, *(document.reasons if len(document.clauses) == 1 else ()))
        if reason.kind == "law")) for document in documents for clause in document.clauses}


def marks_of(reasons: Sequence[Reason], law: Marks) -> dict[str, str]:
    """The marks of the facts that these reasons name."""
    return {reason.ref: law[reason.ref] for reason in reasons if reason.ref in law}


def has_moved(edit: Edit, law: Marks) -> bool:
    """Whether a fact of law under an edit has another meaning than when the edit was made.

    Facts of a province where the company works no more do not count: its law did not change.
    """
    places = {ref.partition(":")[0] for ref in law}
    return any(law.get(ref) != known for ref, known in edit.law.items() if ref in law or ref.partition(":")[0] in places)


def is_new(edit: Edit, reasons: Sequence[Reason], law: Marks) -> bool:
    """Whether the clause stands on a fact of law on which it did not stand when the edit was made."""
    return bool(edit.law) and not marks_of(reasons, law).keys() <= edit.law.keys()


def law_conflict(base: Blocks, theirs: Blocks, ours: Blocks) -> Conflict:
    """What a person has to read where the law changed and the two texts did not meet: the person's changed paragraphs, and the
    program's; where the program's words are the old ones, those that the person changed.
    """
    was, mine, new = (_paragraphs(blocks) for blocks in (base, theirs, ours))
    own, program = _changed(was, mine), _changed(was, new)
    return Conflict(_lines(was[place] for place in sorted({*own, *program}) if 0 <= place < len(was)),
                    _lines(text for texts in own.values() for text in texts),
                    _lines(text for texts in program.values() for text in texts) or _lines(
                        was[place] for place in sorted(own) if place >= 0))


def _paragraphs(blocks: Blocks) -> list[str]:
    return [leaf.text for leaf in leaves(blocks) if leaf.text]


def _changed(was: Sequence[str], now: Sequence[str]) -> dict[int, list[str]]:
    """Place of a paragraph of `was` -> what stands there now, nothing where it was deleted. New ones go with the one above."""
    pairs = dict(align(was, now, str, likeness))
    back = {j: i for i, j in pairs.items()}
    found: dict[int, list[str]] = {i: [] for i in range(len(was)) if i not in pairs}
    found |= {i: [now[j]] for i, j in pairs.items() if was[i] != now[j]}
    last = -1
    for place, text in enumerate(now):
        last = back.get(place, last)
        if place not in back:
            found.setdefault(last, []).append(text)
    return dict(sorted(found.items()))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)
