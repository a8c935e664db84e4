"""What Word does with a redline, written without looking at how ours is made: accept all, reject all, what one reads then."""
from __future__ import annotations

import copy
import io
import itertools
import zipfile
from collections.abc import Iterator
from datetime import date

from lxml import etree

from generator.render import House, bookmark_name
from generator.publish.changes.model import Change

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOUSE = House("Prairie Edge & Fils Ltée", "Draft of revision 2", "Printed copies are not controlled.", "Prairie Edge",
              date(2027, 1, 4))
_TEXTS = {f"{W}tab": "\t", f"{W}br": "\n"}


def change(before: str, after: str, clause: str = "clause-one", **more: str) -> Change:
    told = {"document": "manual", "document_title": "Health and Safety Manual", "document_kind": "manual", "title": "One"} | more
    return Change(clause=clause, before=before, after=after, **told)  # type: ignore[arg-type]


def part(docx: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read(name))


def clause(docx: bytes, clause_id: str = "clause-one") -> etree._Element:
    """A body with what stands in the bookmark of a clause."""
    body = part(docx)[0]
    start = next(mark for mark in body.iter(f"{W}bookmarkStart") if mark.get(f"{W}name") == bookmark_name(clause_id))
    inside = itertools.takewhile(
        lambda one: not (one.tag == f"{W}bookmarkEnd" and one.get(f"{W}id") == start.get(f"{W}id")), start.itersiblings())
    out = etree.Element(f"{W}body")
    out.extend(copy.deepcopy(one) for one in list(inside))
    return out


def accepted(body: etree._Element) -> etree._Element:
    return _decided(body, stays="ins", goes="del")


def rejected(body: etree._Element) -> etree._Element:
    return _decided(body, stays="del", goes="ins")


def _decided(body: etree._Element, stays: str, goes: str) -> etree._Element:
    body = copy.deepcopy(body)
    for row in [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}{goes}") is not None]:
        _drop(row)
    for table in [table for table in body.iter(f"{W}tbl") if table.find(f"{W}tr") is None]:
        _drop(table)
    for words in [words for words in body.iter(f"{W}{goes}") if words.getparent().tag not in (f"{W}rPr", f"{W}trPr")]:
        _drop(words)
    for words in [words for words in body.iter(f"{W}{stays}") if words.getparent().tag not in (f"{W}rPr", f"{W}trPr")]:
        parent = words.getparent()
        place = parent.index(words)
        parent[place:place + 1] = list(words)
    if goes == "ins":
        for changed in [one for one in body.iter(f"{W}pPrChange", f"{W}tcPrChange")]:
            now = changed.getparent()
            was = list(changed[0])
            kept = [one for one in now if one.tag == f"{W}rPr"]
            now[:] = [*was, *kept]
    for paragraph in [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}rPr/{W}{goes}") is not None]:
        _join(paragraph)
    return body


def _join(paragraph: etree._Element) -> None:
    """A paragraph without an end goes on in the one below; before a table, or last in its cell, it only goes when empty."""
    below = paragraph.getnext()
    words = [one for one in paragraph if one.tag != f"{W}pPr"]
    if below is not None and below.tag == f"{W}p":
        place = 1 if below.find(f"{W}pPr") is not None else 0
        below[place:place] = words
        _drop(paragraph)
    elif below is not None and not _text(paragraph):
        _drop(paragraph)


def _drop(element: etree._Element) -> None:
    element.getparent().remove(element)


def _text(paragraph: etree._Element) -> str:
    """Words of a paragraph, deleted ones as well when there still are any."""
    out = ""
    for one in paragraph.iter(f"{W}t", f"{W}delText", *_TEXTS):
        if one.getparent().tag != f"{W}tabs":
            out += _TEXTS.get(one.tag, one.text or "")
    return out


def read(body: etree._Element) -> list[str]:
    """The paragraphs that say something, as text; a row's cells are told apart, and so is an item of a list."""
    return [line for line in _read(body) if line.strip("|\u2022 ")]


def _read(body: etree._Element) -> Iterator[str]:
    for one in body:
        if one.tag == f"{W}p":
            yield ("\u2022 " if one.find(f"{W}pPr/{W}numPr") is not None else "") + _text(one).strip()
        elif one.tag == f"{W}tbl":
            for row in one.iter(f"{W}tr"):
                if next(row.iterancestors(f"{W}tbl")) is one:
                    for cell in row.findall(f"{W}tc"):
                        yield "|"
                        yield from _read(cell)
                    yield "||"
