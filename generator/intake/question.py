"""What a question is. People who write questionnaires read the class Question; everything else follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

AnswerType = Literal[
    "text",
    "paragraph",
    "integer",
    "number",
    "boolean",
    "choice",
    "choices",
    "list",
    "date",
    "month",
    "year_month",
    "time",
    "phone",
    "email",
    "postal_code",
    "colour",
    "map",
    "group",
    "table",
]


@dataclass(frozen=True)
class Choice:
    """One answer to pick: its id in the file, what people read, and the heading under which it is listed."""

    id: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Question:
    """One question of the questionnaire, as it stands in `questionnaires/<section>.yaml`.

    Attributes, with the names that they have in the file:

    id
        The answer's name in the intake. Small letters and underscores. Never change it once people have intakes.
    label
        What the answer is, as a noun: "Muster point". Titles in editors, and the line on the "To be completed" list.
    text
        The question in plain language, as you would ask it across a table.
    help
        One or two lines for somebody who hesitates: what counts, an example, what a blank means.
    type
        - `text` one line (the default); `paragraph` several lines; `list` several short texts
        - `integer`, `number`, `boolean` (yes or no)
        - `choice` one of `choices`, `choices` several of them
        - `date` 2027-01-04; `year_month` 2027-05; `month` January; `time` 7:30
        - `phone`, `email`, `postal_code`, `colour` (#1f4e79)
        - `map` one text for each of some choices, as account numbers by province
        - `group` questions that belong together; `table` the same questions for each row
    choices
        For `choice`, `choices` and `map`: a list of texts, or of {id, label}.
    from
        Instead of `choices`, a list from elsewhere: `catalogue.activities`, `catalogue.equipment`, `catalogue.hazards`,
        `catalogue.rhythms`, `catalogue.training`, `jurisdictions`, `provinces`, `roles`, `frequencies`, `partners`; or what
        this intake answers, `answers.people` (names, the owner's too) or `answers.activities`. With type `text` it only
        suggests; any text is accepted.
    when
        When the question applies, an expression such as `row.kind == 'shop'`. It may read every section by its name
        (`goal.scheme`), the row or group the question stands in (`row`), and `has_activity('a', 'b')`,
        `has_equipment(...)`, `equipment_group(id)`. An answer given where the question does not apply is reported.
    required
        Without this answer nothing can be built. Holds only where `when` holds. Use it sparingly: prefer `auditor`.
    default
        What the interview offers. An intake that leaves the answer out gets what the program takes for granted.
    min, max
        Limits of a number; for texts the length; for tables the number of rows.
    pattern
        A regular expression for the whole text; `accepted` then says in words what it wants.
    unique
        No two rows of the table may give the same answer.
    auditor
        `"true"` or `"critical"`: an auditor or an emergency asks for this. Left open, it comes on the "To be completed"
        list with `where` (the place in the documents), `who` (the id of the role that can answer; the owner where
        nobody has it) and `why`. `auditor_when` limits that to companies for which the expression holds.
    questions
        Of a group or table: the questions inside.
    row, row_name, pick
        Of a table: what one row is called ("site"), which answer names it ("name"), and `pick: true` where the rows are
        chosen from the choices of `row_name` in one go.
    """

    id: str
    label: str
    text: str
    help: str | None = None
    type: AnswerType = "text"
    choices: tuple[Choice, ...] = ()
    source: str | None = None  # `from` in the file
    when: str | None = None
    required: bool = False
    default: Any = None
    min: float | None = None
    max: float | None = None
    pattern: str | None = None
    accepted: str | None = None
    unique: bool = False
    auditor: Literal["true", "critical"] | None = None
    auditor_when: str | None = None
    where: str | None = None
    who: str | None = None
    why: str | None = None
    questions: tuple[Question, ...] = ()
    row: str | None = None
    row_name: str | None = None
    pick: bool = False

    def inner(self, id: str) -> Question | None:
        """The question of that id inside a group or table."""
        return next((question for question in self.questions if question.id == id), None)


@dataclass(frozen=True)
class Section:
    """One file of the questionnaire: questions asked together under a title."""

    id: str
    title: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    version: str
    title: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The top-level questions of all sections; their ids are the top-level names of an intake."""
        return tuple(question for section in self.sections for question in section.questions)

    def find(self, path: tuple[str | int, ...]) -> Question | None:
        """The question behind an answer's path; row numbers are passed over."""
        level: tuple[Question, ...] = self.questions
        found: Question | None = None
        for part in path:
            if isinstance(part, int):
                continue
            found = next((question for question in level if question.id == part), None)
            if found is None:
                return None
            level = found.questions
        return found
