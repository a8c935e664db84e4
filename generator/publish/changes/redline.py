"""The redline of a re-run: one Word file with a list in plain words, then every changed clause with tracked changes.

Both texts of each clause are typeset in one go, as extracts of one document (`.extract`, docs/markup.md); then `tracked.py`
makes one text of two.
"""
from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from generator.compose.markdown import attribute, escape
from generator.publish.changes import redline_pages as pages
from generator.publish.changes.model import Change
from generator.publish.changes.redline_segments import Segment, segments
from generator.publish.changes.tracked import Pair, merged, pairs_of
from generator.publish.changes.tracked_blocks import Reader
from generator.publish.changes.tracked_ooxml import Element, Pen, number
from generator.render import packing
from generator.render.model import House, Source, bookmark_name
from generator.render.ooxml import as_bytes, w
from generator.render.pipeline import word_alone

HEADING = "The text, with the changes marked"
_TITLED = re.compile(r"^(?:# |:{3,} ?\{[^\n}]*\.card\b)", re.MULTILINE)
_NONE: Mapping[str, bytes] = MappingProxyType({})
_FENCE = ":" * 12  # wider than any in a clause, for the reader's eye; pandoc counts no colons


@dataclass(frozen=True)
class _Entry:
    """A change, the bookmark of its clause, and its text in stretches that are typeset under these names."""

    change: Change
    anchor: str
    broad: bool
    stretches: tuple[tuple[Segment, str, str], ...]  # with the names of its two texts; of one where both are the same


def redlined(front: str, changes: Sequence[Change], house: House, *, title: str, author: str = "Safety program",
             media: Mapping[str, bytes] = _NONE) -> bytes:
    """The Word file of these changes: accepting all gives the new text of each clause, rejecting all the old one.

    `front` is Markdown of our vocabulary; it may link to the clauses below by their ids. Each clause's text lies in the
    bookmark of its id (a second clause of one id in `DOCUMENT--ID`). `author` made the changes that nobody else did.
    `media` are the pictures of the clauses by name; of one that is missing its description is printed. The same input gives
    the same bytes. Raises RenderError where a text cannot be typeset.
    """
    groups = _grouped(_entries(changes))
    source = Source(id="changes", title=title, kind="schedule", markdown=_markdown(front, groups, house, title), media=media)
    parts = packing.unpack(word_alone(source, house))
    document = etree.fromstring(parts["word/document.xml"])
    body, section = document[0], document[0][-1]
    reader = Reader(_lists(parts["word/numbering.xml"]))
    _lay(body, groups, reader, house, author)
    number(document, first=1 + max([int(mark.get(w("id"), "0")) for mark in document.iter(w("bookmarkStart"))], default=0))
    parts["word/document.xml"] = as_bytes(document)
    parts["word/styles.xml"] = pages.with_styles(parts["word/styles.xml"], house)
    if any(group[0].broad for group in groups):
        pages.with_broad_letterhead(parts, section, house)
    return packing.pack(parts)


def _entries(changes: Sequence[Change]) -> list[_Entry]:
    broad = {change.document for change in changes if pages.is_broad(change)}
    taken: set[str] = set()
    out = []
    for place, change in enumerate(changes):
        anchor = change.clause if change.clause not in taken else f"{change.document}--{change.clause}"
        anchor = anchor if anchor not in taken else f"{anchor}--{place}"
        taken.add(anchor)
        stretches = tuple((segment, f"redline-{place}-{part}-before", f"redline-{place}-{part}-after")
                          for part, segment in enumerate(segments(change.before, change.after)))
        out.append(_Entry(change, anchor, change.document in broad, stretches))
    return out


def _grouped(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """By document, in the order of their first change."""
    found: dict[str, list[_Entry]] = {}
    for entry in entries:
        found.setdefault(entry.change.document, []).append(entry)
    return list(found.values())


def _markdown(front: str, groups: Sequence[Sequence[_Entry]], house: House, title: str) -> str:
    out = [] if _TITLED.search(front) else [f"# {escape(title)}"]
    out += [f"{_FENCE} extract", front, _FENCE]
    if groups:
        out.append(f"## {HEADING}")
    for entry in itertools.chain(*groups):
        look = f".extract title={attribute(entry.change.document_title)} width={pages.text_width(house, entry.broad)}"
        out += [f"{_FENCE} {{#{entry.anchor} .extract}}", _FENCE]
        for segment, before, after in entry.stretches:
            texts = [(after, segment.after)] if segment.same else [(before, segment.before), (after, segment.after)]
            out += itertools.chain(*([f"{_FENCE} {{#{name} {look}}}", text, _FENCE] for name, text in texts))
    return "\n\n".join(out) + "\n"


def _lists(numbering: bytes) -> dict[str, str]:
    """Number of a list -> its kind: what it looks like, and from where it counts."""
    root = etree.fromstring(numbering)
    kinds = {}
    for one in root.iter(w("num")):
        definition = one.find(w("abstractNumId"))
        starts = [start.get(w("val"), "") for start in one.iter(w("startOverride"))]
        kinds[one.get(w("numId"), "")] = f"{'' if definition is None else definition.get(w('val'))} {' '.join(starts)}"
    return kinds


@dataclass(frozen=True)
class _Page:
    """The body of the file, and the marks of its bookmarks by name and by number."""

    body: Element
    starts: dict[str, Element]
    ends: dict[str, Element]

    @classmethod
    def of(cls, body: Element) -> _Page:
        return cls(body, {mark.get(w("name"), ""): mark for mark in body.iter(w("bookmarkStart"))},
                   {mark.get(w("id"), ""): mark for mark in body.iter(w("bookmarkEnd"))})

    def bookmark(self, name: str) -> tuple[Element, Element]:
        start = self.starts[bookmark_name(name)]
        return start, self.ends[start.get(w("id"), "")]

    def taken(self, name: str) -> list[Element]:
        """What stands in a bookmark, taken out of the body with it."""
        start, end = self.bookmark(name)
        held = list(itertools.takewhile(lambda one: one is not end, start.itersiblings()))
        for one in (start, *held, end):
            self.body.remove(one)
        return held


def _lay(body: Element, groups: Sequence[Sequence[_Entry]], reader: Reader, house: House, author: str) -> None:
    """Each clause's two texts become one; headings stand above it, a section ends where the pages turn."""
    sheet, broad, last = _Page.of(body), False, body[-1]
    for group in groups:
        first, _ = sheet.bookmark(group[0].anchor)
        if group[0].broad != broad:
            _turn(first, pages.section(last, house, broad))
            broad = group[0].broad
        above = pages.headings([entry.change for entry in group], pages.text_width(house, broad))
        for entry, headings in zip(group, above, strict=True):
            start, end = sheet.bookmark(entry.anchor)
            for heading in headings:
                start.addprevious(heading)
            pen = Pen(packing.clean(entry.change.author or author))
            pairs = (_pairs(sheet, stretch, reader, house if broad else None) for stretch in entry.stretches)
            for element in merged(list(itertools.chain(*pairs)), pen):
                end.addprevious(element)
            end.addnext(pages.gap())
    body.replace(last, pages.section(last, house, broad))


def _pairs(sheet: _Page, stretch: tuple[Segment, str, str], reader: Reader, broad: House | None) -> list[Pair]:
    """The blocks of both texts of one stretch; `broad` is the house where they stand on a broad page."""
    def blocks(name: str) -> Sequence[Element]:
        held = sheet.taken(name)
        return pages.broadened(held, broad) if broad else held

    segment, before, after = stretch
    if segment.same:
        return [(block, block) for block in reader.still(blocks(after))]
    return pairs_of(reader.blocks(blocks(before)), reader.blocks(blocks(after)))


def _turn(first: Element, section: Element) -> None:
    """Ends a section before `first`, in the paragraph above it."""
    above = first.getprevious()
    assert above is not None
    paragraph = above
    if paragraph.tag != w("p"):
        paragraph = pages.gap()
        first.addprevious(paragraph)
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    properties.append(section)
