"""What an installed copy brings along: every package of the program is named in setup.cfg, or the wheel is without it."""
from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_package_goes_into_the_wheel() -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    listed = setup["options"]["packages"].split()
    ours = {".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "generator").rglob("__init__.py")}
    assert ours == set(listed) - {"generator.questionnaires", "generator.templates"}
    assert len(listed) == len(set(listed))


def test_the_contract_of_the_stages_names_every_stage() -> None:
    """A package that no layer names could import whatever it likes, and nobody would hear of it."""
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", "utf-8")
    layers = setup["importlinter:contract:stages"]["layers"].split()
    assert {f"generator.{file.parent.name}" for file in (ROOT / "generator").glob("*/__init__.py")} <= set(layers)
