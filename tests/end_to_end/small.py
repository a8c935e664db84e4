"""A small company (one vehicle, the road, three people) for tests that build many times, and changes to its answers."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.end_to_end.conftest import EXAMPLES

Answers = dict[str, Any]


def answers() -> Answers:
    """The shop of the examples with little more than its pick-up truck."""
    data: Answers = yaml.safe_load(EXAMPLES["prairie_edge_fabrication"].read_text("utf-8"))
    data["activities"] = [row for row in data["activities"] if row["id"] == "business_driving"]
    data["equipment"] = [{key: value for key, value in row.items() if key != "used_for"}
                         for row in data["equipment"] if row["id"] == "light_vehicle"]
    data["existing_controls"] = []
    return data


def write(data: Answers, file: Path) -> Path:
    file.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return file


def changed(data: Answers, change: Callable[[Answers], object]) -> Answers:
    """A copy of the answers with one change."""
    copy: Answers = yaml.safe_load(yaml.safe_dump(data))
    change(copy)
    return copy


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that the company sees, without what retired, and without the list of changes: it tells of what was before."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
            if path.is_file() and not {".program", "Retired", "Changes"} & set(path.relative_to(folder).parts)}
