"""Two states of a company's documents, clause by clause: what reads otherwise now, and why. Pure."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.publish.causes import Record, clause_causes
from generator.publish.changes.baseline import State
from generator.publish.changes.happened import lines_of
from generator.publish.changes.model import Change
from generator.publish.ingredients import bare

_OWN = frozenset({"start_here"})  # tells what is open today: nobody signs it or is told of it
_DERIVED = "schedule"
_UNORDERED = "not_needed"  # a list whose order says nothing
_HISTORY = "clause-revision_history"  # says itself what changed


def compare(old: State, new: State, people: Mapping[str, str]) -> tuple[Change, ...]:
    """Every clause that reads otherwise, in the order of the documents, then those that are gone, then pages that only gather
    what the others say (The Year, Toolbox Talks).

    `people` are those whose edit of a clause was taken over. A section's number that moved is no change.
    """
    order = [*new.documents, *(id_ for id_ in old.documents if id_ not in new.documents)]
    kinds = {id_: said.kind for state in (old, new) for id_, said in state.documents.items()}
    order.sort(key=lambda id_: kinds[id_] == _DERIVED)
    return tuple(change for id_ in order if id_ not in _OWN for change in _document(id_, old, new, people))


def _document(id_: str, old: State, new: State, people: Mapping[str, str]) -> Iterator[Change]:
    was, now = old.documents.get(id_), new.documents.get(id_)
    said = now or was
    assert said is not None
    before, after = (dict(side.clauses) if side else {} for side in (was, now))
    other = _renamed(id_, old, new)
    for clause in [*after, *(one for one in before if one not in after and one not in other.values())]:
        first, second = before.get(other.get(clause, clause), ""), after.get(clause, "")
        if clause == _HISTORY or bare(first).split() == bare(second).split() or (id_ == _UNORDERED and _shuffled(first, second)):
            continue
        one, two = _record(old, id_, other.get(clause, clause)), _record(new, id_, clause)
        causes = tuple(dict.fromkeys(clause_causes(clause, one, two, old.lock, new.lock))) if one or two else ()
        shown = two or one or {"title": said.title, "number": ""}
        edited = causes and all(cause.kind == "edit" for cause in causes)
        yield Change(clause, id_, said.title, said.kind, shown["title"], first, second, causes, shown["number"], said.code,
                     people.get(clause, "") if edited else "", was is None or now is None)


def _renamed(id_: str, old: State, new: State) -> dict[str, str]:
    """New clause -> the old one whose place it took: the same title in the same document, another text of the library."""
    sides = [state.lock.documents.get(id_, {}).get("clauses", {}) for state in (old, new)]
    alone = [{clause: record["title"] for clause, record in side.items() if clause not in other}
             for side, other in (sides, sides[::-1])]
    gone, come = ({title: clause for clause, title in side.items() if list(side.values()).count(title) == 1} for side in alone)
    return {come[title]: gone[title] for title in come if title in gone}


def _shuffled(first: str, second: str) -> bool:
    return sorted(lines_of(first)) == sorted(lines_of(second))


def _record(state: State, document: str, clause: str) -> Record | None:
    found: Record | None = state.lock.documents.get(document, {}).get("clauses", {}).get(clause)
    return found
