"""Whole re-runs of a made-up company of three sections: random edits in Word, random changes of the program, in any order.

Only the texts are made up: the build, its files, the edits beside the intake and the list of changes are the real ones.
"""
from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from generator.compose.markdown import div
from generator.compose.model import Clause, Document
from generator.program.model import Reason
from generator.publish import draft as draft_module
from generator.publish.build import build
from generator.publish.changes.baseline import NOW, read_state
from generator.publish.edits.align import words
from generator.publish.edits.tree import read_trees, text_of
from generator.publish.outcome import BuildResult
from generator.publish.plan import Plan, plan
from tests.end_to_end.small import answers, write
from tests.publish.edits.random_edits import program_changes
from tests.publish.edits.test_take import CLAUSES, random_edits

MANUAL = "Manual.docx"
STEPS = ("edit", "program", "both", "office")


@cache
def _real(folder: Path) -> Plan:
    return plan(write(answers(), folder / "real.yaml"), date(2026, 11, 22))


@dataclass(repr=False)
class Company:
    """An intake, its output, and what the program writes for it today."""

    place: Path
    texts: dict[str, str] = field(default_factory=lambda: dict(CLAUSES))
    typed: set[str] = field(default_factory=set)  # new words of people that were in the last returned file
    fresh: set[str] = field(default_factory=set)  # new words of the program that no person deleted
    changes: int = 0

    @property
    def intake(self) -> Path:
        return self.place / "company.yaml"

    @property
    def out(self) -> Path:
        return self.place / "out"

    def write(self) -> None:
        write(answers(), self.intake)
        with self.intake.open("a", encoding="utf-8") as file:
            file.write(f"# state {self.changes}\n")

    def plan(self, base: Plan) -> Plan:
        reason = (Reason("choice", "test", "Made up"),)
        clauses = tuple(Clause(id_, "manual", id_, text, reason, number=f"1.{place + 1}")
                        for place, (id_, text) in enumerate(self.texts.items()))
        body = "# Leading {#c1 number=\"1\"}\n\n" + "\n\n".join(div("clause", item.markdown, id_=item.id) for item in clauses)
        manual = Document("manual", "Manual", "manual", body, clauses, reason, filename="Manual", numbered=True)
        start = Clause("start-first", "start_here", "First", "## First {#h-start-first}\n\nSign it.\n", reason)
        page = Document("start_here", "Start Here", "start_here",
                        "# Start Here\n\n" + div("clause", start.markdown, id_=start.id), (start,), reason, filename="Start Here")
        return replace(base, composed=replace(base.composed, documents=(page, manual), events=()))

    def edit(self, chance: random.Random, mark: str) -> None:
        """A person changes the delivered file; deleted words of the program are gone on purpose."""
        file = self.out / MANUAL
        document: Any = WordDocument(str(file))
        before, typed = _word_text(document), set[str]()
        random_edits(chance, mark, typed)(document)
        after = _word_text(document)
        self.typed = {word for word in self.typed | typed if word in after}
        self.fresh -= before - after
        document.save(str(file))

    def change(self, chance: random.Random, mark: str) -> None:
        """The library or an answer changes the program's text."""
        self.changes += 1
        for place, (id_, text) in enumerate(self.texts.items()):
            self.texts[id_], fresh = program_changes(chance, text, 100 * self.changes + place)
            self.fresh |= fresh
        there = {word for text in self.texts.values() for word in words(_plain(text))}
        self.fresh &= there
        self.write()

    def through_libreoffice(self) -> None:
        office = shutil.which("soffice")
        assert office, "LibreOffice is needed"
        subprocess.run([office, f"-env:UserInstallation=file://{self.place}/profile", "--headless", "--convert-to",
                        "docx:MS Word 2007 XML", "--outdir", str(self.place / "office"), str(self.out / MANUAL)],
                       check=True, capture_output=True, timeout=120)
        shutil.copy(self.place / "office" / MANUAL, self.out / MANUAL)

    def printed(self) -> dict[str, str]:
        state = read_state(self.out, NOW)
        assert state
        return dict(state.documents["manual"].clauses)


def _word_text(document: Any) -> set[str]:
    cells = [p for table in document.tables for cell in table._cells for p in cell.paragraphs]
    return {word for paragraph in [*document.paragraphs, *cells] for word in words(paragraph.text)}


def _plain(markdown: str) -> str:
    return text_of(read_trees([markdown])[0])


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return _real(tmp_path_factory.mktemp("real"))


@pytest.fixture
def patched(base: Plan, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[Path, Company]]:
    """Companies by their intake; the program plans those instead of reading answers."""
    known: dict[Path, Company] = {}
    monkeypatch.setattr(draft_module, "plan", lambda intake, *_rest, **_more: known[intake].plan(base))
    yield known


def run(company: Company) -> BuildResult:
    """A build, and what it promises: nobody's word is lost, nor the program's, and a second build has nothing to do."""
    result = build(company.intake, company.out, on=None if (company.out / ".program/lock.json").exists() else date(2026, 11, 22),
                   view="accepted")
    there = {word for text in company.printed().values() for word in words(_plain(text))}
    named = set(words(" ".join(result.not_taken)))
    assert company.typed <= there | named, "a person's word is neither printed nor named"
    listed = _word_text(WordDocument(str(company.out / "Start Here.docx")))
    assert company.fresh <= there | listed, "a change of the program is neither printed nor listed as a conflict"
    assert not build(company.intake, company.out).delivery.written, "a second build writes again"
    company.typed -= named - there
    return result


def _go(place: Path, known: dict[Path, Company], seed: int, steps: list[str]) -> Company:
    company = Company(place)
    place.mkdir(parents=True)
    known[company.intake] = company
    company.write()
    run(company)
    for number, step in enumerate(steps):
        chance, mark = random.Random(seed + number), f"Zq{number}x"
        if step != "program":
            company.edit(chance, mark)
        if step in ("program", "both"):
            company.change(chance, mark)
        if step == "office":
            company.through_libreoffice()
        run(company)
    return company


def _order(place: Path, known: dict[Path, Company], seed: int) -> None:
    """First the edit, then the program's change; both at once; the same words are printed."""
    texts = []
    for name, together in (("one", False), ("both", True)):
        company = Company(place / name)
        company.place.mkdir(parents=True)
        known[company.intake] = company
        company.write()
        run(company)
        company.edit(random.Random(seed), "Zq")
        if not together:
            run(company)
        company.change(random.Random(seed + 1), "Oq")
        run(company)
        texts.append(read_trees(list(company.printed().values())))
    assert texts[0] == texts[1]


_FEW = {"deadline": None, "derandomize": True, "phases": (Phase.explicit, Phase.generate),
        "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@settings(max_examples=2, **_FEW)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(STEPS[:3]), min_size=1, max_size=3))
@example(3, ["edit", "program", "edit"])
@example(20, ["both"])  # both changed the same paragraph
@example(27, ["both"])
def test_whatever_happens_nothing_is_lost_and_a_second_build_is_quiet(
        tmp_path_factory: pytest.TempPathFactory, patched: dict[Path, Company], seed: int, steps: list[str]) -> None:
    _go(tmp_path_factory.mktemp("runs") / "c", patched, seed, steps)


@settings(max_examples=2, **_FEW)
@given(st.integers(0, 10**6))
def test_the_order_of_edit_and_change_does_not_matter(
        tmp_path_factory: pytest.TempPathFactory, patched: dict[Path, Company], seed: int) -> None:
    _order(tmp_path_factory.mktemp("order"), patched, seed)


@pytest.mark.nightly
@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("block", range(50))
def test_a_thousand_cases_of_whole_runs(tmp_path: Path, patched: dict[Path, Company], block: int) -> None:
    """Each case is an edit (one in five saved by LibreOffice) with a change before, with or after it."""
    chance = random.Random(block)
    for seed in range(20 * block, 20 * block + 20):
        if seed % 5 == 4:
            _go(tmp_path / str(seed), patched, seed, ["office", "program"])
        elif seed % 5 == 3:
            _order(tmp_path / str(seed), patched, seed)
        else:
            _go(tmp_path / str(seed), patched, seed, [chance.choice(STEPS[:3]) for _ in range(2)])
        shutil.rmtree(tmp_path / str(seed))
