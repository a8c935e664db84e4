"""Files that went away from their place: deleted, or renamed and moved by a person. Their content or their id says which."""
from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import unescape

from generator.publish.fingerprint import digest
from generator.publish.journal import COPIES, ISSUED, RETIRED
from generator.publish.lock import FOLDER

_OURS = frozenset({FOLDER, COPIES, RETIRED, ISSUED, "Changes"})
_KINDS = frozenset({".docx", ".pdf", ".ics"})
_ID = re.compile(r"<dc:identifier>([^<]*)</dc:identifier>")


def missing(folder: Path, lock_files: Iterable[str]) -> list[str]:
    """Files of the last build that are not there any more."""
    return [path for path in lock_files if not (folder / path).is_file()]


def renamed(folder: Path, gone: Iterable[str], files: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    """Which of the files that are gone stand elsewhere: former path -> path now.

    `files` is the hash of everything that we wrote, `ids` the document id of each path. A renamed file is known by its
    content; one that was edited too, by the id in its properties.
    """
    gone = list(gone)
    if not gone:
        return {}
    found: dict[str, str] = {}
    for path in _strangers(folder, files):
        data = (folder / path).read_bytes()
        sha = digest(data)
        former = next((old for old in gone if old not in found and files[old] == sha), None)
        former = former or _by_id(folder / path, [old for old in gone if old not in found], ids)
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
