"""The rows of “What changed”: each change once, those of one cause together where they would be a long list. Pure."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.compose.markdown import Markdown, escape
from generator.publish.changes.because import answered
from generator.publish.changes.duties import Duties
from generator.publish.changes.happened import happened, only_numbers, same_words, swapped
from generator.publish.changes.model import Cause, Change
from generator.publish.changes.named import Named
from generator.publish.changes.rows import name_of, place

_FEW = 3  # changes of one cause in one document that have a row each
_NEW = 6  # new sections of one document that have a row each
_NAMED = 24  # sections that one row names
_CAUSES = 2  # causes that one row names
_HEAVY = ("equipment", "activities", "substances", "workforce", "sites", "federally_regulated", "people", "conditions")
_SIDES = ("new", "gone", "changed")
_ALONE = {"practice": "safe work practices", "procedure": "safe job procedures", "assessment": "hazard assessments",
          "form": "forms", "letter": "letters"}  # documents of one text each
LAW, EDIT, ANSWER, REST = range(4)


@dataclass(frozen=True)
class Line:
    """One row: where, what happened, why. `rank` puts the law first, then edits, answers, and the rest."""

    where: Markdown
    what: str
    why: str
    rank: int
    members: tuple[Change, ...]
    causes: frozenset[str] = frozenset()  # each of them in words; `why` names the first


def lines(changes: Sequence[Change], duties: Duties) -> list[Line]:
    """All rows but those of pages that only gather what the others say: the law first, new documents and those that are gone
    before the rest, else in the order of the documents."""
    links = _anchors(changes)
    order = {id(change): number for number, change in enumerate(changes)}
    groups = list(_groups([one for one in changes if not _gathers(one)], duties))
    found = [_line(group, duties, links) for group in _one_step(groups, duties, order)]
    return sorted(found, key=lambda line: (line.rank, _SIDES.index(_side(line)), order[id(line.members[0])]))


def one_step(sets: Sequence[frozenset[Any]]) -> bool:
    """Whether one of these sets of causes holds all others: what happened was one step, and no row needs a cause of its own."""
    widest = max(sets, key=len, default=frozenset())
    return all(one <= widest for one in sets)


def _one_step(groups: Sequence[list[Change]], duties: Duties, order: Mapping[int, int]) -> Iterator[list[Change]]:
    """Sections of one document, or sheets of one kind, that were reworded for several causes of one step are one row."""
    step = one_step([frozenset(cause for change in group for cause in change.causes) for group in groups])
    held: dict[Hashable, list[Change]] = {}
    for group in groups:
        first, plain = group[0], _what(group, duties) == "reworded"
        key = (first.document_kind, "" if first.document_kind in _ALONE else first.document) if plain and step else id(group)
        held.setdefault(key, []).extend(group)
    yield from (sorted(group, key=lambda change: order[id(change)]) for group in held.values())


def _side(line: Line) -> str:
    return line.members[0].kind if line.members[0].whole else "changed"


def gathering(changes: Sequence[Change], duties: Duties) -> tuple[list[Markdown], str]:
    """Pages that only gather what the others say (The Year, Toolbox Talks), each with a link and how many of its sections
    read otherwise; and why."""
    links = _anchors(changes)
    held: dict[str, list[Change]] = {}
    for change in filter(_gathers, changes):
        held.setdefault(change.document, []).append(change)
    pages = [Markdown(f"{_link(name_of(group[0]), links[id(group[0])])} ({_sections(len(group))})") for group in held.values()]
    return pages, _why_of([change for group in held.values() for change in group], duties)[0]


def _gathers(change: Change) -> bool:
    return change.document_kind == "schedule" and not change.whole and rank(change) != EDIT


def rank(change: Change) -> int:
    """Which heading it stands under: the law before an edit, an edit before an answer."""
    kinds = {cause.kind for cause in change.causes}
    return LAW if "law" in kinds else EDIT if "edit" in kinds else ANSWER if "answer" in kinds else REST


def _groups(changes: Sequence[Change], duties: Duties) -> Iterator[list[Change]]:
    """The widest groups first; what no group takes stands alone."""
    left = list(changes)
    for key, fewest in _WAYS:
        groups: dict[Hashable, list[Change]] = {}
        for change in left:
            groups.setdefault(key(change, duties), []).append(change)
        groups.pop(None, None)
        taken = [group for group in groups.values() if len(group) > fewest]
        yield from taken
        left = [change for change in left if not any(change is one for group in taken for one in group)]
    yield from ([change] for change in left)


def _whole(change: Change, _: Duties) -> Hashable:
    return change.document if change.whole else None


def _papers(change: Change, _: Duties) -> Hashable:
    """New documents of one kind, or those that are gone, which a list names by code and title."""
    return (change.document_kind, change.kind, _why(change)) if change.whole and change.document_kind in _ALONE else None


def _names(change: Change, duties: Duties) -> Hashable:
    return "names" if rank(change) == ANSWER and Named.of(duties.causes).only(change) else None


def _cites(change: Change, _: Duties) -> Hashable:
    return ("cites", rank(change)) if rank(change) != EDIT and only_numbers(change) else None


def _everywhere(change: Change, duties: Duties) -> Hashable:
    """Changes of causes that touch everything, such as the company's name."""
    return "everywhere" if change.kind == "changed" and change.causes and duties.one_line.issuperset(change.causes) else None


def _same_words(change: Change, _: Duties) -> Hashable:
    pair = swapped(change)
    return (pair, _why(change)) if pair else None


def _one_document(change: Change, _: Duties) -> Hashable:
    return (change.document, _why(change)) if change.kind == "changed" and change.document_kind not in _ALONE else None


def _one_kind(change: Change, _: Duties) -> Hashable:
    return (change.document_kind, _why(change)) if change.kind == "changed" and change.document_kind in _ALONE else None


def _came_or_went(change: Change, _: Duties) -> Hashable:
    return (change.document, change.kind, rank(change)) if change.kind != "changed" else None


_WAYS: tuple[tuple[Callable[[Change, Duties], Hashable], int], ...] = (
    (_papers, _FEW), (_whole, 0), (_everywhere, _FEW), (_names, 1), (_cites, 1), (_same_words, _FEW),
    (_one_document, _FEW), (_one_kind, _FEW), (_came_or_went, _NEW))


def _why(change: Change) -> Hashable:
    return frozenset(change.causes), change.author


def _line(group: Sequence[Change], duties: Duties, links: Mapping[int, str]) -> Line:
    why, causes = _why_of(group, duties)
    return Line(_where(group, links), _what(group, duties), why, min(map(rank, group)), tuple(group), causes)


def _why_of(group: Sequence[Change], duties: Duties) -> tuple[str, frozenset[str]]:
    """The causes in one phrase, what a person did to work and machines first; and all of them."""
    found = sorted({cause: None for change in group for cause in change.causes}, key=_weight)
    texts = list(dict.fromkeys(_said(cause, change, duties) for cause in found
                               for change in group if cause in change.causes))
    return _phrase(texts) or "Nothing that the program noted", frozenset(texts)


def _weight(cause: Cause) -> tuple[bool, int]:
    """Rows that came or went before answers that changed."""
    found = answered(cause)
    head = found.path.partition(".")[0] if found else ""
    return bool(found and (found.inner or found.what == "changed")), _HEAVY.index(head) if head in _HEAVY else len(_HEAVY)


def _phrase(texts: Sequence[str]) -> str:
    """"Workforce: Alberta, workers changed; most at one time changed": what two have in common is said once."""
    shown, above = [], ""
    for text in texts[:_CAUSES] if len(texts) > _CAUSES + 1 else texts:
        label, colon, rest = text.partition(": ")
        row, comma, part = text.rpartition(", ")
        shown.append(part if comma and colon and above.startswith(f"{row}, ") else
                     rest if colon and above.startswith(f"{label}: ") else text)
        above = text
    more = len(texts) - len(shown)
    return "; ".join([*shown, *([f"and {more} more"] if more else [])])


def _said(cause: Cause, change: Change, duties: Duties) -> str:
    words = duties.causes.get(cause, cause.text)
    return f"{words} by {change.author}" if cause.kind == "edit" and change.author else words


def _what(group: Sequence[Change], duties: Duties) -> str:
    first = group[0]
    if first.whole:
        new = "new document" if len({change.document for change in group}) == 1 else "new documents"
        return {"new": new, "gone": "taken out"}.get(first.kind, "another document")
    if len(group) == 1:
        return {"new": "new section", "gone": "section taken out"}.get(first.kind) or happened(first)
    if all(_names(change, duties) for change in group):
        return Named.of(duties.causes).words
    pairs = {swapped(change) for change in group}
    if len(pairs) == 1 and None not in pairs:
        return happened(first)
    if all(map(same_words, group)):
        return happened(first)
    if all(map(only_numbers, group)):
        return "the same rules; other sections of law or numbers of papers"
    pair, count = Counter(filter(None, map(swapped, group))).most_common(1)[0] if any(pairs) else (("", ""), 0)
    if 2 * count > len(group):
        return f"“{pair[1]}” instead of “{pair[0]}”, and what goes with it"
    return {"new": "new", "gone": "taken out"}.get(first.kind, "reworded")


def _where(group: Sequence[Change], links: Mapping[int, str]) -> Markdown:
    first, documents = group[0], dict.fromkeys(change.document for change in group)
    if len(group) == 1 or (first.whole and len(documents) == 1):
        return _link(place(first), links[id(first)])
    if first.whole:
        named = [_link(place(change), links[id(change)]) for change in group]
        return Markdown(f"{len(group)} {_ALONE[first.document_kind]}: {some(named, _NAMED, ', ')}")
    if len(documents) == 1:
        return Markdown(f"{escape(name_of(first))}, {_sections(len(group))}: {_named(group, links)}")
    if len({change.document_kind for change in group}) == 1 and first.document_kind in _ALONE:
        return Markdown(f"{len(group)} {_ALONE[first.document_kind]}: {_named(group, links)}")
    return escape(f"{_sections(len(group))} in {len(documents)} documents")


def _sections(count: int) -> str:
    return f"{count} section{'' if count == 1 else 's'}"


def _named(group: Sequence[Change], links: Mapping[int, str]) -> Markdown:
    """Numbers or codes, else titles, each a link to its text below."""
    coded = all(change.document_kind in _ALONE and change.code for change in group)
    named = [_link(change.code if coded else change.number or change.title, links[id(change)]) for change in group]
    return Markdown(some(named, _NAMED, ", "))


def some(items: Sequence[str], most: int, between: str = "; ", rest: str = "more") -> str:
    """The first few of many. A last one is named as well: "and 1 more" would be no shorter."""
    more = len(items) - most
    shown = items if more < 2 else items[:most]
    return between.join(shown) + (f"{between}and {more} {rest}" if more > 1 else "")


def _link(text: str, anchor: str) -> Markdown:
    return Markdown(f"[{escape(text)}](#{anchor})")


def _anchors(changes: Iterable[Change]) -> dict[int, str]:
    """The id under which the redline below sets each text: the clause's, or with the document's before it where it is taken."""
    found: dict[int, str] = {}
    for number, change in enumerate(changes):
        anchor = change.clause if change.clause not in found.values() else f"{change.document}--{change.clause}"
        found[id(change)] = anchor if anchor not in found.values() else f"{anchor}--{number}"
    return found
