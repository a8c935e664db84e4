"""Read an intake into the typed Company that every later stage works from."""
from __future__ import annotations

from pathlib import Path

from generator.intake.build import company_from
from generator.intake.company import Company
from generator.intake.source import read_document


def read_intake(path: Path | str) -> Company:
    """The Company that an intake file describes. Raises IntakeError with every problem when it cannot be used."""
    document = read_document(path)
    return company_from(document.data, source=str(path))
