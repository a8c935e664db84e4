"""How a run of a Word file looks in the end: direct formatting over its character style over its paragraph's style."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from lxml import etree

from generator.render.ooxml import W

_SWITCHES = ("b", "i", "strike")
_BULLETS = frozenset({"bullet", "none"})


class RunLook(NamedTuple):
    """How a run looks in the end; `style` is the id of its character style."""

    bold: bool
    italic: bool
    strike: bool
    style: str


@dataclass(frozen=True)
class ParagraphLook:
    """What a paragraph is (see model.Paragraph), and the emphasis that its style gives by itself."""

    style: str = ""
    level: int = 0
    item: tuple[int, bool] | None = None
    bold: bool = False
    italic: bool = False


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """A toggle such as w:b: True, False, or None where nothing is said."""
    found = properties.find(W + name) if properties is not None else None
    if found is None:
        return None
    return found.get(W + "val", "true") not in ("0", "false", "off")


class Styles:
    """The styles and list formats of one file."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        data = parts.get("word/styles.xml")
        styles = etree.fromstring(data).iter(W + "style") if data else ()
        self._styles = {str(style.get(W + "styleId")): style for style in styles}
        data = parts.get("word/numbering.xml")
        self._numbering = etree.fromstring(data) if data else None
        self._look = cache(self._resolved)
        self._ordered = cache(self._is_ordered)

    def _resolved(self, style: str, depth: int = 0) -> tuple[bool | None, ...]:
        element = self._styles.get(style)
        if element is None or depth > 20:
            return (None, None, None)
        based = element.find(W + "basedOn")
        base = self._resolved(based.get(W + "val", ""), depth + 1) if based is not None else (None, None, None)
        own = [switch(element.find(W + "rPr"), name) for name in _SWITCHES]
        return tuple(base[place] if value is None else value for place, value in enumerate(own))

    def paragraph(self, properties: etree._Element | None) -> ParagraphLook:
        """A paragraph's style, heading level and place in a list."""
        named = properties.find(W + "pStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else ""
        bold, italic, _ = self._look(style)
        return ParagraphLook(style, self._level(style), self._item(properties, style), bool(bold), bool(italic))

    def _level(self, style: str) -> int:
        element = self._styles.get(style)
        name = element.find(W + "name") if element is not None else None
        words = name.get(W + "val", "") if name is not None else style
        match = re.fullmatch(r"[Hh]eading ?([1-9])", words)
        return int(match[1]) if match else 0

    def _item(self, properties: etree._Element | None, style: str) -> tuple[int, bool] | None:
        found = properties.find(W + "numPr") if properties is not None else None
        if found is None and style in self._styles and not self._level(style):
            found = self._styles[style].find(f"{W}pPr/{W}numPr")
        if found is None:
            return None
        values = [found.find(W + name) for name in ("numId", "ilvl")]
        number, depth = (item.get(W + "val", "0") if item is not None else "0" for item in values)
        return None if number == "0" else (int(depth), self._ordered(number, depth))

    def _is_ordered(self, number: str, depth: str) -> bool:
        if self._numbering is None:
            return False
        chosen = next((item for item in self._numbering.iter(W + "num") if item.get(W + "numId") == number), None)
        abstract = chosen.find(W + "abstractNumId") if chosen is not None else None
        wanted = abstract.get(W + "val") if abstract is not None else None
        for item in self._numbering.iter(W + "abstractNum"):
            if item.get(W + "abstractNumId") == wanted:
                for level in item.iter(W + "lvl"):
                    form = level.find(W + "numFmt")
                    if level.get(W + "ilvl") == depth and form is not None:
                        return form.get(W + "val") not in _BULLETS
        return False

    def run(self, properties: etree._Element | None, paragraph_style: str) -> RunLook:
        """Bold, italic, struck and the character style of a run."""
        named = properties.find(W + "rStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else ""
        shown = []
        for place, name in enumerate(_SWITCHES):
            direct = switch(properties, name)
            character, paragraph = self._look(style)[place], self._look(paragraph_style)[place]
            shown.append(next((bool(value) for value in (direct, character, paragraph) if value is not None), False))
        return RunLook(shown[0], shown[1], shown[2], style)
