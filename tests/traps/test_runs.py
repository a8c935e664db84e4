"""Traps of other tools from run to run: changes not seen, promises of a preview, counters, converters, names for ever."""
from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from generator.compose.model import Clause, Document
from generator.intake.company import ActivityAnswer, EquipmentAnswer, ExistingControl
from generator.program.rating import score, with_added
from generator.publish import fingerprint
from generator.publish.causes import causes
from generator.publish.compare import differences
from generator.publish.lock import read_lock
from generator.publish.plan import plan
from generator.publish.printed import stale
from generator.publish.typeset import house
from generator.render import render
from tests.end_to_end.conftest import run
from tests.end_to_end.small import answers, contents, write
from tests.program.test_assess import CATALOGUE, company, decided, rows
from tests.publish.test_causes import OLD, rebuilt
from tests.render import samples

pytestmark = pytest.mark.xdist_group("small_built")
ON = date(2026, 11, 22)
PAGE = Document("one", "One", "practice", ":::::: {#a .clause}\nLook first.\n::::::\n", 
                (Clause("a", "one", "A", "Look first.", ()),), ())
SHARED = {"company name": "1"}


def test_h02_what_a_preview_leaves_out_a_build_leaves_alone(small_built: Path, tmp_path: Path) -> None:
    """A preview promised "not touched", and the run touched: documents that ours does not name stay as they are, to the byte."""
    intake, out = tmp_path / "company.yaml", tmp_path / "out"
    shutil.copytree(small_built / "out", out)
    intake.write_bytes((small_built / "company.yaml").read_bytes())
    before, answered = contents(out), intake.read_bytes()
    setting = "conditions.night_work=yes"
    said = run("plan", intake, "--set", setting, "--on", "2026-11-22", "--no-pages")
    assert said.exit_code == 0 and contents(out) == before and intake.read_bytes() == answered, "a preview writes nothing"
    old, new = plan(intake, ON), plan(intake, ON, settings=(setting,))
    found = differences(old, new)
    named = {item.after.id for item in found.rewritten} | {item.id for item in (*found.documents.added, *found.documents.removed)}
    lock, letterhead = read_lock(out), house(new.program.company, new.program, intake)
    assert lock is not None and named
    shared = fingerprint.letterhead(letterhead)
    touched = {item.id for item in new.composed.documents if stale(
        out, lock, item.id, fingerprint.of_document(item, shared), lock.documents.get(item.id, {"files": []})["files"])}
    assert touched <= named


@pytest.mark.parametrize("name", [slot.name for slot in fields(Document) if slot.name in fingerprint._READ])
def test_h05_text_only_updates_count_as_changes(name: str) -> None:
    """An update that changed only words was taken for none: one letter of a text or a title, and the document is made anew."""
    there: Any = getattr(PAGE, name)
    other: Any = not there if isinstance(there, bool) else f"{there or ''}x" if isinstance(there, str | None) else {"x": "y"}
    assert fingerprint.of_document(replace(PAGE, **{name: other}), SHARED) != fingerprint.of_document(PAGE, SHARED)


def test_h05_a_word_of_the_library_is_a_change_of_what_the_build_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same from the other end: no build skips its work when a template or a data file of the program reads otherwise."""
    def inputs() -> str:
        return fingerprint.of_inputs(b"answers", None, ON, ON)
    before, files = inputs(), dict(fingerprint.package())
    template = next(path for path in files if path.startswith("templates/") and path.endswith(".md"))
    monkeypatch.setattr(fingerprint, "package", lambda: {**files, template: "another text"})
    assert inputs() != before


RENDER = """
import hashlib, sys
from generator.render import render
from tests.render import samples
for _ in range(2):
    page, = render([samples.PLAN], samples.HOUSE)
    print(*(hashlib.sha256(part).hexdigest() for part in (page.docx, page.pdf)))
"""


def test_h07_two_runs_of_one_process_and_one_of_another_are_the_same() -> None:
    """A counter of the process made the second report differ from the first: ours are the same, also after other documents."""
    render([samples.LOG], samples.HOUSE)
    page, = render([samples.PLAN], samples.HOUSE)
    mine = " ".join(sha256(part).hexdigest() for part in (page.docx, page.pdf))
    other = subprocess.run([sys.executable, "-c", RENDER], capture_output=True, text=True, check=True).stdout.split("\n")
    assert other[0] == other[1] == mine


def test_h08_a_company_may_take_another_name_on_any_day(tmp_path: Path) -> None:
    """The name that was typed first stood for ever: another one is an answer like any, and no document keeps the old one."""
    old = write(answers(), tmp_path / "company.yaml")
    new = plan(old, ON, settings=("company.legal_name=Neu & Söhne Ltd.", "company.operating_name=Neu"))
    texts = "\n".join(item.markdown + str(item.context) for item in new.composed.documents)
    assert "Prairie Edge" in "\n".join(item.markdown for item in plan(old, ON).composed.documents)
    assert "Prairie Edge" not in texts.replace("Prairie Edge's", "Prairie Edge") and "Neu" in texts


@pytest.mark.parametrize("part", ["pandoc", "Typst", "fonts", "libraries", "typesetting", "theme"])
def test_h12_another_converter_is_a_change_with_its_name(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of the converter moved page breaks unseen: it makes every document again, and is named as the cause."""
    before, known = fingerprint.of_document(PAGE, SHARED), dict(fingerprint.engine())
    monkeypatch.setattr(fingerprint, "engine", lambda: {**known, part: "another version"})
    assert fingerprint.of_document(PAGE, SHARED) != before
    lock = replace(OLD, ingredients={**OLD.ingredients, "engine": {part: "1"}})
    after = replace(rebuilt("engine", {part: "2"}, lock=lock), documents={"manual": {**OLD.documents["manual"], "print": "q"}})
    (_, why), = causes(lock, after).items()
    assert part in " ".join(map(str, why))


def test_h29_a_rating_follows_the_controls_that_are_in_place(small_built: Path) -> None:
    """Ratings stayed as they were when a control was done: ours are worked out again, and a sheet says when to look again."""
    work, saw = (ActivityAnswer("business_driving"),), (EquipmentAnswer("light_vehicle"),)
    before = decided(company(work, saw))
    sheet = next(item for item in before.assessments if item.rows)
    row = next(row for row in sheet.rows if row.controls)
    done = decided(company(work, saw, existing_controls=(ExistingControl(row.hazard, "A barrier that we built", "engineering"),)))
    now = next(item for item in rows(done, sheet.id, row.hazard) if item.controls[0].existing)
    assert "barrier" in now.controls[0].text and not any("barrier" in item.text for item in row.controls)
    bare = replace(row, after=row.before, controls=())
    assert score(with_added(bare, now.controls[0], CATALOGUE.assessing)) < score(row.before)
    page = next(item for item in plan(small_built / "company.yaml", ON).composed.documents if item.kind == "assessment")
    assert "**We look at this sheet again** by" in page.markdown and "Review record" in page.markdown
