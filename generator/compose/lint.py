"""Checks of the template library: every name that a template reads exists, every reference resolves, nothing is unreachable."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from generator.compose.engine import environment
from generator.compose.library import Kind, Library, Template
from generator.compose.names import EquipmentView, Has
from generator.compose.sheets import PRACTICE_PARTS, PROCEDURE_PARTS
from generator.errors import Problem
from generator.intake.company import Company, Conditions, Contractors
from generator.knowledge import load
from generator.knowledge.model import Catalogue, Jurisdiction

# The names of docs/writing.md; build_names makes exactly these (a test compares the two).
NAMES = frozenset({
    "company", "sites", "main_site", "owner", "role", "people", "safety_lead", "records_place", "posting_place",
    "in_force", "next_review", "revisions", "duty", "has", "equip", "law", "standard", "form", "rhythm", "practice",
    "procedure", "section", "emergency", "activities", "equipment", "hazards", "training", "inspections",
    "meetings", "ppe", "forms", "emergencies", "topics", "first_aid", "assessments", "rating_rules", "term",
    "regulator", "wcb", "jurisdiction_names", "in_jurisdiction", "hazard_name", "practices", "procedures"})
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "company": frozenset(entry.name for entry in fields(Company)) | {"name", "workers", "jurisdictions", "alone"},
    "has": frozenset(name for name in vars(Has) if not name.startswith("_")),
    "law": frozenset({"knows", "has", "rule", "items"}),
    "duty": frozenset({"committee", "representative", "written_program", "written_policy"}),
    "regulator": frozenset({"name", "phone", "serious_incident_line", "short_name", "url"}),
    "wcb": frozenset({"name", "phone", "short_name", "url"}),
}
_CONDITION_NAMES = frozenset(entry.name for entry in (*fields(Conditions), *fields(Contractors)))
_WORDS: Mapping[str, Kind] = {"practice": "practices", "procedure": "procedures", "section": "manual",
                              "emergency": "emergencies"}
_HEADINGS = re.compile(r"^## (.+?)\s*$", re.MULTILINE)
_EMERGENCY_PARTS = {"Right away", "Then", "Have ready"}


@dataclass(frozen=True)
class Vocabulary:
    """Every id that a template may name, by the function that takes it."""

    ids: Mapping[str, frozenset[str]]


def vocabulary(library: Library, catalogue: Catalogue, jurisdictions: Iterable[Jurisdiction]) -> Vocabulary:
    """Ids of the library, the catalogue and the law."""
    jurisdictions = tuple(jurisdictions)
    law = frozenset(key for item in jurisdictions for key in item.facts)
    terms = frozenset.intersection(*(frozenset(item.terms) for item in jurisdictions))
    return Vocabulary({
        "law": law, "law.knows": law, "law.has": law, "law.rule": law, "law.items": law, "term": terms,
        "form": frozenset(catalogue.forms), "has.form": frozenset(catalogue.forms),
        "standard": frozenset(catalogue.standards), "equip": frozenset(catalogue.equipment),
        "rhythm": frozenset(load.regimes().meetings),
        "has.activity": frozenset(catalogue.activities), "has.equipment": frozenset(catalogue.equipment),
        "has.equipment_group": frozenset(catalogue.equipment_groups), "has.hazard": frozenset(catalogue.hazards),
        "has.topic": frozenset(catalogue.topics), "has.training": frozenset(catalogue.training),
        "has.ppe": frozenset(catalogue.ppe), "hazard_name": frozenset(catalogue.hazards),
        **{f"{prefix}{word}": frozenset(template.id for template in library.of(kind))
           for word, kind in _WORDS.items() for prefix in ("", "has.")},
        "in_jurisdiction": frozenset(item.code for item in jurisdictions),
        "for.activities": frozenset(catalogue.activities), "for.equipment": frozenset(catalogue.equipment),
        "for.hazards": frozenset(catalogue.hazards), "for.emergencies": frozenset(catalogue.emergencies),
        "for.equipment_groups": frozenset(catalogue.equipment_groups), "for.conditions": _CONDITION_NAMES,
        "ppe": frozenset(catalogue.ppe), "hazards": frozenset(catalogue.hazards),
        "training": frozenset(catalogue.training), "topic": frozenset(catalogue.topics),
        "audit": frozenset(element for form in catalogue.forms.values() for element in form.audit_elements),
    })


def lint_templates(library: Library, words: Vocabulary) -> list[Problem]:
    """Every mistake in every template, with file and line."""
    problems: list[Problem] = []
    chapters = {chapter.id for chapter in library.chapters}
    for template in library.templates:
        problems += _lint_head(template, words, chapters)
        problems += _lint_body(template, words)
    return problems


def _at(template: Template, message: str, line: int = 2, accepted: str | None = None) -> Problem:
    return Problem(message, file=f"templates/{template.file}", line=line, accepted=accepted)


def _lint_head(template: Template, words: Vocabulary, chapters: set[str]) -> Iterator[Problem]:
    listed = {"ppe": template.ppe, "hazards": template.hazards, "training": template.training, "law": template.law,
              "audit": template.audit, "topic": (template.topic,) if template.topic else (),
              **{f"for.{key}": ids for key, ids in (template.wanted or {}).items()}}
    for key, ids in listed.items():
        for id_ in ids:
            if id_ not in words.ids[key]:
                yield _at(template, f"{key}: there is no {id_}")
    if template.kind == "manual" and template.chapter not in chapters:
        yield _at(template, f"the folder {template.chapter} is no chapter of manual/chapters.yaml")
    if template.kind == "manual" and not (template.audit or template.law or template.wanted or template.topic):
        yield _at(template, "nothing says why this clause is there: give audit, law, for or topic")
    if template.kind in ("practices", "procedures") and not template.wanted:
        yield _at(template, "a sheet needs `for`: which activity, equipment or hazard brings it in")


def _lint_body(template: Template, words: Vocabulary) -> Iterator[Problem]:
    yield from _headings(template)
    for text, start in ((template.body, template.body_line), (template.title, 2),
                        (template.check or "", 2), (f"{{{{ {template.when} }}}}" if template.when else "", 2)):
        try:
            tree = environment().parse(text)
        except TemplateSyntaxError as error:
            yield _at(template, error.message or "syntax error", start + error.lineno - 1)
            continue
        yield from _lint_tree(template, tree, start, words)


def _headings(template: Template) -> Iterator[Problem]:
    found = _HEADINGS.findall(template.body)
    expected = {"practices": PRACTICE_PARTS, "procedures": PROCEDURE_PARTS}.get(template.kind)
    if expected and tuple(found) != expected:
        yield _at(template, "the headings must be exactly these, in this order", template.body_line, ", ".join(expected))
    if template.kind == "emergencies" and not set(found) <= _EMERGENCY_PARTS:
        yield _at(template, "unknown heading", template.body_line, ", ".join(sorted(_EMERGENCY_PARTS)))
    if template.kind == "manual" and found:
        yield _at(template, "a clause has no ## heading of its own; use ###", template.body_line)


def _lint_tree(template: Template, tree: nodes.Template, start: int, words: Vocabulary) -> Iterator[Problem]:
    stored = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"} | {"loop", "namespace", "range"}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in NAMES | stored:
            yield _at(template, f"there is no name {name.name}", start + name.lineno - 1)
    for attribute in tree.find_all(nodes.Getattr):
        yield from _lint_attribute(template, attribute, start, stored)
    for call in tree.find_all(nodes.Call):
        target = _called(call.node)
        accepted = words.ids.get(target)
        for argument in call.args if accepted is not None else ():
            if isinstance(argument, nodes.Const) and argument.value not in accepted:  # type: ignore[operator]
                yield _at(template, f"{target}: there is no {argument.value!r}", start + call.lineno - 1)


def _lint_attribute(template: Template, node: nodes.Getattr, start: int, stored: set[str]) -> Iterator[Problem]:
    if not isinstance(node.node, nodes.Name):
        if isinstance(node.node, nodes.Call) and _called(node.node.node) == "equip" and not hasattr(EquipmentView, node.attr):
            yield _at(template, f"equip(...).{node.attr} does not exist", start + node.lineno - 1)
        return
    root = node.node.name
    allowed = _ATTRIBUTES.get(root)
    if allowed is not None and root not in stored and node.attr not in allowed:
        yield _at(template, f"{root}.{node.attr} does not exist", start + node.lineno - 1, ", ".join(sorted(allowed)))


def _called(node: Any) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return ""
