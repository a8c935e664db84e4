"""The pre-use card: one section for each kind of machine that the company has, with the lines for that kind."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from generator.compose.form_tables import grid_of
from generator.compose.markdown import capitalise, escape
from generator.knowledge.model_forms import FormField
from generator.program.model import EquipmentItem

if TYPE_CHECKING:
    from generator.compose.form_rows import Answers

_CLOSING = ("Hours or km", "Operator’s initials")


def machine_sections(field: FormField, answers: Answers) -> str:
    """A heading with the unit and a month’s table for each kind; one general table where the field knows none of them."""
    machines = [item for item in answers.program.equipment if item.id in field.items_for]
    hint = f"{escape(field.hint)}\n\n" if field.hint else ""
    if not machines:
        return f"## {capitalise(field.label)}\n\n{hint}{_month_table(field, field.items, field.label)}"
    return hint + "\n\n".join(_section(field, item) for item in machines)


def _section(field: FormField, item: EquipmentItem) -> str:
    names = " · ".join(escape(name) for name in item.answer.names)
    unit = f"Unit: {names or '[]{.field width=60}'}"
    rented = " (rented: read the owner’s manual too)" if item.answer.owned == "rented" else ""
    return (f"::::: keep\n## {capitalise(item.title)}\n\n{unit}{rented}\n\n"
            f"{_month_table(field, field.items_for[item.id], item.title)}\n:::::")


def _month_table(field: FormField, lines: Sequence[str], caption: str) -> str:
    width = len(field.columns)
    rows = [[line, *[""] * (width - 1)] for line in (*lines, *_CLOSING)]
    return grid_of([capitalise(label) for _, label in field.columns], rows, field.widths, field.height, caption)
