"""What became of every rule that was weighed for one look or one meeting: as data for machines, step by step for people."""
from __future__ import annotations

from typing import Any

from generator.knowledge.model import Interval
from generator.program.model import Considered, Inspection, Meeting
from generator.program.regimes.meetings import in_words

_VERDICTS = {"won": "wins", "met": "is met", "set aside": "is set aside"}


def interval_data(interval: Interval | None) -> dict[str, Any] | None:
    """{number, unit}; where whichever-comes-first holds, the first limit with the others under `or`."""
    if interval is None:
        return None
    first, *others = [{"number": limit.number, "unit": limit.unit} for limit in interval.limits]
    return {**first, "or": others} if others else first


def regime_data(item: Inspection | Meeting) -> dict[str, Any]:
    """Form, how often a year, minutes each time, the rule that won and all that were considered."""
    won = next((entry.rule.id for entry in item.considered if entry.verdict == "won"), None)
    return {"form": item.form, "times_per_year": round(item.times, 2), "minutes": item.minutes, "won": won,
            "rules": [_rule(entry) for entry in item.considered]}


def _rule(entry: Considered) -> dict[str, Any]:
    rule = entry.rule
    return {"id": rule.id, "basis": rule.basis, "trigger": rule.trigger, "interval": interval_data(rule.interval),
            "times_per_year": round(rule.times, 2), "by": rule.by, "record": rule.record, "who_asks": rule.reason.text,
            "verdict": entry.verdict, "why": entry.why}


def regime_text(item: Inspection | Meeting) -> list[str]:
    """The resolution as lines: what was weighed, in the order of its weight, and what came out."""
    if not item.considered:
        return []
    lines = [f"  Weighed ({len(item.considered)})"]
    for entry in item.considered:
        rule = entry.rule
        when = _when(rule.trigger, rule.interval)
        lines.append(f"    {rule.basis:<13}{when}: {_VERDICTS[entry.verdict]}. {entry.why}")
        lines.append(f"    {'':<13}{rule.reason.text}  [{rule.id}]")
    return [*lines, f"  So: {_outcome(item)}"]


def _when(trigger: str, interval: Interval | None) -> str:
    words = trigger.replace("_", " ")
    if interval is None:
        return words
    return f"{words}, after standing {interval}" if trigger == "return_to_service" else f"{words}, {in_words(interval)}"


def _outcome(item: Inspection | Meeting) -> str:
    when = _when(item.trigger, item.interval) if isinstance(item, Inspection) else item.trigger
    who = item.by.replace("_", " ") if isinstance(item, Inspection) else item.who
    paper = f"written on {item.form}" if item.form else "looked at, written only when something is wrong"
    year = f"about {item.times:.3g} times a year, " if item.times > 1 else "once a year, " if item.times == 1 else ""
    return f"{when}, by {who}, {paper}; {year}{item.minutes:g} minutes each time."
