"""Who asks for what comes back, as briefly as a table wants it."""
from __future__ import annotations

from generator.program.model import Program, Reason

_AUDITED = "; auditors check"
_OURS = {"Our own, safe choice": "our rule", "Our own rule": "our rule",
         "Our own rule; auditors hold us to it": f"our rule{_AUDITED}",
         "Our own rule; the law may ask for it too": "our rule; the law may ask for it too",
         "Our own rule, after a standard": "our rule, after a standard",
         "Usual for makers; your manual counts": "usual for makers; your manual counts"}


def who_asks(reason: Reason, program: Program) -> str:
    """Law, standard or maker by name, "our rule" otherwise, with what it follows. Without an audit nobody speaks of auditors."""
    text = _OURS.get(reason.text, reason.text)
    return text.removesuffix(_AUDITED) if program.company.goal.scheme == "law_only" else text


def looked_for(program: Program, element: str, text: str) -> Reason:
    """Why a paper is kept that auditors look for. Where no audit is planned, it is kept to be able to show it."""
    if program.company.goal.scheme == "law_only":
        return Reason("choice", element, "So that you can show it when somebody asks")
    return Reason("audit", element, text)
