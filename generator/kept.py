"""Kept: what reading the program's own files gave, for the next run. Reading 200 checked YAML files takes longer than deciding.

It is kept where Python keeps its own compiled modules, in `__pycache__` beside them, and counts only while every file of the
program is, byte for byte, what it was: one changed letter in a law file, a template or a line of code, and all is read anew.
"""
from __future__ import annotations

import contextlib
import copyreg
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache, wraps
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")
_HOME = Path(__file__).parent
_PASSED_BY = frozenset({"__pycache__", "examples"})
_SHORT = 16  # hexadecimal digits where a mark only has to tell a change, not stand up to an attack



def _frozen(entries: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(entries)


copyreg.pickle(MappingProxyType, lambda proxy: (_frozen, (dict(proxy),)))  # pickle cannot name the type itself


@cache
def package() -> Mapping[str, str]:
    """Mark of each file that the program is made of, by a path such as "templates/manual/05/noise.md"."""
    found: dict[str, str] = {}
    for name in ("templates", "questionnaires"):
        folder = next((base / name for base in (_HOME, _HOME.parent) if (base / name).is_dir()), None)
        found |= {f"{name}/{path}": shown for path, shown in _marks(folder)} if folder else {}
    return found | {f"generator/{path}": shown for path, shown in _marks(_HOME)
                    if not path.startswith(("templates/", "questionnaires/"))}


def _marks(folder: Path) -> Iterator[tuple[str, str]]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _PASSED_BY)
        for name in sorted(files):
            file = Path(root, name)
            yield file.relative_to(folder).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()[:_SHORT]


@cache
def _stamp() -> bytes:
    """64 characters that stand for all of the program, its Python, and the libraries whose work is kept."""
    what = [sys.version, *(version(name) for name in ("fonttools", "font-source-sans-pro")),
            *(f"{path} {shown}" for path, shown in sorted(package().items()))]
    return hashlib.sha256("\n".join(what).encode()).hexdigest().encode()


def kept(load: Callable[[], T]) -> Callable[[], T]:
    """`load()`, or what it gave the last time. For functions that read only the program's own files and give plain objects."""
    @wraps(load)
    def loaded() -> T:
        file = _HOME / "__pycache__" / f"{load.__module__}.{load.__name__}.kept"
        with contextlib.suppress(Exception):  # whatever is wrong with what was kept: read the files
            data = file.read_bytes()
            if data.startswith(_stamp()):
                found: T = pickle.loads(data[64:])
                return found
        made = load()
        if not sys.dont_write_bytecode:
            with contextlib.suppress(Exception):  # a folder that cannot be written only costs time
                package.cache_clear()
                if _stamp.__wrapped__() == _stamp():  # nobody edited a file while it was being read
                    _write(file, _stamp() + pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        return made
    return loaded


def _write(file: Path, data: bytes) -> None:
    """All or nothing, also with two processes at it."""
    file.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as partial:
            partial.write(data)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
