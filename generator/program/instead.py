"""What the program holds in place of a usual demand, and what allows it, said from the resolved looks and meetings."""
from __future__ import annotations

from collections.abc import Sequence

from generator.knowledge.base import Knowledge
from generator.program.model import Inspection, Meeting, Rule
from generator.program.regimes.meetings import in_words

_OUTSIDE = ("certified", "engineer")


def instead(held: Sequence[Inspection | Meeting]) -> str:
    """"A look before use, nothing written; a written look when it comes back after 30 days or more"."""
    looks: dict[str, list[str]] = {}
    for item in held:
        if item.times and isinstance(item, Inspection):
            looks.setdefault(_look(item), []).append(_when(item))
    said = [f"{item.title[:1].lower()}{item.title[1:]}, {item.trigger}, {item.minutes:g} minutes"
            for item in held if isinstance(item, Meeting)]
    said += [f"{look} {_and(list(dict.fromkeys(whens)))}{_UNWRITTEN if look == _GLANCE else ''}" for look, whens in looks.items()]
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


_GLANCE, _UNWRITTEN = "a look", ", nothing written"


def _look(item: Inspection) -> str:
    if item.by in _OUTSIDE:
        return "a check by an outside firm"
    return _GLANCE if item.record == "none" or item.form is None else "a written look"


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _when(item: Inspection) -> str:
    if item.trigger == "return_to_service":
        return f"when it comes back after {item.interval} or more" if item.interval else "when it comes back after standing"
    if item.trigger == "before_use":
        return "before use"
    if item.trigger == "per_shift":
        return "each shift that it is used"
    return in_words(item.interval) if item.interval else "as the maker says"


def allowed_by(held: Sequence[Inspection | Meeting], knowledge: Knowledge) -> str:
    """The law whose rhythm is kept; else that we know of none; else only that it is our own rhythm."""
    law = [rule for item in held for rule in _counted(item) if rule.basis == "law" and (rule.interval or rule.times)]
    kept: dict[str, str] = {}
    for rule in law:
        if rule.reason.kind == "law" and rule.interval:
            kept.setdefault(in_words(rule.interval), rule.reason.text)
    if kept:
        return f"What the law asks is kept: {'; '.join(f'{often} ({cite})' for often, cite in kept.items())}."
    if law:
        return AT_LEAST
    return no_law_known([place.name for place in knowledge.jurisdictions.values()])


HELD_TO = "you are held to"  # by auditors, officers and courts alike, so it holds without an audit too
AT_LEAST = f"What is done is at least as much as the law asks; {HELD_TO} the rhythm that you write."


def no_law_known(places: Sequence[str]) -> str:
    """What allows a rhythm of our own where no rule of law that we know sets one."""
    where = f"{', '.join(places[:-1])} or {places[-1]}" if len(places) > 1 else "".join(places)
    return f"We know of no law in {where} that sets a rhythm for it; {HELD_TO} the one that you write."


def law_facts(held: Sequence[Inspection | Meeting]) -> tuple[str, ...]:
    """The law facts among the rules that count: "NB:inspections.workplace_frequency"."""
    return tuple(dict.fromkeys(rule.id for item in held for rule in _counted(item) if ":" in rule.id and rule.interval))


def _counted(item: Inspection | Meeting) -> Sequence[Rule]:
    return [entry.rule for entry in item.considered if entry.verdict != "set aside"]
