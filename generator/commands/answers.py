"""Commands about the intake itself: ask for the answers, check them, bring them up to today's questions, describe them."""
from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from generator.commands.shared import INTAKE, SET, friendly, print_json


@click.command()
@INTAKE
@SET
@friendly
def check(intake: Path, settings: tuple[str, ...]) -> None:
    """Check an intake: every mistake at once, with the question, the line and what would be right.

    The edits made in Word that lie beside it are looked at too: each file that cannot be read is named.
    """
    from generator.intake.check import check_intake
    from generator.intake.report import format_check
    from generator.intake.setting import check_changed
    from generator.publish.edits.overview import problems
    result = check_changed(intake, settings) if settings else check_intake(intake)
    result = replace(result, problems=(*result.problems, *problems(intake)))
    click.echo(format_check(result))
    if result.problems:
        sys.exit(2)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@friendly
def interview(file: Path) -> None:
    """Ask the questions at the terminal and write the answers to FILE.

    Every answer is saved at once. Stop with Ctrl-C whenever you like; the same command goes on where you stopped.
    """
    from generator.intake.interview import interview as ask
    ask(file)


@click.command()
@INTAKE
@friendly
def migrate(intake: Path) -> None:
    """Bring an intake of an older version up to today's questions; the original is kept beside it.

    Each changed question is named. Comments, order and all other lines stay as they are.
    """
    from generator.intake.migrate import as_lines, migrate_file
    done = migrate_file(intake)
    if done.original is None:
        click.echo(f"{intake} is up to date: version {done.to} of the questionnaire. Nothing was changed.")
        return
    click.echo("\n".join([as_lines(done.notes)] * bool(done.notes) + [
        f"{intake}: version {done.since} of the questionnaire is now {done.to}. The original is {done.original.name}."]))


@click.command()
@friendly
def schema() -> None:
    """Print the JSON Schema of intakes, so that an editor can complete and check them."""
    from generator.intake.json_schema import json_schema
    print_json(json_schema())
