"""Which of the company's own machines, places and conditions belong to a job."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from generator.intake.company import Company, Site
from generator.knowledge.model_assessing import Assessing
from generator.program.model import ActivityItem, AssessmentTask, EquipmentItem
from generator.program.select import CONDITION_HAZARDS, condition_holds

_NEED = "equipment."


def sites_of(item: ActivityItem, company: Company, rules: Assessing) -> tuple[Site, ...]:
    """The company's places where the job is done, the usual one first; every place where none is of its kind.

    Work on the road that is done at none of them has none.
    """
    kinds = rules.places.activities.get(item.id) or rules.places.sectors.get(item.activity.sector, ())
    found = sorted((site for site in company.sites if site.kind in kinds), key=lambda site: kinds.index(site.kind))
    if found and item.activity.sector in rules.places.one_kind:
        found = [site for site in found if site.kind == found[0].kind]
    return tuple(found) or (() if item.id in rules.on_the_road else company.sites)


def is_away(item: ActivityItem, sites: Sequence[Site], rules: Assessing) -> bool:
    """Whether the job is mostly done where the place changes or is somebody else's."""
    return item.id in rules.on_the_road or bool(sites and sites[0].kind in rules.away)


def conditions_met(company: Company, hazards: Iterable[str]) -> tuple[str, ...]:
    """Answered conditions (working_alone, cold ...) that stand behind some of these hazards."""
    wanted = set(hazards)
    return tuple(name for name, brings in CONDITION_HAZARDS.items()
                 if wanted & set(brings) and condition_holds(company, name))


def named_by(machine: str, texts: Iterable[str], rules: Assessing) -> bool:
    """Whether a text speaks of this kind of equipment (see `words` in assessing.yaml)."""
    words = _pattern(rules.words.get(machine, ()))
    return any(words.search(text) for text in texts)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(word)}" for word in words) or "(?!)", re.IGNORECASE)


def texts_of(task: AssessmentTask) -> list[str]:
    """What a task and its rows say."""
    return [task.task, *(row.what for row in task.rows), *(control.text for row in task.rows for control in row.controls)]


def used_in(machine: EquipmentItem, tasks: dict[str, tuple[AssessmentTask, ...]], needs: dict[str, frozenset[str]],
            rules: Assessing) -> tuple[str, ...]:
    """The activities (ids) that use a machine: those of the intake; else those whose rows need it, or whose tasks and
    harms speak of it. Extinguishers, kits and common gear are of no job unless the intake says so.
    """
    common = machine.equipment.group in rules.for_every_job or machine.id in rules.answers_only
    if machine.answer.used_for or common:
        return tuple(id_ for id_ in machine.answer.used_for if id_ in tasks)
    return tuple(id_ for id_, own in tasks.items() if _NEED + machine.id in needs[id_] or named_by(
        machine.id, (text for task in own for text in (task.task, *(row.what for row in task.rows))), rules))
