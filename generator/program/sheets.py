"""How many sheets a year of tasks opens: looks that fall together share one, a card takes a tick a day, a log a page of lines."""
from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from generator.knowledge import load
from generator.knowledge.model_binder import Binder
from generator.program.lines import Line
from generator.program.model import Program
from generator.program.paper import Task

_MONTHLY = "monthly_combined_record"
_MONTHS = 12


def lines_of(found: Sequence[Task], program: Program, binder: Binder) -> tuple[Line, ...]:
    """The budget's lines: each task with the records that it opens, those of a shared sheet at its most frequent line."""
    sheets = {task.id: _sheet(task, program, binder) for task in found}
    groups: dict[str, list[Task]] = {}
    for task in found:
        sheet = sheets[task.id]
        if sheet is not None:
            groups.setdefault(_group(task, sheet, found, binder), []).append(task)
    records: dict[str, float] = {}
    shares: dict[str, str] = {}
    titles = load.catalogue().forms
    for group in groups.values():
        form = sheets[group[0].id] or ""
        first = max(group, key=lambda task: (task.times, task.source == "meeting"))
        records[first.id] = _sheets_of(group, form, binder)
        shares |= {task.id: titles[form].title for task in group if task is not first}
    own = _alone(found, sheets, binder)
    return tuple(_line(task, own.get(task.id, records.get(task.id, 0.0)), shares.get(task.id)) for task in found if task.times)


def _line(task: Task, records: float, on: str | None) -> Line:
    return Line(
        id=task.id, kind=task.kind, what=task.what, who=task.who, form=task.form, times=task.times * task.units, records=records,
        minutes=0.0 if task.outside else task.minutes, outside=task.minutes if task.outside else 0.0, on=on,
        source=task.source, equipment=task.equipment, trigger=task.trigger, each=task.times)


def _sheet(task: Task, program: Program, binder: Binder) -> str | None:
    """The shared sheet that a task writes on; None where it has sheets of its own, or none."""
    if task.form is None or not task.times or task.outside or _tagged(task, binder) or _carded(task, binder):
        return None
    if task.form == _MONTHLY and task.times > _MONTHS:
        return None  # a line more often than the page comes round does not fit it
    kind = binder.sheets[task.form].kind if task.form in binder.sheets else None
    rides = task.equipment is not None and _rides(task.equipment, program, binder)
    return task.form if kind in ("round", "log") or rides else None


def _rides(equipment: str, program: Program, binder: Binder) -> bool:
    """Whether the sheet of another machine takes this one's lines: a trailer's, by the truck that pulls it."""
    return any(item.id in binder.rides_with.get(equipment, ()) for item in program.equipment)


def _group(task: Task, sheet: str, found: Sequence[Task], binder: Binder) -> str:
    """Meetings on one kind of sheet are held apart, so each has its own; looks go onto those of the most frequent."""
    pooled = sheet == _MONTHLY or (sheet in binder.sheets and binder.sheets[sheet].kind == "log")
    if pooled:
        return sheet
    if task.source == "meeting":
        return f"{sheet} {task.id}"
    hosts = [one for one in found if one.source == "meeting" and one.form == sheet and one.times]
    return f"{sheet} {max(hosts, key=lambda one: one.times).id}" if hosts else sheet


def _sheets_of(group: Sequence[Task], form: str, binder: Binder) -> float:
    rule = binder.sheets.get(form)
    if rule is None:
        return 0.0  # it rides with sheets that are counted where they are opened
    if rule.kind == "log":
        return float(ceil(sum(task.times * task.units for task in group) / rule.lines))
    return max(task.times for task in group)


def _tagged(task: Task, binder: Binder) -> bool:
    return task.id in binder.tags and not task.outside


def _carded(task: Task, binder: Binder) -> bool:
    """Whether the look at each use is a tick on a month's card, whatever the form is."""
    return task.equipment in binder.cards and task.trigger in ("before_use", "per_shift")


def _alone(found: Sequence[Task], sheets: dict[str, str | None], binder: Binder) -> dict[str, float]:
    """Records of the tasks that share no sheet."""
    own: dict[str, float] = {}
    for task in found:
        if task.form is None or sheets[task.id] is not None:
            continue
        rule = binder.sheets.get(task.form)
        if _tagged(task, binder):
            own[task.id] = task.units
        elif not task.outside and ((rule is not None and rule.kind == "card") or _carded(task, binder)):
            own[task.id] = task.units * min(_MONTHS, ceil(task.times))
        elif task.outside and task.equipment in binder.one_invoice:
            own[task.id] = task.times
        else:
            own[task.id] = task.times * task.units
    return own
