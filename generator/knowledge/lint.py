"""Say everything that is wrong with the fact base at once, each with file and line, in words."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import KnowledgeError, Problem
from generator.knowledge.files import CODES, data_folder, jurisdiction_files
from generator.knowledge.load_assessing import lint_assessing
from generator.knowledge.load_binder import read_binder, read_not_needed
from generator.knowledge.load_catalogue import audit_elements, read_catalogue
from generator.knowledge.load_first_aid import FirstAidTable, read_classes, read_first_aid_table
from generator.knowledge.load_law import read_jurisdiction, read_law_keys
from generator.knowledge.load_regimes import check_regimes
from generator.knowledge.load_schemes import read_instruments, read_patterns, read_schemes, read_seeds
from generator.knowledge.load_sizing import read_ontario_intervals, read_right_sizing, read_toolbox_topics
from generator.knowledge.load_telling import read_telling
from generator.knowledge.load_year import YearlyDuty, read_yearly_duties
from generator.knowledge.model import Catalogue, Jurisdiction, LawFact, LawKey
from generator.knowledge.model_schemes import OntarioIntervals, ToolboxTopics
from generator.knowledge.reading import Fault, Place, problem, repeated_keys

T = TypeVar("T")
TALK_NEEDS = ("audit", "contractors", "young_workers", "cash_or_valuables")  # what a talk may ask for beside work and things
DOUBT = re.compile(r"from memory|unconfirmed|not confirmed|none confirmed|could not be (?:confirmed|read)|not read\b"
                   r"|\bto be checked|\brecheck|\bTODO\b|\bTBD\b|\bFIXME\b|^confirm\b|[;,.(] ?confirm\b", re.IGNORECASE)
_CITE_WORDS = re.compile(r"\b(?:see|formerly|current|until|instead|applies|provisions?)\b", re.IGNORECASE)


def lint(folder: Path | None = None) -> list[Problem]:
    """Every problem of the fact base at `folder` (this package's own by default), in the order of the files."""
    where = folder or data_folder()
    problems: list[Problem] = []
    law = _law(where, problems)
    catalogue = _load(lambda: read_catalogue(where), problems)
    topics = _load(lambda: read_toolbox_topics(where), problems)
    duties = _load(lambda: read_yearly_duties(where), problems)
    clocks = _load(lambda: read_ontario_intervals(where), problems)
    keys = _load(lambda: read_law_keys(where), []) or {}
    readers: tuple[Callable[[Path], object], ...] = (
        read_schemes, read_instruments, read_patterns, read_seeds, read_right_sizing, read_binder, read_not_needed,
        read_telling)
    for read in readers:
        _load(partial(read, where), problems)
    if catalogue is not None:
        problems += _catalogue(catalogue, keys, where)
        problems += _classes(catalogue, where)
        problems += check_regimes(catalogue, where)
        problems += lint_assessing(catalogue, where / "catalogue")
        if topics is not None:
            problems += _talks(topics, catalogue, where)
        problems += _yearly(duties or {}, catalogue, where)
    if clocks is not None and "ON" in law:
        problems += _clocks(clocks, law["ON"], where)
    problems += _first_aid(where)
    for file in sorted(where.rglob("*.yaml")):
        problems += _load(partial(repeated_keys, file), problems) or []
    return problems


def _load(read: Callable[[], T], problems: list[Problem]) -> T | None:
    """What `read` gives; its error's problems are added to the list instead of stopping the check."""
    try:
        return read()
    except KnowledgeError as error:
        problems += error.problems or [Problem(error.message)]
        return None


def _law(folder: Path, problems: list[Problem]) -> dict[str, Jurisdiction]:
    keys = _load(lambda: read_law_keys(folder), problems)
    found: dict[str, Jurisdiction] = {}
    for code in CODES:
        where = _load(partial(read_jurisdiction, code, folder), problems)
        if where is not None:
            found[code] = where
            problems += _facts(where, keys or {}, folder)
    if keys is not None and len(found) == len(CODES):
        used = {key for where in found.values() for key in (*where.facts, *where.versions)}
        for key in keys:
            if key not in used:
                problems.append(problem(folder / "law_keys.yaml", Fault(("keys", key), "no jurisdiction has this key")))
    return found


def _facts(where: Jurisdiction, keys: Mapping[str, LawKey], folder: Path) -> Iterator[Problem]:
    main, extra = jurisdiction_files(where.code, folder)
    for name, term in where.terms.items():
        if not term.strip():
            yield problem(main, Fault(("terms", name), "a term may not be empty"))
    for fact in (*where.facts.values(), *(one for rows in where.versions.values() for one in rows)):
        file = _file_of(fact.key, main, extra)
        if fact.key not in keys:
            fault = Fault(("facts", fact.key), f"{fact.key!r} is not in law_keys.yaml", "a line for it there")
            yield problem(file, fault)
        for fault in fact_faults(fact):
            yield problem(file, fault)


def _file_of(key: str, main: Path, extra: Iterable[Path]) -> Path:
    needle = f"\n  {key}:"
    return next((file for file in extra if needle in file.read_text(encoding="utf-8")), main)


def fact_faults(fact: LawFact) -> Iterator[Fault]:
    """What is wrong with one fact: doubts in printed texts, comments in the cite, a source without address."""
    place: Place = ("facts", fact.key)
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    texts = [("value", value) for value in values if isinstance(value, str)]
    printed = [("rule", fact.rule), ("cite", fact.cite), *texts]
    for name, text in printed:
        if found := DOUBT.search(text):
            message = f"{found.group(0).strip()!r} belongs into note, with verified: recall where it holds"
            yield Fault((*place, name), message)
    if found := _CITE_WORDS.search(fact.cite):
        yield Fault((*place, "cite"), f"cite holds sections only, {found.group(0)!r} belongs into note")
    if not fact.cite and fact.value is not None:
        yield Fault((*place, "cite"), "a fact with a value needs its section")
    if not fact.url.startswith(("https://", "http://")):
        yield Fault((*place, "url"), "url must be an address", "https://...")
    if not fact.rule.strip():
        yield Fault((*place, "rule"), "the rule in words is missing")
    if fact.since is not None and fact.until is not None and fact.until < fact.since:
        yield Fault((*place, "until"), "ends before it begins")


def _catalogue(found: Catalogue, keys: Mapping[str, LawKey], folder: Path) -> Iterator[Problem]:
    lists = folder / "catalogue"
    for number, hazard in enumerate(found.hazards.values()):
        for position, key in enumerate(hazard.law_keys):
            if key not in keys:
                yield problem(lists / "hazards.yaml",
                              Fault(("hazards", number, "law_keys", position), f"no law key {key!r}", "law_keys.yaml"))
    for number, topic in enumerate(found.topics.values()):
        for position, key in enumerate(topic.law):
            if key not in keys:
                yield problem(lists / "topics.yaml",
                              Fault(("topics", number, "law", position), f"no law key {key!r}", "law_keys.yaml"))
    yield from _ratings(found, lists)
    yield from _inspections(found, lists)
    yield from _sources(found, lists)
    elements = audit_elements(folder)
    for number, form in enumerate(found.forms.values()):
        if form.retention_law is not None and form.retention_law not in keys:
            fault = Fault(("forms", number, "retention_law"), f"no law key {form.retention_law!r}", "law_keys.yaml")
            yield problem(lists / "forms.yaml", fault)
        for position, one in enumerate(form.audit_elements):
            if one not in elements:
                fault = Fault(("forms", number, "audit_elements", position), f"no audit element {one!r}")
                yield problem(lists / "forms.yaml", fault)


def _ratings(found: Catalogue, lists: Path) -> Iterator[Problem]:
    """Ratings run from 1 to 5, and every hazard rated for an activity occurs in its assessment."""
    for number, activity in enumerate(found.activities.values()):
        for position, hazard in enumerate(activity.hazards):
            if not (1 <= hazard.severity <= 5 and 1 <= hazard.likelihood <= 5):
                fault = Fault(("activities", number, "hazards", position), "severity and likelihood run from 1 to 5")
                yield problem(lists / "activities.yaml", fault)
    for library in found.assessments.values():
        rated = {hazard.id for hazard in found.activities[library.activity].hazards}
        assessed = {row.hazard for task in library.tasks for row in task.hazards}
        for missing in sorted(rated - assessed):
            file = next(file for file in sorted((lists / "assessments").glob("*.yaml"))
                        if f"activity: {library.activity}\n" in file.read_text(encoding="utf-8"))
            message = f"{missing!r} is rated for {library.activity} in activities.yaml but occurs in none of its tasks"
            yield problem(file, Fault(("tasks",), message))


TRIGGERS = (
    "before_use", "per_shift", "calendar", "hours", "kilometres", "return_to_service", "after_event", "manufacturer")
_BY = ("operator", "competent_person", "certified", "engineer")
_BASIS = ("law", "standard", "manufacturer", "audit", "good_practice")


def _inspections(found: Catalogue, lists: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, thing in enumerate(found.equipment.values()):
        for position, rule in enumerate(thing.inspections):
            place: Place = ("equipment", number, "inspections", position)
            faults = [Fault((*place, name), f"{value!r} is not accepted", ", ".join(accepted))
                      for name, value, accepted in (("trigger", rule.trigger, TRIGGERS), ("by", rule.by, _BY),
                                                    ("basis", rule.basis, _BASIS)) if value not in accepted]
            if rule.id in seen:
                faults.append(Fault(place, f"the id {rule.id!r} occurs twice"))
            if rule.trigger in ("calendar", "hours", "kilometres") and rule.interval is None:
                faults.append(Fault(place, f"a rule by {rule.trigger} needs its interval"))
            faults += [Fault((*place, "jurisdictions"), f"no jurisdiction {code!r}")
                       for code in rule.jurisdictions if code not in CODES]
            seen.add(rule.id)
            for fault in faults:
                yield problem(lists / "equipment.yaml", fault)


def _sources(found: Catalogue, lists: Path) -> Iterator[Problem]:
    """A standard without a page says why in its note; other lists name a page for each entry."""
    for name, key, rows in (("hazards.yaml", "hazards", found.hazards), ("training.yaml", "training", found.training),
                            ("standards.yaml", "standards", found.standards)):
        entries: Iterable[Any] = rows.values()
        for number, row in enumerate(entries):
            if not row.url and not getattr(row, "note", None):
                yield problem(lists / name, Fault((key, number), "a source is missing: url, or a note why not"))


def _classes(found: Catalogue, folder: Path) -> Iterator[Problem]:
    """Activities named in the first aid classes exist, and each class is a class of that table."""
    file = folder / "first_aid" / "classes.yaml"
    classes = _load(lambda: read_classes(folder), [])
    if classes is None:
        return
    for one in sorted({*classes.work, *classes.not_counted} - set(found.activities)):
        yield problem(file, Fault(("work",), f"no activity {one!r}", "an id of activities.yaml"))
    for code, order in classes.order.items():
        table = _load(partial(read_first_aid_table, code, folder), [])
        if table is not None and set(order) != set(table.hazards):
            fault = Fault(("jurisdictions", code, "order"), "is not the table's classes", ", ".join(table.hazards))
            yield problem(file, fault)


def _first_aid(folder: Path) -> list[Problem]:
    problems: list[Problem] = []
    _load(lambda: read_classes(folder), problems)
    for code in CODES:
        table = _load(partial(read_first_aid_table, code, folder), problems)
        if table is not None:
            problems += [problem(folder / "first_aid" / f"{code.lower()}.yaml", fault) for fault in overlaps(table)]
    return problems


def overlaps(table: FirstAidTable) -> Iterator[Fault]:
    """Two rows of one table may never hold for the same work, place and number of workers."""
    sizes = sorted({size for row in table.rows for size in (row.workers_min, row.workers_max) if size is not None})
    for hazard in table.hazards:
        for distance in table.distances:
            for workers in sizes:
                rows = [n for n, row in enumerate(table.rows) if row.holds(hazard, distance, workers)]
                if len(rows) > 1:
                    yield Fault(("rules", rows[1]), f"rows {rows} all hold for {hazard}, {distance}, {workers} workers")


def _talks(topics: ToolboxTopics, found: Catalogue, folder: Path) -> Iterator[Problem]:
    sectors = {activity.sector for activity in found.activities.values()} | {"all"}
    needs = set(found.activities) | set(found.equipment) | set(TALK_NEEDS)
    for number, topic in enumerate(topics.topics.values()):
        for field, ids, known in (("equipment", topic.equipment, set(found.equipment)),
                                  ("hazards", topic.hazards, set(found.hazards)),
                                  ("sectors", topic.sectors, sectors), ("needs", topic.needs, needs)):
            for position, one in enumerate(ids):
                if one not in known:
                    fault = Fault(("topics", number, field, position), f"{one!r} does not exist")
                    yield problem(folder / "catalogue" / "toolbox_topics.yaml", fault)


def _yearly(duties: Mapping[str, YearlyDuty], found: Catalogue, folder: Path) -> Iterator[Problem]:
    """A yearly duty needs work, a topic, or people that exist."""
    known = set(found.activities) | set(found.topics) | {"committee", "representative", "contractors"}
    for number, duty in enumerate(duties.values()):
        for position, one in enumerate(duty.needs):
            if one not in known:
                fault = Fault(("duties", number, "needs", position), f"{one!r} does not exist", "an activity or a topic")
                yield problem(folder / "catalogue" / "yearly_duties.yaml", fault)


def _clocks(clocks: OntarioIntervals, ontario: Jurisdiction, folder: Path) -> Iterator[Problem]:
    """A clock that points to a fact of Ontario's law finds it there, in force or coming."""
    places: dict[str, int] = {}
    for clock in clocks.clocks.values():
        number = places.setdefault(clock.group, 0)
        places[clock.group] += 1
        if clock.on_key is not None and clock.on_key not in {*ontario.facts, *ontario.versions}:
            fault = Fault((clock.group, number, "on_key"), f"jurisdictions/on.yaml has no fact {clock.on_key!r}")
            yield problem(folder / "catalogue" / "ontario_intervals.yaml", fault)
