"""Delivery is all or nothing, and never overwrites what a person changed."""
from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.errors import InputError, PublishError
from generator.publish import journal
from generator.publish.deliver import deliver
from generator.publish.lock import Lock, read_lock

LOCK = Lock(program="1", intake="0", in_force="2027-01-04", as_of="2026-11-22")
OLD = {"a.docx": b"old a", "Forms/b.docx": b"old b", "Forms/c.docx": b"old c"}
NEW = {"a.docx": b"new a", "Forms/b.docx": b"old b", "d.docx": b"new d"}
WHY = {"Forms/c.docx": "the answer equipment.forklift was taken out"}
DONE = {**NEW, "Retired/Forms/c.docx": b"old c"}
STAGING = ".program/staging"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and ".program" not in path.parts and path.name != "Why.txt"}


def test_first_delivery_writes_everything_and_the_lock(tmp_path: Path) -> None:
    done = deliver(tmp_path / "out", OLD, LOCK)
    assert contents(tmp_path / "out") == OLD
    assert set(done.written) == set(OLD)
    lock = read_lock(tmp_path / "out")
    assert lock is not None and set(lock.files) == set(OLD)


def test_only_changed_files_are_touched_and_old_ones_retire_with_the_reason(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK)
    stamp = (tmp_path / "Forms/b.docx").stat().st_mtime_ns
    done = deliver(tmp_path, NEW, LOCK, why=WHY)
    assert contents(tmp_path) == DONE
    assert (tmp_path / "Forms/b.docx").stat().st_mtime_ns == stamp
    assert set(done.written) == {"a.docx", "d.docx"} and done.retired == ("Forms/c.docx",)
    lock = read_lock(tmp_path)
    assert lock is not None and lock.retired == WHY
    assert "Forms/c.docx: the answer equipment.forklift was taken out" in (tmp_path / "Retired/Why.txt").read_text("utf-8")


def test_what_comes_back_is_retired_no_more_and_the_list_of_reasons_only_grows(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK)
    deliver(tmp_path, NEW, LOCK, why=WHY)
    (tmp_path / "Retired/Why.txt").write_text("My own note.\n", "utf-8")
    deliver(tmp_path, OLD, LOCK, why={"d.docx": "the answer x was taken out"})
    lock = read_lock(tmp_path)
    assert lock is not None and lock.retired == {"d.docx": "the answer x was taken out"}
    said = (tmp_path / "Retired/Why.txt").read_text("utf-8")
    assert said.startswith("My own note.\n") and "d.docx: the answer x was taken out" in said


@pytest.mark.parametrize("path", ["a.docx", "Forms/c.docx"])
def test_an_edited_file_stops_the_build_and_stays(tmp_path: Path, path: str) -> None:
    deliver(tmp_path, OLD, LOCK)
    (tmp_path / path).write_bytes(b"mine")
    with pytest.raises(InputError, match="changed since the last build") as caught:
        deliver(tmp_path, NEW, LOCK)
    assert path.split("/")[-1] in str(caught.value)
    assert contents(tmp_path) == {**OLD, path: b"mine"}


def test_keep_copies_moves_the_edited_file_aside(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK)
    (tmp_path / "a.docx").write_bytes(b"mine")
    (tmp_path / "Forms/c.docx").write_bytes(b"mine too")
    done = deliver(tmp_path, NEW, LOCK, keep_copies=True)
    assert done.kept == ("Forms/c.docx", "a.docx")
    assert contents(tmp_path) == {**NEW, "Edited copies/a.docx": b"mine", "Edited copies/Forms/c.docx": b"mine too"}


def test_a_file_of_somebody_else_in_our_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"theirs")
    with pytest.raises(InputError):
        deliver(tmp_path, OLD, LOCK)
    assert contents(tmp_path) == {"a.docx": b"theirs"}


class Killed(BaseException):
    """Stands for kill -9: nothing may catch it."""


def failing_at(moment: int, error: Callable[[], BaseException], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Every write, move and deletion is counted; the one with the number `moment` raises, and so does each one after it."""
    calls = {"n": 0}

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            calls["n"] += 1
            if calls["n"] > moment:
                raise error()
            return real(*args, **kwargs)
        return call

    monkeypatch.setattr(os, "replace", dying(os.replace))
    monkeypatch.setattr(Path, "write_bytes", dying(Path.write_bytes))
    monkeypatch.setattr(Path, "mkdir", dying(Path.mkdir))
    monkeypatch.setattr(Path, "unlink", dying(Path.unlink))
    monkeypatch.setattr(journal.shutil, "rmtree", dying(journal.shutil.rmtree))
    return calls


MOMENTS = range(24)  # test_the_moments_cover_the_whole_delivery holds that this is enough


def test_the_moments_cover_the_whole_delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, OLD, LOCK)
    with monkeypatch.context() as patch:
        calls = failing_at(10_000, Killed, patch)
        deliver(tmp_path, NEW, LOCK)
    assert 10 < calls["n"] <= len(MOMENTS)


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_build_that_dies_at_any_point_leaves_old_or_new_never_a_mix(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int, edited: bool) -> None:
    """The next run must see all old or finish all new; an edited copy is moved aside once, whole."""
    deliver(tmp_path, OLD, LOCK)
    start, end = dict(OLD), dict(DONE)
    if edited:
        (tmp_path / "a.docx").write_bytes(b"mine")
        start["a.docx"], end["Edited copies/a.docx"] = b"mine", b"mine"
    with monkeypatch.context() as patch:
        failing_at(moment, Killed, patch)
        with contextlib.suppress(Killed):
            deliver(tmp_path, NEW, LOCK, keep_copies=edited)
    if not (tmp_path / STAGING / "journal.json").exists():
        assert contents(tmp_path) in (start, end)
    deliver(tmp_path, NEW, LOCK, keep_copies=edited)
    assert contents(tmp_path) == end
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("moment", MOMENTS[:16])
def test_a_disk_that_refuses_at_any_write_loses_nothing_and_the_next_run_recovers(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int, number: int) -> None:
    deliver(tmp_path, OLD, LOCK)
    with monkeypatch.context() as patch:
        failing_at(moment, lambda: OSError(number, os.strerror(number), str(tmp_path / "a.docx")), patch)
        with contextlib.suppress(PublishError):
            deliver(tmp_path, NEW, LOCK)
    there = contents(tmp_path)
    if not (tmp_path / STAGING / "journal.json").exists():
        assert there in (OLD, DONE)
    assert {b"old b", b"old c"} <= set(there.values()), "a file that did not change, or retired, is gone"
    deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == DONE
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize(("number", "words"), [
    (errno.ENOSPC, "disk is full"), (errno.EACCES, "read-only, or open in another"),
    (errno.EROFS, "read-only. Nothing was changed"), (errno.EIO, "Nothing was changed")])
def test_a_refused_write_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    deliver(tmp_path, OLD, LOCK)
    failing_at(1, lambda: OSError(number, os.strerror(number), str(tmp_path / "a.docx")), monkeypatch)
    with pytest.raises(PublishError, match=words):
        deliver(tmp_path, NEW, LOCK)


def test_a_full_disk_is_not_left_fuller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, OLD, LOCK)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(PublishError, match="disk is full"):
        deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == OLD and not (tmp_path / STAGING).exists()


def test_a_delivery_that_stopped_half_way_says_that_the_next_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, OLD, LOCK)
    real = os.replace

    def locked(source: Any, target: Any) -> None:
        if str(target).endswith("d.docx"):
            raise PermissionError(errno.EACCES, "open in Word", str(target))
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", locked)
        with pytest.raises(PublishError, match="the next run puts them in place"):
            deliver(tmp_path, NEW, LOCK)
    (tmp_path / "d.docx").write_bytes(b"typed between the two runs")
    done = deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == {**DONE, "Edited copies/d.docx": b"typed between the two runs"}
    assert done.kept == ("d.docx",)


def test_words_typed_between_a_crash_and_the_next_run_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal is older than the edit: to finish it blindly would put the new file over the person's words."""
    deliver(tmp_path, OLD, LOCK)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "of_file", lambda file: (_ for _ in ()).throw(Killed()))
        with contextlib.suppress(Killed):
            deliver(tmp_path, NEW, LOCK)
    assert (tmp_path / STAGING / "journal.json").exists() and contents(tmp_path) == OLD
    (tmp_path / "a.docx").write_bytes(b"typed after the crash")
    (tmp_path / "Forms/c.docx").write_bytes(b"typed into a form that retires")
    done = deliver(tmp_path, NEW, LOCK)
    assert set(done.kept) == {"a.docx", "Forms/c.docx"}
    assert contents(tmp_path) == {**NEW, "Edited copies/a.docx": b"typed after the crash",
                                  "Edited copies/Forms/c.docx": b"typed into a form that retires"}


@pytest.mark.parametrize("spoil", ["journal", "file"])
def test_what_a_power_cut_left_half_written_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str) -> None:
    deliver(tmp_path, OLD, LOCK)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "of_file", lambda file: (_ for _ in ()).throw(Killed()))
        with contextlib.suppress(Killed):
            deliver(tmp_path, NEW, LOCK)
    (tmp_path / STAGING / ("journal.json" if spoil == "journal" else "0")).write_bytes(b"\0\0\0")
    assert journal.recover(tmp_path) == ()
    assert contents(tmp_path) == OLD and not (tmp_path / STAGING).exists()


def word_owner(name: str) -> bytes:
    """The file that Word keeps beside an open document: the name in one-byte letters, then in UTF-16."""
    narrow, wide = name.encode("cp1252"), name.encode("utf-16-le")
    return (bytes([len(name)]) + narrow.ljust(53) + bytes([len(name), 0]) + wide).ljust(162, b"\0")


@pytest.mark.parametrize(("owner", "data", "who"), [
    ("~$nual of safety.docx", word_owner("Lee Tran"), "Lee Tran has it open"),
    ("~$anual of safety.docx", word_owner("Zoë Müller"), "Zoë Müller has it open"),
    ("~$Manual of safety.docx", b"", "is open"),
    (".~lock.Manual of safety.docx#", b"Sam Okafor,sam,laptop,22.11.2026 05:21,file:///x;", "Sam Okafor has it open"),
])
def test_a_file_open_in_word_stops_the_build_before_anything_is_written(
        tmp_path: Path, owner: str, data: bytes, who: str) -> None:
    old = {"Manual of safety.docx": b"old", "b.docx": b"old b"}
    deliver(tmp_path, old, LOCK)
    (tmp_path / owner).write_bytes(data)
    with pytest.raises(InputError, match="Close them and build again") as caught:
        deliver(tmp_path, {"Manual of safety.docx": b"new", "b.docx": b"new b"}, LOCK)
    assert who in str(caught.value) and f"delete “{owner}”" in str(caught.value)
    assert contents(tmp_path) == {**old, owner: data} and not (tmp_path / STAGING).exists()
    (tmp_path / owner).unlink()
    deliver(tmp_path, {"Manual of safety.docx": b"new", "b.docx": b"new b"}, LOCK)
    assert (tmp_path / "Manual of safety.docx").read_bytes() == b"new"


def test_an_open_file_that_would_not_be_written_is_no_obstacle(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK)
    (tmp_path / "Forms/~$b.docx").write_bytes(word_owner("Lee Tran"))
    assert "a.docx" in deliver(tmp_path, NEW, LOCK).written


def test_a_file_that_another_program_holds_stops_the_build_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, OLD, LOCK)
    real = Path.open

    def refused(self: Path, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if "+" in mode and self.name == "a.docx":
            raise PermissionError(errno.EACCES, "held", str(self))
        return real(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InputError, match=r"a\.docx: cannot be written"):
        deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == OLD


def test_a_disk_without_room_is_seen_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(tmp_path, OLD, LOCK)
    monkeypatch.setattr("generator.publish.obstacles._SPARE", 10 ** 18)
    with pytest.raises(PublishError, match=r"disk is full.*Nothing was changed"):
        deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == OLD and not (tmp_path / STAGING).exists()
