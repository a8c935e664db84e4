"""Schemes (COR, SECOR and their like), audit instruments, what fails in audits, and older claims checked."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.knowledge.files import CODES, data_file, data_folder
from generator.knowledge.model_schemes import (
    AuditElement,
    AuditInstrument,
    AuditQuestion,
    FailurePattern,
    Partner,
    Scheme,
    SeedClaim,
)
from generator.knowledge.reading import Fault, Place, build, by_id, expect_keys, frozen, reading

VERIFIED = ("primary", "secondary", "recall")


@cache
def schemes() -> Mapping[str, Scheme]:
    """All schemes by id (ab_secor, ab_cor, on_cor2020 ...)."""
    return read_schemes(data_folder())


@cache
def audit_instruments() -> Mapping[str, AuditInstrument]:
    """All audit instruments by id, the name of their file (ab_secor, ab_cor_acsa ...)."""
    return read_instruments(data_folder())


@cache
def failure_patterns() -> Mapping[str, FailurePattern]:
    """What auditors say fails, by id."""
    return read_patterns(data_folder())


@cache
def seeds_check() -> tuple[SeedClaim, ...]:
    """Older public claims about small-employer certification, each checked by province."""
    return read_seeds(data_folder())


def check_sourced(value: Any, place: Place) -> None:
    """Every statement (a mapping with `fact`) inside `value` must name its source and how it was verified."""
    if isinstance(value, dict):
        if "fact" in value and "source" not in value and "url" not in value:
            raise Fault(place, "a fact needs its source")
        if ("fact" in value or "verified" in value) and value.get("verified") not in VERIFIED:
            raise Fault((*place, "verified"), f"{value.get('verified')!r} is no mark", "one of " + ", ".join(VERIFIED))
        for key, part in value.items():
            check_sourced(part, (*place, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            check_sourced(part, (*place, number))


_SCHEME = ("id", "province", "scheme", "full_name", "exists")
_SCHEME_RULES = ("size", "pass_mark", "audit_cycle", "courses", "action_plan", "carry_over", "incentives",
                 "registration_path", "submission", "fees", "record_keeping", "facts", "coming", "note", "thin")


def read_schemes(folder: Path) -> Mapping[str, Scheme]:
    """The schemes of a fact base at `folder`; each names an audit instrument that exists."""
    audits = {file.stem for file in (folder / "schemes" / "audit").glob("*.yaml")}

    def make(row: Any, place: Place) -> Scheme:
        expect_keys(row, place, _SCHEME, ("audit_file", "owner", "certifying_partners", *_SCHEME_RULES))
        check_sourced(row, place)
        if row["province"] not in CODES and row["province"] != "federal":
            raise Fault((*place, "province"), f"{row['province']!r} is no jurisdiction")
        file = row.get("audit_file")
        audit = Path(file).stem if file else None
        if audit is not None and audit not in audits:
            raise Fault((*place, "audit_file"), f"there is no {file}")
        partners = tuple(build(Partner, one, (*place, "certifying_partners", number))
                         for number, one in enumerate(row.get("certifying_partners") or ()))
        rules = {key: row[key] for key in _SCHEME_RULES if key in row}
        head = {key: row[key] for key in _SCHEME}
        return build(Scheme, head, place, audit_file=audit, owner=frozen(row.get("owner") or {}),
                     certifying_partners=partners, rules=frozen(rules))

    def work(data: dict[str, Any]) -> Mapping[str, Scheme]:
        expect_keys(data, (), ("schemes",))
        return MappingProxyType(by_id(data["schemes"], ("schemes",), make))

    return reading(data_file("schemes", "schemes.yaml", folder=folder), work)


_INSTRUMENT = ("title", "owner", "jurisdiction", "scheme", "version")
_INSTRUMENT_FACTS = (
    "full_question_files", "default_file", "scoring", "weights", "rules", "standard", "sources", "method_note",
    "question_count", "facts", "why_useful", "sampling", "caution", "warning", "instruments_seen", "note",
    "provincial_supplements", "ontario_2015_19_elements", "structure_fact", "audit_cycle", "numbering",
    "controls_crosswalk", "useful_idea",
)
_ELEMENT = ("name", "points", "complete", "source", "verified")
_ELEMENT_MORE = ("verified_questions", "related_law", "crosswalk", "name_source", "name_verified", "question_count",
                 "methods_in_older_guide", "number_by_partner")


def read_instruments(folder: Path) -> Mapping[str, AuditInstrument]:
    """The audit instruments of a fact base at `folder`."""
    files = sorted((folder / "schemes" / "audit").glob("*.yaml"))
    return MappingProxyType({file.stem: _instrument(file) for file in files})


def _instrument(file: Path) -> AuditInstrument:
    def work(data: dict[str, Any]) -> AuditInstrument:
        expect_keys(data, (), (*_INSTRUMENT, "elements"), ("complete", *_INSTRUMENT_FACTS))
        check_sourced(data, ())
        elements = tuple(_element(row, ("elements", number)) for number, row in enumerate(data["elements"]))
        _refuse_repeats(elements)
        head = {key: data[key] for key in _INSTRUMENT}
        facts = {key: data[key] for key in _INSTRUMENT_FACTS if key in data}
        complete = data.get("complete", all(element.complete for element in elements))
        return build(AuditInstrument, head, (), id=file.stem, complete=complete, elements=elements, facts=frozen(facts))

    return reading(file, work)


def _element(row: Any, place: Place) -> AuditElement:
    """An element; the backbone file names them by `key`, the others by `number`."""
    expect_keys(row, place, _ELEMENT, ("number", "key", "methods", "questions", "note", *_ELEMENT_MORE))
    questions = tuple(_question(one, (*place, "questions", number))
                      for number, one in enumerate(row.get("questions") or ()))
    number = row.get("number", row.get("key"))
    if number is None:
        raise Fault(place, "an element needs its number")
    more = {key: row[key] for key in _ELEMENT_MORE if key in row}
    head = {key: row[key] for key in (*_ELEMENT, "note") if key in row}
    return build(AuditElement, head, place, number=str(number), methods=tuple(row.get("methods") or ()),
                 questions=questions, more=frozen(more))


def _question(row: Any, place: Place) -> AuditQuestion:
    return build(AuditQuestion, row, place)


def _refuse_repeats(elements: tuple[AuditElement, ...]) -> None:
    seen: set[str] = set()
    for number, element in enumerate(elements):
        for position, question in enumerate(element.questions):
            if question.id in seen:
                place: Place = ("elements", number, "questions", position)
                raise Fault(place, f"the question id {question.id!r} occurs twice")
            seen.add(question.id)


def read_patterns(folder: Path) -> Mapping[str, FailurePattern]:
    """What fails in audits, of a fact base at `folder`."""
    return reading(data_file("schemes", "failure_patterns.yaml", folder=folder), _patterns)


def read_seeds(folder: Path) -> tuple[SeedClaim, ...]:
    """The checked claims of a fact base at `folder`."""
    return reading(data_file("schemes", "seeds_check.yaml", folder=folder), _seeds)


_GROUPS = ("template_bought_manuals", "small_employers_lose_points_on", "honesty_limits")


def _patterns(data: dict[str, Any]) -> Mapping[str, FailurePattern]:
    expect_keys(data, (), _GROUPS, ("note",))
    found: dict[str, FailurePattern] = {}
    for group in _GROUPS:
        rows = by_id(data[group], (group,), lambda row, place: build(FailurePattern, row, place, group=str(place[0])))
        for name, row in rows.items():
            if name in found:
                raise Fault((group,), f"the id {name!r} occurs in two groups")
            found[name] = row
    return MappingProxyType(found)


def _seeds(data: dict[str, Any]) -> tuple[SeedClaim, ...]:
    expect_keys(data, (), ("status_values", "seeds"))
    check_sourced(data, ())
    return tuple(_claims(data))


def _claims(data: dict[str, Any]) -> Iterator[SeedClaim]:
    for number, seed in enumerate(data["seeds"]):
        expect_keys(seed, ("seeds", number), ("seed", "about", "claims"))
        for position, row in enumerate(seed["claims"]):
            place: Place = ("seeds", number, "claims", position)
            expect_keys(row, place, ("id", "claim", "status", "by_province", "what_the_product_should_do"))
            if row["status"] not in data["status_values"]:
                raise Fault((*place, "status"), f"{row['status']!r} is no status", ", ".join(data["status_values"]))
            yield build(SeedClaim, {key: row[key] for key in ("id", "claim", "status", "what_the_product_should_do")},
                        place, seed=seed["seed"], about=seed["about"], by_province=frozen(row["by_province"]))
