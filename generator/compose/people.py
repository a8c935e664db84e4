"""The people of a company as templates meet them: found by role, and a visible blank where nobody is named."""
from __future__ import annotations

from typing import Any

from generator.compose.markdown import Markdown, escape
from generator.compose.recording import Missing, Person, Recorder
from generator.intake.company import Company
from generator.intake.company import Person as CompanyPerson


class People:
    """Finding people by role."""

    def __init__(self, company: Company, recorder: Recorder) -> None:
        self._people, self._recorder, self._owner = company.everyone, recorder, company.owner.name

    def view(self, person: CompanyPerson) -> Person:
        path = "company.owner" if person.role == "owner" else f"people.{person.role}"
        return Person(person, path, self._recorder, self._owner)

    def find(self, role: str) -> CompanyPerson | None:
        return next((person for person in self._people if role in person.roles), None)

    def role(self, role: str) -> Person:
        found = self.find(role)
        if found:
            return self.view(found)
        return _Nobody(role, self._recorder, self._owner)

    def all(self, role: str) -> list[Person]:
        return [self.view(person) for person in self._people if role in person.roles]


class _Nobody(Person):
    """A role without a name yet: every part prints the same blank."""

    def __init__(self, role: str, recorder: Recorder, owner: str) -> None:
        super().__init__(None, f"people.{role}", recorder, owner)
        self._role = role

    def _read(self, name: str) -> Any:
        return Missing(f"people.{self._role}.{'phone' if name == 'phone' else 'name'}", self._recorder, self._owner)

    @property
    def title(self) -> Any:
        return self._role.replace("_", " ")

    @property
    def full(self) -> Markdown:
        return Markdown(f"{self.name.print()}, {escape(self.title)}")

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return str(self.name.print())
