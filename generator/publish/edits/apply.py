"""A person's changes to the Word file carried into the clause's own tree. What has no place there is named, never dropped."""
from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.publish.edits.align import words
from generator.publish.edits.diff import Added, Change, Changed, Reformed, Removed, Reshaped, RowAdded, RowRemoved, TableAdded
from generator.publish.edits.fields import BOXES, add_fields, new_content, rewrite_card
from generator.publish.edits.leaves import Leaf
from generator.publish.edits.line import content_of, pieces_of, pieces_of_runs, rewritten, trimmed
from generator.publish.edits.model import PICTURE, Paragraph, Run, plain
from generator.publish.edits.place import Placer
from generator.publish.edits.reform import reform
from generator.publish.edits.remove import remove_leaf, remove_row
from generator.publish.edits.rows import add_row, count_rows, new_table
from generator.publish.edits.tree import Blocks, Node, leveled, text_of

_BADGE = re.compile(r"(\d+)\s*(low|medium|high)?", re.IGNORECASE)


@dataclass
class Applied:
    """What came of it: the clause's tree with the changes, and what could not be put into it, in a person's words."""

    blocks: Blocks
    left: list[Reshaped] = field(default_factory=list)


def apply(blocks: Blocks, changes: Sequence[Change], pairs: Mapping[int, Leaf], delivered: Sequence[Paragraph]) -> Applied:
    """Carry the changes into `blocks`, which is changed in place. `pairs` are its leaves by place in `delivered`."""
    done = Applied(blocks)
    kept = {plain(change.before.text): copy.deepcopy(pairs[change.at].part)
            for change in changes if isinstance(change, Removed) and change.at in pairs and PICTURE not in change.before.text}
    placer = Placer(blocks, pairs, delivered)
    for change in changes:
        _carry(change, pairs, placer, kept, done)
    for change in changes:  # last, so that what was added beside them found its place
        if isinstance(change, Removed):
            if change.at not in pairs or not remove_leaf(blocks, pairs[change.at]):
                done.left.append(Reshaped("words that the program prints by itself were deleted", change.before.text))
        elif isinstance(change, RowRemoved):
            gone = [pairs[at] for at in change.at if at in pairs]
            near = gone or placer.near(change.at)
            drawn = count_rows(near[0], -1) if near else False
            if (drawn and not gone) or remove_row(blocks, gone):
                continue
            done.left.append(Reshaped("a row that the program draws by itself was deleted", change.text))
    for change in changes:
        if isinstance(change, Reformed) and not (change.at in pairs and reform(pairs[change.at], change.after)):
            done.left.append(Reshaped(_became(change), change.after.text))
    leveled(blocks)
    return done


def _became(change: Reformed) -> str:
    if change.before.level or change.after.level:
        return "a paragraph was made a heading" if change.after.level else "a heading was made a paragraph"
    return "a list item was made a paragraph" if change.after.item is None else "a paragraph was made a list item"


def _carry(change: Change, pairs: Mapping[int, Leaf], placer: Placer, kept: Mapping[str, list[Node]], done: Applied) -> None:
    if isinstance(change, Reshaped):
        done.left.append(change)
    elif isinstance(change, Changed):
        leaf = pairs.get(change.at)
        if leaf is not None and leaf.kind == "field" and not plain(change.after.text).strip(BOXES):
            remove_leaf(done.blocks, leaf)
        elif leaf is None or not _rewrite(leaf, change.before, change.after):
            done.left.append(Reshaped("words that the program prints by itself were changed", change.after.text))
    elif isinstance(change, Added):
        known = kept.get(plain(change.paragraph.text))  # moved: it keeps its links and marks
        content = copy.deepcopy(known) if known else new_content(change.paragraph)
        if not placer.paragraph(change, content):
            done.left.append(Reshaped("a paragraph was added where the text has no place for it", change.paragraph.text))
    elif isinstance(change, RowAdded):
        row = [pairs[at] for at in change.row if at in pairs] or placer.near(change.row)
        drawn = count_rows(row[0], 1) if row else False
        if drawn and not any(plain(block.text) for cell in change.cells for block in cell.blocks):
            return
        if not row or not (add_row(row[0], change, placer.cursors) or add_fields(row, change, placer.cursors)):
            done.left.append(Reshaped("a row was added to something that is no table of ours",
                                      " | ".join(block.text for cell in change.cells for block in cell.blocks)))
    elif isinstance(change, TableAdded):
        table = new_table(change.table)
        if table is None or not placer.block(change, table):
            done.left.append(Reshaped("a table with joined cells was added", change.table.text))


def _rewrite(leaf: Leaf, before: Paragraph, after: Paragraph) -> bool:
    """Put changed words into a leaf; False where the change hit what the typesetter adds."""
    if leaf.kind == "chips":
        return _chips(leaf, after.runs)
    if leaf.kind == "card":
        return rewrite_card(leaf, after.text)
    if _badge(leaf, after.text):
        return True
    bold, italic = before.bold or after.bold, before.italic or after.italic  # what the style of either gives is no emphasis
    fresh = rewritten(pieces_of(leaf.part), pieces_of_runs(before.runs, bold, italic), pieces_of_runs(after.runs, bold, italic))
    if fresh is None or (leaf.block is None and not fresh):
        return False
    content = content_of(trimmed(fresh))
    if leaf.block is None:
        leaf.blocks.append({"t": "Plain", "c": content})
    else:
        leaf.put(content)
    return True


def _badge(leaf: Leaf, text: str) -> bool:
    """A risk badge: its number, and the level that gives its colour."""
    solid = [part for part in leaf.part if part["t"] != "Space"]
    match = _BADGE.fullmatch(plain(text))
    if len(solid) != 1 or solid[0]["t"] != "Span" or "risk" not in solid[0]["c"][0][1] or not match:
        return False
    attributes, _ = solid[0]["c"]
    if match[2]:
        attributes[1][:] = ["risk", match[2].lower()]
    solid[0]["c"][1] = [{"t": "Str", "c": match[1]}]
    return True


def _chips(leaf: Leaf, runs: Sequence[Run]) -> bool:
    """Chips are the runs of their style; words between them are chips that a person added."""
    texts = [part for run in runs if not run.picture
             for part in re.split(r"\s{2,}" if run.style == "Chip" else r"\s{2,}|[,;·]", run.text)]
    known = {plain(text_of(item)): item for block in leaf.blocks for item in block["c"]}
    items: list[Any] = [known.get(plain(text)) or [{"t": "Plain", "c": content_of(pieces_of_runs((Run(plain(text)),)))}]
                        for text in texts if plain(text)]
    if not items:
        return False
    leaf.blocks[:] = [{"t": "BulletList", "c": items}]
    return True


def unplaced(before: str, after: str, result: str, left: Sequence[Reshaped]) -> list[str]:
    """Words that a person wrote and that are neither in the result nor named in `left`: always none, and always looked at."""
    gained = Counter(words(plain(after))) - Counter(words(plain(before)))
    there = Counter(words(plain(result)))
    named = Counter(word for item in left for word in words(plain(item.text)))
    return [word for word in gained if not there[word] and not named[word] and word.isalnum()]
