"""Which paragraph of the delivered Word file is which leaf of the clause's Markdown."""
from __future__ import annotations

from collections.abc import Sequence

from generator.publish.edits.align import align, likeness, words
from generator.publish.edits.leaves import Leaf
from generator.publish.edits.model import Paragraph, plain

_BOX = "☐☑☒"


def pair(paragraphs: Sequence[Paragraph], found: Sequence[Leaf]) -> dict[int, Leaf]:
    """Place of a paragraph -> its leaf. What the typesetter made of attributes (a card, a chart's bar) has none.

    The typesetter adds words of its own ("Law", a section's number, "High" to a badge), so likeness decides where the
    texts are not the same.
    """
    found = [leaf for leaf in found if leaf.text or leaf.kind not in ("field", "card")]  # a blank to fill has no words
    left = [_shown(paragraph.text) for paragraph in paragraphs]
    right = [_shown(leaf.text) for leaf in found]
    return {i: found[j] for i, j in align(left, right, str, _like)}


def _shown(text: str) -> str:
    """Words without tick boxes in front; a cell joined with the one above has none."""
    shown = plain(text).lstrip(_BOX).strip()
    return "" if shown == "^^" else shown


def _like(word: str, ours: str) -> float:
    if not ours or not word:
        return 0.0
    if word.endswith(ours) or word.startswith(ours):
        return 0.9 if len(words(word)) <= len(words(ours)) + 4 else 0.5
    return likeness(word, ours) * 0.8
