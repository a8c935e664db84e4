"""Numbers of sections in edits follow the sections: a section, or a reference to one, that moved is no change of words."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.compose.clauses import plain
from generator.compose.model import Clause
from generator.publish.edits.store import Edit

_REFERENCE = re.compile(r"(?<=\bsection )\d+\.\d+(?=\s+(\S[^\n]{0,200}))")  # "section 4.6 Working alone"
_OWN = re.compile(r'(?<=\{#h-)(\S+) number="[^"]*"')  # of a section's heading


def in_step(edits: Mapping[str, Edit], clauses: Iterable[Clause]) -> dict[str, Edit]:
    """The same edits, each section's own number and each reference to one (told by its title) as they are today.

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

    return {id_: replace(edit, base=numbered(edit.base), theirs=numbered(edit.theirs)) for id_, edit in edits.items()}
