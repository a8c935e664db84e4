"""Forms of the catalogue and their fields, as frozen types."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class FormField:
    """One field of a form: type text, date, time, number, choice, checkbox, table, signature or photo."""

    name: str
    label: str
    type: str
    required: bool
    columns: tuple[tuple[str, str], ...] = ()  # of a table: (name, label)
    choices: tuple[str, ...] = ()
    items: tuple[str, ...] = ()  # of a checklist: the lines to tick
    rows: int = 0  # rows of a table, those that are filled in counted
    lines: int = 1  # height of a text field
    prefill: str | None = None  # what the program fills in: company, site, equipment, ... (see docs)
    hint: str | None = None
    widths: tuple[int, ...] = ()  # relative, one a column
    height: float = 8  # of a table's rows, in millimetres
    across: int = 1  # how many times the columns stand beside each other
    bare: bool = False  # a table without a heading of its own: its header row says it
    span: int = 0  # of a short field, in sixths of the line; 0: by its type
    items_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # lines for an activity or a kind of equipment
    only_with: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # word in a line: what the company must have
    needs: tuple[str, ...] = ()  # drawn only where the company has one of these
    without: tuple[str, ...] = ()  # not drawn where the company has one of these
    column_needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same for a column, by its name


@dataclass(frozen=True)
class FormMerge:
    """Where a small company keeps a record as part of another form, instead of on a sheet of its own."""

    into: str  # form id
    part: str  # how the label there begins, as printed
    why: str  # what the owner reads among the things that are left out
    workers_max: int  # most people at one time, of whom the part can still tell
    without: tuple[str, ...] = ()  # activities, equipment or jurisdictions that ask for the sheet itself


@dataclass(frozen=True)
class Form:
    id: str
    title: str
    group: str
    purpose: str
    fields: tuple[FormField, ...]
    who_fills: str
    trigger: str
    retention: str
    audit_elements: tuple[str, ...]
    needed_when: str
    smallest_honest_version: str
    reason: tuple[str, ...]
    conditions: Mapping[str, object]
    may_be_merged_into: tuple[str, ...]
    minutes: float | None = None
    orientation: Literal["portrait", "landscape"] = "portrait"
    copies: int = 1  # how many stand on one page
    retention_law: str | None = None  # law key whose period wins over `retention` where the jurisdiction has it
    merge: FormMerge | None = None
    activity_codes: tuple[str, ...] = ()  # short codes of activities.yaml that this record answers
