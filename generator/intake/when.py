"""`when` expressions: Jinja over the answers, sandboxed. What is unknown counts as "no"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import ChainableUndefined, TemplateError, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.intake.vocabulary import Vocabulary

FUNCTIONS = frozenset({"has_activity", "has_equipment", "equipment_group"})
_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=ChainableUndefined)


def expression_problem(text: str) -> str | None:
    """What is wrong with an expression, or None."""
    try:
        _compiled(text)
    except TemplateError as error:
        return str(error)
    return None


def names_read(text: str) -> set[tuple[str, ...]]:
    """The names that a readable expression reads, as paths: ("goal", "scheme"), ("row", "id"); not those of our functions."""
    return {path for path in _paths(_ENVIRONMENT.parse("{{ " + text + " }}")) if path[0] not in FUNCTIONS}


def _paths(node: nodes.Node) -> Iterator[tuple[str, ...]]:
    attributes: list[str] = []
    inner = node
    while isinstance(inner, nodes.Getattr):
        attributes.insert(0, inner.attr)
        inner = inner.node
    if isinstance(inner, nodes.Name):
        yield (inner.name, *attributes)
        return
    for child in node.iter_child_nodes():
        yield from _paths(child)


def holds(text: str | None, answers: Mapping[str, Any], row: Mapping[str, Any] | None, vocabulary: Vocabulary) -> bool:
    """Whether a condition holds for these answers, inside this row or group. No condition always holds."""
    if text is None:
        return True
    names = {**answers, "row": row or {}, **_functions(answers, vocabulary)}
    try:
        return bool(_compiled(text)(**names))
    except (TemplateError, TypeError, ValueError, ArithmeticError):
        return False


def _functions(answers: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    def has_activity(*ids: str) -> bool:
        return bool(set(ids) & set(ids_of(answers, "activities")))

    def has_equipment(*ids: str) -> bool:
        return bool(set(ids) & set(ids_of(answers, "equipment")))

    def equipment_group(id_: object) -> str:
        return vocabulary.equipment_groups.get(str(id_), "")

    return {"has_activity": has_activity, "has_equipment": has_equipment, "equipment_group": equipment_group}


def ids_of(answers: Mapping[str, Any], table: str) -> list[str]:
    """The ids that a picked table (activities, equipment) holds."""
    return [str(row["id"]) for row in answers.get(table) or () if isinstance(row, Mapping) and row.get("id")]


@cache
def _compiled(text: str) -> TemplateExpression:
    return _ENVIRONMENT.compile_expression(text)
