"""How assessments are put together, as frozen types: what controls do to ratings, places of work, shared rows."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LEVELS = ("elimination", "substitution", "engineering", "administrative", "ppe")
"""The hierarchy of controls, strongest first."""

Rating = tuple[int, int]
"""Severity and likelihood, 1 to 5 each."""


@dataclass(frozen=True)
class AssessedHazard:
    """One row of a task-by-task hazard assessment: ratings are (severity, likelihood), 1-5 each."""

    hazard: str
    what: str  # what can go wrong, in this task
    before: Rating
    after: Rating
    controls: Mapping[str, tuple[str, ...]]  # by level of the hierarchy
    needs: tuple[str, ...] = ()  # "equipment.forklift": the row holds only where one of these is answered


@dataclass(frozen=True)
class AssessedTask:
    task: str
    hazards: tuple[AssessedHazard, ...]


@dataclass(frozen=True)
class AssessmentLibrary:
    """The worked-out assessment of one activity."""

    activity: str
    tasks: tuple[AssessedTask, ...]


@dataclass(frozen=True)
class ControlRule:
    """What a control of one level does to a rating, in steps of 1."""

    likelihood: int  # taken off when the owner adds one control of this level to a row
    most_likelihood: int  # the most that controls up to this level may take off
    most_severity: int
    label: str  # one word before the controls of this level


@dataclass(frozen=True)
class Places:
    """Kinds of sites where work happens, in the order of likelihood; an activity's own wins over its sector's."""

    sectors: Mapping[str, tuple[str, ...]]
    activities: Mapping[str, tuple[str, ...]]
    one_kind: tuple[str, ...] = ()  # sectors that sit in one place: only the first kind that the company has


@dataclass(frozen=True)
class SharedRow:
    """A row for a hazard that equipment, a condition or every workplace brings; `equipment` empty means any."""

    row: AssessedHazard
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessing:
    """Our rules for putting assessments together, and the shared rows by hazard."""

    controls: Mapping[str, ControlRule]
    together: int  # more steps of likelihood where two levels or more work together
    places: Places
    away: tuple[str, ...]  # kinds of sites that change, or lie away from the company's own place
    on_the_road: tuple[str, ...]  # activities that are always done away
    standing_by: tuple[str, ...]  # groups of equipment that protect: their hazards are those that they answer
    for_every_job: tuple[str, ...]  # groups that serve every job alike: named in a job only where the answers say so
    answers_only: tuple[str, ...]  # gear for many hazards, each of which counts only where something else brings it
    not_when_named: Mapping[str, Mapping[str, tuple[str, ...]]]  # equipment: hazard: words that rule it out
    shared_tasks: Mapping[str, str]  # group of equipment: the task under which its hazards stand
    company_wide: tuple[str, ...]  # hazards assessed for the company as a whole, whatever its jobs say of them
    people_task: str
    conditions_task: str
    conditions: Mapping[str, str]  # answered condition: how a sheet names it ("near power lines")
    forms: Mapping[str, tuple[str, ...]]  # hazard: forms that prove its controls
    words: Mapping[str, tuple[str, ...]]  # equipment: beginnings of the words by which tasks and rows speak of it
    rows: Mapping[str, tuple[SharedRow, ...]] = field(default_factory=dict)  # by hazard

    def hazards_of(self, equipment: str, hazards: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
        """The hazards of a machine that the company's own names for it do not rule out ("Hyster, electric")."""
        ruled = self.not_when_named.get(equipment, {})
        said = " ".join(names).lower()
        return tuple(hazard for hazard in hazards if not any(word in said for word in ruled.get(hazard, ())))

    def row_for(self, hazard: str, equipment: str | None = None) -> AssessedHazard | None:
        """The shared row of a hazard: the one for this kind of equipment, else the one for any."""
        rows = self.rows.get(hazard, ())
        own = next((entry.row for entry in rows if equipment in entry.equipment), None)
        return own or next((entry.row for entry in rows if not entry.equipment), None)


def strongest(controls: Mapping[str, tuple[str, ...]]) -> str | None:
    """The strongest level that has a control; None without any."""
    return next((level for level in LEVELS if controls.get(level)), None)


def rating_fault(rules: Assessing, before: Rating, after: Rating, controls: Mapping[str, tuple[str, ...]]) -> str | None:
    """Why these controls cannot bring `before` down to `after`; None where they can."""
    used = [level for level in LEVELS if controls.get(level)]
    if not used:
        return None if before == after else "a rating falls without any control"
    severity = max(rules.controls[level].most_severity for level in used)
    likelihood = max(rules.controls[level].most_likelihood for level in used) + (rules.together if len(used) > 1 else 0)
    if before[0] - after[0] > severity:
        return (f"severity falls by {before[0] - after[0]}, but {' and '.join(used)} controls take off {severity} at most: "
                "what is left is as bad, only rarer")
    if before[1] - after[1] > likelihood:
        return f"likelihood falls by {before[1] - after[1]}, but {' and '.join(used)} controls take off {likelihood} at most"
    return None
