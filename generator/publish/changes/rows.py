"""The rows of a change list while they grow: everything that the same people hear, sign or learn is one row. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.compose.lawbook import merge_cites
from generator.knowledge.load_telling import Law, Otherwise, Telling, TellingRules, Training
from generator.knowledge.model import LawFact, Quantity
from generator.program.duties import workers_in
from generator.publish.changes.crews import Crew
from generator.publish.changes.model import Change
from generator.publish.plan import Plan

_GATHERS = "schedule"  # pages that only gather what the others say go by their title
_OTHERWISE = {"audit": "auditors", "our rule": "our rule"}
_CREWS = 5  # rows of crews, each with its own sheets; more are one row
_CROWD = ("lines", "talk")  # ways of telling a crowd
_LISTED = 3  # sections of one document, or papers, that are named in full
_NUMBERED = 12  # sections of one document that are named by number; from there on it takes more than one talk
_LONG = "chapters"  # the time for so much
_KIND = {"new": " (new)", "gone": " (taken out)", "changed": ""}


@dataclass(frozen=True)
class Item:
    """One thing in a row: "Manual" and "4.6 Forklifts", or a whole paper. `short` stands where many of one head meet."""

    head: str
    tail: str = ""
    short: str = ""
    code: str = ""  # of a whole paper: many of them go by their codes

    def __str__(self) -> str:
        return " ".join(f"{self.head}{' ' if self.head == MANUAL else ': '}{self.tail}".split()) if self.tail else self.head


MANUAL = "Manual"


def name_of(change: Change) -> str:
    """Its document: "P-15 Forklift", "Manual"."""
    return MANUAL if change.document_kind == "manual" else f"{change.code} {change.document_title}".strip()


def place(change: Change) -> str:
    """Where it stands: "Manual 4.6 Forklifts", "P-15 Forklift", "Emergency Response Plan: Gas leak"."""
    return str(_item(change, ""))


def item_of(change: Change) -> Item:
    """A change as a row names it: "P-15 Forklift (new)", "Emergency Response Plan: Gas leak"."""
    return _item(change, _KIND[change.kind])


def _item(change: Change, mark: str) -> Item:
    name = name_of(change)
    if change.document_kind == _GATHERS and not change.whole:
        return Item(name)
    if change.whole or change.document_title.casefold().endswith(change.title.casefold()):
        return Item(name + mark, code=change.code and change.code + mark)
    if change.document_kind == "manual":
        return Item(name, f"{change.number} {change.title}{mark}", f"{change.number or change.title}{mark}")
    return Item(name, change.title + mark)


@dataclass(frozen=True)
class Part:
    """What these people hear or learn in one way. Of a signature `how` and `until` are empty."""

    about: tuple[str, ...]
    how: str = ""
    until: str = ""


@dataclass(frozen=True)
class Duty:
    """One row: these people. The strongest way stands first."""

    crew: Crew
    parts: tuple[Part, ...]
    asked_by: str = ""  # "OHS Code ss 7(1), 8, 9", "AB: OHS Act s 3; SK: SEA s 3-1", "Auditors", "Our rule"
    record: str = ""  # the form on which those sign who are too many for this page

    @property
    def about(self) -> tuple[str, ...]:
        return tuple(text for part in self.parts for text in part.about)


@dataclass(frozen=True)
class _Way:
    """How and until when; `own`: of many crews in one row, each hears of its own sheets."""

    how: str = ""
    until: str = ""
    own: bool = False


@dataclass
class _Heard:
    """What is heard in one way, and who asks for it."""

    items: dict[Item, None] = field(default_factory=dict)
    facts: dict[tuple[str, str], LawFact] = field(default_factory=dict)  # by jurisdiction and key
    others: set[Otherwise] = field(default_factory=set)

    def take(self, other: _Heard) -> None:
        self.items |= other.items
        self.facts |= other.facts
        self.others |= other.others


_Row = dict[_Way, _Heard]


class Rows:
    """The rows of one table, by the people that they are for."""

    def __init__(self, made: Plan, rules: TellingRules, forms: Mapping[str, str], everyone: Crew) -> None:
        """`everyone` is who hears it where there would be a row for too many crews."""
        self._made, self._rules, self._forms = made, rules, forms
        self._everyone = everyone
        self._rows: dict[Crew, _Row] = {}

    def note(self, crew: Crew | None, item: Item, law: Law, otherwise: Otherwise, work: Telling | Training | None = None) -> None:
        """One thing for these people; nothing where nobody is left."""
        if crew is None or crew.nobody:
            return
        row = self._rows.setdefault(crew, {}).setdefault(_Way(work.how, work.until) if work else _Way(), _Heard())
        row.items[item] = None
        facts = [fact for code, keys in law.items() for key in keys if (fact := self._fact(code, key))]
        row.facts.update({(fact.jurisdiction, fact.key): fact for fact in facts})
        if not facts:
            row.others.add("our rule" if self._made.program.company.goal.scheme == "law_only" else otherwise)

    def _fact(self, code: str, key: str) -> LawFact | None:
        """A fact that may be printed and that holds for a company of this size."""
        place = self._made.knowledge.jurisdictions.get(code)
        fact = place.facts.get(key) if place else None
        if fact is None or fact.verified == "recall" or not fact.cite:
            return None
        small = key.endswith(".threshold") and (
            not isinstance(fact.value, Quantity) or workers_in(self._made.program.company, code) < fact.value.number)
        return None if small else fact

    def done(self) -> tuple[Duty, ...]:
        """The rows, those with the strongest way and the largest crew first."""
        hows = ["", *self._rules.hows]
        order = sorted(self._together().items(), key=lambda item: (
            min(hows.index(way.how) for way in item[1]), -item[0].count, item[0].names, item[0].work))
        return tuple(self._duty(crew, row) for crew, row in order)

    def _together(self) -> Mapping[Crew, _Row]:
        """The rows; more than a few crews that each hear of the sheets of their work are one: the sheets say whose they are."""
        crews = [crew for crew, row in self._rows.items() if not crew.everybody and any(_shared(crew, way) for way in row)]
        if len(crews) <= _CREWS:
            return self._rows
        every = next((crew for crew in self._rows if crew.everybody), self._everyone)
        found: dict[Crew, _Row] = {every: dict(self._rows.get(every, {}))}
        for crew, row in self._rows.items():
            for way, heard in row.items() if crew != every else ():
                to, as_ = (every, replace(way, own=True)) if crew in crews and _shared(crew, way) else (crew, way)
                found.setdefault(to, {}).setdefault(as_, _Heard()).take(heard)
        return found

    def _duty(self, crew: Crew, row: _Row) -> Duty:
        hows, untils = ["", *self._rules.hows], ["", *self._rules.untils]
        ways = sorted(row, key=lambda way: (hows.index(way.how), untils.index(way.until), way.own))
        parts = tuple(Part(tuple(_phrases(sorted(heard.items, key=_counted) if way.own else heard.items)), self._how(way),
                           self._when(way.until, len(heard.items))) for way in ways if (heard := row[way]))
        records = (self._forms[form] for way in ways if way.how for form in self._rules.hows[way.how].record
                   if form in self._forms)
        return Duty(crew, parts, self._asked_by(row), next(records, ""))

    def _how(self, way: _Way) -> str:
        words = self._rules.hows[way.how].words if way.how else ""
        return f"{words}, each crew on its own sheets" if words and way.own else "Each crew its own sheets" if way.own else words

    def _when(self, until: str, count: int) -> str:
        """Until when, by the company's own meeting day where it has one; what fills more than one meeting takes several."""
        words = self._rules.untils.get(_LONG if until == "meeting" and count > _NUMBERED else until, "")
        day = self._made.program.company.preferences.meeting_day
        return words.replace("safety meeting", f"{day} meeting") if day else words

    def _asked_by(self, row: _Row) -> str:
        places: dict[str, list[str]] = {}
        for fact in {key: fact for heard in row.values() for key, fact in heard.facts.items()}.values():
            places.setdefault(fact.jurisdiction, []).append(fact.cite)
        several = len(self._made.knowledge.jurisdictions) > 1
        law = "; ".join(f"{code}: {_merged(cites)}" if several else _merged(cites) for code, cites in places.items())
        others = {other for heard in row.values() for other in heard.others}
        said = "; ".join([*([law] if law else []), *(words for id_, words in _OTHERWISE.items() if id_ in others)])
        return said[:1].upper() + said[1:]


def _counted(item: Item) -> list[tuple[int, str]]:
    """A key by which "P-9" stands before "P-10"."""
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", f"{item.head} {item.short}")]


def _shared(crew: Crew, way: _Way) -> bool:
    """Whether a crowd may hear it crew by crew in one row."""
    return way.how in _CROWD or (way.how in ("", "show") and not crew.each)


def _merged(cites: list[str]) -> str:
    """Sections of one statute together; one cite alone stays as it is ("SEA s 3-21" is one section)."""
    return cites[0] if len(set(cites)) == 1 else merge_cites(cites)


def _phrases(items: Iterable[Item]) -> Iterator[str]:
    """Things in words; many of one document as one phrase."""
    heads: dict[str, list[Item]] = {}
    items = list(items)
    coded = [item.code for item in items if item.code]
    for item in items:
        if item.code and len(coded) > _LISTED:
            continue
        heads.setdefault(item.head, []).append(item)
    for head, found in heads.items():
        if all(item.short and item.short == item.tail for item in found):
            yield f"{head}: {', '.join(item.short for item in found)}"
        elif len(found) <= _LISTED:
            yield from map(str, found)
        elif all(item.short for item in found) and len(found) <= _NUMBERED:
            yield f"{head} {', '.join(item.short for item in found)}"
        else:
            yield f"{head}: {len(found)} sections of the list above"
    if len(coded) > _LISTED:
        yield ", ".join(coded)
