"""A what-if as text for a person at a terminal, and as data for scripts."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from generator.intake.blanks import Blank
from generator.publish.compare import Change, Group, Piece, Rewritten
from generator.publish.whatif import Side, WhatIf

_MOST = 12  # lines of one list on a screen; --json gives all
_HEADINGS = {
    "duties": "Duties by law", "first_aid": "First aid", "work": "Work", "equipment": "Equipment", "training": "Training",
    "meetings": "Meetings, walks, drills and reviews", "inspections": "Inspections",
}
_IN_A_LINE = {"hazards": "Hazards", "emergencies": "Emergencies"}
_COUNTED = {"records_per_year": "Records a year", "minutes_per_week": "Minutes a week"}


def what_if_text(found: WhatIf) -> str:
    """What changes, grouped, in plain words; one line where nothing does."""
    difference = found.found
    blocks = [_head(found)]
    if difference.nothing:
        return "\n".join([*blocks, "Nothing changes.", *_questions(found.opened)])
    blocks.append("\n".join(_numbers(found)))
    blocks += [_block(heading, _lines(difference.groups[name])) for name, heading in _HEADINGS.items()]
    blocks.append("\n".join(f"{heading}: {_in_a_line(difference.groups[name])}" for name, heading in _IN_A_LINE.items()
                            if difference.groups[name].added or difference.groups[name].removed))
    documents = difference.documents
    blocks.append(_block("New documents", [f"+ {piece.title}{_pages_of(found, piece.id)}{_why(piece.why)}"
                                           for piece in documents.added]))
    blocks.append(_block("Documents that go", [f"- {piece.title}" for piece in documents.removed]))
    blocks.append(_block("Documents that change", [line for item in difference.rewritten if not item.renumbered
                                                   for line in _rewritten(found, item)], most=40))
    blocks.append("\n".join(_questions(found.opened)))
    blocks.append(_block("To be completed", [f"{sign} {piece.title}" for sign, pieces in
                                             (("+", difference.groups["to_complete"].added),
                                              ("-", difference.groups["to_complete"].removed)) for piece in pieces]))
    left = difference.groups["left_out"]
    blocks.append(_block("Left out from then on", [f"{piece.title}: {piece.why}" for piece in left.added]))
    blocks.append(_block("No longer left out", [piece.title for piece in left.removed]))
    return "\n\n".join(block for block in blocks if block)


def _head(found: WhatIf) -> str:
    before, after = found.found.before.program.company, found.found.after.program.company
    who = after.name if after.name == before.name else f"{before.name} beside {after.name}"
    people = f"{_plural(after.workers, 'worker')} instead of {before.workers}" if after.workers != before.workers else \
        _plural(after.workers, "worker")
    return f"{_side(found.after)} beside {_side(found.before)}\n{who}: {people}"


def _side(side: Side) -> str:
    return f"{side.intake.name}" + (f" with {', '.join(side.settings)}" if side.settings else "")


def _numbers(found: WhatIf) -> list[str]:
    numbers = {name: (before, after) for name, before, after in found.found.numbers}
    documents, texts = found.found.documents, found.found.rewritten
    renumbered = sum(1 for item in texts if item.renumbered)
    lines = [f"Documents: {_instead(*numbers['documents'])} (+ {len(documents.added)}, - {len(documents.removed)}; "
             f"{len(texts) - renumbered} change" + (f", {renumbered} only get other section numbers" if renumbered else "") + ")"]
    if found.pages is not None:
        before, after = (sum(pair[place] for pair in found.pages.values()) for place in (0, 1))
        lines.append(f"Pages: {_more(after - before)} (what changes has {after}, now {before})")
    lines += [f"{words}: {_instead(*numbers[name])}" for name, words in _COUNTED.items() if name in numbers]
    return lines


def _instead(before: float, after: float) -> str:
    return f"{after:,.0f} instead of {before:,.0f}" if round(after) != round(before) else f"{after:,.0f}, as now"


def _more(pages: int) -> str:
    return f"{pages} more" if pages > 0 else f"{-pages} fewer" if pages else "as many as now"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _block(heading: str, lines: Sequence[str], most: int = _MOST) -> str:
    if not lines:
        return ""
    more = [f"  ... and {_plural(len(lines) - most, 'more line')} (--json lists all)"] if len(lines) > most else []
    return "\n".join([heading, *(f"  {line}" for line in lines[:most]), *more])


def _lines(group: Group) -> list[str]:
    return [*(f"+ {piece.title}{_facts(piece)}{_why(piece.why)}" for piece in group.added),
            *(f"- {piece.title}" for piece in group.removed),
            *(_changed(change) for change in group.changed if not _only_form(change)),
            *_other_forms([change for change in group.changed if _only_form(change)])]


def _only_form(change: Change) -> bool:
    return {name for name, *_ in change.facts} == {"form"}


def _other_forms(changes: Sequence[Change]) -> list[str]:
    """What stays as it is and is only written on another form: one line for all of it."""
    forms = dict.fromkeys(new or "no form" for change in changes for _, _, new in change.facts)
    return [f"~ {len(changes)} more, only on another form: {', '.join(forms)}"
            ] if changes else []


def _facts(piece: Piece) -> str:
    """Whom a new course is for; how often a new look or meeting comes."""
    facts = dict(piece.facts)
    said = [f"for {facts['for']}"] if "for" in facts else []
    if (times := float(facts.get("a year", 0) or 0)) > 0:
        said.append(f"{times:g} a year")
    elif facts.get("when"):
        said.append(facts["when"])
    return f" ({'; '.join(said)})" if said else ""


def _changed(change: Change) -> str:
    facts = [(name, old, new) for name, old, new in change.facts if name != "form"]
    words = [f"now called {new}" if name == "name" else f"{name} {new or 'open'} instead of {old or 'open'}"
             for name, old, new in facts]
    return f"~ {change.before.title}: {'; '.join(words)}{_why(change.why)}"


def _why(text: str) -> str:
    return f"  <- {text}" if text else ""


def _in_a_line(group: Group) -> str:
    return ", ".join([*(f"+ {piece.title}" for piece in group.added), *(f"- {piece.title}" for piece in group.removed)])


def _pages_of(found: WhatIf, id_: str) -> str:
    if not found.pages or id_ not in found.pages:
        return ""
    before, after = found.pages[id_]
    if not before or not after:
        return f" ({_plural(before or after, 'page')})"
    return f" ({_plural(after, 'page')} instead of {before})" if before != after else ""


def _rewritten(found: WhatIf, item: Rewritten) -> list[str]:
    title = f"{item.after.code} {item.after.title}" if item.after.code else item.after.title
    lines = [f"~ {title}{_pages_of(found, item.after.id)}"]
    for sign, titles in (("+", [piece.title for piece in item.clauses.added]),
                         ("-", [piece.title for piece in item.clauses.removed]),
                         ("~", [change.after.title for change in item.clauses.changed])):
        if titles:
            more = f" and {len(titles) - _MOST} more" if len(titles) > _MOST else ""
            lines.append(f"    {sign} {'; '.join(titles[:_MOST])}{more}")
    return lines


def _questions(opened: Sequence[Blank]) -> list[str]:
    """The questions that a change opens, one line for each thing that they are about."""
    if not opened:
        return []
    about: dict[str, list[Blank]] = {}
    for blank in opened:
        about.setdefault(blank.place, []).append(blank)
    lines = [f"  {f'{place}: ' if place else ''}" + ", ".join(
        blank.id + (f" ({blank.taken} if left open)" if blank.taken else "") for blank in blanks)
        for place, blanks in about.items()]
    more = [f"  ... and {len(lines) - _MOST} more (--json lists all)"] if len(lines) > _MOST else []
    first = next((blank for blank in opened if blank.place), opened[0])
    path = f"{first.place}.{first.id}" if first.place else first.id
    return ["This opens questions", *lines[:_MOST], *more, f"  Answer them the same way: --set {path}=..."]


def what_if_data(found: WhatIf) -> dict[str, Any]:
    """The what-if as plain data; the keys are a promise to scripts (see docs/compare.md)."""
    difference = found.found
    numbers: dict[str, Any] = {name: {"before": before, "after": after} for name, before, after in difference.numbers}
    if found.pages is not None:
        before, after = (sum(pair[place] for pair in found.pages.values()) for place in (0, 1))
        numbers["pages_of_changes"] = {"before": before, "after": after}
    return {
        "before": _side_data(found.before), "after": _side_data(found.after), "nothing_changes": difference.nothing,
        "numbers": numbers, **{name: _group_data(group) for name, group in difference.groups.items()},
        "documents": {
            "added": [_document_data(found, piece) for piece in difference.documents.added],
            "removed": [_document_data(found, piece) for piece in difference.documents.removed],
            "changed": [_rewritten_data(found, item) for item in difference.rewritten]},
        "opened": [_blank_data(blank) for blank in found.opened], "closed": [_blank_data(blank) for blank in found.closed],
    }


def _side_data(side: Side) -> dict[str, Any]:
    return {"intake": str(side.intake), "set": list(side.settings)}


def _piece_data(piece: Piece) -> dict[str, Any]:
    return {"id": piece.id, "title": piece.title, "why": piece.why,
            "facts": {name: value for name, value in piece.facts if name != "text"}}


def _group_data(group: Group) -> dict[str, Any]:
    return {"added": [_piece_data(piece) for piece in group.added], "removed": [_piece_data(piece) for piece in group.removed],
            "changed": [{"id": change.after.id, "title": {"before": change.before.title, "after": change.after.title},
                         "why": change.why, "facts": _changed_facts(change)} for change in group.changed]}


def _changed_facts(change: Change) -> dict[str, dict[str, str]]:
    return {name: {"before": before, "after": after} for name, before, after in change.facts if name != "text"}


def _document_data(found: WhatIf, piece: Piece) -> dict[str, Any]:
    pair = (found.pages or {}).get(piece.id)
    return {"id": piece.id, "title": piece.title, "kind": piece.kind, "why": piece.why, "pages": max(pair) if pair else None}


def _rewritten_data(found: WhatIf, item: Rewritten) -> dict[str, Any]:
    pair = (found.pages or {}).get(item.after.id)
    return {"id": item.after.id, "title": item.after.title, "kind": item.after.kind, "only_renumbered": item.renumbered,
            "pages": {"before": pair[0], "after": pair[1]} if pair else None,
            "clauses": {"added": _titles(item.clauses.added), "removed": _titles(item.clauses.removed),
                        "changed": _titles(change.after for change in item.clauses.changed)}}


def _titles(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    return [{"id": piece.id, "title": piece.title} for piece in pieces]


def _blank_data(blank: Blank) -> dict[str, Any]:
    return {"place": blank.place, "id": blank.id, "label": blank.label, "question": blank.question, "taken": blank.taken}
