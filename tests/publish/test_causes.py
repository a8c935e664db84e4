"""Why a document is made again: each kind of change is named, and nothing is named that did not change."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from generator.publish.causes import causes, retirement
from generator.publish.lock import Lock


def clause(**more: Any) -> dict[str, Any]:
    return {"title": "Noise", "number": "3.4", "text": "t", "template": "w", "uses": ["workers", "people.first_aider.phone"],
            "law": ["AB:noise.limit_dba"], **more}


def record(**more: Any) -> dict[str, Any]:
    return {"title": "Manual", "files": ["Manual.docx", "Manual.pdf"], "pages": 3, "print": "p",
            "because": [["answer", "equipment.forklift", "You have one forklift"]],
            "clauses": {"noise": clause(), "other": clause(title="Other", number="3.5", uses=[], law=[])}, **more}


GROUPS: dict[str, Mapping[str, str]] = {
    "answers": {"equipment.forklift.count": "1", "people.Lee Tran.phone": "1", "workforce.AB.workers": "1",
                "sites.shop.name": "1"},
    "law": {"AB:noise.limit_dba": "1", "AB:rest": "1"}, "library": {"generator/knowledge/data/catalogue/ppe.yaml": "1"},
    "program": {"code": "1"}, "dates": {"date of the law": "1"}, "letterhead": {"revision line": "1", "logo": ""},
    "engine": {"theme": "1", "fonts": "1"}}
OLD = Lock("1.0", "i", "2027-01-04", "2026-11-22", ingredients=GROUPS, documents={"manual": record()})


def rebuilt(group: str = "", change: Mapping[str, str | None] | None = None, lock: Lock = OLD, **text: Any) -> Lock:
    """A lock after a change of ingredients under which the clause on noise has another text."""
    groups = {name: dict(marks) for name, marks in lock.ingredients.items()}
    for path, shown in (change or {}).items():
        groups[group].pop(path, None)
        if shown is not None:
            groups[group][path] = shown
    changed = record(print="q")
    changed["clauses"]["noise"] = clause(text="new", **text)
    return replace(lock, ingredients=groups, documents={"manual": changed})


@pytest.mark.parametrize(("group", "change", "why"), [
    ("answers", {"people.Lee Tran.phone": "2"}, "the answer people.Lee Tran.phone changed"),
    ("answers", {"workforce.AB.workers": "2"}, "the answer workforce.AB.workers changed"),
    ("answers", {"equipment.forklift.count": None}, "the answer equipment was taken out"),
    ("answers", {"equipment.saw.count": "1"}, "the answer equipment.saw was added"),
    ("law", {"AB:noise.limit_dba": "2"}, "the law fact AB:noise.limit_dba changed"),
    ("library", {"generator/knowledge/data/catalogue/ppe.yaml": "2"}, "generator/knowledge/data/catalogue/ppe.yaml changed"),
    ("dates", {"date of the law": "2"}, "the date of the law changed"),
    ("program", {"code": "2"}, "the program itself changed"),
])
def test_the_changed_section_is_named_with_its_cause(group: str, change: dict[str, str | None], why: str) -> None:
    assert causes(OLD, rebuilt(group, change)) == {"manual": (f"section 3.4 Noise: {why}",)}


def test_of_several_changes_only_those_that_the_text_read_are_named() -> None:
    new = rebuilt("answers", {"people.Lee Tran.phone": "2", "sites.shop.name": "2"})
    assert causes(OLD, new) == {"manual": ("section 3.4 Noise: the answer people.Lee Tran.phone changed",)}
    new = rebuilt("law", {"AB:noise.limit_dba": "2", "AB:rest": "2"})
    assert causes(OLD, new) == {"manual": ("section 3.4 Noise: the law fact AB:noise.limit_dba changed",)}


def test_new_wording_of_the_library_and_a_new_version_are_named() -> None:
    assert causes(OLD, rebuilt(template="v")) == {"manual": ("section 3.4 Noise: the library's wording changed",)}
    assert causes(OLD, replace(rebuilt(), program="2.0")) == {
        "manual": ("section 3.4 Noise: program version 1.0 became 2.0",)}


@pytest.mark.parametrize(("group", "name"), [("engine", "theme"), ("engine", "fonts"), ("letterhead", "revision line"),
                                             ("letterhead", "logo")])
def test_what_all_documents_share_is_named_once(group: str, name: str) -> None:
    new = replace(rebuilt(group, {name: "2"}), documents={"manual": record(print="q")})
    assert causes(OLD, new) == {"manual": (f"the {name} changed",)}


def test_sections_that_only_moved_say_so() -> None:
    moved = record(print="q")
    moved["clauses"]["other"] = clause(title="Other", number="3.6", uses=[], law=[])
    assert causes(OLD, replace(OLD, documents={"manual": moved})) == {"manual": ("the numbers of sections moved",)}


def test_a_section_that_comes_or_goes_says_because_of_what() -> None:
    fewer = record(print="q")
    del fewer["clauses"]["noise"]
    groups = {**GROUPS, "answers": {path: shown for path, shown in GROUPS["answers"].items() if "workers" not in path}}
    new = replace(OLD, documents={"manual": fewer}, ingredients=groups)
    assert causes(OLD, new) == {"manual": ("section 3.4 Noise: went out, because the answer workforce was taken out",)}
    assert causes(new, OLD) == {"manual": ("section 3.4 Noise: came in, because the answer workforce was added",)}


def test_new_unchanged_and_missing_documents() -> None:
    new = replace(OLD, documents={"manual": record(), "form": record(files=["F.docx", "F.pdf"])})
    assert causes(OLD, new) == {"form": ("new: You have one forklift",)}
    assert causes(OLD, OLD) == {}
    assert causes(OLD, OLD, ["Manual.pdf"]) == {"manual": ("Manual.pdf was not in its place any more",)}


def test_a_retired_document_says_which_answer_went() -> None:
    groups = {**GROUPS, "answers": {path: shown for path, shown in GROUPS["answers"].items() if "forklift" not in path}
              | {"equipment.saw.count": "1"}}
    gone = retirement(OLD, replace(OLD, documents={}, ingredients=groups))
    assert gone == dict.fromkeys(["Manual.docx", "Manual.pdf"],
                                 "nothing brings it in any more: the answer equipment.forklift was taken out")
    assert retirement(OLD, OLD) == {}
    handbook = record(title="Handbook", files=["Handbook.docx", "Manual.pdf"])
    assert retirement(OLD, replace(OLD, documents={"manual": handbook})) == {"Manual.docx": "it is called Handbook now"}


def test_a_lock_that_kept_no_marks_blames_nothing_by_name() -> None:
    bare = replace(OLD, ingredients={}, documents={})
    assert causes(bare, OLD) == {"manual": ("the last build kept no record of it",)}


@pytest.mark.parametrize("marks", [{"chapter-noise": "1"}, {"chapter-noise": "1", "chapter-elsewhere": "1"}])
def test_a_chapters_title_that_somebody_edited_is_told_as_an_edit(marks: dict[str, str]) -> None:
    new = replace(OLD, ingredients={**GROUPS, "edits": marks}, documents={"manual": record(print="q")})
    titles = {"manual": {"chapter-noise": "Noise at work"}, "plan": {"chapter-elsewhere": "Elsewhere"}}
    assert causes(OLD, new, chapters=titles) == {"manual": ("chapter “Noise at work”: an edit made in Word was taken over",)}
    back = replace(OLD, documents={"manual": record(print="r")})
    assert "the edit made in Word was taken back, or" in causes(new, back, chapters=titles)["manual"][0]
    decided = replace(OLD, ingredients={**GROUPS, "edits": {"chapter-noise": "2"}}, documents={"manual": record(print="r")})
    assert "a conflict with it was decided" in causes(new, decided, chapters=titles)["manual"][0]
