"""A re-run makes only what its inputs changed, says why, and gives the same bytes as a build into an empty folder."""
from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.publish import plan as plan_module
from generator.publish.build import build
from generator.publish.guard import one_build
from generator.publish.outcome import BuildResult
from tests.end_to_end.conftest import run
from tests.end_to_end.small import Answers, answers, changed, contents, write

pytestmark = pytest.mark.xdist_group("test_incremental")
ON = date(2026, 11, 22)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `company.yaml` and its output `out`, built once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("base")
    build(write(answers(), folder / "company.yaml"), folder / "out", on=ON)
    return folder


@pytest.fixture
def place(base: Path, tmp_path: Path) -> Path:
    """A copy in another folder whose files carry other dates, as on another computer."""
    shutil.copytree(base, tmp_path / "copy", copy_function=shutil.copyfile)
    return tmp_path / "copy"


def lock_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / ".program/lock.json").read_bytes())
    return data


def without_history(lock: dict[str, Any]) -> dict[str, Any]:
    """A lock without what tells of former builds: what retired, and the list of changes."""
    files = {path: sha for path, sha in lock["files"].items() if not path.startswith("Changes/")}
    return {**lock, "retired": {}, "files": files, "summary": {**lock["summary"], "changes": ""}}


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def no_planning(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("the build went on to read and decide")
    monkeypatch.setattr(plan_module, "plan", refuse)


@pytest.mark.parametrize("when", ["copied", "long ago", "in the future"])
def test_nothing_changed_means_nothing_is_decided_or_written(place: Path, when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Contents decide, never dates of files: a moved intake, a copied folder, a clock moved back."""
    if when != "copied":
        moment = 0 if when == "long ago" else time.time() + 4e8
        for path in place.rglob("*"):
            os.utime(path, (moment, moment))
    (place / "answers").mkdir()
    intake = (place / "company.yaml").rename(place / "answers/renamed.yaml")
    before = stamps(place / "out")
    no_planning(monkeypatch)
    result = build(intake, place / "out")
    assert not result.delivery.written and result.documents == len(result.delivery.unchanged) // 2
    assert stamps(place / "out") == before
    said = run("build", intake, "-o", place / "out")
    assert said.exit_code == 0 and "nothing changed" in said.stdout


def test_an_answer_changes_only_its_documents_whatever_the_clock_says(place: Path, tmp_path: Path) -> None:
    intake = place / "company.yaml"
    write(changed(answers(), lambda data: data["people"][0].update(phone="403-555-0199")), intake)
    os.utime(intake, (0, 0))  # older than the build: a tool that went by dates would skip it
    before = stamps(place / "out")
    said = run("build", intake, "-o", place / "out", "--why")
    assert said.exit_code == 0
    assert "Emergency Response Plan: section 1.2 Who to call: the answer people.Lee Tran.phone changed" in said.stdout
    after = stamps(place / "out")
    touched = {path.stem for path in after if after[path] != before.get(path) and ".program" not in path.parts}
    assert "Emergency Response Plan" in touched and "Start Here" not in touched and len(touched) < 8
    build(intake, tmp_path / "fresh", on=ON)
    assert contents(place / "out") == contents(tmp_path / "fresh")
    assert without_history(lock_of(place / "out")) == without_history(lock_of(tmp_path / "fresh"))


def add_forklift(data: Answers) -> None:
    data["equipment"].append({"id": "forklift", "count": 1, "use": "daily"})


def rename_and_recolour(data: Answers) -> None:
    data["company"].update(legal_name="A & B <Steel> Ltd.", operating_name="A & B")
    data["preferences"].setdefault("brand", {}).update(colour="#1f4e79")


def hire_and_sell(data: Answers) -> None:
    data["workforce"][0].update(workers=6, peak_workers=7)
    data["equipment"].pop()


CHANGES: list[tuple[str, Callable[[Answers], object], tuple[str, ...]]] = [
    ("a machine is bought, another name and colour", lambda data: (add_forklift(data), rename_and_recolour(data)),
     ("the answer equipment.forklift was added", "the company name changed", "the brand colour changed")),
    ("more people, and the machine is sold", hire_and_sell,
     ("the answer workforce", "the answer equipment.forklift was taken out")),
]


def test_after_any_row_of_changes_the_folder_is_what_a_fresh_build_makes(place: Path, tmp_path: Path) -> None:
    data, intake = answers(), place / "company.yaml"
    retired: dict[str, str] = {}
    for number, (name, change, causes) in enumerate(CHANGES):
        data = changed(data, change)
        write(data, intake)
        result = build(intake, place / "out")
        told = [line for lines in (*result.why.values(), tuple(result.retired.values())) for line in lines]
        assert all(any(cause in line for line in told) for cause in causes), (name, told)
        retired |= result.retired
        fresh = tmp_path / str(number)
        build(intake, fresh, on=ON)
        assert contents(place / "out") == contents(fresh), name
        assert without_history(lock_of(place / "out")) == without_history(lock_of(fresh)), name
        shutil.rmtree(fresh)
    forklift = [path for path in retired if "orklift" in path]
    assert forklift and all((place / "out/Retired" / path).is_file() for path in forklift)
    assert all("the answer equipment.forklift was taken out" in retired[path] for path in forklift)
    listed = (place / "out/Retired/Why.txt").read_text("utf-8")
    assert all(path in listed for path in forklift)


def test_files_that_are_gone_come_back_and_renamed_ones_stay(place: Path) -> None:
    out, intake = place / "out", place / "company.yaml"
    whole = contents(out)
    forms = sorted(path for path in whole if path.startswith("Forms/") and path.endswith(".docx"))
    (out / forms[0]).unlink()
    (out / forms[1]).rename(out / "Our own form.docx")
    (out / forms[2]).rename(out / "Forms/Typed in.docx")
    _type_into(out / "Forms/Typed in.docx")
    typed = (out / "Forms/Typed in.docx").read_bytes()
    result = build(intake, out)
    assert result.deleted == (forms[0],)
    assert result.renamed == {forms[1]: "Our own form.docx", forms[2]: "Forms/Typed in.docx"}
    assert contents(out) == {**whole, "Our own form.docx": whole[forms[1]], "Forms/Typed in.docx": typed}
    assert sorted(result.delivery.written) == forms[:3]
    assert not build(intake, out).delivery.written


def _type_into(file: Path) -> None:
    from docx import Document
    document = Document(str(file))
    document.paragraphs[0].add_run(" typed by a person")
    document.save(str(file))


def test_a_deleted_folder_of_outputs_is_made_again(place: Path) -> None:
    whole = contents(place / "out")
    shutil.rmtree(place / "out/Forms")
    build(place / "company.yaml", place / "out")
    assert contents(place / "out") == whole


@pytest.mark.parametrize("spoil", ["cut off", "empty"])
def test_a_damaged_lock_is_mended_by_comparing(place: Path, spoil: str) -> None:
    """Also when it tells nothing any more: with the dates of the documents, what would be written now is what is there."""
    out, lock = place / "out", place / "out/.program/lock.json"
    whole, good = contents(out), lock.read_bytes()
    lock.write_bytes(good[:len(good) // 2] if spoil == "cut off" else b"")
    said = run("build", place / "company.yaml", "-o", out, *(["--on", "2026-11-22"] if spoil == "empty" else []))
    assert said.exit_code == 0 and "lock of the last build was damaged" in said.stdout, said.output
    assert contents(out) == whole and lock.read_bytes() == good


def test_a_build_beside_another_says_so_and_touches_nothing(place: Path) -> None:
    write(changed(answers(), add_forklift), place / "company.yaml")
    before = stamps(place / "out")
    with one_build(place / "out"):
        said = run("build", place / "company.yaml", "-o", place / "out")
        assert said.exit_code == 1 and "Another build is writing" in said.stderr
        assert {path: stamp for path, stamp in stamps(place / "out").items() if path.name != "building.json"} == before


def test_a_bad_intake_leaves_no_trace(tmp_path: Path) -> None:
    data = answers()
    del data["company"]["legal_name"]
    said = run("build", write(data, tmp_path / "bad.yaml"), "-o", tmp_path / "new/out")
    assert said.exit_code == 2 and not (tmp_path / "new").exists()


def test_an_edit_that_cannot_be_taken_over_stops_the_build_even_if_its_document_did_not_change(place: Path) -> None:
    """A PDF holds nothing that could be taken over."""
    form = next(path for path in sorted(contents(place / "out")) if path.startswith("Forms/") and path.endswith(".pdf"))
    (place / "out" / form).write_bytes((place / "out" / form).read_bytes() + b"% a note")
    typed = (place / "out" / form).read_bytes()
    said = run("build", place / "company.yaml", "-o", place / "out")
    assert said.exit_code == 2 and form in said.stderr
    assert (place / "out" / form).read_bytes() == typed


def test_a_build_says_the_same_counts_when_nothing_changed(place: Path) -> None:
    def told(result: BuildResult) -> tuple[object, ...]:
        return (result.documents, result.pages, result.to_complete, result.to_confirm, result.as_of,
                [(item.message, item.path, item.line) for item in result.warnings])

    again = build(place / "company.yaml", place / "out")
    fresh = build(place / "company.yaml", place / "fresh", on=ON)
    assert told(again) == told(fresh)
