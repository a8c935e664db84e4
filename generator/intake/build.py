"""From checked answers to the typed Company."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from generator.intake.company import Company


def company_from(answers: Mapping[str, Any], source: str | None = None) -> Company:
    """The Company that the answers describe. They must have passed the check: a wrong type raises ValueError."""
    company = dict(answers.get("company") or {})
    flat: dict[str, Any] = {**company, **{key: value for key, value in answers.items() if key != "company"}}
    flat["accounts"] = tuple(
        sorted((str(code), str(value)) for code, value in (company.get("accounts") or {}).items() if value is not None)
    )
    flat["owner"] = {"role": "owner", **(company.get("owner") or {})}
    flat["source"] = source
    built = _typed(Company, flat)
    assert isinstance(built, Company)
    return built


def _typed(kind: Any, value: Any) -> Any:
    """`value` as the annotation `kind` says; None stays None for optional ones."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(kind) if option is not type(None)]
        return None if value is None else _typed(options[0], value)
    if origin is tuple:
        item, *rest = get_args(kind)
        return tuple(_typed(item, entry) for entry in value or ()) if rest == [Ellipsis] else tuple(value)
    if is_dataclass(kind):
        return _record(kind, value or {})
    return _scalar(kind, value)


def _record(kind: Any, value: Mapping[str, Any]) -> Any:
    """One dataclass; an unanswered field keeps the dataclass's own default."""
    hints = _hints(kind)
    given: dict[str, Any] = {}
    for slot in fields(kind):
        answer = value.get(slot.name)
        if answer is None and (slot.default is not MISSING or slot.default_factory is not MISSING):
            continue
        given[slot.name] = _typed(hints[slot.name], answer)
    return kind(**given)


def _scalar(kind: Any, value: Any) -> Any:
    if kind is bool:
        return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "yes")
    if kind is date:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    return kind(value)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
