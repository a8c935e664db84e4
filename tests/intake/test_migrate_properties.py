"""Whatever was answered and whatever changed: nothing vanishes in silence, steps add up, texts read as the answers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.intake.problems import quoted
from generator.intake.source import AnswerPath, parse_document
from generator.intake.versions.apply import Migrated, migrate
from generator.intake.versions.changes import Change, Pattern, rows_of
from generator.intake.versions.edits import is_blank, value_at
from generator.intake.versions.rewrite import rewritten, with_version

NAMES = st.sampled_from("abcd")
CHOICES = ("red", "green", "blue", "12", "3.5")
LEAF = st.one_of(st.sampled_from(["?", "?", *CHOICES]), st.sampled_from([None, "", "?: [a] # no", "null", "?\n? é\n"]))
LIST = st.lists(st.sampled_from(["?", *CHOICES]), max_size=4)
GROUP = st.dictionaries(NAMES, LEAF | LIST, max_size=3)
ROWS = st.lists(st.dictionaries(NAMES, LEAF | LEAF | LIST | GROUP, min_size=1, max_size=4), max_size=3)
ANSWERS = st.dictionaries(NAMES, st.one_of(
    ROWS, ROWS, LEAF, LIST, st.dictionaries(NAMES, LEAF | LIST | ROWS | GROUP, max_size=4)), max_size=4)
PATTERN = st.sampled_from([tuple(text.split(".")) for text in (
    "a b c d a.b a.c b.a b.c c.d d.a a.*.a a.*.b a.*.c b.*.a b.*.d c.*.b a.b.c a.*.b.c a.b.*.c c.*.a.*.b d.*.a.b").split()])


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """One change that the loader would take."""
    kind = draw(st.sampled_from(["rename", "move", "values", "split", "convert", "drop", "default", "new"]))
    at: Pattern = draw(PATTERN)
    one, two, three = draw(st.permutations(CHOICES[:3]))
    where = draw(st.sampled_from([{}, {}, {"a": ("red", "12")}])) if "*" in at else {}
    more: dict[str, Any] = {"where": where, "reason": "Because."}
    if kind in ("rename", "move"):
        to = (*at[:-1], draw(NAMES)) if kind == "rename" else (*rows_of(at), *draw(st.lists(NAMES, min_size=1, max_size=3)))
        if to == at or to[:len(at)] == at or at[:len(to)] == to:
            to = (*at[:-1], "e")
        more["to"] = to
    elif kind == "values":
        more["map"] = draw(st.sampled_from([{one: two}, {one: two, two: one}, {one: two, three: two}, {one: "new"}]))
    elif kind == "split":
        more |= {"value": one, "into": (two, "new"), "take": draw(st.sampled_from([None, "new"]))}
    elif kind == "convert":
        more |= {"by": Decimal("0.62"), "digits": draw(st.integers(0, 2)), "old": "km", "new": "miles"}
    elif kind == "default" or (kind == "drop" and draw(st.booleans())):
        more["value"] = one
    elif kind == "drop" and "*" in at and where:
        at = rows_of(at)
    return Change(kind, at, **more)


class _Dumper(yaml.SafeDumper):
    """Several lines of text as people write them, behind a bar."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(str, _Dumper.represent_str)


def dumped(data: Any, flow: bool | None, indent: int) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, default_flow_style=flow, indent=indent, allow_unicode=True, sort_keys=False,
                         width=1000))


def numbered(value: Any, count: Iterator[int]) -> Any:
    """Every ? as a word of its own."""
    if isinstance(value, dict):
        return {name: numbered(entry, count) for name, entry in value.items()}
    if isinstance(value, list):
        return [numbered(entry, count) for entry in value]
    return value.replace("?", f"word{next(count)}") if isinstance(value, str) else value


def leaves(value: Any, path: AnswerPath = ()) -> Iterator[tuple[AnswerPath, str]]:
    if isinstance(value, dict | list):
        for key, entry in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(entry, (*path, key))
    elif not is_blank(value):
        yield path, str(value)


def filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: filled(entry) for name, entry in value.items() if not is_blank(entry)}
    if isinstance(value, list):
        return [filled(entry) for entry in value]
    return value.rstrip("\n") if isinstance(value, str) else value


@st.composite
def intakes(draw: st.DrawFn) -> str:
    """The text of an intake in some layout, with a comment above each answer at the top and one behind some lines."""
    answers = numbered(draw(ANSWERS), iter(range(100)))
    style, indent = draw(st.sampled_from([False, False, None, True])), draw(st.sampled_from([2, 4]))
    pieces = []
    for name, value in answers.items():
        text = dumped({name: value}, style, indent)
        text = text.strip()[1:-1] if text.startswith("{") else text  # the braces of the whole
        lines = text.splitlines()
        if draw(st.booleans()) and "|" not in text:
            lines[-1] += f"  # behind {name}"
        if draw(st.booleans()) and lines[0].endswith(":"):
            lines[0] += "  # beside"
        pieces.append("\n".join([f"# above {name}", *lines]))
    head = draw(st.sampled_from(["", "# My file\n\n", "---\n", "# My file\n---\n"]))
    return head + "\n\n".join(pieces) + draw(st.sampled_from(["\n", "", "\n# the end\n"])) if pieces else "a: word0\n"


HISTORY = st.lists(st.lists(changes(), max_size=3), min_size=1, max_size=4)
MANY = settings(max_examples=250, deadline=None)


@MANY
@given(intakes(), HISTORY)
def test_nothing_that_a_person_answered_vanishes_without_a_message(text: str, steps: list[list[Change]]) -> None:
    before = parse_document(text).data
    done = migrate(before, [change for step in steps for change in step])
    kept = {value for _, value in leaves(done.answers)}
    told = "\n".join(note.words() for note in done.notes)
    for path, value in leaves(before):
        assert value in kept or quoted(value) in told, (path, value)
    assert before == parse_document(text).data, "what was given is not changed"


@MANY
@given(intakes(), HISTORY)
def test_step_by_step_equals_at_once(text: str, steps: list[list[Change]]) -> None:
    document = parse_document(text)
    once = migrate(document.data, [change for step in steps for change in step], document.lines)
    stepped, page = Migrated(document.data, document.lines), text
    told: list[str] = []
    for step in steps:
        stepped = migrate(stepped.answers, step, stepped.lines)
        told += [note.words() for note in stepped.notes if not note.asks]
        page = rewritten(page, stepped.batches)
    assert (stepped.answers, stepped.lines) == (once.answers, once.lines)
    assert told == [note.words() for note in once.notes if not note.asks]  # what is new goes by its last name at once
    assert page == rewritten(text, once.batches)


@MANY
@given(intakes(), HISTORY)
def test_the_text_reads_as_the_answers_and_keeps_its_comments(text: str, steps: list[list[Change]]) -> None:
    done = migrate(parse_document(text).data, [change for step in steps for change in step])
    new = with_version(rewritten(text, done.batches), "1.7")
    read = parse_document(new).data
    assert read.pop("questionnaire") == "1.7"
    assert filled(read) == filled(done.answers)
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in new.splitlines() if line.startswith("#")] == comments
    if not done.batches:
        assert all(line in new.splitlines() for line in text.splitlines())


@MANY
@given(intakes(), HISTORY)
def test_each_answer_keeps_the_line_of_its_author(text: str, steps: list[list[Change]]) -> None:
    document = parse_document(text)
    done = migrate(document.data, [change for step in steps for change in step], document.lines)
    lines = text.splitlines()
    for path, value in leaves(done.answers):
        if value.startswith("word") and value[4:].isdigit():
            assert path in done.lines, path
            assert value_at(done.answers, path) == value
            here = done.lines[path] - 1  # a list's entry or a map's value may begin on the line after its name
            assert value in lines[here] + (lines[here + 1] if here + 1 < len(lines) else ""), (path, lines[here])
