"""Deliveries that carry edits: whatever dies, is full, locked or damaged, a person's words stay and the next run recovers."""
from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import PublishError
from generator.publish import beside as beside_module
from generator.publish import journal
from generator.publish.beside import Beside
from generator.publish.deliver import Delivery, deliver
from generator.publish.fingerprint import digest, edit_hashes
from tests.publish.test_deliver import DONE, LOCK, NEW, OLD, STAGING, WHY, Killed, failing_at
from tests.publish.test_deliver import contents as delivered

pytestmark = pytest.mark.xdist_group("small_built")
TAKEN = {"a.docx": digest(b"mine")}
AFTER = {**DONE, "Edited copies/a.docx": b"mine"}
KNOWN = {"gone.md": b"an edit whose text is the program's again", "same.md": b"stays", "more.md": b"first words"}
FRESH = {"gone.md": None, "new.md": b"mine, as Markdown", "more.md": b"more words"}
EDITS = {"same.md": b"stays", "new.md": b"mine, as Markdown", "more.md": b"more words"}


class Place:
    """A delivered folder with an edited file in it, and edits beside its intake, one to come, one to change, one to go."""

    def __init__(self, folder: Path) -> None:
        self.out, self.intake, self.edits = folder / "out", folder / "company.yaml", folder / "edits/company"
        self.intake.write_text("answers", "utf-8")
        self.edits.mkdir(parents=True)
        for name, data in KNOWN.items():
            (self.edits / name).write_bytes(data)
        deliver(self.out, OLD, LOCK)
        (self.out / "a.docx").write_bytes(b"mine")
        self.was = edit_hashes(self.intake)

    def deliver(self) -> Delivery:
        """As a build does: first it finishes what a killed one left; then what came back and was read may move aside."""
        with contextlib.suppress(OSError):
            journal.recover(self.out)
        there = (self.out / "a.docx").is_file() and digest((self.out / "a.docx").read_bytes()) == TAKEN["a.docx"]
        return deliver(self.out, NEW, LOCK, why=WHY, taken=TAKEN if there else {},
                       beside=Beside(self.intake, FRESH if there else {}, self.was if there else edit_hashes(self.intake)))

    def kept(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.edits.iterdir()}


@pytest.fixture
def edited(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_edits_go_in_place_with_the_documents(edited: Place) -> None:
    done = edited.deliver()
    assert done.kept == ("a.docx",) and delivered(edited.out) == AFTER and edited.kept() == EDITS


MOMENTS = range(36)  # test_the_moments_cover_the_edits_too holds that this is enough


def test_the_moments_cover_the_edits_too(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        calls = failing_at(10_000, Killed, patch)
        edited.deliver()
    assert 24 < calls["n"] <= len(MOMENTS)


@pytest.mark.parametrize("failure", [Killed, lambda: OSError(errno.ENOSPC, "No space left", "x")], ids=["killed", "full"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_edits_and_documents_are_old_together_or_new_together(
        edited: Place, monkeypatch: pytest.MonkeyPatch, moment: int, failure: Callable[[], BaseException]) -> None:
    """At no moment are the person's words nowhere: they are in their file, in Edited copies, or in the edits and the journal."""
    with monkeypatch.context() as patch:
        failing_at(moment, failure, patch)
        with contextlib.suppress(Killed, PublishError):
            edited.deliver()
    words = [*delivered(edited.out).values()]
    assert b"mine" in words
    if not (edited.out / STAGING / "journal.json").exists():
        before, after = {**OLD, "a.docx": b"mine"}, AFTER
        assert (delivered(edited.out), edited.kept()) in ((before, KNOWN), (after, EDITS))
    edited.deliver()
    assert delivered(edited.out) == AFTER and edited.kept() == EDITS and not (edited.out / STAGING).exists()


def half_way(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build dies when everything is prepared and nothing moved yet."""
    with monkeypatch.context() as patch:
        patch.setattr(journal, "put_beside", lambda *_: (_ for _ in ()).throw(Killed()))
        with contextlib.suppress(Killed):
            edited.deliver()
    assert journal.begun(edited.out)


def test_an_edit_changed_by_hand_between_a_crash_and_the_next_run_is_kept(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    half_way(edited, monkeypatch)
    (edited.edits / "more.md").write_bytes(b"typed into the edit itself")
    (edited.edits / "gone.md").write_bytes(b"typed into the one that goes")
    journal.recover(edited.out)
    assert edited.kept() == {**EDITS, "more (2).txt": b"typed into the edit itself", "gone.md": b"typed into the one that goes"}


def test_an_intake_moved_between_a_crash_and_the_next_run_gets_the_edits(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    half_way(edited, monkeypatch)
    moved = edited.intake.parent / "elsewhere/answers.yaml"
    moved.parent.mkdir()
    edited.intake.rename(moved)
    journal.recover(edited.out, moved)
    assert (moved.parent / "edits/answers/new.md").read_bytes() == b"mine, as Markdown"


def test_a_spoiled_part_of_the_journal_drops_all_of_it(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    half_way(edited, monkeypatch)
    next((edited.out / STAGING).glob("beside *")).write_bytes(b"\0")
    assert journal.recover(edited.out) == () and edited.kept() == KNOWN
    edited.deliver()
    assert delivered(edited.out) == AFTER and edited.kept() == EDITS


def test_an_edits_folder_that_cannot_be_written_stops_the_build_first(edited: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(beside_module.os, "access", lambda path, mode: Path(path) != edited.edits and real(path, mode))
    with pytest.raises(PublishError, match=r"edits/company cannot be written\. Nothing was changed"):
        edited.deliver()
    assert delivered(edited.out) == {**OLD, "a.docx": b"mine"} and edited.kept() == KNOWN
    shutil.rmtree(edited.edits)
    edited.edits.write_bytes(b"a file of that name")
    with pytest.raises(PublishError, match=r"edits/company cannot be written"):
        edited.deliver()
    assert not (edited.out / STAGING).exists()
