"""Read one YAML file of the fact base strictly: plain data into frozen dataclasses, every fault with file and line.

Reading is fast because positions are looked up only when something is wrong: faults carry the path of the value
("equipment", 3, "name"), and the line is found by composing the file a second time.
"""
from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import yaml

from generator.errors import KnowledgeError, Problem
from generator.knowledge.model import Interval, LawValue, Quantity

T = TypeVar("T")
Key = str | int
Place = tuple[Key, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
INTERVAL_UNITS = ("days", "weeks", "months", "years", "hours", "km", "uses")


class Fault(Exception):
    """One value of a file breaks the rules: `place` is its path in the file, `accepted` what would be right."""

    def __init__(self, place: Place, message: str, accepted: str | None = None) -> None:
        super().__init__(message)
        self.place = place
        self.message = message
        self.accepted = accepted


def read_mapping(file: Path) -> dict[str, Any]:
    """The file's top mapping. Raises KnowledgeError where it cannot be read or is no YAML mapping."""
    try:
        return _parsed(file, file.stat().st_mtime_ns)
    except OSError as error:
        raise KnowledgeError(f"{file.name} cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        text = getattr(error, "problem", None) or str(error)
        raise KnowledgeError(f"{file.name} is not valid YAML", [Problem(text, file, line)]) from error


@lru_cache(maxsize=192)
def _parsed(file: Path, _changed: int) -> dict[str, Any]:
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    if not isinstance(data, dict):
        raise KnowledgeError(f"{file.name} must be a mapping", [Problem("not a mapping", file, 1)])
    return data


def problem(file: Path, fault: Fault) -> Problem:
    """The fault with its line, found by composing the file again."""
    dotted = ".".join(str(part) for part in fault.place) or None
    return Problem(fault.message, file, line_of(file, fault.place), dotted, accepted=fault.accepted)


def line_of(file: Path, place: Place) -> int | None:
    """The line of the value at `place`, or of the nearest mapping above it that exists."""
    node = _nodes(file, file.stat().st_mtime_ns)
    line = 1 if node is None else node.start_mark.line + 1
    for part in place:
        found = _child(node, part)
        if found is None:
            break
        mark, node = found
        line = mark
    return line


@cache
def _nodes(file: Path, _changed: int) -> Any:
    return yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)


def repeated_keys(file: Path) -> list[Problem]:
    """Keys that occur twice in one mapping: YAML keeps the last one silently, so lint must say it."""
    wrong: list[Problem] = []
    waiting = [_nodes(file, file.stat().st_mtime_ns)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    wrong.append(Problem(f"the key {key.value!r} occurs twice", file, key.start_mark.line + 1))
                seen.add(key.value)
                waiting.append(value)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
    return wrong


def _child(node: Any, part: Key) -> tuple[int, Any] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) == str(part):
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child.start_mark.line + 1, child
    return None


def reading(file: Path, work: Callable[[dict[str, Any]], T]) -> T:
    """`work` on the file's data; any fault becomes a KnowledgeError that names file and line."""
    data = read_mapping(file)
    try:
        return work(data)
    except Fault as fault:
        raise KnowledgeError("The fact base has an error.", [problem(file, fault)]) from fault


def expect_keys(data: Mapping[str, Any], place: Place, required: Sequence[str], optional: Sequence[str] = ()) -> None:
    """Refuse unknown and missing keys of a mapping."""
    if not isinstance(data, dict):
        raise Fault(place, "must be a mapping", "a mapping")
    known = {*required, *optional}
    for key in data:
        if key not in known:
            raise Fault((*place, key), f"unknown key {key!r}", "one of " + ", ".join(sorted(known)))
    for key in required:
        if key not in data:
            raise Fault(place, f"{key!r} is missing")


def by_id(rows: Any, place: Place, make: Callable[[Any, Place], T], key: str = "id") -> dict[str, T]:
    """A list of rows as a mapping by their id, in the file's order. Refuses an id that occurs twice."""
    if not isinstance(rows, list):
        raise Fault(place, "must be a list", "a list of entries")
    found: dict[str, T] = {}
    for number, row in enumerate(rows):
        item = make(row, (*place, number))
        name = getattr(item, key)
        if name in found:
            raise Fault((*place, number), f"the id {name!r} occurs twice")
        found[name] = item
    return found


def build(kind: type[T], data: Any, place: Place = (), **given: Any) -> T:
    """`data` as the dataclass `kind`: no unknown key, none missing, each value of its type.

    `given` are fields that the caller supplies; the data may not hold them.
    """
    if not isinstance(data, dict):
        raise Fault(place, f"must be a mapping ({kind.__name__})", "a mapping")
    values: dict[str, Any] = dict(given)
    hashed: Any = kind
    fields = _fields(hashed)
    for key, value in data.items():
        if key not in fields or key in given:
            raise Fault((*place, key), f"unknown key {key!r}", "one of " + ", ".join(sorted(set(fields) - set(given))))
        values[key] = fields[key].convert(value, (*place, key))
    for name, spec in fields.items():
        if spec.required and name not in values:
            raise Fault(place, f"{name!r} is missing")
    return kind(**values)


Convert = Callable[[Any, Place], Any]


@dataclasses.dataclass(frozen=True)
class _Field:
    convert: Convert
    required: bool


@cache
def _fields(kind: type) -> dict[str, _Field]:
    hints = typing.get_type_hints(kind)
    nothing = dataclasses.MISSING
    return {
        spec.name: _Field(converter(hints[spec.name]), spec.default is nothing and spec.default_factory is nothing)
        for spec in dataclasses.fields(kind)
    }


@cache
def converter(hint: Any) -> Convert:
    """The function that checks and converts a YAML value to the type `hint`."""
    if hint == LawValue or hint is object or hint is Any:
        return _anything
    simple = _SIMPLE.get(hint)
    if simple is not None:
        return simple
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(inner)
    if origin is Literal:
        return _literal(inner)
    if origin is tuple:
        return _list(converter(inner[0])) if inner[-1] is Ellipsis else _row(tuple(converter(part) for part in inner))
    if origin in (Mapping, dict):
        return _mapping(converter(inner[1]))
    if dataclasses.is_dataclass(hint):
        kind: Any = hint
        return lambda value, place: build(kind, value, place)
    raise TypeError(f"no converter for {hint!r}")


def _anything(value: Any, place: Place) -> Any:
    return frozen(value)


def frozen(value: Any) -> Any:
    """Plain YAML data with its lists made tuples, so that nothing of a cached fact base can be appended to."""
    if isinstance(value, list):
        return tuple(frozen(part) for part in value)
    if isinstance(value, dict):
        return types.MappingProxyType({key: frozen(part) for key, part in value.items()})
    return value


def _text(value: Any, place: Place) -> str:
    if isinstance(value, str):
        return value
    raise Fault(place, f"must be text, not {value!r}", "text")


def _number(value: Any, place: Place) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    raise Fault(place, f"must be a number, not {value!r}", "a number")


def _whole(value: Any, place: Place) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Fault(place, f"must be a whole number, not {value!r}", "a whole number")


def _truth(value: Any, place: Place) -> bool:
    if isinstance(value, bool):
        return value
    raise Fault(place, f"must be true or false, not {value!r}", "true or false")


def _date(value: Any, place: Place) -> date:
    if isinstance(value, date):
        return value
    raise Fault(place, f"must be a date, not {value!r}", "a date such as 2025-03-31")


def _interval(value: Any, place: Place) -> Interval:
    expect_keys(value, place, (), ("number", "unit", "first_of"))
    rows = value.get("first_of", [value])
    limits = tuple(build(Quantity, row, place) for row in rows)
    for limit in limits:
        if limit.unit not in INTERVAL_UNITS or limit.number <= 0:
            raise Fault(place, f"not an interval: {limit}", "a number above 0 of " + ", ".join(INTERVAL_UNITS))
    return Interval(limits)


_SIMPLE: dict[Any, Convert] = {
    str: _text, float: _number, int: _whole, bool: _truth, date: _date, Interval: _interval,
}


def _union(inner: tuple[Any, ...]) -> Convert:
    """X | None, or a union of which the first fitting part is taken."""
    optional = type(None) in inner
    parts = [converter(part) for part in inner if part is not type(None)]

    def convert(value: Any, place: Place) -> Any:
        if value is None and optional:
            return None
        for part in parts[:-1]:
            try:
                return part(value, place)
            except Fault:
                continue
        return parts[-1](value, place)

    return convert


def _literal(accepted: tuple[Any, ...]) -> Convert:
    def convert(value: Any, place: Place) -> Any:
        if value in accepted:
            return value
        raise Fault(place, f"{value!r} is not accepted", "one of " + ", ".join(str(one) for one in accepted))

    return convert


def _list(part: Convert) -> Convert:
    def convert(value: Any, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Fault(place, f"must be a list, not {value!r}", "a list")
        return tuple(part(one, (*place, number)) for number, one in enumerate(value))

    return convert


def _row(parts: tuple[Convert, ...]) -> Convert:
    def convert(value: Any, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) != len(parts):
            raise Fault(place, f"must be a list of {len(parts)} values, not {value!r}")
        return tuple(part(one, (*place, number)) for number, (part, one) in enumerate(zip(parts, value, strict=True)))

    return convert


def _mapping(part: Convert) -> Convert:
    def convert(value: Any, place: Place) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise Fault(place, f"must be a mapping, not {value!r}", "a mapping")
        return types.MappingProxyType({str(key): part(one, (*place, key)) for key, one in value.items()})

    return convert
