"""What commands share: arguments and options of one wording, errors as messages, notes and JSON on the terminal."""
from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from generator.errors import Problem, SafetyManualError

INTAKE = click.argument("intake", type=click.Path(path_type=Path), metavar="INTAKE")
ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
                  help="Use the law in force on this day (default: today, or the day of the last build).")
SET = click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
                   help="Change an answer for this run only: workforce.0.workers=12, equipment+=forklift, "
                        "activities-=welding_shop. May be given many times; the file stays as it is.")
NO_PAGES = click.option("--no-pages", is_flag=True, help="Do not count the pages that change (saves some seconds).")
BUILT = click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER",
                     help="Where it was built (default: output/<company>).")


def friendly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our errors into messages and exit codes; keep the traceback for SAFETY_MANUAL_DEBUG=1.

    Exit code 2 is for input that needs a change, 1 for a failure of ours.
    """
    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except SafetyManualError as error:
            if os.environ.get("SAFETY_MANUAL_DEBUG"):
                traceback.print_exc()
            click.secho(str(error), fg="red" if sys.stderr.isatty() else None, err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Stopped. Nothing was changed.", err=True)
            sys.exit(1)
    return run


def home(intake: Path, output: Path | None) -> Path:
    """The folder that was named, else the company's own under `output`."""
    from generator.publish.names import folder_name
    return output or Path("output") / folder_name(intake.stem)


def day_of(given: datetime | None) -> date:
    """The day that was typed, else today."""
    return given.date() if given else date.today()


def note(warnings: Iterable[Problem | str]) -> None:
    """Tell what somebody should know, beside what was asked for."""
    for warning in warnings:
        click.echo(f"Note: {warning}", err=True)


def print_json(data: dict[str, Any]) -> None:
    """Plain data for scripts."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
