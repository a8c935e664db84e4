"""Who is told, signs and is trained again after a change: `catalogue/telling.yaml`, typed and checked against what it names."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from generator.knowledge.files import CODES, data_file, data_folder
from generator.knowledge.load_law import law_keys
from generator.knowledge.reading import Fault, Place, build, by_id, expect_keys, reading

Who = Literal["everyone", "doers", "users", "product_users", "supervisors",
              "safety_lead", "first_aiders", "committee", "person", "owner"]
Otherwise = Literal["audit", "our rule"]
Law = Mapping[str, tuple[str, ...]]  # jurisdiction -> keys of its facts that ask for it
CAUSES = ("answer", "law", "wording", "edit", "date", "program")


@dataclass(frozen=True)
class When:
    """What a change must be. An empty line fits any; `only` wants all causes of the change among its own."""

    kinds: tuple[str, ...] = ()  # of the document: manual, practice, form ...
    clauses: tuple[str, ...] = ()  # ids; "clause-who_*" for all that begin so
    changes: tuple[Literal["new", "gone", "changed"], ...] = ()
    causes: tuple[str, ...] = ()  # "law", "answer:people"
    only: tuple[str, ...] = ()
    own: bool = False  # an answer counts only where it brought the text in, not where the text happens to read it


@dataclass(frozen=True)
class Telling:
    """Who hears it; `how` and `until` are ids of the lists of the same file."""

    who: tuple[Who, ...]
    how: str
    until: str


@dataclass(frozen=True)
class Training:
    who: Who
    how: str
    until: str


@dataclass(frozen=True)
class Signing:
    """What is signed: words, or a form on which each sheet has its line; neither: the changed paper itself."""

    who: Who
    what: str | None = None
    form: str | None = None


@dataclass(frozen=True)
class TellingRule:
    id: str
    when: When
    also: bool = False  # on top of the first rule that fits
    tell: Telling | None = None
    train: Training | None = None
    sign: tuple[Signing, ...] = ()
    law: Law = field(default_factory=dict)
    otherwise: Otherwise = "our rule"


@dataclass(frozen=True)
class AnswerEvent:
    """An answer's new row that brings training. `groups` limits it to these groups of equipment; {name} is the row's."""

    id: str
    answer: str
    what: str
    train: Training
    groups: tuple[str, ...] = ()
    law: Law = field(default_factory=dict)
    otherwise: Otherwise = "our rule"


@dataclass(frozen=True)
class Courses:
    """How a course is taken that something new asks for."""

    train: Training
    law: Law = field(default_factory=dict)
    otherwise: Otherwise = "our rule"


@dataclass(frozen=True)
class Names:
    """How everybody hears, once, that another name stands on sheets of these kinds and nothing else changed there."""

    kinds: tuple[str, ...]
    tell: Telling


@dataclass(frozen=True)
class How:
    words: str
    record: tuple[str, ...] = ()  # forms on which it is written, the first that the company has


@dataclass(frozen=True)
class TellingRules:
    one_line: tuple[str, ...]  # answers and causes whose changes are one line, however many texts they touch
    hows: Mapping[str, How]  # the strongest first
    untils: Mapping[str, str]  # the nearest first
    names: Names
    courses: Courses
    rules: Mapping[str, TellingRule]
    events: Mapping[str, AnswerEvent]


@cache
def telling() -> TellingRules:
    """The rules of the shipped fact base."""
    return read_telling(data_folder())


def read_telling(folder: Path) -> TellingRules:
    """The rules of a fact base at `folder`. Raises KnowledgeError with file and line."""
    def work(data: dict[str, Any]) -> TellingRules:
        expect_keys(data, (), ("one_line", "hows", "untils", "names", "courses", "rules", "events"),
                    ("catalogue", "as_of", "notes"))
        found = build(TellingRules, {key: data[key] for key in ("one_line", "hows", "untils", "names", "courses")},
                      rules=MappingProxyType(by_id(data["rules"], ("rules",), _rule)),
                      events=MappingProxyType(by_id(data["events"], ("events",), _event)))
        for name in ("rules", "events"):
            for number, row in enumerate(data[name]):
                for part in ("tell", "train"):
                    _check_work(row.get(part), found, (name, number, part))
        _check_work(data["courses"].get("train"), found, ("courses", "train"))
        _check_work(data["names"].get("tell"), found, ("names", "tell"))
        _check_law(found.courses.law, ("courses",))
        return found

    return reading(data_file("catalogue", "telling.yaml", folder=folder), work)


def _rule(row: Any, place: Place) -> TellingRule:
    rule = build(TellingRule, row, place)
    for name, tokens in (("causes", rule.when.causes), ("only", rule.when.only)):
        for token in tokens:
            kind, _, path = token.partition(":")
            if kind not in CAUSES or (path and kind != "answer"):
                raise Fault((*place, "when", name), f"{token!r} is no cause", f"one of {', '.join(CAUSES)}, or answer:PATH")
    for number, signing in enumerate(rule.sign):
        if signing.what and signing.form:
            raise Fault((*place, "sign", number), "names words and a form", "either what or form")
    _check_law(rule.law, place)
    return rule


def _event(row: Any, place: Place) -> AnswerEvent:
    event = build(AnswerEvent, row, place)
    _check_law(event.law, place)
    return event


def _check_law(law: Law, place: Place) -> None:
    for code, keys in law.items():
        if code not in CODES:
            raise Fault((*place, "law", code), f"{code!r} is no jurisdiction", ", ".join(CODES))
        for key in keys:
            if key not in law_keys():
                raise Fault((*place, "law", code), f"no law key {key!r}", "a key of law_keys.yaml")


def _check_work(work: Any, found: TellingRules, place: Place) -> None:
    """Ways and times must be in the lists of the file."""
    for key, known in (("how", found.hows), ("until", found.untils)) if work else ():
        if work[key] not in known:
            raise Fault((*place, key), f"{work[key]!r} is not in the list {key}s", ", ".join(known))
