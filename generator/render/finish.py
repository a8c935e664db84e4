"""Word: what pandoc cannot do. Page, contents with real page numbers, list indents, fonts, properties, fixed zip."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from generator.render import breaks, fonts, numbering, packing
from generator.render.contents import Entry, fill_contents
from generator.render.model import CHAPTERED, House, Source
from generator.render.ooxml import MAIN, PIC, RELATIONS, WP, R, as_bytes, w
from generator.render.page import page, twips
from generator.render.words import words

_FONT_RELATION = f"{RELATIONS}/font"


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
    parts["word/document.xml"] = as_bytes(document)
    parts["word/styles.xml"] = packing.unpack(house_file)["word/styles.xml"]  # pandoc adds styles of its own
    packing.drop_unused(parts)
    return _packed(parts, source, house)


def finished_letter(data: bytes, source: Source, house: House) -> bytes:
    """A letter that docxtpl filled, made ready to hand out: paper, fonts, properties."""
    parts = packing.unpack(data)
    document = etree.fromstring(parts["word/document.xml"])
    _page_setup(document, source, house)
    parts["word/document.xml"] = as_bytes(document)
    return _packed(parts, source, house)


def _packed(parts: dict[str, bytes], source: Source, house: House) -> bytes:
    parts["word/settings.xml"] = packing.settings(house)
    parts["docProps/core.xml"] = packing.core_properties(source, house, parts["word/document.xml"])
    parts["docProps/app.xml"] = packing.app_properties(house)
    _embed_fonts(parts)
    return packing.pack(parts)


def _page_setup(document: etree._Element, source: Source, house: House) -> None:
    sheet = page(house.paper, source.landscape)
    first_page = source.cover is not None or source.kind == "letter"
    for section in document.iter(w("sectPr")):
        for name in ("pgSz", "pgMar", "titlePg", "footnotePr"):
            for old in section.findall(w(name)):
                section.remove(old)
        if not first_page:
            for reference in list(section):
                if reference.get(w("type")) == "first":
                    section.remove(reference)
        size = etree.SubElement(section, w("pgSz"))
        size.set(w("w"), str(twips(sheet.width)))
        size.set(w("h"), str(twips(sheet.height)))
        if source.landscape:
            size.set(w("orient"), "landscape")
        margins = etree.SubElement(section, w("pgMar"))
        for name, value in (
            ("top", sheet.top), ("right", sheet.side), ("bottom", sheet.bottom), ("left", sheet.side), ("header", 13.0),
            ("footer", 11.0), ("gutter", 0.0),
        ):  # fmt: skip
            margins.set(w(name), str(twips(value)))
        if first_page:
            etree.SubElement(section, w("titlePg"))
        order = ["headerReference", "footerReference", "type", "pgSz", "pgMar", "cols", "titlePg", "docGrid"]
        section[:] = sorted(section, key=lambda e: order.index(etree.QName(e).localname))


def _number_drawings(document: etree._Element) -> None:
    for number, drawing in enumerate(document.iter(WP + "docPr"), start=1):
        drawing.set("id", str(number))
    for picture in document.iter(PIC + "cNvPr"):  # pandoc writes down where the file lay: another folder in every run
        picture.set("descr", Path(picture.get("descr", "")).name)


def _set_accent(document: etree._Element, house: House) -> None:
    """Direct formatting that needs the company's colour says ACCENT until now."""
    for element in document.iter(w("left")):
        if element.get(w("color")) == "ACCENT":
            element.set(w("color"), house.accent.lstrip("#").upper())


_HEADINGS = {"Heading1": 1, "Heading2": 2, "Heading3": 3, "Heading4": 4, "CardTitle": 1, "QuietTitle": 1}


def _entries(document: etree._Element, heading_pages: Sequence[int]) -> list[Entry]:
    """Headings of the first two levels with their page in the PDF; each gets a bookmark of its own."""
    entries, position = [], 0
    for paragraph in document.iter(w("p")):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        level = _HEADINGS.get(style.get(w("val"), "") if style is not None else "")
        if level is None:
            continue
        number = "".join(
            text.text or "" for run in paragraph.iter(w("r")) for text in run.iter(w("t"))
            if (mark := run.find(f"{w('rPr')}/{w('rStyle')}")) is not None and mark.get(w("val")) == "HeadingNumber"
        )  # fmt: skip
        whole = "".join(text.text or "" for text in paragraph.iter(w("t")))
        if level <= 2:
            entries.append(Entry(level, number, whole[len(number):].strip(), heading_pages[position], paragraph))
        position += 1
    if position != len(heading_pages):
        raise ValueError(f"{position} headings in Word, {len(heading_pages)} in the PDF")
    return entries


def _embed_fonts(parts: dict[str, bytes]) -> None:
    faces = fonts.embedded()
    root = etree.Element(w("fonts"), nsmap={"w": MAIN, "r": RELATIONS})
    font = etree.SubElement(root, w("font"))
    font.set(w("name"), fonts.FAMILY)
    for name, value in (("charset", "00"), ("family", "swiss"), ("pitch", "variable")):
        etree.SubElement(font, w(name)).set(w("val"), value)
    relations = []
    for index, face in enumerate(faces, start=1):
        element = etree.SubElement(font, w(face.element))
        element.set(R + "id", f"rId{index}")
        element.set(w("fontKey"), face.key)
        parts[f"word/fonts/{face.file}"] = face.data
        relations.append((f"rId{index}", _FONT_RELATION, f"fonts/{face.file}"))
    parts["word/fontTable.xml"] = as_bytes(root)
    parts["word/_rels/fontTable.xml.rels"] = packing.relations(relations)
    packing.declare(parts, "odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont")
