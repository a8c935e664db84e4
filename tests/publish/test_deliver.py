"""Delivery is all or nothing, and never overwrites what a person changed."""
from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from generator.errors import InputError, PublishError
from generator.publish import deliver as module
from generator.publish.deliver import deliver
from generator.publish.lock import Lock, read_lock

LOCK = Lock(program="1", intake="0", in_force="2027-01-04", as_of="2026-11-22")
OLD = {"a.docx": b"old a", "Forms/b.docx": b"old b", "Forms/c.docx": b"old c"}
NEW = {"a.docx": b"new a", "Forms/b.docx": b"old b", "d.docx": b"new d"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and ".program" not in path.parts}


def test_first_delivery_writes_everything_and_the_lock(tmp_path: Path) -> None:
    done = deliver(tmp_path / "out", OLD, LOCK)
    assert contents(tmp_path / "out") == OLD
    assert set(done.written) == set(OLD)
    lock = read_lock(tmp_path / "out")
    assert lock is not None and set(lock.files) == set(OLD)


def test_only_changed_files_are_touched_and_old_ones_retire(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK)
    stamp = (tmp_path / "Forms/b.docx").stat().st_mtime_ns
    done = deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == {**NEW, "Retired/Forms/c.docx": b"old c"}
    assert (tmp_path / "Forms/b.docx").stat().st_mtime_ns == stamp
    assert set(done.written) == {"a.docx", "d.docx"} and done.retired == ("Forms/c.docx",)


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
    done = deliver(tmp_path, NEW, LOCK, keep_copies=True)
    assert done.kept == ("a.docx",)
    assert contents(tmp_path)["Edited copies/a.docx"] == b"mine"
    assert contents(tmp_path)["a.docx"] == b"new a"


def test_a_file_of_somebody_else_in_our_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"theirs")
    with pytest.raises(InputError):
        deliver(tmp_path, OLD, LOCK)
    assert contents(tmp_path) == {"a.docx": b"theirs"}


class Killed(BaseException):
    """Stands for kill -9: nothing may catch it."""


@pytest.mark.parametrize("moment", range(12))
def test_a_build_that_dies_at_any_point_leaves_old_or_new_never_a_mix(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """Every write and every move is a moment to die at; the next run must see all old or finish all new."""
    deliver(tmp_path, OLD, LOCK)
    calls = {"n": 0}

    def dying(real):  # type: ignore[no-untyped-def]
        def call(*args, **kwargs):  # type: ignore[no-untyped-def]
            if calls["n"] == moment:
                raise Killed
            calls["n"] += 1
            return real(*args, **kwargs)
        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dying(os.replace))
        patch.setattr(Path, "write_bytes", dying(Path.write_bytes))
        patch.setattr(module.shutil, "rmtree", dying(module.shutil.rmtree))
        with contextlib.suppress(Killed):
            deliver(tmp_path, NEW, LOCK)
    staged = tmp_path / ".program/staging/journal.json"
    if not staged.exists() and contents(tmp_path) != {**NEW, "Retired/Forms/c.docx": b"old c"}:
        assert contents(tmp_path) == OLD
    done = deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == {**NEW, "Retired/Forms/c.docx": b"old c"}
    assert not (tmp_path / ".program/staging").exists()
    assert done.kept == ()


def test_a_damaged_lock_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    deliver(tmp_path, OLD, LOCK)
    (tmp_path / ".program/lock.json").write_text("{broken", "utf-8")
    with pytest.raises(PublishError, match="Move it away"):
        deliver(tmp_path, NEW, LOCK)
    assert contents(tmp_path) == OLD
