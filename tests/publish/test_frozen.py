"""Frozen copies go in place with the delivery, read-only, all or nothing, and no later delivery looks at them again."""
from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from generator.publish import journal
from generator.publish.deliver import Frozen, deliver
from tests.publish.test_deliver import LOCK, OLD, Killed, contents, failing_at

FIRST = Frozen({"Issued/R1/a.docx": b"one"}, {})
SECOND = Frozen({"Issued/R2/a.docx": b"two", "Issued/R1/SUPERSEDED.txt": b"see R2"}, {"Issued/R1": "Issued/R1 SUPERSEDED"})
BEFORE = {**OLD, "Issued/R1/a.docx": b"one"}
AFTER = {**OLD, "a.docx": b"new a", "Issued/R2/a.docx": b"two", "Issued/R1 SUPERSEDED/a.docx": b"one",
         "Issued/R1 SUPERSEDED/SUPERSEDED.txt": b"see R2"}
NEW = {**OLD, "a.docx": b"new a"}
MOMENTS = range(30)  # the first test holds that this is enough


def test_the_moments_cover_it_and_the_copies_are_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, OLD, LOCK, frozen=FIRST)
    assert contents(tmp_path) == BEFORE
    with monkeypatch.context() as patch:
        calls = failing_at(10_000, Killed, patch)
        deliver(tmp_path, NEW, LOCK, frozen=SECOND)
    assert 10 < calls["n"] <= len(MOMENTS)
    assert contents(tmp_path) == AFTER
    frozen = [path for path in (tmp_path / "Issued").rglob("*") if path.is_file()]
    assert len(frozen) == 3 and all(path.stat().st_mode & 0o777 == 0o444 for path in frozen)
    assert (tmp_path / "a.docx").stat().st_mode & 0o200


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_point_it_is_all_old_or_the_next_run_finishes_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    deliver(tmp_path, OLD, LOCK, frozen=FIRST)
    with monkeypatch.context() as patch:
        failing_at(moment, Killed, patch)
        with contextlib.suppress(Killed):
            deliver(tmp_path, NEW, LOCK, frozen=SECOND)
    begun = (tmp_path / ".program/staging/journal.json").exists()
    journal.recover(tmp_path)
    assert contents(tmp_path) in ((AFTER,) if begun else (BEFORE, AFTER))
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "Issued").rglob("*") if path.is_file()}
    assert modes == {0o444}


def test_later_deliveries_leave_frozen_copies_alone(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK, frozen=FIRST)
    (tmp_path / "Issued/R1/a.docx").chmod(0o644)
    (tmp_path / "Issued/R1/a.docx").write_bytes(b"somebody wrote into it")
    done = deliver(tmp_path, NEW, LOCK)
    assert done.written == ("a.docx",) and not done.retired and not done.kept
    assert contents(tmp_path) == {**NEW, "Issued/R1/a.docx": b"somebody wrote into it"}


def test_a_folder_of_that_name_that_is_there_already_is_not_replaced(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK, frozen=FIRST)
    (tmp_path / "Issued/R1 SUPERSEDED").mkdir()
    (tmp_path / "Issued/R1 SUPERSEDED/mine.txt").write_bytes(b"mine")
    deliver(tmp_path, NEW, LOCK, frozen=SECOND)
    there = contents(tmp_path)
    assert there["Issued/R1 SUPERSEDED/mine.txt"] == b"mine" and there["Issued/R1/a.docx"] == b"one"
    assert there["Issued/R1/SUPERSEDED.txt"] == b"see R2"
