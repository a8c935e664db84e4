"""The rows of a change list while they grow: everything that the same people hear, sign or learn is one row. Pure."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.compose.lawbook import merge_cites
from generator.knowledge.load_telling import Law, Otherwise, Telling, TellingRules, Training
from generator.knowledge.model import LawFact, Quantity
from generator.program.duties import workers_in
from generator.publish.changes.crews import Crew
from generator.publish.changes.model import Change
from generator.publish.plan import Plan

_OTHERWISE = {"audit": "auditors", "our rule": "our rule"}
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


@dataclass
class _Row:
    items: dict[tuple[str, str], dict[Item, None]] = field(default_factory=dict)  # by how and until
    facts: dict[tuple[str, str], LawFact] = field(default_factory=dict)  # by jurisdiction and key
    others: set[Otherwise] = field(default_factory=set)


class Rows:
    """The rows of one table, by the people that they are for."""

    def __init__(self, made: Plan, rules: TellingRules, forms: Mapping[str, str]) -> None:
        self._made, self._rules, self._forms = made, rules, forms
        self._rows: dict[Crew, _Row] = {}

    def note(self, crew: Crew | None, item: Item, law: Law, otherwise: Otherwise, work: Telling | Training | None = None) -> None:
        """One thing for these people; nothing where nobody is left."""
        if crew is None or crew.nobody:
            return
        row = self._rows.setdefault(crew, _Row())
        row.items.setdefault((work.how, work.until) if work else ("", ""), {})[item] = None
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
        order = sorted(self._rows.items(), key=lambda item: (
            min(hows.index(how) for how, _ in item[1].items), -item[0].count, item[0].names, item[0].work))
        return tuple(self._duty(crew, row) for crew, row in order)

    def _duty(self, crew: Crew, row: _Row) -> Duty:
        hows, untils = ["", *self._rules.hows], ["", *self._rules.untils]
        ways = sorted(row.items, key=lambda way: (hows.index(way[0]), untils.index(way[1])))
        parts = tuple(Part(tuple(_phrases(row.items[how, until])), self._rules.hows[how].words if how else "",
                           self._when(until, len(row.items[how, until]))) for how, until in ways)
        records = (self._forms[form] for how, _ in ways if how for form in self._rules.hows[how].record if form in self._forms)
        return Duty(crew, parts, self._asked_by(row), next(records, ""))

    def _when(self, until: str, count: int) -> str:
        """Until when, by the company's own meeting day where it has one; what fills more than one meeting takes several."""
        words = self._rules.untils.get(_LONG if until == "meeting" and count > _NUMBERED else until, "")
        day = self._made.program.company.preferences.meeting_day
        return words.replace("safety meeting", f"{day} meeting") if day else words

    def _asked_by(self, row: _Row) -> str:
        places: dict[str, list[str]] = {}
        for fact in row.facts.values():
            places.setdefault(fact.jurisdiction, []).append(fact.cite)
        several = len(self._made.knowledge.jurisdictions) > 1
        law = "; ".join(f"{code}: {_merged(cites)}" if several else _merged(cites) for code, cites in places.items())
        said = "; ".join([*([law] if law else []), *(words for id_, words in _OTHERWISE.items() if id_ in row.others)])
        return said[:1].upper() + said[1:]


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
