"""How long the three examples take, stage by stage, beside docxtpl plus one LibreOffice batch over the same documents.

Run with `make bench`. Prints a Markdown table; docs/speed.md holds the last figures with the machine they came from.
"""
from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

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
            again = build(intake, Path(work) / "0").seconds
            other = peer(Path(work) / "0")
        cells = [intake.stem, str(len(results[0].plan.composed.documents)), str(results[0].pages),
                 *(f"{value:.2f}" for value in parts.values()),
                 *(f"{clock.spent.get(stage, 0.0):.1f}" for stage in ("Typesetting PDF", "Writing Word")),
                 f"{whole:.1f}", f"{again:.1f}",
                 *((f"{value:.1f}" for value in other) if other else ("-", "-"))]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
