"""What a revision is made of, in marks, and what changed from one to the next, in words for the revision history."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from generator.compose.names import long_date
from generator.publish import fingerprint
from generator.publish.causes import changed_answers, several
from generator.publish.ingredients import answer_marks, shown_title, text_mark
from generator.publish.plan import Plan
from generator.publish.typeset import house

Content = dict[str, Any]  # documents and sections: id -> [title, mark]; letterhead, answers: name -> mark; law_as_of
FIRST = "First issue."
_MOST = 4  # pieces that the history names before it says "and 4 more"
_HISTORY = "clause-revision_history"


def content(made: Plan, intake: Path) -> Content:
    """What the documents say, without how they are typeset: a newer typesetter is no new revision, a changed word is."""
    documents = made.composed.documents
    letterhead = fingerprint.letterhead(house(made.program.company, made.program, intake))
    manual = next(item for item in documents if item.id == "manual")
    return {
        "law_as_of": made.program.as_of.isoformat(),
        "letterhead": {name: shown for name, shown in letterhead.items() if name != "revision line"},
        "documents": {item.id: [shown_title(item), fingerprint.of_text(item)] for item in documents},
        "sections": {clause.id: [f"{clause.number} {clause.title}", text_mark(clause, manual)] for clause in manual.clauses},
        "answers": {path: shown for path, shown in answer_marks(intake).items() if not path.startswith("revision.")},
    }


def same(before: Content, after: Content) -> bool:
    """Whether the documents say the same. An answer that no document reads makes no new revision."""
    return all(before[name] == after[name] for name in ("documents", "letterhead"))


def in_words(before: Content, after: Content) -> str:
    """What changed, for the history: answers, law, what came and went, and which texts were rewritten."""
    old, new = before["documents"], after["documents"]
    parts = [
        ("Answers", _people(changed_answers(before["answers"], after["answers"]))),
        ("Law", [f"as of {long_date(date.fromisoformat(after['law_as_of']))}"] * (before["law_as_of"] != after["law_as_of"])),
        ("Letterhead", [name for name, shown in after["letterhead"].items() if before["letterhead"].get(name) != shown]),
        ("New", [title for id_, (title, _) in new.items() if id_ not in old]),
        ("Taken out", [title for id_, (title, _) in old.items() if id_ not in new]),
        ("Rewritten", _rewritten(before, after)),
    ]
    return " ".join(f"{name}: {several(items, _MOST)}." for name, items in parts if items)


def _rewritten(before: Content, after: Content) -> list[str]:
    """Titles of the documents that read otherwise now; of the manual, its sections."""
    found = []
    for id_, (title, shown) in after["documents"].items():
        if id_ == "start_here" or before["documents"].get(id_, [title, shown])[1] == shown:
            continue
        sections = several(_sections(before["sections"], after["sections"]), _MOST) if id_ == "manual" else ""
        found.append(f"{title} ({sections})" if id_ == "manual" else title)
    return found


def _sections(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> list[str]:
    changed = [name for id_, (name, shown) in after.items()
               if id_ != _HISTORY and before.get(id_, ["", ""])[1] != shown]
    gone = [f"without {name.split(' ', 1)[1]}" for id_, (name, _) in before.items() if id_ not in after]
    return [*changed, *gone] or ["cover and numbers"]


def _people(changes: Iterable[str]) -> list[str]:
    """"equipment.forklift was added" as "equipment forklift was added"."""
    return [change.replace(".", " ").replace("_", " ") for change in changes]
