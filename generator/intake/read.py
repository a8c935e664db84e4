"""Read an intake into the typed Company that every later stage works from."""

from __future__ import annotations

from pathlib import Path

from generator.errors import IntakeError
from generator.intake.check import check_intake
from generator.intake.company import Company


def read_intake(path: Path | str) -> Company:
    """The Company that an intake file describes. Raises IntakeError with every problem when it cannot be used."""
    result = check_intake(path)
    if result.company is None:
        raise IntakeError(f"The intake {path} needs mending before anything can be built.", (*result.problems, *result.migrated))
    return result.company
