"""The names that a template may read. One fresh set for each piece of text, all noting to that piece's recorder."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.compose.law_names import Bodies, Terms
from generator.compose.lawbook import LawBook, fact_reason
from generator.compose.library import Template
from generator.compose.markdown import Markdown, escape, join_and
from generator.compose.people import People
from generator.compose.recording import Missing, Recorded, Recorder, wrap
from generator.errors import TemplateError
from generator.knowledge.base import Knowledge
from generator.program.model import EquipmentItem, Program, Reason
from generator.program.regimes.meetings import in_words

_UNDER_COMPANY = {"legal_name", "operating_name", "name", "description", "address", "phone", "email", "industry", "owner",
                  "accounts"}
# An edition that nobody could confirm is left out: "NFPA 51B-2024", "CSA Z107.56:18", "National Fire Code of Canada 2020".
_EDITION = re.compile(r"(?:(?<=[A-Z\d])[:-](?:19|20)?\d\d|\s(?:19|20)\d\d)(?:\s\(R\d{4}\))?$")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")


def long_date(day: date) -> str:
    """4 January 2027"""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@dataclass
class References:
    """What may be referred to, with its printed name: filled by selection, read by every template."""

    selected: dict[str, dict[str, Template]] = field(default_factory=dict)  # kind -> id -> template
    labels: dict[str, dict[str, Markdown]] = field(default_factory=dict)  # kind -> id -> "practice P-06 Angle grinder"
    forms: dict[str, Markdown] = field(default_factory=dict)  # every form of the catalogue -> printed name
    chosen_forms: frozenset[str] = frozenset()

    def has(self, kind: str, ids: Iterable[str]) -> bool:
        return any(id_ in self.selected.get(kind, {}) for id_ in ids)


class CompanyView(Recorded):
    """The company; answers of the intake's `company` section are noted under that name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = getattr(self._value, name)
        return wrap(value, f"company.{name}" if name in _UNDER_COMPANY else name, self._recorder, self._owner)


class EquipmentView:
    """One kind of equipment of the company, in words."""

    def __init__(self, item: EquipmentItem, recorder: Recorder, owner: str) -> None:
        self._item, self._recorder, self._owner = item, recorder, owner
        recorder.answer(f"equipment.{item.id}")

    @property
    def id(self) -> str:
        return self._item.id

    @property
    def title(self) -> str:
        return self._item.title

    @property
    def phrase(self) -> str:
        return self._item.phrase

    @property
    def count(self) -> int:
        return self._item.answer.count

    @property
    def names(self) -> tuple[str, ...]:
        return self._item.answer.names

    @property
    def where(self) -> Any:
        return self._item.answer.where or Missing(f"equipment.{self.id}.where", self._recorder, self._owner)

    @property
    def answer(self) -> Recorded:
        return Recorded(self._item.answer, f"equipment.{self.id}", self._recorder, self._owner)

    def __str__(self) -> str:
        return self.phrase


class Has:
    """`has.activity('a', 'b')` and its like: true where any one is the company's."""

    def __init__(self, program: Program, references: References, recorder: Recorder) -> None:
        self._program, self._references, self._recorder = program, references, recorder

    def _any(self, items: Iterable[Any], ids: tuple[str, ...], path: str) -> bool:
        found = [item for item in items if item.id in ids]
        for item in found:
            self._recorder.answer(f"{path}.{item.id}")
        return bool(found)

    def activity(self, *ids: str) -> bool:
        return self._any(self._program.activities, ids, "activities")

    def equipment(self, *ids: str) -> bool:
        return self._any(self._program.equipment, ids, "equipment")

    def equipment_group(self, *ids: str) -> bool:
        return any(item.equipment.group in ids for item in self._program.equipment)

    def hazard(self, *ids: str) -> bool:
        return self._any(self._program.hazards, ids, "hazards")

    def topic(self, *ids: str) -> bool:
        return self._any(self._program.topics, ids, "topics")

    def training(self, *ids: str) -> bool:
        return self._any(self._program.training, ids, "training")

    def meeting(self, *ids: str) -> bool:
        return self._any(self._program.meetings, ids, "meetings")

    def ppe(self, *ids: str) -> bool:
        return self._any(self._program.ppe, ids, "ppe")

    def emergency(self, *ids: str) -> bool:
        return self._references.has("emergencies", ids)

    def form(self, *ids: str) -> bool:
        return bool(self._references.chosen_forms & set(ids))

    def practice(self, *ids: str) -> bool:
        return self._references.has("practices", ids)

    def procedure(self, *ids: str) -> bool:
        return self._references.has("procedures", ids)

    def section(self, *ids: str) -> bool:
        return self._references.has("manual", ids)

    def role(self, *ids: str) -> bool:
        return any(role in ids for person in self._program.company.everyone for role in person.roles)

    @property
    def substance(self) -> bool:
        self._recorder.answer("substances")
        return bool(self._program.company.substances)


def build_names(program: Program, knowledge: Knowledge, references: References, recorder: Recorder,
                document: str) -> dict[str, Any]:
    """Every name of docs/writing.md. `document` is the document that the text is for: links work inside the manual."""
    company, owner = program.company, program.company.owner.name
    law = LawBook(knowledge, recorder)
    people = People(company, recorder)

    def standard(id_: str) -> Markdown:
        found = knowledge.catalogue.standards[id_]
        recorder.because(Reason("standard", id_, found.designation))
        name = found.designation if found.verified != "recall" else _EDITION.sub("", found.designation)
        return Markdown(escape(name))

    def form(id_: str) -> Markdown:
        if id_ not in references.forms:
            raise TemplateError(f"form('{id_}'): there is no such form in the catalogue")
        recorder.forms[id_] = None
        return references.forms[id_]

    def equip(id_: str) -> EquipmentView:
        found = next((item for item in program.equipment if item.id == id_), None)
        if found is None:
            raise TemplateError(f"equip('{id_}'): the company has none; guard it with has.equipment('{id_}')")
        return EquipmentView(found, recorder, owner)

    def rhythm(id_: str) -> Markdown:
        found = next((item for item in program.meetings if item.id == id_), None)
        if found is None:
            raise TemplateError(f"rhythm('{id_}'): the company holds none; guard it with has.meeting('{id_}')")
        recorder.answer(f"meetings.{id_}")
        return escape(in_words(found.interval))

    def refer(kind: str, word: str) -> Callable[[str], Markdown]:
        def reference(id_: str) -> Markdown:
            label = references.labels.get(kind, {}).get(id_)
            if label is None:
                raise TemplateError(f"{word}('{id_}'): this company's documents have no such {word}; "
                                    f"guard it with has.{word}('{id_}')")
            if kind != "manual":
                return label
            return Markdown(f"[{label}](#clause-{id_})" if document == "manual" else f"{label} of the manual")
        return reference

    sites = [wrap(site, f"sites.{index}", recorder, owner) for index, site in enumerate(company.sites)]
    fixed = [index for index, site in enumerate(company.sites) if site.kind in ("shop", "yard", "office")]
    return {
        "company": CompanyView(company, "", recorder, owner), "sites": sites,
        "main_site": sites[fixed[0] if fixed else 0] if sites else Missing("sites", recorder, owner),
        "owner": people.view(company.everyone[0]), "role": people.role, "people": people.all,
        "safety_lead": people.role("safety_lead") if people.find("safety_lead") else people.view(company.everyone[0]),
        "records_place": escape(company.preferences.records_kept or "the safety binder"),
        "posting_place": escape(company.preferences.posting_place or "the notice board"),
        "in_force": escape(long_date(program.in_force)), "next_review": escape(next_review(program)),
        "revisions": _Revisions(program),
        "duty": Recorded(program.duties, "duty", _DutyRecorder(program, knowledge, recorder), owner),
        "has": Has(program, references, recorder), "equip": equip, "law": law, "standard": standard, "form": form,
        "rhythm": rhythm,
        "practices": tuple(references.labels.get("practices", {}).values()),
        "procedures": tuple(references.labels.get("procedures", {}).values()),
        "practice": refer("practices", "practice"), "procedure": refer("procedures", "procedure"),
        "section": refer("manual", "section"), "emergency": refer("emergencies", "emergency"),
        "activities": program.activities, "equipment": program.equipment, "hazards": program.hazards,
        "training": program.training, "inspections": program.inspections, "meetings": program.meetings,
        "ppe": program.ppe, "forms": program.forms, "emergencies": program.emergencies, "topics": program.topics,
        "first_aid": program.first_aid, "assessments": program.assessments, "rating_rules": knowledge.catalogue.assessing,
        "term": Terms(knowledge.jurisdictions), "regulator": Bodies(knowledge.jurisdictions, "regulator"),
        "wcb": Bodies(knowledge.jurisdictions, "wcb"),
        "jurisdiction_names": join_and(item.name for item in knowledge.jurisdictions.values()),
        "in_jurisdiction": lambda *codes: bool(set(codes) & set(program.jurisdictions)),
        "hazard_name": lambda id_: knowledge.catalogue.hazards[id_].name,
    }


class _Revisions:
    """What the revision history reads. `last` is the number that was issued last, `rows` all of them, the newest first."""

    def __init__(self, program: Program) -> None:
        standing = program.standing
        self.draft, self.number = standing.draft, standing.number
        self.last = standing.last.number if standing.last else ""
        self.rows = tuple({
            "number": item.number, "on": long_date(item.on), "by": item.by, "what": item.what, "open": "; ".join(item.open),
            "anyway": item.anyway or ""} for item in reversed(standing.history))


def next_review(program: Program) -> str:
    """The date of the next review: the intake's, else a year after the day from which these documents hold."""
    given = program.company.revision.next_review
    if given:
        return long_date(given)
    day = program.standing.since(program.in_force)
    return long_date(day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day))


class _DutyRecorder(Recorder):
    """Reading a duty notes the law facts that decided it."""

    def __init__(self, program: Program, knowledge: Knowledge, recorder: Recorder) -> None:
        super().__init__()
        self._program, self._knowledge, self._target = program, knowledge, recorder

    def answer(self, path: str) -> None:
        self._target.answer("workforce")
        name = path.rsplit(".", 1)[-1].removeprefix("written_")
        for fact in self._program.duty_facts:
            if fact.key.split(".")[0] == name:
                self._target.because(fact_reason(fact, self._knowledge.titles))
