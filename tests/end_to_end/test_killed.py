"""kill -9 at any moment leaves the former output whole; the next run finishes the job."""
from __future__ import annotations

import pickle
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.conftest import run
from tests.end_to_end.small import Answers, answers, changed, contents, write

pytestmark = pytest.mark.xdist_group("test_killed")
COMMAND = "from generator.cli import main; main()"
# The delivery alone, of files that were made before: most of a build is typesetting, and there is nothing to break then.
DELIVERY = """
import pickle, sys
from pathlib import Path
from generator.publish.deliver import deliver
from generator.publish.guard import one_build
folder, files, lock = Path(sys.argv[1]), *pickle.loads(Path(sys.argv[2]).read_bytes())
print("ready", flush=True)
with one_build(folder):
    deliver(folder, files, lock)
"""


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
        self.to_deliver = folder / "delivery.pickle"
        from generator.publish.lock import read_lock
        self.to_deliver.write_bytes(pickle.dumps((self.content["new"], read_lock(self.folder["new"]))))

    def check(self, folder: Path) -> None:
        """After the kill: old or new where nothing is half moved; after the next run: new, and what retired is kept."""
        if not (folder / ".program/staging/journal.json").exists():
            assert contents(folder) in self.content.values()
        assert run("build", self.intake["new"], "-o", folder, "--on", "2026-11-22").exit_code == 0
        assert contents(folder) == self.content["new"]
        assert not (folder / ".program/staging").exists() and not (folder / ".program/building.json").exists()
        for path in self.content["old"].keys() - self.content["new"].keys():
            assert (folder / "Retired" / path).read_bytes() == self.content["old"][path]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    return Two(tmp_path_factory.mktemp("two"))


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            text=True)


def killed_at(process: subprocess.Popen[str], seconds: float) -> None:
    time.sleep(seconds)
    process.kill()
    process.wait()


def test_fifty_deliveries_killed_at_random_moments(two: Two, tmp_path: Path) -> None:
    """Fifty processes delivering real files, each killed at another moment; the run after each one recovers."""
    chance, half_way = random.Random(4), 0
    whole = tmp_path / "whole"
    shutil.copytree(two.folder["old"], whole)
    process, began = start(DELIVERY, whole, two.to_deliver), time.monotonic()
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    began = time.monotonic()
    assert process.wait() == 0
    lasts = time.monotonic() - began
    assert contents(whole) == two.content["new"]
    for number in range(50):
        folder = tmp_path / str(number)
        shutil.copytree(two.folder["old"], folder)
        process = start(DELIVERY, folder, two.to_deliver)
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        killed_at(process, chance.uniform(0, lasts))
        journal = (folder / ".program/staging/journal.json").exists()
        half_way += journal and contents(folder) not in two.content.values()
        if number % 10 and not journal:
            assert contents(folder) in two.content.values()
        else:
            two.check(folder)
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
    killed_at(start(COMMAND, "build", two.intake["new"], "-o", folder, "--on", "2026-11-22"), seconds)
    two.check(folder)
