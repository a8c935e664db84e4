"""Pictures that people put into a Word file: what is printed of them, how large, and the words for those who cannot see them."""
from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import typst
from lxml import etree
from PIL import Image, ImageOps

from generator.publish.edits.model import Picture
from generator.publish.fingerprint import MEDIA
from generator.render.logo import drawn
from generator.render.ooxml import PIC, WP, A, R

_V = "{urn:schemas-microsoft-com:vml}"
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_FORMATS = frozenset({"PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"})
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_EMU, _POINT = 36_000, 25.4 / 72  # of a millimetre, in millimetres
_ORIENTATION = 0x0112
_CLOSE = 0.6  # millimetres by which an editor may round a size
_LONGEST_ALT = 250
_USED = re.compile(rf"\]\(({MEDIA}/[^)\s]+)\)")


class _Placed(NamedTuple):
    """Which part of a file is shown, and how: shares cut off (left, top, right, bottom), degrees clockwise, millimetres."""

    cut: tuple[float, float, float, float]
    turn: float
    width: float
    height: float


def picture_of(element: etree._Element, parts: Mapping[str, bytes], links: Mapping[str, str], near: str) -> Picture | None:
    """The picture in a w:drawing or w:pict; None for what is no picture, or in a format that we cannot print.

    `near` are the words beside it, for a picture that has no description.
    """
    found = _drawing(element) if element.tag.endswith("}drawing") else _vml(element)
    if found is None:
        return None
    references, placed, alt = found
    files = [parts.get(_path(links.get(reference, ""))) for reference in references]
    shown = next((done for data in files if data and (done := _printable(data, placed))), None)
    if shown is None or placed.width <= 0 or placed.height <= 0:
        return None
    data, ending = shown
    name = f"{MEDIA}/{hashlib.sha256(data).hexdigest()[:12]}.{ending}"
    words = " ".join((alt or near or "Picture").split())[:_LONGEST_ALT].strip()
    return Picture(name, round(placed.width, 1), round(placed.height, 1), words, data, bool(alt))


def known_as(picture: Picture, delivered: Sequence[Picture]) -> Picture:
    """The same as we delivered it, where an editor only packed it anew, rounded its size or dropped its description."""
    for own in delivered:
        if abs(own.width - picture.width) <= _CLOSE and abs(own.height - picture.height) <= _CLOSE and (
                own.name == picture.name or _pixels(own.data) == _pixels(picture.data)):
            return replace(own, alt=picture.alt) if picture.described else own
    return picture


def used(markdown: str) -> list[str]:
    """Names of the pictures to which a text refers."""
    return list(dict.fromkeys(_USED.findall(markdown)))


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"word/{target}"


def _drawing(drawing: etree._Element) -> tuple[list[str], _Placed, str] | None:
    pictures, extent = list(drawing.iter(PIC + "pic")), next(drawing.iter(WP + "extent"), None)
    if len(pictures) != 1 or extent is None:
        return None
    blip, form = next(pictures[0].iter(A + "blip"), None), next(pictures[0].iter(A + "xfrm"), None)
    if blip is None:
        return None
    vector = next(blip.iter(_SVG), None)
    references = [item.get(R + "embed", "") for item in (blip, vector) if item is not None]
    crop = next(pictures[0].iter(A + "srcRect"), None)
    left, top, right, bottom = (max(0.0, int(crop.get(side, "0")) / 100_000) if crop is not None else 0.0 for side in "ltrb")
    turn = int(form.get("rot", "0")) / 60_000 if form is not None else 0.0
    size = [int(extent.get(name, "0")) / _EMU for name in ("cx", "cy")]
    told = next(drawing.iter(WP + "docPr"), None)
    alt = (told.get("descr") or told.get("title") or "") if told is not None else ""
    return references, _Placed((left, top, right, bottom), turn, *size), alt


def _vml(pict: etree._Element) -> tuple[list[str], _Placed, str] | None:
    shapes = [shape for shape in pict.iter(_V + "shape", _V + "rect") if shape.find(_V + "imagedata") is not None]
    if len(shapes) != 1:
        return None
    style = dict(re.findall(r"(width|height):([\d.]+)pt", shapes[0].get("style", "")))
    size = [float(style.get(name, "0")) * _POINT for name in ("width", "height")]
    data = shapes[0].find(_V + "imagedata")
    assert data is not None
    return [data.get(R + "id", "")], _Placed((0, 0, 0, 0), 0, *size), shapes[0].get("alt", "")


def _printable(data: bytes, placed: _Placed) -> tuple[bytes, str] | None:
    """A file as Word and Typst both take it, with its ending; PNG and JPEG stay byte for byte where they are shown whole."""
    try:
        if b"<svg" in data[:2000]:
            data = drawn(data, placed.height)
        with Image.open(io.BytesIO(data)) as image:
            if image.format not in _FORMATS:
                return None
            image.load()
            turned = image.getexif().get(_ORIENTATION, 1)
            whole = turned == 1 and not any(placed.cut) and not placed.turn
            if image.format in ("PNG", "JPEG") and image.mode in _MODES and whole:
                return data, "png" if image.format == "PNG" else "jpg"
            return _redrawn(image, placed, turned in (5, 6, 7, 8))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, typst.TypstError):
        return None


def _redrawn(image: Image.Image, placed: _Placed, sideways: bool) -> tuple[bytes, str]:
    """Cut and turned as Word shows it. A camera's own turn counts where the picture's shape says that Word followed it."""
    wide = placed.width > placed.height
    shown = image if sideways and (image.width > image.height) == wide else ImageOps.exif_transpose(image)
    left, top, right, bottom = placed.cut
    shown = shown.crop((round(left * shown.width), round(top * shown.height), round((1 - right) * shown.width),
                        round((1 - bottom) * shown.height)))
    photo = image.format == "JPEG" and not placed.turn % 90
    shown = shown.convert("RGB" if photo or image.mode in ("CMYK", "YCbCr", "LAB", "HSV") else "RGBA")
    if placed.turn:
        shown = shown.rotate(-placed.turn, expand=True, resample=Image.Resampling.BICUBIC)
    out = io.BytesIO()
    shown.save(out, "JPEG" if photo else "PNG", **({"quality": 92} if photo else {}))
    return out.getvalue(), "jpg" if photo else "png"


def _pixels(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return hashlib.sha256(f"{image.size}".encode() + image.convert("RGBA").tobytes()).digest()
    except (OSError, ValueError):
        return data
