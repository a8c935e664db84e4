"""The frame of a redline: its headings, and upright or broad pages."""
from __future__ import annotations

import copy
import re
from xml.sax.saxutils import quoteattr

from lxml import etree

from generator.publish.changes.model import Change
from generator.publish.changes.tracked_ooxml import Element, W, child, w, words
from generator.render import packing
from generator.render.model import House
from generator.render.page import page, twips

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {"new": "new", "gone": "taken out", "changed": "changed"}
_COLUMNS = 7  # a table from here on needs a broad page
_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$", re.MULTILINE)
_ORDER = ("headerReference", "footerReference", "type", "pgSz", "pgMar", "cols", "titlePg", "docGrid")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def is_broad(change: Change) -> bool:
    """Whether a table of this clause needs a broad page."""
    return any(rule.count("|") > _COLUMNS for text in (change.before, change.after) for rule in _RULE.findall(text))


def text_width(house: House, broad: bool) -> float:
    """Millimetres between the margins."""
    return page(house.paper, broad).text_width


def _style(name: str, based: str, properties: str, look: str) -> str:
    return (f'<w:style xmlns:w="{W}" w:type="paragraph" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
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
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _paragraph(style: str) -> Element:
    paragraph = etree.Element(w("p"))
    etree.SubElement(child(paragraph, "pPr"), w("pStyle")).set(w("val"), style)
    return paragraph


def _say(paragraph: Element, text: str, look: str = "") -> None:
    run = etree.SubElement(paragraph, w("r"))
    if look:
        etree.SubElement(etree.SubElement(run, w("rPr")), w("rStyle")).set(w("val"), look)
    run.append(words(packing.clean(text), deleted=False))


def document_heading(change: Change) -> Element:
    """The document to which the clauses below belong."""
    paragraph = _paragraph("ChangedDocument")
    if change.code:
        _say(paragraph, f"{change.code}\u2002", "HeadingNumber")
    _say(paragraph, change.document_title)
    return paragraph


def clause_heading(change: Change, width: float) -> Element:
    """The clause, and at the right what happened to it."""
    paragraph = _paragraph("ChangedClause")
    tabs = etree.Element(w("tabs"))
    tab = etree.SubElement(tabs, w("tab"))
    tab.set(w("val"), "right")
    tab.set(w("pos"), str(twips(width)))
    child(paragraph, "pPr").append(tabs)
    if change.number:
        _say(paragraph, f"{change.number}\u2002", "HeadingNumber")
    _say(paragraph, change.title)
    etree.SubElement(etree.SubElement(paragraph, w("r")), w("tab"))
    kind = "not changed" if change.before == change.after else _KINDS[change.kind]
    _say(paragraph, f"{kind} by {change.author}" if change.author else kind, "ToConfirm")
    return paragraph


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
            reference.set(f"{{{R}}}id", f"{reference.get(f'{{{R}}}id')}broad")
    return out


def with_broad_letterhead(parts: dict[str, bytes], last: Element, house: House) -> None:
    """Header and footer once more, their right ends at the margin of a broad page."""
    relations = parts["word/_rels/document.xml.rels"].decode()
    types = parts["[Content_Types].xml"].decode()
    for reference in last:
        kind = {w("headerReference"): "header", w("footerReference"): "footer"}.get(reference.tag)
        id_ = reference.get(f"{{{R}}}id")
        found = kind and next((one for one in re.findall(r"<Relationship\b[^>]*>", relations) if f'Id="{id_}"' in one), None)
        target = found and re.search(r'Target="([^"]+)"', found)
        if not (kind and target):
            continue
        name = target[1].replace(".xml", "broad.xml")
        parts[f"word/{name}"] = _with_tab(parts[f"word/{target[1]}"], twips(text_width(house, broad=True)))
        if f"word/_rels/{target[1]}.rels" in parts:
            parts[f"word/_rels/{name}.rels"] = parts[f"word/_rels/{target[1]}.rels"]
        entry = f'<Relationship Id="{id_}broad" Type="{_RELATION}/{kind}" Target={quoteattr(name)}/>'
        relations = relations.replace("</Relationships>", f"{entry}</Relationships>")
        override = f'<Override PartName="/word/{name}" ContentType="{_MAIN}.{kind}+xml"/>'
        types = types.replace("</Types>", f"{override}</Types>")
    parts["word/_rels/document.xml.rels"] = relations.encode()
    parts["[Content_Types].xml"] = types.encode()


def _with_tab(part: bytes, right: int) -> bytes:
    root = etree.fromstring(part)
    for paragraph in root.iter(w("p")):
        properties = child(paragraph, "pPr")
        style = properties.find(w("pStyle"))
        tabs = etree.Element(w("tabs"))
        for kind, place in (("clear", twips(page("letter", landscape=False).text_width)), ("right", right)):
            tab = etree.SubElement(tabs, w("tab"))
            tab.set(w("val"), kind)
            tab.set(w("pos"), str(place))
        properties.insert(0 if style is None else 1, tabs)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
