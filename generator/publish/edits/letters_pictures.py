"""Pictures of a person's letter, for its PDF: what the typesetter cannot print is made a PNG."""
from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from generator.render import packing

_FOLDER = "word/media/"


def pictures_of(docx: bytes, letter: str) -> dict[str, bytes]:
    """Each picture of the file as PNG or JPEG by "LETTER/NAME.png"; those of a kind that nobody can read are left out."""
    found = {}
    for name, data in packing.unpack(docx).items():
        if name.startswith(_FOLDER):
            try:
                with Image.open(io.BytesIO(data)) as image:
                    image.load()
                    done = data if image.format in ("PNG", "JPEG") else _png(image)
                    ending = "jpg" if image.format == "JPEG" else "png"
                    found[f"{letter}/{Path(name).stem}.{ending}"] = done
            except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
                continue
    return found


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.convert("RGBA").save(out, "PNG")
    return out.getvalue()
