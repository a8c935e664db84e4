"""Edits in the text of an intake: only the answers that change are touched; every other line stays as its author wrote it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.tokens import BlockEntryToken, ValueToken

from generator.intake.source import AnswerPath
from generator.intake.versions.edits import Edit

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[A-Za-z0-9]([\w./ +-]*[\w.+])?", re.ASCII)
_NULLS = frozenset({"null", "Null", "NULL"})
_BREAKS = re.compile("[\x85\xa0\u2028\u2029\ufeff]")  # breaks and marks that YAML does not leave as they are

Span = tuple[int, int, str]  # from, to, and the text that comes there


@dataclass(frozen=True)
class _Entry:
    """One entry of a map or list, in its holder."""

    holder: MappingNode | SequenceNode
    place: int
    key: ScalarNode | None
    value: Node


def rewritten(text: str, batches: Sequence[Sequence[Edit]]) -> str:
    """The text with all edits made, batch by batch. The caller compares what it reads as with what it should."""
    for batch in batches:
        moves = [edit for edit in batch if edit.kind == "move" and edit.path[:-1] != edit.to[:-1]]
        page = _Page(text)
        carried = [_carry(page, edit) for edit in moves]
        text = page.with_spans(span for edit in batch for span in _spans(page, edit))
        if moves:
            page = _Page(text)
            text = page.with_spans(_arrive(page, edit, load) for edit, load in zip(moves, carried, strict=True))
    return text


def with_version(text: str, version: str) -> str:
    """The text with the line that names the questionnaire's version: changed, or put first."""
    page = _Page(text)
    line = f'questionnaire: "{version}"'
    if (entry := page.find(("questionnaire",))) is not None:
        return page.with_spans([_replaced(page, entry, f'"{version}"')])
    root = page.root
    if root.flow_style or not root.value:
        return page.with_spans([(root.start_mark.index + 1, root.start_mark.index + 1, f"{line}, " if root.value else line)])
    start = above = page.line_start(root.value[0][0].start_mark.index)
    while above and text[(before := page.line_start(above - 1)):above].startswith("#"):
        above = before
    place = above if above else start  # a comment that opens the file speaks of the whole file and stays first
    return text[:place] + line + page.newline * 2 + text[place:]


class _Page:
    """A text with its YAML nodes, and where the dashes and colons stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.root: Any = yaml.compose(text, Loader=_LOADER)
        tokens = list(yaml.scan(text, Loader=_LOADER))
        self._dashes = [token.start_mark.index for token in tokens if isinstance(token, BlockEntryToken)]
        self._colons = [token.start_mark.index for token in tokens if isinstance(token, ValueToken)]

    def find(self, path: AnswerPath) -> _Entry | None:
        """The entry at a path; None where the file has none."""
        entry: _Entry | None = None
        node: Node = self.root
        for part in path:
            entry = _inside(node, part)
            if entry is None:
                return None
            node = entry.value
        return entry

    def end(self, node: Node) -> int:
        """Where a value ends, without the blank lines and comments behind it."""
        if isinstance(node, ScalarNode):
            stop: int = node.end_mark.index
            return len(self.text[:stop].rstrip()) if node.style in ("|", ">") else stop
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self.end(last[1] if isinstance(node, MappingNode) else last)

    def after(self, entry: _Entry) -> int | None:
        """The place behind the colon or dash of an entry; None in flow style without one."""
        start = entry.value.start_mark.index
        if entry.key is None:
            return None if entry.holder.flow_style else self.dash(entry) + 1
        place = bisect_right(self._colons, start) - 1
        colon = self._colons[place] if place >= 0 else -1
        return colon + 1 if colon >= entry.key.end_mark.index else None

    def dash(self, entry: _Entry) -> int:
        """Where the dash of a list's entry stands."""
        start = entry.value.start_mark.index
        return int(self._dashes[bisect_right(self._dashes, start - 1) - 1])

    def line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """The end of a line, before its line break."""
        stop = self.text.find("\n", place)
        stop = len(self.text) if stop < 0 else stop
        return stop - 1 if stop > place and self.text[stop - 1] == "\r" else stop

    def next_line(self, place: int) -> int:
        stop = self.text.find("\n", place)
        return len(self.text) if stop < 0 else stop + 1

    def without_gap(self, start: int, stop: int) -> int:
        """The end of lines that go, with a blank line behind them where one before them stays."""
        behind = self.next_line(stop)
        if self.text[self.line_start(start - 1):start].strip() or self.text[stop:behind].strip():
            return stop
        return behind

    def with_spans(self, spans: Iterator[Span] | Sequence[Span]) -> str:
        text = self.text
        for start, stop, new in sorted(spans, reverse=True):
            text = text[:start] + new + text[stop:]
        return text


def _inside(node: Node, part: str | int) -> _Entry | None:
    if isinstance(node, MappingNode):
        for place, (key, value) in enumerate(node.value):
            if key.value == part:
                return _Entry(node, place, key, value)
    elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return _Entry(node, part, None, node.value[part])
    return None


def _spans(page: _Page, edit: Edit) -> Iterator[Span]:
    entry = page.find(edit.path)
    if edit.kind == "insert":
        yield _inserted(page, edit)
    elif edit.kind == "put":
        yield _added(page, edit.path, scalar(edit.value)) if entry is None else _replaced(page, entry, scalar(edit.value))
    elif entry is None or (entry.key is None and edit.kind == "move"):
        return
    elif edit.kind == "move" and entry.key is not None and edit.path[:-1] == edit.to[:-1]:
        yield entry.key.start_mark.index, entry.key.end_mark.index, scalar(str(edit.to[-1]))
    else:
        yield _taken_out(page, entry, edit.path)


def _replaced(page: _Page, entry: _Entry, new: str) -> Span:
    """Another value in the same place; a comment between name and value stays behind the new one."""
    after, start, stop = page.after(entry), entry.value.start_mark.index, page.end(entry.value)
    if after is None:
        return (start, stop, new) if entry.key is None else (entry.key.end_mark.index, stop, f": {new}")
    return after, max(stop, after), f" {new}{page.text[after:start].rstrip()}"


def _taken_out(page: _Page, entry: _Entry, path: AnswerPath) -> Span:
    holder = entry.holder
    if len(holder.value) == 1:
        empty = "{}" if isinstance(holder, MappingNode) else "[]"
        above = page.find(path[:-1])
        start, stop, new = _replaced(page, above, empty) if above else (holder.start_mark.index, page.end(holder), empty)
        return start, stop if holder.flow_style else page.line_end(stop), new
    if holder.flow_style:
        return _out_of_flow(page, entry)
    start = page.dash(entry) if entry.key is None else entry.key.start_mark.index
    line, stop = page.line_start(start), page.line_end(page.end(entry.value))
    if not page.text[line:start].strip():
        return line, page.without_gap(line, page.next_line(stop)), ""
    following = holder.value[entry.place + 1]
    behind = (following[0] if isinstance(following, tuple) else following).start_mark.index
    return (start, stop, "") if page.text[stop:behind].strip() else (start, behind, "")


def _out_of_flow(page: _Page, entry: _Entry) -> Span:
    """An entry with its comma."""
    nodes = [pair if isinstance(pair, tuple) else (pair, pair) for pair in entry.holder.value]
    if entry.place + 1 < len(nodes):
        return nodes[entry.place][0].start_mark.index, nodes[entry.place + 1][0].start_mark.index, ""
    return page.end(nodes[entry.place - 1][1]), page.end(entry.value), ""


def _inserted(page: _Page, edit: Edit) -> Span:
    """One more entry behind another of a list."""
    *holder, number = edit.path
    before = page.find((*holder, int(number) - 1))
    assert before is not None, edit
    stop = page.end(before.value)
    if before.holder.flow_style:
        return stop, stop, f", {scalar(edit.value)}"
    stop = page.line_end(stop)
    dash = page.dash(before)
    return stop, stop, f"{page.newline}{' ' * (dash - page.line_start(dash))}- {scalar(edit.value)}"


def _added(page: _Page, path: AnswerPath, body: str, block: Callable[[int], str] | None = None) -> Span:
    """A new name at a path, with the groups that it needs. `block` gives the body indented to a column."""
    size = len(path) - 1
    while size and page.find(path[:size]) is None:
        size -= 1
    above = page.find(path[:size])
    holder: Node = above.value if above else page.root
    names = [str(part) for part in path[size:]]
    nested = _nested(names, body)
    if not isinstance(holder, MappingNode) or not holder.value:
        return _replaced(page, above, f"{{{nested}}}") if above else (
            page.root.start_mark.index, page.end(page.root), f"{{{nested}}}")
    key, last = holder.value[-1]
    stop = max(page.end(last), key.end_mark.index)
    if holder.flow_style:
        return stop, stop, f", {nested}"
    first = holder.value[0][0].start_mark.index
    column = first - page.line_start(first)
    stop = page.line_end(stop)
    line = block(column) if block and len(names) == 1 else nested
    return stop, stop, f"{page.newline}{' ' * column}{line}"


def _nested(names: Sequence[str], body: str) -> str:
    head, *rest = names
    return f"{head}: {{{_nested(rest, body)}}}" if rest else f"{head}: {body}"


@dataclass(frozen=True)
class _Load:
    """What a move carries: the value in one line, and, from a block, its own lines behind the colon with their column."""

    flow: str
    lines: str | None
    column: int


def _carry(page: _Page, edit: Edit) -> _Load:
    entry = page.find(edit.path)
    assert entry is not None and entry.key is not None, edit
    start, after = entry.key.start_mark.index, page.after(entry)
    lines = None
    if not entry.holder.flow_style and after is not None:
        lines = page.text[after:page.line_end(page.end(entry.value))]
    return _Load(_flow(page, entry.value), lines, start - page.line_start(start))


def _arrive(page: _Page, edit: Edit, load: _Load) -> Span:
    def block(column: int) -> str:
        assert load.lines is not None
        first, *rest = load.lines.split("\n")
        return "\n".join([f"{edit.to[-1]}:{first}", *(_shifted(line, column - load.column) for line in rest)])

    return _added(page, edit.to, load.flow, block if load.lines is not None else None)


def _shifted(line: str, by: int) -> str:
    if by >= 0:
        return " " * by + line if line.strip() else line
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(spaces, -by):]


def _flow(page: _Page, node: Node) -> str:
    """A value in one line."""
    if isinstance(node, ScalarNode):
        return "null" if node.tag == "tag:yaml.org,2002:null" else scalar(node.value)
    if isinstance(node, MappingNode):
        return "{" + ", ".join(f"{scalar(key.value)}: {_flow(page, value)}" for key, value in node.value) + "}"
    return "[" + ", ".join(_flow(page, value) for value in node.value) + "]"


def scalar(text: str) -> str:
    """A text as YAML that reads as just this text: plain where that is safe, else in quotes."""
    if _PLAIN.fullmatch(text) and text not in _NULLS:
        return text
    return _BREAKS.sub(lambda char: f"\\u{ord(char.group()):04x}", json.dumps(text, ensure_ascii=False))
