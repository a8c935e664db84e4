"""Load `questionnaires/changes.yaml`: what each version of the questionnaire changed against the one before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from generator.errors import IntakeError, KnowledgeError, Problem
from generator.intake.questionnaire import load_questionnaire, questionnaire_folder
from generator.intake.source import parse_document

FIRST = "1.0"
"""The version of an intake that names none."""
_NUMBER = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")
Pattern = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One change of one question, as it stands in `changes.yaml`.

    Attributes, with the names that they have in the file. The path of the question, `company.phone` or
    `equipment.*.kind` with `*` for each row, stands after the kind of change, as in `drop: equipment.*.colour`.

    kind
        - `rename` has another name (`to`) in the same place; `move` has another place (`to`, a whole path)
        - `values` choices have other names: a `map` from old to new
        - `split` the choice `value` became several (`into`); `take` is the one assumed where only one may be given
        - `convert` is asked in another unit: old answer times `by`, to `digits` behind the point, `old` and `new` unit
        - `drop` is no longer asked, or only the choice `value` is gone; with `equipment.*` and `where`, whole rows
        - `default` is new, and `value` is taken for older intakes
        - `new` is new, and stays open in older intakes; `without` says what the program does meanwhile
    where
        Only rows with these answers, as in `where: {id: [eyewash]}`.
    reason
        Why, in a sentence for the person who answered. Needed for `drop` and `default`.
    """

    kind: str
    at: Pattern
    to: Pattern = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    map: Mapping[str, str] = field(default_factory=dict)
    value: str | None = None
    into: tuple[str, ...] = ()
    take: str | None = None
    by: Decimal = Decimal(1)
    digits: int = 0
    old: str = ""
    new: str = ""
    without: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Version:
    number: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """Every version after the first, in order; the last is the questionnaire's own."""

    versions: tuple[Version, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        return (FIRST, *(version.number for version in self.versions))

    @property
    def latest(self) -> str:
        return self.numbers[-1]

    def since(self, number: str) -> tuple[Change, ...]:
        """All changes after a version, in order."""
        later = self.versions[self.numbers.index(number):]
        return tuple(change for version in later for change in version.changes)


def as_number(text: str) -> tuple[int, int] | None:
    """ "1.10" as (1, 10), later than (1, 9); None for what is no version."""
    if not _NUMBER.fullmatch(text):
        return None
    major, minor = text.split(".")
    return int(major), int(minor)


def history() -> History:
    """The history of the questionnaire in use. Raises KnowledgeError that lists everything wrong in its file."""
    return load_history(questionnaire_folder())


@cache
def load_history(folder: Path) -> History:
    """The history of a questionnaire's folder; its last version must be the questionnaire's."""
    file = folder / "changes.yaml"
    try:
        entries = parse_document(file.read_text("utf-8"), file).data["versions"]  # as text, so that `no` and 1.10 stay
    except (OSError, IntakeError, KeyError) as error:
        raise KnowledgeError(f"The history of the questionnaire, {file.name}, cannot be read: {error!r}") from None
    problems: list[Problem] = []
    versions = tuple(_version(entry, file, problems) for entry in entries or ())
    found = History(versions)
    problems += [Problem(slip, file) for slip in _order(found, load_questionnaire(folder).version)]
    if problems:
        raise KnowledgeError("The history of the questionnaire breaks its own rules.", problems)
    return found


def _order(found: History, current: str) -> Iterator[str]:
    if found.latest != current:
        yield f"the last version is {found.latest}, but questionnaire.yaml says {current}"
    numbers = [as_number(number) for number in found.numbers]
    if None in numbers:
        yield 'a version is two numbers with a point between, in quotes: "1.2"'
    elif numbers != sorted(set(numbers)):  # type: ignore[type-var]
        yield "versions stand in rising order, each once"


def _version(entry: Any, file: Path, problems: list[Problem]) -> Version:
    number = str(entry.get("version")) if isinstance(entry, dict) else "?"
    changes = []
    for raw in (entry.get("changes") or ()) if isinstance(entry, dict) else ():
        try:
            changes.append(_change(raw))
        except (ValueError, TypeError, KeyError, InvalidOperation) as error:
            problems.append(Problem(f"{error} in {raw!r:.120}", file, path=number))
    return Version(number, tuple(changes))


def _path(text: Any) -> Pattern:
    parts = tuple(str(text).split("."))
    if not all(re.fullmatch(r"\*|\w+", part) for part in parts) or parts[0] == "*":
        raise ValueError(f"{text!r} is no path of a question")
    return parts


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(entry) for entry in (value if isinstance(value, list) else [value]))


_READ: dict[str, Callable[[Any], Any]] = {
    "to": str, "value": str, "take": str, "old": str, "new": str, "without": str, "reason": str, "digits": int,
    "by": lambda value: Decimal(str(value)), "into": _texts,
    "map": lambda value: {str(old): str(new) for old, new in value.items()},
    "where": lambda value: {str(name): _texts(wanted) for name, wanted in value.items()},
}
_NEEDS: dict[str, set[str]] = {
    "rename": {"to"}, "move": {"to"}, "values": {"map"}, "split": {"value", "into"}, "convert": {"by", "old", "new"},
    "drop": {"reason"}, "default": {"value", "reason"}, "new": {"without"},
}
_MAY: dict[str, set[str]] = {
    "split": {"take", "reason"}, "convert": {"digits", "reason"}, "drop": {"value"}, "values": {"reason"},
    "rename": {"reason"}, "move": {"reason"},
}


def _change(raw: Mapping[str, Any]) -> Change:
    """One change. Raises ValueError that says what is wrong with it."""
    kind = next(iter(raw))  # the kind stands first; `new` is also an attribute of `convert`
    if kind not in _NEEDS:
        raise ValueError(f"unknown change {kind!r}; known: {', '.join(_NEEDS)}")
    given = {name: value for name, value in raw.items() if name != kind}
    if missing := _NEEDS[kind] - given.keys():
        raise ValueError(f"{kind} needs {', '.join(sorted(missing))}")
    if unknown := given.keys() - _NEEDS[kind] - _MAY.get(kind, set()) - {"where"}:
        raise ValueError(f"{kind} knows no {', '.join(sorted(unknown))}")
    read = {name: _READ[name](value) for name, value in given.items()}
    at = _path(raw[kind])
    if "to" in read:
        read["to"] = (*at[:-1], *_path(read["to"])) if kind == "rename" else _path(read["to"])
    change = Change(kind, at, **read)
    _refuse_odd(change)
    return change


def _refuse_odd(change: Change) -> None:
    at, to = change.at, change.to
    if "*" not in at and change.where:
        raise ValueError("where chooses rows; the path has no *")
    if at[-1] == "*" and not (change.kind == "drop" and change.where and change.value is None):
        raise ValueError("a path ends with * only for rows that are dropped, with where")
    if to and (rows_of(at) != rows_of(to) or at == to or at == to[:len(at)] or to == at[:len(to)] or to[-1] == "*"):
        raise ValueError("an answer moves within its row, and not into itself")
    if change.take is not None and change.take not in change.into:
        raise ValueError("take is one of into")


def rows_of(pattern: Pattern) -> Pattern:
    """The part of a path up to its last `*`."""
    last = max((place for place, part in enumerate(pattern) if part == "*"), default=-1)
    return pattern[:last + 1]
