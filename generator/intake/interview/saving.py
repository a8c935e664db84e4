"""The intake on disk between prompts: always whole, always readable, with a mark where to go on."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.errors import IntakeError, Problem
from generator.intake.source import Answers

HEADER = "# Written by `safety-manual interview`; you can also change it by hand."
_MARK = re.compile(r"^# The interview goes on at: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Saved:
    """What a file tells besides its answers."""

    ours: bool  # written by the interview, so that no hand-written comment can be lost
    goes_on_at: str | None  # key of the next step; None when all was asked
    answers: bool  # False while the file holds nothing but our comments


def read_mark(path: Path) -> Saved:
    """Whether the interview wrote this file and where it goes on."""
    text = path.read_text("utf-8-sig")
    mark = _MARK.search(text)
    answers = any(line.strip() and not line.startswith("#") for line in text.splitlines())
    return Saved(text.startswith(HEADER), mark.group(1) if mark else None, answers)


def save(path: Path, answers: Answers, goes_on_at: str | None) -> None:
    """Write the answers whole or not at all. Raises IntakeError where the folder cannot be written."""
    mark = f"# The interview goes on at: {goes_on_at}\n" if goes_on_at else ""
    body = yaml.dump(answers, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110) if answers else ""
    write_whole(path, f"{HEADER}\n{mark}\n{body}")


def keep_copy(path: Path) -> Path:
    """A copy of a hand-written intake, whose comments the interview would not keep."""
    copy = path.with_name(f"{path.stem}.before-interview{path.suffix}")
    write_whole(copy, path.read_text("utf-8-sig"))
    return copy


def write_whole(path: Path, text: str) -> None:
    """Write through a file beside it, so that a crash leaves the old text or the new, never half of one."""
    partial: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).chmod(0o644)
        Path(partial).replace(path)
    except OSError as error:
        if partial:
            Path(partial).unlink(missing_ok=True)
        raise IntakeError("The intake cannot be saved.", [Problem(error.strerror or str(error), path)]) from None


class _Dumper(yaml.SafeDumper):
    """Block style with lists indented under their name, as people write it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)
