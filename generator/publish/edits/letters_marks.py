"""Marks in a person's letter: tracked changes taken or left out, their comments kept, ours put in and taken away again."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from generator.publish.edits.comments import AUTHOR, PART, comment, declare, hang
from generator.publish.edits.letters_word import DOCUMENT, filled_paragraph
from generator.publish.edits.model import View
from generator.render import packing
from generator.render.ooxml import MAIN, W, as_bytes, drop

_IN, _OUT = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")
_FORMER = ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "tcPrChange", "trPrChange", "tblPrExChange",
           "numberingChange")
_RANGES = tuple(W + f"{kind}Range{side}" for kind in ("moveFrom", "moveTo") for side in ("Start", "End"))
_MORE = ("word/commentsExtended.xml", "word/commentsIds.xml", "word/commentsExtensible.xml")


def settled(docx: bytes, view: View) -> bytes:
    """The file without tracked changes: as after "accept all", or as it was before them."""
    parts = packing.unpack(docx)
    for name, data in parts.items():
        if name.startswith("word/") and name.endswith(".xml") and any(f"<w:{kind}".encode() in data for kind in (
                "ins ", "del ", "move", *(f"{former} " for former in _FORMER))):
            root = etree.fromstring(data)
            _settle(root, view)
            parts[name] = as_bytes(root)
    return packing.pack(parts)


def _settle(root: etree._Element, view: View) -> None:
    kept, gone = (_IN, _OUT) if view == "accepted" else (_OUT, _IN)
    for change in [*root.iter(*(W + name for name in _FORMER))]:
        _reformat(change, view)
    for paragraph in [item for item in root.iter(W + "p") if any(item.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in gone)]:
        _join(paragraph)
    for element in [*root.iter(*gone)]:
        parent = element.getparent()
        if parent is None:
            continue
        if parent.tag == W + "trPr":
            drop(parent.getparent())
        elif parent.tag != W + "rPr" or len(element):
            parent.remove(element)
    for element in [*root.iter(*kept)]:
        _unwrap(element)
    for element in [*root.iter(*_RANGES)]:
        drop(element)
    for was, now in (("delText", "t"), ("delInstrText", "instrText")):
        for element in root.iter(W + was):
            element.tag = W + now


def _reformat(change: etree._Element, view: View) -> None:
    properties = change.getparent()
    assert properties is not None
    properties.remove(change)
    if view == "original" and len(change) and change[0].tag == properties.tag:
        for child in [child for child in properties if child.tag not in (*_IN, *_OUT, W + "rPr", W + "sectPr")]:
            properties.remove(child)
        properties[:0] = list(change[0])


def _join(paragraph: etree._Element) -> None:
    """The end of this paragraph is not in the view: what it holds opens the next one."""
    following = paragraph.getnext()
    if following is None or following.tag != W + "p":
        for mark in [mark for tag in (*_IN, *_OUT) for mark in paragraph.iterfind(f".//{W}rPr/{tag}")]:
            if not len(mark):
                drop(mark)
        return
    place = 1 if len(following) and following[0].tag == W + "pPr" else 0
    following[place:place] = [child for child in paragraph if child.tag != W + "pPr"]
    drop(paragraph)


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    parent[place:place + 1] = list(element)


def without_ours(docx: bytes) -> bytes:
    """The file without the comments that we had put there; those of people stay."""
    parts = packing.unpack(docx)
    if PART not in parts or AUTHOR.encode() not in parts[PART]:
        return docx
    comments, document = etree.fromstring(parts[PART]), etree.fromstring(parts[DOCUMENT])
    ours = [item for item in comments.iter(W + "comment") if item.get(W + "author") == AUTHOR]
    numbers = {item.get(W + "id") for item in ours}
    names = {str(value) for item in ours for paragraph in item.iter(W + "p") for name, value in paragraph.attrib.items()
             if str(name).endswith("}paraId")}
    for item in ours:
        comments.remove(item)
    for item in [*document.iter(W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")]:
        if item.get(W + "id") in numbers:
            _remove(item)
    parts |= {PART: as_bytes(comments), DOCUMENT: as_bytes(document)}
    for name in _MORE:  # Word's own notes about comments, told by the comment's paragraph
        if name in parts:
            names |= _forget(parts, name, names)
    return packing.pack(parts)


def _remove(item: etree._Element) -> None:
    """Away with a mark, and with the run that held nothing else."""
    parent = item.getparent()
    assert parent is not None
    parent.remove(item)
    if parent.tag == W + "r" and not any(child.tag != W + "rPr" for child in parent):
        drop(parent)


def _forget(parts: dict[str, bytes], name: str, names: set[str]) -> set[str]:
    """Take the entries with one of these names out of a part; gives the other names that they had."""
    root = etree.fromstring(parts[name])
    gone = [item for item in root if isinstance(item.tag, str) and names & {str(value) for value in item.attrib.values()}]
    for item in gone:
        root.remove(item)
    parts[name] = as_bytes(root)
    return {str(value) for item in gone for key, value in item.attrib.items() if str(key).endswith(("paraId", "durableId"))}


def noted(docx: bytes, notes: Sequence[tuple[int, str]]) -> bytes:
    """The file with comments of ours, each on the paragraph at this place, beside those that people wrote."""
    if not notes:
        return docx
    parts = packing.unpack(docx)
    document = etree.fromstring(parts[DOCUMENT])
    comments = etree.fromstring(parts[PART]) if PART in parts else etree.Element(W + "comments", nsmap={"w": MAIN})
    first = 1 + max((int(number) for number in _numbers(comments) if number.isdigit()), default=-1)
    for number, (place, text) in enumerate(notes, first):
        target = filled_paragraph(document, place)
        if target is not None:
            hang(target, str(number))
            comments.append(comment(text, str(number)))
    if PART not in parts:
        declare(parts)
    parts |= {PART: as_bytes(comments), DOCUMENT: as_bytes(document)}
    return packing.pack(parts)


def _numbers(comments: etree._Element) -> Iterable[str]:
    return (item.get(W + "id", "") for item in comments.iter(W + "comment"))
