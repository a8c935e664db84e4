"""Forms: each draws for any company, says what the company's answers know, and keeps what people typed as typed."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.compose.field_card import top_hazards
from generator.compose.form_calendar import every, rhythm
from generator.compose.form_grid import PARTS, packed
from generator.compose.form_looks import drawn as drawn_for
from generator.compose.form_looks import fitted, own_keys
from generator.compose.form_rows import ROWS, Answers
from generator.compose.form_tables import table
from generator.compose.forms import blocks_of, compose_form
from generator.compose.lint_forms import field_faults, form_faults, lint_forms
from generator.compose.markdown import Markdown, escape
from generator.intake.company import (
    ActivityAnswer,
    Address,
    Company,
    Conditions,
    EquipmentAnswer,
    Person,
    Site,
    Substance,
    Workforce,
)
from generator.knowledge import load
from generator.knowledge.base import Knowledge, gather
from generator.knowledge.load_binder import binder
from generator.knowledge.model import Interval, Quantity
from generator.knowledge.model_forms import Form, FormField
from generator.program.decide import decide
from generator.program.forms import DOCUMENTS
from generator.program.model import Program, Reason
from generator.program.rating import score
from generator.program.year_looks import small

ON = date(2026, 11, 22)
CATALOGUE = load.catalogue()
PRINTED = [form for form in CATALOGUE.forms.values() if form.id not in DOCUMENTS]
WHY = (Reason("law", "x", "The law asks for this record"),)
COMPANY = Company(
    legal_name="Tall Spruce Ltd.", owner=Person("Ana Roy", "owner", "owner", also=("supervisor",), phone="403-555-0101"),
    address=Address("1 Main St", "Olds", "AB"), workforce=(Workforce("AB", 4),),
    people=(Person("Ben Low", "first_aider"), Person("Cy Park", "worker")),
    sites=(Site("the shop", "AB", "shop", workers_per_shift=4, minutes_to_hospital=12, muster_point="the flagpole",
                extinguisher_places=("by the office door", "at the saw")),),
    activities=(ActivityAnswer("welding_shop"), ActivityAnswer("forklift_operations")),
    equipment=(EquipmentAnswer("forklift", names=("Yellow Hyster",)), EquipmentAnswer("fire_extinguisher", count=2),
               EquipmentAnswer("utility_trailer", count=2, names=("flat deck", "tilt deck"))),
    substances=(Substance("Brake cleaner", where="the cabinet", sds=True),))


SMALL_SHOP = replace(COMPANY, workforce=(Workforce("AB", 3),), equipment=(
    *COMPANY.equipment, EquipmentAnswer("eyewash", kind="plumbed"), EquipmentAnswer("first_aid_kit"),
    EquipmentAnswer("gas_cylinders", 4), EquipmentAnswer("extension_cords"),
    EquipmentAnswer("storage_rack", 2), EquipmentAnswer("shear")))


def decided(company: Company) -> tuple[Program, Knowledge]:
    knowledge = gather(company.jurisdictions, ON)
    return decide(company, knowledge, ON), knowledge


PROGRAM, KNOWLEDGE = decided(COMPANY)


def drawn(id_: str, company: Company | None = None) -> str:
    program, knowledge = decided(company) if company else (PROGRAM, KNOWLEDGE)
    return compose_form(CATALOGUE.forms[id_], program, WHY, knowledge, [("P-01", "Angle grinder")]).markdown


@pytest.mark.parametrize("form", PRINTED, ids=lambda form: form.id)
def test_every_form_draws_and_says_why_when_who_and_how_long(form: Form) -> None:
    text = compose_form(form, PROGRAM, WHY, KNOWLEDGE).markdown
    long = f"About {form.minutes:g} minute" if (form.minutes or 0) < 120 else f"About {(form.minutes or 0) / 60:g} hours"
    for word in ("**Why** The law asks", "**Who**", "**When**", "**Keep**", long):
        assert word in text
    assert f'title="{form.title}"' in text
    for field in form.fields:
        assert field.type != "signature" or str(escape(field.label)) in text


@pytest.mark.parametrize("form", PRINTED, ids=lambda form: form.id)
def test_no_label_is_a_name_of_the_data(form: Form) -> None:
    words = [form.purpose, form.trigger, form.who_fills, form.retention]
    for field in form.fields:
        words += [field.label, *field.choices, *field.items, *(label for _, label in field.columns), field.hint or ""]
    assert not [word for word in words if "_" in word]


@pytest.mark.parametrize("form", PRINTED, ids=lambda form: form.id)
def test_a_company_that_answered_nothing_gets_blanks(form: Form) -> None:
    bare = Company(legal_name="N", owner=Person("O", "owner"), address=Address("1", "T", "AB"),
                   workforce=(Workforce("AB", 1),))
    program, knowledge = decided(bare)
    text = compose_form(form, program, (), knowledge).markdown
    assert "None" not in text


@pytest.mark.parametrize(("id_", "words"), [
    ("equipment_preuse_checklist", "Yellow Hyster"), ("sds_inventory", "Brake cleaner"), ("training_record", "Ben Low"),
    ("vehicle_log", "tilt deck"), ("safety_equipment_round", "at the saw"), ("orientation_checklist", "flagpole"),
    ("swp_acknowledgement", "Angle grinder"), ("first_aid_assessment", "The shop"), ("incident_report", "Ana Roy"),
    ("drill_record", PROGRAM.emergencies[0].title), ("ppe_issue", PROGRAM.ppe[0].title.split(" (")[0]),
    ("flha", top_hazards(PROGRAM, away=True)[0].name), ("workplace_inspection", "Cylinder chains and arrestors"),
    ("monthly_combined_record", "Cy Park"), ("driver_authorization", "Cy Park"),
    ("equipment_register_maintenance_log", "Yellow Hyster"), ("visitor_signin", "the flagpole"),
])
def test_what_the_answers_know_is_filled_in(id_: str, words: str) -> None:
    assert str(escape(words)) in drawn(id_)


def test_the_law_says_how_long_where_it_does() -> None:
    fact = load.jurisdiction("AB").facts["first_aid.records_retention"]
    assert f"**Keep** {fact.value} by law" in drawn("first_aid_record")


def test_the_machine_card_has_a_section_for_each_machine_and_no_other() -> None:
    text = drawn("equipment_preuse_checklist")
    lines = next(field for field in CATALOGUE.forms["equipment_preuse_checklist"].fields if field.items_for).items_for
    assert all(str(escape(line)) in text for line in lines["forklift"])
    assert str(escape(lines["mewp_boom"][0])) not in text


def test_a_machine_card_without_a_known_machine_has_general_lines() -> None:
    text = drawn("equipment_preuse_checklist", replace(COMPANY, equipment=()))
    assert "Guards and covers on" in text and "Yellow Hyster" not in text


def test_the_machine_card_lasts_a_month_as_the_budget_counts_it() -> None:
    field = next(field for field in CATALOGUE.forms["equipment_preuse_checklist"].fields if field.items_for)
    assert [label for _, label in field.columns[1:]] == [str(day) for day in range(1, 32)]
    assert binder().sheets["equipment_preuse_checklist"].kind == "card"


def test_the_page_of_the_month_and_the_walk_hold_the_lines_that_the_schedule_puts_on_them() -> None:
    program, _ = decided(SMALL_SHOP)
    page, walk = (drawn(id_, SMALL_SHOP) for id_ in ("monthly_combined_record", "workplace_inspection"))
    for look in program.inspections:
        if look.trigger == "calendar" and look.record != "none":
            words = str(escape(small(look.what)))
            assert words in page or look.form != "monthly_combined_record", look.id
            assert words in walk or look.form != "workplace_inspection", look.id
    assert str(escape("(weekly: ☐ ☐ ☐ ☐ ☐)")) in page  # the plumbed eyewash: a monthly line would not show four weeks
    assert "Shear" in walk and "Shear" not in page


HOSTILE = "*x* | [y](z) ::: {{ 7*7 }} \\ <b> `c` # ^^ :: $1"


def test_what_people_typed_prints_as_typed() -> None:
    company = replace(
        COMPANY, owner=replace(COMPANY.owner, name=HOSTILE), operating_name=HOSTILE,
        sites=(replace(COMPANY.sites[0], name=HOSTILE, muster_point=HOSTILE, extinguisher_places=(HOSTILE,)),),
        equipment=(EquipmentAnswer("forklift", names=(HOSTILE,), where=HOSTILE), EquipmentAnswer("fire_extinguisher")),
        substances=(Substance(HOSTILE, where=HOSTILE, kind=HOSTILE),))
    program, knowledge = decided(company)
    seen = 0
    for form in PRINTED:
        body = "\n\n".join(blocks_of(form, Answers(program, knowledge)))
        assert HOSTILE not in body
        seen += str(escape(HOSTILE)) in body
        for line in body.splitlines():
            if line.startswith("| "):
                cells = len(re.findall(r"(?<!\\)\|", line)) - 1
                assert cells in _widths(body), line
    assert seen > 8


def _widths(body: str) -> set[int]:
    return {line.count("|") - 1 for line in body.splitlines() if re.fullmatch(r"\|[-|]+\|", line)}


@pytest.mark.parametrize(("rows", "across", "filled", "lines"), [
    (6, 1, 0, 6), (6, 1, 2, 6), (9, 3, 0, 3), (7, 2, 0, 4), (0, 1, 3, 3),
])
def test_a_table_has_the_rows_that_were_asked(rows: int, across: int, filled: int, lines: int) -> None:
    field = FormField("t", "T", "table", True, columns=(("a", "A"), ("b", "B")), widths=(10, 20), rows=rows, across=across)
    text = table(field, [[f"r{number}", ""] for number in range(filled)], max(0, rows - filled))
    body = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert len(body) == lines
    assert f"rows={lines} " in text
    assert all(line.count("|") == 2 * across + 1 for line in body)


def test_rows_beside_each_other_read_down_the_columns() -> None:
    field = FormField("t", "T", "table", True, columns=(("a", "A"),), widths=(10,), across=2)
    assert "| a | c |" in table(field, [["a"], ["b"], ["c"], ["d"]])


def test_short_fields_fill_each_line() -> None:
    fields = [(FormField(str(span), "L", "text", True, span=span), Markdown("")) for span in (2, 3, 4, 1, 6, 2)]
    for row in packed(fields):
        assert sum(int(re.findall(r"span=(\d)", item)[0]) for item in row) == PARTS


def test_the_highest_hazards_come_first_and_once() -> None:
    rows = top_hazards(PROGRAM)
    scores = [score(row.before) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert len({row.hazard for row in rows}) == len(rows) > 0


def test_a_rhythm_as_people_say_it() -> None:
    year = Interval((Quantity(12, "months"), Quantity(10000, "km")))
    assert (every(year), rhythm(year)) == (12, "yearly or 10,000 km")
    assert every(Interval((Quantity(250, "hours"),))) is None
    assert rhythm(Interval((Quantity(6, "years"),))) == "every 6 years"


def test_the_shipped_forms_have_no_fault() -> None:
    assert lint_forms(CATALOGUE) == []


@pytest.mark.parametrize(("field", "words"), [
    (FormField("a", "A", "text", True, prefill="nonsense"), "no prefill 'nonsense'"),
    (FormField("a", "A", "choice", True), "a choice needs choices"),
    (FormField("a", "A", "table", True, rows=3), "a table needs columns"),
    (FormField("a", "A", "table", True, columns=(("b", "B"),)), "a table needs rows"),
    (FormField("a", "a_b", "text", True), "the label 'a_b'"),
    (FormField("a", "A", "table", True, columns=(("b", "b_c"),), rows=1), "the label 'b_c'"),
    (FormField("a", "A", "text", True, items=("x",)), "only a checklist"),
    (FormField("a", "A", "table", True, columns=(("b", "B"),), rows=1, items_for={"lost": ("x",)}), "'lost' does not exist"),
    (FormField("a", "A", "table", True, columns=(("b", "B"),), rows=1, items_for={"forklift": ()}), "a checklist needs lines"),
])
def test_faults_of_a_field_are_named(field: FormField, words: str) -> None:
    assert [fault for fault in field_faults(field, ("forms", 0), CATALOGUE) if words in fault.message]


def test_a_form_without_minutes_or_with_a_full_stop_is_a_fault(tmp_path: Path) -> None:
    form = replace(PRINTED[0], minutes=None, trigger="now.")
    messages = " ".join(fault.message for fault in form_faults(form, ("forms", 1), CATALOGUE))
    assert "how many minutes" in messages and "trigger is printed" in messages


def test_a_line_comes_in_only_for_those_who_have_what_it_names() -> None:
    field = FormField("a", "A", "checkbox", True, items=("Ladder tied", "Floor dry"), only_with={"ladder": ("portable_ladder",)},
                      items_for={"forklift": ("Forks",), "skid_steer": ("Bucket",)})
    assert fitted(field, own_keys(PROGRAM)).items == ("Floor dry", "Forks")
    assert fitted(field, {"portable_ladder"}).items == ("Ladder tied", "Floor dry")


def test_a_field_and_a_column_are_drawn_by_need() -> None:
    own = own_keys(PROGRAM)
    assert drawn_for(FormField("a", "A", "text", True, needs=("AB",)), own)
    assert not drawn_for(FormField("a", "A", "text", True, without=("AB",)), own)
    table_field = FormField("t", "T", "table", True, columns=(("b", "B"), ("c", "C")), widths=(1, 2),
                            column_needs={"b": ("h2s_alive",)})
    assert (fitted(table_field, own).columns, fitted(table_field, own).widths) == ((("c", "C"),), (2,))


def test_the_driver_file_lists_drivers_and_room_for_the_others() -> None:
    hauler = replace(COMPANY, workforce=(Workforce("AB", 9),), activities=(
        ActivityAnswer("trucking_general", workers=5), ActivityAnswer("business_driving", who=("Cy Park",))))
    program, knowledge = decided(hauler)
    field = next(field for field in CATALOGUE.forms["driver_authorization"].fields if field.prefill == "drivers")
    assert ROWS["drivers"](field, Answers(program, knowledge)) == [["Cy Park"], *[[""]] * 4]


def test_the_card_of_the_day_asks_power_lines_and_heat_where_the_answers_do() -> None:
    roofer = replace(COMPANY, activities=(ActivityAnswer("roofing_steep_slope"), ActivityAnswer("ladder_work"),
                                          ActivityAnswer("siding_exterior")),
                     conditions=Conditions(near_power_lines=True, heat=True))
    found = [row.hazard for row in top_hazards(decided(roofer)[0], away=True)]
    assert {"overhead_powerline", "heat_stress"} <= set(found)
    assert len({"fall_from_height", "fall_through_opening", "ladder_fall", "scaffold_collapse"} & set(found)) <= 2
