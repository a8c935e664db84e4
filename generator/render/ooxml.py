"""Word's XML: the names of its elements, and reading and writing a part of a file, in one way for everybody."""
from __future__ import annotations

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W, R, SPACE = f"{{{MAIN}}}", f"{{{RELATIONS}}}", "{http://www.w3.org/XML/1998/namespace}space"
A, PIC, WP = (f"{{{DRAWING}/{name}}}" for name in ("main", "picture", "wordprocessingDrawing"))


def w(name: str) -> str:
    """The full name of an element or attribute of Word's own."""
    return W + name


def parsed(data: bytes) -> etree._Element:
    """A part of a file from outside: nothing that it refers to is read, and no length frightens the parser."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))


def as_bytes(root: etree._Element) -> bytes:
    """A part as it goes into the file."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def drop(element: etree._Element | None) -> None:
    """Take an element out of what it stands in, if it stands in anything."""
    parent = element.getparent() if element is not None else None
    if element is not None and parent is not None:
        parent.remove(element)
