"""Markdown helpers: user text is escaped, our own Markdown is marked as such."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~^$@\"'&=%:])")
_SPACE = re.compile(r"\s+")


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""


def escape(value: object) -> Markdown:
    """Any value as literal text in one Markdown line. Markdown passes through unchanged."""
    if isinstance(value, Markdown):
        return value
    return Markdown(_SPECIAL.sub(r"\\\1", _SPACE.sub(" ", str(value)).strip()))


def attribute(value: object) -> str:
    """A value inside a quoted attribute of a Div or Span."""
    text = _SPACE.sub(" ", str(value)).strip()
    return '"' + text.replace("\\", "\\\\").replace("&", "&amp;").replace('"', '\\"') + '"'


def missing(words: str) -> Markdown:
    """A blank that somebody must fill, printed in the accent colour."""
    return Markdown(f"[{escape(words)}]{{.missing}}")


def join_and(items: Iterable[object]) -> Markdown:
    """a, b and c. Items are escaped where they are not Markdown yet."""
    parts = [escape(item) for item in items]
    if len(parts) < 2:
        return Markdown("".join(parts))
    return Markdown(f"{', '.join(parts[:-1])} and {parts[-1]}")


def table(header: Sequence[object], rows: Iterable[Sequence[object]], widths: Sequence[int],
          style: str = "plain") -> Markdown:
    """A pipe table in a Div of that class. `widths` are relative; cells are escaped unless Markdown already."""
    lines = [_row(header), "|" + "|".join("-" * max(3, width) for width in widths) + "|"]
    lines += [_row(row) for row in rows]
    return Markdown(f"::: {style}\n" + "\n".join(lines) + "\n:::")


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"


def div(classes: str, body: str, **attributes: object) -> Markdown:
    """A fenced Div. Attribute names lose a trailing underscore: id_ becomes #id, class names go in `classes`."""
    identity = f"#{attributes.pop('id_')} " if "id_" in attributes else ""
    names = " ".join(f".{name}" for name in classes.split())
    rest = "".join(f" {key}={attribute(value)}" for key, value in attributes.items() if value not in (None, ""))
    return Markdown(f":::::: {{{identity}{names}{rest}}}\n{body.strip()}\n::::::")


def capitalise(text: object) -> Markdown:
    """First letter upper, the rest as it is."""
    value = escape(text)
    return Markdown(value[:1].upper() + value[1:])


def with_article(text: object) -> Markdown:
    """"an occupational health committee", "a joint committee": by the first letter, as our terms sound."""
    value = escape(text)
    return Markdown(f"{'an' if value[:1].lower() in set('aeio') else 'a'} {value}")


def lower_first(text: object) -> Markdown:
    """First letter lower, unless the word is an acronym."""
    value = escape(text)
    return value if value[1:2].isupper() else Markdown(value[:1].lower() + value[1:])
