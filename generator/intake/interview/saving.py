"""The intake on disk between prompts: always whole, always readable, with a mark where to go on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.intake.source import Answers
from generator.intake.whole import write_whole

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


def save(path: Path, answers: Answers, goes_on_at: str | None, version: str) -> None:
    """Write the answers, whole or not at all, with the version of the questionnaire that they are for.

    Raises IntakeError where the folder cannot be written.
    """
    mark = f"# The interview goes on at: {goes_on_at}\n" if goes_on_at else ""
    body = yaml.dump(answers, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110) if answers else ""
    if body:
        body = f'questionnaire: "{version}"\n\n{body}'
    write_whole(path, f"{HEADER}\n{mark}\n{body}")


def keep_copy(path: Path) -> Path:
    """A copy of a hand-written intake, whose comments the interview would not keep."""
    copy = path.with_name(f"{path.stem}.before-interview{path.suffix}")
    write_whole(copy, path.read_text("utf-8-sig"))
    return copy


class _Dumper(yaml.SafeDumper):
    """Block style with lists indented under their name, as people write it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)
