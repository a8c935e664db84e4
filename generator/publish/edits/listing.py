"""`safety-manual resolve` without a decision: what is open, both texts beside each other, and what was taken over."""
from __future__ import annotations

import textwrap
from collections.abc import Iterator

from generator.publish.edits.chapters import pieces
from generator.publish.edits.order import FILE
from generator.publish.edits.over import Laid
from generator.publish.edits.overview import edit_lines
from generator.publish.edits.resolve import Matter
from generator.publish.edits.told import command, done, section
from generator.publish.fingerprint import edits_folder

_WIDTH = 100  # characters of a line
_YOURS, _NEW = "Your words:", "The program's new words:"
_LAW = "THE LAW under this section changed: look at it first."
_CHOICES = (("--keep", "your words stay"),
            ("--take", "the program's new words, where both changed the same place; your other changes stay"),
            ("--edit", "write a third text in your editor"))


def listing(matter: Matter) -> str:
    """Open conflicts, those over a changed law first, then every edit that was taken over."""
    if not (matter.edits or matter.moves):
        return (f"No edits were taken over. Change the delivered Word files as you like and build again: edits come to lie in "
                f"{edits_folder(matter.intake)}.")
    return "\n\n".join([_head(matter), *(_to_decide(matter, item) for item in matter.over.conflicts), _taken(matter)])


def shown(matter: Matter, clause: str) -> str:
    """One clause: both texts where an edit and the program disagree, and what may be chosen."""
    item = next((item for item in matter.over.conflicts if item.edit.clause == clause), None)
    if item is not None:
        lines = [f"  {_command(matter, item)} {option}   {what}" for option, what in _CHOICES]
        return "\n".join([*_conflict(item), "", f"The section was {done(item.edit)}. Choose one; the next build prints it:",
                          *lines])
    title = _title(matter, clause)
    if clause not in matter.edits:
        return f"{title}: no edit of it was taken over. The program's text is printed; there is nothing to decide."
    return "\n".join([f"{title}: no conflict is open, there is nothing to decide.",
                      *edit_lines(matter.intake, matter)[clause]])


def _head(matter: Matter) -> str:
    count = len(matter.over.conflicts)
    if not count:
        return "No conflict is open."
    return (f"{count} open {'conflict' if count == 1 else 'conflicts'}: the program has new words for what you changed, or the "
            "law behind it is new. Your words are printed until you decide.")


def _to_decide(matter: Matter, item: Laid) -> str:
    return "\n".join([*_conflict(item), f"  Decide: {_command(matter, item)} --keep, --take or --edit"])


def _command(matter: Matter, item: Laid) -> str:
    return command(matter.intake, item.edit.clause, matter.output)


def _conflict(item: Laid) -> list[str]:
    lines = [section(item.edit.clause, item)] + [f"  {_LAW}"] * item.law_changed
    for one in item.conflicts:
        lines += [*_words(_YOURS, one.theirs or "(deleted)"), *_words(_NEW, one.ours or "(left out)")]
    return lines


def _words(label: str, text: str) -> Iterator[str]:
    """The label and the words beside it, one under the other where they take more than a line."""
    indent = " " * (len(_NEW) + 4)
    first = f"  {label:<{len(_NEW)}}  "
    for line in text.splitlines():
        yield textwrap.fill(line, _WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)
        first = indent


def _taken(matter: Matter) -> str:
    laid = {item.edit.clause: item for item in matter.over.laid}
    folder, lines = edits_folder(matter.intake), []
    if matter.edits:
        lines = [f"Edits that were taken over ({len(matter.edits)}), in {folder}:"]
        lines += [f"  {section(id_, laid.get(id_))}: {done(edit)}" + ("" if id_ in laid else " (waits: not written now)")
                  for id_, edit in matter.edits.items()]
        lines += ["Delete a file there and build again to take that edit back."]
    if matter.moves:
        lines += [f"Sections that were moved ({len(matter.moves)}), in {folder / FILE}:"]
        lines += [f"  {_title(matter, item.move.clause)}: {done(item)}" for item in matter.moves]
        lines += ["Take a line away there and build again to put that section back."]
    return "\n".join(lines)


def _title(matter: Matter, clause: str) -> str:
    return next((section(clause, one) for one in pieces(matter.composed) if one.id == clause), clause)
