"""The library of templates: files with a YAML head and a Markdown body, read once and checked for their heads."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import yaml

from generator.errors import Problem, TemplateError
from generator.kept import kept
from generator.knowledge.files import from_yaml

Kind = Literal["manual", "practices", "procedures", "emergencies"]
KINDS: tuple[Kind, ...] = ("manual", "practices", "procedures", "emergencies")
_HEAD_KEYS = {"id", "title", "order", "topic", "for", "when", "law", "audit", "ppe", "hazards", "training", "check",
              "sub"}
_FOR_KEYS = {"activities", "equipment", "hazards", "emergencies", "equipment_groups", "conditions"}
_FILE = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Template:
    """One piece of text. `anchor` is its stable id in documents: "clause-x", "practice-x" ..."""

    kind: Kind
    id: str
    title: str
    body: str
    file: str
    body_line: int  # line of the file on which the body starts
    chapter: str | None = None
    order: int = 500
    topic: str | None = None
    wanted: Mapping[str, tuple[str, ...]] | None = None  # the head's `for`
    when: str | None = None
    law: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    ppe: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    check: str | None = None

    @property
    def anchor(self) -> str:
        return f"{_ANCHOR[self.kind]}-{self.id}"


_ANCHOR = {"manual": "clause", "practices": "practice", "procedures": "procedure", "emergencies": "emergency"}


@dataclass(frozen=True)
class Chapter:
    id: str
    title: str
    audit: str


@dataclass(frozen=True)
class Library:
    chapters: tuple[Chapter, ...]
    templates: tuple[Template, ...]

    def of(self, kind: Kind) -> tuple[Template, ...]:
        return tuple(template for template in self.templates if template.kind == kind)


def templates_root() -> Traversable:
    """The folder of the words: beside the package in a checkout, inside it in an installed copy."""
    packaged = resources.files("generator").joinpath("templates")
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parents[2] / "templates"


@cache
@kept
def shipped_library() -> Library:
    """The library that ships with the program."""
    return read_library(templates_root())


def read_library(root: Traversable) -> Library:
    """Read a folder of templates. Raises TemplateError that lists every file with a broken head."""
    problems: list[Problem] = []
    templates: list[Template] = []
    for kind in KINDS:
        for file, chapter in _files(root.joinpath(kind)):
            try:
                templates.append(parse_template(kind, file.read_text("utf-8"), _relative(file, root), chapter))
            except TemplateError as error:
                problems.extend(error.problems)
    problems.extend(_duplicates(templates))
    if problems:
        raise TemplateError("The template library has mistakes:", problems)
    raw = from_yaml(root.joinpath("manual", "chapters.yaml").read_text("utf-8"))
    return Library(tuple(Chapter(**row) for row in raw["chapters"]), tuple(templates))


def _files(folder: Traversable) -> list[tuple[Traversable, str | None]]:
    """Markdown files of a folder and its sub-folders, in name order, each with its sub-folder's name."""
    found: list[tuple[Traversable, str | None]] = []
    if not folder.is_dir():
        return found
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            found += [(file, entry.name) for file in sorted(entry.iterdir(), key=lambda item: item.name)
                      if file.name.endswith(".md")]
        elif entry.name.endswith(".md"):
            found.append((entry, None))
    return found


def _relative(file: Traversable, root: Traversable) -> str:
    return str(file).removeprefix(str(root)).lstrip("/\\").replace("\\", "/")


def parse_template(kind: Kind, text: str, file: str, chapter: str | None = None) -> Template:
    """One file's text as a Template. Raises TemplateError with file and line."""
    def wrong(message: str, line: int = 1) -> TemplateError:
        return TemplateError("A template cannot be read.", [Problem(message, file=f"templates/{file}", line=line)])

    match = _FILE.match(text.replace("\r\n", "\n"))
    if not match:
        raise wrong("the file must open with a head between two lines of ---")
    try:
        head = from_yaml(match[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise wrong(f"the head is not YAML: {getattr(error, 'problem', error)}", 2 + (mark.line if mark else 0)) from None
    if not isinstance(head, dict) or "id" not in head or "title" not in head:
        raise wrong("the head needs at least id and title")
    unknown = set(head) - _HEAD_KEYS | {f"for.{key}" for key in set(head.get("for") or {}) - _FOR_KEYS}
    if unknown:
        raise wrong(f"unknown in the head: {', '.join(sorted(unknown))}")
    stem = file.rsplit("/", 1)[-1].removesuffix(".md")
    if head["id"] != stem:
        raise wrong(f"id {head['id']} and file name {stem} must be the same")
    return _template(kind, head, match[2], file, match[1].count("\n") + 4, chapter)


def _template(kind: Kind, head: dict[str, Any], body: str, file: str, line: int, chapter: str | None) -> Template:
    def names(key: str) -> tuple[str, ...]:
        value = head.get(key) or ()
        return (value,) if isinstance(value, str) else tuple(value)

    wanted = {key: tuple(value) for key, value in (head.get("for") or {}).items()} or None
    when = head.get("when")
    return Template(
        kind=kind, id=head["id"], title=str(head["title"]), body=body, file=file, body_line=line, chapter=chapter,
        order=head.get("order", 500), topic=head.get("topic"), wanted=wanted,
        when=None if when is None else str(when), law=names("law"), audit=names("audit"), ppe=names("ppe"),
        hazards=names("hazards"), training=names("training"), check=head.get("check"))


def _duplicates(templates: list[Template]) -> list[Problem]:
    seen: dict[tuple[str, str], str] = {}
    problems = []
    for template in templates:
        key = (template.kind, template.id)
        if key in seen:
            problems.append(Problem(f"id {template.id} is also in templates/{seen[key]}",
                                    file=f"templates/{template.file}", line=2))
        seen[key] = template.file
    return problems
