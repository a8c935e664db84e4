"""Lines to look at, drawn for what the company does and has: inspections, trip checks and the safety round."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.compose.markdown import Markdown, escape
from generator.knowledge.model import FormField
from generator.program.model import EquipmentItem, Program

Row = Sequence[object]
_ROUND = ("fire_extinguisher", "first_aid_kit", "eyewash", "aed", "alarm_exit_light", "spill_kit", "rescue_tripod",
          "scba_sar", "kitchen_hood")
_ON_THE_ROAD = ("business_driving", "trucking_general", "working_alone_activity")  # looked at with the vehicle or the call


def own_keys(program: Program) -> set[str]:
    """Ids of the company's activities and equipment: what `items_for` may name."""
    return {item.id for item in (*program.activities, *program.equipment)}


def owned_lines(field: FormField, program: Program) -> list[Row]:
    """The form's fixed lines, then those for activities and equipment that the company has."""
    own = own_keys(program)
    lines = [*field.items, *(line for key, lines in field.items_for.items() if key in own for line in lines)]
    return [[line] for line in dict.fromkeys(lines)]


def inspection_lines(field: FormField, program: Program) -> list[Row]:
    """The fixed lines, then a group for each activity with its own lines; a line that is asked twice stands once."""
    seen: set[str] = set()
    rows: list[Row] = [*_group("Everywhere", field.items, seen)]
    for item in program.activities:
        if item.id not in _ON_THE_ROAD:
            rows += _group(item.title, item.activity.inspection_items, seen)
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


def short_round(program: Program) -> list[Row]:
    """Names of the safety devices alone, for the page of the month."""
    return [[item.title] for item in program.equipment if item.id in _ROUND]
