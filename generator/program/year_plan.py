"""What a planned year is made of: entries with a day, things that stand in every week, and the even spread over the months."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.program.model import Reason
from generator.program.rhythm import MONTHS, months_between

Kind = Literal["meeting", "walk", "drill", "review", "look", "service", "dates", "training", "notice", "audit"]


@dataclass(frozen=True)
class Entry:
    """One line of the year.

    `id` names the duty and stays the same from build to build. `fixed`: people come together on that `day`; else any day of
    its month will do and `day` is a proposal. `minutes` is how long it takes those who do it. `parts` are the ids of the
    inspections, meetings and assessments that it covers.
    """

    id: str
    kind: Kind
    day: date
    fixed: bool
    title: str
    who: str
    form: str | None
    minutes: float
    reasons: tuple[Reason, ...]
    what: str = ""
    along: str = ""  # what is done with it: "On the same page: fire extinguishers"
    parts: tuple[str, ...] = ()
    prepare_days: int = 0  # how long before the day somebody has to book, invite or gather


@dataclass(frozen=True)
class Standing:
    """What comes up too often for a line of its own, or on no date at all: `rhythm` says when, in words."""

    id: str
    title: str
    rhythm: str
    who: str
    form: str | None
    minutes: float
    reasons: tuple[Reason, ...]
    days: int | None = None  # at most that many days apart; None: an event sets it off
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Year:
    """Twelve months from `start` (the first of a month). `audit`: first day of the audit month, where one is due."""

    start: date
    audit: date | None
    entries: tuple[Entry, ...]
    standing: tuple[Standing, ...]

    def of_month(self, month: date) -> tuple[Entry, ...]:
        """The entries of the month in which that day lies."""
        return tuple(entry for entry in self.entries if (entry.day.year, entry.day.month) == (month.year, month.month))

    @property
    def audit_place(self) -> int | None:
        """Place of the audit month in this year, 0 to 11; None where it lies outside."""
        if self.audit is None:
            return None
        place = months_between(self.start, self.audit)
        return place if 0 <= place < MONTHS else None


_LINE = 15.0  # minutes that one more line weighs: a month of many small lines feels as full as one of few long ones
_KEEP_LIGHT = 10_000.0


@dataclass
class Load:
    """Minutes that each of the twelve months carries so far; gives the next thing the emptiest months."""

    audit: int | None
    minutes: list[float] = field(default_factory=lambda: [0.0] * MONTHS)

    def add(self, months: Iterable[int], minutes: float) -> None:
        for place in months:
            self.minutes[place] += minutes + _LINE

    def lightest(self, choices: Sequence[tuple[int, ...]], minutes: float) -> tuple[int, ...]:
        """The choice of months that are emptiest together, the audit month avoided; it is then taken."""
        def weight(months: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
            full = sum(self.minutes[place] ** 2 for place in months) / len(months)
            return full + (_KEEP_LIGHT ** 2 if self.audit in months else 0.0), months

        chosen = min(choices, key=weight)
        self.add(chosen, minutes)
        return chosen

    def before_audit(self, last: int = MONTHS - 1) -> list[tuple[int, ...]]:
        """Single months for what comes once a year: before the audit, so that its record is there when the auditor comes."""
        end = min(last, MONTHS - 1 if self.audit is None else max(self.audit - 1, 0))
        return [(place,) for place in range(end + 1)]
