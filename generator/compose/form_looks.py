"""Lines to look at, drawn for what the company does and has: inspections, trip checks and the safety round."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.compose.form_calendar import rhythm
from generator.compose.markdown import Markdown, escape
from generator.knowledge.model_forms import FormField
from generator.program.model import EquipmentItem, Inspection, Program
from generator.program.rhythm import step_days
from generator.program.year_looks import small

Row = Sequence[object]
_ROUND = ("fire_extinguisher", "first_aid_kit", "eyewash", "aed", "alarm_exit_light", "spill_kit", "rescue_tripod",
          "scba_sar", "kitchen_hood")
_WALK = "workplace_inspection"
_WEEK, _WEEKS = 7, 5  # days of a week; weeks that a month can touch
_ON_THE_ROAD = ("business_driving", "trucking_general", "working_alone_activity")  # looked at with the vehicle or the call


def own_keys(program: Program) -> set[str]:
    """What `items_for` and `needs` may name: ids of activities, equipment, training and forms that the company has.

    The code of a jurisdiction counts where the company works in no other one.
    """
    alone = program.jurisdictions if len(program.jurisdictions) == 1 else ()
    return {item.id for item in (*program.activities, *program.equipment, *program.training, *program.forms)} | set(alone)


def drawn(field: FormField, own: set[str]) -> bool:
    """Whether this company's form has the field."""
    return (not field.needs or bool(own & set(field.needs))) and not own & set(field.without)


def fitted(field: FormField, own: set[str]) -> FormField:
    """The field with the columns and the checklist lines that fit this company."""
    kept = [place for place, (name, _) in enumerate(field.columns)
            if name not in field.column_needs or own & set(field.column_needs[name])]
    lines = field.items if field.type == "table" else tuple(_lines(field, own))
    return replace(field, items=lines, columns=tuple(field.columns[place] for place in kept),
                   widths=tuple(field.widths[place] for place in kept) if field.widths else ())


def _lines(field: FormField, own: set[str]) -> list[str]:
    lines = [*field.items, *(line for key, lines in field.items_for.items() if key in own for line in lines)]
    return [line for line in dict.fromkeys(lines) if at_hand(line, field, own)]


def at_hand(line: str, field: FormField, own: set[str]) -> bool:
    """Whether the company has what the line names, by the words of `only_with`."""
    said = line.lower()
    return all(own & set(ids) for word, ids in field.only_with.items() if re.search(rf"\b{re.escape(word.lower())}", said))


def owned_lines(field: FormField, program: Program) -> list[Row]:
    """The form's fixed lines, then those for activities and equipment that the company has."""
    return [[line] for line in _lines(field, own_keys(program))]


def inspection_lines(field: FormField, program: Program) -> list[Row]:
    """The fixed lines, what the schedule puts on this walk, then each activity's own lines; none twice."""
    seen: set[str] = set()
    own = own_keys(program)
    rows: list[Row] = [*_group("Everywhere", [line for line in field.items if at_hand(line, field, own)], seen),
                       *_group("On the schedule", riding(_WALK, program), seen)]
    for item in program.activities:
        if item.id not in _ON_THE_ROAD:
            rows += _group(item.title, [line for line in item.activity.inspection_items if at_hand(line, field, own)], seen)
    return rows


def _group(title: str, lines: Iterable[str], seen: set[str]) -> list[Row]:
    new = [line for line in lines if _folded(line) not in seen]
    seen.update(map(_folded, new))
    return [[Markdown(f"**{escape(title)}**")], *([line] for line in new)] if new else []


def _folded(line: str) -> str:
    return " ".join(line.lower().replace(",", " ").split())


def safety_round(field: FormField, program: Program) -> list[Row]:
    """Each safety device with where it is and what to look for; extinguishers one by one where their places are known."""
    rows: list[Row] = []
    for item in program.equipment:
        if item.id in _ROUND:
            look = "; ".join(field.items_for.get(item.id, ()))
            rows += [[item.title if not number else Markdown("^^"), place, look if not number else Markdown("^^")]
                     for number, place in enumerate(_places(item, program))]
    return rows


def _places(item: EquipmentItem, program: Program) -> list[str]:
    sites = program.company.sites
    if item.id == "fire_extinguisher":
        known = [place if len(sites) == 1 else f"{site.name}: {place}" for site in sites for place in site.extinguisher_places]
    else:
        known = []
    return known or [item.answer.where or ""]


def riding(form: str, program: Program) -> list[str]:
    """The looks of the schedule that are written on this form: the thing, what to look at, and the rhythm where it is slower or
    faster than the sheet; a box for each week where it is weekly."""
    titles = {item.id: item.title for item in program.equipment}
    own = max((meeting.times for meeting in program.meetings if meeting.form == form), default=0.0)
    return [f"{titles[look.equipment]}: {small(look.what)}{_pace(look, own)}" for look in program.inspections
            if look.form == form and look.trigger == "calendar" and look.record != "none"]


def _pace(look: Inspection, own: float) -> str:
    if look.interval is None or look.times == own:
        return ""
    days = step_days(look.interval)
    if days is None or days > _WEEK:
        return f" ({rhythm(look.interval)})"
    return f" (weekly: {' '.join('☐' * _WEEKS)})" if days == _WEEK else " (each day)"
