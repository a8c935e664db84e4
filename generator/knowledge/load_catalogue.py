"""The catalogue: activities, hazards, equipment, forms, training, PPE, emergencies, standards, topics, assessments."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from generator.errors import KnowledgeError, Problem
from generator.kept import kept
from generator.knowledge.files import CODES, data_file, data_folder
from generator.knowledge.load_assessing import check_assessing, read_assessing
from generator.knowledge.load_assessments import assessments, check_assessments
from generator.knowledge.model import (
    LEVELS,
    Activity,
    Catalogue,
    EmergencyScenario,
    Equipment,
    EquipmentGroup,
    Hazard,
    Ppe,
    Standard,
    Topic,
    Training,
)
from generator.knowledge.model_forms import Form, FormField
from generator.knowledge.reading import Fault, Place, build, by_id, expect_keys, problem, reading

T = TypeVar("T")
FIELD_TYPES = ("text", "date", "time", "number", "choice", "checkbox", "table", "signature", "photo")
FIELD_KEYS = ("label", "columns", "choices", "items", "rows", "lines", "prefill", "hint", "height", "across", "bare", "span",
              "items_for", "only_with", "needs", "without")

_USUAL_WIDTH = 30


@cache
@kept
def catalogue() -> Catalogue:
    """All catalogue lists by id, checked: no unknown key, no dangling id. Read once."""
    return read_catalogue(data_folder())


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a fact base at `folder`. Raises KnowledgeError with file and line of each fault."""
    lists = folder / "catalogue"
    found = Catalogue(
        activities=_activities(lists),
        hazards=_list(lists, "hazards", Hazard, notes=("meta",)),
        equipment=_list(lists, "equipment", Equipment, notes=_EQUIPMENT_NOTES),
        equipment_groups=_list(lists, "equipment", EquipmentGroup, "groups", _EQUIPMENT_NOTES),
        forms=_forms(lists),
        training=_list(lists, "training", Training, notes=("meta",)),
        ppe=_list(lists, "ppe", Ppe, notes=("meta",)),
        emergencies=_list(lists, "emergencies", EmergencyScenario, notes=("meta",)),
        standards=_list(lists, "standards", Standard, notes=("meta",)),
        topics=_topics(lists),
        assessments=assessments(lists / "assessments"),
        assessing=read_assessing(lists),
    )
    faults = [*check_references(found, lists), *check_assessments(found, lists / "assessments"),
              *check_assessing(found, lists)]
    if faults:
        raise KnowledgeError("The catalogue has errors.", faults)
    return found


_EQUIPMENT_NOTES = ("catalogue", "as_of", "schema", "groups", "refers_to", "equipment")


def _list(folder: Path, name: str, kind: type[T], key: str | None = None,
          notes: tuple[str, ...] = ()) -> Mapping[str, T]:
    """The entries of one list file, under the key of the file's own name."""
    key = key or name

    def work(data: dict[str, Any]) -> Mapping[str, T]:
        expect_keys(data, (), (key,), notes)
        return MappingProxyType(by_id(data[key], (key,), lambda row, place: build(kind, row, place)))

    return _read(folder, f"{name}.yaml", work)


def _read(folder: Path, name: str, work: Callable[[dict[str, Any]], T]) -> T:
    return reading(data_file(name, folder=folder), work)


def _activities(folder: Path) -> Mapping[str, Activity]:
    """Activities with their short form codes resolved to ids of forms.yaml (a code may have no form)."""
    codes = _read(folder, "activity_forms.yaml", _codes)

    def work(data: dict[str, Any]) -> Mapping[str, Activity]:
        expect_keys(data, (), ("activities",), ("meta",))
        return MappingProxyType(by_id(data["activities"], ("activities",), make))

    def make(row: Any, place: Place) -> Activity:
        activity = build(Activity, row, place)
        for number, code in enumerate(activity.forms):
            if code not in codes:
                raise Fault((*place, "forms", number), f"unknown form code {code!r}", "an id of activity_forms.yaml")
        forms = dict.fromkeys(form for code in activity.forms if (form := codes[code]) is not None)
        return replace(activity, forms=tuple(forms))

    return _read(folder, "activities.yaml", work)


def _codes(data: dict[str, Any]) -> dict[str, str | None]:
    expect_keys(data, (), ("forms",), ("meta",))
    for number, row in enumerate(data["forms"]):
        expect_keys(row, ("forms", number), ("id", "title", "form"))
    return {row["id"]: row["form"] for row in data["forms"]}


def audit_elements(folder: Path | None = None) -> Mapping[str, str]:
    """The generic audit elements: id to name."""
    def work(data: dict[str, Any]) -> Mapping[str, str]:
        for number, row in enumerate(data["audit_elements"]):
            expect_keys(row, ("audit_elements", number), ("id", "name"))
        return MappingProxyType({row["id"]: row["name"] for row in data["audit_elements"]})

    return _read((folder or data_folder()) / "catalogue", "forms.yaml", work)


def _forms(folder: Path) -> Mapping[str, Form]:
    def work(data: dict[str, Any]) -> Mapping[str, Form]:
        expect_keys(data, (), ("forms", "audit_elements"), ("catalogue", "as_of", "notes"))
        return MappingProxyType(by_id(data["forms"], ("forms",), _form))

    return _read(folder, "forms.yaml", work)


def _form(row: Any, place: Place) -> Form:
    if not isinstance(row, dict) or not isinstance(row.get("fields"), list):
        raise Fault(place, "a form needs a list of fields")
    fields = tuple(_field(one, (*place, "fields", number)) for number, one in enumerate(row["fields"]))
    names = [field.name for field in fields]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Fault((*place, "fields", number), f"the field {name!r} occurs twice in this form")
    rest = {key: value for key, value in row.items() if key != "fields"}
    return build(Form, rest, place, fields=fields)


def _field(row: Any, place: Place) -> FormField:
    """A field of a form; its label defaults to its name with spaces, its columns may be names alone."""
    expect_keys(row, place, ("name", "type", "required"), FIELD_KEYS)
    if row["type"] not in FIELD_TYPES:
        raise Fault((*place, "type"), f"{row['type']!r} is no field type", "one of " + ", ".join(FIELD_TYPES))
    if row["type"] == "table" and not row.get("columns"):
        raise Fault(place, "a table needs columns")
    columns = [_column(one, (*place, "columns", number)) for number, one in enumerate(row.get("columns") or ())]
    rest = {key: value for key, value in row.items() if key not in ("columns", "label")}
    needs = {one["name"]: tuple(one["needs"]) for one in row.get("columns") or () if isinstance(one, dict) and "needs" in one}
    return build(FormField, rest, place, label=row.get("label") or spoken(row["name"]), column_needs=needs,
                 columns=tuple((name, label) for name, label, _ in columns), widths=tuple(width for *_, width in columns))


def _column(row: Any, place: Place) -> tuple[str, str, int]:
    """Name, label and relative width of a column; a column may be its name alone."""
    if isinstance(row, str):
        return row, spoken(row), _USUAL_WIDTH
    expect_keys(row, place, ("name",), ("label", "width", "needs"))
    width = row.get("width", _USUAL_WIDTH)
    if not isinstance(width, int) or isinstance(width, bool) or width < 1:
        raise Fault((*place, "width"), f"{width!r} is no width", "a whole number, 1 or more")
    return row["name"], row.get("label") or spoken(row["name"]), width


def spoken(name: str) -> str:
    """A field's name as a label: duties_by_level reads "Duties by level"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _topics(folder: Path) -> Mapping[str, Topic]:
    """The manual's control programs. A fact base without the file has none."""
    if not (folder / "topics.yaml").is_file():
        return MappingProxyType({})
    return _list(folder, "topics", Topic, notes=("meta",))


def check_references(found: Catalogue, folder: Path) -> list[Problem]:
    """Every id that one list takes from another must exist there."""
    wrong: list[Problem] = []

    def refer(name: str, key: str, field: str, rows: Iterable[Any], target: Iterable[str], what: str) -> None:
        known = set(target)
        for number, row in enumerate(rows):
            for position, one in enumerate(getattr(row, field)):
                one = getattr(one, "id", one)
                if one not in known:
                    fault = Fault((key, number, field, position), f"{one!r} does not exist", f"an id of {what}")
                    wrong.append(problem(folder / name, fault))

    for name, key, field, rows, target, what in _references(found):
        refer(name, key, field, rows.values(), target, what)
    for number, thing in enumerate(found.equipment.values()):
        if thing.group not in found.equipment_groups:
            fault = Fault(("equipment", number, "group"), f"no group {thing.group!r}", "an id of the groups above")
            wrong.append(problem(folder / "equipment.yaml", fault))
    for number, hazard in enumerate(found.hazards.values()):
        for level in hazard.controls:
            if level not in LEVELS:
                fault = Fault(("hazards", number, "controls", level), f"no level {level!r}", ", ".join(LEVELS))
                wrong.append(problem(folder / "hazards.yaml", fault))
    return wrong


def _references(found: Catalogue) -> list[tuple[str, str, str, Mapping[str, Any], Iterable[str], str]]:
    """(file, key, field, rows, ids that exist, what they are) of every reference between the lists."""
    hazards, equipment, forms = ("hazards.yaml", "equipment.yaml", "forms.yaml")
    rows: list[tuple[str, str, str, Mapping[str, Any], Iterable[str], str]] = [
        ("activities.yaml", "activities", "hazards", found.activities, found.hazards, hazards),
        ("activities.yaml", "activities", "training", found.activities, found.training, "training.yaml"),
        ("activities.yaml", "activities", "ppe", found.activities, found.ppe, "ppe.yaml"),
        ("activities.yaml", "activities", "emergencies", found.activities, found.emergencies, "emergencies.yaml"),
        ("activities.yaml", "activities", "forms", found.activities, found.forms, forms),
        (equipment, "equipment", "hazards", found.equipment, found.hazards, hazards),
        (equipment, "equipment", "training", found.equipment, found.training, "training.yaml"),
        (equipment, "equipment", "forms", found.equipment, found.forms, forms),
        (equipment, "equipment", "standards", found.equipment, found.standards, "standards.yaml"),
        (hazards, "hazards", "standards", found.hazards, found.standards, "standards.yaml"),
        ("ppe.yaml", "ppe", "standards", found.ppe, found.standards, "standards.yaml"),
        ("ppe.yaml", "ppe", "needs_equipment", found.ppe, found.equipment, equipment),
        ("emergencies.yaml", "emergencies", "needs_equipment", found.emergencies, found.equipment, equipment),
        ("training.yaml", "training", "needs_equipment", found.training, found.equipment, equipment),
        ("training.yaml", "training", "needs_activities", found.training, found.activities, "activities.yaml"),
        (forms, "forms", "may_be_merged_into", found.forms, found.forms, forms),
        ("training.yaml", "training", "jurisdictions_required", found.training, CODES, "jurisdictions"),
        ("topics.yaml", "topics", "activities", found.topics, found.activities, "activities.yaml"),
        ("topics.yaml", "topics", "equipment", found.topics, found.equipment, equipment),
        ("topics.yaml", "topics", "equipment_groups", found.topics, found.equipment_groups, equipment),
        ("topics.yaml", "topics", "hazards", found.topics, found.hazards, hazards),
    ]
    return rows

