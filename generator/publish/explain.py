"""`safety-manual explain`: everything that brought in one piece, and for what comes back how its rhythm was resolved."""
from __future__ import annotations

from generator.compose.model import Composed
from generator.program.model import Program, Reason
from generator.publish.regimes import regime_text


def explain_text(id_: str, program: Program, composed: Composed) -> str | None:
    """Everything that brought in one clause, document, form, inspection, meeting or training; None for an unknown id."""
    blocks = []
    weighed = {item.id: regime_text(item) for item in program.inspections}
    weighed |= {item.id: regime_text(item) for item in program.meetings}
    for kind, item_id, title, reasons, uses in _explainable(program, composed):
        if id_ in (item_id, item_id.split("-", 1)[-1]):
            lines = [f"{kind} {item_id}: {title}", "  It is there because"]
            once = {(reason.kind, reason.ref): reason for reason in reasons}
            lines += [f"    {reason.kind:<13}{reason.text}  [{reason.ref}]" for reason in once.values()]
            if uses:
                lines.append(f"  Its text reads the answers {', '.join(uses)}")
            lines += weighed.get(item_id, []) if kind in ("Inspection", "Meeting") else []
            blocks.append("\n".join(lines))
    return "\n\n".join(dict.fromkeys(blocks)) or None


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
