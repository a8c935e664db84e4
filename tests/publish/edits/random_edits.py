"""Random edits of a Word file, of every kind that people make (python-docx where it can, raw XML where it cannot).

And the random changes of the program that they meet.
"""
from __future__ import annotations

import copy
import io
import random
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from PIL import Image

from generator.publish.edits.align import words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{W}}}"
KINDS = ("word", "add", "delete", "new", "copy", "cut", "picture", "row", "less rows", "in control", "item", "plain", "heading",
         "split", "join", "bold", "cell", "no picture", "empty", "margin", "box", "line break", "link", "table")


def changed(delivered: bytes, chance: random.Random, mark: str, most: int = 6) -> tuple[bytes, set[str]]:
    """The file after one to `most` edits, and every word that somebody typed and that is still there; each begins with `mark`."""
    document = Document(io.BytesIO(delivered))
    for number in range(chance.randint(1, most)):
        _edit(document, chance, chance.choice(KINDS), f"{mark}{number}")
    out = io.BytesIO()
    document.save(out)
    roots = [document.element, *(part._element for section in document.sections for part in (section.header, section.footer))]
    there = {word for root in roots for paragraph in root.iter(_W + "p") for word in words("".join(
        text.text or " " for text in paragraph.iter(_W + "t", _W + "br")
        if next(text.iterancestors(_W + "p")) is paragraph))}  # a text box in it has paragraphs of its own
    return out.getvalue(), {word for word in there if word.startswith(mark)}


def _edit(document: Any, chance: random.Random, kind: str, word: str) -> None:
    spots = [p for p in document.element.body.iter(_W + "p")
             if any(text.text and text.text.strip() for text in p.iter(_W + "t"))
             and not (p.pPr is not None and p.pPr.pStyle is not None and p.pPr.pStyle.val.startswith(("TOC", "Contents")))]
    rows = list(document.element.body.iter(_W + "tr"))
    if not spots:
        return
    element = chance.choice(spots)
    paragraph = Paragraph(element, document.element.body)
    texts = [text for text in element.iter(_W + "t") if text.text]
    text = chance.choice(texts)
    match kind:
        case "word":
            at = chance.randint(0, len(text.text))
            text.text = f"{text.text[:at]} {word} {text.text[at:]}"
        case "in control":
            inside = [one for one in document.element.body.iter(_W + "t") if any(True for _ in one.iterancestors(_W + "sdt"))
                      and "☐" not in (one.text or "") and not _toc(one)]
            if inside:
                chance.choice(inside).text = f"{word} filled in"
        case "add":
            element.append(_run(f" {word}", italic=chance.random() < 0.5))
        case "delete" if element.getparent().tag == _W + "body":
            element.getparent().remove(element)
        case "new":
            element.addprevious(_paragraph(element, f"{word} new words"))
        case "copy":
            element.addnext(copy.deepcopy(element))
        case "cut":
            text.text = text.text[:len(text.text) // 2]
        case "picture":
            data = io.BytesIO()
            Image.new("RGB", (chance.randint(1, 9), chance.randint(1, 9)), chance.choice(["red", "blue"])).save(data, "PNG")
            run = Paragraph(element, document.paragraphs[0]._parent).add_run()
            run.add_picture(data, width=Mm(chance.choice([5, 40, 400])))
        case "no picture":
            for drawing in [*document.element.body.iter(_W + "drawing")][:1]:
                drawing.getparent().remove(drawing)
        case "row" if rows:
            row = chance.choice(rows)
            new = copy.deepcopy(row)
            for place, one in enumerate(new.iter(_W + "t")):
                one.text = f"{word}r{place}"
            row.addnext(new)
        case "less rows" if rows:
            row = chance.choice(rows)
            if len(row.getparent().findall(_W + "tr")) > 1:
                row.getparent().remove(row)
        case "item" | "plain" | "heading":
            _form(document, element, spots, kind, chance)
        case "split":
            new = _paragraph(element, f"{word} {text.text[len(text.text) // 2:]}")
            text.text = text.text[:len(text.text) // 2]
            element.addnext(new)
        case "join":
            follows = element.getnext()
            if follows is not None and follows.tag == _W + "p":
                for run in [run for run in follows if run.tag == _W + "r"]:
                    element.append(run)
                if not [*follows.iter(_W + "t")]:
                    follows.getparent().remove(follows)
        case "bold":
            for run in paragraph.runs:
                run.bold = not run.bold
        case "cell":
            cells = list(document.element.body.iter(_W + "tc"))
            if cells:
                chance.choice(cells).append(_paragraph(None, f"{word} in a cell"))
        case "empty":
            for one in texts:
                one.text = ""
        case "margin":
            section = document.sections[0]
            part = chance.choice([section.header, section.footer])
            part.add_paragraph(f"{word} at the edge")
        case "box":
            element.append(parse_xml(
                f'<w:r xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:textbox><w:txbxContent><w:p><w:r>'
                f"<w:t> {word}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"))
        case "line break":
            run = _run("")
            run.append(run.makeelement(_W + "br", {}))
            element.append(run)
            element.append(_run(f"{word} below"))
        case "link":
            number = document.part.relate_to("https://example.org/a_b?c=d&e",
                                             "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                                             is_external=True)
            link = parse_xml(f'<w:hyperlink xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
                             f' r:id="{number}"/>')
            link.append(_run(f"{word}"))
            element.append(link)
        case "table" if element.getparent().tag == _W + "body":
            cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
            element.addnext(parse_xml(f'<w:tbl xmlns:w="{W}"><w:tblPr/><w:tblGrid/>' + "".join(
                "<w:tr>" + "".join(cell.format(f"{word}t{row}{column}") for column in range(2)) + "</w:tr>" for row in range(2))
                + "</w:tbl>"))


def _toc(element: Any) -> bool:
    paragraph = next(element.iterancestors(_W + "p"))
    return paragraph.pPr is not None and paragraph.pPr.pStyle is not None and paragraph.pPr.pStyle.val.startswith("TOC")


def _run(text: str, italic: bool = False) -> Any:
    run = parse_xml(f'<w:r xmlns:w="{W}">{"<w:rPr><w:i/></w:rPr>" if italic else ""}<w:t xml:space="preserve"/></w:r>')
    run.find(_W + "t").text = text
    return run


def _paragraph(model: Any, text: str) -> Any:
    new = parse_xml(f'<w:p xmlns:w="{W}"/>')
    if model is not None and model.pPr is not None:
        new.append(copy.deepcopy(model.pPr))
    new.append(_run(text))
    return new


def _form(document: Any, element: Any, spots: list[Any], kind: str, chance: random.Random) -> None:
    items = [one for one in spots if one.pPr is not None and one.pPr.numPr is not None]
    if kind == "heading":
        Paragraph(element, document.paragraphs[0]._parent).style = document.styles[f"Heading {chance.randint(2, 4)}"]
        return
    if kind == "plain" and items:
        element = chance.choice(items)
    model = chance.choice(items).pPr if items and kind == "item" else None
    if element.pPr is not None:
        element.remove(element.pPr)
    if model is not None:
        element.insert(0, copy.deepcopy(model))
        if chance.random() < 0.3 and element.pPr.numPr.ilvl is not None:
            element.pPr.numPr.ilvl.val = 1


def stripped(data: bytes) -> bytes:
    """As Google Docs gives it back: no content controls, no styles of ours, bookmarks kept."""
    document = Document(io.BytesIO(data))
    for control in [*document.element.body.iter(_W + "sdt")]:
        content = control.find(_W + "sdtContent")
        for child in [*content]:
            control.addprevious(child)
        control.getparent().remove(control)
    known = {style.style_id for style in document.styles if style.builtin and style.name.lower().startswith("normal")}
    looks = {style.style_id: style.font.bold for style in document.styles if hasattr(style, "font")}
    for run in document.element.body.iter(_W + "r"):
        if run.rPr is not None and run.rPr.rStyle is not None and looks.get(run.rPr.rStyle.val):
            run.get_or_add_rPr().get_or_add_b()
    for name in ("pStyle", "rStyle", "tblStyle"):
        for style in [*document.element.body.iter(_W + name)]:
            if style.get(_W + "val") not in known and not (style.get(_W + "val") or "").startswith("Heading"):
                style.getparent().remove(style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def without_bookmarks(data: bytes) -> bytes:
    document = Document(io.BytesIO(data))
    for name in ("bookmarkStart", "bookmarkEnd"):
        for mark in [*document.element.body.iter(_W + name)]:
            mark.getparent().remove(mark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def program_changes(chance: random.Random, text: str, number: int) -> tuple[str, set[str]]:
    """The clause as the library writes it now: a word more in one line, a line less, or a new paragraph at the end."""
    lines, fresh = text.rstrip("\n").split("\n"), f"Oq{number}"
    spots = [n for n, line in enumerate(lines) if (line[:2] in ("- ", "| ") or line[:1].isalpha()) and "::" not in line]
    match chance.choice(["word", "less", "end", "none"]):
        case "word":
            spot = chance.choice(spots)
            cells = lines[spot].split("|")
            place = min(3, len(cells) - 2) if len(cells) > 3 else 0
            cells[place] = f"{cells[place].rstrip()} {fresh} " if place else f"{cells[place]} {fresh}"
            lines[spot] = "|".join(cells)
        case "less":
            del lines[chance.choice(spots[1:])]
            return "\n".join(lines) + "\n", set()
        case "end":
            lines += ["", f"A new rule {fresh}."]
        case _:
            return text, set()
    return "\n".join(lines) + "\n", {fresh}
