"""The company's logo, ready for both writers: SVG is drawn as PNG first, because Word wants it so."""
from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from PIL import Image, UnidentifiedImageError

from generator.errors import RenderError
from generator.render.model import House

_BOX = (70.0, 24.0)  # millimetres


@dataclass(frozen=True)
class Logo:
    """A picture file in the work folder; `height` as pandoc wants it ("18mm")."""

    name: str
    path: Path
    height: str


def prepare(house: House, folder: Path) -> Logo | None:
    """The logo, or None where the company has none. Raises RenderError where the file cannot be used."""
    if house.logo is None:
        return None
    try:
        data = house.logo.read_bytes()
        suffix = house.logo.suffix.lower()
        if suffix == ".svg":
            data, suffix = drawn(data), ".png"
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            form = picture.format
    except (OSError, UnidentifiedImageError, typst.TypstError) as error:
        raise RenderError(f"The logo {house.logo} cannot be used (PNG, JPEG or SVG): {error}") from error
    if form not in ("PNG", "JPEG"):
        raise RenderError(f"The logo {house.logo} is {form}; we take PNG, JPEG or SVG.")
    name = "logo.png" if form == "PNG" else "logo.jpg"
    path = folder / name
    path.write_bytes(data)
    scale = min(_BOX[0] / width, _BOX[1] / height)
    return Logo(name, path, f"{height * scale:.2f}mm")


def drawn(svg: bytes, height: float = _BOX[1]) -> bytes:
    """An SVG as PNG, sharp at this height in millimetres. Raises TypstError for what is no SVG."""
    page = f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("logo.svg", height: {height:.2f}mm)'
    files: Any = {"main.typ": page.encode(), "logo.svg": svg}
    return bytes(typst.compile(files, format="png", ppi=400.0, ignore_system_fonts=True))
