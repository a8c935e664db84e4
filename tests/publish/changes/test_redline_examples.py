"""Every clause of the three example companies, before and after their answers changed: accept all, reject all."""
from __future__ import annotations

import copy
import random
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from lxml import etree

from generator.compose.model import Composed
from generator.publish.changes.model import Change
from generator.publish.changes.redline import redlined
from generator.publish.changes.tracked import merged, pairs_of
from generator.publish.changes.tracked_blocks import Reader
from generator.publish.changes.tracked_ooxml import Pen
from generator.publish.lint import example_intakes
from generator.publish.plan import plan
from generator.render import bookmark_name
from tests.publish.changes.redlines import HOUSE, W, accepted, clauses, read, rejected

ON = date(2026, 11, 22)
EXAMPLES = {path.stem: path for path in example_intakes()}
Text = dict[str, Change]  # clause id -> the clause, nothing changed in it


def texts(composed: Composed) -> Text:
    return {clause.id: Change(clause.id, document.id, document.title, document.kind, clause.title, clause.markdown,
                              clause.markdown, number=clause.number or "", code=document.code or "")
            for document in composed.documents if not document.letter for clause in document.clauses}


def varied(intake: Path, folder: Path) -> Path:
    """The same company with another name, more people, a machine less, another one, and two more of the first."""
    answers = yaml.safe_load(intake.read_text("utf-8"))
    answers["company"] |= {"legal_name": "Élan & Fils Ltée", "operating_name": "Élan & Fils"}
    people = answers["workforce"][0]
    people["workers"] += 18
    people["peak_workers"] = people["workers"] + 4
    machines = answers["equipment"]
    machines.pop()
    machines[0]["count"] += 2
    machines.append({"id": next(one for one in ("generator", "forklift") if one not in [row["id"] for row in machines]),
                     "count": 1, "use": "weekly"})
    file = folder / intake.name
    file.write_text(yaml.safe_dump(answers, allow_unicode=True), "utf-8")
    return file


@cache
def compared(name: str, folder: Path) -> tuple[Text, Text, tuple[Change, ...]]:
    """All clauses before and after, and the changes."""
    old, new = texts(plan(EXAMPLES[name], ON).composed), texts(plan(varied(EXAMPLES[name], folder), ON).composed)
    changes = []
    for id_ in [*new, *(one for one in old if one not in new)]:
        before, after = (side[id_].before if id_ in side else "" for side in (old, new))
        if before != after:
            told = new.get(id_) or old[id_]
            changes.append(Change(**{**vars(told), "before": before, "after": after}))
    return old, new, tuple(changes)


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in sorted(EXAMPLES)])
def test_every_clause_can_be_accepted_and_rejected(name: str, tmp_path: Path) -> None:
    old, new, changes = compared(name, tmp_path)
    assert len(changes) > 100 and {"new", "changed"} <= {change.kind for change in changes}
    told = clauses(redlined("", changes, HOUSE, title="What changed"))
    before = clauses(redlined("", list(old.values()), HOUSE, title="As it was"))
    after = clauses(redlined("", [new[one.clause] for one in changes if one.clause in new], HOUSE, title="As it is"))
    assert not [one for body in (*before.values(), *after.values()) for one in body.iter() if one.get(f"{W}author")]
    for change in changes:
        mark = bookmark_name(change.clause)
        assert read(accepted(told[mark])) == (read(after[mark]) if mark in after else []), change.clause
        assert read(rejected(told[mark])) == (read(before[mark]) if mark in before else []), change.clause
    _whole_and_edited(list(before.values()), random.Random(4))


def _whole_and_edited(bodies: list[etree._Element], rnd: random.Random) -> None:
    """Each clause as a new one, as one taken out, and with random edits."""
    for body in bodies:
        edited = _edited(body, rnd)
        for before, after in ((None, body), (body, None), (body, edited)):
            both = _tracked(before, after)
            assert read(accepted(both)) == ([] if after is None else read(after))
            assert read(rejected(both)) == ([] if before is None else read(before))


def _tracked(before: etree._Element | None, after: etree._Element | None) -> etree._Element:
    reader = Reader()
    old, new = (reader.blocks([] if side is None else list(copy.deepcopy(side))) for side in (before, after))
    out = etree.Element(f"{W}body")
    out.extend(merged(pairs_of(old, new), Pen("Ana")))
    etree.SubElement(out, f"{W}p")
    return out


def _edited(body: etree._Element, rnd: random.Random) -> etree._Element:
    """Words changed, paragraphs and rows gone or there twice."""
    body = copy.deepcopy(body)
    rows = [row for table in body.iter(f"{W}tbl") if len(found := table.findall(f"{W}tr")) > 2 for row in found]
    lines = [one for one in body if one.tag == f"{W}p" and ((below := one.getnext()) is None or below.tag == f"{W}p")]
    for one in [*rnd.sample(rows, min(2, len(rows))), *rnd.sample(lines, min(2, len(lines)))]:
        if rnd.random() < 0.5:
            one.addnext(copy.deepcopy(one))
        elif (parent := one.getparent()) is not None and len(parent) > 2:
            parent.remove(one)
    for word in rnd.sample(found := list(body.iter(f"{W}t")), min(4, len(found))):
        word.text = rnd.choice(["", "Zébra ", (word.text or "") + " & more"])
    return body
