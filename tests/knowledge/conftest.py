"""A copy of the fact base that a test may break."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.knowledge.files import data_folder

Edit = Callable[[str, str, str], int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A private copy of the fact base."""
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace the first occurrence of a text in a file of the copy; gives the line on which the change begins."""

    def change(name: str, old: str, new: str) -> int:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return change
