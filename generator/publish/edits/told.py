"""How an edit is told to people: which section, who and when, where it lies, and the command that decides a conflict."""
from __future__ import annotations

import os
import re
import shlex
from datetime import datetime
from pathlib import Path, PurePath
from textwrap import shorten

from generator.compose.model import Clause
from generator.compose.names import long_date
from generator.publish.edits.model import Comment, View
from generator.publish.edits.order import Moved
from generator.publish.edits.over import Laid
from generator.publish.edits.store import Edit
from generator.publish.fingerprint import edits_folder

_WINDOWS = os.name == "nt"
_SHORT = 60  # characters of a paragraph that tell where a comment hangs
MEANING = {"keep": "your words stay", "edit": "your new text counts",
           "take": "the program's new words, with your other changes"}


def command(intake: PurePath, clause: str = "", output: PurePath | None = None) -> str:
    """What to type: "safety-manual resolve 'my shop.yaml' clause-policy"; with `output` also "-o folder"."""
    parts = [str(intake), *([clause] if clause else []), *(["-o", str(output)] if output else [])]
    return " ".join(["safety-manual resolve", *map(_typed, parts)])


def _typed(part: str) -> str:
    """As a terminal takes it: that of Windows knows only the double quotes."""
    if _WINDOWS:
        return part if re.fullmatch(r"[\w@+=:,./\\-]+", part) else f'"{part}"'
    return part if re.fullmatch(r"[\w@%+=:,./-]+", part) else shlex.quote(part)


def section(clause: str, told: Laid | Clause | None = None) -> str:
    """"4.6 First aid (clause-first_aid)"; only the id where the program does not write it."""
    return f"{told.number or ''} {told.title}".strip() + f" ({clause})" if told else clause


def came_back(path: str, who: str, view: View | None, *, same: bool = False) -> str:
    """"Edited by Lee Tran: Manual.docx, tracked changes accepted"; `same` is a file that says what it said."""
    settled = f", tracked changes {'accepted' if view == 'accepted' else 'left out'}" if view else ""
    return ("Saved again without a change" if same else f"Edited{f' by {who}' if who else ''}") + f": {path}{settled}"


def remark(comment: Comment) -> str:
    """A reviewer's comment, with the words on which it hangs."""
    return f"  Comment by {comment.author or 'somebody'} on “{shorten(comment.on, _SHORT, placeholder=' …')}”: {comment.text}"


def kind_of(item: Edit | Moved) -> str:
    """changed, deleted or moved"""
    return "moved" if isinstance(item, Moved) else item.kind


def done(item: Edit | Moved) -> str:
    """"changed in Word by Lee Tran on 3 February 2027, in Health and Safety Manual.docx", as far as it is known."""
    return (f"{kind_of(item)} in Word" + (f" by {item.who}" if item.who else "") + (f" on {_day(item.when)}" if item.when else "")
            + (f", in {item.source}" if item.source else ""))


def _day(when: str) -> str:
    try:
        return long_date(datetime.fromisoformat(when).date())
    except ValueError:
        return when


def file_of(intake: Path, clause: str) -> Path:
    """The file in which the edit of a clause lies, whatever somebody calls it; the folder where there is none."""
    folder = edits_folder(intake)
    if (folder / f"{clause}.docx").is_file():  # a letter
        return folder / f"{clause}.docx"
    return next((file for file in sorted(folder.glob("*.md")) if f"\nclause: {clause}\n" in
                 file.read_text("utf-8", "replace").replace("\r\n", "\n")), folder)
