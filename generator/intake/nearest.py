"""What somebody probably meant: the nearest id or label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process, utils

from generator.intake.question import Choice

LIKELY = 70.0
"""rapidfuzz's score from 0 to 100 from which we dare to ask "did you mean"."""


def nearest_word(word: str, words: Iterable[str]) -> str | None:
    """The likeliest of some names, or None."""
    found = process.extractOne(
        word[:200], list(words), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=LIKELY
    )
    return str(found[0]) if found else None


def ranked(word: str, choices: Iterable[Choice]) -> list[tuple[float, Choice]]:
    """Choices by likeness of id or label to the word, the likeliest first."""
    scored = [(_likeness(word[:200], choice), choice) for choice in choices]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].id))


def did_you_mean(word: str, choices: Iterable[Choice]) -> str:
    """`; did you mean welding_shop (Welding and fabrication shop)?`, or nothing where no choice is near."""
    best = ranked(word, choices)[:1]
    if not best or best[0][0] < LIKELY:
        return ""
    choice = best[0][1]
    label = f" ({choice.label})" if choice.label != choice.id else ""
    return f"; did you mean `{choice.id}`{label}?"


def person_meant(name: str, people: Sequence[str]) -> str:
    """`; did you mean Bo Berg?`: the one person of that first or last name, else the nearest; or nothing."""
    same = [person for person in people if name.casefold() in person.casefold().split()]
    meant = same[0] if len(same) == 1 else nearest_word(name, people)
    return f"; did you mean `{meant}`?" if meant else ""


def _likeness(word: str, choice: Choice) -> float:
    by_id = fuzz.ratio(word, choice.id, processor=utils.default_process)
    by_label = fuzz.ratio(word, choice.label, processor=utils.default_process)
    partial = fuzz.token_set_ratio(word, choice.label, processor=utils.default_process) * 0.9
    begins = fuzz.token_set_ratio(word, choice.id.replace("_", " "), processor=utils.default_process) * 0.9
    return float(max(by_id, by_label, partial, begins))
