"""Each shipped example is built once, through the command that a user types; the tests then read what came out."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.publish.lint import example_intakes

EXAMPLES = {path.stem: path for path in example_intakes()}


def run(*arguments: str | Path) -> Result:
    """The command as typed; an unexpected exception fails the test with its traceback."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@dataclass(frozen=True)
class Built:
    """One example's output."""

    name: str
    intake: Path
    folder: Path
    output: str

    def files(self, ending: str) -> list[Path]:
        """The delivered ones; what the program keeps for itself is no document."""
        return sorted(path for path in self.folder.rglob(f"*.{ending}") if ".program" not in path.parts)

    def bytes_by_path(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.folder)): path.read_bytes()
                for path in sorted(self.folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="session")
def builds() -> dict[str, Built]:
    """What was built in this process. A fixture with parameters is torn down when another parameter comes in between."""
    return {}


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in sorted(EXAMPLES)])
def built(request: pytest.FixtureRequest, builds: dict[str, Built], tmp_path_factory: pytest.TempPathFactory) -> Built:
    name: str = request.param
    if name not in builds:
        folder = tmp_path_factory.mktemp("out") / name
        result = run("build", EXAMPLES[name], "-o", folder, "--on", "2026-11-22")
        assert result.exit_code == 0, result.output
        builds[name] = Built(name, EXAMPLES[name], folder, result.output)
    return builds[name]
