"""A line of the paperwork budget, ours or the binder's."""
from __future__ import annotations

from dataclasses import dataclass

from generator.knowledge.model_binder import PaperKind


@dataclass(frozen=True)
class Line:
    """What is done, by whom, on which sheet, and what it costs in a year.

    `minutes` are the company's own people's; `outside` those of a firm that comes in. `records` is 0 for a look, and for
    a line that stands on a sheet which another line opened (`on`).
    """

    id: str
    kind: PaperKind
    what: str
    who: tuple[tuple[str, float], ...]
    form: str | None
    times: float  # a year, all units together
    records: float
    minutes: float
    outside: float = 0.0
    on: str | None = None  # title of the sheet that it shares
    source: str = "inspection"
    equipment: str | None = None
    trigger: str | None = None
    each: float = 0.0  # times a year for one unit
    rules: tuple[str, ...] = ()  # of a binder's demand
