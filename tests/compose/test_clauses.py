"""Mechanics of clauses on a small made-up library: selection, recording, escaping, blanks, references, errors with a place."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.compose.clauses import choose, write
from generator.compose.engine import tidy
from generator.compose.lawbook import merge_cites
from generator.compose.library import Library, parse_template, read_library
from generator.compose.lint import NAMES
from generator.compose.markdown import Markdown, escape, join_and, table, with_article
from generator.compose.names import References, build_names
from generator.compose.plain_words import filler, grade, paragraphs, repeated, spelling
from generator.compose.recording import Recorder
from generator.errors import TemplateError
from generator.intake.company import ActivityAnswer, Address, Company, EquipmentAnswer, Person, Site, Workforce
from generator.knowledge.base import gather
from generator.program.decide import decide

ON = date(2026, 11, 22)
COMPANY = Company(
    legal_name="A & B <Ltd> {{ x }}", owner=Person("Ana Roy", "owner", "owner"), address=Address("1 Main St", "Olds", "AB"),
    workforce=(Workforce("AB", 3),), sites=(Site("the shop", "AB", "shop"),),
    activities=(ActivityAnswer("welding_shop"),), equipment=(EquipmentAnswer("forklift"),))


def written(head: str, body: str, company: Company = COMPANY, kind: str = "manual"):  # type: ignore[no-untyped-def]
    """The one template's text for the company, or None where it is not chosen."""
    template = parse_template(kind, f"---\nid: one\ntitle: One\n{head}---\n{body}", f"{kind}/x/one.md", "01_x")  # type: ignore[arg-type]
    knowledge = gather(company.jurisdictions, ON)
    program = decide(company, knowledge, ON)
    chosen, references = choose(program, knowledge, Library((), (template,)))
    references.forms["flha"] = Markdown("form F-09 Field card")
    items = chosen[kind]  # type: ignore[index]
    return write(items[0], program, knowledge, references) if items else None


@pytest.mark.parametrize(("head", "there"), [
    ("for: {equipment: [forklift]}\n", True), ("for: {equipment: [nsc_truck]}\n", False),
    ("for: {activities: [welding_shop], equipment: [nsc_truck]}\n", True),
    ("when: duty.committee\n", False), ("when: not duty.committee\n", True), ("topic: forklift\n", True),
    ("topic: confined_space\n", False),
])
def test_a_template_comes_in_by_its_head(head: str, there: bool) -> None:
    assert (written(head, "Text.") is not None) is there


def test_the_reasons_are_recorded_not_typed() -> None:
    text = written("for: {equipment: [forklift]}\naudit: [hazard_control]\n",
                   "{{ law('fall.protection_height_m') }} {{ company.conditions.working_alone and 'x' or 'y' }}")
    refs = {reason.ref: reason.kind for reason in text.reasons}
    assert refs["equipment.forklift"] == "answer"
    assert refs["AB:fall.protection_height_m"] == "law"
    assert refs["hazard_control"] == "audit"
    assert "conditions.working_alone" in text.recorder.uses


def test_a_duty_in_when_records_the_law_behind_it() -> None:
    text = written("when: not duty.committee\n", "Text.")
    assert "AB:committee.threshold" in {reason.ref for reason in text.reasons}


def test_what_a_person_typed_is_never_markup_nor_template() -> None:
    text = written("", "**{{ company.legal_name }}**")
    assert text.body.strip() == r"**A \& B \<Ltd\> \{\{ x \}\}**"


def test_a_missing_answer_is_a_visible_blank_and_an_entry() -> None:
    text = written("", "Meet at {{ main_site.muster_point }}. {% if main_site.shutoffs %}Shut-offs.{% endif %}")
    assert "[muster point to be chosen]{.missing}" in text.body
    assert list(text.recorder.to_complete) == ["sites.0.muster_point"]


def test_an_unnamed_role_is_one_blank() -> None:
    text = written("", "{{ role('first_aider').full }} and {{ role('first_aider').name }}")
    assert text.body.count("[to be named]{.missing}") == 2
    assert list(text.recorder.to_complete) == ["people.first_aider.name"]


@pytest.mark.parametrize(("body", "words"), [
    ("one\n{{ compnay.name }}", "compnay"), ("one\n{{ company.nmae }}", "nmae"), ("one\n{{ law('no.such') }}", "no.such"),
    ("one\n{{ practice('nothing') }}", "has.practice"), ("one\n{{ equip('nsc_truck').phrase }}", "has.equipment"),
    ("one\n{{ company.__class__ }}", "__class__"), ("one\n{% if %}", "Expected"), ("one\n{{ company.people }}", "filter"),
])
def test_mistakes_name_file_and_line(body: str, words: str) -> None:
    with pytest.raises(TemplateError) as caught:
        written("", body)
    problem = caught.value.problems[0]
    assert problem.file == "templates/manual/x/one.md"
    assert problem.line == 6
    assert words in str(caught.value)


def test_a_law_value_of_two_provinces_is_said_once_or_twice() -> None:
    both = Company("T", COMPANY.owner, COMPANY.address, workforce=(Workforce("AB", 3), Workforce("SK", 3)))
    facts = gather(("AB", "SK"), ON).jurisdictions
    same = facts["AB"].facts["noise.limit_dba"].value == facts["SK"].facts["noise.limit_dba"].value
    assert same and facts["AB"].facts["excavation.depth_m"].value != facts["SK"].facts["excavation.depth_m"].value
    text = written("", "{{ law('noise.limit_dba') }} / {{ law('excavation.depth_m') }}", both).body
    noise, depth = text.replace("\\", "").split(" / ")
    assert "Alberta" not in noise
    assert "in Alberta and" in depth and "in Saskatchewan" in depth


def test_a_recalled_fact_is_marked_where_it_prints_and_listed() -> None:
    from generator.knowledge import load
    code, key = next((code, fact.key) for code in ("YT", "NT", "NU", "PE") for fact in load.jurisdiction(code).facts.values()
                     if fact.verified == "recall" and fact.value is not None)
    company = Company("T", COMPANY.owner, COMPANY.address, workforce=(Workforce(code, 3),))
    text = written("", f"{{{{ law('{key}') }}}}", company)
    assert "to confirm" in text.body
    assert f"{code}:{key}" in text.recorder.to_confirm
    assert text.law is not None and "to confirm" in text.law


def test_build_names_and_the_linter_know_the_same_names() -> None:
    knowledge = gather(("AB",), ON)
    names = build_names(decide(COMPANY, knowledge, ON), knowledge, References(), Recorder(), "manual")
    assert set(names) == set(NAMES)


def test_lines_of_tags_vanish_and_line_numbers_stay() -> None:
    text = "- a {% if x %}b{% endif %}\n{% if x %}\n- c\n{% endif %}\n| d |\n"
    assert tidy(text).count("\n") == text.count("\n")
    body = written("", text.replace("x", "company.workers")).body
    assert body == "- a b\n- c\n| d |\n"


def test_broken_heads_are_all_listed(tmp_path: Path) -> None:
    for name, text in {"a": "no head", "b": "---\nid: b\n---\n", "c": "---\nid: c\ntitle: C\ncolour: red\n---\n",
                       "d": "---\nid: e\ntitle: D\n---\n"}.items():
        (tmp_path / "practices").mkdir(exist_ok=True)
        (tmp_path / "practices" / f"{name}.md").write_text(text, "utf-8")
    with pytest.raises(TemplateError) as caught:
        read_library(tmp_path)
    assert [problem.file for problem in caught.value.problems] == [f"templates/practices/{name}.md" for name in "abcd"]
    assert "colour" in str(caught.value)


def test_cites_of_one_statute_are_merged_sorted_and_not_repeated() -> None:
    assert merge_cites(["OHS Code s 140", "OHS Code s 139(1)", "OHS Code ss 12, 139"]) == "OHS Code ss 12, 139, 140"
    assert merge_cites(["OHS Code ss 217-219", "OHS Code s 218"]) == "OHS Code ss 217-219"
    assert merge_cites(["SEA ss 3-8, 3-21", "SEA s 3-20", "OHS Regs 2020 s 3-11"]) == (
        "SEA ss 3-8, 3-20, 3-21; OHS Regs 2020 s 3-11")
    assert merge_cites(["SEA s 3-21", "SEA ss 3-31 to 3-34", "SEA s 3-9"]) == "SEA ss 3-9, 3-21, 3-31 to 3-34"
    assert merge_cites(["OHS Regs 2020 s 9-2(1)", "OHS Regs 2020 s 9-2"]) == "OHS Regs 2020 s 9-2"
    assert merge_cites(["OHS Act s 13", "OHS Code s 5"]) == "OHS Act s 13; OHS Code s 5"
    assert merge_cites(["RRO 1990, Reg 1101 ss 1-4", "RRO 1990, Reg 1101"]) == "RRO 1990, Reg 1101 ss 1-4"
    assert merge_cites(["WSH Reg Part 16 and others", "WSH Reg Part 16"]) == "WSH Reg Part 16 and others"
    assert merge_cites(["OHS Act s 9(2)(a), (a.1)", "OHS Act s 9(2)(a)"]) == "OHS Act s 9(2)(a), (a.1)"


def test_silence_that_nobody_confirmed_is_no_section_to_look_for() -> None:
    company = Company("T", COMPANY.owner, COMPANY.address, workforce=(Workforce("ON", 8),))
    text = written("law: [toolbox_meeting.duty]\n", "We talk.", company)
    assert text.law is None and "ON:toolbox_meeting.duty" in text.recorder.to_confirm


@pytest.mark.parametrize(("codes", "said"), [
    (("NB",), "WorkSafeNB"), (("ON",), "the Ministry of Labour or the WSIB"),
    (("QC", "ON"), "the CNESST (Quebec), or the Ministry of Labour or the WSIB (Ontario)")])
def test_a_body_that_is_regulator_and_board_is_named_once(codes: tuple[str, ...], said: str) -> None:
    company = Company("T", COMPANY.owner, COMPANY.address, workforce=tuple(Workforce(code, 3) for code in codes))
    assert written("", "{{ term.officials('or') }}", company).body.replace("\\", "").strip() == said


def test_markdown_helpers() -> None:
    assert escape("a | b\n#1") == r"a \| b \#1"
    assert escape(Markdown("**x**")) == "**x**"
    assert join_and(["a", "b", "c"]) == "a, b and c"
    assert table(("A", "B"), [("x|y", Markdown("^^"))], (3, 3)) == "::: plain\n| A | B |\n|---|---|\n| x\\|y | ^^ |\n:::"


def test_plain_words_are_measured_on_prose_only() -> None:
    assert spelling("Check the center of the gas meter and the color.") == [("center", "centre"), ("color", "colour")]
    assert spelling("::: law\nLabor Center Act\n:::\n") == []
    assert filler("Safety is everyone's job, as appropriate.") == ["safety is everyone's", "as appropriate"]
    hard = "The aforementioned organizational responsibilities necessitate comprehensive documentation of occupational " * 4
    easy = "Stop. Look at the wheel. Set the guard. Put on your glasses. Hold it with two hands. " * 3
    assert grade(hard) > 12 > 8 > grade(easy)
    twice = repeated({"a": "One two three four five six seven eight.\n", "b": "- One two three four five six seven eight."})
    assert twice == [("One two three four five six seven eight.", ["a", "b"])]
    assert list(paragraphs("A line\nthat goes on.\n\n- item")) == ["A line that goes on.", "item."]


def test_parts_of_a_section_stay_with_their_section() -> None:
    assert merge_cites(["OHS Code s 334(1)(a), (b)", "OHS Code s 324(1)(b), (c)"]) == (
        "OHS Code ss 324(1)(b), (c), 334(1)(a), (b)")
    assert merge_cites(["OHS Act s 33(6), (7)", "OHS Act s 33"]) == "OHS Act s 33"
    assert merge_cites(["OHS Code ss 395-408", "OHS Code ss 404-407"]) == "OHS Code ss 395-408"


@pytest.mark.parametrize(("place", "term", "said"), [
    ("SK", "program", "an occupational health and safety program"),
    ("SK", "committee", "an occupational health committee"), ("MB", "program", "a workplace safety and health program"),
    ("CA", "prime_contractor", "an employer in control of the work place")])
def test_a_term_has_the_article_of_its_first_sound(place: str, term: str, said: str) -> None:
    assert with_article(gather([place], date(2026, 11, 22)).jurisdictions[place].terms[term]) == said
