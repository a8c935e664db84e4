"""The page of Start Here that lists conflicts: both texts beside each other until somebody decides."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.compose.markdown import div, escape, table
from generator.compose.model import Clause, Composed, Document
from generator.program.model import Reason
from generator.publish.edits.over import Laid

_ID = "start-conflicts"
_TITLE = "Your edits and the program's new text"
_NOTHING = "(deleted)"


def with_notice(composed: Composed, conflicts: Sequence[Laid]) -> Composed:
    """Start Here with the list of open conflicts as its first section; as it was where there are none."""
    if not conflicts:
        return composed
    return replace(composed, documents=tuple(_noticed(item, conflicts) if item.kind == "start_here" else item
                                             for item in composed.documents))


def _noticed(document: Document, conflicts: Sequence[Laid]) -> Document:
    markdown = f"## {_TITLE}\n\n{_intro(conflicts)}\n\n{_table(conflicts)}"
    own = Clause(_ID, document.id, _TITLE, markdown, (Reason("choice", _ID, "An edit and a new text met"),))
    first = document.clauses[0]
    place = document.markdown.index(f"{{#{first.id} .clause")
    place = document.markdown.rfind("\n", 0, place) + 1
    text = document.markdown[:place] + div("clause", markdown, id_=_ID) + "\n\n" + document.markdown[place:]
    return replace(document, markdown=text, clauses=(own, *document.clauses))


def _intro(conflicts: Sequence[Laid]) -> str:
    law = [item for item in conflicts if item.law_changed]
    text = ("Somebody changed these words in Word, and since then the program has a new text for the same place. Your words are "
            "printed. Read both and decide, section by section: keep yours, take the program's, or write a third.")
    if law:
        names = ", ".join(str(escape(item.title)) for item in law)
        text += f"\n\n::: stop\n**The law changed** under your words in: {names}. Decide these first.\n:::"
    return text


def _table(conflicts: Sequence[Laid]) -> str:
    rows = [(escape(f"{item.number} {item.title}".strip()), escape(one.theirs or _NOTHING), escape(one.ours or _NOTHING),
             escape(f"resolve {item.edit.clause}")) for item in conflicts for one in item.conflicts]
    return table(("Section", "Your words, printed", "The program's new words", "Command"), rows, (18, 32, 32, 18))
