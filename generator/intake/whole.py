"""Write an intake whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from generator.errors import IntakeError, Problem


def write_whole(path: Path, text: str) -> None:
    """Write through a file beside it, so that a crash leaves the old text or the new, never half of one."""
    partial: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644)
        Path(partial).replace(path)
    except OSError as error:
        if partial:
            Path(partial).unlink(missing_ok=True)
        raise IntakeError("The intake cannot be saved.", [Problem(error.strerror or str(error), path)]) from None
