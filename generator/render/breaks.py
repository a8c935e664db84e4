"""Word: page breaks as a property of the paragraph that follows, headings at the top of a cell, list paragraphs."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lxml import etree

from generator.render.ooxml import w

PLACE = "[[page]]"
_PPR_BEFORE_BREAK = ("pStyle", "keepNext", "keepLines")
_PPR_BEFORE_SPACING = (*_PPR_BEFORE_BREAK, "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
                       "pBdr", "shd", "tabs")  # fmt: skip


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else style.get(w("val"), "")


def _properties(paragraph: etree._Element) -> etree._Element:
    found = paragraph.find(w("pPr"))
    if found is None:
        found = etree.Element(w("pPr"))
        paragraph.insert(0, found)
    return found


def _put(properties: etree._Element, name: str, before: tuple[str, ...]) -> etree._Element:
    """A new child, after those that the schema wants before it."""
    for old in properties.findall(w(name)):
        properties.remove(old)
    position = sum(1 for child in properties if etree.QName(child).localname in before)
    element = etree.Element(w(name))
    properties.insert(position, element)
    return element


def set_style(paragraph: etree._Element, style: str) -> None:
    _put(_properties(paragraph), "pStyle", ()).set(w("val"), style)


def move_breaks(document: etree._Element, chapters: Literal["all", "first", "none"]) -> None:
    """Placeholders become "page break before" of what follows; so do the chapters that `chapters` names."""
    for place in [p for p in document.iter(w("p")) if "".join(t.text or "" for t in p.iter(w("t"))) == PLACE]:
        following = next(_paragraphs_after(place), None)
        if following is not None and style_of(following) != "TOCHeading":
            _put(_properties(following), "pageBreakBefore", _PPR_BEFORE_BREAK)
        parent = place.getparent()
        assert parent is not None
        parent.remove(place)
    headings = [] if chapters == "none" else [p for p in document.iter(w("p")) if style_of(p) == "Heading1"]
    for paragraph in headings if chapters == "all" else headings[:1]:
        _put(_properties(paragraph), "pageBreakBefore", _PPR_BEFORE_BREAK)


_GROUP = 6  # rows of one task that stay on a page together; more than that may break


def keep_groups(document: etree._Element) -> None:
    """Rows joined by a merged cell keep together."""
    for table in document.iter(w("tbl")):
        rows = table.findall(w("tr"))
        joined = [any(m.get(w("val")) != "restart" for m in row.iter(w("vMerge"))) for row in rows]
        start = 0
        for end in range(1, len(rows) + 1):
            if end < len(rows) and joined[end]:
                continue
            if 1 < end - start <= _GROUP:
                for row in rows[start : end - 1]:
                    for paragraph in row.iter(w("p")):
                        _put(_properties(paragraph), "keepNext", ("pStyle",))
            start = end


def keep_whole(document: etree._Element) -> None:
    """Tables marked whole: each row keeps with the one after it, so that the table breaks only where a page is too short."""
    for table in document.iter(w("tbl")):
        rows = table.findall(w("tr"))
        marks = [mark for row in rows for mark in row.iter(etree.Comment) if mark.text == "keep"]
        if not marks:
            continue
        for row in rows[:-1]:
            for paragraph in row.iter(w("p")):
                _put(_properties(paragraph), "keepNext", ("pStyle",))
        for mark in marks:
            parent = mark.getparent()
            assert parent is not None
            parent.remove(mark)


def keep_signatures(document: etree._Element) -> None:
    """The paragraph before lines to sign on keeps with them."""
    for space in document.iter(w("p")):
        before = space.getprevious()
        if style_of(space) == "SignatureSpace" and before is not None and before.tag == w("p"):
            _put(_properties(before), "keepNext", ("pStyle",))


def _paragraphs_after(place: etree._Element) -> Iterator[etree._Element]:
    for sibling in place.itersiblings():
        yield from sibling.iter(w("p"))


def trim_cells(document: etree._Element) -> None:
    """A heading that opens a cell needs no space above it."""
    for cell in document.iter(w("tc")):
        first = next((child for child in cell if child.tag == w("p")), None)
        if first is not None and style_of(first).startswith("Heading"):
            spacing = _put(_properties(first), "spacing", _PPR_BEFORE_SPACING)
            spacing.set(w("before"), "0")


_CELL_STYLES = {"HouseTable": "TableText", "HousePlain": "TableText", "HouseGrid": "TableText",
                "HouseAssessment": "AssessmentText", "HouseMatrix": "MatrixText"}  # fmt: skip


def style_lists(document: etree._Element, steps: set[str]) -> None:
    """List paragraphs take the style of where they stand; `steps` are the numIds of large numbers."""
    for paragraph in document.iter(w("p")):
        number = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if number is None:
            continue
        table = next(paragraph.iterancestors(w("tbl")), None)
        style = table.find(f"{w('tblPr')}/{w('tblStyle')}") if table is not None else None
        in_table = _CELL_STYLES.get(style.get(w("val"), "")) if style is not None else None
        if number.get(w("val")) in steps:
            set_style(paragraph, "Steps")
        elif in_table:
            set_style(paragraph, in_table)
        elif style_of(paragraph) in ("", "Keep"):
            set_style(paragraph, "ListParagraph")
