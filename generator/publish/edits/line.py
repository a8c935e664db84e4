"""The words of one paragraph with their markup, cut into characters, so that changed words can be put in place. Pure."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

from generator.publish.edits.align import words
from generator.publish.edits.model import PICTURE, Picture, Run
from generator.publish.edits.tree import Node

BLANK = PICTURE  # stands for anything without words: a blank to fill, a picture
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LOOKS = (("bold", "Strong"), ("italic", "Emph"), ("strike", "Strikeout"))
_EMPHASIS = frozenset({"Strong", "Emph", "Strikeout"})
Mark = tuple[str, str]  # (kind of the tree's node, its attributes as JSON)


class Piece(NamedTuple):
    """One character, the marks it stands in from the outside in, and the node of something without words."""

    text: str
    marks: tuple[Mark, ...] = ()
    node: str = ""


class Token(NamedTuple):
    """A word, a space or a mark, told by `key`, and where it stands among the pieces."""

    key: str
    start: int
    end: int


def pieces_of(content: Sequence[Node], marks: tuple[Mark, ...] = ()) -> list[Piece]:
    """A paragraph's inlines as pieces."""
    return [piece for part in content for piece in _pieces(part, marks)]


def _pieces(part: Node, marks: tuple[Mark, ...]) -> Iterator[Piece]:
    kind: str = part["t"]
    content: Any = part.get("c")
    if kind == "Str":
        yield from (Piece(letter, marks) for letter in content)
    elif kind in ("Space", "SoftBreak"):
        yield Piece(" ", marks)
    elif kind == "LineBreak":
        yield Piece("\n", marks)
    elif kind in _EMPHASIS:
        yield from pieces_of(content, (*marks, (kind, "")))
    elif kind == "Code":
        yield from (Piece(letter, (*marks, (kind, json.dumps(content[0])))) for letter in content[1])
    elif kind == "Span" and "br" in content[0][1]:
        yield Piece("\n", marks, json.dumps(part))
    elif kind in ("Span", "Link") and content[1]:
        yield from pieces_of(content[1], (*marks, (kind, json.dumps([content[0], *content[2:]]))))
    else:
        yield Piece(BLANK, marks, json.dumps(part))


def content_of(pieces: Sequence[Piece], depth: int = 0) -> list[Node]:
    """Pieces as inlines. Spaces at the edge of an emphasis stand outside of it, where Markdown wants them."""
    out: list[Node] = []
    for mark, group in groupby(pieces, key=lambda piece: piece.marks[depth] if len(piece.marks) > depth else None):
        part = list(group)
        if mark is None:
            out += _bare(part)
            continue
        kind, attributes = mark
        before, inner, after = _edges(part) if kind in _EMPHASIS else ([], part, [])
        out += _bare(before)
        if inner and kind == "Code":
            out.append({"t": kind, "c": [json.loads(attributes), "".join(piece.text for piece in inner)]})
        elif inner and kind in _EMPHASIS:
            out.append({"t": kind, "c": content_of(inner, depth + 1)})
        elif inner:
            first, *rest = json.loads(attributes)
            out.append({"t": kind, "c": [first, content_of(inner, depth + 1), *rest]})
        out += _bare(after)
    return out


def _edges(part: list[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    solid = [place for place, piece in enumerate(part) if piece.text not in (" ", "\n")]
    if not solid:
        return part, [], []
    return part[:solid[0]], part[solid[0]:solid[-1] + 1], part[solid[-1] + 1:]


def _bare(part: Sequence[Piece]) -> list[Node]:
    out: list[Node] = []
    for piece in part:
        if piece.node:
            out.append(json.loads(piece.node))
        elif piece.text == BLANK:  # copied with the words around it
            out.append({"t": "Span", "c": [["", ["field"], []], []]})
        elif piece.text in (" ", "\t"):
            if not (out and out[-1]["t"] == "Space"):
                out.append({"t": "Space"})
        elif piece.text == "\n":
            out.append({"t": "LineBreak"})
        elif out and out[-1]["t"] == "Str":
            out[-1]["c"] += piece.text
        else:
            out.append({"t": "Str", "c": piece.text})
    return out


def pieces_of_runs(runs: Sequence[Run], bold: bool = False, italic: bool = False) -> list[Piece]:
    """Runs of a Word file as pieces; `bold` and `italic` are what the paragraph's style gives and is no emphasis."""
    out: list[Piece] = []
    for run in runs:
        own = {"bold": run.bold and not bold, "italic": run.italic and not italic, "strike": run.strike}
        marks: tuple[Mark, ...] = tuple((kind, "") for name, kind in _LOOKS if own[name])
        if run.link and not run.link.startswith("#"):
            marks = (("Link", json.dumps([["", [], []], [run.link, ""]])), *marks)
        if run.picture:
            out.append(Piece(PICTURE, marks, json.dumps(_image(run.picture))))
            continue
        text = BLANK if run.style == "Blank" and not run.text.strip("\u00a0 ") else run.text
        out += [Piece(letter, marks) for letter in text]
    return out


def _image(picture: Picture) -> Node:
    alt = content_of([Piece(letter) for letter in picture.alt])
    return {"t": "Image", "c": [["", [], [["width", f"{picture.width:g}mm"], ["height", f"{picture.height:g}mm"]]], alt,
                                [picture.name, ""]]}


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Without spaces and line breaks at both ends."""
    before, inner, _ = _edges(list(pieces))
    return inner if inner else [piece for piece in before if piece.node]


def text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _tokens(pieces: Sequence[Piece], sizes: bool = False) -> list[Token]:
    """Words, spaces and marks. A picture is told by its name, with `sizes` by its size and description as well."""
    return [Token(" " if match[0].isspace() else _shown(pieces[match.start()], sizes) or match[0], match.start(), match.end())
            for match in _TOKEN.finditer(text(pieces))]


def _shown(piece: Piece, sizes: bool) -> str:
    node = json.loads(piece.node) if piece.node and piece.text == PICTURE else {}
    return "" if node.get("t") != "Image" else piece.node if sizes else str(node["c"][2][0])


def rewritten(own: Sequence[Piece], before: Sequence[Piece], after: Sequence[Piece]) -> list[Piece] | None:
    """Our text with a person's change in it.

    `own` is the text as we wrote it, `before` as it stood in the Word file (with what the typesetter adds: "Law", a number),
    `after` as it stands there now. None when the change hit something that the typesetter adds, so it has no place in ours.
    """
    mine, old, new = _tokens(own), _tokens(before, True), _tokens(after, True)
    place = {i + n: j + n for i, j, size in _matches(_tokens(before), mine) for n in range(size)}
    out: list[tuple[int, int, list[Piece]]] = []  # (from, to, in its place) of our pieces
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, _keys(old), _keys(new), autojunk=False).get_opcodes():
        if tag == "equal":
            out += _looks(own, mine, before, after, [(old[i1 + n], new[j1 + n], place.get(i1 + n)) for n in range(i2 - i1)])
            continue
        span = _span(place, mine, len(own), i1, i2, len(old))
        if span is None:
            return None
        fresh = after[new[j1].start:new[j2 - 1].end] if j1 < j2 else []
        out.append((*span, _dressed(own, span, fresh)))
    result = list(own)
    for _, (start, end, pieces) in sorted(enumerate(out), key=lambda item: (item[1][:2], item[0]), reverse=True):
        result[start:end] = pieces
    gained = [word for word in words(text(after)) if word not in set(words(text(before)))]
    return result if set(gained) <= set(words(text(result))) else None


def _keys(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens]


def _matches(old: Sequence[Token], mine: Sequence[Token]) -> Sequence[tuple[int, int, int]]:
    return SequenceMatcher(None, _keys(old), _keys(mine), autojunk=False).get_matching_blocks()


def _span(place: dict[int, int], mine: Sequence[Token], length: int, i1: int, i2: int, total: int) -> tuple[int, int] | None:
    """Which of our pieces the tokens i1 to i2 of the Word file are."""
    hit = [place[i] for i in range(i1, i2) if i in place]
    if hit:
        return mine[hit[0]].start, mine[hit[-1]].end
    if i1 < i2:
        return None
    if i1 - 1 in place:
        end = mine[place[i1 - 1]].end
        return end, end
    if i1 in place:
        start = mine[place[i1]].start
        return start, start
    return (length, length) if not mine or i1 == total else None


def _dressed(own: Sequence[Piece], span: tuple[int, int], fresh: Sequence[Piece]) -> list[Piece]:
    """New words in the spans and links in which the old ones stood, with the emphasis that the person gave them."""
    start, end = span
    if start < end:
        around = [own[place].marks for place in range(start, end)]
    else:
        around = [own[place].marks for place in (start - 1, start) if 0 <= place < len(own)]
        around = around if len(around) == 2 else []
    shared = [mark for mark in (around[0] if around else ())
              if mark[0] not in _EMPHASIS and all(mark in marks for marks in around)]
    blank = next((json.loads(piece.node) for piece in own[start:end] if piece.node and piece.text == BLANK), None)
    if blank and blank["t"] == "Span":  # words typed into a blank stay in it
        shared.append(("Span", json.dumps([blank["c"][0]])))
    quiet = any(kind == "Span" for kind, _ in shared)  # a span has a look of its own
    dressed = []
    for piece in fresh:
        extra = [mark for mark in piece.marks if mark[0] not in _EMPHASIS or not quiet]
        dressed.append(Piece(piece.text, (*shared, *(mark for mark in extra if mark not in shared)), piece.node))
    return dressed


def _looks(own: Sequence[Piece], mine: Sequence[Token], before: Sequence[Piece], after: Sequence[Piece],
           same: Sequence[tuple[Token, Token, int | None]]) -> Iterator[tuple[int, int, list[Piece]]]:
    """Words that stayed and got another look: bold, italic, struck out, a link to the web."""
    for old, new, at in same:
        was, now = set(before[old.start].marks), set(after[new.start].marks)
        if at is None or was == now or old.key == " ":
            continue
        token = mine[at]
        kept = [[mark for mark in own[place].marks if mark not in was - now] for place in range(token.start, token.end)]
        gained = [mark for mark in after[new.start].marks if mark in now - was]
        yield token.start, token.end, [
            Piece(own[token.start + n].text, (*marks, *(mark for mark in gained if mark not in marks)), own[token.start + n].node)
            for n, marks in enumerate(kept)]
