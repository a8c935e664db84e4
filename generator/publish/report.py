"""What a plan says: as data for machines, and as text for people."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from generator.compose.model import Composed, Document
from generator.knowledge.base import Knowledge
from generator.knowledge.model import Interval, LawFact, Quantity
from generator.program.budget import budget
from generator.program.model import AssessmentRow, HazardAssessment, Program, Reason
from generator.program.tickets import tickets_of
from generator.publish.names import safe_name
from generator.publish.paperwork import left_out_text, paperwork_data, paperwork_text
from generator.publish.regimes import interval_data, regime_data


def files_of(document: Document) -> tuple[str, str]:
    """Paths of a document's Word and PDF file in the company's folder."""
    stem = safe_name(document.filename or document.title)
    base = f"{document.folder}/{stem}" if document.folder else stem
    return f"{base}.docx", f"{base}.pdf"


def plan_data(program: Program, composed: Composed, knowledge: Knowledge) -> dict[str, Any]:
    """The plan as plain data; the keys are a promise to scripts (see docs/plan.md)."""
    return {
        "company": program.company.name,
        "jurisdictions": list(program.jurisdictions),
        "in_force": program.in_force.isoformat(), "law_as_of": program.as_of.isoformat(),
        "documents": [{"id": item.id, "title": item.title, "kind": item.kind, "files": list(files_of(item)),
                       "reasons": _reasons(item.reasons)} for item in composed.documents],
        "clauses": [{"id": item.id, "document": item.document, "title": item.title, "number": item.number,
                     "reasons": _reasons(item.reasons), "uses": list(item.uses)} for item in composed.clauses],
        "hazard_assessments": [_assessment(item) for item in program.assessments],
        "inspections": [{"id": item.id, "equipment": item.equipment, "what": item.what, "trigger": item.trigger,
                         "interval": interval_data(item.interval), "by": item.by, "record": item.record,
                         **regime_data(item), "reasons": _reasons(item.reasons)} for item in program.inspections],
        "meetings": [{"id": item.id, "title": item.title, "what": item.what, "trigger": item.trigger,
                      "interval": interval_data(item.interval), "who": item.who, **regime_data(item),
                      "reasons": _reasons(item.reasons)} for item in program.meetings],
        "training": [{"id": item.id, "title": item.title, "who": item.who, "people": list(item.people),
                      "validity": item.validity, "reasons": _reasons(item.reasons)} for item in program.training],
        "tickets": [{"who": item.ticket.who, "course": item.ticket.course, "title": item.title, "number": item.ticket.number,
                     "until": item.until.isoformat() if item.until else None, "counted": item.counted,
                     "state": item.state} for item in tickets_of(program)],
        "forms": [{"id": id_, "title": title, "reasons": _reasons(reasons)} for id_, title, reasons in composed.forms],
        **paperwork_data(budget(program)),
        "merged_forms": [asdict(item) for item in program.merged],
        "left_out": [asdict(item) for item in composed.left_out],
        "to_complete": [asdict(item) for item in composed.to_complete],
        "to_confirm": [asdict(item) for item in composed.to_confirm],
        "facts_used": [_fact(fact) for fact in facts_used(composed, knowledge)],
    }


def facts_used(composed: Composed, knowledge: Knowledge) -> tuple[LawFact, ...]:
    """Every law fact that a text printed or cited, or that decided a duty."""
    keys = [reason.ref.split(":", 1) for clause in composed.clauses for reason in clause.reasons
            if reason.kind == "law" and ":" in reason.ref]
    found = dict.fromkeys((code, key) for code, key in keys)
    return tuple(knowledge.jurisdictions[code].facts[key] for code, key in found
                 if code in knowledge.jurisdictions and key in knowledge.jurisdictions[code].facts)


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [asdict(reason) for reason in reasons]


def _assessment(item: HazardAssessment) -> dict[str, Any]:
    return {"id": item.id, "title": item.title, "curated": item.curated, "reasons": _reasons(item.reasons),
            "sites": list(item.sites), "equipment": list(item.machines), "conditions": list(item.conditions), "away": item.away,
            "tasks": [{"task": task.task, "equipment": list(task.machines), "hazards": [
                {"hazard": row.hazard, "what": row.what, "before": list(row.before), "after": list(row.after),
                 "controls": [asdict(control) for control in row.controls], "who": row.who, "equipment": list(row.machines),
                 "changed": _changed(row)}
                for row in task.rows]} for task in item.tasks]}


def _changed(row: AssessmentRow) -> dict[str, Any] | None:
    """What the library says where the owner changed a rating, and why; null for all other rows."""
    if row.changed is None:
        return None
    return {"library_before": list(row.changed.library_before), "library_after": list(row.changed.library_after),
            "reason": row.changed.reason, "by": row.changed.by, "on": row.changed.on.isoformat() if row.changed.on else None}


def _fact(fact: LawFact) -> dict[str, Any]:
    value: Any = fact.value
    if isinstance(value, Quantity):
        value = {"number": value.number, "unit": value.unit}
    elif isinstance(value, tuple):
        value = list(value)
    return {"jurisdiction": fact.jurisdiction, "key": fact.key, "value": value, "cite": fact.cite,
            "verified": fact.verified}


def plan_text(program: Program, composed: Composed, knowledge: Knowledge) -> str:
    """The plan for a person at a terminal."""
    lines = [f"{program.company.name} · {', '.join(item.name for item in knowledge.jurisdictions.values())}", ""]
    kinds: dict[str, list[Document]] = {}
    for document in composed.documents:
        kinds.setdefault(document.kind, []).append(document)
    for kind, documents in kinds.items():
        lines.append(f"{kind.replace('_', ' ').capitalize()} ({len(documents)})")
        lines += [f"  {f'{item.code} ' if item.code else ''}{item.title}{_because(item.reasons)}" for item in documents]
    lines += ["", f"Clauses of the manual ({sum(1 for item in composed.clauses if item.document == 'manual')})"]
    lines += [f"  {item.number:<5} {item.title}{_because(item.reasons)}" for item in composed.clauses
              if item.document == "manual"]
    lines += ["", f"Inspections ({len(program.inspections)})"]
    lines += [f"  {item.title}: {_when(item.trigger, item.interval)}, "
              f"{'recorded' if item.form else 'looked at'}{_because(item.reasons[-1:])}" for item in program.inspections]
    lines += ["", f"Meetings ({len(program.meetings)})"]
    lines += [f"  {item.title}: {item.trigger}{_because(item.reasons[:1])}" for item in program.meetings]
    lines += ["", f"Training ({len(program.training)})"]
    lines += [f"  {item.title}: {item.who}{_because(item.reasons)}" for item in program.training]
    lines += ["", *paperwork_text(budget(program))]
    lines += ["", "Left out", *(line for item in composed.left_out for line in left_out_text(item))]
    lines += ["", f"To complete ({len(composed.to_complete)})"]
    lines += [f"  {item.what} [{item.id}]" for item in composed.to_complete]
    lines += ["", f"To confirm ({len(composed.to_confirm)})"] + [f"  {item.what}" for item in composed.to_confirm]
    return "\n".join(lines)


def _because(reasons: Iterable[Reason]) -> str:
    ordered = sorted(reasons, key=lambda reason: ("answer", "law", "standard", "manufacturer", "audit", "choice").index(
        reason.kind))
    return f"  <- {ordered[0].kind}: {ordered[0].text}" if ordered else ""


def _when(trigger: str, interval: Interval | None) -> str:
    return trigger.replace("_", " ") + (f", {interval}" if interval else "")
