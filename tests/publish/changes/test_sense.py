"""What a safety professional would laugh at is not asked: names signed sheet by sheet, a talk about a cited section."""
from __future__ import annotations

from dataclasses import replace

import pytest

from generator.intake.company import ActivityAnswer, Person, Ticket
from generator.program.training import title_of
from generator.publish.changes.duties import duties
from generator.publish.changes.grouped import gathering, lines
from generator.publish.changes.listing import change_list
from generator.publish.changes.model import Change
from tests.publish.changes.made import ANSWER, CAME, EDIT, WENT, WORDING, answer, change, document, plan_of, section, shop
from tests.publish.changes.test_duties import MADE

SHEETS = [change("assessment", f"assessment-{number}", f"Job {number}", [CAME, WENT], "Taking part: Lee Tran, Sam Okafor. Lee T.",
                 "Taking part: Sam Okafor and Gail Fox. Gail F.", code=f"HA-{number}") for number in range(6)]


def words(rows: object) -> str:
    return str(rows)


def test_another_name_on_many_sheets_is_told_once_and_signed_by_nobody() -> None:
    found = duties(SHEETS, MADE)
    assert [row.about for row in found.tell] == [("Gail Fox in the place of Lee Tran",)]
    assert not found.sign
    assert [(line.what, len(line.members)) for line in lines(SHEETS, found)] == [("Gail Fox in the place of Lee Tran", 6)]


def test_a_sheet_that_changed_in_more_than_a_name_is_signed_again() -> None:
    more = replace(SHEETS[0], after=SHEETS[0].after + " Wear a hard hat.", causes=(CAME, WENT, ANSWER))
    assert any(more.code in words(row.about) for row in duties([more, *SHEETS[1:]], MADE).sign)


def test_a_new_name_on_the_list_of_those_who_take_part_is_told_to_nobody() -> None:
    one = change("assessment", "assessment-x", "Job", [CAME], "Taking part: Sam Okafor",
                 "Taking part: Sam Okafor, Gail Fox\n\nGail Fox, date")
    found = duties([one], MADE)
    assert not found.tell
    assert not found.sign


def test_who_takes_a_role_over_signs_for_it_and_nobody_else_does() -> None:
    base = shop()
    made = plan_of(replace(base, people=(Person("Gail Fox", "supervisor"), Person("Sam Okafor", "supervisor"))),
                   [document("form-roles_signoff", "Responsibilities sign-off", "form", code="F-02")])
    one = section("clause-who_crew", "Who looks after safety", "1.3", [CAME, WENT], "Lee Tran and Sam Okafor stop work.",
                  "Gail Fox and Sam Okafor stop work.")
    assert [row.crew.names for row in duties([one], made).sign if "F-02" in words(row.about)] == [("Gail Fox",)]


@pytest.mark.parametrize(("kind", "before", "after"), [
    ("practice", "Look.\n\n::: law\nAlberta: OHS Code s 256\n:::",
     "Look.\n\n::: law\nAlberta: OHS Code s 256 · Saskatchewan: OHS Regs Part 11\n:::"),
    ("letter", "Lee, you look.\n\nLaw OHS Act s 4", "Lee, you look.\n\nLaw Alberta: OHS Act s 4 · Saskatchewan: SEA s 3\\-9")])
def test_a_law_that_is_cited_too_asks_nothing_of_anybody(kind: str, before: str, after: str) -> None:
    found = duties([change(kind, before=before, after=after, causes=[answer("workforce.SK", "was added")])], MADE)
    assert not [row for row in (*found.tell, *found.sign, *found.train) if "P-15" in words(row.about)]


def test_a_hazard_that_went_with_its_machine_is_told_and_not_signed() -> None:
    gone = answer("equipment.forklift", "was taken out")
    head = "| A | Boots |\n|---|---|\n"
    before, after = f"{head}| Tip over | Belt |\n| Cut | Gloves, belt |", f"{head}| Cut | Gloves |"
    less = change("assessment", "assessment-x", "Welding", [gone], before, after, code="HA-57")
    found = duties([less], MADE)
    assert any("HA-57" in words(row.about) for row in found.tell)
    assert not found.sign
    assert duties([replace(less, after=after + "\n| Dust | Mask |")], MADE).sign
    assert duties([replace(less, causes=(EDIT,))], MADE).sign


def test_the_owner_signs_no_sheet_of_duties_beside_the_cover() -> None:
    base = shop()
    one = replace(base, owner=replace(base.owner, also=("supervisor",)))
    made = plan_of(one, [document("form-roles_signoff", "Responsibilities sign-off", "form", code="F-02")])
    found = duties([section("clause-who_owner_run", "Who looks after safety", "1.3", before="Lee looks after the saws.")], made)
    assert not [row for row in found.sign if "F-02" in words(row.about)]


def test_another_muster_point_is_walked_to_and_another_hospital_is_posted() -> None:
    def how(path: str, *clauses: str) -> list[str]:
        texts = [change("emergency_plan", clause, clause, [answer(path)], code="", document="plan") for clause in clauses]
        return [part.how for row in duties(texts, MADE).tell for part in row.parts]

    assert how("sites.St. Paul shop.muster_point", "emergency-sites", "emergency-fire_building") == [
        "Walk it through on the spot"]
    assert how("sites.St. Paul shop.nearest_hospital", "emergency-sites") == ["Post it, and say so in a talk"]


def test_another_product_is_shown_at_the_shelf_and_needs_no_talk_beside_it() -> None:
    found = duties([section("clause-whmis", "Hazardous products", "3.10", [answer("substances.Gel", "was added")])], MADE)
    assert not found.tell
    assert [part.how[:12] for row in found.train for part in row.parts] == ["At the shelf"]


def test_the_workers_choose_a_representative_where_the_law_asks_for_one_now() -> None:
    new = section("clause-representative", "Our representative", "4.4", [answer("workforce.AB.workers")], before="")
    row = duties([new], plan_of(shop(workers=12))).tell[0]
    assert row.parts[0].how == "The workers choose who it is, if nobody does it yet"
    assert (row.crew.count, row.asked_by) == (11, "OHS Act s 14")


def test_a_course_that_the_list_of_courses_has_only_now_is_taken() -> None:
    made = plan_of(shop())
    need = next(one for one in made.program.training if one.people)
    title = title_of(made.knowledge.catalogue.training[need.id])
    needs = change("schedule", "training-needs", "What each course is for", [answer("workforce.AB.workers")],
                   "| Old course | Boots |", f"| {title} | Boots |", document="training_matrix", code="")
    assert any(need.people == row.crew.names or set(need.people) <= set(row.crew.names) for row in duties([needs], made).train)
    assert not duties([replace(needs, before=f"| {title} | Shoes |")], made).train


def test_who_is_a_first_aider_from_now_on_takes_the_course_unless_the_card_is_there() -> None:
    one = replace(shop(), people=(Person("Gail Fox", "first_aider"),))
    letter = change("letter", "letter-first_aider-gail_fox", "Appointment of a first aider - Gail Fox", [CAME], before="",
                    code="", whole=True)

    def course(tickets: tuple[Ticket, ...]) -> str:
        rows = duties([letter], plan_of(replace(one, tickets=tickets))).train
        return " ".join(text for row in rows for part in row.parts if part.how.startswith("The course") for text in part.about)

    assert "first aid" in course(()).casefold()
    assert not course((Ticket("Gail Fox", "first_aid_basic"),))


def test_many_crews_that_each_have_their_own_sheets_are_one_row() -> None:
    def told(count: int) -> list[str]:
        jobs = [*enumerate(("welding_shop", "office_admin", "pressure_washing", "business_driving", "tire_service",
                            "machining_cnc")[:count])]
        one = replace(shop(workers=30), activities=tuple(ActivityAnswer(job, workers=4 + place) for place, job in jobs))
        sheets = [document(f"practice-{job}", job, "practice", (f"activities.{job}",), f"P-{place}") for place, job in jobs]
        texts = [change(clause=sheet.id, title=sheet.title, causes=[WORDING], code=sheet.code or "") for sheet in sheets]
        return [str(row.crew.words) + str(row.parts) for row in duties(texts, plan_of(one, sheets)).tell]

    assert len(told(5)) == 5
    (row,) = told(6)
    assert row.startswith("Everybody")
    assert "each crew on its own sheets" in row
    assert all(f"P-{place}" in row for place in range(6))


def derived(number: int, *causes: object) -> Change:
    return change("schedule", f"talk-{number}", f"Talk {number}", list(causes) or [ANSWER], f"Word {number} here.",  # type: ignore[arg-type]
                  "Quite another thing.", document="toolbox_talks", document_title="Toolbox Talks", code="")


def test_pages_that_only_gather_what_the_others_say_are_one_line_and_no_row() -> None:
    changes = [change(), *map(derived, range(9))]
    found = duties(changes, MADE)
    assert [line.members for line in lines(changes, found)] == [(changes[0],)]
    text = change_list(changes, found, since="the build before", now="Draft", conflicts=(), intake="x.yaml")
    assert "**Brought up to date to match**, last in the marked text: [Toolbox Talks](#talk-0) (9 sections)." in text


def test_where_nothing_else_changed_such_pages_say_why_and_no_table_is_empty() -> None:
    changes = [derived(1, answer("preferences.meeting_day"))]
    text = change_list(changes, duties(changes, MADE), since="the build before", now="Draft", conflicts=(), intake="x.yaml")
    assert "**Brought up to date**, last in the marked text: [Toolbox Talks](#talk-1) (1 section). Cause: **" in text
    assert "| Where |" not in text


def test_such_a_page_that_a_person_edited_has_its_row() -> None:
    changes = [replace(derived(1, EDIT), author="Lee Tran")]
    assert len(lines(changes, duties(changes, MADE))) == 1
    assert gathering(changes, duties(changes, MADE))[0] == []


def test_new_documents_and_those_that_are_gone_stand_first_and_many_of_them_are_one_row() -> None:
    forms = [change("form", f"form-{number}", f"Form {number}", before="", code=f"F-{number}", whole=True) for number in range(5)]
    gone = change(after="", whole=True)
    found = lines([section("clause-x", "X", "1.1"), *forms, gone], duties(forms, MADE))
    assert [line.what for line in found[:2]] == ["new documents", "taken out"]
    assert "5 forms: [F\\-0 Form 0]" in found[0].where


def test_one_step_with_several_causes_says_them_once_above_the_table() -> None:
    steps = [answer("workforce.AB.workers"), answer("workforce.AB.peak_workers")]
    changes = [section("clause-a", "A", "1.1", steps), section("clause-b", "B", "1.2", steps[:1])]
    text = change_list(changes, duties(changes, MADE), since="the build before", now="Draft", conflicts=(), intake="x.yaml")
    assert "Cause: **Workforce\\: Alberta, workers changed; most at one time changed**." in text
    apart = [changes[0], section("clause-b", "B", "1.2", [ANSWER])]
    assert "| Cause |" in change_list(apart, duties(apart, MADE), since="x", now="Draft", conflicts=(), intake="x.yaml")

