"""A person's own Word file of a letter: read paragraph by paragraph, and brought up to date without touching the rest of it.

The file is theirs: everything in it that is not named here stays byte for byte what Word, LibreOffice or Google Docs wrote.
"""
from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from generator.publish.edits.letters_merge import Step
from generator.publish.edits.model import Table, paragraphs, plain
from generator.publish.edits.word import read_word
from generator.publish.fingerprint import mark
from generator.render import packing
from generator.render.ooxml import COMPATIBLE, SPACE, W, as_bytes, drop, parsed

DOCUMENT = "word/document.xml"
_HIDDEN = frozenset({W + "txbxContent", W + "del", W + "moveFrom", W + "pPr", W + "rPr",
                     COMPATIBLE + "Fallback"})
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_TEXT = frozenset({W + "t", *_CHARACTERS, W + "softHyphen", W + "lastRenderedPageBreak"})
_FORMATS = {"jc": ("center", "right", "end", "both"), "highlight": (), "u": (), "color": (), "sz": ()}  # () for any value
_NEUTRAL = frozenset({"auto", "none", ""})


def texts(docx: bytes) -> tuple[str, ...]:
    """What a letter says, paragraph by paragraph, without empty ones."""
    return tuple(plain(_text(item)) for item in _filled(parsed(packing.unpack(docx)[DOCUMENT])))


def look(docx: bytes) -> str:
    """A mark of words, emphasis, lists, pictures and the formatting that people do by hand; saving the file again leaves it."""
    file = read_word(docx, "the letter", "accepted")
    blocks = [[(run.text, run.bold, run.italic, run.strike, run.link) for run in item.runs] + [item.level, item.item]
              for item in paragraphs(file.blocks) if plain(item.text)]
    tables = [[len(row) for row in block.rows] for block in file.blocks if isinstance(block, Table)]
    return mark([blocks, tables, [item.what for item in file.foreign], sorted(_by_hand(packing.unpack(docx)[DOCUMENT]))])


def _by_hand(document: bytes) -> set[str]:
    found = set()
    for name, values in _FORMATS.items():
        for element in parsed(document).iter(W + name):
            value = element.get(W + "val", "")
            if value not in _NEUTRAL and (not values or value in values):
                found.add(f"{name} {value}")
    return found


def carried(docx: bytes, steps: Sequence[Step], program: bytes) -> bytes:
    """The person's letter with these paragraphs of the program's letter in it."""
    if not steps:
        return docx
    parts = packing.unpack(docx)
    root = parsed(parts[DOCUMENT])
    mine, ours = _filled(root), _filled(parsed(packing.unpack(program)[DOCUMENT]))
    alike = {_style(item): place for place, item in enumerate(mine)}
    last: dict[int, etree._Element] = {}
    for step in steps:
        if step.ours is None:
            _take_out(mine[step.at or 0])
        elif step.at is not None:
            _say(mine[step.at], ours[step.ours])
        else:
            fresh = _new(mine, ours[step.ours], step.after, alike)
            if step.after < 0 and step.after not in last:
                _body(root, mine).addprevious(fresh)
            else:
                last.get(step.after, mine[step.after] if step.after >= 0 else fresh).addnext(fresh)
            last[step.after] = fresh
    parts[DOCUMENT] = as_bytes(root)
    return packing.pack(parts)


def _body(root: etree._Element, mine: Sequence[etree._Element]) -> etree._Element:
    """The first thing on the page."""
    return mine[0] if mine else next(root.iter(W + "sectPr"))


def _new(mine: Sequence[etree._Element], source: etree._Element, after: int, alike: Mapping[str, int]) -> etree._Element:
    """A paragraph with the program's words in the look that the person's letter gives to its like, else to its neighbour."""
    near = mine[after] if 0 <= after < len(mine) else None
    model = near if near is not None and _style(near) == _style(source) else (
        mine[alike[_style(source)]] if _style(source) in alike else near)
    fresh = etree.Element(W + "p")
    if model is not None:
        properties = model.find(W + "pPr")
        if properties is not None:
            fresh.append(copy.deepcopy(properties))
            for gone in [item for name in ("sectPr", "rPr") for item in fresh[0].findall(W + name)]:
                fresh[0].remove(gone)
        run = next(model.iter(W + "r"), None)
        looks = run.find(W + "rPr") if run is not None else None
        if looks is not None:
            etree.SubElement(fresh, W + "r").append(copy.deepcopy(looks))
    _say(fresh, source)
    return fresh


def _say(paragraph: etree._Element, source: etree._Element) -> None:
    """The words of `source` in place of the paragraph's own; what is no text in it (bookmarks, comments, pictures) stays."""
    runs = [run for run in paragraph.iter(W + "r") if next(run.iterancestors(*_HIDDEN), None) is None]
    looks = {_bold(run): run.find(W + "rPr") for run in reversed(runs)}
    texts_in = [run for run in runs if any(child.tag in _TEXT for child in run)]
    place = texts_in[0] if texts_in else None
    fresh = [_run(text, bold, looks) for text, bold in _spoken(source)]
    if place is not None:
        for run in fresh:
            place.addprevious(run)
    else:
        for old in [run for run in runs if len(run) == len(run.findall(W + "rPr"))]:
            drop(old)
        paragraph.extend(fresh)
    for run in texts_in:
        for child in [child for child in run if child.tag in _TEXT]:
            run.remove(child)
        if not any(child.tag != W + "rPr" for child in run):
            drop(run)


def _spoken(source: etree._Element) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    for run in source.iter(W + "r"):
        text, bold = _text(run), _bold(run)
        if text:
            found.append((found.pop()[0] + text if found and found[-1][1] == bold else text, bold))
    return found


def _bold(run: etree._Element) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(W + "val", "1") not in ("0", "false", "off")


def _run(text: str, bold: bool, looks: Mapping[bool, etree._Element | None]) -> etree._Element:
    run = etree.Element(W + "r")
    like = looks.get(bold, looks.get(not bold))
    if like is not None:
        run.append(copy.deepcopy(like))
    if bold not in looks and (bold or like is not None):
        properties = run.find(W + "rPr")
        if properties is None:
            properties = etree.SubElement(run, W + "rPr")
        for old in properties.findall(W + "b"):
            properties.remove(old)
        if bold:
            before = [child for child in properties if child.tag in (W + "rStyle", W + "rFonts")]
            properties.insert(len(before), etree.Element(W + "b"))
    for place, line in enumerate(text.split("\n")):
        if place:
            etree.SubElement(run, W + "br")
        etree.SubElement(run, W + "t", {SPACE: "preserve"}).text = line
    return run


def _take_out(paragraph: etree._Element) -> None:
    """Away with it; only its words where it holds more than words, or is all that a cell has."""
    parent = paragraph.getparent()
    assert parent is not None
    only = parent.tag == W + "tc" and len(parent.findall(W + "p")) == 1
    if only or any(paragraph.find(f".//{W}{name}") is not None for name in ("drawing", "pict", "sectPr", "object")):
        _say(paragraph, etree.Element(W + "p"))
    else:
        parent.remove(paragraph)


def with_line(docx: bytes, old: str, new: str) -> bytes:
    """The same file, the line of the revision at the head or foot of its pages as it is now. Where it is gone it stays gone."""
    if not old or old == new:
        return docx
    parts = packing.unpack(docx)
    for name in [name for name in parts if name.startswith(("word/footer", "word/header")) and name.endswith(".xml")]:
        root = parsed(parts[name])
        if [True for item in root.iter(W + "p") if _replaced(item, old, new)]:
            parts[name] = as_bytes(root)
    return packing.pack(parts)


def _replaced(paragraph: etree._Element, old: str, new: str) -> bool:
    """Whether the paragraph had these words, in as many pieces as the editor cut them into."""
    pieces = list(paragraph.iter(W + "t"))
    start = "".join(piece.text or "" for piece in pieces).find(old)
    if start < 0:
        return False
    end, place = start + len(old), 0
    for piece in pieces:
        text = piece.text or ""
        a, b = max(start - place, 0), min(end - place, len(text))
        if a < b:
            piece.text = text[:a] + (new if place <= start else "") + text[b:]
            piece.set(SPACE, "preserve")
        place += len(text)
    return True


def filled_paragraph(root: etree._Element, place: int) -> etree._Element | None:
    """The paragraph at this place of `texts`; the first where it is before all, None in an empty letter."""
    found = _filled(root)
    return found[min(max(place, 0), len(found) - 1)] if found else None


def _filled(root: etree._Element) -> list[etree._Element]:
    body = root.find(W + "body")
    return [item for item in _paragraphs(body) if plain(_text(item))] if body is not None else []


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == W + "p":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _HIDDEN:
            yield from _paragraphs(child)


def _text(element: etree._Element) -> str:
    out = []
    for child in element:
        if child.tag == W + "t":
            out.append(child.text or "")
        elif child.tag in _CHARACTERS:
            out.append("" if child.get(W + "type") in ("page", "column") else _CHARACTERS[child.tag])
        elif isinstance(child.tag, str) and child.tag not in _HIDDEN:
            out.append(_text(child))
    return "".join(out)


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(W + "val", "") if style is not None else ""
