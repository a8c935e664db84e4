"""Word comments of ours: the program's new text stands beside the person's words until somebody decides."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lxml import etree

from generator.publish.edits.model import plain
from generator.publish.edits.over import Laid
from generator.publish.edits.told import command
from generator.render import packing
from generator.render.model import bookmark_name
from generator.render.ooxml import MAIN, RELATIONS, SPACE, W, as_bytes

AUTHOR = "Safety program"
PART = "word/comments.xml"
_RELATION = f"{RELATIONS}/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@dataclass(frozen=True)
class Note:
    """A comment on the paragraph of a clause that says `on`, else on the clause's first paragraph."""

    clause: str
    on: str
    text: str


def notes_of(conflicts: Sequence[Laid], document: str, intake: str) -> list[Note]:
    """One comment for each place of a document where a person and the program changed the same words.

    `intake` is the name of the file, without its folder: the same answers elsewhere give the same bytes.
    """
    return [Note(item.edit.clause, one.theirs.split("\n")[0], _said(item, one.ours, intake)) for item in conflicts
            if item.edit.document == document for one in item.conflicts]


def _said(item: Laid, ours: str, intake: str) -> str:
    first = "The law under this section changed. " if item.law_changed else ""
    new = f"The program’s new text here: {ours}" if ours else "The program leaves this out now."
    return f"{first}{new} · Decide: {command(PurePath(intake), item.edit.clause)} --keep, --take or --edit"


def commented(docx: bytes, notes: Sequence[Note]) -> bytes:
    """The Word file with these comments in its margin; the same bytes every time."""
    if not notes:
        return docx
    parts = packing.unpack(docx)
    document = etree.fromstring(parts["word/document.xml"])
    comments = etree.Element(W + "comments", nsmap={"w": MAIN})
    for number, note in enumerate(notes):
        target = _target(document, note)
        if target is not None:
            hang(target, str(number))
            comments.append(comment(note.text, str(number)))
    parts["word/document.xml"] = as_bytes(document)
    parts[PART] = as_bytes(comments)
    declare(parts)
    return packing.pack(parts)


def _target(document: etree._Element, note: Note) -> etree._Element | None:
    """The paragraph that holds the person's words; the clause's first where they were deleted."""
    found = list(_paragraphs(document, bookmark_name(note.clause)))
    on = plain(note.on)
    same = (item for item in found if on and on in plain("".join(text.text or "" for text in item.iter(W + "t"))))
    return next(same, found[0] if found else None)


def _paragraphs(document: etree._Element, name: str) -> Iterator[etree._Element]:
    number = None
    for element in document.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "p"):
        if element.tag == W + "bookmarkStart" and element.get(W + "name") == name:
            number = element.get(W + "id")
        elif number is not None and element.tag == W + "p":
            yield element
        elif number is not None and element.tag == W + "bookmarkEnd" and element.get(W + "id") == number:
            return


def hang(paragraph: etree._Element, number: str) -> None:
    """Put the comment of this number over the whole paragraph."""
    start, end = (etree.Element(W + f"commentRange{side}", {W + "id": number}) for side in ("Start", "End"))
    properties = paragraph.find(W + "pPr")
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    run = etree.Element(W + "r")
    etree.SubElement(run, W + "commentReference", {W + "id": number})
    paragraph.extend([end, run])


def comment(text: str, number: str) -> etree._Element:
    """A comment of ours, for the part that holds them."""
    element = etree.Element(W + "comment", {W + "id": number, W + "author": AUTHOR, W + "initials": "SP"})
    run = etree.SubElement(etree.SubElement(element, W + "p"), W + "r")
    words = etree.SubElement(run, W + "t", {SPACE: "preserve"})
    words.text = packing.clean(text.replace("\n", " "))
    return element


def declare(parts: dict[str, bytes]) -> None:
    """Tell a package that had no comments of its part with them."""
    types = etree.fromstring(parts["[Content_Types].xml"])
    etree.SubElement(types, etree.QName(types.tag.split("}")[0][1:], "Override"), {"PartName": f"/{PART}", "ContentType": _TYPE})
    parts["[Content_Types].xml"] = as_bytes(types)
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    etree.SubElement(relations, etree.QName(relations.tag.split("}")[0][1:], "Relationship"),
                     {"Id": "rIdProgramComments", "Type": _RELATION, "Target": "comments.xml"})
    parts["word/_rels/document.xml.rels"] = as_bytes(relations)
