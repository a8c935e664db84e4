"""Helpers for whoever writes Markdown for the typesetter: escape names, so that they stay what they are."""
from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$@\"'&:=])")
_BREAKS = re.compile(r"\s+")


def text(value: str) -> str:
    r"""Markdown that prints `value` exactly, whatever it holds: `text("A & B <Ltd>")` is `A \& B \<Ltd\>`."""
    return _SPECIAL.sub(r"\\\1", _BREAKS.sub(" ", value))


def attribute(value: str) -> str:
    """`value` with its quotes, as the value of an attribute: `title={attribute(title)}`."""
    flat = _BREAKS.sub(" ", value)
    return '"' + flat.replace("\\", "\\\\").replace("&", "&amp;").replace('"', '\\"') + '"'
