"""How long the three examples take, stage by stage, beside docxtpl plus one LibreOffice batch over the same documents; and
how long the command takes when it is run again.

Run with `make bench`. Prints two Markdown tables; docs/speed.md holds the last figures with the machine they came from.
`python benchmarks/build.py 3 again` prints only the second.
"""
from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from docxtpl import DocxTemplate

from generator.compose.compose import compose
from generator.compose.library import shipped_library
from generator.intake.check import check_intake
from generator.knowledge.base import gather
from generator.program.decide import decide
from generator.publish.build import build
from generator.publish.lint import example_intakes

ON = date(2026, 11, 22)
T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def stages(intake: Path) -> dict[str, float]:
    """Seconds of the stages before typesetting, each run once in this process."""
    check, result = timed(lambda: check_intake(intake))
    company = result.company
    assert company is not None
    gathering, knowledge = timed(lambda: gather(company.jurisdictions, ON))
    deciding, program = timed(lambda: decide(company, knowledge, ON))
    composing, _ = timed(lambda: compose(program, knowledge, shipped_library()))
    return {"check": check, "gather": gathering, "decide": deciding, "compose": composing}


class Clock:
    """Seconds spent in each of the typesetter's stages, as the build reports them."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._stage, self._since = "", time.perf_counter()

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.perf_counter()
        self.spent[self._stage] = self.spent.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = what, now


def peer(folder: Path) -> tuple[float, float] | None:
    """Seconds for docxtpl to pass over every Word file, and for one soffice batch to make their PDFs; None without soffice."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return None
    with tempfile.TemporaryDirectory() as work:
        files = sorted(folder.rglob("*.docx"))

        def fill() -> None:
            for number, file in enumerate(files):
                template = DocxTemplate(file)
                template.render({})
                template.save(Path(work) / f"{number}.docx")

        filling, _ = timed(fill)
        batch = [soffice, "--headless", f"-env:UserInstallation=file://{work}/profile", "--convert-to", "pdf",
                 "--outdir", work, *(str(Path(work) / f"{number}.docx") for number in range(len(files)))]
        converting, _ = timed(lambda: subprocess.run(batch, check=True, capture_output=True))
    return filling, converting


COMMAND = [sys.executable, "-c", "from generator.cli import main; main()", "build"]
# One answer each: a number that two books print, a machine that comes with its sheets, a word for one form.
ANSWERS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a phone number": lambda data: data["people"][0].update(phone="403-555-0199"),
    "a machine more": lambda data: data["equipment"].append({"id": "snow_blower", "count": 1, "use": "seasonal"}),
    "the muster point": lambda data: data["sites"][0].update(muster_point="the flag pole"),
}


def process(intake: Path, folder: Path) -> tuple[float, float]:
    """Seconds of one run of the command, start to end: on the clock, and of both cores together."""
    before = os.times()
    elapsed, _ = timed(lambda: subprocess.run([*COMMAND, str(intake), "-o", str(folder)], check=True, capture_output=True))
    after = os.times()
    return elapsed, after.children_user + after.children_system - before.children_user - before.children_system


def median(measured: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(row[0] for row in measured), statistics.median(row[1] for row in measured)


def again(intake: Path, runs: int) -> dict[str, tuple[float, float]]:
    """Medians of a full build, a run in which nothing changed, and a run after each of ANSWERS."""
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        answers = work / "company.yaml"
        original = intake.read_text("utf-8")
        for run in range(runs):
            folder = work / str(run)
            answers.write_text(original, "utf-8")
            found.setdefault("full build", []).append(process(answers, folder))
            found.setdefault("nothing changed", []).append(process(answers, folder))
            for what, change in ANSWERS.items():
                data = yaml.safe_load(original)
                change(data)
                answers.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
                other = work / f"{run} {what}"
                shutil.copytree(folder, other)
                found.setdefault(what, []).append(process(answers, other))
    return {what: median(measured) for what, measured in found.items()}


def main_again(runs: int) -> None:
    print("| example | run | seconds | ratio to a full build | seconds of both cores | ratio |")
    print("|---|---|---|---|---|---|")
    for intake in example_intakes():
        measured = again(intake, runs)
        whole = measured["full build"]
        for what, (clock, cores) in measured.items():
            print(f"| {intake.stem} | {what} | {clock:.2f} | 1/{whole[0] / clock:.1f} | {cores:.2f} | 1/{whole[1] / cores:.1f} |",
                  flush=True)


def main(runs: int = 3) -> None:
    print("| example | documents | pages | check | gather | decide | compose | typeset PDF | write Word | whole build | "
          "nothing changed | docxtpl | LibreOffice batch |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    for intake in example_intakes():
        with tempfile.TemporaryDirectory() as work:
            parts = stages(intake)
            results = [build(intake, Path(work) / str(run), on=ON) for run in range(runs)]
            whole = statistics.median(result.seconds for result in results)
            clock = Clock()
            build(intake, Path(work) / "clocked", on=ON, progress=clock)
            other = peer(Path(work) / "0")
        cells = [intake.stem, str(results[0].documents), str(results[0].pages),
                 *(f"{value:.2f}" for value in parts.values()),
                 *(f"{clock.spent.get(stage, 0.0):.1f}" for stage in ("Typesetting PDF", "Writing Word")),
                 f"{whole:.1f}",
                 *((f"{value:.1f}" for value in other) if other else ("-", "-"))]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    if sys.argv[2:] != ["again"]:
        main(RUNS)
        print()
    main_again(RUNS)
