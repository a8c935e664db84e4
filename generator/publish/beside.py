"""Files beside the intake that belong to a delivery: edits that were taken over go in place in the same stroke as the documents.

Else a build that dies, or that the disk refuses, between the two would leave edits that no document has, or the other way round.
The intake may lie on another disk than the output, so a file is written beside its place first and moved there then.
"""
from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import PublishError
from generator.publish.fingerprint import digest, edits_folder


@dataclass(frozen=True)
class Beside:
    """Files of the intake's edits folder. `was` has the hash of each as it was read; what is another now is never replaced."""

    intake: Path
    files: Mapping[str, bytes | None] = field(default_factory=dict)  # name -> content; None takes the file away
    was: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> dict[str, bytes | None]:
        """Without those that are so already."""
        return {name: data for name, data in self.files.items()
                if (self.was.get(name) if data is None else self.was.get(name) != digest(data))}

    @property
    def after(self) -> dict[str, str]:
        """The hash of each edit's file once this is in place."""
        hashes = {**self.was, **{name: digest(data or b"") for name, data in self.files.items()}}
        return {name: sha for name, sha in sorted(hashes.items()) if self.files.get(name, b"") is not None}


def check_beside(beside: Beside) -> None:
    """Raise PublishError where the edits could not be written, before anything else is."""
    folder = edits_folder(beside.intake).absolute()
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if beside.changed and not (there.is_dir() and os.access(there, os.W_OK)):
        raise PublishError(f"The edits that people made in Word are kept in {folder}, and {there} cannot be written. Nothing was "
                           "changed; their files are as they were. Mend that and build again.")


def stage_beside(staging: Path, beside: Beside) -> dict[str, Any]:
    """Prepare them in `staging`; gives what the journal says of them."""
    entries = []
    for place, (name, data) in enumerate(beside.changed.items()):
        entries.append({"name": name, "new": None if data is None else digest(data), "was": beside.was.get(name)})
        if data is not None:
            (staging / f"beside {place}").write_bytes(data)
    return {"intake": str(beside.intake.absolute()), "files": entries}


def whole(staging: Path, journal: Mapping[str, Any]) -> bool:
    """Whether everything that is prepared is as it was written."""
    return all(not file.exists() or digest(file.read_bytes()) == entry["new"] for file, entry in _entries(staging, journal))


def put_beside(staging: Path, journal: Mapping[str, Any], intake: Path | None) -> None:
    """Put them in place; safe to repeat. `intake` counts where the one of the journal is not there any more."""
    entries = _entries(staging, journal)
    if not entries:
        return
    recorded = Path(journal["beside"]["intake"])
    folder = edits_folder(recorded if recorded.is_file() or intake is None else intake)
    for source, entry in entries:
        target = folder / entry["name"]
        there = digest(target.read_bytes()) if target.is_file() else None
        if entry["new"] is None:
            if there is not None and there == entry["was"]:
                target.unlink()
        elif source.exists():
            if there not in (None, entry["new"], entry["was"]):
                os.replace(target, _free(target))
            write_whole(target, source.read_bytes())
            source.unlink()


def _entries(staging: Path, journal: Mapping[str, Any]) -> list[tuple[Path, Mapping[str, Any]]]:
    return [(staging / f"beside {place}", entry) for place, entry in enumerate(journal.get("beside", {}).get("files", ()))]


def write_whole(target: Path, data: bytes) -> None:
    """Write a file beside the intake, all of it or nothing. Raises OSError with the file's name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(".tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno or errno.EIO, error.strerror or str(error), str(target)) from None


def _free(target: Path) -> Path:
    """A name for what somebody wrote there in the meantime; no edit by its ending, so that it counts no more."""
    number = 2
    while (place := target.with_name(f"{target.stem} ({number}).txt")).exists():
        number += 1
    return place
