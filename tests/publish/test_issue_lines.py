"""What the terminal says after an issue."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from generator.program.revisions import Issue
from generator.publish.issue import Issued
from generator.publish.progress import issue_lines


def test_who_must_be_told_is_said_when_it_is_due_at_the_issue() -> None:
    told = ("What changed since revision 1, issued 4 January 2027: Changes/Revision 2 Changes.docx", "Tell: Lee Tran.")
    result = cast(Any, SimpleNamespace(documents=2, pages=3, seconds=1.0, changes=told))
    issue = Issue(2, date(2027, 3, 1), "Dana Petrov", "More people")
    done = Issued(issue, Path("out/Issued/Revision 2"), (), "1 March 2028", result)
    assert tuple(issue_lines(done))[-2:] == told
