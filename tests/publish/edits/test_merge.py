"""The merge loses nobody's words: random clauses, random changes of a person and of the program."""
from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish.edits.merge import merge
from generator.publish.edits.tree import Blocks, read_trees, text_of

_WORDS = "guard lock glove lift valve hose belt crew shop truck ladder noise dust heat fire plan form audit drill step".split()


def para(text: str, kind: str = "Para") -> dict[str, Any]:
    content: list[Any] = []
    for word in text.split():
        content += [{"t": "Space"}] * bool(content) + [{"t": "Str", "c": word}]
    return {"t": kind, "c": content}


def _table(rows: list[list[str]]) -> dict[str, Any]:
    def cells(row: list[str]) -> list[Any]:
        return [["", [], []], [[["", [], []], {"t": "AlignDefault"}, 1, 1, [para(cell, "Plain")]] for cell in row]]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": 0.5}] for _ in range(2)]
    return {"t": "Table", "c": [["", [], []], [None, []], columns, [["", [], []], [cells(["Head a", "Head b"])]],
                                [[["", [], []], 0, [], [cells(row) for row in rows]]], [["", [], []], []]]}


sentence = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join)
block = st.one_of(
    sentence.map(para),
    st.lists(sentence, min_size=1, max_size=4).map(
        lambda items: {"t": "BulletList", "c": [[para(item, "Plain")] for item in items]}),
    st.lists(st.tuples(sentence, sentence).map(list), min_size=1, max_size=4).map(_table),
    st.lists(sentence, min_size=1, max_size=2).map(lambda lines: {"t": "Div", "c": [["", ["note"], []], [*map(para, lines)]]}))
clause = st.lists(block, min_size=1, max_size=6)


def lines(blocks: Blocks) -> list[tuple[list[Any], Any]]:
    """Every list of paragraphs, items or rows with each thing in it."""
    found: list[tuple[list[Any], Any]] = []
    for node in blocks:
        found.append((blocks, node))
        if node["t"] == "BulletList":
            found += [(node["c"], item) for item in node["c"]]
        elif node["t"] == "Div":
            found += lines(node["c"][1])
        elif node["t"] == "Table":
            found += [(node["c"][4][0][3], row) for row in node["c"][4][0][3]]
    return found


def _paragraphs(value: Any) -> list[Any]:
    if isinstance(value, dict) and value.get("t") in ("Para", "Plain"):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for part in inner for found in _paragraphs(part)]


@st.composite
def changed(draw: Callable[..., Any], base: Blocks, who: str) -> Blocks:
    """`base` after some changes of one side, whose new words all begin with `who`."""
    blocks = copy.deepcopy(base)
    for number in range(draw(st.integers(0, 4))):
        places = lines(blocks)
        if not places:
            break
        among, node = places[draw(st.integers(0, len(places) - 1))]
        what = draw(st.sampled_from(["word", "delete", "insert", "copy"]))
        at = next(n for n, item in enumerate(among) if item is node)
        if what == "delete":
            del among[at]
        elif what == "copy":
            among.insert(at, copy.deepcopy(node))
        elif what == "insert" and isinstance(node, dict):
            among.insert(at, para(f"{who}new{number} {draw(sentence)}"))
        else:
            found = _paragraphs(node)
            if found:
                line = found[draw(st.integers(0, len(found) - 1))]
                spot = draw(st.integers(0, len(line["c"])))
                line["c"][spot:spot + draw(st.integers(0, 2))] = [{"t": "Space"}, {"t": "Str", "c": f"{who}word{number}"}]
    return blocks


def _own(blocks: Any, who: str) -> set[str]:
    return {word for word in text_of(blocks).split() if word.startswith(who)}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_word_of_anybody_is_lost(data: st.DataObject) -> None:
    base = data.draw(clause)
    theirs, ours = data.draw(changed(base, "t_")), data.draw(changed(base, "o_"))
    merged = merge(base, theirs, ours)
    assert _own(theirs, "t_") <= _own(merged.blocks, "t_")
    assert _own(ours, "o_") <= _own(merged.blocks, "o_") | {
        word for conflict in merged.conflicts for word in conflict.ours.split()}
    other = merge(base, theirs, ours, prefer="ours")
    assert _own(ours, "o_") <= _own(other.blocks, "o_")
    assert len(other.conflicts) == len(merged.conflicts)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_one_side_left_alone_comes_from_the_other(data: st.DataObject) -> None:
    base = data.draw(clause)
    side = data.draw(changed(base, "x_"))
    assert merge(base, base, side).blocks == side
    assert merge(base, side, base).blocks == side
    assert merge(base, side, side).conflicts == ()
    assert merge(base, side, side).blocks == side


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_without_conflict_it_does_not_matter_who_is_who(data: st.DataObject) -> None:
    base = data.draw(clause)
    theirs, ours = data.draw(changed(base, "t_")), data.draw(changed(base, "o_"))
    one, other = merge(base, theirs, ours), merge(base, ours, theirs)
    assert len(one.conflicts) == len(other.conflicts)
    if not one.conflicts:
        assert sorted(text_of(one.blocks).split()) == sorted(text_of(other.blocks).split())


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_second_run_changes_nothing_more(data: st.DataObject) -> None:
    """What was merged without conflict is the person's text on the new base: merging once more gives the same."""
    base = data.draw(clause)
    theirs, ours = data.draw(changed(base, "t_")), data.draw(changed(base, "o_"))
    merged = merge(base, theirs, ours)
    assert merge(ours, merged.blocks, ours).blocks == merged.blocks


def _merged(base: str, theirs: str, ours: str) -> Any:
    return merge(*read_trees([base, theirs, ours]))


def test_outcomes() -> None:
    base = "One guard.\n\nTwo gloves.\n\n- a lock\n- a belt"
    assert _merged(base, base, base).outcome == "unchanged"
    assert _merged(base, base.replace("One", "Our"), base).outcome == "take"
    assert _merged(base, base, base.replace("One", "Our")).outcome == "keep"
    both = _merged(base, base.replace("One", "Our"), base.replace("a belt", "a new belt"))
    assert both.outcome == "merge" and "Our guard" in text_of(both.blocks) and "a new belt" in text_of(both.blocks)
    clash = _merged(base, base.replace("One", "Our"), base.replace("One", "Each"))
    assert clash.outcome == "conflict" and text_of(clash.blocks).startswith("Our guard")
    assert [(item.base, item.theirs, item.ours) for item in clash.conflicts] == [("One guard.", "Our guard.", "Each guard.")]


def test_a_deleted_paragraph_that_the_program_changed_is_a_conflict() -> None:
    clash = _merged("Keep this here.\n\nHearing tests every 2 years.", "Keep this here.",
                    "Keep this here.\n\nHearing tests every 3 years.")
    assert clash.outcome == "conflict" and text_of(clash.blocks) == "Keep this here."
    assert [(item.theirs, item.ours) for item in clash.conflicts] == [("", "Hearing tests every 3 years.")]


def test_cells_of_a_row_are_merged_one_by_one() -> None:
    table = "| What | Who |\n|---|---|\n| Walk the yard | Lee |\n| Look at slings | Dana |"
    merged = _merged(table, table.replace("Lee", "Pat"), table.replace("Walk the yard", "Walk the whole yard"))
    assert merged.outcome == "merge" and "Walk the whole yard" in text_of(merged.blocks) and "Pat" in text_of(merged.blocks)


def test_a_heading_keeps_the_programs_number_and_the_persons_words() -> None:
    base, theirs, ours = ('## Our policy {#h-x number="1.2"}', '## What we promise {#h-x number="1.2"}',
                          '## Our policy {#h-x number="1.3"}')
    merged = _merged(base, theirs, ours)
    assert merged.outcome == "merge" and text_of(merged.blocks) == "What we promise"
    assert ["number", "1.3"] in merged.blocks[0]["c"][1][2]
