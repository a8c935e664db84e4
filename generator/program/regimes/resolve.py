"""Resolve the rules about one thing: the least that satisfies what binds us, what auditors expect, and our own choice."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.knowledge.model import Interval
from generator.program.model import Considered, Rule
from generator.program.regimes.gather import Gathered

_BASES = ("law", "standard", "manufacturer", "client", "audit", "choice")
BY = ("operator", "competent_person", "certified", "engineer")
RECORD = ("none", "audit", "required")
_TRIGGERS = ("after_event", "manufacturer", "return_to_service", "calendar", "kilometres", "hours", "before_use", "per_shift")


@dataclass(frozen=True)
class Resolved:
    """The regime of one thing. `winner` sets the rhythm; who looks and what is written are the strictest of all that count."""

    winner: Rule
    trigger: str
    interval: Interval | None
    by: str
    record: str
    times: float
    form: str | None
    considered: tuple[Considered, ...]


def resolve(gathered: Gathered) -> Resolved | None:
    """One regime out of all rules that apply; None where none does.

    Precedence: what binds us (law, standard, maker, client) always counts. The company's own choice takes the place of an
    audit habit or a default of ours, never of what binds. A default of ours gives way where another rule asks for as much:
    so one more rule never means less.
    """
    counted, replaced = _that_count(gathered.rules)
    if not counted:
        return None
    winner = max(counted, key=_strength)
    met = tuple(Considered(rule, "met", _met(rule, winner)) for rule in counted if rule is not winner)
    considered = (Considered(winner, "won", _won(winner, counted)), *met, *replaced, *gathered.aside)
    record = max((rule.record for rule in gathered.rules), key=RECORD.index)  # a choice of rhythm changes nothing else
    forms = [rule.form for rule in (winner, *gathered.rules) if rule.form]
    return Resolved(
        winner=winner, trigger=winner.trigger, interval=winner.interval,
        by=max((rule.by for rule in gathered.rules), key=BY.index), record=record, times=winner.times,
        form=next(iter(forms), None), considered=considered)


def _that_count(rules: Sequence[Rule]) -> tuple[list[Rule], tuple[Considered, ...]]:
    """The rules that count, and those that give way to the company's own choice or to what binds it anyway."""
    binding = [rule for rule in rules if rule.binding]
    own = [rule for rule in rules if rule.id.startswith("rhythms.") and not rule.binding]
    habits = [rule for rule in rules if rule.basis == "audit"]
    defaults = [rule for rule in rules if rule.basis == "choice" and rule not in own and rule not in binding]
    if own:
        recurring = [rule for rule in (*habits, *defaults) if rule.times or rule.interval]
        gone = [Considered(rule, "set aside", "You chose another rhythm, and nothing binding asks for this one.")
                for rule in recurring]
        return [*binding, *own], tuple(gone)
    most = max((other.times for other in (*binding, *habits)), default=-1.0)
    kept = [rule for rule in defaults if rule.times > most]
    covered = [Considered(rule, "set aside", "What binds us, or an auditor's habit, covers it.")
               for rule in defaults if rule not in kept]
    return [*binding, *habits, *kept], tuple(covered)


def _strength(rule: Rule) -> tuple[float, bool, int, int]:
    """More often is stricter; then a source that may be cited, the weightiest basis, and the trigger nearest to use."""
    return (rule.times, rule.reason.kind != "choice", -_BASES.index(rule.basis),
            _TRIGGERS.index(rule.trigger) if rule.trigger in _TRIGGERS else 0)


def _won(winner: Rule, counted: Sequence[Rule]) -> str:
    if len(counted) == 1:
        return "The only rule that speaks about it."
    return "The strictest of the rules that count." if winner.binding else "The most frequent of those that nobody binds us to."


def _met(rule: Rule, winner: Rule) -> str:
    if not rule.times:
        return "It comes with an event, and is done then."
    return "Asks for the same." if rule.times == winner.times else "Asks for less often; keeping the stricter one keeps this too."

