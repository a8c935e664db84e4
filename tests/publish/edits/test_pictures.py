"""Pictures that people put into delivered Word files: in both files of the next build, at their size, with a description."""
from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from openxml_audit import OpenXmlValidator
from PIL import Image
from pypdf import PdfReader

from generator.compose.markdown import div
from generator.publish.edits.pictures import used
from generator.publish.edits.take import Taken, take
from generator.publish.edits.tree import read_trees
from generator.render.model import House, Rendered, Source
from generator.render.pipeline import render
from tests.publish.edits.test_take import CLAUSES, DELIVERED, edited, find, theirs

HOUSE = House("Prairie Edge", "Revision 1", "Footer", "Prairie Edge", date(2027, 1, 4))


def picture(colour: str = "red", form: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def name_of(data: bytes, ending: str = "png") -> str:
    return f"media/{hashlib.sha256(data).hexdigest()[:12]}.{ending}"


def put(place: str, data: bytes, width: float = 40, alt: str = "") -> Callable[[Any], None]:
    """A person puts a picture at the end of the paragraph that says `place`."""
    def change(document: Any) -> None:
        shape = find(document, place).add_run().add_picture(io.BytesIO(data), width=Mm(width))
        if alt:
            document.inline_shapes[-1]._inline.docPr.set("descr", alt)
        assert shape
    return change


def taken(change: Callable[[Any], None], delivered: bytes = DELIVERED, markdown: Any = CLAUSES) -> Taken:
    return take(markdown, delivered, edited(change, delivered))


def printed(texts: dict[str, str], media: dict[str, bytes]) -> Rendered:
    body = "# Leading {#c1 number=\"1\"}\n\n" + "\n\n".join(div("clause", text, id_=id_) for id_, text in texts.items())
    return render([Source("manual", "Manual", "manual", body, numbered=True, media=media)], HOUSE)[0]


def again(result: Taken) -> tuple[dict[str, str], Rendered]:
    """The next build's texts and files."""
    texts = {**CLAUSES, **theirs(result)}
    names = {name for text in texts.values() for name in used(text)}
    return texts, printed(texts, {name: result.media[name] for name in names})


def extents(docx: bytes) -> list[tuple[float, float, str]]:
    document = Document(io.BytesIO(docx))
    return [(shape.width.mm, shape.height.mm, shape._inline.docPr.get("descr")) for shape in document.inline_shapes]


@pytest.mark.parametrize(("form", "ending"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_picture_is_in_both_files_at_its_size_and_stays_as_it_is(form: str, ending: str, tmp_path: Path) -> None:
    data = picture(form=form)
    result = taken(put("Two people", data, 40, "Two people with a beam"))
    assert result.foreign == () and result.media[name_of(data, ending)] == data
    assert f'![Two people with a beam]({name_of(data, ending)}){{width="40mm" height="20mm"}}' in theirs(result)["clause-one"]
    texts, files = again(result)
    assert [(round(wide, 1), round(high, 1), alt) for wide, high, alt in extents(files.docx)] == [
        (40.0, 20.0, "Two people with a beam")]
    page = next(page for page in PdfReader(io.BytesIO(files.pdf)).pages if page.images)
    assert page.images[0].image.size == (40, 20) and b"Two people with a beam" in files.pdf.replace(b"\x00", b"")
    (tmp_path / "x.docx").write_bytes(files.docx)
    assert OpenXmlValidator().validate(tmp_path / "x.docx").is_valid
    assert take(texts, files.docx, files.docx).is_empty
    assert take(texts, files.docx, edited(lambda document: None, files.docx)).is_empty


def test_a_picture_by_itself_in_an_item_and_in_a_cell() -> None:
    one, two, three = (picture(colour) for colour in ("red", "green", "blue"))

    def change(document: Any) -> None:
        find(document, "in the").insert_paragraph_before(style="Body Text").add_run().add_picture(io.BytesIO(one), width=Mm(300))
        put("Keep the load", two, 30)(document)
        put("Walk the yard", three, 90)(document)
    result = taken(change)
    assert [edit.left for edit in result.clauses] == [(), ()]
    first, second = (theirs(result)[id_] for id_ in ("clause-one", "clause-two"))
    assert re.search(r"- Look where you go\n\n!\[.*\]\(" + re.escape(name_of(one)), first)
    assert re.search(r"- Keep the load close!\[Keep the load close\]\(" + re.escape(name_of(two)), first)
    assert re.search(r"\| Walk the yard!\[.*\}\S* \| Lee", second)
    _, files = again(result)
    wide = [size[0] for size in extents(files.docx)]
    assert round(wide[0]) == 30 and 160 < wide[1] <= 170 and wide[2] < 90  # no wider than the page, and than the cell


def test_a_picture_without_a_description_gets_the_words_beside_it() -> None:
    result = taken(put("Look where", picture()))
    assert "![Look where you go](" in theirs(result)["clause-one"]


def with_picture(data: bytes) -> tuple[dict[str, str], bytes]:
    texts, files = again(taken(put("Two people", data, 40, "A beam")))
    return texts, files.docx


def test_a_picture_that_is_deleted_replaced_or_resized_in_word() -> None:
    data, other = picture(), picture("blue")
    texts, delivered = with_picture(data)

    def drop(document: Any) -> None:
        line = find(document, "Two people")
        for drawing in [*line._p.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing")]:
            drawing.getparent().remove(drawing)
    without = theirs(taken(drop, delivered, texts))["clause-one"]
    assert read_trees([without])[0] == read_trees([CLAUSES["clause-one"]])[0]

    def replace(document: Any) -> None:
        drop(document)
        put("Two people", other, 40, "A chain")(document)
    swapped = theirs(taken(replace, delivered, texts))["clause-one"]
    assert used(swapped) == [name_of(other)] and "![A chain]" in swapped

    def resize(document: Any) -> None:
        document.inline_shapes[0].width, document.inline_shapes[0].height = Mm(60), Mm(30)
    assert 'width="60mm" height="30mm"' in theirs(taken(resize, delivered, texts))["clause-one"]


def _raw(data: bytes, old: str, new: bytes, ending: str) -> bytes:
    """A file with another picture in place of the one that ends in `old`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if item.startswith("word/media/") and item.endswith(old):
                item, content = item.removesuffix(old) + ending, new
            if item in ("word/_rels/document.xml.rels", "[Content_Types].xml"):
                content = content.replace(f"{old}\"".encode(), f"{ending}\"".encode())
            target.writestr(item, content)
    return out.getvalue()


def test_a_format_that_cannot_be_printed_stays_in_the_copy_and_is_named() -> None:
    placeable = b"\xd7\xcd\xc6\x9a" + b"\x00" * 40
    returned = _raw(edited(put("Two people", picture()), DELIVERED), ".png", placeable, ".wmf")
    result = take(CLAUSES, DELIVERED, returned)
    assert result.clauses == () and [item.what for item in result.foreign] == ["an image or drawing"]
    assert result.foreign[0].near.startswith("Two people")


@pytest.mark.parametrize(("form", "ending"), [("GIF", ".gif"), ("BMP", ".bmp"), ("TIFF", ".tiff")])
def test_other_formats_are_drawn_anew(form: str, ending: str) -> None:
    returned = _raw(edited(put("Two people", picture()), DELIVERED), ".png", picture(form=form), ending)
    result = take(CLAUSES, DELIVERED, returned)
    data = result.media[used(theirs(result)["clause-one"])[0]]
    assert Image.open(io.BytesIO(data)).format == "PNG" and again(result)[1].pages


def test_a_vector_picture_is_drawn_sharp() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="red"/></svg>'
    returned = _raw(edited(put("Two people", picture()), DELIVERED), ".png", svg, ".svg")
    result = take(CLAUSES, DELIVERED, returned)
    data = result.media[used(theirs(result)["clause-one"])[0]]
    assert Image.open(io.BytesIO(data)).width > 300


def test_a_cropped_picture_is_printed_as_it_was_cropped() -> None:
    """What a person cut off may not come back: somebody's face, a licence plate."""
    half = Image.new("RGB", (40, 20), "red")
    half.paste("blue", (20, 0, 40, 20))
    out = io.BytesIO()
    half.save(out, "PNG")

    def change(document: Any) -> None:
        put("Two people", out.getvalue())(document)
        fill = document.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill
        blip = fill.find("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
        blip.addnext(blip.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect", {"r": "50000"}))
    result = taken(change)
    shown = Image.open(io.BytesIO(result.media[used(theirs(result)["clause-one"])[0]])).convert("RGB")
    assert shown.size == (20, 20) and shown.getcolors() == [(400, (255, 0, 0))]


def test_pictures_packed_anew_by_an_editor_are_the_same_pictures() -> None:
    texts, delivered = with_picture(picture())
    repacked = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(repacked, "PNG", compress_level=0)
    assert repacked.getvalue() != picture()
    assert take(texts, delivered, _raw(delivered, ".png", repacked.getvalue(), ".png")).is_empty
