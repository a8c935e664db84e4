"""Each re-run says what it changed, in a Word file beside the documents: a draft's is made again, an issue's is kept."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from generator.publish.build import build
from generator.publish.changes.baseline import NOW, SINCE, read_state
from generator.publish.outcome import BuildResult
from generator.render.ooxml import w
from tests.end_to_end.conftest import run
from tests.end_to_end.small import Answers, answers, changed, contents, write
from tests.publish.changes.redlines import accepted, clause, read, rejected

pytestmark = pytest.mark.xdist_group("small_built")
FIRST, SECOND = "Changes/Revision 1 Changes.docx", "Changes/Revision 2 Changes.docx"


def add_forklift(data: Answers) -> None:
    data["equipment"].append({"id": "forklift", "count": 1, "use": "daily"})


def phone(data: Answers) -> None:
    data["people"][0]["phone"] = "780-555-0177"


@pytest.fixture
def place(small_built: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_built, tmp_path / "copy")
    return tmp_path / "copy"


def again(place: Path, data: Answers | None = None) -> BuildResult:
    if data is not None:
        write(data, place / "company.yaml")
    return build(place / "company.yaml", place / "out")


def words(file: Path) -> str:
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([paragraph.text for paragraph in document.paragraphs] + cells).split())


def inserted(file: Path) -> str:
    """The words that the redline marks as new."""
    new = Document(str(file)).element.iter(w("ins"))
    return " ".join(text.text or "" for mark in new for text in mark.iter(w("t")))


def issue(place: Path, day: str) -> str:
    done = run("issue", place / "company.yaml", "-o", place / "out", "--by", "Dana Petrov", "--date", day, "--anyway", "a test")
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_first_build_has_nothing_to_compare(place: Path) -> None:
    assert not (place / "out/Changes").exists() and read_state(place / "out", SINCE) is None


def test_a_re_run_gives_a_redline_of_every_changed_clause(place: Path) -> None:
    out = place / "out"
    result = again(place, changed(answers(), add_forklift))
    assert any("Tell:" in line for line in result.changes) and any(FIRST in line for line in result.changes)
    assert OpenXmlValidator().validate(out / FIRST).is_valid
    listed = words(out / FIRST)
    assert "since the build before" in listed and "forklift added" in listed.lower() and "Who to tell" in listed
    since, now = read_state(out, SINCE), read_state(out, NOW)
    assert since and now
    data, seen = (out / FIRST).read_bytes(), 0
    for id_ in {*since.documents, *now.documents} - {"start_here"}:
        texts = [state.documents[id_].clauses if id_ in state.documents else {} for state in (since, now)]
        for name in {*texts[0], *texts[1]} - {"clause-revision_history"}:
            if texts[0].get(name, "").split() != texts[1].get(name, "").split() and "forklift" in texts[1].get(name, ""):
                body = clause(data, name)
                assert "forklift" in " ".join(read(accepted(body))) and read(accepted(body)) != read(rejected(body)), name
                seen += 1
    assert seen > 10


def test_nothing_changed_leaves_it_and_a_deleted_one_comes_back(place: Path) -> None:
    again(place, changed(answers(), phone))
    first = (place / "out" / FIRST).read_bytes()
    assert not again(place).delivery.written
    (place / "out" / FIRST).unlink()
    again(place)
    assert (place / "out" / FIRST).read_bytes() == first


def test_before_the_first_issue_it_tells_of_the_last_build_only(place: Path) -> None:
    again(place, changed(answers(), add_forklift))
    again(place, changed(changed(answers(), add_forklift), phone))
    listed = words(place / "out" / FIRST)
    assert "forklift added" not in listed.lower() and "780-555-0177" in listed
    again(place, changed(answers(), lambda data: (add_forklift(data), phone(data), data["company"].update(phone="780-555-0188"))))
    said = inserted(place / "out" / FIRST)
    assert "780-555-0188" in said and "780-555-0177" not in said


def test_a_list_that_somebody_wrote_into_goes_to_the_copies(place: Path) -> None:
    again(place, changed(answers(), phone))
    file = place / "out" / FIRST
    document = Document(str(file))
    document.paragraphs[0].add_run(" told Lee on Monday")
    document.save(str(file))
    again(place, changed(changed(answers(), phone), add_forklift))
    assert "told Lee on Monday" in words(place / "out/Edited copies" / FIRST)
    assert "told Lee on Monday" not in words(file)


@pytest.mark.nightly
def test_after_an_issue_everything_since_it_is_listed_and_the_issues_list_is_the_companys(place: Path) -> None:
    out = place / "out"
    again(place, changed(answers(), phone))
    issue(place, "2027-01-04")
    assert not (out / FIRST).exists() and (out / "Retired" / FIRST).is_file(), "the first issue compares with nothing"
    bought = changed(changed(answers(), phone), add_forklift)
    again(place, bought)
    again(place, changed(bought, lambda data: data["company"].update(phone="780-555-0188")))
    listed = words(out / SECOND)
    assert "revision 1, issued 4 January 2027" in listed and "forklift added" in listed.lower() and "780-555-0188" in listed
    issue(place, "2027-03-01")
    kept = (out / SECOND).read_bytes()
    assert (out / "Issued/Revision 2 (2027-03-01)" / SECOND).read_bytes() == kept
    assert "Draft" not in words(out / SECOND)
    document = Document(str(out / SECOND))
    document.paragraphs[0].add_run(" told Lee on Monday")
    document.save(str(out / SECOND))
    assert not again(place).delivery.written
    result = again(place, changed(answers(), lambda data: (phone(data), data["company"].update(phone="780-555-0199"))))
    assert "told Lee on Monday" in words(out / SECOND) and not result.delivery.kept
    assert "revision 2, issued 1 March 2027" in words(out / "Changes/Revision 3 Changes.docx")


@pytest.mark.nightly
def test_a_change_taken_back_retires_the_draft_and_its_list(place: Path) -> None:
    again(place, changed(answers(), phone))
    issue(place, "2027-01-04")
    before = contents(place / "out")
    again(place, changed(changed(answers(), phone), add_forklift))
    assert (place / "out" / SECOND).is_file()
    result = again(place, changed(answers(), phone))
    assert contents(place / "out") == before and not (place / "out" / SECOND).exists()
    assert "not the current one any more" in result.retired[SECOND]
