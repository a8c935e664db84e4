"""The frame of a redline: its headings, and upright or broad pages."""
from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from generator.publish.changes.model import Change
from generator.publish.changes.tracked_ooxml import Element, child, words
from generator.render import packing
from generator.render.model import House
from generator.render.ooxml import MAIN, RELATIONS, R, as_bytes, w
from generator.render.page import page, twips

_KINDS = {"new": "new", "gone": "taken out", "changed": "changed"}
_COLUMNS = 7  # a table from here on needs a broad page
_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$", re.MULTILINE)
_INSET = {"QuietSub": 0, "CardSub": 250}  # styles with a tab at the right margin, and how far from it, in twips
_BEFORE_TABS = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def is_broad(change: Change) -> bool:
    """Whether a table of this clause needs a broad page."""
    return any(rule.count("|") > _COLUMNS for text in (change.before, change.after) for rule in _RULE.findall(text))


def text_width(house: House, broad: bool) -> float:
    """Millimetres between the margins."""
    return page(house.paper, broad).text_width


def _style(name: str, based: str, properties: str, look: str) -> str:
    return (f'<w:style xmlns:w="{MAIN}" w:type="paragraph" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:next w:val="BodyText"/><w:qFormat/>'
            f"<w:pPr><w:keepNext/><w:keepLines/>{properties}</w:pPr><w:rPr>{look}</w:rPr></w:style>")


def with_styles(styles: bytes, house: House) -> bytes:
    """The house's styles with those of a redline's own two headings."""
    root = etree.fromstring(styles)
    accent = house.accent.lstrip("#").upper()
    edge = f'<w:pBdr><w:top w:val="single" w:sz="12" w:space="6" w:color="{accent}"/></w:pBdr>'
    band = '<w:shd w:val="clear" w:color="auto" w:fill="EDF1F4"/>'
    for style in (
        _style("Changed Document", "Normal", f'{edge}<w:spacing w:before="480" w:after="80"/><w:outlineLvl w:val="1"/>',
               '<w:b/><w:bCs/><w:sz w:val="34"/><w:szCs w:val="34"/>'),
        _style("Changed Clause", "Normal", f'{band}<w:spacing w:before="280" w:after="140"/><w:outlineLvl w:val="2"/>',
               '<w:b/><w:bCs/><w:sz w:val="18"/><w:szCs w:val="18"/>'),
    ):
        root.append(etree.fromstring(style))
    root.append(etree.fromstring(
        f'<w:style xmlns:w="{MAIN}" w:type="character" w:customStyle="1" w:styleId="ChangedHow"><w:name w:val="Changed How"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr><w:b/><w:bCs/><w:color w:val="{accent}"/>'
        '<w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'))
    return as_bytes(root)


def _paragraph(style: str) -> Element:
    paragraph = etree.Element(w("p"))
    etree.SubElement(child(paragraph, "pPr"), w("pStyle")).set(w("val"), style)
    return paragraph


def _say(paragraph: Element, text: str, look: str = "") -> None:
    run = etree.SubElement(paragraph, w("r"))
    if look:
        etree.SubElement(etree.SubElement(run, w("rPr")), w("rStyle")).set(w("val"), look)
    run.append(words(packing.clean(text), deleted=False))


def headings(group: Sequence[Change], width: float) -> list[list[Element]]:
    """What stands above each clause of one document: its title, and at the right what happened to it.

    Above the first stands the document's; where that is the clause's as well, a practice or a form, it says both.
    """
    first = group[0]
    document = _heading("ChangedDocument", first.code, first.document_title)
    if len(group) == 1 and first.title == first.document_title:
        _tell(document, first, width)
        return [[document]]
    clauses = [_heading("ChangedClause", change.number, change.title) for change in group]
    for heading, change in zip(clauses, group, strict=True):
        _tell(heading, change, width)
    return [[document, clauses[0]], *([clause] for clause in clauses[1:])]


def _heading(style: str, number: str, title: str) -> Element:
    paragraph = _paragraph(style)
    if number:
        _say(paragraph, f"{number}\u2002", "HeadingNumber")
    _say(paragraph, title)
    return paragraph


def _tell(heading: Element, change: Change, width: float) -> None:
    tabs = etree.SubElement(child(heading, "pPr"), w("tabs"))
    tab = etree.SubElement(tabs, w("tab"))
    tab.set(w("val"), "right")
    tab.set(w("pos"), str(twips(width)))
    etree.SubElement(etree.SubElement(heading, w("r")), w("tab"))
    kind = "not changed" if change.before == change.after else _KINDS[change.kind]
    _say(heading, f"{kind} by {change.author}" if change.author else kind, "ChangedHow")


def gap() -> Element:
    """The last paragraph of a clause, which one does not see: what is taken out above it joins this one and no heading."""
    return _paragraph("TableGap")


def section(last: Element, house: House, broad: bool) -> Element:
    """Page, margins and letterhead of a section, from those of the whole file; `last` is its section's."""
    out = copy.deepcopy(last)
    if not broad:
        return out
    sheet = page(house.paper, landscape=True)
    size, margins = out.find(w("pgSz")), out.find(w("pgMar"))
    assert size is not None and margins is not None
    size.set(w("w"), str(twips(sheet.width)))
    size.set(w("h"), str(twips(sheet.height)))
    size.set(w("orient"), "landscape")
    for name, value in (("top", sheet.top), ("right", sheet.side), ("bottom", sheet.bottom), ("left", sheet.side)):
        margins.set(w(name), str(twips(value)))
    for reference in out:
        if reference.tag in (w("headerReference"), w("footerReference")):
            reference.set(R + "id", f"{reference.get(R + 'id')}broad")
    return out


def with_broad_letterhead(parts: dict[str, bytes], last: Element, house: House) -> None:
    """Header and footer once more, their right ends at the margin of a broad page."""
    relations = parts["word/_rels/document.xml.rels"].decode()
    types = parts["[Content_Types].xml"].decode()
    for reference in last:
        kind = {w("headerReference"): "header", w("footerReference"): "footer"}.get(reference.tag)
        id_ = reference.get(R + "id")
        found = kind and next((one for one in re.findall(r"<Relationship\b[^>]*>", relations) if f'Id="{id_}"' in one), None)
        target = found and re.search(r'Target="([^"]+)"', found)
        if not (kind and target):
            continue
        name = target[1].replace(".xml", "broad.xml")
        parts[f"word/{name}"] = _with_tabs(parts[f"word/{target[1]}"], house)
        if f"word/_rels/{target[1]}.rels" in parts:
            parts[f"word/_rels/{name}.rels"] = parts[f"word/_rels/{target[1]}.rels"]
        entry = f'<Relationship Id="{id_}broad" Type="{RELATIONS}/{kind}" Target={quoteattr(name)}/>'
        relations = relations.replace("</Relationships>", f"{entry}</Relationships>")
        override = f'<Override PartName="/word/{name}" ContentType="{_MAIN}.{kind}+xml"/>'
        types = types.replace("</Types>", f"{override}</Types>")
    parts["word/_rels/document.xml.rels"] = relations.encode()
    parts["[Content_Types].xml"] = types.encode()


def _with_tabs(part: bytes, house: House) -> bytes:
    root = etree.fromstring(part)
    for paragraph in root.iter(w("p")):
        _move_tab(paragraph, house)
    return as_bytes(root)


def broadened(elements: Sequence[Element], house: House) -> Sequence[Element]:
    """What is typeset for a broad page: the line under a title ends at its margin."""
    for element in elements:
        for paragraph in element.iter(w("p")):
            style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
            if style is not None and style.get(w("val")) in _INSET:
                _move_tab(paragraph, house, _INSET[style.get(w("val"), "")])
    return elements


def _move_tab(paragraph: Element, house: House, inset: int = 0) -> None:
    """The tab at the right margin of an upright page goes to that of a broad one; `inset` is how far from it, in twips."""
    properties = child(paragraph, "pPr")
    tabs = etree.Element(w("tabs"))
    for kind, broad in (("clear", False), ("right", True)):
        tab = etree.SubElement(tabs, w("tab"))
        tab.set(w("val"), kind)
        tab.set(w("pos"), str(twips(text_width(house, broad)) - inset))
    properties.insert(sum(etree.QName(part).localname in _BEFORE_TABS for part in properties), tabs)
