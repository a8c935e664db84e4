"""The table of contents of a Word file: filled in, with the PDF's page numbers, and still Word's own field."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from generator.render.ooxml import SPACE, w

PLACE = "[[contents]]"


@dataclass(frozen=True)
class Entry:
    """One line of the contents: heading level, its number ("3.1" or nothing), title, page in the PDF, its paragraph."""

    level: int
    number: str
    title: str
    page: int
    paragraph: etree._Element


def _child(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, w(name))
    for key, value in attributes.items():
        element.set(w(key), value)
    if text is not None:
        element.text = text
        element.set(SPACE, "preserve")
    return element


def _field(parent: etree._Element, kind: str) -> None:
    _child(_child(parent, "r"), "fldChar", fldCharType=kind)


def _instruction(parent: etree._Element, text: str) -> None:
    _field(parent, "begin")
    _child(_child(parent, "r"), "instrText", text)
    _field(parent, "separate")


def fill_contents(document: etree._Element, entries: Sequence[Entry], heading: str) -> None:
    """Replace the placeholder paragraph by heading and lines. No field is marked dirty: Word does not ask to update."""
    place = next(p for p in document.iter(w("p")) if "".join(t.text or "" for t in p.iter(w("t"))) == PLACE)
    for text in place.iter(w("t")):
        text.text = heading
    names = [_bookmarked(entry.paragraph, f"_Toc{index:06d}", 500000 + index) for index, entry in enumerate(entries, 1)]
    parent = place.getparent()
    assert parent is not None
    position = parent.index(place) + 1
    for index, (entry, name) in enumerate(zip(entries, names, strict=True)):
        line = _line(entry, name, first=index == 0, last=index == len(entries) - 1)
        parent.insert(position + index, line)


def _bookmarked(paragraph: etree._Element, name: str, number: int) -> str:
    start, end = etree.Element(w("bookmarkStart")), etree.Element(w("bookmarkEnd"))
    start.set(w("id"), str(number))
    start.set(w("name"), name)
    end.set(w("id"), str(number))
    properties = paragraph.find(w("pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)
    return name


def _line(entry: Entry, bookmark: str, first: bool, last: bool) -> etree._Element:
    line = etree.Element(w("p"))
    _child(_child(line, "pPr"), "pStyle", val=f"TOC{entry.level}")
    if first:
        _instruction(line, ' TOC \\o "1-2" \\t "Card Title,1" \\h \\z ')
    link = _child(line, "hyperlink", anchor=bookmark, history="1")
    if entry.number:
        run = _child(link, "r")
        _child(_child(run, "rPr"), "rStyle", val="HeadingNumber")
        _child(run, "t", entry.number)
        _child(_child(link, "r"), "tab")
    _child(_child(link, "r"), "t", entry.title)
    _child(_child(link, "r"), "tab")
    _instruction(link, f" PAGEREF {bookmark} \\h ")
    _child(_child(link, "r"), "t", str(entry.page))
    _field(link, "end")
    if last:
        _field(line, "end")
    return line
