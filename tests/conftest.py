"""The small company, built once for every test module that only needs a folder to work on a copy of."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def small_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `company.yaml` and its output `out`. Modules that use it share the xdist group "small_built"."""
    from generator.publish.build import build
    from tests.end_to_end.small import answers, write
    folder = tmp_path_factory.mktemp("small")
    build(write(answers(), folder / "company.yaml"), folder / "out", on=date(2026, 11, 22))
    return folder
