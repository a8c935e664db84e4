"""A lock that a hand or a merge damaged is never "nothing was built": what it still tells is used, the rest compared."""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import InputError, PublishError
from generator.publish.deliver import deliver
from generator.publish.fingerprint import digest
from generator.publish.lock import Lock, read_lock

LOCK = Lock(program="1", intake="0", in_force="2027-01-04", as_of="2026-11-22")
OLD = {"a.docx": b"old a", "Forms/b “x”.docx": b"old b"}
NEW = {"a.docx": b"new a", "Forms/b “x”.docx": b"new b"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    deliver(tmp_path, OLD, LOCK)
    return tmp_path


def file_of(folder: Path) -> Path:
    return folder / ".program/lock.json"


def test_a_lock_comes_back_as_it_was_written(folder: Path) -> None:
    assert read_lock(folder) == replace(LOCK, files={path: digest(data) for path, data in OLD.items()})
    assert read_lock(folder / "elsewhere") is None


def merged(text: str) -> str:
    """The lock as a merge of two computers' builds leaves it."""
    line = next(line for line in text.splitlines() if "a.docx" in line)
    other = line.replace(digest(b"old a"), digest(b"a of the other computer"))
    return text.replace(line, f"<<<<<<< ours\n{other}\n=======\n{line}\n>>>>>>> theirs")


READABLE = [
    ("cut off", lambda text: text[:text.index("retired")], "breaks off"),
    ("merge conflict", merged, "two versions were mixed"),
    ("a comma too much", lambda text: text.replace('"program": "1"', '"program": "1",'), "changed by hand at line"),
    ("a key too much", lambda text: text.replace('"program": "1"', '"program": "1", "extra": 1'), "extra"),
    ("a key too few", lambda text: text.replace(' "as_of": "2026-11-22",\n', ""), "as_of"),
    ("a list for a map", lambda text: text.replace('"documents": {}', '"documents": []'), "documents is not a map"),
    ("a record of another shape", lambda text: text.replace('"documents": {}', '"documents": {"manual": {"title": 1}}'), "shape"),
    ("an impossible date", lambda text: text.replace("2026-11-22", "2026-13-45"), "month"),
    ("nul bytes", lambda text: text + "\0\0", "not text"),
]


@pytest.mark.parametrize(("spoil", "words"), [row[1:] for row in READABLE], ids=[row[0] for row in READABLE])
def test_what_a_damaged_lock_still_tells_is_used(folder: Path, spoil, words: str) -> None:  # type: ignore[no-untyped-def]
    file_of(folder).write_text(spoil(file_of(folder).read_text("utf-8")), "utf-8")
    broken = file_of(folder).read_bytes()
    lock = read_lock(folder)
    assert lock is not None and lock.damage is not None and words in lock.damage
    assert lock.files == {path: digest(data) for path, data in OLD.items()} and lock.in_force == "2027-01-04"
    deliver(folder, NEW, LOCK)  # our own files are known by their hashes, so nothing is in the way
    assert (folder / "a.docx").read_bytes() == b"new a"
    mended = read_lock(folder)
    assert mended is not None and mended.damage is None
    assert (folder / ".program/lock (damaged).json").read_bytes() == broken


BEYOND = [b"", b"   \n", b"\xff\xfe\x00\x01binary", b"[]", b"null", b'"text"', b'{"version": 2, "files": 3}', b'{"version": "x"}',
          b"<<<<<<< ours\n=======\n>>>>>>> theirs\n"]


@pytest.mark.parametrize("data", BEYOND)
def test_without_any_hash_a_file_that_differs_counts_as_edited(folder: Path, data: bytes) -> None:
    file_of(folder).write_bytes(data)
    lock = read_lock(folder)
    assert lock is not None and lock.damage and not lock.files
    with pytest.raises(InputError, match=r"is damaged.*Nothing was written") as caught:
        deliver(folder, {**NEW, "a.docx": b"old a"}, LOCK)
    assert "b “x”.docx" in str(caught.value) and "a.docx: differs" not in str(caught.value)
    assert (folder / "Forms/b “x”.docx").read_bytes() == b"old b" and file_of(folder).read_bytes() == data
    done = deliver(folder, NEW, LOCK, keep_copies=True)
    assert set(done.kept) == set(OLD)
    assert (folder / "Edited copies/a.docx").read_bytes() == b"old a"


def test_a_damaged_lock_does_not_hide_an_edit(folder: Path) -> None:
    (folder / "a.docx").write_bytes(b"mine")
    file_of(folder).write_text(merged(file_of(folder).read_text("utf-8")), "utf-8")
    with pytest.raises(InputError, match="is damaged"):
        deliver(folder, NEW, LOCK)
    assert (folder / "a.docx").read_bytes() == b"mine"


@pytest.mark.parametrize("path", ["../outside.docx", "/etc/outside.docx"])
def test_a_lock_never_reaches_outside_its_folder(folder: Path, path: str) -> None:
    data = json.loads(file_of(folder).read_bytes())
    data["files"][path] = digest(b"x")
    file_of(folder).write_text(json.dumps(data, indent=1), "utf-8")
    lock = read_lock(folder)
    assert lock is not None and lock.damage and path not in lock.files


def test_a_lock_of_a_newer_program_is_left_alone(folder: Path) -> None:
    data = json.loads(file_of(folder).read_bytes()) | {"version": 99}
    file_of(folder).write_text(json.dumps(data), "utf-8")
    with pytest.raises(PublishError, match="newer version"):
        deliver(folder, NEW, LOCK)
    assert (folder / "a.docx").read_bytes() == b"old a"


def test_a_lock_of_the_first_version_still_protects_edits(folder: Path) -> None:
    data = json.loads(file_of(folder).read_bytes())
    first = {key: data[key] for key in ("program", "intake", "in_force", "as_of", "files")} | {
        "version": 1, "documents": {"a": {"title": "A", "files": ["a.docx", "a.pdf"]}}}
    file_of(folder).write_text(json.dumps(first), "utf-8")
    lock = read_lock(folder)
    assert lock is not None and lock.damage is None and lock.files == data["files"]
    (folder / "a.docx").write_bytes(b"mine")
    with pytest.raises(InputError, match="changed since the last build"):
        deliver(folder, NEW, LOCK)
