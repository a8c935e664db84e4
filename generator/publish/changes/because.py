"""Causes in a person's words: "Equipment: forklift added", "Law in Alberta: noise limit (OHS Code s 218)". Pure."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.intake.question import Question
from generator.intake.questionnaire import load_questionnaire
from generator.intake.vocabulary import vocabulary
from generator.publish.changes.model import Cause, Change
from generator.publish.plan import Plan

_ANSWER = re.compile(r"^the answer (?P<path>.+) (?P<what>was added|was taken out|changed)$")
_LAW = re.compile(r"^the law fact (?P<code>[A-Z]{2}):(?P<key>\S+) changed$")
_VERSION = re.compile(r"^program version .+ became (?P<now>\S+)$")
_DATES = {"in_force": "The date since when it is in force", "as_of": "The day whose law is used"}
_SIDES = {"was added": "added", "was taken out": "taken out", "changed": "changed"}


@dataclass(frozen=True)
class Answered:
    """A changed answer: its path, the row of a table that came or went ("forklift"; "" where there is none), and how."""

    path: str
    row: str
    what: str  # added, taken out, changed
    inner: bool = False  # a part of the row changed, not the row


def answered(cause: Cause) -> Answered | None:
    """What an answer's cause says; None for any other cause."""
    match = _ANSWER.match(cause.text) if cause.kind == "answer" else None
    if match is None:
        return None
    path, what = match["path"], _SIDES[match["what"]]
    head, _, rest = path.partition(".")
    table = load_questionnaire().find((head,))
    if table is None or table.type != "table" or not rest:
        return Answered(path, "", what)
    row, _, last = rest.rpartition(".")  # a row's own name may have dots
    inner = bool(row) and table.inner(last) is not None
    return Answered(path, row if inner else rest, what, inner)


def in_words(cause: Cause, made: Plan, author: str = "") -> str:
    """The cause as the list says it. What has no words of its own is said as it came."""
    found = answered(cause)
    if found:
        return _answer(found, made)
    if cause.kind == "law" and (match := _LAW.match(cause.text)):
        return _law(match["code"], match["key"], made)
    if cause.kind == "edit":
        return f"Edited in Word by {author}" if author else "Edited in Word"
    if cause.kind == "wording":
        return "New wording in the library"
    if cause.kind == "date":
        name = cause.text.removeprefix("the ").removesuffix(" changed")
        return _DATES.get(name, name[:1].upper() + name[1:].replace("_", " ")) + " changed"
    if cause.kind == "program":
        version = _VERSION.match(cause.text)
        return f"A new version of the program, {version['now']}" if version else "The program writes it in another way"
    return cause.text[:1].upper() + cause.text[1:]


def _answer(found: Answered, made: Plan) -> str:
    head = found.path.partition(".")[0]
    question = load_questionnaire().find((head,))
    label = question.label if question else head.replace("_", " ").capitalize()
    if question and question.type == "table":
        if not found.row or found.row.isdecimal():
            return f"{label}: {'a line ' if found.row else ''}{found.what}"
        name = _own_name(found, made) or _row_name(question, found.row)
        part = question.inner(found.path.rpartition(".")[2]) if found.inner else None
        return f"{label}: {name}, {_small(part.label)} {found.what}" if part else f"{label}: {name} {found.what}"
    inner = load_questionnaire().find(tuple(found.path.split(".")))
    if inner and question and inner is not question:
        return f"{label}: {_small(inner.label)} {found.what}"
    rest = found.path.partition(".")[2].replace(".", ", ").replace("_", " ")
    return f"{label}: {rest} {found.what}" if rest else f"{label} {found.what}"


def _own_name(found: Answered, made: Plan) -> str:
    """"forklift", "two utility trailers": what the company has of it; "" for anything else, or what it has no more."""
    if not found.path.startswith("equipment."):
        return ""
    return next((item.phrase for item in made.program.equipment if item.id == found.row), "").removeprefix("the ")


def _row_name(question: Question, row: str) -> str:
    """What the questionnaire calls the row: a choice's label without what stands in brackets, or the person's own name."""
    named = question.inner(question.row_name or "")
    source = named.source if named else None
    choices = vocabulary().lists.get(source, ()) if source else named.choices if named else ()
    label = next((choice.label.partition(" (")[0] for choice in choices if choice.id == row), None)
    return row if label is None else label if source in ("jurisdictions", "provinces") else _small(label)


def _small(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _law(code: str, key: str, made: Plan) -> str:
    place = made.knowledge.jurisdictions.get(code)
    title = _small(made.knowledge.titles.get(key, key.replace(".", " ").replace("_", " ")))
    fact = place.facts.get(key) if place else None
    cite = f" ({fact.cite})" if fact and fact.cite and fact.verified != "recall" else ""
    return f"Law in {place.name if place else code}: {title}{cite} changed"


def nearest(changes: Sequence[Change]) -> list[Change]:
    """The changes with nearer causes: the law of a province that came or went with an answer did not change, the answer did."""
    causes = dict.fromkeys(cause for change in changes for cause in change.causes)
    said = [(cause, found) for cause in causes if (found := answered(cause))]
    moved = {found.row: cause for cause, found in said
             if found.path.startswith("workforce.") and found.what != "changed" and not found.inner}
    federal = next((cause for cause, found in said if found.path == "federally_regulated"), None)

    def near(cause: Cause) -> Cause:
        match = _LAW.match(cause.text) if cause.kind == "law" else None
        return moved.get(match["code"], federal or cause) if match else cause

    return [replace(change, causes=tuple(dict.fromkeys(map(near, change.causes)))) for change in changes]


def path_of(cause: Cause) -> str:
    """The token by which rules know a cause: its kind, with an answer's path behind it ("answer:people.Lee Tran.phone")."""
    found = answered(cause)
    return f"answer:{found.path}" if found else cause.kind


def fits(cause: Cause, tokens: tuple[str, ...]) -> bool:
    """Whether one of the tokens ("law", "answer:people") is this cause, or holds it."""
    mine = path_of(cause)
    return any(mine == token or cause.kind == token or mine.startswith(f"{token}.") or _any_row(mine, token) for token in tokens)


def _any_row(mine: str, token: str) -> bool:
    """"answer:sites.*.muster_point" is that part of any row; a row's own name may have dots."""
    head, star, last = token.partition(".*.")
    return bool(star) and mine.startswith(f"{head}.") and mine.endswith(f".{last}")
