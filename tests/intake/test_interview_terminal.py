"""The interview as somebody types it: keys in, a file out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from generator.errors import IntakeError
from generator.intake.check import check_intake
from generator.intake.interview import interview
from generator.intake.interview.saving import read_mark
from generator.intake.questionnaire import load_questionnaire

from .conftest import GOOD

ENTER, BACK, STOP, DOWN, CLEAR = "\r", "\x02", "\x03", "\x1b[B", "\x15"
YES, NO = "\x1b[B\r", "\x1b[A\r"  # from "(leave open)", the last of the three


def typed(path: Path, *keys: str) -> tuple[bool, str]:
    """Whether the interview came to its end, and everything it said."""
    said: list[str] = []
    with create_pipe_input() as pipe:
        pipe.send_text("".join(keys) + STOP)  # what is missing stops the interview and so fails the test
        return interview(path, input=pipe, output=DummyOutput(), say=said.append), "\n".join(said)


def text(answer: str) -> str:
    return f"{CLEAR}{answer}{ENTER}"


def search(word: str) -> str:
    return f"{word}{ENTER}"


COMPANY = [
    text("Small Shop Ltd."),
    text(""),
    text("steel repair"),  # legal, operating name, description
    text("1 First Street"),
    text("Olds"),
    search("alb"),
    text("t4h1a1"),  # address
    text("403-555-0100"),
    text(""),  # phone, e-mail
    text("Ann Ames"),
    text("owner"),
    text(""),
    text(""),  # owner
    f"superv {ENTER}",  # owner's roles: search, pick with space, go on
    text("the schedule; the books"),  # looks after
    text(""),
    text("AB: 8841207"),  # industry, accounts
]
WORKFORCE = [search("alberta"), text("2"), text(""), text("1"), text("0"), text("0"), ENTER, ENTER]
PEOPLE = [
    DOWN + ENTER,
    text("Bo Berg"),
    search("first"),
    text("welder"),
    ENTER,
    text(""),
    text(""),
    text("the saws"),
    ENTER,
]
SITES = [
    text("the shop"),
    search("alberta"),
    ENTER,
    text("1 First Street, Olds"),
    text("2"),
    text("1"),
    text("12"),
    text("Olds Hospital"),
    text("3901 57 Avenue, Olds"),
    text(""),
    ENTER,
    text("the gate"),
    text("by the door"),
    text("by the door; at the bench"),
    text("power at the panel"),
    text(""),
    ENTER,
]
WORK = [f"fabrication shop {ENTER}", ENTER, text("2"), f" {ENTER}", text("")]


def test_a_whole_interview_gives_an_intake_that_passes_the_check(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    gear = [
        f"angle grinders {ENTER}",
        text("3"),
        ENTER,
        text("Makita; Bosch"),
        text("on the bench"),
        f" {ENTER}",
        text(""),
        ENTER,
        text(""),
    ]
    tickets, substances = [ENTER], [ENTER]
    conditions = [
        ENTER,
        YES,
        NO,
        NO,
        text("5"),
        ENTER,
        text("90"),
        text("English"),
        ENTER,
        ENTER,
        ENTER,
        ENTER,
        text(""),
    ]
    controls, ratings, rhythms, contractors = [ENTER], [ENTER], [ENTER], [NO, NO, NO]
    emergency = [
        text("air horn"),
        DOWN + ENTER,
        text("Ann Ames"),
        text("403-555-0100"),
        text("owner"),
        ENTER,
        search("oct"),
    ]
    goal = [DOWN + DOWN + ENTER, text("ACSA"), text("2027-05"), ENTER]
    preferences = [
        ENTER,
        ENTER,
        text("7:30"),
        text("at the bench"),
        text("10"),
        text("the blue binder"),
        text("the board"),
        text(""),
        text("#1f4e79"),
        ENTER,
    ]
    revision = [text("1"), text("2027-01-04"), text("2028-01-04"), text("Ann Ames")]
    done, said = typed(
        file,
        *COMPANY,
        *WORKFORCE,
        *PEOPLE,
        *SITES,
        *WORK,
        *gear,
        *tickets,
        *substances,
        *conditions,
        *controls,
        *ratings,
        *rhythms,
        *contractors,
        *emergency,
        *goal,
        *preferences,
        *revision,
    )
    assert done, said + file.read_text("utf-8")
    result = check_intake(file)
    assert result.problems == (), [str(problem) for problem in result.problems]
    company = result.company
    assert company is not None and company.legal_name == "Small Shop Ltd." and company.workers == 2
    assert company.accounts == (("AB", "8841207"),) and company.address.postal_code == "T4H 1A1"
    assert company.owner.also == ("supervisor",) and company.people[0].name == "Bo Berg"
    assert [work.id for work in company.activities] == ["welding_shop"]
    assert [(item.id, item.count, item.names) for item in company.equipment] == [
        ("angle_grinder", 3, ("Makita", "Bosch"))
    ]
    assert company.emergency.drill_month == "October" and company.goal.audit_due == "2027-05"
    assert company.goal.scheme == "secor" and company.preferences.records_kept == "the blue binder"
    assert "== The sites ==" in said and read_mark(file).goes_on_at is None


def test_stopping_keeps_every_answer_and_the_same_command_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    done, said = typed(file, text("Small Shop Ltd."), text("Small Shop"), STOP)
    assert not done and f"safety-manual interview {file}" in said
    assert yaml.safe_load(file.read_text("utf-8")) == {
        "questionnaire": load_questionnaire().version,
        "company": {"legal_name": "Small Shop Ltd.", "operating_name": "Small Shop"},
    }
    assert read_mark(file).goes_on_at == "company.description"
    typed(file, text("steel repair"), STOP)
    assert yaml.safe_load(file.read_text("utf-8"))["company"]["description"] == "steel repair"
    assert [entry.name for entry in tmp_path.iterdir()] == ["new.yaml"]


def test_stopping_before_the_first_answer_can_be_resumed(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    typed(file, STOP)
    typed(file, text("Later Ltd."), STOP)
    assert yaml.safe_load(file.read_text("utf-8"))["company"] == {"legal_name": "Later Ltd."}


def test_going_back_changes_an_answer(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    typed(file, text("Smal Shop"), text("x"), BACK, BACK, text("Small Shop Ltd."), text("<"), text("Better Ltd."), STOP)
    assert yaml.safe_load(file.read_text("utf-8"))["company"] == {"legal_name": "Better Ltd.", "operating_name": "x"}


def test_going_back_works_in_a_pick_list(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    typed(file, *COMPANY[:5], BACK, text("Didsbury"), search("alb"), STOP)
    assert yaml.safe_load(file.read_text("utf-8"))["company"]["address"] == {
        "street": "1 First Street",
        "city": "Didsbury",
        "province": "AB",
    }


def test_a_wrong_answer_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    typed(file, *COMPANY, search("alberta"), "three" + ENTER, text("4"), STOP)
    assert yaml.safe_load(file.read_text("utf-8"))["workforce"] == [{"jurisdiction": "AB", "workers": 4}]


def test_resuming_in_a_row_that_had_no_answer_yet(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    typed(file, *COMPANY, *WORKFORCE, DOWN + ENTER, STOP)
    assert read_mark(file).goes_on_at == "people.0.name"
    typed(file, text("Bo Berg"), STOP)
    assert yaml.safe_load(file.read_text("utf-8"))["people"] == [{"name": "Bo Berg"}]


def test_a_hand_written_file_is_kept_and_its_wrong_answer_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    mine = GOOD.replace("workers: 3, peak", "workers: three, peak") + "# my own comment\n"
    file.write_text(mine, "utf-8")
    _, said = typed(file, text("a shop"), STOP)
    assert (tmp_path / "mine.before-interview.yaml").read_text("utf-8") == mine
    assert "Asked again" in said and '"three" is not a whole number' in said
    kept = yaml.safe_load(file.read_text("utf-8"))
    assert "workers" not in kept["workforce"][0] and kept["company"]["description"] == "a shop"


def test_a_file_that_is_no_intake_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("- a\n", "utf-8")
    with pytest.raises(IntakeError):
        typed(file, STOP)
    assert file.read_text("utf-8") == "- a\n"


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "wall").write_text("a file, not a folder")
    with pytest.raises(IntakeError, match="cannot be saved"):
        typed(tmp_path / "wall" / "new.yaml", text("X"), STOP)


def test_a_crash_while_saving_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "new.yaml"
    typed(file, text("Old Ltd."), STOP)
    before = file.read_bytes()

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(IntakeError, match="No space left"):
        typed(file, text("half an answer"), STOP)
    assert file.read_bytes() == before and [entry.name for entry in tmp_path.iterdir()] == ["new.yaml"]
