"""A syntax tree written as Markdown of docs/markup.md. Reading it again gives the same tree.

pandoc's own writer is not taken: it lays tables out anew, and their widths are ours to keep.
"""
from __future__ import annotations

import re
from fractions import Fraction
from math import lcm
from typing import Any

from generator.compose.markdown import attribute
from generator.publish.edits.tree import Blocks, Node, classes

_SPECIAL = re.compile(r"""[\\`*_{}\[\]<>|~^$@"'#&]|\.(?=\.)|(?<=\.)\.|-(?=-)|(?<=-)-""")
_START = re.compile(r"(\d+|[A-Za-z]|#)[.)]|[-+:%=(!]")
_FEWEST = 3  # dashes of the narrowest column


def markdown_of(blocks: Blocks) -> str:
    """Blocks as Markdown, one empty line between them, without one at the end."""
    parts: list[str] = []
    for place, block in enumerate(blocks):
        if place and block["t"] == blocks[place - 1]["t"] and block["t"] in ("BulletList", "OrderedList"):
            parts.append("::: {}\n:::")  # else two lists would be one
        parts.append(_block(block))
    return "\n\n".join(part for part in parts if part)


def _block(block: Node) -> str:
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind in ("Para", "Plain"):
        return _paragraph(content)
    if kind == "Header":
        return f"{'#' * content[0]} {inlines(content[2])}{_attributes(content[1], ' ')}"
    if kind == "Div":
        return _div(block)
    if kind == "BulletList":
        return _list(content, ["-"] * len(content))
    if kind == "OrderedList":
        return _list(content[1], [f"{number}." for number in range(content[0][0], content[0][0] + len(content[1]))])
    if kind == "Table":
        return _table(block)
    if kind == "BlockQuote":
        return "\n".join(f"> {line}".rstrip() for line in markdown_of(content).split("\n"))
    if kind == "CodeBlock":
        fence = "~" * max([3, *(len(run) + 1 for run in re.findall("~+", content[1]))])
        return f"{fence}{_attributes(content[0], ' ')}\n{content[1]}\n{fence}"
    if kind == "HorizontalRule":
        return "* * *"
    raise ValueError(f"docs/markup.md has no block {kind}")


def _paragraph(content: list[Node]) -> str:
    text = inlines(content)
    if content and content[0]["t"] == "Image":
        return text
    return f"\\{text}" if _START.match(text) and not text[0].isalnum() else re.sub(r"^(\w+)([.)])", r"\1\\\2", text)


def _div(block: Node) -> str:
    attributes, inner = block["c"]
    body = markdown_of(inner)
    deepest = max([2, *(len(run) for run in re.findall(r"^\s*(:{3,})", body, re.MULTILINE))])
    fence = ":" * (deepest + 1)
    return f"{fence} {_attributes(attributes) or '{}'}\n{body}\n{fence}"


def _list(items: list[Blocks], marks: list[str]) -> str:
    loose = any(block["t"] == "Para" for item in items for block in item)
    written = []
    for item, mark in zip(items, marks, strict=True):
        indent = " " * (len(mark) + 1)
        between = "\n\n" if loose or (len(item) > 1 and not _tight(item)) else "\n"
        body = between.join(filter(None, [_block(block) for block in item])) if item else ""
        written.append(f"{mark} " + body.replace("\n", f"\n{indent}") if body else mark)
    return ("\n\n" if loose else "\n").join(re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE) for text in written)


def _tight(item: Blocks) -> bool:
    return all(block["t"] in ("Plain", "BulletList", "OrderedList") for block in item)


def _table(block: Node) -> str:
    _, _, columns, head, bodies, _ = block["c"]
    rows = [[_cell(cell) for cell in row[1]] for row in [*head[1], *(row for body in bodies for row in body[3])]]
    if not head[1]:
        rows.insert(0, [""] * len(columns))
    dashes = [_ruler(align["t"], width) for (align, _), width in zip(columns, _widths(columns), strict=True)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join(dashes) + "|", *lines[1:]])


def _ruler(align: str, width: int) -> str:
    """Colons count as dashes of the width."""
    left, right = align in ("AlignLeft", "AlignCenter"), align in ("AlignRight", "AlignCenter")
    return ":" * left + "-" * (width - left - right) + ":" * right


def _widths(columns: list[Any]) -> list[int]:
    """The fewest dashes that stand in the same relation as the columns' widths."""
    shares = [Fraction(width.get("c", 0) or 1).limit_denominator(100_000) if isinstance(width, dict) else Fraction(1)
              for _, width in columns]
    whole = lcm(*(share.denominator for share in shares))
    counts = [int(share * whole) for share in shares]
    scale = -(-_FEWEST // min(counts))
    return [count * scale for count in counts]


def _cell(cell: list[Any]) -> str:
    if not cell[4]:
        return ""
    if len(cell[4]) > 1 or cell[4][0]["t"] not in ("Plain", "Para"):
        raise ValueError("a table cell holds one line only")
    return inlines(cell[4][0]["c"], in_cell=True)


def inlines(content: list[Node], *, in_cell: bool = False) -> str:
    """Words with their markup, in one line."""
    written = [_inline(part, in_cell) for part in content]
    for place in range(len(written) - 1):
        if written[place].endswith("!") and content[place]["t"] == "Str" and content[place + 1]["t"] in ("Link", "Span"):
            written[place] = written[place][:-1] + "\\!"  # else it would make a picture of a link
    return "".join(written)


def _inline(part: Node, in_cell: bool) -> str:
    kind: str = part["t"]
    content: Any = part.get("c")
    if kind == "Str":
        return _SPECIAL.sub(lambda match: "\\" + match[0], content)
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind == "LineBreak":
        return "[]{.br}" if in_cell else "\\\n"
    if kind == "Code":
        ticks = "`" * max([1, *(len(run) + 1 for run in re.findall("`+", content[1]))])
        pad = " " if content[1].startswith("`") or content[1].endswith("`") else ""
        return f"{ticks}{pad}{content[1]}{pad}{ticks}{_attributes(content[0])}"
    if kind in ("Emph", "Strong", "Strikeout"):
        mark = {"Emph": "*", "Strong": "**", "Strikeout": "~~"}[kind]
        return mark + inlines(content, in_cell=in_cell) + mark
    if kind == "Span":
        return f"[{inlines(content[1], in_cell=in_cell)}]{_attributes(content[0]) or '{}'}"
    if kind in ("Link", "Image"):
        target = content[2][0] + (f" {attribute(content[2][1])}" if content[2][1] else "")
        return "!" * (kind == "Image") + f"[{inlines(content[1], in_cell=in_cell)}]({target}){_attributes(content[0])}"
    raise ValueError(f"docs/markup.md has no {kind} in a line")


def _attributes(attributes: list[Any], before: str = "") -> str:
    identity, names, pairs = attributes
    parts = [f"#{identity}"] * bool(identity) + [f".{name}" for name in names]
    parts += [f"{key}={attribute(value)}" for key, value in pairs]
    return before + "{" + " ".join(parts) + "}" if parts else ""


def is_empty(block: Node) -> bool:
    """Whether a Div holds nothing: a card, a page break, or one whose content was deleted."""
    return block["t"] == "Div" and not block["c"][1] and not classes(block)
