"""From an intake to a decided and written program, before anything is typeset."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.compose.compose import compose
from generator.compose.library import shipped_library
from generator.compose.model import Composed
from generator.compose.order import Move
from generator.errors import IntakeError, Problem
from generator.intake.check import check_intake
from generator.intake.setting import check_changed
from generator.knowledge import load
from generator.knowledge.base import Knowledge, gather
from generator.program import revisions
from generator.program.decide import decide
from generator.program.model import Program, ToComplete
from generator.program.revisions import Issue
from generator.publish.edits.order import read_order

SETTLED = "revision."  # answers that issuing gives: who approved it, the date, and a review a year later
_PROJECT_SECTORS = frozenset({"construction", "oil_gas", "municipal"})  # kinds of work that happen on construction projects


@dataclass(frozen=True)
class Plan:
    """A decided and written program, before anything is typeset."""

    program: Program
    composed: Composed
    knowledge: Knowledge
    warnings: tuple[Problem, ...]


def plan(intake: Path, on: date, in_force: date | None = None, template_problems: list[Problem] | None = None,
         settings: Sequence[str] = (), history: Sequence[Issue] = (), issued: bool = False,
         moves: Sequence[Move] | None = None) -> Plan:
    """Check the intake, decide the program and write its texts. Raises IntakeError with every problem at once.

    `settings` change answers for this plan only, as in "equipment+=forklift" (see generator/intake/setting.py).

    `in_force` is printed where the intake gives no date of its own (the last build's, so that a re-run changes nothing).
    `history` are the revisions issued so far; with `issued` the texts are those of the last of them, else a draft's.
    `moves` are the sections that people put elsewhere in Word; None: those that are kept beside the intake.
    With `template_problems`, mistakes in templates are gathered there instead of raised (for preview and lint).
    """
    result = check_changed(intake, settings) if settings else check_intake(intake)
    if result.company is None or result.problems:
        raise IntakeError(f"{intake} needs a change before a program can be built:", (*result.problems, *result.migrated))
    standing = revisions.issued(history) if issued else revisions.draft(history, result.company.revision.number)
    company = replace(result.company, revision=standing.answers(result.company.revision))
    activities = load.catalogue().activities
    projects = any(activities[row.id].sector in _PROJECT_SECTORS for row in company.activities)
    knowledge = gather(company.jurisdictions, on, projects)
    unanswered = tuple(ToComplete(item.id, item.what, item.where, item.who, item.why, item.critical)
                       for item in result.unanswered if not (issued and item.id.startswith(SETTLED)))
    program = decide(company, knowledge, company.revision.in_force or in_force or on, unanswered)
    program = replace(program, standing=standing)
    composed = compose(program, knowledge, shipped_library(), template_problems,
                       [item.move for item in read_order(intake)] if moves is None else moves)
    return Plan(program, composed, knowledge, (*result.migrated, *result.warnings))
