"""Forms drawn from their data: one sheet each, with what the company's answers already fill in."""
from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.compose.codes import code
from generator.compose.markdown import Markdown, capitalise, div, escape
from generator.compose.model import Clause, Document
from generator.compose.names import everybody
from generator.knowledge.model import Form, FormField
from generator.program.model import Program, Reason

FOLDER = "Forms"
_PREFILL: Mapping[str, Callable[[Program], str]] = {
    "company": lambda program: program.company.name,
    "address": lambda program: str(program.company.address),
    "site": lambda program: program.company.sites[0].name if len(program.company.sites) == 1 else "",
    "owner": lambda program: program.company.owner.name,
    "revision": lambda program: str(program.company.revision.number),
}
PREFILLS = frozenset(_PREFILL) | {"sites", "equipment", "vehicles", "people", "hazards", "substances", "training"}


def compose_form(form: Form, program: Program, reasons: tuple[Reason, ...]) -> Document:
    """One form with its code, what it is for, its fields and its signatures."""
    mark = code("forms", form.id)
    parts = [div("card", "", code=mark, title=form.title, sub=form.purpose, note=program.company.name),
             f"::: note\n{_how(form)}\n:::"]
    parts += _blocks(form, program)
    body = "\n\n".join(part for part in parts if part)
    anchor = f"form-{form.id}"
    return Document(
        id=anchor, title=form.title, kind="form", markdown=div("clause", body, id_=anchor) + "\n",
        clauses=(Clause(anchor, anchor, form.title, body, reasons),), reasons=reasons, folder=FOLDER,
        filename=f"{mark} {form.title}", code=mark, landscape=form.orientation == "landscape")


def _how(form: Form) -> str:
    """The line that every form prints: who fills it, when, and how long it is kept."""
    minutes = f" About {form.minutes:g} minutes." if form.minutes else ""
    return (f"**Who** {capitalise(form.who_fills)}. **When** {capitalise(form.trigger)}.{minutes} "
            f"**Keep** {capitalise(form.retention)}.")


def _blocks(form: Form, program: Program) -> list[str]:
    """Runs of short fields as one grid; tables, checklists and signatures as blocks of their own, in the form's order."""
    blocks: list[str] = []
    grid: list[str] = []
    signatures: list[str] = []

    def close() -> None:
        if grid:
            blocks.append("::: {.field-grid columns=2}\n" + "\n".join(grid) + "\n:::")
            grid.clear()

    for field in form.fields:
        if field.type == "signature":
            signatures.append(f"- {escape(capitalise(field.label))}")
        elif field.type == "table" or field.items:
            close()
            blocks.append(_table(field, program) if field.type == "table" else _checklist(field))
        else:
            grid.append(_short_field(field, program))
    close()
    if signatures:
        dated = [line for name in signatures for line in (name, "- Date")]
        blocks.append(f"::: {{.signatures columns={2 if len(dated) == 2 else 4 if len(dated) % 4 == 0 else 2}}}\n"
                      + "\n".join(dated) + "\n:::")
    return blocks


def _short_field(field: FormField, program: Program) -> str:
    label = escape(capitalise(field.label))
    value = escape(_PREFILL[field.prefill](program)) if field.prefill in _PREFILL else Markdown("")
    if field.choices:
        value = Markdown(" ".join(f"[ ]{{.field type=checkbox}} {escape(choice)}" for choice in field.choices))
    elif field.type == "checkbox":
        value = Markdown("[ ]{.field type=checkbox}")
    wide = field.lines > 1 or len(field.choices) > 3
    attributes = f"{'.wide ' if wide else ''}{f'lines={field.lines} ' if field.lines > 1 else ''}" + (
        "type=date" if field.type == "date" else "")
    marked = f"[{label}]{{{attributes.strip()}}}" if attributes.strip() else label
    return f"- {marked} :: {value}".rstrip()


def _checklist(field: FormField) -> str:
    lines = "\n".join(f"- {escape(item)}" for item in field.items)
    return f"## {capitalise(field.label)}\n\n::: checklist\n{lines}\n:::"


def _table(field: FormField, program: Program) -> str:
    """A grid with headers, the company's own lines first, then blank rows."""
    columns = field.columns or (("line", field.label),)
    filled = _rows(field, program)
    blank = max(field.rows or 5, len(filled) + (2 if field.prefill else 0))
    header = "| " + " | ".join(escape(capitalise(label)) for _, label in columns) + " |"
    dashes = "|" + "|".join("-" * (6 if _narrow(name) else 18) for name, _ in columns) + "|"
    rows = ["| " + " | ".join([*(escape(cell) for cell in line[:len(columns)]),
                               *([""] * (len(columns) - len(line)))]) + " |" for line in filled]
    if not rows:
        rows = ["| " + " | ".join([""] * len(columns)) + " |"]
    return (f"## {capitalise(field.label)}\n\n::: {{.grid rows={blank} height=8}}\n"
            + "\n".join([header, dashes, *rows]) + "\n:::")


def _narrow(name: str) -> bool:
    return name in {"date", "time", "ok", "no", "number", "count", "initials", "done", "yes", "risk"}


def _rows(field: FormField, program: Program) -> list[list[str]]:
    company = program.company
    if field.items:
        return [[item] for item in field.items]
    if field.prefill == "equipment":
        return [[_unit(item.title, name)] for item in program.equipment for name in (item.answer.names or ("",))]
    if field.prefill == "vehicles":
        return [[_unit(item.title, name)] for item in program.equipment if item.equipment.group == "road_vehicles"
                for name in (item.answer.names or ("",))]
    if field.prefill == "people":
        return [[person.name] for person in everybody(company)]
    if field.prefill == "sites":
        return [[site.name] for site in company.sites]
    if field.prefill == "hazards":
        return [[item.title] for item in program.hazards]
    if field.prefill == "substances":
        return [[item.name, item.where or ""] for item in company.substances]
    if field.prefill == "training":
        return [[need.title] for need in program.training]
    return []


def _unit(title: str, name: str) -> str:
    return f"{title}: {name}" if name else title
