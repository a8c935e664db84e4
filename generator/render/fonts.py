"""The typeface: where Typst finds it, and the parts that a Word file carries so that it looks the same everywhere."""
from __future__ import annotations

import functools
import hashlib
import io
import uuid
from dataclasses import dataclass
from pathlib import Path

import font_source_sans_pro

from generator.kept import kept

FAMILY = "Source Sans Pro"
_FACES = {"embedRegular": "Regular", "embedBold": "Bold", "embedItalic": "It"}
# Latin with all accents, punctuation, currency, arrows, fractions, ticks and boxes: what our texts and names can hold.
_CHARACTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2B0, 0x300), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070),
    *range(0x2070, 0x20A0), *range(0x20A0, 0x20C0), *range(0x2100, 0x2150), *range(0x2150, 0x2190),
    *range(0x2190, 0x2200), *range(0x2200, 0x2300), *range(0x25A0, 0x2620), *range(0x2700, 0x27C0),
]  # fmt: skip


_EVERYWHERE = frozenset("\u00a0\u00ad\u2002\u2003\u2009\u200b\u202f")  # spaces, and places to break a word


@dataclass(frozen=True)
class EmbeddedFace:
    """One obfuscated font part of a .docx (ECMA-376 part 4, 2.8.1): element name, file name, key and bytes."""

    element: str
    file: str
    key: str
    data: bytes


def folder() -> Path:
    """Folder of the font files, for Typst."""
    return Path(font_source_sans_pro.__file__).parent / "files"


def unprintable(text: str) -> list[str]:
    """The characters of a text that the typeface does not have; the typesetter stops at each."""
    found = {char for char in text if ord(char) > 0x7E and char not in _EVERYWHERE}
    return sorted(found - _known()) if found else []


@functools.cache
@kept
def _known() -> frozenset[str]:
    from fontTools.ttLib import TTFont
    with TTFont(folder() / "SourceSansPro-Regular.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@functools.cache
@kept
def embedded() -> tuple[EmbeddedFace, ...]:
    """The faces for a .docx, cut down to the characters we use (about 25 kB each once zipped)."""
    return tuple(_face(element, face) for element, face in _FACES.items())


def _face(element: str, face: str) -> EmbeddedFace:
    data = _subset(folder() / f"SourceSansPro-{face}.ttf")
    key = uuid.UUID(bytes=hashlib.sha256(data).digest()[:16])
    mask = key.bytes[::-1]
    head = bytes(byte ^ mask[index % 16] for index, byte in enumerate(data[:32]))
    return EmbeddedFace(element, f"{face.lower()}.odttf", "{" + str(key).upper() + "}", head + data[32:])


def _subset(path: Path) -> bytes:
    from fontTools import subset  # loads for longer than the faces that were kept
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
