"""The edits of an intake at a glance: for `plan`, `explain`, `preview`, `compare` and `check`.

What reads and merges edits is imported where it is used: most companies have none, and these commands should not wait for it.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import InputError, Problem
from generator.publish.fingerprint import edits_folder

if TYPE_CHECKING:
    from generator.publish.edits.order import Moved
    from generator.publish.edits.over import Laid, Over
    from generator.publish.edits.store import Edit
    from generator.publish.plan import Plan

_STATE = {"take": "It is printed.", "merge": "It is printed, together with what the program changed beside it since then.",
          "keep": "The program's own text says the same by now.", "unchanged": "The program's own text says the same by now."}


@dataclass(frozen=True)
class Edits:
    """Everything that people changed in Word and that the next build prints; `over` is what became of their texts."""

    edits: Mapping[str, Edit]
    over: Over
    moves: Sequence[Moved]


def held(intake: Path, made: Plan) -> Edits | None:
    """The edits that were taken over, laid over a plan as the next build lays them; None where there are none.

    `over.composed` has the list of conflicts in Start Here.
    """
    if not _any(intake):
        return None
    from generator.publish.draft import held_over
    from generator.publish.edits.order import read_order
    letters, found = held_over(intake, made)
    own = {item.edit.clause: item.edit for item in letters.laid} if letters else {}
    return Edits({**found.edits, **own}, replace(found.over, composed=found.composed), read_order(intake))


def _any(intake: Path) -> bool:
    return any(edits_folder(intake).glob("*.*"))


def problems(intake: Path) -> list[Problem]:
    """Everything about the kept edits that would stop a build: each file that cannot be read, with what to do."""
    if not _any(intake):
        return []
    from generator.publish.edits.letters_store import read_letters
    from generator.publish.edits.order import read_order
    from generator.publish.edits.store import unreadable
    found = unreadable(intake)
    for read in (read_order, read_letters):
        try:
            read(intake)
        except InputError as error:
            found.append(Problem(str(error)))
    return found


def edit_lines(intake: Path, held: Edits | None) -> dict[str, list[str]]:
    """Of each edited clause: what was done to it and by whom, what is printed now, and how to take it back."""
    if held is None:
        return {}
    from generator.publish.edits.order import FILE
    from generator.publish.edits.told import done, file_of
    laid = {item.edit.clause: item for item in held.over.laid}
    found = {id_: [f"  Its text was {done(edit)}", f"    {_standing(intake, id_, laid.get(id_))}",
                   f"    The edit lies in {file_of(intake, id_)}. To take it back, delete that file and build again."]
             for id_, edit in held.edits.items()}
    for item in held.moves:
        found.setdefault(item.move.clause, []).extend([
            f"  It was {done(item)}",
            f"    Its place stands in {edits_folder(intake) / FILE}. To take it back, take its line away and build again."])
    return found


def _standing(intake: Path, clause: str, laid: Laid | None) -> str:
    from generator.publish.edits.told import command
    if laid is None:
        return "It waits: the program does not write this section now. It is printed again when the section comes back."
    if laid.outcome == "take" and laid.edit.kind == "deleted":
        return "It is left out."
    if laid.outcome != "conflict":
        return _STATE[laid.outcome]
    law = " The law under it changed." if laid.law_changed else ""
    return f"CONFLICT: the program has a new text for the same words; the edit is printed.{law} Decide: {command(intake, clause)}"


def edit_data(held: Edits | None) -> list[dict[str, str | bool]]:
    """The edits as plain data; the keys are a promise to scripts (see docs/plan.md)."""
    if held is None:
        return []
    from generator.publish.edits.told import kind_of
    open_ones = {item.edit.clause for item in held.over.conflicts}
    rows: list[tuple[str, Edit | Moved, bool]] = [(id_, edit, id_ in open_ones) for id_, edit in held.edits.items()]
    rows += [(item.move.clause, item, False) for item in held.moves]
    return [{"clause": id_, "who": item.who, "when": item.when, "kind": kind_of(item), "conflict": conflict}
            for id_, item, conflict in rows]


def count_line(intake: Path, held: Edits | None) -> str:
    """How many edits there are and how many somebody has to decide, in one line; "" where there are none."""
    if held is None or not (held.edits or held.moves):
        return ""
    from generator.publish.edits.told import command
    count, open_ones, waiting = len(held.edits), len(held.over.conflicts), len(held.over.idle)
    parts = [f"{count} {'section' if count == 1 else 'sections'} changed"] * bool(count)
    parts += [f"{len(held.moves)} moved"] * bool(held.moves)
    parts += [f"{open_ones} open {'conflict' if open_ones == 1 else 'conflicts'}" if open_ones else "no open conflict"]
    parts += [f"{waiting} {'waits' if waiting == 1 else 'wait'} for a section that is not written now"] * bool(waiting)
    return f"Edits made in Word: {', '.join(parts)} ({command(intake)})"


def edits_in(clauses: Collection[str], over: Over) -> list[str]:
    """A line for each of these clauses whose printed text is a person's."""
    from generator.publish.edits.told import done, section
    return [f"{section(item.edit.clause, item)} was {done(item.edit)}. --own prints the program's text."
            for item in over.laid if item.edit.clause in clauses and item.outcome not in ("keep", "unchanged")]


def left_aside(intakes: Iterable[Path]) -> list[str]:
    """A sentence for each intake with edits, where only the program's own texts are looked at."""
    counts = {intake: len(list(edits_folder(intake).glob("*.md"))) for intake in intakes}
    return [f"The edits made in Word ({count} in {edits_folder(intake)}) are left aside: this is the program's own text."
            for intake, count in counts.items() if count]
