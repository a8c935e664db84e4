"""The story of an issue: is the draft the current one, is nothing open, approve it, freeze a copy, mark the older ones.

What is approved is what was read: `issue` never builds a draft by itself, and refuses one that is not current or was edited.
"""
from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.compose.names import long_date, next_review
from generator.errors import InputError, Problem, PublishError
from generator.program.revisions import Issue
from generator.publish import revised
from generator.publish.build import same_inputs
from generator.publish.deliver import Frozen
from generator.publish.draft import Draft, dates, draft
from generator.publish.edits.over import Laid
from generator.publish.edits.told import command
from generator.publish.fingerprint import as_written, edit_hashes
from generator.publish.guard import one_build
from generator.publish.journal import ISSUED, begun, recover, waiting
from generator.publish.lock import Lock, read_lock
from generator.publish.make import Run, make
from generator.publish.obstacles import explain
from generator.publish.outcome import BuildResult
from generator.publish.plan import SETTLED, Plan
from generator.publish.register import (
    COPY,
    Record,
    Register,
    keep_beside,
    parse,
    read_register,
    register_path,
    written,
)
from generator.publish.typeset import Progress

_LONGEST = 300  # characters of a name or a reason: it has to fit into a cell of the history
_NOTE = """\
{old} of {since} was replaced by revision {new.number} on {day}; {new.by} approved the new one.
Keep this folder as a record of what held then. Do not work from it.
The copy that counts now: {home}
"""


@dataclass(frozen=True)
class Approval:
    """What the person who approves says. `by` None: the intake's own answer counts; `what` None: we say what changed."""

    by: str | None
    on: date
    what: str | None = None
    anyway: str | None = None  # why it is issued although something is open


@dataclass(frozen=True)
class Issued:
    """A revision that was issued: where its copy is, and what was marked as superseded."""

    issue: Issue
    home: Path
    superseded: tuple[str, ...]  # folders, by their new names
    next_review: str
    result: BuildResult


def issue(intake: Path, folder: Path, approval: Approval, *, progress: Progress | None = None) -> Issued:
    """Approve the draft in `folder` as the next revision.

    Raises InputError where there is no current draft, where it was edited, where nothing changed since the last revision, or
    where points that matter to an audit are open and no reason was given to issue it anyway. Nothing is written then.
    """
    started, tell = time.perf_counter(), progress or (lambda what, done, of: None)
    lock, register = read_lock(folder), read_register(intake, folder)
    lock = _current(intake, folder, lock, register)
    record = parse(register)
    tell("Reading the answers and deciding", 0, 0)
    day, in_force = dates(None, lock)
    edits = edit_hashes(intake)
    ready = draft(intake, day, in_force, record.issues)
    new = _decided(intake, ready, approval, record, _changes(intake, record, day, in_force), day)
    final = draft(intake, day, in_force, (*record.issues, new), issued=True)
    after = Record((*record.issues, new), revised.content(final.made, intake))
    _check_places(intake, folder, new)
    renames = _superseded(folder, record.issues)
    fresh = Register(written(after), register_path(intake))
    try:
        with one_build(folder):
            recover(folder, intake)
            if read_lock(folder) != lock or read_register(intake, folder) != register:
                raise InputError(f"Another run changed {folder} in the meantime. Nothing was issued; look at it and try again.")
            result = make(final, Run(intake, folder, lock, fresh, tell, started, edits=edits), (),
                          lambda files: _frozen(files, new, record.issues, renames, fresh.raw))
    except OSError as error:
        raise PublishError(explain(error, folder, begun(folder))) from None
    _keep(intake, folder, new, fresh.raw)
    return Issued(new, folder / _home(new), tuple(renames.values()), next_review(final.made.program), result)


def _current(intake: Path, folder: Path, lock: Lock | None, register: Register) -> Lock:
    """The lock of a draft that is what a build would give now, and as it was delivered."""
    build = f"safety-manual build {intake} -o {folder}"
    if lock is None:
        raise InputError(f"Nothing was built in {folder} yet. Build it, read it, then issue it: {build}")
    if lock.damage or waiting(folder):
        raise InputError(f"The last build in {folder} did not end well. Build once more, look at it, then issue it: {build}")
    problems = []
    for path, sha in lock.files.items():
        if not as_written(folder, path, sha):
            there = (folder / path).exists()
            said = "was changed since the build" if there else "is not in its place any more"
            problems.append(Problem(said, file=str(folder / path)))
    if problems:
        raise InputError(
            "What is approved must be what the program wrote, and some files are not. Nothing was issued. Build again (it says "
            "what to do with changed files), read the new draft, then issue it.", problems)
    if not intake.is_file() or not same_inputs(intake, None, lock, register):
        raise InputError(
            f"The draft in {folder} is not the current one: the answers, the program or the record of revisions changed since it "
            f"was built. Nothing was issued. Build it, read what changed, then issue it: {build}")
    return lock


def _changes(intake: Path, record: Record, day: date, in_force: date | None) -> str:
    """What changed since the last revision, in words; "" where nothing did."""
    if not record.issues or record.content is None:
        return revised.FIRST
    before = dict(record.content)
    now = revised.content(draft(intake, day, in_force, record.issues, issued=True).made, intake)
    return "" if revised.same(before, now) else revised.in_words(before, now)


def _decided(intake: Path, ready: Draft, approval: Approval, record: Record, what: str, law_day: date) -> Issue:
    """The issue as it goes into the record, or InputError with everything that is in its way."""
    program, last = ready.made.program, record.issues[-1] if record.issues else None
    if last and not what:
        raise InputError(f"Nothing changed since revision {last.number} of {long_date(last.on)}, approved by {last.by}. There is "
                         "nothing to issue; it still holds. After a yearly review that changed nothing, build with the law of "
                         "that day first (--on DATE), then issue.")
    by = _line("--by", approval.by or program.company.revision.approved_by or "")
    if not by:
        raise InputError("Who approves it? Name the person: --by \"NAME\".")
    if last and approval.on < last.on:
        raise InputError(f"{approval.on} is before {last.on}, the day of revision {last.number}. Name the day with --date.")
    if approval.on < law_day:
        raise InputError(f"The draft was written with the law of {law_day}, so nobody can have approved it on {approval.on}. "
                         "Name the day of the approval with --date.")
    new = Issue(program.standing.number, approval.on, by, _line("--what", approval.what or "") or what)
    found = open_points(ready.made, approval.on, ready.edits.over.conflicts, intake)
    reason = _line("--anyway", approval.anyway or "")
    if found and not reason:
        raise InputError(
            f"Revision {new.number} is not ready: an audit would ask for what is open below. Nothing was issued. Decide "
            "or answer each and build again, or give a reason, which is printed in the manual: --anyway \"REASON\".", found)
    return replace(new, open=tuple(item.message for item in found), anyway=reason) if found else new


def open_points(made: Plan, on: date, conflicts: Sequence[Laid] = (), intake: Path | None = None) -> list[Problem]:
    """What must be settled before an issue: conflicts, answers that an audit asks for, a review date that is not ahead."""
    found = [Problem(f"An edit and the program’s new text of “{item.title}” disagree"
                     + (", and the law under it changed" if item.law_changed else ""), path=item.edit.clause,
                     accepted=f"{command(intake or Path('INTAKE'), item.edit.clause)} --keep, --take or --edit; then build")
             for item in conflicts]
    found += [Problem(item.what, path=item.id, accepted=f"{item.who} answers it. {item.why}")
             for item in made.composed.to_complete if item.critical and not item.id.startswith(SETTLED)]
    review = made.program.company.revision.next_review
    if review and review <= on:
        found.append(Problem(f"The next review, {long_date(review)}, is not after the day of issue, {long_date(on)}",
                             path="revision.next_review", accepted="a later date, usually a year on"))
    return found


def _line(option: str, text: str) -> str:
    """What a person typed, as one line."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(line) > _LONGEST:
        raise InputError(f"{option} takes at most {_LONGEST} characters; this has {len(line)}.")
    return line


def _home(one: Issue) -> str:
    return f"{ISSUED}/Revision {one.number} ({one.on})"


def _check_places(intake: Path, folder: Path, new: Issue) -> None:
    """Everything that could fail only after the delivery, looked at before."""
    if (folder / _home(new)).exists():
        raise InputError(f"{folder / _home(new)} is there already, but the record of revisions does not know of it. Nothing was "
                         f"issued. Put {register_path(intake).name} back from a backup, or move that folder away.")
    if not os.access(intake.absolute().parent, os.W_OK):
        raise InputError(f"The record of revisions belongs beside the intake, and {intake.absolute().parent} cannot be written. "
                         "Nothing was issued.")


def _superseded(folder: Path, history: tuple[Issue, ...]) -> dict[str, str]:
    """Folders of older revisions that are there and not marked yet -> their names from now on."""
    return {_home(one): f"{_home(one)} SUPERSEDED" for one in history if (folder / _home(one)).is_dir()}


def _frozen(files: Mapping[str, bytes], new: Issue, history: tuple[Issue, ...], renames: Mapping[str, str],
            record: bytes) -> Frozen:
    """The copy of this revision, a note in each older one, and the record's copy."""
    home = _home(new)
    notes = {f"{_home(one)}/SUPERSEDED by revision {new.number} on {new.on}.txt": _NOTE.format(
        old=one, since=long_date(one.on), new=new, day=long_date(new.on), home=home).encode()
        for one in history if _home(one) in renames}
    return Frozen({**{f"{home}/{path}": data for path, data in files.items()}, **notes, COPY: record}, renames)


def _keep(intake: Path, folder: Path, new: Issue, raw: bytes) -> None:
    try:
        keep_beside(intake, raw)
    except OSError as error:
        raise PublishError(
            f"{new} is issued, but its record could not be written to {register_path(intake)}: {error.strerror or error}. "
            f"A copy is in {folder / COPY}; the next build puts it beside the intake.") from None
