"""File names that every system takes."""
from __future__ import annotations

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST = 110


def safe_name(name: str) -> str:
    """A document's name as a file name: "Cut/weld: steel?" becomes "Cut-weld- steel-"."""
    flat = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", name)).strip(" .")
    return flat[:_LONGEST].rstrip(" .") or "document"


def folder_name(company: str) -> str:
    """A company's name as a folder name in lower case: "A & B <Ltd>" becomes "a-b-ltd"."""
    return re.sub(r"[^\w]+", "-", company.casefold()).strip("-")[:60] or "company"
