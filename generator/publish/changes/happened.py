"""What happened to a clause, in one plain phrase: two Markdown texts compared line by line, as a reader sees them. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from html import unescape

from generator.publish.changes.model import Change
from generator.publish.edits.align import likeness
from generator.publish.ingredients import bare

_MOST = 8  # words of a swap that the phrase quotes
_ALIKE = 0.5  # from this likeness on, two lines are one line that was reworded
_PAIRS = 2500  # comparisons of lines; a page that is written anew is not paired line by line
_LITERAL = 0xE000  # escaped characters stand here while markup is taken away
_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})  # of Word, which we get by typesetting
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SHOWN = re.compile(r'\b(?:title|sub|note|label)="((?:[^"\\]|\\.)*)"')  # attributes that are printed
_MARKER = re.compile(r"^\s*(?:#+|[-*+]|\d+[.)]|>)\s+")
_BREAK = "[]{.br}"
_LAW = re.compile(r"^::: law\n.*?^:::$", re.MULTILINE | re.DOTALL)  # "Law: OHS Code (AB) s 139 to 162" at the end
_LAW_LINE = "Law "  # the same in a letter
_SPAN = re.compile(r"!?\[([^\[\]]*)\](?:\{[^{}]*\}|\([^()]*\))?")
_ATTRIBUTES = re.compile(r"\{[#.][^{}]*\}")
_EMPHASIS = re.compile(r"\*{1,3}|`+")
_CODES = re.compile(r"(?:\b(?:P|J|F|HA)-\d{2,3}\b(?:, | and |; )?)+")  # "HA-19, HA-36"
_CITES = re.compile(r"\bss? \d[\w.()\-]*(?:(?:, | and | to )\d[\w.()\-]*)*")  # "ss 3-8, 3-21"
_MORE = re.compile(r"(?:,| and| or) (.+)$")  # of a list: ", Eli Reimer"
_WORD = re.compile(r"\w+|[^\w\s,.;]")
_RULE = re.compile(r"^[|\s:=-]+$")


@lru_cache(maxsize=4096)
def lines_of(markdown: str) -> tuple[str, ...]:
    """The paragraphs, list items and table rows of a text, each as one line of plain words."""
    text = bare(markdown).translate(_TYPED).replace("\\^\\^", "^^").replace("\\ ", " ")
    text = _ESCAPED.sub(lambda match: chr(_LITERAL + ord(match[1])), text)
    return tuple(line for block in _blocks(text) if (line := _plain(block)))


def _blocks(text: str) -> Iterator[str]:
    block: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith(":::") or not stripped or _RULE.match(stripped):
            yield " ".join(block)
            block = []
            yield from map(unescape, _SHOWN.findall(stripped) if stripped.startswith(":::") else ())
        elif _MARKER.match(line) or stripped.startswith("|"):
            yield " ".join(block)
            block = [stripped]
        else:
            block.append(stripped)
    yield " ".join(block)


def _plain(block: str) -> str:
    if block.startswith("|"):
        block = " ".join(cell for part in block.strip("| ").split("|") if (cell := part.strip()) and cell != "^^")
    block = _MARKER.sub("", block.replace(_BREAK, " "))
    while (shorter := _SPAN.sub(r"\1", block)) != block:
        block = shorter
    block = _EMPHASIS.sub("", _ATTRIBUTES.sub("", block))
    literal = "".join(chr(ord(char) - _LITERAL) if _LITERAL <= ord(char) < _LITERAL + 0x80 else char for char in block)
    return " ".join(literal.split())


def same_words(change: Change) -> bool:
    """Whether only numbers of sections, markup or layout differ: nobody reads another word."""
    return lines_of(change.before) == lines_of(change.after)


def only_numbers(change: Change) -> bool:
    """The same, where codes of other papers or cited sections moved as well: nothing that anybody has to be told."""
    return change.kind == "changed" and _without_codes(change) == _without_codes(change, after=True)


def only_less(change: Change) -> bool:
    """Whether words went and none came: there is nothing new to agree to."""
    before, after = (_WORD.findall(" ".join(_without_codes(change, after=side))) for side in (False, True))
    left = iter(before)
    return change.kind == "changed" and all(word in left for word in after)


def _without_codes(change: Change, *, after: bool = False) -> list[str]:
    lines = lines_of(_LAW.sub("", change.after if after else change.before))
    letter = change.document_kind == "letter"
    return [_CITES.sub("§", _CODES.sub("#", line)) for line in lines if not (letter and line.startswith(_LAW_LINE))]


def swapped(change: Change) -> tuple[str, str] | None:
    """(old, new) where the only change of a clause is that the same few words stand for others, wherever they stood."""
    if change.kind != "changed":
        return None
    old, new = lines_of(change.before), lines_of(change.after)
    found: dict[tuple[str, str], None] = {}
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if tag != "replace" or last - first != end - start:
            return None
        for one, other in zip(old[first:last], new[start:end], strict=True):
            found.update(dict.fromkeys(_spans(one.split(), other.split())))
    pair = next(iter(found), None)
    if len(found) != 1 or pair is None or not all(0 < len(side.split()) <= _MOST for side in pair):
        return None
    return pair


def _spans(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """The runs of words that stand for each other in two lines. A run goes on over one word that both have where it has words
    on one side only ("Prairie Edge Works", "Edge & Sons"), and over a lone sign.
    """
    runs: list[list[int]] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        between = old[runs[-1][1]:first] if runs else []
        open_ = bool(runs) and (runs[-1][0] == runs[-1][1] or runs[-1][2] == runs[-1][3])
        if len(between) == 1 and (open_ or not between[0].strip("&-–+/")):
            runs[-1][1], runs[-1][3] = last, end
        else:
            runs.append([first, last, start, end])
    for first, last, start, end in runs:
        yield _trimmed(" ".join(old[first:last])), _trimmed(" ".join(new[start:end]))


def _trimmed(words: str) -> str:
    """Without what only joins the words to their sentence."""
    return words.strip(".,;:()“”\"").removesuffix("’s").removesuffix("'s")


def happened(change: Change) -> str:
    """"new", "taken out", "“85 dBA” instead of “82 dBA”", "2 lines added, 1 reworded"."""
    if change.kind != "changed":
        return {"new": "new", "gone": "taken out"}[change.kind]
    if same_words(change):
        return "another layout or number, the same words"
    if pair := swapped(change):
        return _swap(*pair)
    reworded, added, out = _counted(lines_of(change.before), lines_of(change.after))
    parts = [(added, "added"), (out, "taken out"), (reworded, "reworded")]
    said = [(count, what) for count, what in parts if count]
    return ", ".join(f"{count}{(' line' if count == 1 else ' lines') if place == 0 else ''} {what}"
                     for place, (count, what) in enumerate(said)) or "lines in another order"


def _swap(old: str, new: str) -> str:
    """A list of names that grew or shrank by one says which."""
    for longer, shorter, what in ((new, old, "added"), (old, new, "taken out")):
        if more := _MORE.match(longer.removeprefix(shorter)) if longer.startswith(shorter) else None:
            return f"“{more[1]}” {what}"
    return f"“{new}” instead of “{old}”"


def _counted(old: Sequence[str], new: Sequence[str]) -> tuple[int, int, int]:
    """Lines reworded, added and taken out. A line that only moved is none of them."""
    left, fresh = [line for line in old if line not in new], [line for line in new if line not in old]
    reworded = 0
    for line in list(fresh) if len(left) * len(fresh) <= _PAIRS else ():
        near = max(left, key=lambda one: likeness(one, line), default=None)
        if near is not None and likeness(near, line) >= _ALIKE:
            left.remove(near)
            fresh.remove(line)
            reworded += 1
    return reworded, len(fresh), len(left)
