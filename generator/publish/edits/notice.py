"""What Start Here says of edits: conflicts, both texts beside each other until somebody decides, and law that was taken out."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from generator.compose.markdown import Markdown, div, escape, join_and, table
from generator.compose.model import Clause, Composed, Document
from generator.program.model import Reason
from generator.publish.edits.over import Laid, Over
from generator.publish.edits.store import Edit
from generator.publish.edits.told import command

_TITLE = "Your edits and the program's new text"
_OUT = "Sections that somebody took out although the law asks for them"
_NOTHING = "(deleted)"


def with_notice(over: Over, intake: str = "INTAKE") -> Composed:
    """Start Here with the open conflicts as its first section, and at its end what was taken out although the law asks for it.

    As it was where there is neither. `intake` is the name of the file, without its folder: the same answers elsewhere give the
    same bytes.
    """
    found = [(_OUT, "start-taken-out", _out(over.against_law), False)] * bool(over.against_law)
    found += [(_TITLE, "start-conflicts", _met(over.conflicts, intake), True)] * bool(over.conflicts)
    documents = over.composed.documents
    for title, id_, text, first in found:
        documents = tuple(_noticed(item, title, id_, text, first) if item.kind == "start_here" else item for item in documents)
    return replace(over.composed, documents=documents)


def _noticed(document: Document, title: str, id_: str, text: str, first: bool) -> Document:
    markdown = f"## {title}\n\n{text}"
    own = Clause(id_, document.id, title, markdown, (Reason("choice", id_, "An edit is not what the program writes"),))
    block = div("clause", markdown, id_=id_)
    if not first:
        return replace(document, markdown=f"{document.markdown.rstrip()}\n\n{block}\n", clauses=(*document.clauses, own))
    place = document.markdown.index(f"{{#{document.clauses[0].id} .clause")
    place = document.markdown.rfind("\n", 0, place) + 1
    text = document.markdown[:place] + block + "\n\n" + document.markdown[place:]
    return replace(document, markdown=text, clauses=(own, *document.clauses))


def _out(gone: Sequence[Laid]) -> str:
    rows = [(escape(f"{item.number} {item.title}".strip()), join_and(dict.fromkeys(reason.text for reason in item.law)),
             _by(item.edit)) for item in gone]
    return ("Each of these was deleted in Word. The law may still ask for what they said: keep that somewhere else, or delete "
            f"the edit's file and build again.\n\n{table(('Section', 'The law behind it', 'Taken out by'), rows, (30, 48, 22))}")


def _by(edit: Edit) -> Markdown:
    return escape(f"{edit.who or 'somebody'}{', ' + edit.when[:10] if edit.when else ''}")


def _met(conflicts: Sequence[Laid], intake: str) -> str:
    return f"{_intro(conflicts, intake)}\n\n{_table(conflicts)}"


def _intro(conflicts: Sequence[Laid], intake: str) -> str:
    law = [item for item in conflicts if item.law_changed]
    text = ("Somebody changed these words in Word, and since then the program has a new text for the same place, or the law "
            "behind it changed. Your words are printed. Read both and decide, section by section: keep yours, take the "
            f"program's, or write a third. In a terminal, in the folder of your answers: "
            f"`{command(PurePath(intake), 'CLAUSE')} --keep`, or `--take`, or `--edit`. Without CLAUSE it lists them all.")
    if law:
        names = ", ".join(str(escape(item.title)) for item in law)
        text += f"\n\n::: stop\n**The law changed** under your words in: {names}. Decide these first.\n:::"
    return text


def _table(conflicts: Sequence[Laid]) -> str:
    rows = [(escape(f"{item.number} {item.title}".strip()), escape(one.theirs or _NOTHING), escape(one.ours or _NOTHING),
             escape(item.edit.clause)) for item in conflicts for one in item.conflicts]
    return table(("Section", "Your words, printed", "The program’s new words", "CLAUSE"), rows, (18, 32, 32, 18))
