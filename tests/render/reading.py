"""What a reader of a .docx and of a PDF meets, as words in order: to hold that both say the same."""
from __future__ import annotations

import io
import itertools
import re
import zipfile
from typing import NamedTuple

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import DecodedStreamObject, DictionaryObject, IndirectObject, NameObject

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BOXES = {"☐"}  # a list mark in PDF, a content control in Word


def words_of_docx(data: bytes) -> list[str]:
    """Words of the body, contents table included; list numbers and bullets are not text in Word."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    out: list[str] = []
    for paragraph in root.iter(f"{W}p"):
        text = ""
        for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
            if element.getparent().tag == f"{W}tabs":
                continue
            text += (element.text or "") if element.tag == f"{W}t" else " "
        out += _words(text)
    return out


def words_of_pdf(data: bytes) -> list[str]:
    """Words in the order of the structure tree, as a screen reader gives them: no artifacts, no list labels."""
    reader = PdfReader(io.BytesIO(data))
    pieces: dict[int, dict[int, bytes]] = {}
    out: list[str] = []
    for number, marks in itertools.groupby(_marks_in_order(reader), key=lambda mark: mark.page):
        page = reader.pages[number]
        if number not in pieces:
            content = page.get_contents()
            pieces[number] = _pieces(content.get_data()) if content is not None else {}
        stream = DecodedStreamObject()
        stream.set_data(b"\n".join(_moved(pieces[number].get(mark.number, b""), mark.block) for mark in marks))
        page[NameObject("/Contents")] = stream
        out += _words(page.extract_text())
    return out


def _moved(piece: bytes, block: int) -> bytes:
    """Each block a long way below the one before: no two can look like one line."""
    return b"q 1 0 0 1 0 -%d cm\n%s\nQ" % (block * 2000, piece)


def _words(text: str) -> list[str]:
    """Words as both files have them: a line may end after a hyphen, dash or slash, so these end a word everywhere."""
    return [word for word in re.sub(r"(?<=[-/–—])", " ", text).split() if word not in _BOXES]


_MARK = re.compile(rb"/(\w+)\s*(<<(?:[^<>]|<<[^<>]*>>)*>>|/\w+)?\s*(?:BDC|BMC)|\bEMC\b")
_MCID = re.compile(rb"/MCID\s+(\d+)")


def _pieces(data: bytes) -> dict[int, bytes]:
    """The operators of each marked content of a page. Typst ends one mark before it begins the next."""
    out: dict[int, bytes] = {}
    open_mark: int | None = None
    start = 0
    for mark in _MARK.finditer(data):
        if mark.group() == b"EMC":
            if open_mark is not None:
                out[open_mark] = out.get(open_mark, b"") + b"\n" + data[start : mark.start()]
            open_mark = None
        else:
            number = _MCID.search(mark.group(2) or b"")
            open_mark, start = int(number.group(1)) if number else None, mark.end()
    return out


class _Mark(NamedTuple):
    page: int
    number: int
    block: int


_INLINE = {"/Span", "/Link", "/Strong", "/Em", "/Reference", "/Lbl", "/LBody"}


def _marks_in_order(reader: PdfReader) -> list[_Mark]:
    """Marked contents in the order of the structure tree, list labels left out."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    marks: list[_Mark] = []
    blocks = itertools.count(1)

    def visit(node: object, page: int, block: int) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, int):
            marks.append(_Mark(page, int(node), block))
        elif isinstance(node, list):
            for child in node:
                visit(child, page, block)
        elif isinstance(node, DictionaryObject) and node.get("/S") != "/Lbl":
            here = node.raw_get("/Pg") if "/Pg" in node else None
            page = pages[here.idnum] if isinstance(here, IndirectObject) else page
            if "/S" in node and node["/S"] not in _INLINE:
                block = next(blocks)
            visit(node["/MCID"] if "/MCID" in node else node.get("/K"), page, block)

    visit(reader.trailer["/Root"]["/StructTreeRoot"], 0, 0)
    return marks
