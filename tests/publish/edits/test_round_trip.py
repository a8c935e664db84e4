"""Random edits in Word met by random changes of the program: the whole way, from the Word file to the merged text."""
from __future__ import annotations

import random

import pytest

from generator.publish.edits.align import words
from generator.publish.edits.over import merged
from generator.publish.edits.take import take
from generator.publish.edits.tree import read_trees, text_of
from tests.publish.edits.test_take import CLAUSES, DELIVERED, edited, random_edits

_NOT_NIGHTLY = 15


def _program_changes(chance: random.Random, text: str, number: int) -> tuple[str, set[str]]:
    """The clause as the library writes it now: a word more in one line, a line less, or a new paragraph at the end."""
    lines, fresh = text.rstrip("\n").split("\n"), f"Oq{number}"
    spots = [n for n, line in enumerate(lines) if line[:2] in ("- ", "| ") or line[:1].isalpha()]
    match chance.choice(["word", "less", "end", "none"]):
        case "word":
            spot = chance.choice(spots)
            cells = lines[spot].split("|")
            place = 3 if len(cells) > 3 else 0
            cells[place] = f"{cells[place].rstrip()} {fresh} " if place else f"{cells[place]} {fresh}"
            lines[spot] = "|".join(cells)
        case "less":
            del lines[chance.choice(spots[1:])]
            return "\n".join(lines) + "\n", set()
        case "end":
            lines += ["", f"A new rule {fresh}."]
        case _:
            return text, set()
    return "\n".join(lines) + "\n", {fresh}


def _check(seed: int) -> None:
    chance, typed = random.Random(seed), set[str]()
    result = take(CLAUSES, DELIVERED, edited(random_edits(chance, f"Zq{seed}x", typed)))
    theirs = {edit.clause: edit.theirs for edit in result.clauses}
    left = " ".join([item.text for edit in result.clauses for item in edit.left] + [item.text for item in result.left])
    now = {id_: _program_changes(chance, text, place) for place, (id_, text) in enumerate(CLAUSES.items())}
    results = merged([(text, theirs.get(id_, text), now[id_][0]) for id_, text in CLAUSES.items()])
    for (id_, text), (shown, result_) in zip(CLAUSES.items(), results, strict=True):
        there, listed = set(words(_plain(shown))), {word for item in result_.conflicts for word in words(item.ours)}
        assert typed & set(words(_plain(theirs.get(id_, text)))) <= there, f"a person's word is lost (seed {seed})"
        assert now[id_][1] <= there | listed, f"a change of the program is lost (seed {seed})"
    taken_over = set(words(" ".join(_plain(text) for text in theirs.values())))
    assert typed <= taken_over | set(words(left)), f"a person's word is neither taken nor named (seed {seed})"


def _plain(markdown: str) -> str:
    return text_of(read_trees([markdown])[0])


@pytest.mark.parametrize("seed", range(_NOT_NIGHTLY))
def test_nothing_is_lost_between_word_and_merge(seed: int) -> None:
    _check(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(50))
def test_nothing_is_lost_in_a_thousand_cases(block: int) -> None:
    for seed in range(1000 + 20 * block, 1020 + 20 * block):
        _check(seed)
