"""Makes `templates/theme/house.docx`, the Word file that carries the house style.

Run `python -m generator.render.house_style [FILE]` after a change here. Whoever prefers Word opens house.docx and changes
styles, header and footer there: the program only reads that file. Keep the style names and the {{ tags }}. The accent
colour in it is the default one; each company's own replaces it (see reference.py).
"""
from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from generator.render.colour import DEFAULT_ACCENT, pixel
from generator.render.fonts import FAMILY
from generator.render.house_styles import CHARACTER_STYLES, PARAGRAPH_STYLES, TABLE_STYLES
from generator.render.packing import pack, unpack

_KEPT = {"Normal", "Header", "Footer", "Default Paragraph Font", "Normal Table", "No List"}


def build(letter: bool = False) -> DocumentObject:
    """The house style as a python-docx document; for a letter with the band, without running head."""
    document = Document()
    _clear_styles(document)
    _defaults(document)
    root = document.styles.element
    for xml in (*PARAGRAPH_STYLES, *CHARACTER_STYLES, *TABLE_STYLES):
        element = parse_xml(xml)
        name = element.get(qn("w:styleId"))
        for old in root.findall(qn("w:style")):
            if old.get(qn("w:styleId")) == name:
                root.remove(old)
        root.append(element)
    _drop_strangers(document)
    _page(document)
    if letter:
        _letter_page(document)
    else:
        document.add_paragraph("The house style. Change styles, header and footer; the text of this page is not used.")
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "{{ author }}", "", "{{ title }}"
    properties.created = properties.modified = datetime(2026, 1, 1)
    properties.last_modified_by, properties.language, properties.keywords = "{{ author }}", "en-CA", ""
    return document


def _drop_strangers(document: DocumentObject) -> None:
    """Parts of python-docx's own template that say nothing here: a second style sheet, a thumbnail, custom XML."""
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in ("stylesWithEffects", "thumbnail", "customXml"):
                relations.pop(key)


def _clear_styles(document: DocumentObject) -> None:
    root = document.styles.element
    for style in list(document.styles):
        if style.name not in _KEPT:
            root.remove(style.element)
    latent = root.find(qn("w:latentStyles"))
    if latent is not None:
        root.remove(latent)


def _defaults(document: DocumentObject) -> None:
    root = document.styles.element
    defaults = root.find(qn("w:docDefaults"))
    fresh = parse_xml(
        f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FAMILY}" w:hAnsi="{FAMILY}" w:eastAsia="{FAMILY}" w:cs="{FAMILY}"/>'
        '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-CA" w:eastAsia="en-CA" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    root.replace(defaults, fresh)


def _page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(215.9), Mm(279.4)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    section.header_distance, section.footer_distance = Mm(13), Mm(11)
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.text = "{{ company }} · {{ title }}\t{{ revision }}"
    foot = section.footer.paragraphs[0]
    foot.text = "{{ footer }}\t"
    for instruction, between in (("PAGE", " / "), ("NUMPAGES", "")):
        for xml in (
            '<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>', "<w:t>1</w:t>", '<w:fldChar w:fldCharType="end"/>',
        ):  # fmt: skip
            foot._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:rPr><w:sz w:val="16"/></w:rPr>{xml}</w:r>'))
        if between:
            foot.add_run(between).font.size = Pt(8)
    section.first_page_header.paragraphs[0].style = section.first_page_footer.paragraphs[0].style = document.styles["Normal"]
    _band(section.first_page_header.paragraphs[0])
    section.first_page_footer.paragraphs[0].text = ""


def _letter_page(document: DocumentObject) -> None:
    """The band on the first page, nothing at the head of others, footer and revision at the foot of all."""
    document.styles["Normal"].font.size = Pt(10.5)
    section = document.sections[0]
    section.header.paragraphs[0].text = ""
    section.header.paragraphs[0].style = document.styles["Normal"]
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.text = "{{ footer }}\t{{ revision }}"
        paragraph.style = document.styles["Footer"]


def _band(paragraph: object) -> None:
    """A one-pixel picture over the whole width at the top of the first page, kept off the text."""
    run = paragraph.add_run()  # type: ignore[attr-defined]
    run.add_picture(io.BytesIO(pixel(DEFAULT_ACCENT)), width=Mm(215.9), height=Mm(6.5))
    inline = run._r.find(".//" + qn("wp:inline"))
    graphic = inline.find(qn("a:graphic"))
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a")} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{Mm(215.9)}" cy="{Mm(6.5)}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="901" name="Band" descr="Band in the company\'s colour"/><wp:cNvGraphicFramePr/></wp:anchor>'
    )
    anchor.append(graphic)
    inline.getparent().replace(inline, anchor)


def save(document: DocumentObject, path: Path) -> None:
    """Write it so that making it again gives the same bytes."""
    out = io.BytesIO()
    document.save(out)
    path.write_bytes(pack(unpack(out.getvalue())))


def main(path: Path) -> None:
    save(build(), path)


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "templates" / "theme" / "house.docx"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
