"""One build at a time in a folder; what a dead build left behind is never in the way of the next one."""
from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.errors import PublishError
from generator.publish.guard import NOTE, one_build

HOLD = ("import sys, time; from pathlib import Path; from generator.publish.guard import one_build\n"
        "with one_build(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)")


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def test_a_second_build_is_told_who_is_at_work(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    process = holder(tmp_path)
    try:
        with pytest.raises(PublishError, match=rf"Another build is writing .*process {process.pid} on .*Wait until"), \
                one_build(tmp_path):
            pass
    finally:
        process.kill()
        process.wait()
    assert (tmp_path / ".program" / NOTE).exists(), "a killed build cannot take its note away"
    with one_build(tmp_path):  # the system's lock fell with the process
        assert json.loads((tmp_path / ".program" / NOTE).read_bytes())["process"] != process.pid
    assert not (tmp_path / ".program").joinpath(NOTE).exists()


def test_a_folder_that_was_made_for_nothing_goes_again(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), one_build(tmp_path / "new/company"):
        raise ZeroDivisionError
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("age", "busy"), [
    (timedelta(minutes=1), True), (timedelta(hours=1), False), (-timedelta(days=400), False)],
    ids=["just now", "an hour ago", "in the future"])
def test_the_note_of_another_computer_counts_while_it_is_fresh(tmp_path: Path, age: timedelta, busy: bool) -> None:
    """A folder that is synchronised: the note comes along, the lock does not. A clock that was moved back blocks nobody."""
    note = tmp_path / ".program" / NOTE
    note.parent.mkdir()
    says = json.dumps({"process": 7, "computer": "the office laptop", "since": (datetime.now(UTC) - age).isoformat()})
    note.write_text(says, "utf-8")
    if busy:
        with pytest.raises(PublishError, match=r"process 7 on the office laptop.*delete .*building\.json"), one_build(tmp_path):
            pass
        assert note.read_text("utf-8") == says
    else:
        with one_build(tmp_path):
            assert json.loads(note.read_bytes())["computer"] != "the office laptop"


@pytest.mark.parametrize("junk", [b"", b"\0\xff", b"[]", b"7", b'{"computer": "x"}', b'{"computer": "x", "since": 3}',
                                  b'{"computer": "x", "since": "2026-01-01"}'])
def test_a_spoiled_note_blocks_nobody(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / ".program").mkdir()
    (tmp_path / ".program" / NOTE).write_bytes(junk)
    with one_build(tmp_path):
        pass
