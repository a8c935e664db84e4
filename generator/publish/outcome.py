"""What a build made, and what is worth saying about it. Nothing heavy is imported here: a build that finds nothing to do says it
too.
"""
from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.errors import Problem
from generator.publish.deliver import Delivery
from generator.publish.lock import Lock


@dataclass(frozen=True)
class BuildResult:
    """What a build made, and what is worth saying about it."""

    delivery: Delivery
    documents: int
    pages: int
    to_complete: int
    to_confirm: int
    as_of: date
    warnings: tuple[Problem, ...]
    seconds: float
    folder: Path
    why: Mapping[str, tuple[str, ...]]  # document's title -> why it was made again; empty on a first build
    retired: Mapping[str, str]  # path -> why it no longer applies
    deleted: tuple[str, ...]  # files that were gone and were made again
    renamed: Mapping[str, str]  # path of ours -> what a person calls it now
    changed_too: tuple[str, ...] = ()  # paths of ours that were renamed and changed
    damage: str | None = None  # what was wrong with the lock
    standing: str = ""  # "Draft of revision 2", "Revision 2 · Issued 4 January 2027"
    edits: tuple[str, ...] = ()  # what was taken over from files that people edited, line by line
    not_taken: tuple[str, ...] = ()  # what is only in their copies now
    changes: tuple[str, ...] = ()  # what changed and who must be told, in a few lines


def result(lock: Lock, delivery: Delivery, intake: Path, folder: Path, started: float) -> BuildResult:
    """What a lock and a delivery say."""
    said = lock.summary
    warnings = tuple(Problem(message, intake, line, path, question, accepted)
                     for message, line, path, question, accepted in said["warnings"])
    return BuildResult(
        delivery=delivery, documents=said["documents"], pages=said["pages"], to_complete=said["to_complete"],
        to_confirm=said["to_confirm"], as_of=date.fromisoformat(lock.as_of), warnings=warnings,
        seconds=time.perf_counter() - started, folder=folder, why={}, deleted=(), renamed={},
        standing=said.get("standing", ""),
        retired={path: lock.retired.get(path, "") for path in delivery.retired})
