"""kill -9 at any moment leaves the former output whole; the next run finishes the job."""
from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.end_to_end.conftest import EXAMPLES, run

pytestmark = pytest.mark.xdist_group("test_killed")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and ".program" not in path.parts}


@pytest.fixture(scope="module")
def two_intakes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small company before and after it was renamed: every document differs."""
    base = tmp_path_factory.mktemp("intakes")
    answers = yaml.safe_load(EXAMPLES["prairie_edge_fabrication"].read_text("utf-8"))
    answers["activities"] = [row for row in answers["activities"] if row["id"] == "business_driving"]
    answers["equipment"] = [{key: value for key, value in row.items() if key != "used_for"}
                            for row in answers["equipment"] if row["id"] == "light_vehicle"]
    answers["existing_controls"] = []
    before = base / "before.yaml"
    before.write_text(yaml.safe_dump(answers, allow_unicode=True), "utf-8")
    answers["company"].update(legal_name="Renamed Steel Ltd.", operating_name="Renamed Steel")
    after = base / "after.yaml"
    after.write_text(yaml.safe_dump(answers, allow_unicode=True), "utf-8")
    return before, after


@pytest.mark.parametrize("share", [0.15, 0.5, 0.8, 0.95])
def test_a_killed_build_leaves_the_former_output_whole(two_intakes: tuple[Path, Path], share: float, tmp_path: Path) -> None:
    before, after = two_intakes
    folder = tmp_path / "out"
    started = time.monotonic()
    assert run("build", before, "-o", folder, "--on", "2026-11-22").exit_code == 0
    whole = time.monotonic() - started
    old = contents(folder)
    process = subprocess.Popen([sys.executable, "-c", "from generator.cli import main; main()", "build", str(after), "-o",
                                str(folder), "--on", "2026-11-22"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(whole * share)
    died = process.poll() is None
    process.kill()
    process.wait()
    if died and not (folder / ".program/staging/journal.json").exists():
        assert contents(folder) in (old, _built(after, tmp_path / "new"))
    assert run("build", after, "-o", folder, "--on", "2026-11-22").exit_code == 0
    assert contents(folder) == _built(after, tmp_path / "new")
    assert not (folder / ".program/staging").exists()


def _built(intake: Path, folder: Path) -> dict[str, bytes]:
    assert run("build", intake, "-o", folder, "--on", "2026-11-22").exit_code == 0
    return contents(folder)
