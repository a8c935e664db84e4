"""What stands around the text of a Word file: contents, page headers and footers, notes. Our Markdown has no form for it."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from generator.publish.edits.diff import Reshaped
from generator.publish.edits.model import Block, Paragraph, WordFile, paragraphs, plain
from generator.render.ooxml import W

_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_PAGE = re.compile(r"\s*\d+$")
_NOTES = {"footnoteReference": ("word/footnotes.xml", "footnote"), "endnoteReference": ("word/endnotes.xml", "endnote")}


def margins(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The lines of all page headers and footers; page numbers are fields and do not count."""
    lines = (_line(paragraph) for name, data in parts.items() if _MARGIN.fullmatch(name)
             for paragraph in etree.fromstring(data).iter(W + "p"))
    return frozenset(line for line in lines if any(char.isalnum() for char in line))


def _line(paragraph: etree._Element) -> str:
    out, depth = [], 0
    for element in paragraph.iter(W + "t", W + "tab", W + "fldChar"):
        if element.tag == W + "fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(W + "fldCharType", ""), 0)
        elif not depth and next(element.iterancestors(W + "fldSimple"), None) is None:
            out.append(element.text or "" if element.tag == W + "t" else " ")
    return plain("".join(out))


def note_words(parts: Mapping[str, bytes], reference: etree._Element, kind: str) -> str:
    """The words of a footnote or endnote, to be named with it; "" for anything else."""
    part, name = _NOTES.get(kind, ("", ""))
    if part not in parts:
        return ""
    number = reference.get(W + "id")
    words = ("".join(text.text or "" for text in note.iter(W + "t")).strip()
             for note in etree.fromstring(parts[part]).iter(W + name) if note.get(W + "id") == number)
    return f": “{next(words, '')}”"


def without_contents(ours: WordFile, theirs: WordFile) -> WordFile:
    """The returned file with our contents told by their words, where an editor dropped their styles."""
    if theirs.contents:
        return theirs
    lines = {_PAGE.sub("", line) for line in ours.contents if _PAGE.search(line)}
    found = [block for block in theirs.blocks if isinstance(block, Paragraph) and _PAGE.search(plain(block.text))
             and _PAGE.sub("", plain(block.text)) in lines]
    titles = [block for block in theirs.blocks if found and isinstance(block, Paragraph) and plain(block.text) in ours.contents]
    gone = {id(block) for block in (*found, *titles)}
    return replace(theirs, blocks=tuple(block for block in theirs.blocks if id(block) not in gone))


def around(ours: WordFile, theirs: WordFile) -> list[Reshaped]:
    """What a person wrote into the contents and the margins of the pages, or deleted there."""
    found = list(_contents(ours, theirs))
    if ours.margins:  # an older build did not keep them
        found += [Reshaped("words were written into the header or footer of the pages", line)
                  for line in sorted(theirs.margins - ours.margins)]
        if theirs.margins:
            found += [Reshaped("words of the header or footer of the pages were deleted", line)
                      for line in sorted(ours.margins - theirs.margins)]
    return found


def _contents(ours: WordFile, theirs: WordFile) -> Iterator[Reshaped]:
    """Lines that are there because somebody brought the contents up to date are nobody's words."""
    was, now = ({_PAGE.sub("", line) for line in file.contents} for file in (ours, theirs))
    headings = _headings(theirs.blocks)
    yield from (Reshaped("words were written into the contents", line) for line in sorted(now - was - headings) if line)
    if now:
        yield from (Reshaped("a line of the contents was deleted", line) for line in sorted(was - now) if line in headings)


def _headings(blocks: Sequence[Block]) -> set[str]:
    return {plain(paragraph.text) for paragraph in paragraphs(tuple(blocks)) if paragraph.level}
