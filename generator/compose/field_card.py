"""The card of the day: this company's own highest hazards with their controls to tick, by the kind of work done away."""
from __future__ import annotations

from collections.abc import Sequence

from generator.compose.codes import code
from generator.compose.markdown import Markdown, escape
from generator.compose.sheets import short_name
from generator.program.model import AssessmentRow, Control, HazardAssessment, Program
from generator.program.rating import MEDIUM_FROM, score

Group = tuple[HazardAssessment, list[AssessmentRow]]
_TOP = 6  # hazards that a newcomer or a small card hears about
_CARD = 12  # hazards on the card of the day: with their controls they leave half the back for what is new
_LEAST = 2  # of each job on it
_JOBS = 6  # on it; the others are named at its end
_FREQUENT = ("daily", "weekly", "seasonal", "monthly", "rare")
_OF_A_KIND = 2  # rows of hazards that hurt in the same way
_CONTROLS = 3  # to tick for each hazard
# Hazards that hurt in the same way: fire, burns and hot bitumen are one kind.
_KINDS = (
    ("hot_work_fire", "fire_explosion", "thermal_burns", "asphalt_bitumen", "static_transfer", "combustible_dust"),
    ("fall_from_height", "fall_through_opening", "ladder_fall", "scaffold_collapse", "mewp_incident", "fall_from_vehicle",
     "suspension_trauma"),
    ("h2s", "oxygen_deficiency", "confined_space", "carbon_monoxide", "toxic_farm_gas"),
    ("caught_in_machinery", "unexpected_startup", "pinch_crush", "pto_auger"),
    ("mobile_equipment_strike", "backing_vehicle", "forklift_incident", "equipment_rollover"),
    ("motor_vehicle_collision", "winter_road_conditions", "public_traffic", "fatigue"))


def top_hazards(program: Program, away: bool = False) -> list[AssessmentRow]:
    """The company's hazards with the highest score before controls, each once, from as many jobs as there are.

    Two of a kind at most; power lines, heat and cold are in where the answers say so. `away`: leaves out the work done at
    home, where there is other work.
    """
    jobs = [item for item in program.assessments if item.activity]
    outside = [item for item in jobs if item.away]
    assessed = outside if away and outside else jobs
    ranked = [sorted(item.rows, key=lambda row: -score(row.before)) for item in assessed]
    chosen: list[tuple[int, AssessmentRow]] = []
    for wanted in _asked(program):
        found = [(place, row) for place, rows in enumerate(ranked) for row in rows if row.hazard == wanted]
        chosen += sorted(found, key=lambda pair: -score(pair[1].before))[:1]
    while len(chosen) < _TOP and (best := _next(ranked, chosen)):
        chosen.append(best)
    return sorted((row for _, row in chosen), key=lambda row: -score(row.before))


def _asked(program: Program) -> list[str]:
    conditions = program.company.conditions
    return [hazard for hazard, said in (("overhead_powerline", conditions.near_power_lines), ("heat_stress", conditions.heat),
                                        ("cold_stress", conditions.cold)) if said]


def _next(ranked: Sequence[Sequence[AssessmentRow]],
          chosen: Sequence[tuple[int, AssessmentRow]]) -> tuple[int, AssessmentRow] | None:
    """The highest new hazard of the job that has the fewest so far; None where all is on the list."""
    taken = [sum(at == place for at, _ in chosen) for place in range(len(ranked))]
    rows = [row for _, row in chosen]
    open_rows = [(taken[place], -score(row.before), place, row) for place, own in enumerate(ranked)
                 if (row := next((row for row in own if _is_new(row, rows)), None))]
    if not open_rows:
        return None
    _, _, place, row = min(open_rows, key=lambda found: found[:3])
    return place, row


def _is_new(row: AssessmentRow, chosen: Sequence[AssessmentRow]) -> bool:
    kind = next((kind for kind in _KINDS if row.hazard in kind), (row.hazard,))
    return all(other.hazard != row.hazard for other in chosen) and sum(other.hazard in kind for other in chosen) < _OF_A_KIND


def by_job(program: Program) -> list[Group]:
    """For each job that is done away, its own highest hazards: a crew crosses out a job without losing what another needs.

    Each job has its two highest; the room that is left goes to the highest scores of all. A condition that the answers name
    is in once more where no job's highest has it: at the job where it scores most, or from what every job shares.
    """
    jobs = _usual(_away(program), program)
    groups = [(item, _highest(item, _LEAST)) for item in jobs]
    while sum(len(rows) for _, rows in groups) < _CARD:
        more = [(-score(row.before), len(rows), place, row) for place, (item, rows) in enumerate(groups) if len(rows) < _TOP
                for row in [next((row for row in _highest(item, len(item.rows)) if row not in rows), None)] if row]
        if not more:
            break
        _, _, place, row = min(more, key=lambda found: found[:3])
        groups[place][1].append(row)
    for hazard in _asked(program):
        _ask(hazard, groups, [item for item in program.assessments if not item.activity])
    return [(item, sorted(rows, key=lambda row: -score(row.before))) for item, rows in groups if rows]


def _ask(hazard: str, groups: list[Group], shared: Sequence[HazardAssessment]) -> None:
    """Put a hazard that the answers name on the card, unless it is there."""
    if any(row.hazard == hazard for _, rows in groups for row in rows):
        return
    found = [(score(row.before), -place, row) for place, (item, _) in enumerate(groups) for row in item.rows
             if row.hazard == hazard]
    if found:
        _, place, row = max(found, key=lambda spot: spot[:2])
        groups[-place][1].append(row)
        return
    groups += [(item, rows) for item in shared if (rows := [row for row in item.rows if row.hazard == hazard][:1])]


def _usual(jobs: Sequence[HazardAssessment], program: Program) -> list[HazardAssessment]:
    """As many jobs as the card holds, in the program's order: the frequent ones before those of now and then."""
    often = {item.id: _FREQUENT.index(item.frequency) if item.frequency in _FREQUENT else 0 for item in program.activities}
    first = sorted(jobs, key=lambda item: (often[item.activity], -max((score(row.before) for row in item.rows), default=0)))
    return [item for item in jobs if item in first[:_JOBS]]


def _highest(item: HazardAssessment, most: int) -> list[AssessmentRow]:
    """Rows of one job with the highest scores; the owner's own controls win where scores are equal."""
    ranked = sorted(item.rows, key=lambda row: (-score(row.before), not any(control.existing for control in row.controls)))
    chosen: list[AssessmentRow] = []
    for row in ranked:
        if len(chosen) < most and score(row.before) >= MEDIUM_FROM and _is_new(row, chosen):
            chosen.append(row)
    return chosen


def card_rows(program: Program) -> list[list[object]]:
    """Rows of the card: the job with the code of its assessment, a box, the hazard, a box for each control."""
    rows: list[list[object]] = []
    for item, hazards in by_job(program):
        job = Markdown(f"**{escape(item.title)}** [{code('assessments', item.id)}]{{.code}}")
        rows += [[Markdown("^^") if place else job, Markdown("[ ]{.field type=checkbox}"), escape(short_name(row.name)),
                  _ticks(row, item, program)] for place, row in enumerate(hazards)]
    rest = [item for item in _away(program) if item not in _usual(_away(program), program)]
    if rest:
        named = "; ".join(f"{escape(item.title)} [{code('assessments', item.id)}]{{.code}}" for item in rest[:_JOBS])
        if len(rest) > _JOBS:
            named += f"; and {len(rest) - _JOBS} more in the folder Hazard Assessments"
        rows.append([Markdown("**Other work**"), Markdown("[ ]{.field type=checkbox}"),
                     Markdown("Read its written assessment first"), Markdown(named)])
    return rows


def _away(program: Program) -> list[HazardAssessment]:
    """The jobs of the card: those done away; all where none is."""
    jobs = [item for item in program.assessments if item.activity]
    return [item for item in jobs if item.away] or jobs


def _ticks(row: AssessmentRow, item: HazardAssessment, program: Program) -> Markdown:
    """The owner's own controls against the hazard first, then the strongest others of the row."""
    first = list(dict.fromkeys([*_owned(row, item), *_beside(row, item, program), *row.controls]))[:_CONTROLS]
    return Markdown(" ".join(f"[ ]{{.field type=checkbox}}\\ {escape(control.text)}" for control in first))


def _owned(row: AssessmentRow, item: HazardAssessment) -> list[Control]:
    return [control for other in item.rows if other.hazard == row.hazard for control in other.controls if control.existing]


def _beside(row: AssessmentRow, item: HazardAssessment, program: Program) -> list[Control]:
    """Where the job has none of its own: the owner's control in another job away that uses one of the same machines."""
    if _owned(row, item):
        return []
    return [control for other in program.assessments if other.away and set(other.machines) & set(item.machines)
            for control in _owned(row, other)][:1]
