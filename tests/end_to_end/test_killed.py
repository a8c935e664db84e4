"""kill -9 at any moment leaves the former output whole; the next run finishes the job."""
from __future__ import annotations

import multiprocessing
import random
import shutil
import subprocess
import sys
import time
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from generator.publish.deliver import deliver
from generator.publish.guard import one_build
from generator.publish.journal import recover
from generator.publish.lock import read_lock
from tests.end_to_end.conftest import run
from tests.end_to_end.small import Answers, answers, changed, contents, write

pytestmark = pytest.mark.xdist_group("test_killed")
COMMAND = "from generator.cli import main; main()"


class Two:
    """A company before and after a change under which every document differs, one comes and some go, both built."""

    def __init__(self, folder: Path) -> None:
        def change(data: Answers) -> None:
            data["company"].update(legal_name="Renamed Steel Ltd.", operating_name="Renamed Steel")
            data["equipment"][0] = {"id": "forklift", "count": 1, "use": "daily"}

        self.intake = {"old": write(answers(), folder / "old.yaml"),
                       "new": write(changed(answers(), change), folder / "new.yaml")}
        self.folder = {name: folder / name for name in self.intake}
        self.seconds = 0.0
        for name, intake in self.intake.items():
            started = time.monotonic()
            assert run("build", intake, "-o", self.folder[name], "--on", "2026-11-22").exit_code == 0
            self.seconds = time.monotonic() - started
        self.content = {name: contents(place) for name, place in self.folder.items()}
        self.lock = read_lock(self.folder["new"])

    def check(self, folder: Path) -> None:
        """After the kill: old or new where nothing is half moved; after the next run: new, and what retired is kept."""
        if not (folder / ".program/staging/journal.json").exists():
            assert contents(folder) in self.content.values()
        assert run("build", self.intake["new"], "-o", folder, "--on", "2026-11-22").exit_code == 0
        assert contents(folder) == self.content["new"]
        assert not (folder / ".program/staging").exists() and not (folder / ".program/building.json").exists()
        for path in self.content["old"].keys() - self.content["new"].keys():
            assert (folder / "Retired" / path).read_bytes() == self.content["old"][path]


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    return Two(tmp_path_factory.mktemp("two"))


def delivery(folder: str, two: Two, ready: Event) -> None:
    """The delivery alone, of files that were made before: most of a build is typesetting, and there is nothing to break then."""
    assert two.lock is not None
    ready.set()
    with one_build(Path(folder)):
        deliver(Path(folder), two.content["new"], two.lock)


def started(folder: Path, two: Two) -> BaseProcess:
    """A process that delivers into the folder, at work from now on; forked from a server that has read the program."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    ready = context.Event()
    process = context.Process(target=delivery, args=(str(folder), two, ready))
    process.start()
    assert ready.wait(60)
    return process


def wait_for(file: Path, process: BaseProcess) -> None:
    """Until the file is there, or the process is done."""
    while process.is_alive() and not file.exists():
        time.sleep(0.0005)


def test_fifty_deliveries_killed_at_random_moments(two: Two, tmp_path: Path) -> None:
    """Fifty processes delivering real files, each killed at another moment; the run after each one recovers."""
    chance, half_way = random.Random(4), 0
    whole = tmp_path / "whole"
    shutil.copytree(two.folder["old"], whole)
    process, began = started(whole, two), time.monotonic()
    process.join()
    lasts = time.monotonic() - began
    assert process.exitcode == 0
    assert contents(whole) == two.content["new"]
    for number in range(50):
        folder = tmp_path / str(number)
        shutil.copytree(two.folder["old"], folder)
        process = started(folder, two)
        if number % 2:  # while files move: else a busy machine has all kills fall before or after it
            wait_for(folder / ".program/staging/journal.json", process)
        time.sleep(chance.uniform(0, lasts / 20 if number % 2 else lasts))
        process.kill()
        process.join()
        journal = (folder / ".program/staging/journal.json").exists()
        half_way += journal and contents(folder) not in two.content.values()
        if number % 10 == 0 or (journal and number % 6 == 1):
            two.check(folder)
        elif journal:  # what the next run begins with
            recover(folder)
            assert contents(folder) == two.content["new"] and not (folder / ".program/staging").exists()
        else:
            assert contents(folder) in two.content.values()
        shutil.rmtree(folder)
    assert half_way, "no kill fell into the moving of files: the test proves too little"


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_killed_build_leaves_the_former_output_whole(two: Two, share: float, tmp_path: Path) -> None:
    killed_build(two, share * two.seconds, tmp_path / "out")


@pytest.mark.nightly
def test_fifty_builds_killed_at_random_moments(two: Two, tmp_path: Path) -> None:
    chance = random.Random(9)
    for number in range(50):
        killed_build(two, chance.uniform(0, 1.1) * two.seconds, tmp_path / str(number))
        shutil.rmtree(tmp_path / str(number))


def killed_build(two: Two, seconds: float, folder: Path) -> None:
    shutil.copytree(two.folder["old"], folder)
    process = subprocess.Popen([sys.executable, "-c", COMMAND, "build", two.intake["new"], "-o", folder, "--on", "2026-11-22"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.kill()
    process.wait()
    two.check(folder)
