"""What differs between two plans: duties, training, inspections, meetings, documents and their clauses. Pure.

Every difference is symmetric: what comes going one way goes coming back, with the same reasons.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.compose.model import Document
from generator.program.budget import budget
from generator.program.duties import decide_duties
from generator.program.model import EquipmentItem, Inspection, Item, Meeting, Program, Reason, SiteFirstAid, TrainingNeed
from generator.publish.plan import Plan

_NUMBERS = re.compile(r'(?<=\bsection )\d+\.\d+|(?<=\bnumber=")[\d.]+')  # of sections: they shift when one comes in before
_STRONGEST = ("law", "standard", "manufacturer", "answer", "audit", "choice")
_NEAREST = ("answer", "law", "standard", "manufacturer", "audit", "choice")


@dataclass(frozen=True)
class Piece:
    """One thing that comes, goes or changes. `why` is its first reason; `facts` is what may change about it."""

    id: str
    title: str
    why: str = ""
    kind: str = ""  # of a document: manual, practice, form ...; of the others empty
    facts: tuple[tuple[str, str], ...] = ()  # (name, value in words), such as ("for", "Lee Tran")


@dataclass(frozen=True)
class Change:
    """The same thing on both sides. `why` is the reason that only the second side has, if any."""

    before: Piece
    after: Piece
    why: str = ""

    @property
    def facts(self) -> tuple[tuple[str, str, str], ...]:
        """(name, before, after) of each fact that differs."""
        old, new = dict(self.before.facts), dict(self.after.facts)
        return tuple((name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys([*old, *new])
                     if old.get(name, "") != new.get(name, ""))


@dataclass(frozen=True)
class Group:
    """All differences of one sort."""

    added: tuple[Piece, ...] = ()
    removed: tuple[Piece, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Rewritten:
    """A document that is on both sides with another text. `clauses` names its sections where it has several."""

    before: Document
    after: Document
    clauses: Group
    renumbered: bool  # only numbers of sections differ


@dataclass(frozen=True)
class Differences:
    """Everything that differs between two plans, the first one taken as "now"."""

    before: Plan
    after: Plan
    groups: Mapping[str, Group]  # duties, first_aid, work, equipment, hazards, training, inspections, meetings, left_out ...
    documents: Group
    rewritten: tuple[Rewritten, ...]
    numbers: tuple[tuple[str, float, float], ...]  # (name, before, after): workers, documents ...; pages come later

    @property
    def nothing(self) -> bool:
        """Whether the two plans make the same documents for the same reasons."""
        return not (any(self.groups.values()) or self.documents or self.rewritten
                    or any(before != after for _, before, after in self.numbers))


def differences(before: Plan, after: Plan) -> Differences:
    """What changes when `after` takes the place of `before`."""
    old = {item.id: item for item in before.composed.documents}
    new = {item.id: item for item in after.composed.documents}
    rewritten = tuple(_rewritten(old[id_], item) for id_, item in new.items() if id_ in old and _text(old[id_]) != _text(item))
    return Differences(
        before=before, after=after, groups=_groups(before, after),
        documents=_group(map(_document, old.values()), map(_document, new.values())), rewritten=rewritten,
        numbers=tuple((name, old_count, new_count) for (name, old_count), (_, new_count)
                      in zip(_counts(before), _counts(after), strict=True)))


def _counts(plan: Plan) -> tuple[tuple[str, float], ...]:
    program, composed = plan.program, plan.composed
    forms = sum(1 for item in composed.documents if item.kind == "form")
    paper = budget(program)
    return (("workers", program.company.workers), ("documents", len(composed.documents)), ("forms", forms),
            ("training", len(program.training)), ("inspections", len(program.inspections)),
            ("meetings", len(program.meetings)), ("records_per_year", paper.records_per_year),
            ("minutes_per_week", paper.minutes_per_week))


def _groups(before: Plan, after: Plan) -> dict[str, Group]:
    """The groups in the order in which a person wants to read them."""
    sides = [(_pieces(plan), plan.program) for plan in (before, after)]
    names = sides[0][0].keys()
    reasons = [_reasons(program) for _, program in sides]
    fresh = {key: [reason for reason in found if reason not in reasons[0].get(key, ())]
             for key, found in reasons[1].items()}
    return {name: _group(sides[0][0][name], sides[1][0][name], {
        id_: _nearest(found) for (sort, id_), found in fresh.items() if sort == name}) for name in names}


def _pieces(plan: Plan) -> dict[str, list[Piece]]:
    program = plan.program
    forms = {id_: form.title for id_, form in plan.knowledge.catalogue.forms.items()}
    return {
        "duties": list(_duties(plan)),
        "first_aid": [_first_aid(item) for item in program.first_aid],
        "work": [_item(item) for item in program.activities],
        "equipment": [_equipment(item) for item in program.equipment],
        "hazards": [_item(item) for item in program.hazards],
        "emergencies": [_item(item) for item in program.emergencies],
        "training": [_training(item) for item in program.training],
        "inspections": [_inspection(item, forms) for item in program.inspections],
        "meetings": [_meeting(item, forms) for item in program.meetings],
        "left_out": [Piece(item.what, item.what, item.why) for item in plan.composed.left_out],
        "to_complete": [Piece(re.sub(r"\.\d+(?=\.|$)", "", item.id) + f": {item.what}", item.what, item.why)
                        for item in plan.composed.to_complete],
        "to_confirm": [Piece(item.id, item.what, item.why) for item in plan.composed.to_confirm],
    }


def _reasons(program: Program) -> dict[tuple[str, str], tuple[Reason, ...]]:
    sorts: tuple[tuple[str, Iterable[Item]], ...] = (
        ("training", program.training), ("inspections", program.inspections), ("meetings", program.meetings),
        ("hazards", program.hazards), ("emergencies", program.emergencies))
    return {(sort, item.id): item.reasons for sort, items in sorts for item in items}


def _group(before: Iterable[Piece], after: Iterable[Piece], fresh: Mapping[str, str] | None = None) -> Group:
    """What comes, what goes, and what stays with other facts. `fresh` holds the new reason of what stays."""
    old = {piece.id: piece for piece in before}
    new = {piece.id: piece for piece in after}
    return Group(
        added=tuple(piece for id_, piece in new.items() if id_ not in old),
        removed=tuple(piece for id_, piece in old.items() if id_ not in new),
        changed=tuple(Change(old[id_], piece, (fresh or {}).get(id_, "")) for id_, piece in new.items()
                      if id_ in old and old[id_].facts != piece.facts))


def _nearest(reasons: Iterable[Reason]) -> str:
    """The first reason as a person asks for it: the answer that brought it, else law, standard ..."""
    ordered = sorted(reasons, key=lambda reason: _NEAREST.index(reason.kind))
    return ordered[0].text if ordered else ""


def strongest(reasons: Iterable[Reason]) -> str:
    """The reason that weighs most: law before a standard before an answer."""
    ordered = sorted(reasons, key=lambda reason: _STRONGEST.index(reason.kind))
    return ordered[0].text if ordered else ""


_DUTY_WORDS = {"written_program": "A written health and safety program", "written_policy": "A written policy",
               "representative": "A worker health and safety representative", "committee": "A joint committee"}


def _duties(plan: Plan) -> Iterable[Piece]:
    _, reasons, _, _ = decide_duties(plan.program.company, plan.knowledge)
    for name, found in reasons.items():
        for reason in found:
            place = plan.knowledge.jurisdictions[reason.ref.partition(":")[0]].name
            yield Piece(f"{name} {reason.ref}", f"{_DUTY_WORDS[name]} in {place}", reason.text)


def _item(item: Item) -> Piece:
    return Piece(item.id, item.title, _nearest(item.reasons))


def _equipment(item: EquipmentItem) -> Piece:
    return Piece(item.id, item.title, facts=(
        ("how many", str(item.answer.count)), ("used", item.answer.use or ""), ("whose", item.answer.owned)))


def _first_aid(item: SiteFirstAid) -> Piece:
    need = item.need if item.need and item.need.use != "stand_in" else None
    aiders = ", ".join(f"{count} {level}" for level, count in need.people) if need else ""
    return Piece(item.site, f"First aid at {item.site}", need.cite if need and need.verified != "recall" else "", facts=(
        ("first aiders a shift", aiders), ("kit", need.kit if need else "")))


def _training(item: TrainingNeed) -> Piece:
    return Piece(item.id, item.title, _nearest(item.reasons), facts=(
        ("for", ", ".join(item.people) or item.who), ("holds", item.validity)))


def _inspection(item: Inspection, forms: Mapping[str, str]) -> Piece:
    rhythm = f"{item.trigger.replace('_', ' ')}{f', {item.interval}' if item.interval else ''}"
    return Piece(item.id, item.title, _nearest(item.reasons), facts=(
        ("what", item.what), ("when", rhythm), ("a year", f"{item.times * item.units:g}"),
        ("by", item.by.replace("_", " ")), ("record", item.record), ("form", forms.get(item.form or "", item.form or ""))))


def _meeting(item: Meeting, forms: Mapping[str, str]) -> Piece:
    return Piece(item.id, item.title, strongest(item.reasons), facts=(
        ("name", item.title), ("when", item.trigger), ("a year", f"{item.times:g}"), ("minutes", f"{item.minutes:g}"),
        ("who", item.who), ("form", forms.get(item.form or "", item.form or ""))))


def _document(document: Document) -> Piece:
    title = f"{document.code} {document.title}" if document.code else document.title
    return Piece(document.id, title, _nearest(document.reasons), document.kind)


def _text(document: Document) -> tuple[object, ...]:
    """All that the paper shows."""
    return (document.title, document.markdown, document.code, document.landscape, dict(document.cover or {}),
            document.letter, dict(document.context))


def _rewritten(old: Document, new: Document) -> Rewritten:
    bare = [(_NUMBERS.sub("", item.markdown), *_text(item)[2:]) for item in (old, new)]
    if len(old.clauses) < 2 and len(new.clauses) < 2:
        return Rewritten(old, new, Group(), bare[0] == bare[1])
    return Rewritten(old, new, _paired(_group(_clauses(old), _clauses(new))), bare[0] == bare[1])


def _paired(group: Group) -> Group:
    """Two texts of one title for two sizes of company are one section that is written anew."""
    titles = {piece.title for piece in group.added} & {piece.title for piece in group.removed}
    old, new = ({piece.title: piece for piece in pieces if piece.title in titles} for pieces in (group.removed, group.added))
    return Group(tuple(piece for piece in group.added if piece.title not in titles),
                 tuple(piece for piece in group.removed if piece.title not in titles),
                 (*group.changed, *(Change(old[title], piece) for title, piece in new.items())))


def _clauses(document: Document) -> list[Piece]:
    return [Piece(clause.id, clause.title, _nearest(clause.reasons),
                  facts=(("text", _NUMBERS.sub("", clause.markdown)),)) for clause in document.clauses]
