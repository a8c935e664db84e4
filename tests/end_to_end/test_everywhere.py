"""Every province, every kind of work, every kind of equipment: the whole program composes, reads clean and stays in its law.

Almost nothing is typeset here, so this runs in seconds. One company holds the whole catalogue; one small company stands in each
jurisdiction. What must never print (None, template marks, empty brackets, another province's law) is looked for in the
Markdown of every document.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from generator.compose.compose import compose
from generator.compose.library import shipped_library
from generator.compose.model import Composed
from generator.errors import Problem
from generator.intake.company import (
    ActivityAnswer,
    Address,
    Company,
    EquipmentAnswer,
    Person,
    Site,
    Workforce,
)
from generator.knowledge import load
from generator.knowledge.base import gather
from generator.knowledge.model import Jurisdiction
from generator.program.decide import decide
from generator.program.regimes.cites import local_cite
from tests.end_to_end.conftest import run

ON = date(2026, 11, 22)
CODES = ("AB", "BC", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU", "CA")
ACTIVITIES = ("welding_shop", "electrical_install", "business_driving", "mewp_operation", "use_hazardous_products",
              "working_alone_activity", "excavation_trenching", "office_admin")
EQUIPMENT = ("forklift", "fall_arrest_gear", "mewp_scissor", "mobile_crane", "manual_hoist", "portable_ladder",
             "light_vehicle", "eyewash", "lockout_gear", "respirator_apr", "vehicle_hoist", "scaffold_frame", "mower")

MARKS = {
    "None": r"\bNone\b", "template mark": r"\{\{|\}\}|\{%|%\}", "empty brackets": r"\( *\)|\[ *\](?!\{)|“ *”",
    "Python object": r"Quantity\(|<generator\.| object at 0x|Undefined", "two full stops": r"(?<![.\\])\\?\.\.(?![.\\])",
    "wrong plural": r"\b(?:one|1) (?:workers|years|months|weeks|days|times|people|kinds)\b|\bevery 1 ",
    "space before a stop": r"\w (?:,|\.(?=\s|$))",
}
# Words that name the law of one place only. Laws with the same name elsewhere are told apart below, by shared names.
OTHER_NAMES = {
    "AB": (r"\bOHS Code\b", r"Alta Reg", r"\bAlberta\b", r"\bWCB Alberta\b", r"\bSECOR\b"),
    "BC": (r"WorkSafeBC", r"British Columbia", r"\bOHSR\b"), "ON": (r"\bOHSA\b", r"\bO Reg\b", r"\bWSIB\b"),
    "QC": (r"\bCNESST\b", r"\bRSST\b"), "CA": (r"Labour Program", r"Canada Labour Code", r"\bCOHSR\b"),
}
# What any company may read: a body that publishes guidance, a product's name.
ALLOWED = ("Occupational Health Clinics for Ontario Workers",)


def company(codes: tuple[str, ...], workers: int, activities: Iterable[str], equipment: Iterable[str]) -> Company:
    return Company(
        legal_name="Testing & Sons Ltd.", owner=Person("Ana Roy", "owner", "owner"), description="all kinds of work",
        address=Address("1 Main St", "Town", codes[0]), workforce=tuple(Workforce(code, workers) for code in codes),
        federally_regulated=codes == ("CA",),
        sites=(Site("the shop", codes[0], "shop", minutes_to_hospital=10),
               Site("the job sites", codes[-1], "job_site", minutes_to_hospital=50)),
        activities=tuple(ActivityAnswer(id_) for id_ in activities),
        equipment=tuple(EquipmentAnswer(id_) for id_ in equipment))


def composed(of: Company) -> Composed:
    """The documents; a template that could not be written fails the test with its file and line."""
    knowledge = gather(of.jurisdictions, ON)
    problems: list[Problem] = []
    made = compose(decide(of, knowledge, ON), knowledge, shipped_library(), problems)
    assert [str(problem) for problem in problems] == []
    return made


@cache
def jurisdictions() -> dict[str, Jurisdiction]:
    return {code: load.jurisdiction(code) for code in CODES}


def names(code: str) -> set[str]:
    """The names that this place's law and bodies go by, from the fact base."""
    place = jurisdictions()[code]
    found = {place.name, place.terms["act"], place.terms["regulator"], place.terms["wcb"], place.terms["regulation"]}
    found |= {statute.citation for statute in place.statutes if any(char.isdigit() for char in statute.citation)}
    for body in (place.regulator, place.wcb):
        found |= {body.name, body.short_name or body.name}
    return {re.sub(r"^the ", "", name, flags=re.IGNORECASE) for name in found}


def own_words(codes: Iterable[str]) -> str:
    """Everything that the fact base says about these places: a name that occurs in it is shared, not foreign."""
    places = [jurisdictions()[code] for code in codes]
    texts = [text for place in places for fact in place.facts.values() for text in (fact.rule, fact.cite, str(fact.value))]
    texts += [statute.title for place in places for statute in place.statutes]
    texts += [str(body) for place in places for body in (place.regulator, place.wcb)]
    return " ".join([*texts, *(name for code in codes for name in names(code))]).lower()


def foreign(codes: tuple[str, ...]) -> re.Pattern[str]:
    """Names of every other place that are not also a name in these."""
    own = own_words(codes)
    words = {rf"(?<!\w){re.escape(name)}(?!\w)" for code in CODES if code not in codes for name in names(code)
             if name.lower() not in own}
    for code, patterns in OTHER_NAMES.items():
        if code not in codes:
            words |= {pattern for pattern in patterns if not re.search(pattern, own, re.IGNORECASE)}
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def shown(markdown: str) -> str:
    text = markdown.replace("\\", "")
    for phrase in ALLOWED:
        text = text.replace(phrase, "")
    return text


def found(made: Composed, pattern: re.Pattern[str], raw: bool = False) -> list[str]:
    return [f"{document.id}: …{text[max(0, match.start() - 60):match.end() + 60]}…"
            for document in made.documents for text in [document.markdown if raw else shown(document.markdown)]
            for match in pattern.finditer(text)]


def assert_clean(made: Composed) -> None:
    for what, pattern in MARKS.items():
        places = found(made, re.compile(pattern), raw=what == "empty brackets")
        assert places == [], what


@pytest.mark.parametrize("code", CODES)
def test_a_company_anywhere_reads_clean_and_only_of_its_own_law(code: str) -> None:
    made = composed(company((code,), 6, ACTIVITIES, EQUIPMENT))
    assert_clean(made)
    assert found(made, foreign((code,))) == []
    start = next(document for document in made.documents if document.kind == "start_here")
    assert ("has not been reviewed yet" in start.markdown) is not jurisdictions()[code].reviewed


def test_the_whole_catalogue_composes_and_reads_clean() -> None:
    catalogue = load.catalogue()
    made = composed(company(("AB",), 30, catalogue.activities, catalogue.equipment))
    assert_clean(made)
    assert found(made, foreign(("AB",))) == []
    assessments = sum(document.kind == "assessment" for document in made.documents)
    assert assessments == len(catalogue.activities) + 1  # and the shared one
    titles = [document.filename for document in made.documents]
    assert len(set(titles)) == len(titles)


def test_two_provinces_read_as_one_company() -> None:
    made = composed(company(("AB", "BC"), 4, ("electrical_install", "office_admin"), ("portable_ladder",)))
    assert_clean(made)
    assert found(made, foreign(("AB", "BC"))) == []
    text = "\n".join(shown(document.markdown) for document in made.documents)
    assert "OHS Act (Alberta) and the Workers Compensation Act (British Columbia)" in text
    assert "representative (Alberta)" not in text
    refusal = {clause.id: shown(clause.markdown) for clause in made.clauses if clause.id.startswith("clause-refusal")}
    assert "WorkSafeBC:" not in refusal["clause-refusal_ab"]
    assert "Alberta OHS" not in refusal["clause-refusal_elsewhere"]


@pytest.mark.parametrize(("cite", "codes", "kept"), [
    ("AB OHS Code s 257; CSA C225", ("AB",), "OHS Code s 257; CSA C225"),
    ("AB OHS Code s 257; CSA C225", ("SK",), "CSA C225"),
    ("AB OHS Code s 89; BC OHSR 14.71", ("AB", "BC"), "AB OHS Code s 89; BC OHSR 14.71"),
    ("ASME B30.16; Ontario Reg 851 s 51 makes it law", ("NB",), "ASME B30.16"),
    ("AB OHS Code s 326 (at least every 21 calendar days)", ("AB",), "OHS Code s 326"),
    ("BC OHSR 13.3", ("QC",), ""),
    ("O Reg 213/91 s 14(3), (4)", ("ON",), "O Reg 213/91 s 14(3), (4)"),
])
def test_a_cite_keeps_only_what_holds_where_the_company_works(cite: str, codes: tuple[str, ...], kept: str) -> None:
    assert local_cite(cite, codes) == kept


MINIMAL = """
company:
  legal_name: Min & Co. Ltd.
  address: {street: 1 A St, city: Olds, province: AB}
  owner: {name: X Y}
workforce: [{jurisdiction: AB, workers: 1}]
federally_regulated: false
sites: [{name: home, jurisdiction: AB, kind: home}]
activities: [{id: office_admin}]
"""


def test_the_required_answers_alone_build_a_program(tmp_path: Path) -> None:
    intake = tmp_path / "minimal.yaml"
    intake.write_text(MINIMAL, "utf-8")
    result = run("build", intake, "-o", tmp_path / "out", "--on", "2026-11-22")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "Health and Safety Manual.pdf").stat().st_size > 0


def test_construction_law_is_cited_to_builders_only() -> None:
    cites = {projects: " ".join(fact.cite for fact in gather(["ON"], ON, projects).jurisdictions["ON"].facts.values())
             for projects in (True, False)}
    assert "O Reg 213/91" in cites[True]
    assert "O Reg 213/91" not in cites[False]
    assert all(fact.cite or fact.verified == "recall" for fact in gather(["ON"], ON, False).jurisdictions["ON"].facts.values())


def test_a_vehicle_is_not_asked_for_a_muster_point() -> None:
    made = composed(replace(company(("CA",), 12, ("trucking_general",), ()), sites=(
        Site("the trucks", "CA", "vehicle", minutes_to_hospital=60),)))
    assert not [item for item in made.to_complete if "muster_point" in item.id or "nearest_hospital" in item.id]
    places = next(clause.markdown for clause in made.clauses if clause.id == "emergency-sites")
    assert "Muster point" not in places
    assert "people.supervisor" in {item.id for item in made.to_complete}
