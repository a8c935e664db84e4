"""People who came or went, and texts in which nothing but their names reads otherwise: told once, never sheet by sheet. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.publish.changes.because import answered
from generator.publish.changes.happened import lines_of
from generator.publish.changes.model import Cause, Change

_JOINS = re.compile(r"(?:,| and | or |\bWorker\b|\bdate\b|\s)+")  # between names in a list, and beside each to sign
_STOP = re.compile(r"\s+(?=[.;:])")
_PEOPLE = "people"


@dataclass(frozen=True)
class Named:
    """Names that are new in the answers, and names that are not there any more, in their order."""

    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    @classmethod
    def of(cls, causes: Iterable[Cause]) -> Named:
        found = [one for cause in causes if (one := answered(cause)) and one.path.partition(".")[0] == _PEOPLE and one.row]
        rows = {what: tuple(dict.fromkeys(one.row for one in found if one.what == what and not one.inner
                                          and not one.row.isdecimal())) for what in ("added", "taken out")}
        return cls(rows["added"], rows["taken out"])

    def only(self, change: Change) -> bool:
        """Whether the words of both texts are the same but for these names."""
        if change.kind != "changed" or not (self.came or self.went):
            return False
        before, after = lines_of(change.before), lines_of(change.after)
        return before != after and self._without(before) == self._without(after)

    def _without(self, lines: Sequence[str]) -> list[str]:
        forms = sorted({form for name in (*self.came, *self.went) for form in _forms(name)}, key=len, reverse=True)
        names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")
        found = (_STOP.sub("", _JOINS.sub(" ", names.sub("", line))).strip() for line in lines)
        return list(dict.fromkeys(line for line in found if line))

    @property
    def words(self) -> str:
        """"Gail Fontaine in the place of Shane Letendre", "Liam Rafuse is named now", "two names changed"."""
        if len(self.came) == len(self.went) == 1:
            return f"{self.came[0]} in the place of {self.went[0]}"
        parts = [f"{_joined(names)} {'is' if len(names) == 1 else 'are'} {what}"
                 for names, what in ((self.came, "named now"), (self.went, "not named any more")) if names]
        return ", ".join(parts)


def _forms(name: str) -> list[str]:
    """Full, as sheets shorten it, and as one speaks: "Shane Letendre", "Shane L", "Shane"."""
    first, _, last = name.partition(" ")
    return [name, *([f"{first} {last[0]}"] if last else []), first]


def _joined(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
