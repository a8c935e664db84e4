"""Typeset what differs from the last build, and deliver it: for a draft and for an issue."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator import __version__
from generator.compose.model import Document
from generator.compose.revisions import standing_line
from generator.publish import fingerprint
from generator.publish.beside import Beside
from generator.publish.calendar_file import FILENAME, calendar_file
from generator.publish.causes import causes, retirement
from generator.publish.changes.file import change_file, retired_lists
from generator.publish.deliver import Frozen, deliver
from generator.publish.draft import Draft
from generator.publish.edits.base import bases
from generator.publish.edits.chapters import chapters
from generator.publish.edits.comments import Note, notes_of
from generator.publish.edits.letters import letter_bases
from generator.publish.edits.older import former_bases
from generator.publish.edits.order import order_marks, own_orders
from generator.publish.edits.round import not_taken
from generator.publish.ingredients import ingredients, records
from generator.publish.lock import Lock, read_lock
from generator.publish.outcome import BuildResult, result
from generator.publish.plan import Plan
from generator.publish.printed import Printed, printed
from generator.publish.register import COPY, Register
from generator.publish.strays import strays
from generator.publish.typeset import Progress, house
from generator.render.model import House

_NO_LOCK = Lock("", "", "", "")


@dataclass(frozen=True)
class Run:
    """One run on one folder: what it was asked, and what it found there."""

    intake: Path
    folder: Path
    lock: Lock | None
    register: Register  # the record of issued revisions, as it is after this run
    tell: Progress
    started: float
    keep_copies: bool = False
    edits: Mapping[str, str] = field(default_factory=dict)  # the hash of each edit's file when they were read


def make(draft: Draft, run: Run, kept: tuple[str, ...],
         freeze: Callable[[Mapping[str, bytes]], Frozen] | None = None) -> BuildResult:
    """Typeset what differs and deliver; the folder is held by this process.

    `kept`: edited files that an interrupted run moved aside. With `freeze` (from all files to what is frozen of them) every
    document is typeset, whatever is there.
    """
    made, folder, old = draft.made, run.folder, run.lock or _NO_LOCK
    letterhead = house(made.program.company, made.program, run.intake)
    done = printed(made.composed.documents, _notes(draft, run.intake.name), letterhead, folder, old,
                   every=freeze is not None, tell=run.tell)
    run.tell("Delivering", 0, 0)
    beside = Beside(run.intake, draft.beside, run.edits)
    new = _lock(draft, run, done, letterhead, beside)
    change = change_file(draft, folder, old, new, letterhead, intake=run.intake.name, issuing=freeze is not None)
    calendar = calendar_file(made.composed.events, made.program.company, made.program.in_force)
    files, same = {**done.files, FILENAME: calendar, **change.files}, {**done.same, **change.same}
    new = replace(new, summary={**new.summary, "changes": change.print})
    away = strays(folder, old)
    delivery = deliver(folder, files, new, same=same, why=retirement(old, new) | retired_lists(old, {**files, **same}),
                       keep_copies=run.keep_copies, beside=beside, given=change.given,
                       frozen=freeze({**files, **change.given}) if freeze else _copy(run),
                       taken={**draft.edits.taken, **change.taken},
                       aside=_aside(draft, folder, files, same, letterhead) | dict(change.aside))
    told = result(read_lock(folder) or new, replace(delivery, kept=(*kept, *delivery.kept)), run.intake, folder, run.started)
    return replace(told, why=_why(old, new, away.absent, draft.unedited) if run.lock else {}, renamed=away.renamed,
                   changed_too=away.changed_too, damage=old.damage, edits=draft.edits.lines, not_taken=draft.edits.left,
                   changes=change.lines,
                   deleted=tuple(path for path in away.absent if path not in away.renamed and path in {**files, **same}))


def _notes(draft: Draft, intake: str) -> dict[str, list[Note]]:
    """The comments of ours by document; a letter that is a person's own file has them in it already."""
    return {item.id: notes_of(draft.edits.over.conflicts, item.id, intake) for item in draft.made.composed.documents
            if not item.letter}


def _aside(draft: Draft, folder: Path, files: Mapping[str, bytes], same: Mapping[str, str],
           letterhead: House) -> dict[str, bytes]:
    """What is kept with this delivery for later ones, so that edits can be told from it; and what could not be taken over."""
    fresh = bases(folder, draft.made.composed.documents, draft.unedited, files, same, draft.edits.law)
    return (fresh | former_bases(folder, fresh) | not_taken(folder, draft.edits) | own_orders(draft.unedited, draft.moves)
            | letter_bases(folder, draft.unedited, draft.letters, files, same, letterhead))


def _why(old: Lock, new: Lock, absent: Sequence[str], documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    """Why each document was made again, by its title."""
    titles = {item.id: {chapter.id: chapter.title for chapter in chapters(item)} for item in documents}
    return {new.documents[id_]["title"]: lines for id_, lines in causes(old, new, absent, titles).items()}


def _copy(run: Run) -> Frozen | None:
    """The copy of the record of issued revisions, where it is not there or not the same."""
    copy = run.folder / COPY
    there = copy.read_bytes() if copy.is_file() else b""
    return Frozen({COPY: run.register.raw}, {}) if run.register.raw != there else None


def _lock(draft: Draft, run: Run, done: Printed, letterhead: House, beside: Beside) -> Lock:
    """What this run used and made, without the hashes of its files."""
    made, raw, logo = draft.made, run.intake.read_bytes(), letterhead.logo
    program = made.program
    dates = {"date in force": program.in_force.isoformat(), "date of the law": program.as_of.isoformat()}
    marks = ingredients(run.intake, made.knowledge, fingerprint.letterhead(letterhead), fingerprint.engine(), dates,
                        draft.edit_marks)
    return Lock(program=__version__, intake=fingerprint.digest(raw), in_force=program.in_force.isoformat(),
                as_of=program.as_of.isoformat(), own_date=program.company.revision.in_force is not None,
                logo=program.company.preferences.brand.logo,
                inputs=fingerprint.of_inputs(raw, logo.read_bytes() if logo else None, program.as_of, program.in_force,
                                             run.register.mark, fingerprint.of_edits(beside.after)),
                summary=_summary(made, sum(done.pages.values())), ingredients=marks | {"order": order_marks(draft.moves)},
                documents=records(made.composed.documents, done.prints, done.pages, done.paths))


def _summary(made: Plan, pages: int) -> dict[str, Any]:
    return {"documents": len(made.composed.documents), "pages": pages, "to_complete": len(made.composed.to_complete),
            "to_confirm": len(made.composed.to_confirm), "standing": standing_line(made.program),
            "warnings": [[item.message, item.line, item.path, item.question, item.accepted] for item in made.warnings]}
