"""Which paragraphs, rows or tables of two texts belong together: the same ones, then those that are alike. Pure.

Like `edits/align.py`, and made for more of it: a company that changes its name changes every row of its longest tables.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Protocol, TypeVar

T = TypeVar("T", bound="Comparable")
Like = Callable[[T, T], float]
_LEAST = 0.4  # below that two texts are strangers
_SURE = 0.75  # from that on two texts at the same end of a gap are one text changed
_MOST = 10_000  # pairs of a gap that are compared one by one; beyond it only those near its diagonal are
_BAND = 40


class Comparable(Protocol):
    """What can be paired: two with one key are the same."""

    @property
    def key(self) -> object: ...


def paired(old: Sequence[T], new: Sequence[T], like: Like[T]) -> list[tuple[T | None, T | None]]:
    """Both sequences as one, in the order of both; (one, None) is gone, (None, one) is new. What is gone stands first."""
    pairs: list[tuple[int, int]] = []
    numbers: dict[object, int] = {}
    was, now = ([numbers.setdefault(one.key, len(numbers)) for one in side] for side in (old, new))
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in codes:
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        elif tag == "replace":
            pairs += [(i1 + i, j1 + j) for i, j in _alike(old[i1:i2], new[j1:j2], like)]
    return list(_woven(old, new, pairs))


def _woven(old: Sequence[T], new: Sequence[T], pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[T | None, T | None]]:
    i = j = 0
    for one, other in [*pairs, (len(old), len(new))]:
        yield from ((item, None) for item in old[i:one])
        yield from ((None, item) for item in new[j:other])
        if one < len(old):
            yield old[one], new[other]
        i, j = one + 1, other + 1


def _alike(old: Sequence[T], new: Sequence[T], like: Like[T]) -> list[tuple[int, int]]:
    if len(old) == len(new) and all(like(one, other) >= _LEAST for one, other in zip(old, new, strict=True)):
        return list(zip(range(len(old)), range(len(new)), strict=True))
    shorter, front, back = min(len(old), len(new)), 0, 0
    while front < shorter and like(old[front], new[front]) >= _SURE:
        front += 1
    while back < shorter - front and like(old[-1 - back], new[-1 - back]) >= _SURE:
        back += 1
    middle = _best(old[front:len(old) - back], new[front:len(new) - back], like)
    return [*((n, n) for n in range(front)), *((front + i, front + j) for i, j in middle),
            *((len(old) - n, len(new) - n) for n in range(back, 0, -1))]


def _best(old: Sequence[T], new: Sequence[T], like: Like[T]) -> list[tuple[int, int]]:
    """The pairs in order whose likeness adds up to most."""
    rows, columns = len(old), len(new)
    if not rows or not columns:
        return []
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    take = [[0.0] * columns for _ in range(rows)]
    whole = rows * columns <= _MOST
    for i in range(rows - 1, -1, -1):
        middle = i * columns // rows
        near = range(columns) if whole else range(max(0, middle - _BAND), min(columns, middle + _BAND))
        for j in range(columns - 1, -1, -1):
            worth = like(old[i], new[j]) if j in near else 0.0
            take[i][j] = worth + best[i + 1][j + 1] if worth >= _LEAST else 0.0
            best[i][j] = max(take[i][j], best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if take[i][j] and best[i][j] == take[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
