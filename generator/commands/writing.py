"""Commands for people who write texts and data: see a template's words, check all of the library."""
from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from generator.commands.shared import INTAKE, ON, SET, day_of, friendly, note
from generator.errors import InputError, Problem


@click.command()
@friendly
def lint() -> None:
    """Check the knowledge files and the templates: ids, sources, references, reading level, spelling."""
    from generator.publish.lint import lint_all
    problems, notes = lint_all()
    for line in notes:
        click.echo(line)
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}.")
    if problems:
        sys.exit(1)


@click.command()
@INTAKE
@click.argument("id_", metavar="ID", required=False)
@ON
@SET
@click.option("--own", is_flag=True, help="The program's own text, without the edits made in Word.")
@friendly
def preview(intake: Path, id_: str | None, on: datetime | None, settings: tuple[str, ...], own: bool) -> None:
    """Print the Markdown of one document or clause (without ID: list them), for people who write templates.

    Edits made in Word are in it, as in the next build.
    """
    from generator.publish.edits.overview import edits_in, held
    from generator.publish.plan import plan as make
    broken: list[Problem] = []
    made = make(intake, day_of(on), template_problems=broken, settings=settings,
                moves=() if own else None)
    note(made.warnings)
    for problem in broken:
        click.echo(f"{problem}", err=True)
    if id_ is None:
        for document in made.composed.documents:
            click.echo(f"{document.id:<40} {document.title}")
        return
    edits = None if own else held(intake, made)
    composed = edits.over.composed if edits else made.composed
    clauses = [clause for clause in composed.clauses if id_ in (clause.id, clause.id.split("-", 1)[-1])]
    documents = [document for document in composed.documents if id_ == document.id]
    if not clauses and not documents:
        raise InputError(f"{id_} is not among this company's documents and clauses.")
    found = clauses[:1] or [clause for clause in composed.clauses if clause.document == id_]
    note(edits_in([clause.id for clause in found], edits.over) if edits else ())
    click.echo(clauses[0].markdown if clauses else documents[0].markdown)
