"""Builds with an edit pending, and what can happen to it: copies, names, damage, clocks. The words stay, the end is the same."""
from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from generator.errors import InputError, PublishError
from generator.publish.build import build
from generator.publish.edits.base import parsed
from generator.publish.edits.older import former_bases, own_base
from generator.publish.edits.store import Edit, read_edits, write_edits
from generator.publish.guard import one_build
from generator.publish.outcome import BuildResult
from generator.render.archive import archive
from tests.end_to_end.conftest import run
from tests.end_to_end.small import contents

pytestmark = pytest.mark.xdist_group("small_built")
FORM = "Forms/F-32 First aid record.docx"
PAGE = "Safe Work Practices/P-28 Pickups, vans and cars.docx"
FIRST = ("A tire that was low", "A tire that was very low")
SECOND = ("Write defects down", "Always write defects down")


def typed(file: Path, *changes: tuple[str, str], to: Path | None = None) -> Path:
    """The Word file with other words, saved in its place or as another."""
    document = Document(str(file))
    document.core_properties.last_modified_by = "Lee Tran"
    for old, new in changes:
        piece = next(piece for paragraph in document.paragraphs for piece in paragraph.runs if old in piece.text)
        piece.text = piece.text.replace(old, new)
    document.save(str(to or file))
    return to or file


def rebuilt(place: Path, **options: Any) -> BuildResult:
    return build(place / "company.yaml", place / "out", **options)


def words(file: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)


def end_of(place: Path) -> dict[str, bytes]:
    """All that a run leaves behind, but for the copies of edited files and the names of who edited."""
    there = {path: data for path, data in contents(place / "out").items() if not path.startswith("Edited copies/")}
    return {**there, **{f"edit {id_}": edit.theirs.encode() for id_, edit in read_edits(place / "company.yaml").items()}}


@pytest.fixture
def place(small_built: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_built, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture(scope="module")
def once(small_built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed build leaves after the first change of the page."""
    place = tmp_path_factory.mktemp("once") / "copy"
    shutil.copytree(small_built, place)
    typed(place / "out" / PAGE, FIRST)
    rebuilt(place)
    return end_of(place)


def test_two_people_change_copies_of_the_same_delivery(place: Path) -> None:
    """The copy that comes late undoes nothing of the first; where both changed the same words, both are named."""
    late = typed(place / "out" / PAGE, SECOND, to=place / "late.docx")
    same = typed(place / "out" / PAGE, ("A tire that was low", "A tire that had been low"), to=place / "same.docx")
    typed(place / "out" / PAGE, FIRST)
    rebuilt(place)
    shutil.copy(late, place / "out" / PAGE)
    result = rebuilt(place)
    assert FIRST[1] in words(place / "out" / PAGE) and SECOND[1] in words(place / "out" / PAGE)
    assert any("copy of an earlier delivery" in line for line in result.edits) and not result.not_taken
    shutil.copy(same, place / "out" / PAGE)
    result = rebuilt(place)
    assert "had been low" in words(place / "out" / PAGE) and SECOND[1] in words(place / "out" / PAGE)
    assert any("Not printed, by Lee Tran" in line and FIRST[1] in line for line in result.not_taken)
    assert FIRST[1] in (place / "out/Edited copies/Not taken over.txt").read_text("utf-8")


def test_every_small_accident_at_once_ends_as_if_there_had_been_none(place: Path, once: dict[str, bytes]) -> None:
    """A damaged lock, a deleted file, one saved without a change and clocks of another century, while an edit is pending."""
    out = place / "out"
    typed(out / PAGE, FIRST)
    saved = typed(out / FORM)
    (out / "Forms/F-57 Product list and SDS.pdf").unlink()
    lock = out / ".program/lock.json"
    lock.write_bytes(lock.read_bytes()[:3000])
    for path in place.rglob("*"):
        os.utime(path, (0, 0))
    mine = [(out / name).read_bytes() for name in (PAGE, FORM)]
    result = rebuilt(place, on=date(2026, 11, 22))
    assert end_of(place) == once
    assert [(out / "Edited copies" / name).read_bytes() for name in (PAGE, FORM)] == mine
    assert result.damage and "Saved again without a change: " + saved.relative_to(out).as_posix() in result.edits
    assert not rebuilt(place).delivery.written


def test_a_file_renamed_and_changed_is_named_and_taken_over_once_it_is_put_back(place: Path, once: dict[str, bytes]) -> None:
    out = place / "out"
    theirs = typed(out / PAGE, FIRST, to=out / "Our trucks.docx").read_bytes()
    (out / PAGE).unlink()
    said = run("build", place / "company.yaml", "-o", out)
    assert said.exit_code == 0 and f"NOT TAKEN OVER: Our trucks.docx is our {PAGE}, renamed and changed." in said.stdout
    assert f"put your file back as {PAGE}" in said.stdout
    assert (out / "Our trucks.docx").read_bytes() == theirs and read_edits(place / "company.yaml") == {}
    (out / "Our trucks.docx").replace(out / PAGE)
    with one_build(out):
        with pytest.raises(PublishError, match="Another build is writing"):
            rebuilt(place)
        assert (out / PAGE).read_bytes() == theirs and read_edits(place / "company.yaml") == {}
    rebuilt(place)
    assert end_of(place) == once


@pytest.mark.parametrize("part", ["json", "docx"])
def test_a_damaged_base_stops_the_build_and_the_way_out_that_it_names_works(
        place: Path, once: dict[str, bytes], part: str) -> None:
    out = place / "out"
    base = out / f".program/base/practice-light_vehicle.{part}"
    base.write_bytes(base.read_bytes()[:300])
    theirs = typed(out / PAGE, FIRST).read_bytes()
    with pytest.raises(InputError, match=r"Put it back from that folder after the build"):
        rebuilt(place)
    assert (out / PAGE).read_bytes() == theirs and read_edits(place / "company.yaml") == {}
    rebuilt(place, keep_copies=True)
    shutil.copy(out / "Edited copies" / PAGE, out / PAGE)
    rebuilt(place)
    assert end_of(place) == once


def test_a_damaged_base_of_a_file_that_nobody_edited_is_mended(place: Path, once: dict[str, bytes]) -> None:
    base = place / "out/.program/base/form-sds_inventory.docx"
    good = base.read_bytes()
    base.write_bytes(good[:-50])
    typed(place / "out" / PAGE, FIRST)
    rebuilt(place)
    assert base.read_bytes() == good and end_of(place) == once


def test_an_edit_that_cannot_be_read_stops_the_build_before_anything_is_written(place: Path) -> None:
    typed(place / "out" / PAGE, FIRST)
    file = place / "edits/company/clause-policy.md"
    file.parent.mkdir(parents=True)
    file.write_text("---\nclause: clause-policy\n", "utf-8")
    before = contents(place)
    with pytest.raises(InputError, match=r"clause-policy\.md cannot be read as an edit.*Put it back from a backup, or delete it"):
        rebuilt(place)
    assert contents(place) == before


def test_two_files_with_the_edit_of_one_section_are_named_not_chosen_between(tmp_path: Path) -> None:
    """Two computers that share a folder leave a second copy: neither may win in silence."""
    intake = tmp_path / "company.yaml"
    file, = write_edits(intake, {"clause-policy": Edit("clause-policy", "manual", "Old.\n", "Mine.\n")})
    shutil.copy(file, file.with_name("clause-policy (Lee's laptop).md"))
    with pytest.raises(InputError, match=r"clause-policy\.md and “clause-policy \(Lee's laptop\)\.md” both hold the edit"):
        read_edits(intake)


def test_the_bases_of_the_last_eight_deliveries_are_kept(tmp_path: Path) -> None:
    """So a copy of any of them is compared with its own, and the folder does not grow without end."""
    def word(number: int) -> bytes:
        parts = {"word/document.xml": b"<x/>",
                 "docProps/core.xml": f"<x><dc:identifier>page {number:016x}</dc:identifier></x>".encode()}
        return archive(parts, list(parts), "\n")

    def facts(number: int) -> dict[str, Any]:
        return {"file": "p.docx", "files": {"p.docx": str(number)}, "delivered": {}, "program": {}}

    def kept(number: int) -> dict[str, bytes]:
        return {".program/base/page.json": json.dumps(facts(number)).encode(), ".program/base/page.docx": word(number)}

    for number in range(1, 13):
        fresh = kept(number)
        for path, data in {**fresh, **former_bases(tmp_path, fresh)}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    assert former_bases(tmp_path, kept(12)) == {}, "the same delivery again is none to keep"
    last = parsed("page", facts(12), word(12))
    assert last is not None
    found = {number: own_base(tmp_path, last, word(number)) for number in range(1, 14)}
    assert {number: base.sha for number, base in found.items() if base} == {number: str(number) for number in range(4, 13)}
    assert own_base(tmp_path, last, b"saved by a program that drops all properties") is last
