"""Why a document is made again, in plain words: two locks compared, the last build's and this one's. Pure."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.publish.lock import Lock

Record = Mapping[str, Any]
_MOST = 3  # causes that one line names before it says "and 4 more"
# Names that templates read for something that stands elsewhere in the intake.
_STANDS_FOR = {"workers": ("workforce",), "alone": ("workforce",),
               "company.name": ("company.legal_name", "company.operating_name")}
_ROWS = frozenset({"people", "sites", "substances", "workforce", "existing_controls"})  # read by role or number, kept by name
CauseKind = Literal["answer", "law", "wording", "edit", "date", "program"]


@dataclass(frozen=True)
class Cause:
    """Why a clause reads otherwise now. `wording` is the library's, `edit` a person's, `program` the program's version."""

    kind: CauseKind
    text: str  # "the answer equipment.forklift was added"


def causes(old: Lock, new: Lock, absent: Iterable[str] = (),
           chapters: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, tuple[str, ...]]:
    """Document id -> why it is made again. `absent`: files of the last build that were not in their place any more.

    `chapters` are the titles of each document's chapters by id: people edit them too, and no lock says which are whose.
    """
    gone = set(absent)
    found: dict[str, tuple[str, ...]] = {}
    for id_, record in new.documents.items():
        before = old.documents.get(id_)
        lost = [path for path in record["files"] if path in gone]
        if before is None:
            why = [f"new: {_because(record)}"] if old.documents else ["the last build kept no record of it"]
        elif before["print"] != record["print"]:
            why = _rewritten(before, record, old, new, (chapters or {}).get(id_, {}))
        else:
            why = []
        why += [f"{path.rsplit('/', 1)[-1]} was not in its place any more" for path in lost]
        if why:
            found[id_] = tuple(dict.fromkeys(why))
    return found


def retirement(old: Lock, new: Lock) -> dict[str, str]:
    """Path -> why it retires, for every document of the last build that this one does not make."""
    found: dict[str, str] = {}
    for id_, record in old.documents.items():
        if id_ in new.documents:
            where = [path for path in record["files"] if path not in new.documents[id_]["files"]]
            found |= dict.fromkeys(where, f"it is called {new.documents[id_]['title']} now")
            continue
        refs = [ref for kind, ref, _ in record["because"] if kind == "answer"]
        lost = [change for change in _answers(old, new) if any(_touches(ref, change) for ref in refs)]
        why = several(f"the answer {change}" for change in lost) or _said(_general(old, new))
        found |= dict.fromkeys(record["files"], f"nothing brings it in any more: {why}" if why else
                               "nothing brings it in any more")
    return found


def _because(record: Record) -> str:
    """The first answer that brought it in, else the first reason."""
    reasons = record["because"]
    first = next((text for kind, _, text in reasons if kind == "answer"), reasons[0][2] if reasons else "")
    return first or "this program has it now"


def _rewritten(before: Record, after: Record, old: Lock, new: Lock, chapters: Mapping[str, str]) -> list[str]:
    """Causes that lie in its text, clause by clause, then those that all documents share."""
    shared = _shared(old, new)
    why = [f"{_clause_name(after['clauses'][id_])}: {_moved(new.ingredients['order'].get(id_))}"
           for id_ in _differing(old, new, "order") if id_ in after["clauses"]]
    why += [f"chapter “{chapters[id_]}”: {_edit_said(id_, old, new)}" for id_ in _differing(old, new, "edits") if id_ in chapters]
    clauses = {**before["clauses"], **after["clauses"]}
    for id_ in clauses:
        was, now = before["clauses"].get(id_), after["clauses"].get(id_)
        line = _clause(id_, was, now, old, new)
        if line:
            name = _clause_name(clauses[id_])
            why.append(line if len(clauses) == 1 else f"{name}: {line}")
    if not why and any(was["number"] != after["clauses"][id_]["number"] for id_, was in before["clauses"].items()
                       if id_ in after["clauses"]):
        why.append("the numbers of sections moved")
    why = why or ([] if shared else [_said(_general(old, new)) or "the program writes it in another way now"])
    return [*why, *shared]


def _moved(mark: str | None) -> str:
    """What became of a section's place, from its mark: "NAME: document, neighbours"."""
    return f"moved by {mark.rsplit(': ', 1)[0]} in Word" if mark else "back where the program has it"


def _clause_name(record: Record) -> str:
    return f"section {record['number']} {record['title']}" if record["number"] else f"“{record['title']}”"


def _clause(id_: str, was: Record | None, now: Record | None, old: Lock, new: Lock) -> str:
    """Why one clause differs, in words; "" where it does not."""
    if was is None or now is None:
        near = _said(clause_causes(id_, was, now, old, new))
        return ("came in" if was is None else "went out") + (f", because {near}" if near else "")
    if was["text"] == now["text"]:
        return ""
    return _said(clause_causes(id_, was, now, old, new)) or "the program writes it in another way now"


def clause_causes(id_: str, was: Record | None, now: Record | None, old: Lock, new: Lock) -> list[Cause]:
    """Why one clause differs, came in (`was` None) or went out (`now` None); where nothing near it is known, all that changed."""
    sides = [side for side in (was, now) if side is not None]
    uses, law = {use for side in sides for use in side["uses"]}, {key for side in sides for key in side["law"]}
    why = [Cause("answer", f"the answer {change}") for change in _answers(old, new) if any(_touches(use, change) for use in uses)]
    if len(sides) == 2:
        why += [Cause("law", f"the law fact {key} changed") for key in _differing(old, new, "law") if key in law]
        why += [Cause("edit", _edit_said(id_, old, new))] * (id_ in _differing(old, new, "edits"))
        if sides[0]["template"] != sides[1]["template"]:
            why.append(Cause("wording", "the library's wording changed"))
    return why or _general(old, new)


def _edit_said(id_: str, old: Lock, new: Lock) -> str:
    """What became of an edit: it came, it or what stands beside it changed, it went."""
    if id_ not in old.ingredients.get("edits", {}):
        return "an edit made in Word was taken over"
    if id_ in new.ingredients.get("edits", {}):
        return "the edit made in Word changed, or a conflict with it was decided"
    return "the edit made in Word was taken back, or the program's text chosen"


def _general(old: Lock, new: Lock) -> list[Cause]:
    """Everything that changed since the last build, where nothing nearer is known. What a person did comes first."""
    why = [Cause("answer", f"the answer {change}") for change in _answers(old, new)]
    why += [Cause("date", f"the {name} changed") for name in _differing(old, new, "dates")]
    why += [Cause("law", f"the law fact {key} changed") for key in _differing(old, new, "law")]
    why += [Cause("edit", "sections were moved in Word")] * bool(_differing(old, new, "order"))
    why += [Cause("wording", f"{path} changed") for path in _differing(old, new, "library")]
    if old.program != new.program:
        why.append(Cause("program", f"program version {old.program or 'unknown'} became {new.program}"))
    elif _differing(old, new, "program"):
        why.append(Cause("program", "the program itself changed"))
    return why


def _shared(old: Lock, new: Lock) -> list[str]:
    """What changed of letterhead and typesetting. A lock that knew neither says nothing."""
    return [f"the {name} changed" for group in ("letterhead", "engine") if old.ingredients.get(group)
            for name in _differing(old, new, group)]


def _differing(old: Lock, new: Lock, group: str) -> list[str]:
    before, after = old.ingredients.get(group, {}), new.ingredients.get(group, {})
    whole = before or (group in ("edits", "order") and old.ingredients)  # none yet is a state too
    return [name for name in {**after, **before} if before.get(name) != after.get(name)] if whole else []


def _answers(old: Lock, new: Lock) -> list[str]:
    """Changed answers in words: "equipment.forklift was added". A row that came or went is one change."""
    before, after = old.ingredients.get("answers", {}), new.ingredients.get("answers", {})
    return changed_answers(before, after) if before else []


def changed_answers(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Two maps from an answer's path to its mark, compared in words: "equipment.forklift was added"."""
    found: dict[str, None] = {}
    for path in {**after, **before}:
        if before.get(path) != after.get(path):
            side = "was added" if path not in before else "was taken out" if path not in after else "changed"
            other = before if path not in before else after
            found[f"{path if side == 'changed' else _row(path, other)} {side}"] = None
    return list(found)


def _row(path: str, other: Mapping[str, str]) -> str:
    """The longest part of a path, from its front, that the other side does not have: the row that came or went."""
    parts = path.split(".")
    for length in range(1, len(parts)):
        head = ".".join(parts[:length])
        if not any(there == head or there.startswith(f"{head}.") for there in other):
            return head
    return path


def _touches(use: str, change: str) -> bool:
    """Whether what a text read ("people.first_aider.phone") is, holds or lies in what changed ("people.Lee Tran.phone")."""
    path = change.removesuffix(" changed").removesuffix(" was added").removesuffix(" was taken out")
    for name in _STANDS_FOR.get(use, (use.removesuffix(".first_name"),)):
        if path == name or path.startswith(f"{name}.") or name.startswith(f"{path}."):
            return True
        mine, other = name.split("."), path.split(".")
        if mine[0] == other[0] in _ROWS and (len(mine) < 3 or mine[-1] == other[-1] or len(other) < 3):
            return True
    return False


def _said(causes: Iterable[Cause]) -> str:
    return several(dict.fromkeys(cause.text for cause in causes))


def several(lines: Iterable[str], most: int = _MOST) -> str:
    """The first few, and how many more there are."""
    lines = list(lines)
    more = len(lines) - most
    return "; ".join(lines[:most]) + (f"; and {more} more" if more > 0 else "")
