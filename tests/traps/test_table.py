"""docs/traps.md is the list of the traps: each of the thirty has a test, and each test of these modules stands in it."""
from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| H(\d\d) \| .+ \| `([^`]+)` \|$", re.MULTILINE)


def functions_of(file: Path) -> dict[str, str | None]:
    """Name of each test of a module -> its docstring."""
    return {node.name: ast.get_docstring(node) for node in ast.parse(file.read_text("utf-8")).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_trap_names_a_test_that_exists() -> None:
    rows = ROW.findall((ROOT / "docs/traps.md").read_text("utf-8"))
    assert {int(number) for number, _ in rows} == set(range(1, 31))
    for number, place in rows:
        file, name = place.split("::")
        assert name in functions_of(ROOT / file) and name.startswith(f"test_h{number}_"), place


def test_every_test_of_a_trap_says_what_the_trap_is_and_stands_in_the_table() -> None:
    named = {place for _, place in ROW.findall((ROOT / "docs/traps.md").read_text("utf-8"))}
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for name, words in functions_of(file).items():
            if name.startswith("test_h"):
                assert words and "\n" not in words and f"tests/traps/{file.name}::{name}" in named, name
