"""A small intake that passes the check, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.intake.check import CheckResult, check_intake

GOOD = """\
company:
  legal_name: Small Shop Ltd.
  address: {street: 1 First Street, city: Olds, province: AB}
  owner: {name: Ann Ames}
workforce:
  - {jurisdiction: AB, workers: 3, peak_workers: 4}
federally_regulated: no
people:
  - {name: Bo Berg, role: first_aider}
sites:
  - {name: the shop, jurisdiction: AB, kind: shop, workers_per_shift: 3}
activities:
  - {id: welding_shop, workers: 2, who: [Ann Ames, Bo Berg]}
equipment:
  - {id: welding_arc, count: 2, used_for: [welding_shop]}
goal: {scheme: secor}
revision: {in_force: 2027-01-04, next_review: 2028-01-04}
"""

Checker = Callable[..., CheckResult]


@pytest.fixture
def check(tmp_path: Path) -> Checker:
    """Check the good intake after replacing pieces of its text: check(("old", "new"), ...)."""

    def run(*changes: tuple[str, str]) -> CheckResult:
        text = GOOD
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        file = tmp_path / "intake.yaml"
        file.write_text(text, encoding="utf-8")
        return check_intake(file)

    return run
