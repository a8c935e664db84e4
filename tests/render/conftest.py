"""The sample documents, typeset once for all tests here."""
from __future__ import annotations

import os
import shutil
import warnings

import pytest

from generator.render import Rendered, render
from tests.render import samples

_MISSING = (
    "LibreOffice (soffice) is not installed: the tests that open our Word files with it did not run. "
    "apt install libreoffice-writer"
)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_libreoffice: opens Word files with LibreOffice (soffice)")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("needs_libreoffice") and shutil.which("soffice") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(_MISSING)
        warnings.warn(_MISSING, stacklevel=1)
        pytest.skip(_MISSING)


@pytest.fixture(scope="session")
def rendered() -> dict[str, Rendered]:
    sources = [*samples.everything(), *samples.letters(samples.HOUSE)]
    return {document.id: document for document in render(sources, samples.HOUSE)}


@pytest.fixture(scope="session")
def hostile() -> dict[str, Rendered]:
    house = samples.hostile_house()
    sources = [*samples.everything(), samples.hostile_letter(house), *samples.hostile_sources(house)]
    return {document.id: document for document in render(sources, house)}
