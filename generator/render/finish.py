"""Word: what pandoc cannot do. Page, contents with real page numbers, list indents, fonts, properties, fixed zip."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from generator.render import breaks, fonts, numbering, packing
from generator.render.contents import Entry, fill_contents
from generator.render.model import CHAPTERED, House, Source
from generator.render.page import page, twips
from generator.render.words import words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_FONT_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def finished(data: bytes, house_file: bytes, source: Source, house: House, heading_pages: Sequence[int]) -> bytes:
    """pandoc's .docx made ready to hand out.

    `house_file` is the reference document it was made with; `heading_pages` the PDF's page of every heading, in order.
    """
    parts = packing.unpack(data)
    document = etree.fromstring(parts["word/document.xml"])
    _page_setup(document, source, house)
    parts["word/numbering.xml"], steps = numbering.in_house_style(parts["word/numbering.xml"], house)
    breaks.style_lists(document, steps)
    breaks.move_breaks(document, "all" if source.breaks_chapters else "first" if source.kind in CHAPTERED else "none")
    breaks.trim_cells(document)
    breaks.keep_signatures(document)
    breaks.keep_groups(document)
    breaks.keep_whole(document)
    _number_drawings(document)
    _set_accent(document, house)
    if source.toc:
        entries = _entries(document, heading_pages)
        fill_contents(document, entries, words(house.language)["contents"])
    parts["word/document.xml"] = _bytes(document)
    parts["word/styles.xml"] = packing.unpack(house_file)["word/styles.xml"]  # pandoc adds styles of its own
    packing.drop_unused(parts)
    return _packed(parts, source, house)


def finished_letter(data: bytes, source: Source, house: House) -> bytes:
    """A letter that docxtpl filled, made ready to hand out: paper, fonts, properties."""
    parts = packing.unpack(data)
    document = etree.fromstring(parts["word/document.xml"])
    _page_setup(document, source, house)
    parts["word/document.xml"] = _bytes(document)
    return _packed(parts, source, house)


def _packed(parts: dict[str, bytes], source: Source, house: House) -> bytes:
    parts["word/settings.xml"] = packing.settings(house)
    parts["docProps/core.xml"] = packing.core_properties(source, house, parts["word/document.xml"])
    parts["docProps/app.xml"] = packing.app_properties(house)
    _embed_fonts(parts)
    return packing.pack(parts)


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _page_setup(document: etree._Element, source: Source, house: House) -> None:
    sheet = page(house.paper, source.landscape)
    first_page = source.cover is not None or source.kind == "letter"
    for section in document.iter(_w("sectPr")):
        for name in ("pgSz", "pgMar", "titlePg", "footnotePr"):
            for old in section.findall(_w(name)):
                section.remove(old)
        if not first_page:
            for reference in list(section):
                if reference.get(_w("type")) == "first":
                    section.remove(reference)
        size = etree.SubElement(section, _w("pgSz"))
        size.set(_w("w"), str(twips(sheet.width)))
        size.set(_w("h"), str(twips(sheet.height)))
        if source.landscape:
            size.set(_w("orient"), "landscape")
        margins = etree.SubElement(section, _w("pgMar"))
        for name, value in (
            ("top", sheet.top), ("right", sheet.side), ("bottom", sheet.bottom), ("left", sheet.side), ("header", 13.0),
            ("footer", 11.0), ("gutter", 0.0),
        ):  # fmt: skip
            margins.set(_w(name), str(twips(value)))
        if first_page:
            etree.SubElement(section, _w("titlePg"))
        order = ["headerReference", "footerReference", "type", "pgSz", "pgMar", "cols", "titlePg", "docGrid"]
        section[:] = sorted(section, key=lambda e: order.index(etree.QName(e).localname))


def _number_drawings(document: etree._Element) -> None:
    for number, drawing in enumerate(document.iter(f"{{{WP}}}docPr"), start=1):
        drawing.set("id", str(number))
    for picture in document.iter(f"{{{PIC}}}cNvPr"):  # pandoc writes down where the file lay: another folder in every run
        picture.set("descr", Path(picture.get("descr", "")).name)


def _set_accent(document: etree._Element, house: House) -> None:
    """Direct formatting that needs the company's colour says ACCENT until now."""
    for element in document.iter(_w("left")):
        if element.get(_w("color")) == "ACCENT":
            element.set(_w("color"), house.accent.lstrip("#").upper())


_HEADINGS = {"Heading1": 1, "Heading2": 2, "Heading3": 3, "Heading4": 4, "CardTitle": 1, "QuietTitle": 1}


def _entries(document: etree._Element, heading_pages: Sequence[int]) -> list[Entry]:
    """Headings of the first two levels with their page in the PDF; each gets a bookmark of its own."""
    entries, position = [], 0
    for paragraph in document.iter(_w("p")):
        style = paragraph.find(f"{_w('pPr')}/{_w('pStyle')}")
        level = _HEADINGS.get(style.get(_w("val"), "") if style is not None else "")
        if level is None:
            continue
        number = "".join(
            text.text or "" for run in paragraph.iter(_w("r")) for text in run.iter(_w("t"))
            if (mark := run.find(f"{_w('rPr')}/{_w('rStyle')}")) is not None and mark.get(_w("val")) == "HeadingNumber"
        )  # fmt: skip
        whole = "".join(text.text or "" for text in paragraph.iter(_w("t")))
        if level <= 2:
            entries.append(Entry(level, number, whole[len(number):].strip(), heading_pages[position], paragraph))
        position += 1
    if position != len(heading_pages):
        raise ValueError(f"{position} headings in Word, {len(heading_pages)} in the PDF")
    return entries


def _embed_fonts(parts: dict[str, bytes]) -> None:
    faces = fonts.embedded()
    root = etree.Element(_w("fonts"), nsmap={"w": W, "r": R})
    font = etree.SubElement(root, _w("font"))
    font.set(_w("name"), fonts.FAMILY)
    for name, value in (("charset", "00"), ("family", "swiss"), ("pitch", "variable")):
        etree.SubElement(font, _w(name)).set(_w("val"), value)
    relations = []
    for index, face in enumerate(faces, start=1):
        element = etree.SubElement(font, _w(face.element))
        element.set(f"{{{R}}}id", f"rId{index}")
        element.set(_w("fontKey"), face.key)
        parts[f"word/fonts/{face.file}"] = face.data
        relations.append((f"rId{index}", _FONT_RELATION, f"fonts/{face.file}"))
    parts["word/fontTable.xml"] = _bytes(root)
    parts["word/_rels/fontTable.xml.rels"] = packing.relations(relations)
    packing.declare(parts, "odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont")
