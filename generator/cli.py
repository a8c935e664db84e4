"""The commands: parse, call one function, print. Exit code 2 for input that needs a change, 1 for a failure of ours."""
from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.errors import InputError, SafetyManualError

_INTAKE = click.argument("intake", type=click.Path(path_type=Path), metavar="INTAKE")
_ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
                   help="Use the law in force on this day (default: today, or the day of the last build).")
_SET = click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
                    help="Change an answer for this run only: workforce.0.workers=12, equipment+=forklift, "
                         "activities-=welding_shop. May be given many times; the file stays as it is.")
_NO_PAGES = click.option("--no-pages", is_flag=True, help="Do not count the pages that change (saves some seconds).")


def friendly(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn our errors into messages and exit codes; keep the traceback for SAFETY_MANUAL_DEBUG=1."""
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="safety-manual")
def main() -> None:
    """Write a company's health and safety program from one file of answers (an "intake").

    \b
    A first look:      safety-manual build questionnaires/examples/prairie_edge_fabrication.yaml
    Your own company:  safety-manual interview my_company.yaml
                       safety-manual check my_company.yaml
                       safety-manual plan my_company.yaml
                       safety-manual build my_company.yaml
    """


@main.command()
@_INTAKE
@_SET
@friendly
def check(intake: Path, settings: tuple[str, ...]) -> None:
    """Check an intake: every mistake at once, with the question, the line and what would be right."""
    from generator.intake.check import check_intake
    from generator.intake.report import format_check
    from generator.intake.setting import check_changed
    result = check_changed(intake, settings) if settings else check_intake(intake)
    click.echo(format_check(result))
    if result.problems:
        sys.exit(2)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@friendly
def interview(file: Path) -> None:
    """Ask the questions at the terminal and write the answers to FILE.

    Every answer is saved at once. Stop with Ctrl-C whenever you like; the same command goes on where you stopped.
    """
    from generator.intake.interview import interview as ask
    ask(file)


@main.command()
@_INTAKE
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


@main.command()
@friendly
def schema() -> None:
    """Print the JSON Schema of intakes, so that an editor can complete and check them."""
    from generator.intake.json_schema import json_schema
    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def _plan(intake: Path, on: datetime | None, broken: list[Any] | None = None, settings: tuple[str, ...] = ()) -> Any:
    from generator.publish.plan import plan as make
    made = make(intake, on.date() if on else date.today(), template_problems=broken, settings=settings)
    for warning in made.warnings:
        click.echo(f"Note: {warning}", err=True)
    return made


@main.command()
@_INTAKE
@_ON
@click.option("--json", "as_json", is_flag=True, help="Print the whole plan as JSON; with --set also its `changes`.")
@_SET
@_NO_PAGES
@friendly
def plan(intake: Path, on: datetime | None, as_json: bool, settings: tuple[str, ...], no_pages: bool) -> None:
    """Show what would be made, and why, without making it.

    With --set: what would change against the file as it is, before anybody commits to it.
    """
    from generator.publish.report import plan_data, plan_text
    if settings:
        from generator.publish.whatif import Side
        _what_if(Side(intake), Side(intake, settings), on, as_json, no_pages, whole=True)
        return
    made = _plan(intake, on)
    if as_json:
        _print_json(plan_data(made.program, made.composed, made.knowledge))
    else:
        click.echo(plan_text(made.program, made.composed, made.knowledge))


@main.command()
@click.argument("first", type=click.Path(path_type=Path), metavar="A")
@click.argument("second", type=click.Path(path_type=Path), metavar="B")
@_ON
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@_NO_PAGES
@friendly
def compare(first: Path, second: Path, on: datetime | None, as_json: bool, no_pages: bool) -> None:
    """Show what changes from intake A to intake B: duties, training, inspections, documents, pages. Writes nothing."""
    from generator.publish.whatif import Side
    _what_if(Side(first), Side(second), on, as_json, no_pages)


def _what_if(before: Any, after: Any, on: datetime | None, as_json: bool, no_pages: bool, whole: bool = False) -> None:
    """Print the differences of two sides; as JSON with the second side's plan around them where `whole`."""
    from generator.publish.compare_text import what_if_data, what_if_text
    from generator.publish.progress import Terminal
    from generator.publish.report import plan_data
    from generator.publish.whatif import what_if
    with Terminal() as terminal:
        found = what_if(before, after, on.date() if on else date.today(), pages=not no_pages, progress=terminal)
    made = found.found.after
    for warning in made.warnings:
        if warning not in found.found.before.warnings:
            click.echo(f"Note: {warning}", err=True)
    if as_json:
        changes = what_if_data(found)
        _print_json({**plan_data(made.program, made.composed, made.knowledge), "changes": changes} if whole else changes)
    else:
        click.echo(what_if_text(found))


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@main.command()
@_INTAKE
@click.argument("id_", metavar="ID")
@_ON
@_SET
@friendly
def explain(intake: Path, id_: str, on: datetime | None, settings: tuple[str, ...]) -> None:
    """Say why one clause, form, inspection or training need is in the program.

    ID is an id of `plan --json`, such as clause-fall_protection, form-flha, forklift.daily or whmis.
    """
    from generator.publish.explain import explain_text, known_ids
    made = _plan(intake, on, settings=settings)
    text = explain_text(id_, made.program, made.composed)
    if text is None:
        from rapidfuzz import process
        near = [match[0] for match in process.extract(id_, known_ids(made.program, made.composed), limit=3)]
        raise InputError(f"{id_} is not in this company's program. Did you mean {', '.join(near)}?")
    click.echo(text)


@main.command()
@_INTAKE
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where to build (default: output/<company>).")
@_ON
@click.option("--keep-copies", is_flag=True,
              help='Move edited files whose changes cannot be taken over (a PDF, say) into "Edited copies" and build anew.')
@click.option("--accept-changes", "view", flag_value="accepted", default=None,
              help="Tracked changes in edited Word files that nobody resolved: take them as accepted.")
@click.option("--original", "view", flag_value="original", help="The same: take the text as it was before them.")
@click.option("-v", "--why", is_flag=True, help="Say of every document why it was made again, not only of the first few.")
@friendly
def build(intake: Path, output: Path | None, on: datetime | None, keep_copies: bool, view: Any, why: bool) -> None:
    """Build the whole program as Word and PDF.

    A build after a change makes only the documents that the change touches, and says why. What people changed in the Word
    files is taken over, section by section, into "edits" beside the intake, and is part of Word and PDF from then on.
    """
    from generator.publish.build import build as make
    from generator.publish.names import folder_name
    from generator.publish.progress import Terminal, build_lines
    folder = output or Path("output") / folder_name(intake.stem)
    with Terminal() as terminal:
        result = make(intake, folder, on=on.date() if on else None, keep_copies=keep_copies, view=view, progress=terminal)
    for warning in result.warnings:
        click.echo(f"Note: {warning}", err=True)
    for line in build_lines(result, date.today(), whole=why, asked=on is not None):
        click.echo(line)
    click.echo(f"Open {folder / 'Start Here.pdf'}")


@main.command()
@_INTAKE
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where it was built (default: output/<company>).")
@click.option("--by", metavar="NAME", help="Who approves it (default: the intake's answer revision.approved_by).")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
              help="The day of approval (default: today).")
@click.option("--what", metavar="WORDS", help="What changed, in your own words (default: the program lists it).")
@click.option("--anyway", metavar="REASON", help="Issue it although something is open; the reason is printed in the manual.")
@friendly
def issue(intake: Path, output: Path | None, by: str | None, day: datetime | None, what: str | None, anyway: str | None) -> None:
    """Approve the draft that was built: number, date, name, and a frozen copy under Issued/.

    Older copies are marked as superseded. Refused while a point that matters to an audit is open, while files were edited,
    or where the draft is not the current one: what is approved is what was read.
    """
    from generator.publish.issue import Approval
    from generator.publish.issue import issue as approve
    from generator.publish.names import folder_name
    from generator.publish.progress import Terminal, issue_lines
    folder = output or Path("output") / folder_name(intake.stem)
    with Terminal() as terminal:
        done = approve(intake, folder, Approval(by, day.date() if day else date.today(), what, anyway), progress=terminal)
    for line in issue_lines(done):
        click.echo(line)


@main.command()
@_INTAKE
@click.argument("clause")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where it was built (default: output/<company>).")
@_ON
@click.option("--keep", "choice", flag_value="keep", help="Your words stay.")
@click.option("--take", "choice", flag_value="take", help="The program's new words, where both changed the same place.")
@click.option("--edit", "choice", flag_value="edit", help="Write a third text in your editor.")
@friendly
def resolve(intake: Path, clause: str, output: Path | None, on: datetime | None, choice: str | None) -> None:
    """Decide a conflict between an edit and the program's new text of CLAUSE. The next build prints the decision."""
    from generator.publish.draft import own_text
    from generator.publish.edits.resolve import resolve as decide
    from generator.publish.ingredients import law_marks
    from generator.publish.names import folder_name
    if choice is None:
        raise InputError("Say what counts: --keep, --take or --edit.")
    made = own_text(intake, output or Path("output") / folder_name(intake.stem), on.date() if on else None)
    click.echo(decide(intake, clause, choice, made.composed, law_marks(made.knowledge),  # type: ignore[arg-type]
                      lambda text: click.edit(text, extension=".md")))


@main.command()
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


@main.command()
@_INTAKE
@click.argument("id_", metavar="ID", required=False)
@_ON
@_SET
@friendly
def preview(intake: Path, id_: str | None, on: datetime | None, settings: tuple[str, ...]) -> None:
    """Print the Markdown of one document or clause (without ID: list them), for people who write templates."""
    from generator.errors import Problem
    broken: list[Problem] = []
    made = _plan(intake, on, broken, settings)
    for problem in broken:
        click.echo(f"{problem}", err=True)
    if id_ is None:
        for document in made.composed.documents:
            click.echo(f"{document.id:<40} {document.title}")
        return
    for clause in made.composed.clauses:
        if id_ in (clause.id, clause.id.split("-", 1)[-1]):
            click.echo(clause.markdown)
            return
    for document in made.composed.documents:
        if id_ == document.id:
            click.echo(document.markdown)
            return
    raise InputError(f"{id_} is not among this company's documents and clauses.")
