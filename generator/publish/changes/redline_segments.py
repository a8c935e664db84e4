"""The Markdown of a clause before and after, cut where both say the same, so that only what differs is typeset twice. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_FENCE = re.compile(r":{3,}(.*)$")
_CODE = re.compile(r"(`{3,}|~{3,})")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)]|#[.)])(?:\s|$)")


@dataclass(frozen=True)
class Segment:
    """A stretch of a clause: whole blocks, the same in both texts or not."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        return self.before == self.after


def segments(before: str, after: str) -> list[Segment]:
    """The clause in order, what is the same and what is not by turns."""
    old, new = list(chunks(before)), list(chunks(after))
    return [Segment("\n\n".join(old[i1:i2]), "\n\n".join(new[j1:j2]))
            for _, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]


def chunks(text: str) -> Iterator[str]:
    """The blocks at the top of a text; a list is one. Fenced Divs come out closed, a fence that closes nothing is dropped."""
    chunk: list[str] = []
    depth, code = 0, ""
    for line in text.split("\n"):
        if chunk and not depth and not code and not chunk[-1].strip() and line.strip() and not _goes_on(chunk[0], line):
            yield "\n".join(chunk).strip("\n")
            chunk = []
        fence, mark = _FENCE.match(line), _CODE.match(line)
        if mark and (not code or (line.startswith(code) and not line.strip(code[0] + " "))):
            code = "" if code else mark[1]
        elif fence and not code:
            closes = not fence[1].strip(" :")
            if closes and not depth:
                continue
            depth += -1 if closes else 1
        if chunk or line.strip():
            chunk.append(line)
    if chunk:
        yield "\n".join([*chunk, *([code] if code else []), *["\n:::"] * depth]).strip("\n")


def _goes_on(first: str, line: str) -> bool:
    """Whether a line after an empty one belongs to the block that began with `first`."""
    return line[:1].isspace() or bool(_ITEM.match(first) and _ITEM.match(line))
