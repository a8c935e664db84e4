"""The words of one paragraph of Word, and what changed between two of them, word by word. Pure."""
from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from generator.publish.changes.tracked_ooxml import Element, Pen, Signature, Status, signature, words
from generator.render.ooxml import w

_TOKEN = re.compile(r"\w+(?:[.,'’/-]\w+)*|\s+|[^\w\s]")
_KEPT = 1 / 3  # of its words; where less stays, a paragraph is replaced whole
_SHORT = 3  # letters: a word up to here between two changes goes with them
_SIGNS = {w("tab"): "\t", w("br"): "\n", w("noBreakHyphen"): "\u2011"}
_SILENT = frozenset(map(w, ("bookmarkStart", "bookmarkEnd", "proofErr", "pPr", "rPr", "sdtPr", "lastRenderedPageBreak")))
_IDS = re.compile(rb'(<(?:wp:docPr|pic:cNvPr)\b[^>]*?) id="\d+"')


class Token(NamedTuple):
    """A word, a space or a sign, with its look. `node` is what is no text: a tab, a break, a picture."""

    text: str
    look: Signature
    link: str  # relation or anchor of the link in which it stands
    node: bytes  # as XML
    properties: Element | None

    @property
    def key(self) -> tuple[object, ...]:
        return self[:4]


Piece = tuple[Status, Token]


def tokens_of(paragraph: Element, link: str = "") -> Iterator[Token]:
    """The tokens of a paragraph. Content controls give what they hold: nobody fills in a list of changes."""
    for part in paragraph:
        if part.tag == w("r"):
            yield from _run(part, link)
        elif part.tag == w("hyperlink"):
            yield from tokens_of(part, etree.tostring(_bare(part)).decode())
        elif part.tag in (w("sdt"), w("sdtContent")):
            yield from tokens_of(part, link)
        elif part.tag not in _SILENT and isinstance(part.tag, str):
            raise ValueError(f"a paragraph holds {etree.QName(part).localname}, of which no change can be tracked")


def _bare(link: Element) -> Element:
    out = etree.Element(link.tag)
    for name, value in link.attrib.items():
        out.set(name, value)
    return out


def _run(run: Element, link: str) -> Iterator[Token]:
    properties = run.find(w("rPr"))
    look = signature(properties)
    for part in run:
        if part.tag == w("t"):
            yield from (Token(found[0], look, link, b"", properties) for found in _TOKEN.finditer(part.text or ""))
        elif part.tag not in _SILENT and isinstance(part.tag, str):
            node = _IDS.sub(rb'\1 id="1"', etree.tostring(part, with_tail=False))
            yield Token(_SIGNS.get(part.tag, "\ufffc"), look, link, node, properties)


def text_of(tokens: Sequence[Token]) -> str:
    """What the tokens say."""
    return "".join(token.text for token in tokens)


def one_sided(tokens: Sequence[Token], status: Status) -> list[Piece]:
    """All of a text that only one side has."""
    return [(status, token) for token in tokens]


def compared(old: Sequence[Token], new: Sequence[Token]) -> list[Piece]:
    """Both texts as one: words that stay, went and came."""
    front = _same(old, new)
    back = _same(old[front:][::-1], new[front:][::-1])
    end_old, end_new = len(old) - back, len(new) - back
    was, now = [one.key for one in old[front:end_old]], [one.key for one in new[front:end_new]]
    codes = [(tag, i1 + front, i2 + front, j1 + front, j2 + front)
             for tag, i1, i2, j1, j2 in SequenceMatcher(_is_space, was, now, autojunk=False).get_opcodes()]
    codes = [("equal", 0, front, 0, front), *codes, ("equal", end_old, len(old), end_new, len(new))]
    kept = sum(_weight(old[i1:i2]) for tag, i1, i2, _, _ in codes if tag == "equal")
    if kept < _KEPT * max(_weight(old), _weight(new)):
        front = _same(old, new, _label(new))
        codes = [("equal", 0, front, 0, front), ("replace", front, len(old), front, len(new))]
    out: list[Piece] = []
    for same, (i1, i2, j1, j2) in _readable(codes, old):
        out += one_sided(new[j1:j2], "") if same else one_sided(old[i1:i2], "del") + one_sided(new[j1:j2], "ins")
    return out


def _same(old: Sequence[Token], new: Sequence[Token], wanted: Callable[[Token], bool] = lambda token: True) -> int:
    """How many tokens at the beginning are the same."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one.key != other.key or not wanted(one):
            break
        count += 1
    return count


def _label(tokens: Sequence[Token]) -> Callable[[Token], bool]:
    """What leads a text and is no part of it: a tick box, the word Law, a section's number."""
    body = tokens[-1].look if tokens else ()
    return lambda token: token.look != body or not _is_word(token)


def _is_word(token: Token) -> bool:
    return token.text[:1].isalnum() and not token.node


def _is_space(key: tuple[object, ...]) -> bool:
    """A space is where two texts agree only beside a word on which they do."""
    return str(key[0]).isspace()


def _weight(tokens: Sequence[Token]) -> int:
    return sum(len(token.text) for token in tokens if _is_word(token))


_Code = tuple[str, int, int, int, int]
_Span = tuple[int, int, int, int]


def _readable(codes: Sequence[_Code], old: Sequence[Token]) -> list[tuple[bool, _Span]]:
    """(stays, places) of the text in order. Spaces and short words between two replaced parts are replaced with them."""
    out: list[tuple[bool, _Span]] = []
    for place, (tag, i1, i2, j1, j2) in enumerate(codes):
        same = tag == "equal"
        if same and 0 < place < len(codes) - 1 and _between(codes[place - 1], codes[place + 1], old[i1:i2]):
            same = False
        if out and out[-1][0] == same:
            first = out.pop()[1]
            i1, j1 = first[0], first[2]
        if i1 < i2 or j1 < j2:
            out.append((same, (i1, i2, j1, j2)))
    return out


def _between(before: _Code, after: _Code, island: Sequence[Token]) -> bool:
    if "equal" in (before[0], after[0]) or any(token.node for token in island):
        return False
    gone, come = (before[1] < before[2], after[1] < after[2]), (before[3] < before[4], after[3] < after[4])
    found = [token for token in island if _is_word(token)]
    if not (any(gone) and any(come)):
        return False
    return not found or (len(found) == 1 and len(found[0].text) <= _SHORT and all(gone) and all(come))


def write(paragraph: Element, pieces: Sequence[Piece], pen: Pen) -> None:
    """Puts the pieces into a paragraph, as runs."""
    for link, linked in groupby(pieces, key=lambda piece: piece[1].link):
        place = paragraph
        if link:
            place = etree.fromstring(link)
            paragraph.append(place)
        for status, group in groupby(linked, key=lambda piece: piece[0]):
            around = place
            if status:
                around = pen.mark(status)
                place.append(around)
            for _, alike in groupby((token for _, token in group), key=lambda token: token.look):
                _write_run(around, list(alike), status == "del")


def _write_run(place: Element, tokens: Sequence[Token], deleted: bool) -> None:
    run = etree.SubElement(place, w("r"))
    if tokens[0].properties is not None:
        run.append(copy.deepcopy(tokens[0].properties))
    for node, group in groupby(tokens, key=lambda token: token.node):
        if node:
            run.extend(etree.fromstring(node) for _ in group)
        else:
            run.append(words(text_of(list(group)), deleted))
