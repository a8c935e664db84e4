"""What a reader of a .docx and of a PDF meets, as words in order: to hold that both say the same."""
from __future__ import annotations

import io
import re
import zipfile

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
    order = _marks_in_order(reader)
    out: list[str] = []
    for number, page in enumerate(reader.pages):
        content = page.get_contents()
        if content is None or number not in order:
            continue
        pieces = _pieces(content.get_data())
        stream = DecodedStreamObject()
        stream.set_data(b"\n".join(pieces.get(mark, b"") for mark in order[number]))
        page[NameObject("/Contents")] = stream
        out += _words(page.extract_text())
    return out


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


def _marks_in_order(reader: PdfReader) -> dict[int, list[int]]:
    """By page index, the marked contents in the order of the structure tree, list labels left out."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    marks: dict[int, list[int]] = {}

    def visit(node: object, page: int | None) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, int):
            marks.setdefault(page or 0, []).append(int(node))
        elif isinstance(node, list):
            for child in node:
                visit(child, page)
        elif isinstance(node, DictionaryObject) and node.get("/S") != "/Lbl":
            here = node.raw_get("/Pg") if "/Pg" in node else None
            page = pages[here.idnum] if isinstance(here, IndirectObject) else page
            visit(node["/MCID"] if "/MCID" in node else node.get("/K"), page)

    visit(reader.trailer["/Root"]["/StructTreeRoot"], None)
    return marks
