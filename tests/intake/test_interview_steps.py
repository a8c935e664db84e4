"""What is asked next, without a terminal."""

from __future__ import annotations

from typing import Any

from generator.intake.interview import steps as flow
from generator.intake.interview.session import check_value
from generator.intake.interview.steps import Step
from generator.intake.questionnaire import load_questionnaire
from generator.intake.source import Answers
from generator.intake.vocabulary import vocabulary

ALL = load_questionnaire()
WORDS = vocabulary()


def keys(answers: Answers) -> list[str]:
    return [step.key for step in flow.steps(ALL, answers, WORDS)]


def step(answers: Answers, key: str) -> Step:
    return next(step for step in flow.steps(ALL, answers, WORDS) if step.key == key)


def take(answers: Answers, key: str, answer: Any) -> tuple[Answers, str | None]:
    here = step(answers, key)
    new = flow.answered(answers, here, answer)
    return new, flow.next_key(ALL, new, here, answer, WORDS)


def test_it_begins_with_the_name_and_unfolds_groups() -> None:
    assert keys({})[:4] == [
        "company.legal_name",
        "company.operating_name",
        "company.description",
        "company.address.street",
    ]


def test_a_required_table_asks_its_first_row_an_optional_one_asks_whether() -> None:
    assert "workforce.0.jurisdiction" in keys({}) and "people.0.name" not in keys({}) and "people.+" in keys({})


def test_a_question_appears_when_it_applies_and_its_answer_goes_when_it_does_not() -> None:
    assert "contractors.kinds" not in keys({})
    answers, following = take({}, "contractors.used", True)
    assert following == "contractors.kinds"
    answers, _ = take(answers, "contractors.kinds", ["crane"])
    answers, following = take(answers, "contractors.used", False)
    assert following == "contractors.prime_contractor"
    assert flow.pruned(ALL, answers, WORDS) == {"contractors": {"used": False}}


def test_another_row_and_no_more_rows() -> None:
    answers, following = take({}, "people.+", "add")
    assert following == "people.0.name"
    answers, following = take(answers, "people.0.name", "Bo")
    assert following == "people.0.role" and step(answers, "people.0.role").row == "Bo"
    assert take(answers, "people.+", "add")[1] == "people.1.name"
    assert take(answers, "people.+", "done")[1] == "sites.0.name"
    fewer, following = take(answers, "people.+", "remove")
    assert following == "people.+" and flow.pruned(ALL, fewer, WORDS) == {}


def test_picking_makes_rows_and_keeps_the_answers_of_those_that_stay() -> None:
    answers, following = take({}, "activities", ["welding_shop", "office_admin"])
    assert following == "activities.0.frequency"
    answers, _ = take(answers, "activities.1.workers", 2)
    answers, _ = take(answers, "activities", ["office_admin", "woodworking"])
    assert answers["activities"] == [{"id": "office_admin", "workers": 2}, {"id": "woodworking"}]


def test_going_back_is_the_step_before_that_applies_now() -> None:
    answers = {"contractors": {"used": False}}
    todo = flow.steps(ALL, answers, WORDS)
    earlier = flow.before(todo, "contractors.prime_contractor")
    assert earlier is not None and earlier.key == "contractors.used"
    assert flow.before(todo, "company.legal_name") is None


def test_a_blank_takes_an_answer_out() -> None:
    answers = flow.answered({"company": {"phone": "1"}}, step({}, "company.phone"), None)
    assert answers == {"company": {}} and flow.pruned(ALL, answers, WORDS) == {}


def test_answers_are_kept_in_the_order_of_the_questions() -> None:
    answers = {"goal": {"scheme": "cor"}, "company": {"phone": "403-555-0100", "legal_name": "X"}}
    kept = flow.pruned(ALL, answers, WORDS)
    assert list(kept) == ["company", "goal"] and list(kept["company"]) == ["legal_name", "phone"]


def test_a_mark_inside_a_new_row_finds_its_row_again() -> None:
    answers = flow.with_row_for({"sites": [{"name": "the shop"}]}, "sites.1.name")
    assert "sites.1.name" in keys(answers)
    assert flow.with_row_for({}, "company.legal_name") == {}


def test_without_a_mark_it_begins_at_the_first_answer_that_matters() -> None:
    assert flow.first_open(ALL, {}, WORDS) == "company.legal_name"
    assert flow.first_open(ALL, {"company": {"legal_name": "X", "description": "y"}}, WORDS) == "company.address.street"


def test_one_answer_is_checked_like_a_file() -> None:
    workers = ALL.find(("workforce", "workers"))
    assert workers is not None
    assert check_value(workers, "3", WORDS, {}) == (3, None)
    assert "is not a whole number" in str(check_value(workers, "three", WORDS, {})[1])
    assert check_value(workers, " ", WORDS, {})[1] == "This one needs an answer."
    code = ALL.find(("company", "address", "postal_code"))
    assert code is not None and check_value(code, "t4n6v2", WORDS, {}) == ("T4N 6V2", None)
