"""Small companies combine records: which forms go into another one, and everything that names them follows."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from generator.intake.company import Company
from generator.knowledge.model_forms import Form
from generator.program.forms import DOCUMENTS
from generator.program.model import FormItem, Inspection, LeftOut, Meeting, MergedForm

_Recurring = TypeVar("_Recurring", Inspection, Meeting)


def merge_forms(company: Company, forms: Iterable[FormItem], catalogue: Mapping[str, Form],
                jurisdictions: Collection[str]) -> tuple[tuple[FormItem, ...], tuple[MergedForm, ...], tuple[LeftOut, ...]]:
    """Forms that keep a sheet of their own, those that are part of another one, and how that is told.

    A form goes into another one only where the company is small enough for it, has that other form itself, and neither
    its work, its equipment nor its law asks for the sheet.
    """
    forms = tuple(forms)
    has = {*(form.id for form in forms), *DOCUMENTS}
    own = {*(row.id for row in company.activities), *(row.id for row in company.equipment), *jurisdictions}
    merged = tuple(MergedForm(form.id, form.title, rule.into, rule.part, rule.why) for form in forms
                   if (rule := catalogue[form.id].merge) and company.most_workers <= rule.workers_max
                   and rule.into in has and not own & set(rule.without))
    gone = {item.id for item in merged}
    told = tuple(LeftOut(item.title, item.why, back_when=f"more than {_most(catalogue, item.id)} people work at one time")
                 for item in merged)
    return tuple(form for form in forms if form.id not in gone), merged, told


def _most(catalogue: Mapping[str, Form], id_: str) -> int:
    rule = catalogue[id_].merge
    return rule.workers_max if rule else 0


def written_on(items: Iterable[_Recurring], merged: Iterable[MergedForm]) -> tuple[_Recurring, ...]:
    """Looks and meetings with the form that they are written on now."""
    into = {item.id: item.into for item in merged}
    return tuple(replace(item, form=into[item.form]) if item.form in into else item for item in items)
