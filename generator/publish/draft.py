"""What a build is going to say: the program's own text with everybody's edits in it, as a draft or as the issued revision."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from generator.compose.model import Document
from generator.program.revisions import Issue
from generator.publish.edits.letters import LetterReturn, Letters, hold_letters
from generator.publish.edits.letters_store import left_over, letter_marks, read_letters
from generator.publish.edits.order import Moved, moved_on, order_file, order_lines, read_order
from generator.publish.edits.round import Return, Round, hold_round
from generator.publish.edits.store import edit_files, edit_marks
from generator.publish.ingredients import law_meanings
from generator.publish.lock import Lock, read_lock
from generator.publish.plan import Plan, plan
from generator.publish.register import Record
from generator.publish.revised import content, same
from generator.publish.typeset import house


@dataclass(frozen=True)
class Draft:
    """`made` has the edits in it; `unedited` are the documents as the program alone writes them."""

    made: Plan
    unedited: tuple[Document, ...]
    edits: Round
    moves: tuple[Moved, ...] = ()  # sections that people put elsewhere
    letters: Letters | None = None  # where people changed some

    @property
    def beside(self) -> dict[str, bytes | None]:
        """What goes beside the intake with this build, name -> bytes; None takes a file away."""
        letters = self.letters.files if self.letters else {}
        return {**edit_files(self.edits.fresh), **self.edits.media, **order_file(self.moves), **letters}

    @property
    def edit_marks(self) -> dict[str, str]:
        """The mark of each edit by its clause or letter, for the lock."""
        return edit_marks(self.edits.edits) | letter_marks(self.letters.edits if self.letters else {})


def draft(intake: Path, day: date, in_force: date | None, history: Sequence[Issue] = (), *, issued: bool = False,
          returns: Sequence[Return | LetterReturn] = ()) -> Draft:
    """The documents with the edits that were taken over, and those of the files that came back. Writes nothing."""
    files = [one for one in returns if isinstance(one, Return)]
    moves = standing_moves(intake, files)
    made = plan(intake, day, in_force, history=history, issued=issued, moves=[item.move for item in moves])
    letters, edits = held_over(intake, made, files, [one for one in returns if isinstance(one, LetterReturn)])
    lines = (*(letters.lines if letters else ()), *edits.lines, *order_lines(moves, made.composed.documents))
    edits = replace(edits, lines=lines, taken={**edits.taken, **(letters.taken if letters else {})})
    return Draft(replace(made, composed=edits.composed), made.composed.documents, edits, moves, letters)


def held_over(intake: Path, made: Plan, returns: Sequence[Return] = (),
              letters_back: Sequence[LetterReturn] = ()) -> tuple[Letters | None, Round]:
    """What came of the letters that people changed (None: there are none), and of all edits, theirs among them."""
    letters = hold_letters(intake, letters_back, made.composed, house(made.program.company, made.program, intake)) if (
        letters_back or read_letters(intake) or left_over(intake)) else None
    composed = letters.put_into(made.composed) if letters else made.composed
    return letters, hold_round(intake, returns, composed, law_meanings(made.knowledge), letters.laid if letters else ())


def standing_moves(intake: Path, returns: Sequence[Return]) -> tuple[Moved, ...]:
    """The moves kept beside the intake, with those of the files that came back."""
    moves = read_order(intake)
    for one in returns:
        moves = moved_on(moves, one.base.document, one.own, one.taken, one.path)
    return moves


def standing_draft(intake: Path, record: Record, day: date, in_force: date | None,
                   returns: Sequence[Return | LetterReturn] = ()) -> Draft:
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
