"""`safety-manual explain`: all that brought in one piece, how the rhythm of what comes back was resolved, and who edited it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.compose.model import Composed
from generator.program.model import Program, Reason
from generator.publish.regimes import regime_text


def explain_text(id_: str, program: Program, composed: Composed, edits: Mapping[str, Sequence[str]] | None = None) -> str | None:
    """Everything that brought in one clause, document, form, inspection, meeting or training; None for an unknown id.

    `edits` are lines about each clause that a person changed in Word, those that the program does not write now among them.
    """
    edits = edits or {}
    blocks = []
    weighed = {item.id: regime_text(item) for item in program.inspections}
    weighed |= {item.id: regime_text(item) for item in program.meetings}
    for kind, item_id, title, reasons, uses in _explainable(program, composed):
        if _means(id_, item_id):
            lines = [f"{kind} {item_id}: {title}", "  It is there because"]
            once = {(reason.kind, reason.ref): reason for reason in reasons}
            lines += [f"    {reason.kind:<13}{reason.text}  [{reason.ref}]" for reason in once.values()]
            if uses:
                lines.append(f"  Its text reads the answers {', '.join(uses)}")
            lines += weighed.get(item_id, []) if kind in ("Inspection", "Meeting") else []
            lines += edits.get(item_id, []) if kind == "Clause" else []
            blocks.append("\n".join(lines))
    known = {clause.id for clause in composed.clauses}
    blocks += ["\n".join([f"Clause {clause}", *lines]) for clause, lines in edits.items()
               if clause not in known and _means(id_, clause)]
    return "\n\n".join(dict.fromkeys(blocks)) or None


def _means(asked: str, id_: str) -> bool:
    """An id counts with and without its first word: "clause-lockout" and "lockout"."""
    return asked in (id_, id_.split("-", 1)[-1])


def _explainable(program: Program, composed: Composed) -> list[tuple[str, str, str, tuple[Reason, ...], tuple[str, ...]]]:
    rows: list[tuple[str, str, str, tuple[Reason, ...], tuple[str, ...]]] = []
    rows += [("Clause", item.id, item.title, item.reasons, item.uses) for item in composed.clauses]
    rows += [("Document", item.id, item.title, item.reasons, ()) for item in composed.documents]
    rows += [("Form", id_, title, reasons, ()) for id_, title, reasons in composed.forms]
    for kind, items in (("Inspection", program.inspections), ("Meeting", program.meetings),
                        ("Training", program.training), ("Control program", program.topics),
                        ("Hazard", program.hazards), ("Equipment", program.equipment),
                        ("Activity", program.activities), ("Emergency", program.emergencies)):
        rows += [(kind, item.id, item.title, item.reasons, ()) for item in items]
    return rows


def known_ids(program: Program, composed: Composed) -> list[str]:
    """Every id that `explain` answers for."""
    return list(dict.fromkeys(row[1] for row in _explainable(program, composed)))
