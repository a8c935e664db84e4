"""The lines that a company's own answers put into the tables of its forms."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.compose.field_card import card_rows, top_hazards
from generator.compose.form_calendar import every, rhythm
from generator.compose.form_looks import inspection_lines, owned_lines, riding, safety_round
from generator.compose.markdown import Markdown, capitalise, escape
from generator.knowledge.base import Knowledge
from generator.knowledge.model_forms import FormField
from generator.program.model import EquipmentItem, Program

Row = Sequence[object]
_TOLD_HAZARDS = 5  # that a newcomer hears about on the first day
_TIED_GEAR = ("fall_arrest_gear", "roof_anchor", "rigging_slings", "manual_hoist", "below_hook", "rescue_tripod")
_DRIVING = ("oilfield_fluid_hauling", "vacuum_truck", "trucking_general", "bulk_fuel_delivery", "local_delivery_courier",
            "towing_recovery", "business_driving")
_HALF_YEAR = 6  # months: shorter looks are on the calendar and the round
_MONTH = "monthly_combined_record"
_NO_REGISTER = ("ppe_basic", "hand_tools")  # seen as a class, never as units


@dataclass(frozen=True)
class Answers:
    """What a form may read: the company's program, the facts, and its practices and procedures as (code, title)."""

    program: Program
    knowledge: Knowledge
    sheets: tuple[tuple[str, str], ...] = ()


def _people(_: FormField, answers: Answers) -> list[Row]:
    return [[person.name] for person in answers.program.company.everyone]


def _drivers(_: FormField, answers: Answers) -> list[Row]:
    """The people named for driving, then a blank line for each other worker who drives; everybody where none is named."""
    company = answers.program.company
    jobs = [job for job in company.activities if job.id in _DRIVING]
    named = list(dict.fromkeys(name for job in jobs for name in job.who)) or [person.name for person in company.everyone]
    driving = min(max((job.workers or 0 for job in jobs), default=0), company.workers)
    rows: list[Row] = [[name] for name in named]
    return rows + [[""] for _ in range(driving - len(named))]


def _sites(_: FormField, answers: Answers) -> list[Row]:
    return [[site.name] for site in answers.program.company.sites]


def _hazards(_: FormField, answers: Answers) -> list[Row]:
    return [[item.title] for item in answers.program.hazards]


def _training(_: FormField, answers: Answers) -> list[Row]:
    return [[need.title] for need in answers.program.training]


def _ppe(_: FormField, answers: Answers) -> list[Row]:
    return [[item.title] for item in answers.program.ppe]


def _practices(_: FormField, answers: Answers) -> list[Row]:
    return [[Markdown(f"[{escape(code)}]{{.code}} {escape(title)}")] for code, title in answers.sheets]


def _emergencies(_: FormField, answers: Answers) -> list[Row]:
    return [["", item.title] for item in answers.program.emergencies]


def named(item: EquipmentItem) -> list[str]:
    """Each unit as one line: "Utility trailers: 16-foot flat deck"; the kind alone where units have no names."""
    return [f"{item.title}: {name}" for name in item.answer.names] or [item.title]


def _equipment(_: FormField, answers: Answers) -> list[Row]:
    rows: list[Row] = []
    for item in answers.program.equipment:
        if item.id in _NO_REGISTER or item.answer.owned == "client":
            continue
        names = list(item.answer.names) or ([f"{item.answer.count} of them"] if item.answer.count > 1 else [""])
        rows += [[Markdown("^^") if place else item.title, name, Markdown("^^") if place else item.answer.where or ""]
                 for place, name in enumerate(names)]
    return rows


def _vehicles(_: FormField, answers: Answers) -> list[Row]:
    return [[name] for item in answers.program.equipment if item.equipment.group == "road_vehicles"
            for name in named(item)]


def _fall_gear(_: FormField, answers: Answers) -> list[Row]:
    """One line for each piece that the company counts, so that each gets its own number and date."""
    return [["", name] for item in answers.program.equipment if item.id in _TIED_GEAR
            for name in ([item.answer.names[0] if len(item.answer.names) == 1 else item.title] * item.answer.count)]


def _substances(_: FormField, answers: Answers) -> list[Row]:
    return [[item.name, "", item.where or "", item.kind or "", "", "yes" if item.sds else ""]
            for item in answers.program.company.substances]


def _certified(_: FormField, answers: Answers) -> list[Row]:
    """Looks that come back by the calendar and need somebody from outside or a competent person's record."""
    rows: list[Row] = []
    last = None
    titles = {item.id: item.title for item in answers.program.equipment}
    for look in answers.program.inspections:
        months = every(look.interval)
        if look.trigger != "calendar" or look.record != "required" or look.interval is None or months is None:
            continue
        if months >= _HALF_YEAR:
            rows.append([Markdown("^^") if look.equipment == last else titles[look.equipment], look.what,
                         rhythm(look.interval)])
            last = look.equipment
    return rows


def _flha(_: FormField, answers: Answers) -> list[Row]:
    return list(card_rows(answers.program))


def _first_aid(_: FormField, answers: Answers) -> list[Row]:
    needs = {found.site: found.need for found in answers.program.first_aid}
    rows: list[Row] = []
    for site in answers.program.company.sites:
        need = needs.get(site.name)
        people = site.workers_per_shift if site.workers_per_shift is not None else ""
        minutes = site.minutes_to_hospital if site.minutes_to_hospital is not None else ""
        if need is None:
            rows.append([capitalise(site.name), people, minutes])
            continue
        who = ", ".join(f"{count} {level}" for level, count in need.people) or "none by the table"
        cite = need.cite if need.use == "law" else Markdown("[to confirm]{.confirm}")
        rows.append([capitalise(site.name), people, minutes, need.hazard_class, who, "; ".join((need.kit, *need.extras)), cite])
    return rows


def _first(phones: str) -> str:
    """The first of several numbers."""
    return phones.split(";")[0].strip()


def _reported(_: FormField, answers: Answers) -> list[Row]:
    """Whom to tell: the owner, the regulator's line for serious events, the compensation board."""
    owner = answers.program.company.owner
    rows: list[Row] = [[owner.name, owner.phone or answers.program.company.phone or ""]]
    for place in answers.knowledge.jurisdictions.values():
        regulator, board = place.regulator, place.wcb
        rows.append([f"{regulator.short_name or regulator.name} (serious)",
                     _first(regulator.serious_incident_line or regulator.phone)])
        rows.append([board.short_name or board.name, _first(board.phone)])
    return rows


def _orientation(field: FormField, answers: Answers) -> list[Row]:
    """The fixed topics of the form, then this company's places, first aiders, hazards and programs."""
    company, program = answers.program.company, answers.program
    rows: list[Row] = owned_lines(field, program)
    rows += [[capitalise(f"{site.name}: muster point {site.muster_point}")] for site in company.sites if site.muster_point]
    aiders = [person.name for person in company.everyone if "first_aider" in person.roles]
    if aiders:
        rows.append([f"First aiders: {', '.join(aiders)}"])
    if company.emergency.alarm:
        rows.append([f"Alarm: {company.emergency.alarm}"])
    hazards = [row.name for row in top_hazards(program)[:_TOLD_HAZARDS]]
    rows += [[f"What hurts most here: {'; '.join(part)}"] for part in (hazards[:2], hazards[2:]) if part]
    if answers.sheets:
        rows.append(["Practices for the first tasks (sign-off sheet), shown and tried"])
    if company.substances:
        rows.append([f"Products here: {', '.join(item.name for item in company.substances[:4])}"])
    return rows


def _documents(_: FormField, answers: Answers) -> list[Row]:
    company = answers.program.company
    kept = company.preferences.records_kept or ""
    rows: list[Row] = [[title, str(company.revision.number), "", kept] for title in (
        "Health and safety manual", "Hazard assessments", "Emergency response plan", "Inspection and Meeting Schedule",
        "Training matrix")]
    return rows


def _month(field: FormField, answers: Answers) -> list[Row]:
    """The page of the month: fixed lines, the looks that the schedule puts on it, then vehicles with room for the distance."""
    rows = [row for row in owned_lines(field, answers.program) if answers.program.ppe or "Gear" not in str(row[0])]
    rows += [[line] for line in riding(_MONTH, answers.program)]
    return rows + [[f"{row[0]}, km"] for row in _vehicles(field, answers)]


ROWS: Mapping[str, Callable[[FormField, Answers], Sequence[Row]]] = {
    "people": _people, "sites": _sites, "hazards": _hazards, "training": _training, "ppe": _ppe,
    "practices": _practices, "drivers": _drivers, "emergencies": _emergencies, "equipment": _equipment, "month": _month,
    "vehicles": _vehicles, "fall_gear": _fall_gear, "substances": _substances, "certified": _certified,
    "top_hazards": _flha, "first_aid": _first_aid, "reported_to": _reported, "orientation": _orientation,
    "documents": _documents,
    "inspection_lines": lambda field, answers: inspection_lines(field, answers.program),
    "own_lines": lambda field, answers: owned_lines(field, answers.program),
    "round": lambda field, answers: safety_round(field, answers.program),
}
