"""What the law asks of a company of this size: program, policy, representative, committee."""
from __future__ import annotations

from generator.intake.company import Company
from generator.knowledge.base import Knowledge
from generator.knowledge.model import Jurisdiction, LawFact, Quantity
from generator.program.model import Duties, Reason, ToConfirm

_DUTIES = {
    "written_program": ("program.written_threshold", "a written health and safety program"),
    "written_policy": ("policy.threshold", "a written policy"),
    "representative": ("representative.threshold", "a worker health and safety representative"),
    "committee": ("committee.threshold", "a joint committee"),
}


def law_reason(fact: LawFact, text: str) -> Reason:
    """A reason from law, with the section when the fact base may cite it."""
    cite = f" ({fact.cite})" if fact.verified != "recall" and fact.cite else ""
    return Reason("law", f"{fact.jurisdiction}:{fact.key}", f"{text}{cite}")


def workers_in(company: Company, code: str) -> int:
    """Workers counted under one jurisdiction's law; the federal one counts everybody."""
    if company.federally_regulated:
        return company.workers
    return sum(row.workers for row in company.workforce if row.jurisdiction == code)


def threshold(jurisdiction: Jurisdiction, key: str) -> float | None:
    """The number of workers at which a duty begins, or None where the law sets no number."""
    fact = jurisdiction.facts.get(key)
    return fact.value.number if fact and isinstance(fact.value, Quantity) else None


def _applies(jurisdiction: Jurisdiction, name: str, workers: int) -> bool | None:
    """Whether one duty holds here; None where the fact base has no number to decide by."""
    limit = threshold(jurisdiction, _DUTIES[name][0])
    if limit is None:
        return None
    if name == "representative":
        committee = threshold(jurisdiction, "committee.threshold")
        return workers >= limit and (committee is None or workers < committee)
    return workers >= limit


def decide_duties(
    company: Company, knowledge: Knowledge
) -> tuple[Duties, dict[str, tuple[Reason, ...]], tuple[LawFact, ...], tuple[ToConfirm, ...]]:
    """Duties by size, the reasons for each that holds, the facts read, and what needs a person's check.

    A duty holds for the company where any jurisdiction asks it. Where a jurisdiction's law does not turn on a number
    of workers, the company confirms it itself: the program never guesses a duty away or into being.
    """
    reasons: dict[str, list[Reason]] = {name: [] for name in _DUTIES}
    facts: list[LawFact] = []
    confirm: list[ToConfirm] = []
    for code, jurisdiction in knowledge.jurisdictions.items():
        workers = workers_in(company, code)
        for name, (key, words) in _DUTIES.items():
            fact = jurisdiction.facts.get(key)
            if fact is None:
                continue
            facts.append(fact)
            applies = _applies(jurisdiction, name, workers)
            if applies:
                reasons[name].append(law_reason(
                    fact, f"{jurisdiction.name} asks for {words} from {fact.value}; you have {workers}"))
            elif applies is None and name != "written_policy":
                confirm.append(ToConfirm(f"{code}:{key}", f"Whether you need {words} in {jurisdiction.name}",
                                         fact.rule))
    duties = Duties(**{name: bool(found) for name, found in reasons.items()})
    return duties, {name: tuple(found) for name, found in reasons.items()}, tuple(facts), tuple(confirm)
