"""The changes between two states of a company's documents: clause by clause, with what caused them."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.publish.causes import Cause as Cause  # a word of this vocabulary too


@dataclass(frozen=True)
class Change:
    """One clause before and after, as Markdown; "" where it was not there, or is not any more. Letters have no Markdown."""

    clause: str  # its id: "clause-lockout"
    document: str  # the id of its document: "manual", "practice-welding", "form-flha"
    document_title: str
    document_kind: str
    title: str
    before: str
    after: str
    causes: tuple[Cause, ...] = ()
    number: str = ""  # "4.6", of where it stands now, else of where it stood
    code: str = ""  # of its document: "P-06"
    author: str = ""  # who changed it in Word; "" where the program did
    whole: bool = False  # its whole document is new, or is gone

    @property
    def kind(self) -> Literal["new", "gone", "changed"]:
        return "new" if not self.before.strip() else "gone" if not self.after.strip() else "changed"
