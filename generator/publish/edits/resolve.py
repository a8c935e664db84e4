"""A person decides a conflict: their words, the program's new words, or a third text."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from generator.compose.model import Composed
from generator.errors import InputError
from generator.publish.edits.over import merged, same_text
from generator.publish.edits.store import read_edits, write_edits

Choice = Literal["keep", "take", "edit"]


def resolve(intake: Path, clause: str, choice: Choice, composed: Composed, law: Mapping[str, str],
            ask: Callable[[str], str | None] | None = None) -> str:
    """Write the decision into the edit's file and say what it means. The next build prints it.

    `composed` is the program's own text. `ask` shows a text in an editor and gives it back changed, None where nothing was
    saved. Raises InputError where the clause has no edit.
    """
    edits = read_edits(intake)
    if clause not in edits:
        known = ", ".join(sorted(edits)) or "none"
        raise InputError(f"{clause} has no edit that was taken over. Clauses with edits: {known}.")
    edit = edits[clause]
    ours = next((item.markdown for item in composed.clauses if item.id == clause), "")
    text, _ = merged([(edit.base, edit.theirs, ours)], "ours" if choice == "take" else "theirs")[0]
    if choice == "edit":
        shown = ask(text) if ask else None
        if shown is None:
            return "Nothing was saved, so nothing was changed."
        text = shown
    if same_text(text, ours):
        write_edits(intake, {clause: None})
        return f"{clause}: the program's text counts. The next build prints it."
    marks = {ref: law[ref] for ref in edit.law if ref in law}
    write_edits(intake, {clause: replace(edit, base=ours, theirs=text, law=marks)})
    words = {"keep": "your words stay", "edit": "your new text counts",
             "take": "the program's new words, with your other changes"}
    return f"{clause}: {words[choice]}. The next build prints it."
