"""Three texts of one letter, paragraph by paragraph: the program's of then, the person's, the program's of today. Pure."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.publish.edits.align import align, likeness
from generator.publish.edits.merge import Conflict


@dataclass(frozen=True)
class Step:
    """What to do to the person's letter. Places count its paragraphs, `ours` those of the program's letter of today.

    `at` and `ours`: that paragraph takes the program's words. Without `ours` it goes. Without `at` the program's paragraph
    comes in behind the place `after` (-1: at the start).
    """

    at: int | None = None
    ours: int | None = None
    after: int = -1


@dataclass(frozen=True)
class Clash:
    """Both changed one paragraph; `at` is the person's, or the one before the place where they took it out."""

    conflict: Conflict
    at: int
    step: Step  # what taking the program's words means


@dataclass(frozen=True)
class Merge:
    """`steps` are the program's changes where the person changed nothing."""

    steps: tuple[Step, ...]
    clashes: tuple[Clash, ...]


def merge_letter(base: Sequence[str], theirs: Sequence[str], ours: Sequence[str]) -> Merge:
    """What brings the person's letter up to date with the program's."""
    mine, new = paired(base, theirs), paired(base, ours)
    steps: list[Step] = []
    clashes: list[Clash] = []
    for place, text in enumerate(base):
        m, n = mine.get(place), new.get(place)
        person, program = None if m is None else theirs[m], None if n is None else ours[n]
        if program in (text, person):
            continue
        step = Step(m, n, _before(place, mine))
        if person == text:
            steps.append(step)
        else:
            clashes.append(Clash(Conflict(text, person or "", program or ""), step.after if m is None else m, step))
    steps += _added(theirs, ours, mine, new)
    return Merge(tuple(steps), tuple(clashes))


def paired(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Place in the base -> place in the other text. What stands alone between neighbours belongs together whatever it says."""
    pairs = dict(align([*base], [*side], str, likeness))
    ends = [(-1, -1), *sorted(pairs.items()), (len(base), len(side))]
    for (i, j), (k, m) in pairwise(ends):
        if k - i == m - j:
            pairs |= zip(range(i + 1, k), range(j + 1, m), strict=True)
    return pairs


def _before(place: int, mine: dict[int, int]) -> int:
    """The person's last paragraph before this place of the base."""
    return next((mine[earlier] for earlier in range(place - 1, -1, -1) if earlier in mine), -1)


def _added(theirs: Sequence[str], ours: Sequence[str], mine: dict[int, int], new: dict[int, int]) -> Iterator[Step]:
    """New paragraphs of the program, behind what they follow; those that the person wrote too do not come twice."""
    back = {n: place for place, n in new.items()}
    own = [text for m, text in enumerate(theirs) if m not in set(mine.values())]
    after = -1
    for n, text in enumerate(ours):
        if n in back:
            after = mine.get(back[n], _before(back[n], mine))
        elif text in own:
            own.remove(text)
        else:
            yield Step(None, n, after)
