"""A person decides a conflict: their words, the program's new words, or a third text."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from generator.compose.model import Composed
from generator.errors import InputError
from generator.publish.draft import dates, standing_draft
from generator.publish.edits.chapters import pieces
from generator.publish.edits.law import law_behind, marks_of
from generator.publish.edits.letters import Held, decide_letter
from generator.publish.edits.merge import Conflict
from generator.publish.edits.order import read_order
from generator.publish.edits.over import lay_over, merged, same_text
from generator.publish.edits.overview import Edits
from generator.publish.edits.store import Edit, read_edits, write_edits
from generator.publish.edits.told import MEANING, section
from generator.publish.lock import read_lock
from generator.publish.register import parse, read_register

Choice = Literal["keep", "take", "edit"]
Ask = Callable[[str], str | None]  # shows a text in an editor and gives it back changed, None where nothing was saved
_HINT = re.compile(r"\A\s*<!--.*?-->\s*", re.DOTALL)


@dataclass(frozen=True)
class Matter(Edits):
    """What there is to decide: the edits of an intake over what the program itself writes for a build into one folder."""

    intake: Path
    composed: Composed  # the program's own text
    law: Mapping[str, str]
    built: bool  # whether the folder has a build, whose dates are taken
    output: Path | None = None  # the folder, where a person named it
    letters: Mapping[str, Held] = field(default_factory=dict)  # those that people made their own


def matter(intake: Path, folder: Path, on: date | None = None, output: Path | None = None) -> Matter:
    """The edits as the next build of this folder meets them. Writes nothing."""
    lock = read_lock(folder)
    draft = standing_draft(intake, parse(read_register(intake, folder)), *dates(on, lock))
    letters = draft.letters.held if draft.letters else {}
    own = {item.edit.clause: item.edit for item in draft.edits.over.laid if item.edit.clause in letters}
    edits = {**draft.edits.edits, **own}
    return Matter(edits, draft.edits.over, read_order(intake), intake,
                  replace(draft.made.composed, documents=draft.unedited), draft.edits.law, lock is not None, output, letters)


def named(name: str, found: Matter) -> str:
    """The clause that a person means by an id, an id without its first word, or the number of a section.

    The manual and the emergency plan both count from 1.1: a section with an edit goes before one without. Raises InputError
    for a name that nothing has, with those that are near, and for a name that two edited sections share.
    """
    asked = name.strip().casefold().removeprefix("section ").rstrip(".")
    numbers = {clause.id: clause.number for clause in pieces(found.composed)}
    ids = list(dict.fromkeys([*found.edits, *numbers]))  # those with an edit first
    meant = [id_ for id_ in ids if asked == id_.casefold()] or [
        id_ for id_ in ids if asked in (id_.casefold().split("-", 1)[-1], numbers.get(id_))]
    edited = [id_ for id_ in meant if id_ in found.edits]
    if len(edited) > 1:
        raise InputError(f"{name} may be {' or '.join(edited)}; both have an edit. Name the one that you mean.")
    if meant:
        return meant[0]
    from rapidfuzz import process
    pool = sorted(found.edits) or ids
    if asked.replace(".", "").isdigit():
        pool = list(dict.fromkeys(number for id_ in pool if (number := numbers.get(id_)))) or pool
    near = [match[0] for match in process.extract(asked, pool, limit=3)]
    none = "" if found.edits else " No edit was taken over so far."
    raise InputError(f"{name} is not a section of this company's program.{none} Did you mean {', '.join(near)}?")


def resolve(intake: Path, clause: str, choice: Choice, composed: Composed, law: Mapping[str, str],
            ask: Ask | None = None, letters: Mapping[str, Held] | None = None) -> str:
    """Write the decision into the edit's file and say what it means. The next build prints it; deciding twice changes nothing.

    `composed` is the program's own text, `law` the marks of the facts on which it stands, `letters` those of people.
    Raises InputError where the clause has no edit.
    """
    if letters and clause in letters:
        return decide_letter(intake, letters[clause], choice)
    edits = read_edits(intake)
    if clause not in edits:
        known = ", ".join(sorted(edits)) or "none"
        raise InputError(f"{clause} has no edit that was taken over. Clauses with edits: {known}.")
    edit, found = edits[clause], next((item for item in pieces(composed) if item.id == clause), None)
    if found is None:
        return f"{clause}: the program does not write that section now. Your edit waits; there is nothing to decide."
    name, laid = section(clause, found), lay_over(composed, {clause: edit}, law)
    edit, conflicts = laid.laid[0].edit, laid.conflicts  # in step with today's numbers of sections
    if not conflicts and choice != "edit":
        return f"{name}: no conflict is open, so nothing was changed. Your edit is printed."
    decided = _text(edit, found.markdown, choice)
    text = _asked(ask, name, decided, [one for item in conflicts for one in item.conflicts]) if choice == "edit" else decided
    if text is None:
        return "Nothing was saved, so nothing was changed."
    if same_text(text, found.markdown):
        write_edits(intake, {clause: None})
        return f"{name}: the program's text counts. The next build prints it."
    marks = marks_of(law_behind(composed.documents)[clause], law)
    write_edits(intake, {clause: replace(edit, base=found.markdown, theirs=text, law=marks)})
    return f"{name}: {MEANING[choice]}. The next build prints it."


def _text(edit: Edit, ours: str, choice: Choice) -> str:
    """What is printed after the choice. Where the law changed and no words met, the program's words are its whole text."""
    text, result = merged([(edit.base, edit.theirs, ours)], "ours" if choice == "take" else "theirs")[0]
    return ours if choice == "take" and result.outcome != "conflict" else text


def _asked(ask: Ask | None, name: str, text: str, conflicts: Sequence[Conflict]) -> str | None:
    """The text as the person wants it; above it, in a comment that is taken off again, the program's new words."""
    new = "\n".join(f"\nThe program's new words: {one.ours or '(left out)'}" for one in conflicts).replace("-->", "-- >")
    hint = f"Change the text of {name} below this note, save it and close the editor.\n{new}"
    shown = ask(f"<!-- {hint.strip()} -->\n\n{text}") if ask else None
    if shown is None:
        return None
    left = _HINT.sub("", shown.replace("\r\n", "\n"))
    return left if left.strip() else None
