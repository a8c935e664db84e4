"""Fingerprints: of everything that this program reads to build, and of everything that typesetting one document reads.

Two equal fingerprints mean the same bytes out, so the work need not be done. Contents decide, never dates of files: a copied
folder, a checkout or a clock that was moved back change nothing. Nothing heavy is imported here, because a build that finds
that nothing changed should be over in a fraction of a second.
"""
from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import sys
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import generator
from generator.kept import package

if TYPE_CHECKING:
    from generator.compose.model import Document
    from generator.render.model import House

_TYPOGRAPHY = ("docxtpl", "python-docx", "lxml", "fonttools", "pillow", "jinja2")
_READ = ("id", "title", "kind", "markdown", "code", "landscape", "cover", "toc", "numbered", "letter", "context")
MEDIA = "media"  # the pictures of edits, in a folder beside the edits' files
_SHORT = 16  # hexadecimal digits where a fingerprint only has to tell a change, not stand up to an attack


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def of_file(file: Path) -> str | None:
    """The digest of what lies there, None where no file does."""
    return digest(file.read_bytes()) if file.is_file() else None


def as_written(folder: Path, path: str, sha: str | None) -> bool:
    """Contents decide: reading all files of a company takes less than a tenth of a second, and dates of files lie."""
    return sha is not None and of_file(folder / path) == sha


def mark(value: Any) -> str:
    """A short fingerprint of plain data; the same data gives the same mark on every machine."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]


def of_files(*starts: str) -> str:
    """One mark of all files of the program whose path begins with one of `starts`."""
    return mark({path: shown for path, shown in package().items() if path.startswith(starts)})


@cache
def engine() -> Mapping[str, str]:
    """What typesetting stands on besides the document and the letterhead, each part by the word that people know it by."""
    return {
        "theme": of_files("templates/theme/"), "letters": of_files("templates/letters/"),
        "typesetting": of_files("generator/render/"), "fonts": _version("font-source-sans-pro"),
        "pandoc": mark([_version("pypandoc-binary"), *_pandocs()]), "Typst": _version("typst"),
        "libraries": mark([*(_version(name) for name in _TYPOGRAPHY), zlib.ZLIB_RUNTIME_VERSION, sys.version_info[:2]]),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _pandocs() -> list[str | int]:
    """The pandoc programs that may be taken, told apart by size: to ask for a version takes longer than a no-change build."""
    found = importlib.util.find_spec("pypandoc")
    own = Path(found.origin).parent / "files" / "pandoc" if found and found.origin else None
    named, on_path = os.environ.get("PYPANDOC_PANDOC", ""), shutil.which("pandoc")
    files = (own, *(Path(name) for name in (named, on_path) if name))
    return [named, *(file.stat().st_size for file in files if file and file.is_file())]


def letterhead(house: House) -> Mapping[str, str]:
    """A mark of each thing that all documents of a company share, by the word that people know it by."""
    words = {"created": "date", "revision": "revision line", "company": "company name", "accent": "brand colour",
             "author": "legal name", "footer": "footer", "paper": "paper size", "language": "language"}
    found = {word: mark(getattr(house, field)) for field, word in words.items()}
    return found | {"logo": mark([house.logo.suffix.lower(), digest(house.logo.read_bytes())]) if house.logo else ""}


def of_document(document: Document, shared: Mapping[str, str], notes: Sequence[object] = ()) -> str:
    """The fingerprint of everything that typesetting this document reads. `shared` is the letterhead's marks, `notes` the
    comments that go into its margin.
    """
    made_of = {name: getattr(document, name) for name in _READ} | _own_file(document)
    parts = {name: shown for name, shown in engine().items() if name != "letters" or document.letter}
    pictures = [[name, digest(data)] for name, data in sorted(document.media.items())]
    return mark([made_of, shared, parts, *map(repr, notes), *pictures])


def of_text(document: Document) -> str:
    """The fingerprint of what a document says, whoever typesets it."""
    return mark({name: getattr(document, name) for name in _READ} | _own_file(document))


def _own_file(document: Document) -> dict[str, str]:
    """Of a letter that is a person's own file, that file."""
    return {"word": digest(document.word)} if document.word else {}


def of_inputs(intake: bytes, logo: bytes | None, as_of: date, in_force: date, issued: str = "", edits: str = "") -> str:
    """The fingerprint of everything that a whole build reads. `issued` is the mark of the record of issued revisions,
    `edits` that of the edits that were taken over.
    """
    return mark([digest(intake), digest(logo) if logo is not None else None, as_of.isoformat(), in_force.isoformat(),
                 generator.__version__, package(), engine(), issued, edits])


def edits_folder(intake: Path) -> Path:
    """Where the edits of an intake lie: `edits/NAME` beside it, NAME being the intake's without its ending."""
    return intake.parent / "edits" / intake.stem


def edit_hashes(intake: Path) -> dict[str, str]:
    """The hash of each file of the intake's edits, by its name."""
    folder = edits_folder(intake)
    names = ("*.md", "order.yaml", "letter-*.yaml", "letter-*.docx", f"{MEDIA}/*.*")
    return {file.relative_to(folder).as_posix(): digest(file.read_bytes()) for name in names
            for file in sorted(folder.glob(name)) if file.is_file()}


def of_edits(hashes: Mapping[str, str]) -> str:
    """One mark of all edits, from the hashes of their files; "" where there are none."""
    return mark(dict(hashes)) if hashes else ""
