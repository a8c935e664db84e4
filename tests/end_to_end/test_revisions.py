"""A draft is approved as a revision: what each page says, the frozen copy, the history, and everything that must refuse it."""
from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from generator.publish import issue as issue_module
from generator.publish.guard import one_build
from tests.end_to_end.conftest import run
from tests.end_to_end.small import Answers, answers, changed, write

pytestmark = pytest.mark.xdist_group("test_revisions")
CHANGES = "Changes/Revision 5 Changes.docx"
FIRST = "Issued/Revision 1 (2027-01-04)"
SECOND = "Issued/Revision 5 (2027-03-04)"
REASON = "The hospital moves | we ask on Monday <b>"


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `company.yaml` and its first draft `out`; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("drafted")
    write(answers(), folder / "company.yaml")
    done = run("build", folder / "company.yaml", "-o", folder / "out", "--on", "2026-11-22")
    assert done.exit_code == 0 and "Draft of revision 1\n" in done.stdout
    return folder


@pytest.fixture(scope="session")
def issued(drafted: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, approved as revision 1; the intake itself names who approves."""
    folder = tmp_path_factory.mktemp("issued") / "copy"
    shutil.copytree(drafted, folder)
    before = (folder / "company.yaml").read_bytes()
    done = run("issue", folder / "company.yaml", "-o", folder / "out", "--date", "2027-01-04")
    assert done.exit_code == 0, done.output
    assert "Revision 1 is issued: 2027-01-04, approved by Dana Petrov" in done.stdout
    assert "What changed: First issue." in done.stdout
    assert (folder / "company.yaml").read_bytes() == before
    return folder


@pytest.fixture
def draft(drafted: Path, tmp_path: Path) -> Path:
    shutil.copytree(drafted, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def approved(issued: Path, tmp_path: Path) -> Path:
    shutil.copytree(issued, tmp_path / "copy")
    return tmp_path / "copy"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def top(folder: Path) -> dict[str, bytes]:
    """The files that people work with: neither frozen nor the program's own."""
    return {path: data for path, data in files(folder).items() if not path.startswith((".program", "Issued"))}


def words(file: Path) -> str:
    """Everything that a Word file says, page headers and feet included; all pages of a PDF."""
    if file.suffix == ".pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())
    with zipfile.ZipFile(file) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)]
        return " ".join(" ".join(ElementTree.fromstring(package.read(name)).itertext()) for name in names)


def manual(folder: Path, ending: str) -> str:
    return words(folder / f"Health and Safety Manual.{ending}")


def refused(place: Path, expected: str, *options: str, day: str = "2027-01-04", out: str = "out") -> str:
    """`issue` says why in words, exit code 2, and leaves every file as it was."""
    before = files(place)
    done = run("issue", place / "company.yaml", "-o", place / out, "--date", day, *options)
    assert done.exit_code == 2, done.output
    assert expected in done.stderr
    assert files(place) == before
    return done.stderr


def documents(folder: Path, ending: str) -> list[Path]:
    """All but what the program keeps for itself."""
    return sorted(path for path in folder.rglob(f"*.{ending}") if ".program" not in path.parts)


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_each_page_says_draft_and_then_issued(drafted: Path, issued: Path, ending: str) -> None:
    for file in documents(drafted / "out", ending):
        said = words(file)
        assert "draft of revision 1" in said.lower() and "Issued 4 January" not in said, file.name
    for file in documents(issued / "out", ending):
        said = words(file)
        assert "revision 1 · issued 4 january 2027" in said.lower() and "draft of revision" not in said.lower(), file.name


def test_the_manual_tells_how_it_stands_on_its_cover_and_in_its_history(drafted: Path, issued: Path) -> None:
    for ending in ("docx", "pdf"):
        before, after = manual(drafted / "out", ending), manual(issued / "out", ending)
        assert "not yet: Dana Petrov" in before and "not yet" not in after
        assert "This is a draft of revision 1." in before and "First issue." not in before
        assert "1, issued 4 January 2027" in after and "First issue." in after and "Next review: 4 January 2028" in after
    assert "safety-manual issue" in words(drafted / "out/Start Here.pdf")
    assert "safety-manual issue" not in words(issued / "out/Start Here.pdf")


def test_the_frozen_copy_is_whole_and_read_only_and_the_record_lies_beside_the_intake(issued: Path) -> None:
    out = issued / "out"
    assert not (out / "Changes").exists(), "a first issue is compared with nothing"
    assert files(out / FIRST) == top(out) and len(top(out)) > 50
    assert {path.stat().st_mode & 0o777 for path in (out / FIRST).rglob("*") if path.is_file()} == {0o444}
    record = (issued / "company.revisions.yaml").read_text("utf-8")
    assert "approved_by: Dana Petrov" in record and "date: 2027-01-04" in record
    assert (out / ".program/revisions.yaml").read_text("utf-8") == record


def test_nothing_changed_is_neither_built_nor_issued_again(approved: Path) -> None:
    before = files(approved)
    done = run("build", approved / "company.yaml", "-o", approved / "out")
    assert "nothing changed" in done.stdout and "Revision 1 · Issued 4 January 2027" in done.stdout
    assert files(approved) == before
    refused(approved, "Nothing changed since revision 1 of 4 January 2027, approved by Dana Petrov", day="2027-03-01")


def test_an_answer_that_no_document_reads_is_no_new_revision(approved: Path) -> None:
    intake = approved / "company.yaml"
    intake.write_text("# a comment of mine\n" + intake.read_text("utf-8"), "utf-8")
    done = run("build", intake, "-o", approved / "out")
    assert "0 files written" in done.stdout and "Revision 1 · Issued" in done.stdout
    refused(approved, "Nothing changed since revision 1", day="2027-03-01")


def test_without_a_current_draft_there_is_nothing_to_approve(draft: Path) -> None:
    refused(draft, "Nothing was built", out="elsewhere")
    write(changed(answers(), lambda data: data["people"][0].update(phone="403-555-0199")), draft / "company.yaml")
    refused(draft, "is not the current one")


def test_edited_and_missing_files_are_named(draft: Path) -> None:
    with (draft / "out/The Year.docx").open("ab") as file:
        file.write(b"my words")
    (draft / "out/Start Here.pdf").unlink()
    said = refused(draft, "must be what the program wrote")
    assert "The Year.docx: was changed" in said and "Start Here.pdf: is not in its place" in said


def test_a_draft_of_an_issued_number_in_another_folder_is_not_current(approved: Path, drafted: Path) -> None:
    """The answers are the same: only the record of revisions tells that this draft was overtaken."""
    shutil.copytree(drafted / "out", approved / "second")
    refused(approved, "is not the current one", out="second")


@pytest.mark.parametrize(("options", "day", "expected"), [
    ((), "2026-11-21", "nobody can have approved it on 2026-11-21"),
    ((), "2028-01-04", "The next review, 4 January 2028, is not after the day of issue"),
    (("--anyway", " \n "), "2028-02-01", "is not after the day of issue"),
    (("--by", "x" * 301), "2027-01-04", "at most 300 characters"),
])
def test_a_date_or_name_that_cannot_be_is_refused(draft: Path, options: tuple[str, ...], day: str, expected: str) -> None:
    refused(draft, expected, *options, day=day)


def test_a_frozen_folder_that_the_record_does_not_know_is_not_written_over(approved: Path) -> None:
    """Both records lost: the number would be given twice."""
    (approved / "company.revisions.yaml").unlink()
    (approved / "out/.program/revisions.yaml").unlink()
    run("build", approved / "company.yaml", "-o", approved / "out")
    refused(approved, "is there already")


def test_while_another_build_holds_the_folder_nothing_is_issued(draft: Path) -> None:
    before = files(draft)
    with one_build(draft / "out"):
        done = run("issue", draft / "company.yaml", "-o", draft / "out", "--date", "2027-01-04")
    assert done.exit_code == 1 and "Another build" in done.stderr
    assert files(draft) == before


def test_the_record_survives_a_deleted_output_and_a_moved_intake(approved: Path) -> None:
    before = top(approved / "out")
    shutil.rmtree(approved / "out")
    done = run("build", approved / "company.yaml", "-o", approved / "out", "--on", "2026-11-22")
    assert "Revision 1 · Issued 4 January 2027" in done.stdout
    assert top(approved / "out") == before
    (approved / "moved").mkdir()
    shutil.move(approved / "company.yaml", approved / "moved/other.yaml")
    done = run("build", approved / "moved/other.yaml", "-o", approved / "out")
    assert "nothing changed" in done.stdout
    assert (approved / "moved/other.revisions.yaml").read_bytes() == (approved / "company.revisions.yaml").read_bytes()


def test_an_issue_cut_off_before_its_record_is_finished_by_the_next_build(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(issue_module, "keep_beside", refuse)
        done = run("issue", draft / "company.yaml", "-o", draft / "out", "--date", "2027-01-04", "--by", "Lee Tran")
    assert done.exit_code == 1 and "the next build puts it beside the intake" in done.stderr
    assert not (draft / "company.revisions.yaml").exists()
    done = run("build", draft / "company.yaml", "-o", draft / "out")
    assert "nothing changed" in done.stdout and "Revision 1 · Issued" in done.stdout
    assert "approved_by: Lee Tran" in (draft / "company.revisions.yaml").read_text("utf-8")
    assert "Lee Tran" in manual(draft / "out", "pdf")


def second(data: Answers) -> None:
    """Another name, a forklift, no hospital (an auditor asks for it), a number further on, nobody named to approve it."""
    data["company"].update(legal_name="A & B <Steel> Ltd.", operating_name="A & B")
    data["equipment"].append({"id": "forklift", "count": 1, "use": "daily"})
    del data["sites"][0]["nearest_hospital"]
    data["revision"] = {"in_force": data["revision"]["in_force"], "number": 5}


def then(change: Callable[[Answers], object], place: Path) -> str:
    write(changed(answers(), change), place / "company.yaml")
    done = run("build", place / "company.yaml", "-o", place / "out")
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_next_revision(approved: Path) -> None:
    out = approved / "out"
    assert "Draft of revision 5" in then(second, approved)
    said = manual(out, "docx")
    assert "This is a draft of revision 5." in said and "First issue." in said
    assert "Revision 1 holds until this one is issued." in said
    assert "revision.approved_by" in words(out / "Start Here.docx")
    assert "since revision 1, issued 4 January 2027" in words(out / CHANGES)
    refused(approved, "Who approves it?", "--anyway", REASON, day="2027-03-04")
    open_ = refused(approved, "Revision 5 is not ready", "--by", "Zoë", day="2027-03-04")
    assert "sites.0.nearest_hospital: Nearest hospital" in open_
    refused(approved, "Revision 5 is not ready", "--by", "Zoë", "--anyway", "  ", day="2027-03-04")
    refused(approved, "is before 2027-01-04, the day of revision 1", "--by", "Zoë", "--anyway", REASON, day="2027-01-03")
    done = run("issue", approved / "company.yaml", "-o", out, "--date", "2027-03-04", "--by", "Zoë\tTran", "--anyway", REASON)
    assert done.exit_code == 0, done.output
    _check_second(approved, done.stdout)
    with (out / CHANGES).open("ab") as file:  # its list is the company's now: people sign it
        file.write(b"told Lee on Monday")
    before = files(approved)
    assert "Revision 5 · Issued 4 March 2027" in run("build", approved / "company.yaml", "-o", out).stdout
    assert files(approved) == before


def _check_second(place: Path, said: str) -> None:
    out = place / "out"
    assert "company legal name changed" in said and "equipment forklift was added" in said
    assert f"Superseded: {FIRST} SUPERSEDED" in said and "Next review: 4 March 2028" in said
    assert files(out / SECOND) == {path: data for path, data in top(out).items() if not path.startswith("Retired")}
    assert not (out / FIRST).exists()
    old = files(out / f"{FIRST} SUPERSEDED")
    note = old.pop("SUPERSEDED by revision 5 on 2027-03-04.txt").decode()
    assert "Revision 1 of 4 January 2027 was replaced by revision 5 on 4 March 2027" in note and SECOND in note
    assert old["Health and Safety Manual.docx"] != (out / "Health and Safety Manual.docx").read_bytes() and len(old) > 50
    for ending in ("docx", "pdf"):
        told = manual(out / SECOND, ending)
        parts = ("5, issued 4 March 2027", "4 January 2027", "First issue.", "Zoë Tran", "A & B", REASON, "Nearest hospital",
                 "equipment forklift was added")
        assert not [part for part in parts if part not in told], ending
        start = words(out / f"Start Here.{ending}")
        assert "Revision 5 was issued with 1 point open" in start and "revision.approved_by" not in start
    record = (place / "company.revisions.yaml").read_text("utf-8")
    assert "number: 1" in record and "number: 5" in record and "Nearest hospital" in record
    assert {path.stat().st_mode & 0o777 for path in (out / "Issued").rglob("*") if path.is_file()} == {0o444}
