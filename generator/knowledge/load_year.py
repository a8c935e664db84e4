"""Duties on paper that come back each year: statements, reports and reviews that rest on a law fact."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from generator.knowledge.files import data_file, data_folder
from generator.knowledge.load_law import law_keys
from generator.knowledge.reading import Fault, Place, build, by_id, expect_keys, reading

FROM_FACT = "fact"  # of every_months: the law fact itself counts the months or years
_YEAR = 12


@dataclass(frozen=True)
class YearlyDuty:
    """One duty. `law` is the key of the fact that asks for it; `needs` are ids of which the company must have one."""

    id: str
    law: str
    title: str
    what: str
    every_months: int | Literal["fact"]
    who: str  # id of a role
    minutes: float
    needs: tuple[str, ...] = ()
    month: int | None = None  # 1 to 12, where it is tied to the calendar year


@cache
def yearly_duties() -> Mapping[str, YearlyDuty]:
    """All duties by id. Raises KnowledgeError with file and line of each fault."""
    return read_yearly_duties(data_folder())


def read_yearly_duties(folder: Path) -> Mapping[str, YearlyDuty]:
    """The duties of a fact base at `folder`."""
    def make(row: Any, place: Place) -> YearlyDuty:
        duty = build(YearlyDuty, row, place)
        if duty.law not in law_keys():
            raise Fault((*place, "law"), f"no law key {duty.law!r}", "a key of law_keys.yaml")
        if duty.month is not None and not 1 <= duty.month <= _YEAR:
            raise Fault((*place, "month"), f"{duty.month} is no month", "1 to 12")
        if isinstance(duty.every_months, int) and duty.every_months < 1:
            raise Fault((*place, "every_months"), "a rhythm of no months", "1 or more, or fact")
        return duty

    def work(data: dict[str, Any]) -> Mapping[str, YearlyDuty]:
        expect_keys(data, (), ("duties",), ("catalogue", "as_of", "notes"))
        return MappingProxyType(by_id(data["duties"], ("duties",), make))

    return reading(data_file("catalogue", "yearly_duties.yaml", folder=folder), work)
