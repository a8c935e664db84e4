"""Sections that people moved in Word: kept as `edits/NAME/order.yaml` beside the intake, a line each, for people to read.

A line that is taken away, or the whole file, puts the section back into the program's place.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from generator.compose.model import Document, Order
from generator.compose.order import START, Move, moves_between, stranded
from generator.errors import InputError
from generator.publish.fingerprint import edits_folder
from generator.publish.lock import FOLDER

if TYPE_CHECKING:
    from generator.publish.edits.take import Taken

FILE = "order.yaml"
_OWN = f"{FOLDER}/base/order.json"
_NOTE = ("Sections that people moved in Word, each after the section or at the start of the chapter that is named. Take a line "
         "away to put its section back where the program has it; delete this file to put all of them back.")


@dataclass(frozen=True)
class Moved:
    """One section or chapter that a person put elsewhere."""

    move: Move
    who: str = ""
    when: str = ""
    source: str = ""  # path of the Word file that it came from


def read_order(intake: Path) -> tuple[Moved, ...]:
    """All moves, in the order in which they are carried out. Raises InputError for a file that is not one of ours any more."""
    file = edits_folder(intake) / FILE
    if not file.is_file():
        return ()
    try:
        data: Any = yaml.safe_load(file.read_text("utf-8")) or {}
        return tuple(_read(row) for row in data.get("moves") or ())
    except (ValueError, KeyError, TypeError, AttributeError, OSError, yaml.YAMLError) as error:
        said = f"a line has no {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{file} cannot be read as a list of moved sections: {said}. Put it back from a backup, or delete it: "
                         "then every section stands where the program has it.") from None


def _read(row: Mapping[str, Any]) -> Moved:
    move = Move(str(row["document"]), str(row["clause"]), str(row["after"]), str(row.get("before") or ""))
    return Moved(move, str(row.get("who") or ""), str(row.get("when") or ""), str(row.get("from file") or ""))


def order_file(moves: Sequence[Moved]) -> dict[str, bytes | None]:
    """The file that keeps these moves, name -> bytes; None where there are none."""
    if not moves:
        return {FILE: None}
    note = yaml.safe_dump({"note": _NOTE}, allow_unicode=True, width=110)
    rows = [{"clause": item.move.clause, "document": item.move.document, "after": item.move.after, "before": item.move.before,
             "who": item.who, "when": item.when, "from file": item.source} for item in moves]
    lines = yaml.safe_dump({"moves": rows}, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100_000)
    return {FILE: (note + lines).encode()}


def order_marks(moves: Iterable[Moved]) -> dict[str, str]:
    """What the lock keeps of each move, by its section: who, and where to."""
    return {item.move.clause: f"{item.who or 'somebody'}: {item.move.document}, {item.move.after}, {item.move.before}"
            for item in moves}


def own_orders(documents: Iterable[Document], moves: Iterable[Moved]) -> dict[str, bytes]:
    """What is kept beside the base texts: the program's own order of each document in which something was moved."""
    touched = {item.move.document for item in moves}
    found = {item.id: item.order for item in documents if item.id in touched}
    return {_OWN: (json.dumps(found, indent=1) + "\n").encode()}


def read_own_order(folder: Path, document: str) -> Order:
    """The program's own order of a document when it was delivered; () where nothing was moved in it, or nothing is known."""
    try:
        found = json.loads((folder / _OWN).read_bytes())[document]
        return tuple((str(chapter), tuple(map(str, ids))) for chapter, ids in found)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def moved_on(known: Sequence[Moved], document: str, own: Order, taken: Taken, source: str) -> tuple[Moved, ...]:
    """The moves that hold after this file came back. `own` is the program's own order when it was delivered, () if as delivered.

    A file with the order in which it was delivered changes nothing. Otherwise the fewest moves are looked for that bring the
    program's own order into the person's: a section that was moved back has none any more.
    """
    if not taken.moved:
        return tuple(known)
    former = {item.move.clause: item for item in known if item.move.document == document}
    own = own or taken.delivered
    fresh = [replace(former[move.clause], move=move) if move.clause in former and move.clause not in taken.moved
             else Moved(move, taken.who, taken.when, source) for move in moves_between(document, own, taken.order)]
    seen = {name for chapter, ids in own for name in (chapter, *ids)}
    waiting = [item for id_, item in former.items() if id_ not in seen]
    return (*(item for item in known if item.move.document != document), *fresh, *waiting)


def order_lines(moves: Sequence[Moved], documents: Iterable[Document]) -> list[str]:
    """Moves that cannot be carried out as they were wished, for the terminal."""
    lines = []
    for document in documents:
        titles = {clause.id: f"“{clause.title}” ({clause.id})" for clause in document.clauses}
        mine = {item.move: item for item in moves if item.move.document == document.id}
        for move, why in stranded(document.order or ((START, tuple(titles)),), mine).items():
            name, by = titles.get(move.clause, move.clause), f" by {mine[move].who}" if mine[move].who else ""
            lines.append({
                "gone": f"The move of {name}{by} waits: the program does not write that section any more",
                "near": f"{name} was moved{by} behind {move.after}, which is not written any more: it stands before "
                        f"{titles.get(move.before, move.before)}",
                "alone": f"{name} was moved{by} behind {move.after}, which is not written any more: it stands where the program "
                         "puts it"}[why])
    return lines
