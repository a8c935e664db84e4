"""Word's form of a tracked change: the marks around words, on paragraphs, rows and properties. Pure.

What Word itself writes, and what it does on "accept" (the reverse on "reject"):
- `w:ins`, `w:del` around runs, with `w:delText` for the words of the latter;
- `w:pPr/w:rPr/w:del` marks the end of a paragraph: its rest joins the paragraph below and takes the look of that one, so a
  paragraph that is deleted whole vanishes. In a cell the last one has none to join and stays;
- `w:trPr/w:del` marks a row, a table with all rows marked goes with them;
- `w:pPrChange`, `w:tcPrChange` hold the properties as they were.
"""
from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from generator.render.ooxml import SPACE, w

_REVISIONS = ("ins", "del", "pPrChange", "tcPrChange")
Status = Literal["", "ins", "del"]
Element = etree._Element
Signature = tuple[Any, ...]


_OURS = frozenset(w(name) for name in _REVISIONS)


def signature(element: Element | None) -> Signature:
    """What an element says, as something to compare; two elements with one signature are the same in Word."""
    if element is None:
        return ()
    return (element.tag, tuple(sorted(element.attrib.items())), element.text if element.tag == w("t") else None,
            tuple(signature(child) for child in element if isinstance(child.tag, str)))


@dataclass(frozen=True)
class Pen:
    """Writes the changes of one author. Numbers are given at the end, to all of them, by `number`."""

    author: str

    def mark(self, kind: str) -> Element:
        """An empty mark of this kind, by the author."""
        element = etree.Element(w(kind))
        element.set(w("id"), "0")
        element.set(w("author"), self.author)
        return element

    def end(self, paragraph: Element, status: Status) -> None:
        """Marks the end of a paragraph as inserted or deleted."""
        if status:
            properties = child(paragraph, "pPr")
            looks = properties.find(w("rPr"))
            if looks is None:
                looks = etree.Element(w("rPr"))
                later = properties.find(w("pPrChange"))
                properties.insert(len(properties) if later is None else properties.index(later), looks)
            looks.insert(0, self.mark(status))

    def row(self, row: Element, status: Status) -> None:
        """Marks a row as inserted or deleted."""
        if status:
            properties = row.find(w("trPr"))
            if properties is None:
                before = [one for one in row if one.tag == w("tblPrEx")]
                properties = etree.Element(w("trPr"))
                row.insert(len(before), properties)
                etree.SubElement(properties, w("cantSplit")).set(w("val"), "off")  # the schema wants one property besides
            properties.append(self.mark(status))

    def was(self, now: Element, before: Element | None, name: Literal["pPr", "tcPr"]) -> None:
        """Notes in properties what they were before: the last thing in them."""
        change = self.mark(f"{name}Change")
        old = etree.SubElement(change, w(name))
        for one in () if before is None else before:
            if one.tag not in (w("rPr"), w("sectPr")):
                old.append(copy.deepcopy(one))
        now.append(change)


def child(parent: Element, name: str) -> Element:
    """The first child of that name, put in front where there is none."""
    found = parent.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        parent.insert(0, found)
    return found


def words(text: str, deleted: bool) -> Element:
    """The element that holds words in a run; those of a deleted run have a name of their own."""
    element = etree.Element(w("delText" if deleted else "t"))
    element.text = text
    element.set(SPACE, "preserve")
    return element


def number(root: Element, first: int) -> None:
    """Gives each tracked change of a file its own number."""
    for count, element in enumerate((one for one in root.iter() if one.tag in _OURS), start=first):
        element.set(w("id"), str(count))
