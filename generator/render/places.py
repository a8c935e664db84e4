"""Where the theme and the letters are: beside the package in a checkout, inside it when installed."""
from __future__ import annotations

from pathlib import Path

import generator


def templates(name: str) -> Path:
    """The folder `templates/<name>`."""
    package = Path(generator.__file__).parent
    for base in (package / "templates", package.parent / "templates"):
        if (base / name).is_dir():
            return base / name
    raise FileNotFoundError(f"templates/{name} is missing from this installation")
