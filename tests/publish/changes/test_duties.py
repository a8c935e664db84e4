"""Who is told, who signs and who is trained again after a change."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.intake.company import ActivityAnswer, Goal, Person, Preferences
from generator.knowledge import load
from generator.program.model import Duties as LegalDuties
from generator.publish.changes.because import fits
from generator.publish.changes.duties import duties
from generator.publish.changes.model import Change
from generator.publish.changes.rows import Duty
from tests.program.companies import companies, company
from tests.publish.changes.made import (
    ANSWER,
    EDIT,
    FORKLIFT,
    LAW,
    NAME,
    WELDING,
    WORDING,
    answer,
    change,
    document,
    plan_of,
    section,
    shop,
)

MADE = plan_of(shop(), (FORKLIFT, WELDING, document("manual", "Manual", "manual", clauses=("clause-rights",)),
                        document("assessment-welding_shop", "Hazard assessment: Welding shop", "assessment",
                                 ("activities.welding_shop",), "HA-57")))
ASSESSMENT = change("assessment", "assessment-welding_shop", "Welding shop", document_title="Hazard assessment: Welding shop",
                    code="HA-57")

WELDED = change(clause="practice-welding_arc", title="Arc welding", code="P-62", causes=[WORDING])


def who(rows: Iterable[Duty]) -> list[str]:
    return [row.crew.words for row in rows]


def about(rows: Iterable[Duty]) -> str:
    return " | ".join(text for row in rows for text in row.about)


def test_a_changed_practice_is_shown_to_those_who_do_the_work_and_signed_by_them() -> None:
    found = duties([change()], MADE)
    assert who(found.train) == ["Ana Roy and Lee Tran"]  # the owner drives it too
    assert [part.how for part in found.train[0].parts if "P-15 Forklift" in part.about] == [
        "Show what is new where the work is done, then watch it done once"]
    assert who(found.sign) == ["Ana Roy and Lee Tran"]
    assert about(found.sign) == "F-11 Safe work practice sign-off: P-15"
    assert found.tell == ()


def test_a_practice_that_only_mentions_the_new_machine_is_told_and_not_signed_again() -> None:
    found = duties([replace(WELDED, causes=(answer("equipment.propane.count"),))], MADE)
    assert who(found.tell) == ["Lee Tran and Sam Okafor"]
    assert (found.sign, found.train) == ((), ())


def test_better_wording_of_a_practice_is_told_and_nothing_is_signed() -> None:
    found = duties([change(causes=[WORDING])], MADE)
    assert (who(found.tell), found.sign, found.train) == (["Lee Tran"], (), ())


def test_the_owner_is_not_told_what_the_owner_approves() -> None:
    found = duties([section("clause-rights", "Your rights", "1.6"), change(causes=[WORDING]), ASSESSMENT], MADE)
    assert found.tell
    assert not any("Ana Roy" in row.crew.names for row in found.tell)


def test_who_made_an_edit_is_not_told_of_it() -> None:
    mine = duties([section("clause-rights", "Your rights", "1.6", [EDIT], author="Lee Tran")], MADE)
    assert who(mine.tell) == ["Sam Okafor"]


def test_people_hear_everything_that_is_for_them_in_one_row() -> None:
    found = duties([section("clause-rights", "Your rights", "1.6"), section("clause-refusal_ab", "Refusing", "1.7"),
                    WELDED, ASSESSMENT], MADE)
    assert who(found.tell) == ["Lee Tran and Sam Okafor"]
    assert about(found.tell) == ("HA-57 Hazard assessment: Welding shop | Manual 1.6 Your rights | Manual 1.7 Refusing | "
                                 "P-62 Arc welding")


def test_an_assessment_is_gone_through_and_signed_by_those_who_do_the_work() -> None:
    found = duties([ASSESSMENT], MADE)
    assert (who(found.tell), who(found.sign)) == (["Lee Tran and Sam Okafor"], ["Lee Tran and Sam Okafor"])
    assert found.tell[0].asked_by == "OHS Code ss 7(1), 7(4), 8, 9"


@pytest.mark.parametrize(("before", "after"), [
    ('See section 3.4.', 'See section 3.5.'),
    ("See P-02, P-03.", "See P-03."),
    ("Law: SEA ss 3\\-20; OHS Regs 2020 ss 3\\-11.", "Law: SEA s 3\\-20; OHS Regs 2020 ss 3\\-11, 3\\-26."),
    ("::: note\nLook *first*.\n:::", "Look first."),
    ("| A | B |\n|---|---|\n| one | two |", "| A | B |\n|------|---|\n| one | two |"),
])
def test_a_number_of_a_section_a_code_or_the_layout_tells_nobody(before: str, after: str) -> None:
    found = duties([change(before=before, after=after, causes=[WORDING]),
                    replace(ASSESSMENT, before=before, after=after, causes=(LAW,))], MADE)
    assert (found.tell, found.sign, found.train) == ((), (), ())


def test_a_changed_limit_is_told_though_only_a_number_changed() -> None:
    found = duties([section("clause-noise", "Noise", "3.14", [LAW], "From 85 dBA on.", "From 82 dBA on.")], MADE)
    assert who(found.tell) == ["Lee Tran and Sam Okafor"]


def test_the_companys_new_name_tells_nobody_and_the_owner_signs_the_policy_again() -> None:
    letter = change("letter", "letter-policy_statement", "Health and Safety Policy", [NAME], "Old Ltd.", "New Ltd.", code="")
    found = duties([change(causes=[NAME]), section("clause-rights", "Your rights", "1.6", [NAME]), letter], MADE)
    assert (found.tell, found.train) == ((), ())
    assert who(found.sign) == ["Ana Roy"]
    assert "The policy statement, before it is posted" in about(found.sign)


def test_a_letter_of_appointment_is_signed_by_its_person_and_the_owner() -> None:
    letter = replace(document("letter-first_aider-lee", "Appointment of a first aider - Lee Tran", "letter"),
                     letter="appointment", context={"person_name": "Lee Tran"})
    new = change("letter", letter.id, letter.title, [answer("people.Lee Tran.also")], "Old.", "New words.", code="")
    assert who(duties([new], plan_of(shop(), (letter,))).sign) == ["Ana Roy", "Lee Tran"]
    renamed = duties([replace(new, causes=(NAME,))], plan_of(shop(), (letter,)))
    assert (renamed.tell, renamed.sign) == ((), ())
    gone = duties([replace(new, after="", whole=True)], MADE)  # the plan does not have it any more
    assert (who(gone.tell), gone.sign) == (["Lee Tran"], ())


def test_a_new_machine_is_tried_hands_on_before_anybody_uses_it() -> None:
    found = duties([change(before="", whole=True)], MADE)
    first = found.train[0].parts[0]
    assert (first.how, first.until, first.about) == (
        "Hands-on with somebody who knows it", "before anybody uses it", ("the forklift",))
    assert found.train[0].asked_by == "OHS Act s 3"


def test_a_course_that_only_the_new_work_asks_for_is_taken_before_it_is_done() -> None:
    one = replace(shop(), activities=(ActivityAnswer("office_admin"), shop().activities[1]))
    causes = [ANSWER, answer("activities.forklift_operations", "was added")]
    for made, said, asked in ((plan_of(one), causes, True), (plan_of(one), causes[1:], False), (plan_of(one), [WORDING], False)):
        found = duties([change(before="", causes=said)], made)
        assert ("Forklift or lift truck operator" in about(found.train)) is asked


def test_a_machine_that_nobody_is_named_for_leaves_the_names_open() -> None:
    lift = replace(shop().equipment[1], used_for=())
    one = replace(shop(), activities=(ActivityAnswer("office_admin", workers=2),), equipment=(lift,))
    found = duties([change(before="", whole=True)], plan_of(one, (FORKLIFT,)))
    assert "Whoever uses the forklift" in who(found.train)


def test_a_machine_that_was_there_already_asks_for_no_hands_on_training() -> None:
    found = duties([change(causes=[answer("equipment.forklift.count")])], MADE)
    assert "Hands-on" not in " ".join(part.how for row in found.train for part in row.parts)


def test_a_new_product_is_shown_at_the_shelf_and_a_new_person_the_first_days_list() -> None:
    found = duties([section("clause-whmis", "WHMIS", "3.10", [answer("substances.Toluene", "was added"),
                                                              answer("people.Sam Okafor", "was added")])], MADE)
    assert "the new product Toluene" in about(found.train)
    assert [row.crew.words for row in found.train if "if Sam Okafor is new here" in row.about] == ["Sam Okafor"]


def test_a_work_that_is_gone_needs_no_telling_but_a_sheet_that_was_withdrawn_does() -> None:
    gone = change(after="", whole=True, causes=[answer("equipment.forklift", "was taken out")])
    assert duties([gone], plan_of(shop())).tell == ()
    assert who(duties([replace(gone, causes=(WORDING,))], plan_of(shop())).tell) == ["Lee Tran and Sam Okafor"]


def test_the_representative_hears_of_a_change_of_law_where_the_law_asks_for_one() -> None:
    one = shop(workers=12)
    one = replace(one, people=(*one.people, Person("Rosa Delgado", "representative")))
    made = plan_of(one, (FORKLIFT,))
    assert made.program.duties.representative
    assert who(duties([change(causes=[LAW])], made).tell) == ["Rosa Delgado"]
    small = replace(made, program=replace(made.program, duties=LegalDuties(False, False, False, False)))
    assert duties([change(causes=[LAW])], small).tell == ()


def test_nobody_is_told_twice_where_everybody_is_told() -> None:
    found = duties([section("clause-rights", "Your rights", "1.6", [LAW])], MADE)
    assert who(found.tell) == ["Lee Tran and Sam Okafor"]


def test_supervisors_are_not_told_again_what_everybody_is_told() -> None:
    one = shop(workers=26)
    made = plan_of(replace(one, people=(*one.people, Person("Kim Roy", "supervisor"))))
    assert who(duties([section("clause-rights", "Your rights", "1.6", [LAW])], made).tell) == ["Everybody (25 people)"]


def test_the_committee_hears_of_a_change_of_law() -> None:
    one = shop(workers=26)
    made = plan_of(replace(one, people=(*one.people, Person("Kim Roy", "cochair_worker"), Person("Bo Lund", "representative"))),
                   (FORKLIFT,))
    assert made.program.duties.committee
    assert who(duties([change(causes=[LAW])], made).tell) == ["Kim Roy"]


def test_a_new_sheet_about_a_new_machine_is_for_those_who_use_that_machine() -> None:
    both = document("procedure-change", "Changing the cylinder", "procedure", ("equipment.forklift", "equipment.welding_arc"),
                    "J-27")
    found = duties([change("procedure", both.id, both.title, before="", whole=True, code="J-27")], plan_of(shop(), (both,)))
    assert who(found.sign) == ["Ana Roy and Lee Tran"]


def test_what_fills_more_than_one_meeting_is_told_over_several() -> None:
    many = [section(f"clause-refusal_{number}", f"Section {number}", f"1.{number}") for number in range(13)]
    part = duties(many, MADE).tell[0].parts[0]
    assert (part.about, part.until) == (("Manual: 13 sections of the list above",),
                                        "a chapter a meeting, from the next safety meeting on")
    few = duties(many[:12], MADE).tell[0].parts[0]
    assert few.about == ("Manual " + ", ".join(f"1.{number}" for number in range(12)),)
    assert few.until == "by the next safety meeting"


def test_many_papers_go_by_their_codes() -> None:
    sheets = [document(f"practice-{number}", f"Sheet {number}", "practice", ("equipment.welding_arc",), f"P-0{number}")
              for number in range(1, 6)]
    made = plan_of(shop(), sheets)
    found = duties([change(clause=one.id, title=one.title, code=one.code or "", causes=[WORDING]) for one in sheets], made)
    assert about(found.tell) == "P-01, P-02, P-03, P-04, P-05"


def test_the_meeting_is_the_companys_own() -> None:
    made = plan_of(shop(preferences=Preferences(meeting_day="Tuesday")))
    assert duties([section("clause-rights", "Your rights", "1.6")], made).tell[0].parts[0].until == "by the next Tuesday meeting"


def test_people_who_are_not_all_named_are_counted() -> None:
    one = shop(workers=26)
    one = replace(one, activities=(ActivityAnswer("welding_shop", workers=16, who=("Lee Tran",)), one.activities[1]))
    made = plan_of(one, (WELDING,))
    told = duties([WELDED,
                   section("clause-rights", "Your rights", "1.6")], made).tell
    assert set(who(told)) == {"The 16 people who do welding and fabrication shop", "Everybody (25 people)"}
    assert {row.record for row in told} == {"F-25 Toolbox talk record"}


def test_one_person_alone_is_told_nothing() -> None:
    alone = replace(shop(workers=1), people=(), activities=(ActivityAnswer("welding_shop", workers=1),))
    found = duties([section("clause-rights", "Your rights", "1.6", [LAW]), change(causes=[WORDING])], plan_of(alone, (FORKLIFT,)))
    assert found.tell == ()


def test_sections_come_from_the_fact_base_and_only_where_the_company_works() -> None:
    for code in ("AB", "BC", "NS"):
        found = duties([ASSESSMENT], plan_of(shop(code), MADE.composed.documents[:4]))
        law = {"AB": "OHS Code ss 7(1), 7(4), 8, 9", "NS": "Auditors",
               "BC": load.jurisdiction("BC").facts["hazard_assessment.duty"].cite}
        assert found.tell[0].asked_by == law[code]


def test_a_fact_that_nobody_confirmed_is_never_the_reason() -> None:
    made = plan_of(shop(), MADE.composed.documents[:4])
    place = made.knowledge.jurisdictions["AB"]
    facts = {key: replace(fact, verified="recall") for key, fact in place.facts.items()}
    unsure = replace(made, knowledge=replace(made.knowledge, jurisdictions={"AB": replace(place, facts=facts)}))
    assert duties([ASSESSMENT], unsure).tell[0].asked_by == "Auditors"


def test_an_answer_that_begins_like_another_is_not_it() -> None:
    assert not fits(answer("equipment.pressure_washer.count"), ("answer:equipment.press",))
    assert fits(answer("equipment.press.count"), ("answer:equipment.press",))


def test_without_an_audit_what_no_law_asks_is_our_own_rule() -> None:
    made = plan_of(shop("NS", goal=Goal("law_only")), MADE.composed.documents[:4])
    assert duties([ASSESSMENT], made).tell[0].asked_by == "Our rule"


def test_a_duty_from_a_number_of_workers_on_is_not_claimed_below_it() -> None:
    policy = change("letter", "letter-policy_statement", "Policy", [WORDING], "Old.", "New.", code="")
    limit = load.jurisdiction("ON").facts["policy.threshold"].value.number  # type: ignore[union-attr]
    asked = {workers: next(row.asked_by for row in duties([policy], plan_of(company("ON", workers))).sign)
             for workers in (int(limit) - 1, int(limit))}
    assert asked == {int(limit) - 1: "Auditors", int(limit): load.jurisdiction("ON").facts["policy.threshold"].cite}


def test_the_same_people_are_one_crew_whatever_brought_them_together() -> None:
    everyone = duties([section("clause-rights", "Your rights", "1.6")], MADE).tell[0].crew
    welders = duties([ASSESSMENT], MADE).tell[0].crew
    assert everyone == welders


def test_a_new_province_is_the_cause_and_not_its_law() -> None:
    made = plan_of(shop("SK"), (FORKLIFT,))
    causes = [answer("workforce.SK", "was added"), replace(LAW, text="the law fact SK:noise.limit_dba changed")]
    found = duties([section("clause-noise", "Noise", "3.14", causes)], made)
    assert list(found.causes.values()) == ["Workforce: Saskatchewan added"]


KINDS = ("manual", "assessment", "practice", "procedure", "emergency_plan", "form", "schedule", "letter")
CLAUSES = ("clause-rights", "clause-lockout", "clause-policy", "practice-forklift", "emergency-sites", "letter-policy_statement",
           "inspections-calendar", "form-jha", "clause-who_company", "letter-first_aider-x", "assessment-everywhere")
CAUSES = (ANSWER, LAW, EDIT, WORDING, NAME, answer("people.Lee Tran", "was added"), answer("substances.A & B", "was taken out"))
CHANGES = st.lists(st.builds(
    lambda kind, clause, causes, texts, author: change(kind, clause, "A | title", causes, *texts, author=author),
    st.sampled_from(KINDS), st.sampled_from(CLAUSES), st.lists(st.sampled_from(CAUSES), max_size=3, unique=True),
    st.sampled_from([("", "New."), ("Old.", ""), ("Old.", "New.")]), st.sampled_from(["", "Ana Roy"])), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(companies(), CHANGES)
def test_any_company_gets_one_row_a_group_with_who_what_and_why(one: object, changes: list[Change]) -> None:
    made = plan_of(one, (FORKLIFT,))  # type: ignore[arg-type]
    found = duties(changes, made)
    for rows in (found.tell, found.sign, found.train):
        assert len({row.crew for row in rows}) == len(rows)
        for row in rows:
            assert row.about and row.asked_by and row.crew.words
            assert row.crew.count >= len(row.crew.names) or not row.crew.count
            assert "None" not in row.crew.words + row.asked_by + "".join(row.about)
    assert all(part.how and part.until for row in (*found.tell, *found.train) for part in row.parts)
    assert not any(row.crew.each and "Ana Roy" in row.crew.names for row in found.tell)
