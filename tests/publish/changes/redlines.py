"""What Word does with a redline, written without looking at how ours is made: accept all, reject all, what one reads then."""
from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator
from datetime import date

from lxml import etree

from generator.publish.changes.model import Change
from generator.render import House, bookmark_name

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


def clauses(docx: bytes) -> dict[str, etree._Element]:
    """What stands in each bookmark of a clause, by its name, in a body of its own."""
    found: dict[str, etree._Element] = {}
    open_name, open_id = "", ""
    for one in part(docx)[0]:
        if one.tag == f"{W}bookmarkStart" and not open_name:
            open_name, open_id = one.get(f"{W}name", ""), one.get(f"{W}id", "")
            found[open_name] = etree.Element(f"{W}body")
        elif one.tag == f"{W}bookmarkEnd" and one.get(f"{W}id") == open_id:
            open_name = ""
        elif open_name:
            found[open_name].append(copy.deepcopy(one))
    return found


def clause(docx: bytes, clause_id: str = "clause-one") -> etree._Element:
    return clauses(docx)[bookmark_name(clause_id)]


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
        for changed in list(body.iter(f"{W}pPrChange", f"{W}tcPrChange")):
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
    """Paragraphs with their style, and rows and cells around them.

    Nobody reads an empty paragraph beside a table, at an end or beside another one.
    """
    lines = list(_read(body))
    return [line for place, line in enumerate(lines) if line or not _beside_table(lines, place)]


_EDGES = ("<table>", "</table>", "<cell>", "<row>", "end", "")


def _beside_table(lines: list[str], place: int) -> bool:
    return {*["end", *lines][place:place + 1], *[*lines, "end"][place + 1:place + 2]} & set(_EDGES) != set()


def _read(body: etree._Element) -> Iterator[str]:
    for one in body:
        if one.tag == f"{W}p":
            text = _text(one).strip()
            yield f"{_style(one)} {text}" if text else ""
        elif one.tag == f"{W}tbl":
            yield "<table>"
            for row in one.findall(f"{W}tr"):
                yield "<row>"
                for cell in row.findall(f"{W}tc"):
                    yield "<cell>"
                    yield from _read(cell)
            yield "</table>"


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    item = "item" if paragraph.find(f"{W}pPr/{W}numPr") is not None else "text"
    return item if style is None else f"{item} {style.get(f'{W}val')}"
