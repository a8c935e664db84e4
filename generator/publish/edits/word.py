"""A .docx, delivered by us or saved again by Word, LibreOffice or Google Docs, read as paragraphs and tables.

python-docx is not taken: it drops inserted text, text in content controls, and says nothing of tracked changes.
"""
from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from lxml import etree

from generator.errors import InputError
from generator.publish.edits.model import (
    PICTURE,
    Block,
    Cell,
    Comment,
    Foreign,
    Paragraph,
    Picture,
    Run,
    Table,
    View,
    WordFile,
    plain,
)
from generator.publish.edits.pictures import known_as, picture_of
from generator.publish.edits.styles import Styles
from generator.publish.edits.surroundings import margins, note_words
from generator.render.ooxml import COMPATIBLE, R, W, parsed

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_DROPPED = {"accepted": ("del", "moveFrom"), "original": ("ins", "moveTo")}
_FOREIGN = {"drawing": "an image or drawing", "pict": "an image or drawing", "object": "an embedded object",
            "footnoteReference": "a footnote", "endnoteReference": "an endnote", "oMath": "a formula"}
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_CONTENTS = ("TOC", "Contents")


class UnresolvedChanges(InputError):
    """The file has tracked changes that nobody accepted or rejected, and nobody said which view to take."""


def read_word(data: bytes, name: str = "the file", view: View | None = None, known: Sequence[Picture] = ()) -> WordFile:
    """What a Word file holds. `view` says what to take where changes were tracked and not resolved; `known` are the pictures
    of the file from which this one was made.

    Raises UnresolvedChanges when there are some and `view` is None; InputError when it is not a Word file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {item: package.read(item) for item in package.namelist() if item.endswith((".xml", ".rels"))
                     or item.startswith("word/media/")}
        root = parsed(parts["word/document.xml"])
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError) as error:
        raise InputError(f"{name} cannot be read as a Word file: {error}. Save it again as .docx.") from None
    tracked = [*root.iter(*(W + kind for kind in _TRACKED))]
    if tracked and view is None:
        who = sorted({str(mark.get(W + "author")) for mark in tracked if mark.get(W + "author")})
        raise UnresolvedChanges(
            f"{name} has tracked changes" + (f" by {', '.join(who)}" if who else "") + f" ({len(tracked)}) that nobody accepted "
            "or rejected. Do that in Word and build again; or build with --accept-changes or --original, as if all of them were "
            "accepted or as the text was before them. That counts for every file of this build.")
    closed = {mark.get(W + "id", "") for mark in root.iter(W + "bookmarkEnd")}
    reader = _Reader(view or "accepted", Styles(parts), _links(parts), parts, closed, known)
    body = root.find(W + "body")
    blocks = tuple(reader.blocks(body)) if body is not None else ()
    properties = _properties(parts)
    return WordFile(blocks, reader.comments(), tuple(reader.foreign), properties.get("lastModifiedBy", ""),
                    properties.get("modified", ""), len(tracked), view if tracked else None, properties.get("identifier", ""),
                    tuple(reader.contents), margins(parts))


def _links(parts: dict[str, bytes]) -> dict[str, str]:
    data = parts.get("word/_rels/document.xml.rels")
    return {str(item.get("Id")): str(item.get("Target")) for item in etree.fromstring(data)} if data else {}


def _properties(parts: dict[str, bytes]) -> dict[str, str]:
    data = parts.get("docProps/core.xml")
    return {etree.QName(item).localname: item.text or "" for item in etree.fromstring(data)} if data else {}


@dataclass
class _Reader:
    view: View
    styles: Styles
    links: dict[str, str]
    parts: dict[str, bytes]
    closed: set[str]  # bookmarks with an end: LibreOffice loses the end of one that closes behind a list
    known: Sequence[Picture] = ()
    said: str = ""  # words of the last paragraph that had some
    open: dict[str, str] = field(default_factory=dict)  # id of a bookmark -> its name, while we are in it
    foreign: list[Foreign] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    hung: dict[str, str] = field(default_factory=dict)  # id of a comment -> words of its paragraph
    field_depth: list[bool] = field(default_factory=list)  # of each open field: are we in its result

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Paragraphs and tables of a body, cell or content control, in the chosen view."""
        waiting: list[Run] = []  # of a paragraph whose mark is not in this view: it runs on into the next
        for child in self._shown(parent):
            kind = etree.QName(child).localname
            if kind == "p":
                paragraph, runs_on = self._paragraph(child)
                runs = (*waiting, *paragraph.runs)
                waiting = list(runs) if runs_on else []
                if not runs_on and paragraph.style.startswith(_CONTENTS):
                    self.contents.append(plain("".join(run.text for run in runs)))
                elif not runs_on:
                    yield Paragraph(_merged(runs), *_rest(paragraph))
            elif kind == "tbl":
                yield self._table(child)
            elif kind in ("bookmarkStart", "bookmarkEnd"):
                self._mark(child)
            elif kind in ("altChunk", "oMathPara"):
                self.foreign.append(Foreign("text pasted as a file of its own" if kind == "altChunk" else "a formula", ""))
        if waiting:
            yield Paragraph(_merged(tuple(waiting)))

    def _shown(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Children in the chosen view; wrappers opened."""
        for child in parent:
            if not isinstance(child.tag, str):
                continue
            kind = etree.QName(child).localname
            if child.tag.startswith(W) and kind in _TRACKED and len(child):
                if kind not in _DROPPED[self.view]:
                    yield from self._shown(child)
            elif kind == "sdt":
                content = child.find(W + "sdtContent")
                if content is not None:
                    yield from self._shown(content)
            elif kind in ("customXml", "smartTag"):
                yield from self._shown(child)
            elif child.tag == COMPATIBLE + "AlternateContent":
                first = child.find(COMPATIBLE + "Choice")
                if first is not None:
                    yield from self._shown(first)
            else:
                yield child

    def _mark(self, child: etree._Element) -> None:
        number = child.get(W + "id", "")
        if child.tag == W + "bookmarkStart":
            self.open[number] = child.get(W + "name", "")
        elif child.tag == W + "bookmarkEnd":
            self.open.pop(number, None)

    def _paragraph(self, element: etree._Element) -> tuple[Paragraph, bool]:
        properties = element.find(W + "pPr")
        look = self.styles.paragraph(properties)
        for child in takewhile(lambda child: child.tag in (W + "pPr", W + "bookmarkEnd"), element):
            self._mark(child)  # what ends before the first word holds none of the paragraph
        before = frozenset(self.open.values())
        runs: list[Run] = []
        self._runs(element, look.style, "", runs)
        self.said = _words(element) or self.said
        anchors = frozenset(name for name in {*before, *self.open.values()} if not name.startswith("_"))
        self.open = {number: name for number, name in self.open.items() if number in self.closed}
        marks = properties.find(W + "rPr") if properties is not None else None
        gone = marks is not None and any(marks.find(W + kind) is not None for kind in _DROPPED[self.view])
        return Paragraph(_merged(tuple(runs)), look.style, look.level, look.item, anchors, look.bold, look.italic), gone

    def _runs(self, parent: etree._Element, style: str, link: str, out: list[Run]) -> None:
        for child in self._shown(parent):
            kind = etree.QName(child).localname
            if kind == "r":
                self._run(child, style, link, out)
            elif kind == "hyperlink":
                anchor, number = child.get(W + "anchor"), child.get(R + "id", "")
                self._runs(child, style, f"#{anchor}" if anchor else self.links.get(number, ""), out)
            elif kind in ("bookmarkStart", "bookmarkEnd"):
                self._mark(child)
            elif kind == "fldSimple":
                self._runs(child, style, link, out)
            elif kind in ("commentRangeStart", "commentReference"):
                self.hung.setdefault(child.get(W + "id", ""), _words(parent))
            elif child.tag.startswith(_MATH):
                self.foreign.append(Foreign("a formula", _words(parent)))

    def _run(self, run: etree._Element, style: str, link: str, out: list[Run]) -> None:
        properties = run.find(W + "rPr")
        look = self.styles.run(properties, style)
        for child in self._shown(run):
            kind = etree.QName(child).localname
            if kind == "fldChar":
                self._field(child.get(W + "fldCharType", ""))
            elif self.field_depth and not all(self.field_depth):
                continue
            elif kind in ("t", "delText"):
                out.append(Run(child.text or "", *look[:3], link, look[3]))
            elif kind in _CHARACTERS and child.get(W + "type") not in ("page", "column"):
                out.append(Run(_CHARACTERS[kind], *look[:3], link, look[3]))
            elif kind == "sym":
                out.append(Run("☐" if child.get(W + "char", "").upper() in ("F0A8", "F06F") else "•", *look[:3], link, look[3]))
            elif kind == "commentReference":
                self.hung.setdefault(child.get(W + "id", ""), _words(run.getparent()))
            elif kind in ("drawing", "pict") and (picture := self._picture(child)):
                out.append(Run(PICTURE, *look[:3], link, look[3], picture))
            elif kind in _FOREIGN:
                self._keep(child, kind, run)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.field_depth.append(False)
        elif kind == "separate" and self.field_depth:
            self.field_depth[-1] = True
        elif kind == "end" and self.field_depth:
            self.field_depth.pop()

    def _picture(self, element: etree._Element) -> Picture | None:
        paragraph = next(element.iterancestors(W + "p"), None)
        found = picture_of(element, self.parts, self.links, _words(paragraph) or self.said)
        return known_as(found, self.known) if found else None

    def _keep(self, child: etree._Element, kind: str, run: etree._Element) -> None:
        targets = [self.links.get(str(value), "") for item in child.iter() for name, value in item.attrib.items()
                   if str(name) in (R + "embed", R + "id", R + "link")]
        data = b"".join(self.parts.get(f"word/{target}", target.encode()) for target in targets)
        mark = hashlib.sha256(data or etree.tostring(child)).hexdigest()[:16]
        boxed = " ".join(_words(box) for box in child.iter(W + "txbxContent"))
        what = f"a text box: “{boxed}”" if boxed else _FOREIGN[kind] + note_words(self.parts, child, kind)
        self.foreign.append(Foreign(what, _words(run.getparent()), mark))

    def _table(self, element: etree._Element) -> Table:
        anchors = frozenset(name for name in self.open.values() if not name.startswith("_"))
        look = element.find(f"{W}tblPr/{W}tblStyle")
        rows = []
        for row in self._shown(element):
            if row.tag == W + "tr" and not self._gone(row):
                rows.append(tuple(self._cell(cell) for cell in self._shown(row) if cell.tag == W + "tc"))
            elif row.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
                self._mark(row)
        return Table(tuple(rows), look.get(W + "val", "") if look is not None else "", anchors)

    def _gone(self, row: etree._Element) -> bool:
        return any(row.find(f"{W}trPr/{W}{kind}") is not None for kind in _DROPPED[self.view])

    def _cell(self, cell: etree._Element) -> Cell:
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        return Cell(tuple(self.blocks(cell)), int(span.get(W + "val", "1")) if span is not None else 1)

    def comments(self) -> tuple[Comment, ...]:
        """Comments of the file, each with the words on which it hangs."""
        data = self.parts.get("word/comments.xml")
        if not data:
            return ()
        return tuple(Comment(item.get(W + "author", ""), item.get(W + "date", ""), _words(item),
                             self.hung.get(item.get(W + "id", ""), "")) for item in etree.fromstring(data).iter(W + "comment"))


def _rest(paragraph: Paragraph) -> tuple[str, int, tuple[int, bool] | None, frozenset[str], bool, bool]:
    return paragraph.style, paragraph.level, paragraph.item, paragraph.anchors, paragraph.bold, paragraph.italic


def _words(element: etree._Element | None) -> str:
    return "" if element is None else "".join(text.text or "" for text in element.iter(W + "t")).strip()


def _merged(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs of one look as one: each program cuts them in its own way."""
    out: list[Run] = []
    for run in runs:
        if out and out[-1].__dict__ | {"text": ""} == run.__dict__ | {"text": ""}:
            out[-1] = replace(run, text=out[-1].text + run.text)
        elif run.text:
            out.append(run)
    return tuple(out)


