"""kill -9 while a build takes edits over: the words are never nowhere, and the next run ends where it would have ended."""
from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from generator.publish import deliver as deliver_module
from generator.publish import make as make_module
from generator.publish.build import build
from generator.publish.deliver import deliver
from generator.publish.guard import one_build
from tests.end_to_end.small import answers, changed, contents, write
from tests.end_to_end.test_killed import wait_for

pytestmark = pytest.mark.xdist_group("small_built")
MANUAL = "Health and Safety Manual.docx"
FORM = "Forms/F-32 First aid record.docx"
TYPED = {MANUAL: ("That comes before the price", "That always comes before the price"),
         FORM: ("private, and not in the kit", "private, and in the steel cabinet")}


def typed_into(file: Path, old: str, new: str) -> None:
    document = Document(str(file))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs if old in run.text)
    run.text = run.text.replace(old, new)
    document.save(str(file))


def state(place: Path) -> dict[str, bytes]:
    """Documents, edits and lock: all that a run leaves behind, but for the copies of edited files."""
    there = {path: data for path, data in contents(place / "out").items() if not path.startswith("Edited copies/")}
    edits = {path.relative_to(place).as_posix(): path.read_bytes() for path in (place / "edits").rglob("*") if path.is_file()}
    return {**there, **edits, "lock": (place / "out/.program/lock.json").read_bytes()}


class Typed:
    """The small company after somebody typed into two files and an answer changed: before the build that takes it over, after
    it, and what that build delivered, so that the delivery alone can be repeated."""

    def __init__(self, built: Path, folder: Path) -> None:
        self.before, self.after = folder / "before", folder / "after"
        shutil.copytree(built, self.before)
        for name, (old, new) in TYPED.items():
            typed_into(self.before / "out" / name, old, new)
        write(changed(answers(), lambda data: data["people"][0].update(phone="403-555-0199")), self.before / "company.yaml")
        shutil.copytree(self.before, self.after)
        self.plain: tuple[Any, ...] = ()
        self.named: dict[str, Any] = {}

        def kept(folder: Path, *plain: Any, **named: Any) -> Any:
            self.plain, self.named = plain, named
            return deliver(folder, *plain, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(make_module, "deliver", kept)
            started = time.monotonic()
            build(self.after / "company.yaml", self.after / "out")
            self.seconds = time.monotonic() - started
        self.end = state(self.after)
        assert {path for path in self.end if path.startswith("edits/")} == {
            "edits/company/clause-policy.md", "edits/company/form-first_aid_record.md"}

    def words_are_somewhere(self, place: Path) -> bool:
        """In the file as typed, or both in its copy and in the edits (the journal's included)."""
        for name, (_, new) in TYPED.items():
            file, copy = place / "out" / name, place / "out/Edited copies" / name
            mine = (self.before / "out" / name).read_bytes()
            as_typed = file.is_file() and file.read_bytes() == mine
            edits = [*(place / "edits").rglob("*.md"), *(place / "out/.program/staging").glob("beside *")]
            taken = copy.is_file() and copy.read_bytes() == mine and any(new in path.read_text("utf-8") for path in edits)
            if not (as_typed or taken):
                return False
        return True

    def check(self, place: Path) -> None:
        """After the kill, and after the next run."""
        assert self.words_are_somewhere(place)
        build(place / "company.yaml", place / "out")
        assert state(place) == self.end and self.words_are_somewhere(place)
        assert not (place / "out/.program/staging").exists() and not (place / "out/.program/building.json").exists()
        copies = {path.name for path in (place / "out/Edited copies").rglob("*.docx")}
        assert copies == {Path(name).name for name in TYPED}, "each edited file is kept once"


@pytest.fixture(scope="module")
def typed(small_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Typed:
    return Typed(small_built, tmp_path_factory.mktemp("typed"))


def only_deliver(place: str, plain: tuple[Any, ...], named: dict[str, Any], ready: Event) -> None:
    named["beside"] = replace(named["beside"], intake=Path(place) / "company.yaml")
    ready.set()
    with one_build(Path(place) / "out"):
        deliver(Path(place) / "out", *plain, **named)


def whole_build(place: str, plain: tuple[Any, ...], named: dict[str, Any], ready: Event) -> None:
    ready.set()
    build(Path(place) / "company.yaml", Path(place) / "out")


def started(job: Callable[..., None], place: Path, typed: Typed) -> BaseProcess:
    """A process at work in a copy of the folder; forked from a server that has read the program."""
    shutil.copytree(typed.before, place)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    ready = context.Event()
    process = context.Process(target=job, args=(str(place), typed.plain, typed.named, ready))
    process.start()
    assert ready.wait(60)
    return process


def killed_after(process: BaseProcess, seconds: float) -> None:
    time.sleep(seconds)
    process.kill()
    process.join()


def test_twenty_deliveries_with_edits_killed_at_random_moments(typed: Typed, tmp_path: Path) -> None:
    chance, half_way = random.Random(4), 0
    began = time.monotonic()
    process = started(only_deliver, tmp_path / "whole", typed)
    began = time.monotonic()
    process.join()
    lasts = time.monotonic() - began
    assert process.exitcode == 0 and state(tmp_path / "whole") == typed.end
    before = state(typed.before)
    for number in range(20):
        place = tmp_path / str(number)
        process, journal = started(only_deliver, place, typed), place / "out/.program/staging/journal.json"
        if number % 2:  # while files move: else a busy machine has all kills fall before or after it
            wait_for(journal, process)
        killed_after(process, chance.uniform(0, lasts / 20 if number % 2 else lasts))
        begun = journal.exists()
        half_way += begun
        if begun or number == 0:
            typed.check(place)
        else:
            assert typed.words_are_somewhere(place) and state(place) in (before, typed.end)
        shutil.rmtree(place)
    assert half_way, "no kill fell into the moving of files: the test proves too little"


@pytest.mark.nightly
def test_fifty_builds_with_edits_killed_at_random_moments(typed: Typed, tmp_path: Path) -> None:
    chance = random.Random(9)
    for number in range(50):
        place = tmp_path / str(number)
        killed_after(started(whole_build, place, typed), chance.uniform(0, 1.1) * typed.seconds)
        typed.check(place)
        shutil.rmtree(place)


def test_a_kill_after_the_edits_are_in_place_and_before_the_documents_doubles_nothing(
        typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment between both, made certain: edits are there, documents are not yet."""
    from generator.publish import journal

    class Killed(BaseException):
        pass

    place = tmp_path / "between"
    shutil.copytree(typed.before, place)
    real = journal.put_beside

    def then_die(*given: Any) -> None:
        real(*given)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(journal, "put_beside", then_die)
        with pytest.raises(Killed):
            build(place / "company.yaml", place / "out")
    assert len(list((place / "edits").rglob("*.md"))) == 2 and typed.words_are_somewhere(place)
    typed.check(place)
    assert deliver_module.begun(place / "out") is False
