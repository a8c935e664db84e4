"""What was read is used again only while every file of the program is, byte for byte, what it was."""
from __future__ import annotations

import sys
from pathlib import Path
from types import MappingProxyType

import pytest

from generator import kept as module


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two files; every `run()` starts as a new process would."""
    (tmp_path / "generator/knowledge").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "generator/knowledge/ab.yaml").write_text("limit: 85\n", "utf-8")
    (tmp_path / "templates/noise.md").write_text("Loud.\n", "utf-8")
    monkeypatch.setattr(module, "_HOME", tmp_path / "generator")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(module, "package", _uncached(module.package))
    monkeypatch.setattr(module, "_stamp", _uncached(module._stamp))
    return tmp_path


def _uncached(function):  # type: ignore[no-untyped-def]
    def run():  # type: ignore[no-untyped-def]
        return function.__wrapped__()
    run.cache_clear = lambda: None  # type: ignore[attr-defined]
    run.__wrapped__ = function.__wrapped__  # type: ignore[attr-defined]
    return run


class Reader:
    def __init__(self, home: Path) -> None:
        self.home, self.reads = home, 0

    def run(self) -> object:
        def limits() -> object:
            self.reads += 1
            return MappingProxyType({"AB": (self.home / "generator/knowledge/ab.yaml").read_text("utf-8")})
        return module.kept(limits)()


def test_the_second_run_reads_nothing(home: Path) -> None:
    reader = Reader(home)
    assert reader.run() == reader.run() == {"AB": "limit: 85\n"}
    assert reader.reads == 1


@pytest.mark.parametrize("path", ["generator/knowledge/ab.yaml", "templates/noise.md", "generator/new.py"])
def test_any_changed_file_makes_it_read_again(home: Path, path: str) -> None:
    reader = Reader(home)
    reader.run()
    (home / path).write_text("limit: 90\n", "utf-8")
    found = reader.run()
    assert reader.reads == 2 and found == {"AB": (home / "generator/knowledge/ab.yaml").read_text("utf-8")}


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[:70], lambda data: data[:64] + b"junk",
                                   lambda data: b"0" * 64 + data[64:]])
def test_a_spoiled_file_is_read_anew(home: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    reader = Reader(home)
    reader.run()
    file, = (home / "generator/__pycache__").iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert reader.run() == {"AB": "limit: 85\n"} and reader.reads == 2
    assert reader.run() == {"AB": "limit: 85\n"} and reader.reads == 2


def test_what_was_edited_while_it_was_read_is_not_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, stamps = Reader(home), iter([b"a" * 64, b"b" * 64, b"a" * 64])

    def stamp() -> bytes:
        return next(stamps)
    stamp.__wrapped__ = stamp  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "_stamp", stamp)
    reader.run()
    assert not list((home / "generator/__pycache__").glob("*.kept"))


def test_a_folder_that_cannot_be_written_only_costs_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError
    monkeypatch.setattr(module, "_write", refuse)
    reader = Reader(home)
    assert reader.run() == reader.run() == {"AB": "limit: 85\n"} and reader.reads == 2
