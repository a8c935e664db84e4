"""Text -> tree -> text loses nothing that the typesetter reads."""
from __future__ import annotations

import copy
from collections.abc import Mapping

import pytest

from generator.compose.model import Composed
from generator.publish.edits.tree import leveled, read_trees, text_of
from generator.publish.edits.writer import markdown_of


def test_every_clause_of_the_examples_survives_reading_and_writing(examples: Mapping[str, Composed]) -> None:
    texts = sorted({clause.markdown for composed in examples.values() for document in composed.documents
                    if not document.letter for clause in document.clauses})
    trees = read_trees(texts)
    again = read_trees([markdown_of(tree) for tree in trees])
    assert len(texts) > 500
    assert [text for text, tree in zip(texts, trees, strict=True) if leveled(copy.deepcopy(tree)) != tree] == []
    assert [text for text, one, other in zip(texts, trees, again, strict=True) if one != other] == []


@pytest.mark.parametrize("text", [
    "1\\. not a list, nor - this", "\\# not a heading", "\\- not an item", "a\\--b and dots\\.\\.\\. and \\'quotes\\'",
    "2021\\) and \\(in brackets\\)", "- one\n\n  more of it\n- two\n\n  1. deep\n  2. deeper", "3. third\n4. fourth",
    "- [ ] box", "| a \\| b | c |\n|--|-----|\n| `x\\|y` | *d*[]{.br}**e** |", "line one\\\nline two",
    "[P 100](#x){.code} [16]{.risk .high} ~~gone~~ `code` [ink]{.nobreak}", "- tight\n  - inner\n- last",
    "::: {.card title=\"A & B \\\"C\\\"\"}\n:::", "> quoted\n>\n> twice", "\\=\\=\\= and \\+ and \\: x", "\\::: no div",
    "- a\n\n<!-- -->\n\n- b", "Wow\\![a link](#x) and \\![a span]{.code}",
    '![a \\"plan\\" of it](media/0123456789ab.png){width="40mm" height="30.5mm"}', "- ![x](media/a.png) in an item\n- b",
    "Costs $5 to $6, a_b_c, x^2^, H~2~O, @you, \\@all, A&amp;B"])
def test_awkward_text_survives(text: str) -> None:
    tree = read_trees([text])[0]
    assert read_trees([markdown_of(tree)])[0] == tree


def test_words_are_those_of_the_word_file() -> None:
    tree = read_trees(['He said "stop" at 11 m, or -5 °C'])[0]
    assert text_of(tree) == "He said “stop” at 11\u00a0m, or −5\u00a0°C"
