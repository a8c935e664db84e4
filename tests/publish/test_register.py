"""The record of issued revisions: beside the intake and in the output folder, never guessed where they tell two stories."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.errors import InputError, PublishError
from generator.intake.company import Revision
from generator.program import revisions
from generator.program.revisions import Issue
from generator.publish.register import COPY, Record, Register, keep_beside, parse, read_register, register_path, written
from generator.publish.revised import in_words, same

ONE = Issue(1, date(2027, 1, 4), "Zoë: <Müller>", "First issue.")
TWO = Issue(2, date(2028, 1, 4), "Lee Tran", "Answers: a; b.", ("Name it",), "We ask | on Monday")
CONTENT: dict[str, Any] = {
    "law_as_of": "2026-11-22", "letterhead": {"logo": "", "company name": "1"},
    "documents": {"manual": ["Health and Safety Manual", "1"], "practice-x": ["P-1 X", "1"], "start_here": ["Start Here", "1"]},
    "sections": {"clause-a": ["1.1 Rules", "1"], "clause-b": ["1.2 Names", "1"], "clause-revision_history": ["2.1 History", "1"]},
    "answers": {"company.legal_name": "1", "people.J. Doe.phone": "1", "equipment.truck.count": "1"}}


@pytest.fixture
def intake(tmp_path: Path) -> Path:
    (tmp_path / "out/.program").mkdir(parents=True)
    return tmp_path / "shop.yaml"


def beside(intake: Path, *issues: Issue) -> bytes:
    raw = written(Record(issues, CONTENT))
    keep_beside(intake, raw)
    return raw


def copy(intake: Path, *issues: Issue) -> bytes:
    raw = written(Record(issues, CONTENT))
    (intake.parent / "out" / COPY).write_bytes(raw)
    return raw


def test_what_is_written_is_read_again_and_the_same_record_gives_the_same_bytes(intake: Path) -> None:
    raw = beside(intake, ONE, TWO)
    assert register_path(intake).name == "shop.revisions.yaml" and register_path(intake).read_bytes() == raw
    assert {file.name for file in intake.parent.iterdir()} == {"out", "shop.revisions.yaml"}, "a partial file was left"
    found = read_register(intake, intake.parent / "out")
    assert parse(found) == Record((ONE, TWO), CONTENT) and not found.behind and found.mark
    assert written(parse(found)) == raw


def test_no_record_is_no_issue(intake: Path) -> None:
    found = read_register(intake, intake.parent / "out")
    assert found.mark == "" and parse(found) == Record()


def test_a_deleted_output_and_a_moved_intake_each_leave_one_to_read(intake: Path) -> None:
    raw = beside(intake, ONE)
    assert read_register(intake, intake.parent / "gone").raw == raw
    register_path(intake).unlink()
    copy(intake, ONE)
    found = read_register(intake, intake.parent / "out")
    assert found.raw == raw and found.behind


def test_the_one_that_knows_more_wins_and_mended_words_beside_the_intake_do(intake: Path) -> None:
    beside(intake, ONE)
    longer = copy(intake, ONE, TWO)
    found = read_register(intake, intake.parent / "out")
    assert found.raw == longer and found.behind
    mended = beside(intake, Issue(1, ONE.on, ONE.by, "Our first."), TWO)
    found = read_register(intake, intake.parent / "out")
    assert found.raw == mended and not found.behind
    more = beside(intake, ONE, TWO, Issue(3, date(2029, 1, 4), "Lee Tran", "x"))
    assert read_register(intake, intake.parent / "out").raw == more


def test_two_stories_stop_the_run(intake: Path) -> None:
    beside(intake, ONE)
    copy(intake, Issue(1, date(2026, 5, 5), "Somebody", "First issue."))
    with pytest.raises(InputError, match=r"revision 1 of 2027-01-04; revision 1 of 2026-05-05.*another intake"):
        read_register(intake, intake.parent / "out")


@pytest.mark.parametrize(("former", "latter", "words"), [
    ("number: 2", "number: 1", "not in order"), ("2028-01-04", "2026-01-04", "not in order"),
    ("number: 1", "number: one", "is not one"), ("2027-01-04", "soon", "is not one"),
    ("approved_by:", "aproved_by:", "aproved_by"),
    ("revisions:", "revision:", "revisions is missing"), ("- number: 1", "- number: [1", "line"),
    ("version: 1", "version: 0", "shape"),
    ("    logo: ''", "    logo: 7", "shape"), ("law_as_of: '2026-11-22'", "law_as_of: 'then'", "then"),
])
def test_a_damaged_record_is_named_and_never_taken_for_none(intake: Path, former: str, latter: str, words: str) -> None:
    raw = written(Record((ONE, TWO), CONTENT)).decode()
    assert former in raw
    with pytest.raises(InputError, match="is damaged") as caught:
        parse(Register(raw.replace(former, latter, 1).encode(), intake))
    assert words in str(caught.value) and "backup" in str(caught.value)


def test_a_record_of_a_newer_program_is_left_alone(intake: Path) -> None:
    with pytest.raises(PublishError, match="newer version"):
        parse(Register(b"version: 9\n", intake))


def test_numbers_begin_where_the_intake_says_and_never_go_back() -> None:
    assert revisions.draft((), 5).number == 5 and revisions.draft((), 0).number == 0
    assert revisions.draft((ONE, TWO), 1).number == 3 and revisions.draft((ONE, TWO), 7).number == 7
    assert revisions.draft((ONE,), 1).issued is None and revisions.draft((ONE,), 1).last == ONE
    standing = revisions.issued((ONE, TWO))
    assert standing.number == 2 and standing.issued == TWO
    with pytest.raises(ValueError):
        revisions.issued(())


def test_nothing_holds_before_it_was_approved() -> None:
    early, late = date(2026, 11, 22), date(2029, 1, 1)
    assert revisions.issued((ONE,)).since(early) == ONE.on and revisions.issued((ONE,)).since(late) == late
    assert revisions.draft((ONE,), 1).since(early) == early
    given = Revision(number=1, approved_by="Ana Roy")
    assert revisions.issued((ONE, TWO)).answers(given) == Revision(number=2, approved_by="Lee Tran")
    assert revisions.draft((ONE, TWO), 1).answers(given) == Revision(number=3, approved_by="Ana Roy")


def test_what_changed_is_told_in_words() -> None:
    after: dict[str, Any] = {
        "law_as_of": "2027-11-22", "letterhead": {"logo": "2", "company name": "1"},
        "documents": {"manual": ["Health and Safety Manual", "2"], "practice-y": ["P-2 Y", "1"],
                      "start_here": ["Start Here", "2"]},
        "sections": {"clause-a": ["1.1 Rules", "2"], "clause-revision_history": ["2.1 History", "2"]},
        "answers": {"company.legal_name": "2", "people.J. Doe.phone": "1", "equipment.truck.count": "1",
                    "equipment.forklift.count": "1"}}
    assert not same(CONTENT, after) and same(CONTENT, {**CONTENT, "law_as_of": "2027-11-22", "answers": {}})
    assert in_words(CONTENT, after) == (
        "Answers: company legal name changed; equipment forklift was added. Law: as of 22 November 2027. Letterhead: logo. "
        "New: P-2 Y. Taken out: P-1 X. Rewritten: Health and Safety Manual (1.1 Rules; without Names).")


def test_a_long_list_is_cut_and_counted() -> None:
    after = {**CONTENT, "documents": CONTENT["documents"] | {f"practice-{n}": [f"P-{n}", "1"] for n in range(10, 17)}}
    assert in_words(CONTENT, after) == "New: P-10; P-11; P-12; P-13; and 3 more."
