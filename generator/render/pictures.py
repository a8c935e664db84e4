"""Pictures in the text: put where both writers find them, with the shape of each."""
from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image

from generator.errors import RenderError
from generator.render.model import Source

_NAME = re.compile(r"(?:[\w-][\w.-]*/)?[\w-][\w.-]*")


def put(source: Source, folder: Path) -> dict[str, float]:
    """Write the pictures of a document into the work folder; gives height by width of each. Raises RenderError."""
    shapes = {}
    for name, data in source.media.items():
        try:
            with Image.open(io.BytesIO(data)) as image:
                if image.format not in ("PNG", "JPEG") or not _NAME.fullmatch(name):
                    raise OSError(f"it is {image.format}; PNG and JPEG are printed")
                shapes[name] = image.height / image.width
        except OSError as error:
            raise RenderError(f"{source.id}: the picture {name} cannot be printed: {error}") from error
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    return shapes
