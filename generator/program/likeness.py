"""How alike two short texts are: the words that they share, by their beginnings."""
from __future__ import annotations

import re
from functools import lru_cache

# Words that say nothing about which job, machine or control a text belongs to.
_COMMON = frozenset(
    "the and for with you your not from out off are that its into each over this when they them their before after until "
    "than".split())
_WORD = re.compile(r"[a-z]{3,}")
_STEM = 5


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Words of three letters or more by their first five letters, without a plural's s (press, presses; saw, saws)."""
    return frozenset((word[:-1] if word.endswith("s") and not word.endswith("ss") else word)[:_STEM]
                     for word in _WORD.findall(text.lower()) if word not in _COMMON)


def shared_words(one: str, other: str) -> int:
    """How many words the texts share."""
    return len(stems(one) & stems(other))
