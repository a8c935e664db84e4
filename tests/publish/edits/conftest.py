"""What was written for the three example companies, once for all tests of this folder."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from generator.compose.model import Composed
from generator.publish.plan import plan

EXAMPLES = sorted((Path(__file__).parents[3] / "questionnaires" / "examples").glob("*.yaml"))
_NAMED = ("prairie_edge_fabrication", "high_ridge_roofing", "bow_river_fluid_haul")


@cache
def composed_examples() -> Mapping[str, Composed]:
    return {file.stem: plan(file, date(2026, 11, 22)).composed for file in EXAMPLES if file.stem in _NAMED}


@pytest.fixture(scope="session")
def examples() -> Mapping[str, Composed]:
    return composed_examples()
