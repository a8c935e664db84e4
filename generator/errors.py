"""The errors a user can meet, each with its message inside.

Everything that is the user's to mend is an :class:`InputError` (exit code 2). Anything else that we foresee is a
:class:`ProgramError` (exit code 1). Both carry what is wrong, where, and what would be right.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file: where it is, what is wrong, and what would be accepted."""

    message: str
    file: Path | str | None = None
    line: int | None = None
    path: str | None = None  # dotted path of the answer, as in "workforce.0.workers"
    question: str | None = None  # the question in its own words
    accepted: str | None = None  # what would be right

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}" + (f":{self.line}" if self.line else "") + ": "
        where = f"{self.path}: " if self.path else ""
        lines = [f"{place}{where}{self.message}"]
        if self.question:
            lines.append(f"    Question: {self.question}")
        if self.accepted:
            lines.append(f"    Accepted: {self.accepted}")
        return "\n".join(lines)


class SafetyManualError(Exception):
    """Base of every error that this program raises on purpose."""

    exit_code = 1

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([self.message, *(str(problem) for problem in self.problems)])


class InputError(SafetyManualError):
    """The user's file or option needs a change before we can go on."""

    exit_code = 2


class IntakeError(InputError):
    """An intake that cannot be read or does not answer the questionnaire."""


class ProgramError(SafetyManualError):
    """Something of ours went wrong: a template, a data file, the typesetter."""


class KnowledgeError(ProgramError):
    """A knowledge file breaks its own rules; `safety-manual lint` lists every place."""


class TemplateError(ProgramError):
    """A template cannot be read, or reads a name that does not exist."""


class RenderError(ProgramError):
    """Pandoc or Typst refused a document."""


class PublishError(ProgramError):
    """The output folder cannot be written."""
