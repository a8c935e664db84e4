"""Word: the house's bullets, numbers and indents in pandoc's list definitions."""
from __future__ import annotations

from lxml import etree

from generator.render import fonts
from generator.render.model import House
from generator.render.ooxml import as_bytes, w

_BULLETS = ("•", "–", "·")


def in_house_style(data: bytes, house: House) -> tuple[bytes, set[str]]:
    """numbering.xml in the house's rhythm, and the numIds of the large-number lists (`.steps`, "1)" for pandoc)."""
    root = etree.fromstring(data)
    accent = house.accent.lstrip("#").upper()
    large = set()
    for definition in root.iter(w("abstractNum")):
        first = definition.find(f"{w('lvl')}/{w('lvlText')}")
        if first is not None and first.get(w("val")) == "%1)":
            large.add(definition.get(w("abstractNumId")))
            first.set(w("val"), "%1")
        for level in definition.iter(w("lvl")):
            _level(level, accent, large_numbers=definition.get(w("abstractNumId")) in large)
    steps = {
        str(number.get(w("numId"))) for number in root.iter(w("num"))
        if (link := number.find(w("abstractNumId"))) is not None and link.get(w("val")) in large
    }  # fmt: skip
    return as_bytes(root), steps


def _level(level: etree._Element, accent: str, large_numbers: bool) -> None:
    depth = int(level.get(w("ilvl"), "0"))
    form, text = level.find(w("numFmt")), level.find(w("lvlText"))
    bullet = form is not None and form.get(w("val")) == "bullet"
    for name in ("pPr", "rPr"):
        for old in level.findall(w(name)):
            level.remove(old)
    indent = etree.SubElement(etree.SubElement(level, w("pPr")), w("ind"))
    indent.set(w("left"), str(340 * (depth + 1)))
    indent.set(w("hanging"), str(250 if bullet else 340))
    if text is None or (bullet and not (text.get(w("val")) or "").strip()):
        return
    if bullet:
        text.set(w("val"), _BULLETS[min(depth, 2)])
        run = etree.SubElement(level, w("rPr"))
        face = etree.SubElement(run, w("rFonts"))
        for name in ("ascii", "hAnsi", "cs"):
            face.set(w(name), fonts.FAMILY)
        etree.SubElement(run, w("color")).set(w("val"), accent)
    elif large_numbers and depth == 0:
        run = etree.SubElement(level, w("rPr"))
        etree.SubElement(run, w("b"))
        etree.SubElement(run, w("color")).set(w("val"), accent)
        etree.SubElement(run, w("sz")).set(w("val"), "29")
