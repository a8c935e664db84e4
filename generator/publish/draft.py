"""What a build is going to say: the program's own text with everybody's edits in it, as a draft or as the issued revision."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from generator.compose.model import Document
from generator.program.revisions import Issue
from generator.publish.edits.order import Moved, moved_on, order_lines, read_order
from generator.publish.edits.round import Return, Round, hold_round
from generator.publish.ingredients import law_meanings
from generator.publish.lock import Lock, read_lock
from generator.publish.plan import Plan, plan
from generator.publish.register import Record
from generator.publish.revised import content, same


@dataclass(frozen=True)
class Draft:
    """`made` has the edits in it; `unedited` are the documents as the program alone writes them."""

    made: Plan
    unedited: tuple[Document, ...]
    edits: Round
    moves: tuple[Moved, ...] = ()  # sections that people put elsewhere


def draft(intake: Path, day: date, in_force: date | None, history: Sequence[Issue] = (), *, issued: bool = False,
          returns: Sequence[Return] = ()) -> Draft:
    """The documents with the edits that were taken over, and those of the files that came back. Writes nothing."""
    moves = standing_moves(intake, returns)
    made = plan(intake, day, in_force, history=history, issued=issued, moves=[item.move for item in moves])
    edits = hold_round(intake, returns, made.composed, law_meanings(made.knowledge))
    edits = replace(edits, lines=(*edits.lines, *order_lines(moves, made.composed.documents)))
    return Draft(replace(made, composed=edits.composed), made.composed.documents, edits, moves)


def standing_moves(intake: Path, returns: Sequence[Return]) -> tuple[Moved, ...]:
    """The moves kept beside the intake, with those of the files that came back."""
    moves = read_order(intake)
    for one in returns:
        moves = moved_on(moves, one.base.document, one.own, one.taken, one.path)
    return moves


def standing_draft(intake: Path, record: Record, day: date, in_force: date | None, returns: Sequence[Return] = ()) -> Draft:
    """The documents as the last revision that was issued, where they still say what it says; else a draft of the next."""
    if record.issues and record.content:
        found = draft(intake, day, in_force, record.issues, issued=True, returns=returns)
        if same(dict(record.content), content(found.made, intake)):
            return found
    return draft(intake, day, in_force, record.issues, returns=returns)


def own_text(intake: Path, folder: Path, on: date | None = None) -> Plan:
    """What the program itself writes for a build into this folder, without anybody's edits."""
    return plan(intake, *dates(on, read_lock(folder)))


def dates(on: date | None, lock: Lock | None) -> tuple[date, date | None]:
    """The law's date and the date in force: what was asked for, else what the last build used, else today."""
    if on is not None:
        return on, None
    if lock is not None and lock.as_of and lock.in_force:
        return date.fromisoformat(lock.as_of), date.fromisoformat(lock.in_force)
    return datetime.now().date(), None
