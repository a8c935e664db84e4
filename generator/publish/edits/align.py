"""Which things of two sequences belong together: the same ones, then those that are alike. Pure."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")
_WORD = re.compile(r"\w+|[^\w\s]")
_LEAST = 0.4  # likeness below which two texts are not one text changed
_MOST = 60_000  # pairs of a gap that are still compared one by one


def align(old: Sequence[S], new: Sequence[T], key: Callable[[S | T], Hashable],
          like: Callable[[S, T], float]) -> list[tuple[int, int]]:
    """Pairs (place in old, place in new), rising in both. `like` is 0 to 1; below 0.4 two things are strangers."""
    pairs: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, [key(item) for item in old], [key(item) for item in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        elif tag == "replace":
            pairs += [(i1 + i, j1 + j) for i, j in _alike(old[i1:i2], new[j1:j2], like)]
    return pairs


def _alike(old: Sequence[S], new: Sequence[T], like: Callable[[S, T], float]) -> list[tuple[int, int]]:
    """The pairs in order whose likeness adds up to most."""
    if len(old) * len(new) > _MOST:
        return []
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    worth = [[like(one, other) for other in new] for one in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            take = worth[i][j] + best[i + 1][j + 1] if worth[i][j] >= _LEAST else 0.0
            best[i][j] = max(take, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if worth[i][j] >= _LEAST and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def words(text: str) -> list[str]:
    """Words and marks of a text, for counting."""
    return _WORD.findall(text)


def likeness(one: str, other: str) -> float:
    """How many of their words two texts share: 1 for the same words, 0 for none."""
    first, second = Counter(words(one)), Counter(words(other))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0
