"""Numbers of sections in edits follow the sections: a reference to one that moved is no change of words."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.compose.clauses import plain
from generator.compose.model import Clause
from generator.publish.edits.store import Edit

_REFERENCE = re.compile(r"(?<=\bsection )\d+\.\d+(?=\s+(\S[^\n]{0,200}))")  # "section 4.6 Working alone"


def in_step(edits: Mapping[str, Edit], clauses: Iterable[Clause]) -> dict[str, Edit]:
    """The same edits, each reference to a section with the number that the section has today; told by its title."""
    numbers = {clause.title: clause.number for clause in clauses if clause.number and clause.document == "manual"}
    titles = sorted(numbers, key=len, reverse=True)  # "Working alone at night" before "Working alone"

    def today(match: re.Match[str]) -> str:
        follows = plain(match[1])
        return next((numbers[title] for title in titles if follows.startswith(title)), None) or match[0]

    return {id_: replace(edit, base=_REFERENCE.sub(today, edit.base), theirs=_REFERENCE.sub(today, edit.theirs))
            for id_, edit in edits.items()}
