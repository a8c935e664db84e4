"""Two states of the documents compared: what reads otherwise is named with its cause, and nothing else is."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.publish.changes.baseline import SINCE, Said, State, read_state
from generator.publish.changes.compared import compare
from generator.publish.lock import Lock

NOISE = '## Noise {#h-noise number="3.4"}\n\nThe limit here is 85 decibels.\n'
OTHER = '## Other {#h-other number="3.5"}\n\nSee section 3.4.\n'
GROUPS = {"answers": {"equipment.forklift.count": "1", "company.name": "1"}, "law": {"AB:noise.limit_dba": "1"}, "edits": {},
          "library": {"a.yaml": "1"}, "dates": {}, "program": {"code": "1"}, "letterhead": {}, "engine": {}}


def clause(text: str, **more: Any) -> dict[str, Any]:
    return {"title": "Noise", "number": "3.4", "text": text, "template": "w", "uses": ["equipment.forklift.count"],
            "law": ["AB:noise.limit_dba"], **more}


def state(texts: Mapping[str, str], groups: Mapping[str, Mapping[str, str]] = GROUPS, **more: Any) -> State:
    records = {id_: clause(text, **({"title": "Other", "number": "3.5", "uses": [], "law": []} if id_ == "other" else {}), **more)
               for id_, text in texts.items()}
    documents = {"manual": {"title": "Manual", "files": [], "pages": 3, "print": "p", "because": [], "clauses": records}}
    return State("the build before", None, Lock("1.0", "", "2027-01-04", "2026-11-22", ingredients=groups, documents=documents),
                 {"manual": Said("Manual", "manual", "", texts)})


OLD = state({"noise": NOISE, "other": OTHER})



@pytest.mark.parametrize(("group", "change", "kind", "said"), [
    ("answers", {"equipment.forklift.count": "2"}, "answer", "the answer equipment.forklift.count changed"),
    ("law", {"AB:noise.limit_dba": "2"}, "law", "the law fact AB:noise.limit_dba changed"),
    ("edits", {"noise": "2"}, "edit", "an edit made in Word was taken over"),
    ("library", {"a.yaml": "2"}, "wording", "a.yaml changed")])
def test_a_clause_that_reads_otherwise_names_its_cause(group: str, change: dict[str, str], kind: str, said: str) -> None:
    text = NOISE.replace("85", "82")
    groups = {**GROUPS, group: {**GROUPS[group], **change}}
    found = compare(OLD, state({"noise": text, "other": OTHER}, groups), {"noise": "Lee Tran"})
    assert [(item.clause, item.kind, item.before, item.after, item.number) for item in found] == [
        ("noise", "changed", NOISE, text, "3.4")]
    assert [(cause.kind, cause.text) for cause in found[0].causes] == [(kind, said)]
    assert found[0].author == ("Lee Tran" if kind == "edit" else "")


def test_where_the_program_changed_it_too_no_person_is_named_as_the_author() -> None:
    groups = {**GROUPS, "edits": {"noise": "2"}, "law": {"AB:noise.limit_dba": "2"}}
    found = compare(OLD, state({"noise": NOISE + "More.\n", "other": OTHER}, groups), {"noise": "Lee Tran"})
    assert {cause.kind for cause in found[0].causes} == {"edit", "law"} and found[0].author == ""


def test_numbers_of_sections_that_moved_are_no_change() -> None:
    other = OTHER.replace("3.5", "3.10").replace("section 3.4", "section 3.9")
    moved = state({"noise": NOISE.replace("3.4", "3.9"), "other": other})
    assert compare(OLD, moved, {}) == ()
    assert [item.clause for item in compare(OLD, state({"noise": NOISE, "other": OTHER.replace("See", "Read")}), {})] == ["other"]


def test_new_and_gone_clauses_and_documents_are_told_apart() -> None:
    more = {**OLD.documents, "form-x": Said("Talk", "form", "F-01", {"form-x": "Text.\n"})}
    new, gone = compare(OLD, replace(OLD, documents=more), {}), compare(replace(OLD, documents=more), OLD, {})
    assert [(item.clause, item.kind, item.whole, item.code, item.title) for item in (*new, *gone)] == [
        ("form-x", "new", True, "F-01", "Talk"), ("form-x", "gone", True, "F-01", "Talk")]
    part = compare(OLD, state({"noise": NOISE}), {})
    assert [(item.clause, item.kind, item.whole, item.title) for item in part] == [("other", "gone", False, "Other")]


def test_another_text_under_the_same_title_is_one_change() -> None:
    text = NOISE.replace("85", "82")
    other = state({"noise": text, "other": OTHER})
    records = dict(other.lock.documents["manual"]["clauses"])
    records["noise_bigger"] = records.pop("noise")
    manual = {**other.lock.documents["manual"], "clauses": records}
    new = replace(other, lock=replace(other.lock, documents={"manual": manual}),
                  documents={"manual": Said("Manual", "manual", "", {"noise_bigger": text, "other": OTHER})})
    assert [(item.clause, item.kind, item.before, item.after) for item in compare(OLD, new, {})] == [
        ("noise_bigger", "changed", NOISE, text)]


def test_what_start_here_and_the_history_say_is_nobodys_change() -> None:
    own = {"start_here": Said("Start Here", "start_here", "", {"start-open": "3 open"}),
           "manual": Said("Manual", "manual", "", {**OLD.documents["manual"].clauses, "clause-revision_history": "Draft"})}
    assert compare(OLD, replace(OLD, documents=own), {}) == ()


def test_a_state_is_read_back_as_it_was_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    (tmp_path / ".program").mkdir()
    assert read_state(tmp_path, SINCE) is None
    named = replace(OLD, name="revision 1, issued 4 January 2027", revision=1)
    (tmp_path / SINCE).write_bytes(named.to_json())
    assert read_state(tmp_path, SINCE) == named
    for damage in (b"", b"[]", named.to_json()[:400], b'{"name": "x", "revision": 1, "lock": {}, "documents": {}}'):
        (tmp_path / SINCE).write_bytes(damage)
        assert read_state(tmp_path, SINCE) is None


def several(**texts: tuple[str, str]) -> State:
    """Documents of one clause each: id -> kind and text."""
    one = state({id_: text for id_, (_, text) in texts.items()})
    records = one.lock.documents["manual"]["clauses"]
    return replace(one, lock=replace(one.lock, documents={id_: {"clauses": {id_: records[id_]}} for id_ in texts}),
                   documents={id_: Said(id_, kind, "", {id_: text}) for id_, (kind, text) in texts.items()})


def test_pages_that_only_gather_come_after_all_others_also_those_that_are_gone() -> None:
    old = several(year=("schedule", "May."), saw=("practice", "Saw."), axe=("practice", "Axe."))
    new = several(year=("schedule", "June."), saw=("practice", "Saws."))
    assert [change.document for change in compare(old, new, {})] == ["saw", "axe", "year"]


def test_what_one_need_not_do_in_another_order_is_no_change() -> None:
    text = "- A weekly walk.\n- A daily form."
    turned = "- A daily form.\n- A weekly walk."
    assert compare(several(not_needed=("schedule", text)), several(not_needed=("schedule", turned)), {}) == ()
    assert compare(several(not_needed=("schedule", text)), several(not_needed=("schedule", turned + "\n- More.")), {})
    assert compare(several(drill=("procedure", text)), several(drill=("procedure", turned)), {})
