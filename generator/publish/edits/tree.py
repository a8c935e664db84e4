"""Markdown as pandoc's syntax tree: plain lists and dicts {"t": kind, "c": content}, as `pandoc -t json` writes them."""
from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from generator.errors import PublishError
from generator.publish.edits.model import PICTURE

Node = dict[str, Any]
Blocks = list[Node]
_HERE = Path(__file__).parent
_RENDER = _HERE.parents[1] / "render" / "lua"
PARAGRAPHS = frozenset({"Para", "Plain", "Header"})
LISTS = frozenset({"BulletList", "OrderedList"})


def read_trees(texts: Sequence[str]) -> list[Blocks]:
    """The blocks of each text, read as the typesetter reads it; one pandoc process for all."""
    if not texts:
        return []
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "lua", str(_HERE / "read.lua"), str(_RENDER)], input=json.dumps(list(texts)).encode(),
        capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)
    if done.returncode:
        raise PublishError(f"pandoc could not read a text: {done.stderr.decode('utf-8', 'replace').strip()}")
    return [joined(tree["blocks"]) for tree in json.loads(done.stdout)]


def joined(blocks: Blocks) -> Blocks:
    """The same tree in its one normal form: words that touch are one Str, a soft break is a space."""
    result: Blocks = _joined(blocks)
    return result


def _joined(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _joined(part) for key, part in value.items()}
    if not isinstance(value, list):
        return value
    out: list[Any] = []
    for part in value:
        part = _joined(part)
        if isinstance(part, dict) and part.get("t") == "SoftBreak":
            part = {"t": "Space"}
        if _is(part, "Str") and out and _is(out[-1], "Str"):
            out[-1] = {"t": "Str", "c": out[-1]["c"] + part["c"]}
        else:
            out.append(part)
    return out


def _is(part: Any, kind: str) -> bool:
    return isinstance(part, dict) and part.get("t") == kind


def text_of(value: Any) -> str:
    """The words of a tree or a part of it, as a reader sees them; blocks and cells are divided by a line break."""
    return "".join(_texts(value)).strip()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
        return
    if not isinstance(value, dict):
        return
    kind, content = value.get("t"), value.get("c") or []
    if kind in ("Str", "Math", "RawInline"):
        yield str(content if kind == "Str" else content[1])
    elif kind in ("Code", "CodeBlock"):
        yield str(content[1])
    elif kind in ("Space", "SoftBreak"):
        yield " "
    elif kind == "LineBreak" or (kind == "Span" and "br" in content[0][1]):
        yield "\n"
    elif kind == "Image":
        yield PICTURE
    elif kind == "Div" and "card" in classes(value):
        yield "\n".join(card_words(value)) + "\n"
    elif kind == "Link":
        yield from _texts(content[1])
    elif kind == "Table":
        for row in rows_of(value):
            for cell in row[1]:
                yield from _texts(cell[4])
    else:
        yield from _texts(content)
    if kind in PARAGRAPHS:
        yield "\n"


def rows_of(table: Node) -> list[list[Any]]:
    """All rows of a table, head first; a row is [attributes, cells], a cell [attributes, align, rows, columns, blocks]."""
    _, _, _, head, bodies, foot = table["c"]
    return [*head[1], *(row for body in bodies for part in body[2:4] for row in part), *foot[1]]


def leveled(blocks: Blocks) -> Blocks:
    """The same blocks, no heading more than one level below the one before it: the typesetter takes nothing else."""
    last = 1  # a card is a title; above a clause stands a chapter's or a document's
    for header in _headers(blocks):
        header["c"][0] = last = min(header["c"][0], last + 1)
    return blocks


def _headers(blocks: Blocks) -> Iterator[Node]:
    for block in blocks:
        if block["t"] == "Header":
            yield block
        elif block["t"] == "Div":
            yield from _headers(block["c"][1])


def card_words(card: Node) -> tuple[str, str]:
    """The title of a card, and its line of small words as Word has it: code and subtitle, a tab, the note."""
    words = dict(card["c"][0][2])
    line = " · ".join(filter(None, (words.get("code"), words.get("sub"))))
    return words.get("title", ""), line + ("\t" + words["note"] if words.get("note") else "")


def classes(node: Node) -> list[str]:
    """The classes of a Div or Span."""
    found: list[str] = node["c"][0][1]
    return found
