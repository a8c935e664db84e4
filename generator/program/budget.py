"""The paperwork budget: records and minutes a year of one company, beside the same company under a bought binder."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.knowledge.load_binder import binder as shipped_binder
from generator.knowledge.model_binder import Binder, PaperKind
from generator.program.binder import Asked, asked, binder_lines
from generator.program.lines import Line
from generator.program.model import Program
from generator.program.paper import EACH_WORKER, OUTSIDE, tasks
from generator.program.sheets import lines_of

WEEKS = 52
KINDS: tuple[PaperKind, ...] = ("meeting", "review", "inspection", "maintenance", "training", "form")


@dataclass(frozen=True)
class Total:
    """Records a year, and minutes a week of all people of the company together."""

    records_per_year: int
    minutes_per_week: int


@dataclass(frozen=True)
class PersonShare:
    """One person's minutes a week; `heads` is how many people share a line such as "each worker"."""

    who: str
    minutes_per_week: float
    heads: int = 1


@dataclass(frozen=True)
class Budget:
    """A year of paper. `lines` are ours, `binder` the same company's under a bought binder; both counted alike."""

    lines: tuple[Line, ...]
    binder: tuple[Line, ...]
    demands: tuple[Asked, ...]  # the binder's own, each with our lines whose place it takes
    people: tuple[PersonShare, ...]
    by_kind: tuple[tuple[PaperKind, Total, Total], ...]  # (kind, ours, the binder's)
    ours: Total
    baseline: Total

    @property
    def records_per_year(self) -> int:
        return self.ours.records_per_year

    @property
    def minutes_per_week(self) -> int:
        return self.ours.minutes_per_week


def budget(program: Program, binder: Binder | None = None) -> Budget:
    """What the program costs in paper. Pure: reads the program and the fact base only."""
    rules = binder or shipped_binder()
    lines = lines_of(tasks(program, rules), program, rules)
    demands = asked(program, lines, rules)
    usual = binder_lines(demands, lines)
    kinds = tuple((kind, _total(lines, kind), _total(usual, kind)) for kind in KINDS
                  if any(line.kind == kind for line in (*lines, *usual)))
    return Budget(lines=lines, binder=usual, demands=demands, people=_people(lines, program), by_kind=kinds,
                  ours=_sum(ours for _, ours, _ in kinds), baseline=_sum(theirs for _, _, theirs in kinds))


def _total(lines: Iterable[Line], kind: PaperKind) -> Total:
    counted = [line for line in lines if line.kind == kind]
    return Total(round(sum(line.records for line in counted)), round(sum(line.minutes for line in counted) / WEEKS))


def _sum(totals: Iterable[Total]) -> Total:
    """The whole is the sum of the rounded kinds, so that a person who adds them up gets the same."""
    rows = list(totals)
    return Total(sum(row.records_per_year for row in rows), sum(row.minutes_per_week for row in rows))


def _people(lines: Sequence[Line], program: Program) -> tuple[PersonShare, ...]:
    """Named people first, busiest first; an outside firm's time is not the company's."""
    sums: dict[str, float] = {}
    for line in lines:
        for who, share in line.who:
            if who != OUTSIDE:
                sums[who] = sums.get(who, 0.0) + line.minutes * share
    named = {person.name for person in program.company.everyone}
    heads = max(1, program.company.workers)
    found = [PersonShare(who, minutes / WEEKS, heads if who == EACH_WORKER else 1) for who, minutes in sums.items() if minutes]
    return tuple(sorted(found, key=lambda row: (row.who not in named, -row.minutes_per_week, row.who)))
