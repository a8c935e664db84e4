"""Files that went away from their place: deleted, or renamed and moved by a person. Their content or their id says which."""
from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import unescape

from generator.publish.fingerprint import as_written, digest
from generator.publish.journal import COPIES, ISSUED, RETIRED
from generator.publish.lock import FOLDER, Lock

_OURS = frozenset({FOLDER, COPIES, RETIRED, ISSUED, "Changes"})
_KINDS = frozenset({".docx", ".pdf", ".ics"})
_ID = re.compile(r"<dc:identifier>([^<]*)</dc:identifier>")


@dataclass(frozen=True)
class Strays:
    """Files of the last build that are not in their place."""

    absent: tuple[str, ...]
    renamed: Mapping[str, str]  # those of them that stand elsewhere: former path -> path now
    changed_too: tuple[str, ...]  # those of these that somebody changed as well


def strays(folder: Path, lock: Lock) -> Strays:
    """What became of the files that the last build wrote and that are not where it put them."""
    absent = tuple(path for path in lock.files if not (folder / path).is_file())
    ids = {path: id_ for id_, record in lock.documents.items() for path in record["files"]}
    now = _renamed(folder, absent, lock.files, ids)
    return Strays(absent, now, tuple(path for path, there in now.items() if not as_written(folder, there, lock.files[path])))


def _renamed(folder: Path, gone: Sequence[str], files: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    """A renamed file is known by its content; one that was edited too, by the id in its properties."""
    found: dict[str, str] = {}
    for path in _strangers(folder, files) if gone else ():
        sha = digest((folder / path).read_bytes())
        left = [old for old in gone if old not in found]
        former = next((old for old in left if files[old] == sha), None) or _by_id(folder / path, left, ids)
        if former:
            found[former] = path
    return found


def _strangers(folder: Path, files: Mapping[str, str]) -> Iterator[str]:
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if (path.parts[0] not in _OURS and file.suffix.lower() in _KINDS and not file.name.startswith(("~$", "."))
                and path.as_posix() not in files and file.is_file()):
            yield path.as_posix()


def _by_id(file: Path, gone: Iterable[str], ids: Mapping[str, str]) -> str | None:
    if file.suffix.lower() != ".docx":
        return None
    try:
        with zipfile.ZipFile(file) as package:
            match = _ID.search(package.read("docProps/core.xml").decode("utf-8", "replace"))
    except (OSError, zipfile.BadZipFile, KeyError):
        return None
    own = unescape(match[1]).split(" ")[0] if match else ""  # the delivery's mark stands behind it
    return next((old for old in gone if own and ids.get(old) == own and old.endswith(".docx")), None)
