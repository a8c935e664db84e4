"""Codes of documents: P-06, J-02, F-07, HA-03. They come from an append-only list, so a code never changes its meaning."""
from __future__ import annotations

from functools import cache
from importlib.resources.abc import Traversable
from typing import cast

from generator.compose.library import templates_root
from generator.errors import Problem, TemplateError
from generator.knowledge.files import from_yaml

PREFIX = {"practices": "P", "procedures": "J", "forms": "F", "assessments": "HA"}


@cache
def read_codes(root: Traversable | None = None) -> dict[str, dict[str, str]]:
    """kind -> id -> code, from templates/codes.yaml."""
    text = (root or templates_root()).joinpath("codes.yaml").read_text("utf-8")
    raw = cast(dict[str, list[str]], from_yaml(text))
    return {kind: {id_: f"{PREFIX[kind]}-{place:02d}" for place, id_ in enumerate(ids, 1)} for kind, ids in raw.items()}


def code(kind: str, id_: str) -> str:
    """The code of one document. Raises TemplateError when the list does not have it yet."""
    found = read_codes()[kind].get(id_)
    if found is None:
        raise TemplateError("A document has no code.", [Problem(
            f"{kind}: add {id_} at the end of its list", file="templates/codes.yaml")])
    return found
