"""Numbers of sections in edits follow the sections: a section, or a reference to one, that moved is no change of words."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from string import ascii_uppercase

from generator.compose.clauses import plain
from generator.compose.model import Clause
from generator.publish.edits.store import Edit

_REFERENCE = re.compile(r"(?<=\bsection )\d+\.\d+(?=\s+(\S[^\n]{0,200}))")  # "section 4.6 Working alone"
_ADDED = re.compile(r'^## (?!.*\{#h-)(.*?)(?: \{number="[^"]*"\})?$', re.MULTILINE)  # a section that a person wrote
_OWN = re.compile(r'(?<=\{#h-)(\S+) number="[^"]*"')  # of a section's heading


def in_step(edits: Mapping[str, Edit], clauses: Iterable[Clause]) -> dict[str, Edit]:
    """The same edits, each section's own number and each reference to one (told by its title) as they are today. Sections that
    people wrote behind 3.19 are 3.19A, 3.19B and so on: no number of ours depends on them.

    A deleted section whose number moved would else be one that the program wrote anew: a conflict about nothing.
    """
    clauses = list(clauses)
    own = {clause.id: clause.number for clause in clauses if clause.number}
    numbers = {clause.title: clause.number for clause in clauses if clause.number and clause.document == "manual"}
    titles = sorted(numbers, key=len, reverse=True)  # "Working alone at night" before "Working alone"

    def today(match: re.Match[str]) -> str:
        follows = plain(match[1])
        return next((numbers[title] for title in titles if follows.startswith(title)), None) or match[0]

    def numbered(text: str) -> str:
        text = _OWN.sub(lambda match: f'{match[1]} number="{own[match[1]]}"' if match[1] in own else match[0], text)
        return _REFERENCE.sub(today, text)

    found = {id_: replace(edit, base=numbered(edit.base), theirs=numbered(edit.theirs)) for id_, edit in edits.items()}
    before = {clause.id: last for last, clause in pairwise(clauses) if last.document == clause.document}
    return {id_: replace(edit, theirs=_lettered(edit.theirs, id_, own, before.get(id_), found)) for id_, edit in found.items()}


def _lettered(text: str, id_: str, own: Mapping[str, str], before: Clause | None, edits: Mapping[str, Edit]) -> str:
    """Added sections with a number and a letter: above the clause's own heading they follow the clause before it."""
    head, heading, tail = _parted(text, id_)
    if id_ not in own or not heading:
        return text
    last = own.get(before.id, "") if before else ""
    if last.split(".")[0] != own[id_].split(".")[0]:
        return head + heading + _with_letters(tail, own[id_], 0)
    there = len(_ADDED.findall(_parted(edits[before.id].theirs, before.id)[2])) if before and before.id in edits else 0
    return _with_letters(head, last, there) + heading + _with_letters(tail, own[id_], 0)


def _parted(text: str, id_: str) -> tuple[str, str, str]:
    """What stands above a clause's heading, the mark of the heading, the rest. All is the rest where it has none any more."""
    head, heading, tail = text.partition(f"{{#h-{id_} ")
    if not heading:
        return "", "", text
    line = head.rfind("\n") + 1
    return head[:line], head[line:] + heading, tail


def _with_letters(text: str, number: str, used: int) -> str:
    letters = iter(ascii_uppercase[used:])

    def heading(match: re.Match[str]) -> str:
        letter = next(letters, "")
        return f'## {match[1]} {{number="{number}{letter}"}}' if letter else f"## {match[1]}"
    return _ADDED.sub(heading, text)
