"""Who asks for a rule, as printed: a section only where the fact base may cite it, and only of places where the company works."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.knowledge.base import Knowledge
from generator.knowledge.model import InspectionRule, LawFact
from generator.knowledge.model_schemes import OntarioClock, SizingRule
from generator.program.duties import law_reason
from generator.program.model import Basis, Reason, ReasonKind

_BASIS: Mapping[str, Basis] = {"law": "law", "standard": "standard", "manufacturer": "manufacturer", "audit": "audit",
                               "good_practice": "choice", "company": "choice", "certificate": "standard", "client": "choice"}
_OWN_SAFE = "Our own, safe choice"
_OWN = {"audit": "Our own rule; auditors hold us to it", "choice": "Our own rule"}
# A catalogue rule that nobody has read at its source: our choice in print, with a word on where it comes from.
_UNREAD: Mapping[Basis, str] = {"law": "Our own rule; the law may ask for it too", "standard": "Our own rule, after a standard",
                                "manufacturer": "Usual for makers; your manual counts"}
# How a rule's cite names the law of one place. A part that names another place's law is not this company's business.
_LAW_OF = {
    "AB": r"\bAB\b|Alberta|\bAR \d|OHS Code", "BC": r"\bBC\b|\bMVAR\b|OHSR", "SK": r"\bSK\b|\bSGI\b",
    "MB": r"\bMB\b|\bMR \d", "ON": r"\bON\b|\bO Reg\b|\bOHSA\b|Ontario|\bReg (?:851|860|1101|67/93)\b|\bHTA\b",
    "QC": r"\bQC\b|Quebec", "NB": r"\bNB\b", "NS": r"\bNS\b", "PE": r"\bPE\b", "NL": r"\bNL\b", "YT": r"\bYT\b|Yukon",
    "NT": r"\bNT\b", "NU": r"\bNU\b", "CA": r"\bCLC\b|\bCOHSR\b",
}
_REMARK = re.compile(r" \((?=[^()]*[A-Za-z]{3})(?:[^()]|\([^()]*\))*\)")  # a comment in brackets; "(1)" belongs to a section


def local_cite(cite: str, jurisdictions: Sequence[str]) -> str:
    """The parts of a cite that hold where the company works, without comments; empty where none does."""
    elsewhere = [pattern for code, pattern in _LAW_OF.items() if code not in jurisdictions]
    parts = [part.strip() for part in _REMARK.sub("", cite).split(";")]
    kept = [part for part in parts if part and not any(re.search(pattern, part) for pattern in elsewhere)]
    text = "; ".join(kept)
    return re.sub(r"\b(?:AB|BC) (?=OHS)", "", text) if len(jurisdictions) == 1 else text


def of_inspection(rule: InspectionRule, jurisdictions: Sequence[str]) -> tuple[Basis, Reason]:
    """Basis and reason of a catalogue rule. One that was only recalled is our choice in print, and says what it follows."""
    if rule.basis in ("audit", "good_practice"):
        basis = _BASIS[rule.basis]
        return basis, Reason(_kind(basis), rule.id, _OWN[basis])
    cite = local_cite(rule.cite, jurisdictions) if rule.citable and rule.verified != "recall" else ""
    named = any(re.search(_LAW_OF[code], cite) for code in jurisdictions)
    basis = _BASIS[rule.basis]
    if rule.basis == "law" and not rule.jurisdictions and not named and "Code" not in cite and cite:
        basis = "standard"
    if not cite:
        return basis, Reason("choice", rule.id, _unread(rule, basis, jurisdictions))
    return basis, Reason(_kind(basis), rule.id, cite[:1].upper() + cite[1:])


def _unread(rule: InspectionRule, basis: Basis, jurisdictions: Sequence[str]) -> str:
    """What stands in place of a cite: what the rule follows; plainly ours where the cite is of elsewhere."""
    elsewhere = bool(rule.jurisdictions) and not set(rule.jurisdictions) & set(jurisdictions)
    read = rule.citable and rule.verified != "recall"
    return _OWN_SAFE if read or elsewhere else _UNREAD.get(basis, _OWN_SAFE)


def of_row(rule: SizingRule, number: int, row: Mapping[str, object], law_key: str | None,
           knowledge: Knowledge) -> tuple[Basis, Reason]:
    """Basis and reason of one row of a decision table: the law fact, else what the rule says of the company's jurisdictions."""
    basis = _BASIS[str(row["basis"])]
    ref = f"right_sizing.{rule.id}.{number}"
    if basis != "law":
        kind = _kind(basis)
        text = {"audit": _OWN["audit"], "choice": _OWN["choice"]}.get(basis) or _OWN_SAFE
        return basis, Reason(kind if basis in ("audit", "choice") else "choice", ref, text)
    facts = [place.facts[law_key] for place in knowledge.jurisdictions.values() if law_key in place.facts] if law_key else []
    where = _provinces(row)
    fact = next((one for one in facts if not where or one.jurisdiction in where), None)
    if fact is not None:
        return basis, of_fact(fact, knowledge)
    for entry in rule.law:
        codes = entry["jurisdictions"]
        mine = set(knowledge.jurisdictions) & (set(where) if where else set(knowledge.jurisdictions))
        if entry["verified"] != "recall" and (codes == "ALL" or mine & set(codes)):  # type: ignore[call-overload]
            cite = local_cite(str(entry["cite"]), tuple(knowledge.jurisdictions))
            if cite:
                return basis, Reason("law", ref, cite[:1].upper() + cite[1:])
    return basis, Reason("choice", ref, _OWN_SAFE)


def _provinces(row: Mapping[str, object]) -> tuple[str, ...]:
    when = row["when"]
    named = when.get("province", ()) if isinstance(when, Mapping) else ()
    return tuple(named) if isinstance(named, list | tuple) else (str(named),)


def of_fact(fact: LawFact, knowledge: Knowledge) -> Reason:
    """A law fact as a reason: place, what it is about, section."""
    place = knowledge.jurisdictions[fact.jurisdiction].name
    return law_reason(fact, f"{place}: {knowledge.titles[fact.key]}")


def of_clock(clock: OntarioClock) -> Reason:
    """A clock of Ontario construction as a reason."""
    return Reason("law", f"ontario.{clock.id}", clock.section) if clock.verified != "recall" else Reason(
        "choice", f"ontario.{clock.id}", _OWN_SAFE)


def _kind(basis: Basis) -> ReasonKind:
    return "choice" if basis == "client" else basis
