"""Commands that look and write nothing: the plan, what would change, and why a piece is there."""
from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.commands.shared import INTAKE, NO_PAGES, ON, SET, day_of, friendly, note, print_json
from generator.errors import InputError

if TYPE_CHECKING:
    from generator.publish.plan import Plan
    from generator.publish.whatif import Side


@click.command()
@INTAKE
@ON
@click.option("--json", "as_json", is_flag=True, help="Print the whole plan as JSON; with --set also its `changes`.")
@SET
@NO_PAGES
@friendly
def plan(intake: Path, on: datetime | None, as_json: bool, settings: tuple[str, ...], no_pages: bool) -> None:
    """Show what would be made, and why, without making it.

    With --set: what would change against the file as it is, before anybody commits to it.
    """
    from generator.publish.edits.overview import count_line, held
    from generator.publish.plan import plan as make
    from generator.publish.report import plan_text
    if settings:
        from generator.publish.whatif import Side
        _what_if(Side(intake), Side(intake, settings), on, as_json, no_pages, whole=True)
        return
    made = make(intake, day_of(on))
    note(made.warnings)
    if as_json:
        print_json(_plan_data(intake, made))
        return
    edits = held(intake, made)
    click.echo(plan_text(made.program, edits.over.composed if edits else made.composed, made.knowledge))
    if line := count_line(intake, edits):
        click.echo(f"\n{line}")


def _plan_data(intake: Path, made: Plan) -> dict[str, Any]:
    from generator.publish.edits.overview import edit_data, held
    from generator.publish.report import plan_data
    edits = held(intake, made)
    composed = edits.over.composed if edits else made.composed
    return {**plan_data(made.program, composed, made.knowledge), "edits": edit_data(edits)}


@click.command()
@click.argument("first", type=click.Path(path_type=Path), metavar="A")
@click.argument("second", type=click.Path(path_type=Path), metavar="B")
@ON
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@NO_PAGES
@friendly
def compare(first: Path, second: Path, on: datetime | None, as_json: bool, no_pages: bool) -> None:
    """Show what changes from intake A to intake B: duties, training, inspections, documents, pages. Writes nothing.

    Both sides are the program's own text: edits made in Word are left aside.
    """
    from generator.publish.whatif import Side
    _what_if(Side(first), Side(second), on, as_json, no_pages)


def _what_if(before: Side, after: Side, on: datetime | None, as_json: bool, no_pages: bool, whole: bool = False) -> None:
    """Print the differences of two sides; as JSON with the second side's plan around them where `whole`."""
    from generator.publish.compare_text import what_if_data, what_if_text
    from generator.publish.edits.overview import left_aside
    from generator.publish.progress import Terminal
    from generator.publish.whatif import what_if
    with Terminal() as terminal:
        found = what_if(before, after, day_of(on), pages=not no_pages, progress=terminal)
    made = found.found.after
    note(warning for warning in made.warnings if warning not in found.found.before.warnings)
    note(left_aside([before.intake, after.intake]))
    if as_json:
        changes = what_if_data(found)
        print_json({**_plan_data(after.intake, made), "changes": changes} if whole else changes)
    else:
        click.echo(what_if_text(found))


@click.command()
@INTAKE
@click.argument("id_", metavar="ID")
@ON
@SET
@friendly
def explain(intake: Path, id_: str, on: datetime | None, settings: tuple[str, ...]) -> None:
    """Say why one clause, form, inspection or training need is in the program, and who changed its text in Word.

    ID is an id of `plan --json`, such as clause-fall_protection, form-flha, forklift.daily or whmis.
    """
    from generator.publish.edits.overview import edit_lines, held
    from generator.publish.explain import explain_text, known_ids
    from generator.publish.plan import plan as make
    made = make(intake, day_of(on), settings=settings)
    note(made.warnings)
    edits = held(intake, made)
    composed = edits.over.composed if edits else made.composed
    text = explain_text(id_, made.program, composed, edit_lines(intake, edits))
    if text is None:
        from rapidfuzz import process
        near = [match[0] for match in process.extract(id_, known_ids(made.program, composed), limit=3)]
        raise InputError(f"{id_} is not in this company's program. Did you mean {', '.join(near)}?")
    click.echo(text)
