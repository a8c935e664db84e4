"""Word: the house's bullets, numbers and indents in pandoc's list definitions."""
from __future__ import annotations

from lxml import etree

from generator.render import fonts
from generator.render.model import House

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BULLETS = ("•", "–", "·")


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def in_house_style(data: bytes, house: House) -> tuple[bytes, set[str]]:
    """numbering.xml in the house's rhythm, and the numIds of the large-number lists (`.steps`, "1)" for pandoc)."""
    root = etree.fromstring(data)
    accent = house.accent.lstrip("#").upper()
    large = set()
    for definition in root.iter(_w("abstractNum")):
        first = definition.find(f"{_w('lvl')}/{_w('lvlText')}")
        if first is not None and first.get(_w("val")) == "%1)":
            large.add(definition.get(_w("abstractNumId")))
            first.set(_w("val"), "%1")
        for level in definition.iter(_w("lvl")):
            _level(level, accent, large_numbers=definition.get(_w("abstractNumId")) in large)
    steps = {
        str(number.get(_w("numId"))) for number in root.iter(_w("num"))
        if (link := number.find(_w("abstractNumId"))) is not None and link.get(_w("val")) in large
    }  # fmt: skip
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)), steps


def _level(level: etree._Element, accent: str, large_numbers: bool) -> None:
    depth = int(level.get(_w("ilvl"), "0"))
    form, text = level.find(_w("numFmt")), level.find(_w("lvlText"))
    bullet = form is not None and form.get(_w("val")) == "bullet"
    for name in ("pPr", "rPr"):
        for old in level.findall(_w(name)):
            level.remove(old)
    indent = etree.SubElement(etree.SubElement(level, _w("pPr")), _w("ind"))
    indent.set(_w("left"), str(340 * (depth + 1)))
    indent.set(_w("hanging"), str(250 if bullet else 340))
    if text is None or (bullet and not (text.get(_w("val")) or "").strip()):
        return
    if bullet:
        text.set(_w("val"), _BULLETS[min(depth, 2)])
        run = etree.SubElement(level, _w("rPr"))
        face = etree.SubElement(run, _w("rFonts"))
        for name in ("ascii", "hAnsi", "cs"):
            face.set(_w(name), fonts.FAMILY)
        etree.SubElement(run, _w("color")).set(_w("val"), accent)
    elif large_numbers and depth == 0:
        run = etree.SubElement(level, _w("rPr"))
        etree.SubElement(run, _w("b"))
        etree.SubElement(run, _w("color")).set(_w("val"), accent)
        etree.SubElement(run, _w("sz")).set(_w("val"), "29")
