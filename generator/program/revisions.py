"""Revisions: numbered, dated, approved states of a company's documents, and how today's documents stand to them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.intake.company import Revision


@dataclass(frozen=True)
class Issue:
    """One approval, as the revision history prints it. `open` is what was still open then, where it was issued anyway."""

    number: int
    on: date
    by: str
    what: str  # what changed, in words
    open: tuple[str, ...] = ()
    anyway: str | None = None  # the reason for issuing it with open points

    def __str__(self) -> str:
        return f"Revision {self.number}"


@dataclass(frozen=True)
class Standing:
    """How the documents stand: the text of revision `number` as issued, or a draft of it. `history` is oldest first."""

    number: int = 1
    draft: bool = True
    history: tuple[Issue, ...] = ()

    @property
    def last(self) -> Issue | None:
        """The last revision that was issued."""
        return self.history[-1] if self.history else None

    @property
    def issued(self) -> Issue | None:
        """The revision that these documents are; None for a draft."""
        return None if self.draft else self.last

    def since(self, in_force: date) -> date:
        """The day from which these documents hold: nothing holds before it was approved."""
        return max(in_force, self.issued.on) if self.issued else in_force

    def answers(self, given: Revision) -> Revision:
        """The document control block: the number as it stands now, and who approved it, else who will."""
        return replace(given, number=self.number, approved_by=self.issued.by if self.issued else given.approved_by)


def draft(history: Sequence[Issue], first: int) -> Standing:
    """The draft of the next revision. `first` is the intake's number: a program may begin at 4, and may skip, never go back."""
    return Standing(max(history[-1].number + 1, first) if history else first, True, tuple(history))


def issued(history: Sequence[Issue]) -> Standing:
    """The documents of the last revision issued. Raises ValueError where none was."""
    if not history:
        raise ValueError("no revision was issued yet")
    return Standing(history[-1].number, False, tuple(history))
