"""Where the fact base lies: package data, or another folder of the same shape (tests copy and break it)."""
from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from generator.errors import KnowledgeError

CODES = ("AB", "BC", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU", "CA")


@cache
def data_folder() -> Path:
    """The folder `data` of this package."""
    return Path(str(resources.files("generator.knowledge"))) / "data"


def data_file(*parts: str, folder: Path | None = None) -> Path:
    """One file of the fact base. Raises KnowledgeError where it does not exist."""
    file = (folder or data_folder()).joinpath(*parts)
    if not file.is_file():
        raise KnowledgeError(f"The fact base has no file {'/'.join(parts)}.")
    return file


def jurisdiction_files(code: str, folder: Path | None = None) -> tuple[Path, tuple[Path, ...]]:
    """`ab.yaml`, and the `ab.<name>.yaml` files beside it, sorted by name."""
    if code not in CODES:
        raise KnowledgeError(f"{code!r} is no jurisdiction; it must be one of {', '.join(CODES)}.")
    main = data_file("jurisdictions", f"{code.lower()}.yaml", folder=folder)
    return main, tuple(sorted(main.parent.glob(f"{code.lower()}.*.yaml")))


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast; a wheel may lack it


def from_yaml(text: str) -> Any:
    """Plain data of one YAML document. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)
