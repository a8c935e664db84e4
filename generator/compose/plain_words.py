"""Plain words: reading level, Canadian spelling, banned filler and repeated paragraphs, measured on Markdown texts."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import textstat
from textstat.backend.counts import _count_syllables

# textstat fetches a pronouncing dictionary from the network at its first use. Reading levels must not depend on a network
# or on what one machine happens to hold, so syllables always come from textstat's other source, hyphenation.
_count_syllables.get_cmudict = lambda lang: None

_MARKUP = re.compile(r"^:::.*$|^#+ .*$|^\|.*\|$|\{[^}]*\}|!\[[^\]]*\]\([^)]*\)", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\](?:\([^)]*\))?")
_LAW = re.compile(r"^::: law\n.*?^:::$", re.MULTILINE | re.DOTALL)
_LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")

# American spellings and their Canadian ones. Only words that safety texts use; names of standards and bodies are never here.
CANADIAN = {
    "labor": "labour", "labors": "labours", "center": "centre", "centers": "centres", "color": "colour", "colors": "colours",
    "favor": "favour", "honor": "honour", "neighbor": "neighbour", "neighbors": "neighbours", "vapor": "vapour",
    "vapors": "vapours", "odor": "odour", "odors": "odours", "mold": "mould", "molds": "moulds",
    "meters": "metres", "liter": "litre", "liters": "litres", "fiber": "fibre", "fibers": "fibres",
    "catalog": "catalogue",
    "defense": "defence", "offense": "offence", "programme": "program",
    "tyre": "tire", "tyres": "tires", "kerb": "curb", "aluminium": "aluminum", "behavior": "behaviour",
    "rigor": "rigour", "harbor": "harbour", "gray": "grey", "jewelry": "jewellery", "leveler": "leveller",
    "traveling": "travelling", "traveled": "travelled", "labeled": "labelled", "labeling": "labelling",
    "canceled": "cancelled", "signaling": "signalling", "signaled": "signalled", "fueling": "fuelling", "fueled": "fuelled",
    "skeptical": "sceptical", "theater": "theatre", "smolder": "smoulder", "smoldering": "smouldering",
    "maneuver": "manoeuvre", "enrollment": "enrolment", "fulfill": "fulfil", "installment": "instalment",
}
# "meters" is right for instruments: "gas meters", "hour meters".
_INSTRUMENT = re.compile(
    r"\b(?:gas|hour|noise|sound|flow|volt|multi|four-gas|light|dust|power|the|a|your|air) ?-?meters?\b", re.IGNORECASE)
FILLER = ("it is imperative", "all personnel", "safety is everyone's", "as appropriate", "where reasonably practicable",
          "at all times", "the company shall", "in a timely manner", "utilize", "due diligence")


def prose(markdown: str) -> str:
    """A text's sentences without markup, tables, headings and Law lines."""
    text = _LAW.sub("", markdown)
    text = _MARKUP.sub("", text)
    text = _LINK.sub(r"\1", text).replace("\\", "").replace("**", "").replace("*", "")
    lines = [_LIST_MARK.sub("", line).strip() for line in text.splitlines()]
    return "\n".join(line if not line or line[-1] in ".!?" else f"{line}." for line in lines)


def grade(markdown: str) -> float:
    """Flesch-Kincaid grade of the prose; 0 for texts under 30 words, where the measure means nothing."""
    text = prose(markdown)
    if len(_WORD.findall(text)) < 30:
        return 0.0
    return float(textstat.flesch_kincaid_grade(text))


def spelling(markdown: str) -> list[tuple[str, str]]:
    """American or British spellings with the Canadian one."""
    text = _INSTRUMENT.sub("", prose(markdown))
    found = {word.lower() for word in _WORD.findall(text)} & CANADIAN.keys()
    return sorted((word, CANADIAN[word]) for word in found)


def filler(markdown: str) -> list[str]:
    """Phrases that say nothing."""
    text = prose(markdown).lower()
    return [phrase for phrase in FILLER if phrase in text]


def repeated(texts: Mapping[str, str], least_words: int = 8) -> list[tuple[str, list[str]]]:
    """Paragraphs of that many words or more that stand in more than one place: (paragraph, ids of the texts)."""
    places: dict[str, list[str]] = {}
    for id_, markdown in texts.items():
        for paragraph in paragraphs(markdown):
            if len(paragraph.split()) >= least_words:
                places.setdefault(paragraph, []).append(id_)
    return [(paragraph, ids) for paragraph, ids in places.items() if len(ids) > 1]


def paragraphs(markdown: str) -> Iterable[str]:
    """Paragraphs and list items as plain text, white space folded."""
    for line in prose(re.sub(r"\n(?![\n\-*\d:|#])", " ", markdown)).splitlines():
        folded = " ".join(line.split())
        if folded:
            yield folded
