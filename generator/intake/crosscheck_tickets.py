"""Tickets beside the rest of the answers: somebody whom the intake names holds them, each once, and their dates make sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from generator.intake.nearest import person_meant
from generator.intake.source import AnswerPath
from generator.intake.vocabulary import people_of

_FIRST_YEAR, _LAST_YEAR = 1940, 2199
Fault = tuple[AnswerPath, str, str | None, bool]


def ticket_faults(answers: Mapping[str, Any]) -> Iterator[Fault]:
    """(path, what is wrong, what would be right, whether it is only odd) of each ticket that does not fit."""
    people = people_of(answers)
    start = (answers.get("revision") or {}).get("in_force")
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(answers.get("tickets") or ()):
        if not isinstance(row, Mapping):
            continue
        path: AnswerPath = ("tickets", number)
        who, course = row.get("who"), row.get("course")
        if isinstance(who, str) and who not in people:
            yield ((*path, "who"), f'nobody is named "{who[:80]}"{person_meant(who, people)}',
                   f"{', '.join(people)}; or add the person under people" if people else "names under people", False)
        if isinstance(who, str) and isinstance(course, str):
            if (who, course) in seen:
                yield (*path, "course"), f"{who} has {course} already, further up", "one row, with the newest date", False
            seen.add((who, course))
        yield from _dates(path, row, start)


def _dates(path: AnswerPath, row: Mapping[str, Any], start: date | None) -> Iterator[Fault]:
    """`start` is the day on which the program comes into force; without it, today."""
    expires, earned = row.get("expires"), row.get("earned")
    for name in ("expires", "earned"):
        if (day := row.get(name)) is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            yield (*path, name), f"{day} cannot be the date of a ticket", f"a year from {_FIRST_YEAR} to {_LAST_YEAR}", False
    if expires is None and earned is None:
        # said where a date that was refused has its own problem, so that it is not said twice
        name = "earned" if "earned" in row and "expires" not in row else "expires"
        yield ((*path, name), "this ticket has no date",
               "expires: the day on which it runs out; or earned: the day of the course", False)
    elif expires and earned and expires <= earned:
        yield (*path, "expires"), f"it runs out ({expires}) before it was earned ({earned})", f"a date after {earned}", False
    if earned and earned > (start or date.today()):
        told = "when the program comes into force" if start else "yet"
        yield ((*path, "earned"), f"it was not earned ({earned}) {told}",
               "the day of the course, once it is held", True)
