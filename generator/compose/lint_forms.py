"""Checks of the forms' data that need to know what the composer can draw."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.compose.forms import PREFILLS
from generator.errors import Problem
from generator.knowledge.files import data_file, data_folder
from generator.knowledge.model import Catalogue
from generator.knowledge.model_forms import Form, FormField
from generator.knowledge.reading import Fault, Place, problem
from generator.program.forms import DOCUMENTS

_FEWEST_CHOICES = 2
_KNOWN = "an id of equipment.yaml, activities.yaml, training.yaml or forms.yaml, or the code of a jurisdiction"
_NEEDED_LINE_BY = ("who_fills", "trigger", "retention", "purpose")


def lint_forms(catalogue: Catalogue, file: Path | None = None) -> list[Problem]:
    """Every fault of the printed forms, with file and line. `file` is the forms' list; the shipped one unless told."""
    where = file or data_file("forms.yaml", folder=data_folder() / "catalogue")
    return [problem(where, fault) for number, form in enumerate(catalogue.forms.values()) if form.id not in DOCUMENTS
            for fault in form_faults(form, ("forms", number), catalogue)]


def form_faults(form: Form, place: Place, catalogue: Catalogue) -> Iterator[Fault]:
    """What would print badly: no minutes, an unfinished text, and the faults of each field."""
    if form.minutes is None:
        yield Fault(place, f"{form.id}: how many minutes does it take?", "minutes: 5")
    for key in _NEEDED_LINE_BY:
        text = getattr(form, key)
        if not text.strip() or "_" in text or text.endswith("."):
            yield Fault((*place, key), f"{form.id}: {key} is printed in a sentence", "words without a full stop or underscore")
    for number, field in enumerate(form.fields):
        yield from field_faults(field, (*place, "fields", number), catalogue)
    yield from merge_faults(form, (*place, "merge"), catalogue)


def merge_faults(form: Form, place: Place, catalogue: Catalogue) -> Iterator[Fault]:
    """A record that goes where it may not, into a form that goes away itself, or into a part that is not there."""
    rule = form.merge
    if rule is None:
        return
    into = catalogue.forms.get(rule.into)
    if into is None or rule.into not in form.may_be_merged_into:
        yield Fault(place, f"{form.id}: may not be merged into {rule.into!r}", "one of may_be_merged_into")
        return
    if into.merge is not None:
        yield Fault(place, f"{form.id}: {rule.into} goes into another form itself", "a form that keeps its sheet")
    labels = [label for field in into.fields for label in (field.label, *(label for _, label in field.columns))]
    if not any(label.startswith(rule.part) for label in labels):
        yield Fault(place, f"{form.id}: {rule.into} has no part {rule.part!r}", "how one of its labels begins")
    known = catalogue.equipment.keys() | catalogue.activities.keys() | {
        path.stem.upper() for path in (data_folder() / "jurisdictions").glob("??.yaml")}
    for id_ in rule.without:
        if id_ not in known:
            yield Fault(place, f"{form.id}: {id_!r} does not exist", _KNOWN)


def field_faults(field: FormField, place: Place, catalogue: Catalogue) -> Iterator[Fault]:
    """Unknown prefill, missing choices, columns or lines, labels that are names, lines for what does not exist."""
    if field.prefill is not None and field.prefill not in PREFILLS:
        yield Fault((*place, "prefill"), f"no prefill {field.prefill!r}", "one of " + ", ".join(sorted(PREFILLS)))
    if field.type == "choice" and len(field.choices) < _FEWEST_CHOICES:
        yield Fault(place, f"{field.name}: a choice needs choices", "choices: [Yes, No]")
    if field.type == "table" and not field.columns:
        yield Fault(place, f"{field.name}: a table needs columns", "columns: [{name: date, label: Date}]")
    if field.type == "table" and not (field.rows or field.items or field.prefill):
        yield Fault(place, f"{field.name}: a table needs rows, items or a prefill", "rows: 6")
    if field.type != "table" and field.type != "checkbox" and field.items:
        yield Fault((*place, "items"), f"{field.name}: only a checklist or a table has items", "type: checkbox")
    labels: Mapping[str, str] = {field.name: field.label, **dict(field.columns)}
    for name, label in labels.items():
        if "_" in label or not label.strip():
            yield Fault(place, f"{name}: the label {label!r} is what people read", "words without an underscore")
    known = (catalogue.equipment.keys() | catalogue.activities.keys() | catalogue.training.keys() | catalogue.forms.keys()
             | {path.stem.upper() for path in (data_folder() / "jurisdictions").glob("??.yaml")})
    lists = (field.needs, field.without, *field.only_with.values(), *field.column_needs.values())
    for id_ in (id_ for ids in lists for id_ in ids):
        if id_ not in known:
            yield Fault(place, f"{field.name}: {id_!r} does not exist", _KNOWN)
    for key, lines in field.items_for.items():
        if key not in known:
            yield Fault((*place, "items_for", key), f"{key!r} does not exist", _KNOWN)
        if not lines:
            yield Fault((*place, "items_for", key), f"{key}: a checklist needs lines", "one line or more")
