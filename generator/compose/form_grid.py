"""Short fields on a form: packed into lines of six parts, with their choices, hints and signatures."""
from __future__ import annotations

from collections.abc import Sequence

from generator.compose.markdown import Markdown, capitalise, escape
from generator.knowledge.model_forms import FormField

PARTS = 6  # a line is divided into six
_BY_TYPE = {"date": 2, "time": 2, "number": 2}
_TWO_COLUMNS_FROM = 4  # checklists of that many lines stand in two columns
_LONG = 72  # characters of a line above which it needs the full width
_SIGN_BELOW = 3

Filled = tuple[FormField, Markdown]


def grid(fields: Sequence[Filled]) -> str:
    """The fields in their order, each line filled to its end."""
    lines = [line for row in packed(fields) for line in row]
    return f"::: {{.field-grid columns={PARTS}}}\n" + "\n".join(lines) + "\n:::"


def packed(fields: Sequence[Filled]) -> list[list[str]]:
    """Lines of items. A line that is not full gives the rest to its last field, so that no hole is left."""
    rows: list[list[tuple[Filled, int]]] = []
    free = 0
    for item in fields:
        want = span_of(item[0])
        if want > free:
            rows.append([])
            free = PARTS
        rows[-1].append((item, want))
        free -= want
    found = []
    for row in rows:
        used = sum(want for _, want in row)
        found.append([_item(item, want + (PARTS - used if place == len(row) else 0))
                      for place, (item, want) in enumerate(row, 1)])
    return found


def span_of(field: FormField) -> int:
    """Sixths of a line that a field takes: as told, or by what is written there."""
    if field.span:
        return field.span
    if field.lines > 1 or field.choices:
        return PARTS
    return _BY_TYPE.get(field.type, 3 if field.type == "checkbox" and len(field.label) < _LONG / 2 else PARTS)


def _item(filled: Filled, span: int) -> str:
    field, value = filled
    label = capitalise(field.label)
    if field.hint:
        label = Markdown(f"{label} ({escape(field.hint)})")
    if field.choices:
        value = Markdown(" ".join(map(_tick, field.choices)))
    told = [f"span={span}"]
    if field.lines > 1:
        told.append(f"lines={field.lines}")
    if field.type in ("date", "checkbox") and not field.choices:
        told.append(f"type={field.type}")
    return f"- [{label}]{{{' '.join(told)}}} :: {value}".rstrip()


def _tick(choice: str) -> str:
    """A box with its choice; the two are not parted at a line's end unless the choice is longer than a line."""
    box = f"[ ]{{.field type=checkbox}} {escape(choice)}\\ \\ "
    return f"[{box}]{{.nobreak}}" if len(choice) < _LONG else box


def sized_checklist(field: FormField) -> str:
    """A checklist, in two columns where its lines are short and there are several."""
    title = f"## {capitalise(field.label)}"
    note = f"\n\n{escape(field.hint)}" if field.hint else ""
    if len(field.items) < _TWO_COLUMNS_FROM or max(map(len, field.items)) > _LONG:
        return f"{title}{note}\n\n{_ticks(field.items)}"
    half = (len(field.items) + 1) // 2
    parts = (field.items[:half], field.items[half:])
    columns = "\n".join(f"::: column\n{_ticks(part, ':::::')}\n:::" for part in parts)
    return f"{title}{note}\n\n:::: columns\n{columns}\n::::"


def _ticks(items: Sequence[str], fence: str = ":::") -> str:
    lines = "\n".join(f"- {escape(item)}" for item in items)
    return f"{fence} checklist\n{lines}\n{fence}"


def signatures(fields: Sequence[FormField]) -> str:
    """A line and a date for each signature; three and more have their date in the same line."""
    names = [escape(capitalise(field.label)) for field in fields]
    if len(names) < _SIGN_BELOW:
        lines = [line for name in names for line in (name, Markdown("Date"))]
    else:
        lines = [Markdown(f"{name}, date") for name in names]
    items = "\n".join(f"- {line}" for line in lines)
    return f"::: {{.signatures columns={min(4, len(lines))}}}\n{items}\n:::"
