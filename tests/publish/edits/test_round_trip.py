"""Random edits in Word met by random changes of the program: the whole way, from the Word file to the merged text and back."""
from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import pytest

from generator.compose.markdown import div
from generator.publish.edits.align import words
from generator.publish.edits.over import merged
from generator.publish.edits.pictures import used
from generator.publish.edits.take import Taken, take
from generator.publish.edits.tree import read_trees, text_of
from generator.render.model import House, Source
from generator.render.pipeline import render
from tests.publish.edits.random_edits import changed, program_changes
from tests.publish.edits.test_forms import DELIVERED as FORM_DELIVERED
from tests.publish.edits.test_forms import FORM, ID
from tests.publish.edits.test_take import CLAUSES, DELIVERED

_HOUSE = House("Prairie Edge", "Revision 1", "Footer", "Prairie Edge", date(2027, 1, 4))
_NOT_NIGHTLY = 24


class Case(NamedTuple):
    """One returned file, and what the library writes by now."""

    seed: int
    texts: Mapping[str, str]
    typed: set[str]
    result: Taken
    now: Mapping[str, tuple[str, set[str]]]


def _case(seed: int) -> Case:
    chance = random.Random(seed)
    texts, delivered = (CLAUSES, DELIVERED) if seed % 2 else ({ID: FORM}, FORM_DELIVERED)
    returned, typed = changed(delivered, chance, f"Zq{seed}x")
    result = take(texts, delivered, returned)
    return Case(seed, texts, typed, result,
                {id_: program_changes(chance, text, place) for place, (id_, text) in enumerate(texts.items())})


def _check(seeds: Iterable[int]) -> None:
    cases = [_case(seed) for seed in seeds]
    printed = []
    for case in cases:
        theirs = {edit.clause: edit.theirs for edit in case.result.clauses}
        results = merged([(text, theirs.get(id_, text), case.now[id_][0]) for id_, text in case.texts.items()])
        plain = dict(zip([(id_, side) for id_ in case.texts for side in ("theirs", "merged")], _plain(
            [one for (id_, text), (shown, _) in zip(case.texts.items(), results, strict=True)
             for one in (theirs.get(id_, text), shown)]), strict=True))
        for id_, (_, outcome) in zip(case.texts, results, strict=True):
            there, listed = plain[id_, "merged"], {word for item in outcome.conflicts for word in words(item.ours)}
            assert case.typed & plain[id_, "theirs"] <= there, f"a person's word is lost (seed {case.seed})"
            assert case.now[id_][1] <= there | listed, f"a change of the program is lost (seed {case.seed})"
        named = {word for item in _named(case.result) for word in words(item)}
        taken_over = {word for id_ in case.texts for word in plain[id_, "theirs"]}
        assert case.typed <= taken_over | named, (
            f"a person's word is neither taken nor named (seed {case.seed}): {case.typed - taken_over - named}")
        printed.append({id_: shown for id_, (shown, _) in zip(case.texts, results, strict=True)})
    _print(cases, printed)


def _print(cases: list[Case], printed: list[dict[str, str]]) -> None:
    """The typesetter takes what came of it, and what it printed reads back as it is."""
    sources = []
    for case, texts in zip(cases, printed, strict=True):
        body = "\n\n".join(div("clause", text, id_=id_) for id_, text in texts.items())
        media = {name: case.result.media[name] for text in texts.values() for name in used(text)}
        sources.append(Source(f"case {case.seed}", "Manual", "manual", body if ID in texts else f"# Leading {{#c1}}\n\n{body}",
                              numbered=True, media=media))
    for case, texts, files in zip(cases, printed, render(sources, _HOUSE), strict=True):
        again = take(texts, files.docx, files.docx)
        assert again.is_empty, f"a second build would change something (seed {case.seed})"


def _named(result: Taken) -> list[str]:
    return [item.text for edit in result.clauses for item in edit.left] + [item.text for item in result.left] + [
        item.what for item in result.foreign]


def _plain(texts: list[str]) -> list[set[str]]:
    return [set(words(text_of(tree))) for tree in read_trees(texts)]


def test_nothing_is_lost_between_word_and_merge() -> None:
    _check(range(_NOT_NIGHTLY))


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(50))
def test_nothing_is_lost_in_a_thousand_cases(block: int) -> None:
    _check(range(1000 + 20 * block, 1020 + 20 * block))
