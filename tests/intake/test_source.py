"""What is not an intake at all is refused with a sentence, never with a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import IntakeError
from generator.intake.check import check_intake
from generator.intake.read import read_intake
from generator.intake.source import parse_document


def refusal(text: str) -> tuple[str, int | None]:
    with pytest.raises(IntakeError) as caught:
        parse_document(text, "x.yaml")
    problem = caught.value.problems[-1]
    return problem.message, problem.line


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("", "the file is empty", None),
        ("  \n\n", "the file is empty", None),
        ("# nothing yet\n", "nothing but comments", 1),
        ("- a\n- b\n", "the file holds a list", 1),
        ("just words", "plain text", 1),
        ("company:\n\tlegal_name: X\n", "a tab stands", 2),
        ("company:\n  a: 1\n b: 2\n", "cannot be read here", 3),
        ("a: &x 1\nb: 2\n", "anchors and aliases", 1),
        ("a: 1\nb: *x\n", "anchors and aliases", 2),
        ("a: !!python/object:os.system 1\n", "tags (!)", 1),
        ("a: 1\n---\nb: 2\n", "second document", 2),
        ("a: 1\nb: {{ x }}\n", "put quotes around text", 2),
        ('a: ok\nb: "x\x07y"\n', "control character (U+0007) stands in column 6", 2),
        ("a:\n  " + "[" * 40 + "]" * 40, "levels inside each other", 2),
        ("a: [" + "1," * 1500 + "]", "more than 1000 entries", 1),
    ],
)
def test_text_that_cannot_be_an_intake(text: str, words: str, line: int | None) -> None:
    message, place = refusal(text)
    assert words in message
    assert place == line


def test_a_key_given_twice_names_both_lines(tmp_path: Path) -> None:
    document = parse_document("company:\n  legal_name: A\n  phone: 1\n  legal_name: B\n", "x.yaml")
    (problem,) = document.problems
    assert (problem.path, problem.line) == ("company.legal_name", 4)
    assert "the first is on line 2" in problem.message
    assert document.data["company"]["legal_name"] == "A"


def test_scalars_stay_what_was_typed() -> None:
    data = parse_document("a: ON\nb: 7:30\nc: 0123\nd: no\ne: 2027-05\nf: ~\ng: ''\nh: 'null'\n").data
    assert data == {"a": "ON", "b": "7:30", "c": "0123", "d": "no", "e": "2027-05", "f": None, "g": "", "h": "null"}


def test_each_answer_knows_its_line() -> None:
    document = parse_document("a:\n  - x: 1\n    y: 2\n  - x: 3\n")
    assert document.line_of(("a", 0, "y")) == 3
    assert document.line_of(("a", 1)) == 4
    assert document.line_of(("a", 1, "missing", "deeper")) == 4
    assert document.line_of(("b",)) is None


def test_ten_megabytes_are_refused_by_size(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    file.write_bytes(b"[" * 10_000_000)
    (problem,) = check_intake(file).problems
    assert "10.0 MB" in problem.message and "at most 1 MB" in problem.message


def test_files_that_cannot_hold_answers(tmp_path: Path) -> None:
    assert "this is a folder" in check_intake(tmp_path).problems[0].message
    assert "no such file" in check_intake(tmp_path / "none.yaml").problems[0].message
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"a: 1\nb: \xff\xfe\n")
    assert check_intake(binary).problems[0].line == 2
    assert "UTF-8" in check_intake(binary).problems[0].message
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "not a regular file" in check_intake(pipe).problems[0].message


def test_a_name_that_no_file_can_have_is_a_missing_file() -> None:
    assert check_intake("bad\0name").problems
    assert check_intake("x" * 5000).problems


def test_reading_raises_with_every_problem(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("company: []\nfoo: 1\n")
    with pytest.raises(IntakeError) as caught:
        read_intake(file)
    assert caught.value.exit_code == 2
    assert {problem.path for problem in caught.value.problems} >= {"company", "foo", "workforce", "sites", "activities"}


def test_a_file_with_a_byte_order_mark_and_windows_lines_reads(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xef\xbb\xbfcompany:\r\n  legal_name: A\r\n")
    assert all("cannot be read" not in problem.message for problem in check_intake(file).problems)
