"""Recording objects: what a template reads is noted while it reads, so that "why" comes for free and cannot be wrong."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from generator.compose.markdown import Markdown, escape, missing
from generator.program.model import Reason, ToComplete, ToConfirm


@dataclass
class Recorder:
    """What one piece of text read: reasons (law, standard, choice), answers, forms, and what it could not fill."""

    reasons: dict[Reason, None] = field(default_factory=dict)
    uses: dict[str, None] = field(default_factory=dict)
    law_keys: dict[str, None] = field(default_factory=dict)
    forms: dict[str, None] = field(default_factory=dict)
    to_complete: dict[str, ToComplete] = field(default_factory=dict)
    to_confirm: dict[str, ToConfirm] = field(default_factory=dict)

    def answer(self, path: str) -> None:
        self.uses[path] = None

    def because(self, reason: Reason) -> None:
        self.reasons[reason] = None


# What a blank says, by the last part of its path; anything else says "to be completed".
_BLANKS = {
    "phone": "phone number to be added", "email": "e-mail address to be added", "muster_point": "muster point to be chosen",
    "nearest_hospital": "nearest hospital to be added", "hospital_address": "hospital address to be added",
    "minutes_to_hospital": "travel time to be added", "first_aid_place": "place of the first aid kit to be added",
    "alarm": "alarm signal to be chosen", "name": "to be named", "title": "title to be added",
    "shutoffs": "place of the shut-offs to be added", "address": "address to be added",
    "drill_month": "drill month to be chosen", "description": "line of work to be added",
    "meeting_day": "day to be chosen", "meeting_time": "time to be chosen", "meeting_place": "place to be chosen",
    "certifying_partner": "certifying partner to be chosen",
    "checked_by": "person to be named", "audit_due": "audit month to be set",
}


# What the blank is about, where its own words do not say it on a list.
_ABOUT_BLANK = {"preferences": "Safety meeting: ", "contractors": "Contractor checks: ", "goal": "Audit: "}


class Missing:
    """An unanswered question. Untrue, and a visible blank wherever it is printed."""

    def __init__(self, path: str, recorder: Recorder, owner: str) -> None:
        self._path, self._recorder, self._owner = path, recorder, owner

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __str__(self) -> str:
        return self.print()

    def print(self) -> Markdown:
        """The blank as Markdown; it lands on the company's To be completed list."""
        section, _, last = self._path.rpartition(".")
        words = _BLANKS.get(last, "to be completed")
        about = _ABOUT_BLANK.get(section.split(".")[0] if "meeting" in last else section, "")
        self._recorder.to_complete[self._path] = ToComplete(
            self._path, f"{about}{words}" if about else words[:1].upper() + words[1:], self._path, self._owner,
            "The documents print a blank here.")
        return missing(words)


class Person:
    """Somebody in the text; reading any part notes the answer. `full` is "Dana Petrov, owner"."""

    def __init__(self, person: Any, path: str, recorder: Recorder, owner: str) -> None:
        self._person, self._path, self._recorder, self._owner = person, path, recorder, owner

    def _read(self, name: str) -> Any:
        self._recorder.answer(f"{self._path}.{name}")
        value = getattr(self._person, name)
        return value if value not in (None, "") else Missing(f"{self._path}.{name}", self._recorder, self._owner)

    @property
    def name(self) -> Any:
        return self._read("name")

    @property
    def first_name(self) -> Any:
        return self._read("first_name")

    @property
    def phone(self) -> Any:
        return self._read("phone")

    @property
    def email(self) -> Any:
        return self._read("email")

    @property
    def title(self) -> Any:
        self._recorder.answer(f"{self._path}.title")
        return self._person.title or self._person.role.replace("_", " ")

    @property
    def full(self) -> Markdown:
        return Markdown(f"{escape(self.name)}, {escape(self.title)}")

    @property
    def responsibilities(self) -> tuple[str, ...]:
        return tuple(self._person.responsibilities)

    def __str__(self) -> str:
        return str(self.name)


class Recorded:
    """A frozen dataclass behind glass: reading a field notes the answer; an empty field is a Missing."""

    def __init__(self, value: Any, path: str, recorder: Recorder, owner: str) -> None:
        self._value, self._path, self._recorder, self._owner = value, path, recorder, owner

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = getattr(self._value, name)
        path = f"{self._path}.{name}" if self._path else name
        return wrap(value, path, self._recorder, self._owner)

    def __str__(self) -> str:
        return str(self._value)


def wrap(value: Any, path: str, recorder: Recorder, owner: str) -> Any:
    """A value of the intake as a template may see it."""
    if value is None or value == "":
        recorder.answer(path)
        return Missing(path, recorder, owner)
    if isinstance(value, tuple):
        recorder.answer(path)
        return [wrap(item, f"{path}.{index}", recorder, owner) if is_dataclass(item) else item
                for index, item in enumerate(value)]
    if is_dataclass(value):
        if {"role", "also"} <= {entry.name for entry in fields(value)}:
            return Person(value, path, recorder, owner)
        return Recorded(value, path, recorder, owner)
    recorder.answer(path)
    return value
