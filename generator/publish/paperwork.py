"""The paperwork budget as plain data and as text for a terminal."""
from __future__ import annotations

from typing import Any

from generator.program.budget import Budget, Total
from generator.program.left_out import Spared
from generator.program.lines import Line
from generator.program.model import LeftOut

KIND_WORDS = {"meeting": "Meetings and talks", "review": "Walks, drills and reviews", "inspection": "Inspections",
              "maintenance": "Maintenance", "training": "Training records", "form": "Forms and permits"}


def paperwork_data(found: Budget) -> dict[str, Any]:
    """The keys that a plan gains: totals at the top, the lines under `paperwork`."""
    return {
        **_total(found.ours), "baseline": _total(found.baseline),
        "paperwork": {
            "by_kind": [{"kind": kind, **_total(ours), "baseline": _total(theirs)} for kind, ours, theirs in found.by_kind],
            "people": [{"who": row.who, "minutes_per_week": round(row.minutes_per_week, 1), "heads": row.heads}
                       for row in found.people],
            "lines": [_line(line) for line in found.lines], "baseline_lines": [_line(line) for line in found.binder]},
    }


def _total(total: Total) -> dict[str, int]:
    return {"records_per_year": total.records_per_year, "minutes_per_week": total.minutes_per_week}


def _line(line: Line) -> dict[str, Any]:
    return {"id": line.id, "kind": line.kind, "what": line.what, "who": [name for name, _ in line.who], "form": line.form,
            "times": round(line.times, 2), "records": round(line.records, 2), "minutes": round(line.minutes),
            "outside": round(line.outside), "on": line.on}


def paperwork_text(found: Budget) -> list[str]:
    """The section "Paperwork" of a plan."""
    lines = [f"Paperwork: {_some(found.records_per_year, 'record')} a year and {_some(found.minutes_per_week, 'minute')} a week; "
             f"a bought binder asks {found.baseline.records_per_year} and {found.baseline.minutes_per_week}"]
    lines += [f"  {KIND_WORDS[kind]}: {_some(ours.records_per_year, 'record')}, {_some(ours.minutes_per_week, 'minute')} a week  "
              f"(binder {theirs.records_per_year}, {theirs.minutes_per_week})" for kind, ours, theirs in found.by_kind]
    lines += [f"  {row.who}: {row.minutes_per_week / row.heads:.0f} minutes a week{' each' if row.heads > 1 else ''}"
              for row in found.people]
    return lines


def _some(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def left_out_text(item: LeftOut) -> list[str]:
    """What others ask for and why not here; below it what is done instead, what allows it, and what brings it back."""
    more = []
    if isinstance(item, Spared):
        more += [f"instead: {item.instead}"] if item.instead else []
        more += [f"saves about {_some(item.saves, 'record')} a year"] if item.saves else []
    more += [f"allowed: {item.allowed_by}"] if item.allowed_by else []
    more += [f"back if {item.back_when}"] if item.back_when else []
    return [f"  {item.what}: {item.why}", *(f"      {line}" for line in more)]
