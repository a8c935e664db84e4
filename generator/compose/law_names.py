"""What the law of the company's jurisdictions calls things, and the bodies behind it, for one place or several."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from generator.compose.markdown import Markdown, escape
from generator.knowledge.model import Jurisdiction

Which = Literal["regulator", "wcb"]
# What the company does with them differs: laws hold side by side ("and"), of bodies one is called ("or").
_ALL_HOLD = frozenset({"act", "regulation", "code"})


def chosen(jurisdictions: Mapping[str, Jurisdiction], only: str | None, but: str | None) -> dict[str, Jurisdiction]:
    """The jurisdictions meant; all of them where the choice leaves none."""
    left = {code: item for code, item in jurisdictions.items() if only in (None, code) and code != but}
    return left or dict(jurisdictions)


class Terms:
    """`term('committee')`: the word of the law. `only` and `but` name one jurisdiction of several: term('regulator', only='AB').

    Where jurisdictions differ, the words that end all the terms alike stand for them ("health and safety representative" for
    a "worker health and safety representative" elsewhere); otherwise each is printed, with its place where it does not say it.
    """

    def __init__(self, jurisdictions: Mapping[str, Jurisdiction]) -> None:
        self._jurisdictions = jurisdictions

    def __call__(self, key: str, only: str | None = None, but: str | None = None) -> Markdown:
        found = chosen(self._jurisdictions, only, but).values()
        words = list(dict.fromkeys(item.terms[key] for item in found))
        if len(words) == 1:
            return escape(words[0])
        shared = _shared_end(words)
        if shared and key not in _ALL_HOLD | {"regulator", "wcb", "prime_contractor"}:
            return escape(shared)
        link = " and the " if key in _ALL_HOLD else " or "
        return Markdown(link.join(_with_places(
            word, [(item.code, item.name) for item in found if item.terms[key] == word]) for word in words))


    def officials(self, link: Literal["and", "or"]) -> Markdown:
        """Regulator and compensation board, once where both are one: "the Ministry of Labour or the WSIB", "WorkSafeNB"."""
        several = len(self._jurisdictions) > 1
        said = [_and_or([item.terms["regulator"], item.terms["wcb"]], link) + (f" ({item.name})" if several else "")
                for item in self._jurisdictions.values()]
        return Markdown(f", {link} ".join(str(escape(text)) for text in said))


class Bodies:
    """`regulator.phone`: of the regulator or the compensation board. `regulator(only='AB').phone` for one of several."""

    def __init__(self, jurisdictions: Mapping[str, Jurisdiction], which: Which) -> None:
        self._jurisdictions, self._which = jurisdictions, which

    def __call__(self, only: str | None = None, but: str | None = None) -> Bodies:
        return Bodies(chosen(self._jurisdictions, only, but), self._which)

    def __getattr__(self, name: str) -> Markdown:
        if name.startswith("_"):
            raise AttributeError(name)
        places: dict[str, list[str]] = {}
        for item in self._jurisdictions.values():
            body = item.regulator if self._which == "regulator" else item.wcb
            places.setdefault(getattr(body, name) or body.phone, []).append(item.name)
        if len(places) == 1:
            return escape(next(iter(places)))
        return Markdown("; ".join(f"in {escape(' and '.join(names))} {escape(value)}" for value, names in places.items()))


def _and_or(words: Iterable[str], link: str) -> str:
    return f" {link} ".join(dict.fromkeys(words))


def _shared_end(terms: Iterable[str]) -> str:
    """The words that end all the terms alike; nothing where they differ in the last word already."""
    split = [term.split() for term in terms]
    shared: list[str] = []
    for words in zip(*(reversed(term) for term in split), strict=False):
        if len(set(words)) > 1:
            break
        shared.insert(0, words[0])
    while shared and shared[0] in ("and", "of"):
        shared.pop(0)
    return " ".join(shared)


def _with_places(word: str, places: Iterable[tuple[str, str]]) -> str:
    unsaid = [name for code, name in places if name not in word and code not in word]
    return f"{escape(word)} ({escape(' and '.join(unsaid))})" if unsaid else str(escape(word))
