"""Commands that write: build the documents, decide where an edit and a new text met, approve a draft."""
from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.commands.shared import BUILT, INTAKE, ON, day_of, friendly, home, note
from generator.errors import InputError

if TYPE_CHECKING:
    from generator.publish.edits.resolve import Choice


@click.command()
@INTAKE
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where to build (default: output/<company>).")
@ON
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
    from generator.publish.progress import Terminal, build_lines
    folder = home(intake, output)
    with Terminal() as terminal:
        result = make(intake, folder, on=on.date() if on else None, keep_copies=keep_copies, view=view, progress=terminal)
    note(result.warnings)
    for line in build_lines(result, date.today(), whole=why, asked=on is not None):
        click.echo(line)
    click.echo(f"Open {folder / 'Start Here.pdf'}")


@click.command()
@INTAKE
@BUILT
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
    from generator.publish.progress import Terminal, issue_lines
    with Terminal() as terminal:
        done = approve(intake, home(intake, output), Approval(by, day_of(day), what, anyway), progress=terminal)
    for line in issue_lines(done):
        click.echo(line)


@click.command()
@INTAKE
@click.argument("clause", required=False)
@BUILT
@ON
@click.option("--keep", "choice", flag_value="keep", help="Your words stay.")
@click.option("--take", "choice", flag_value="take", help="The program's new words, where both changed the same place.")
@click.option("--edit", "choice", flag_value="edit", help="Write a third text in your editor.")
@friendly
def resolve(intake: Path, clause: str | None, output: Path | None, on: datetime | None, choice: Choice | None) -> None:
    """Decide a conflict between an edit and the program's new text of CLAUSE. The next build prints the decision.

    Without CLAUSE: list the open conflicts and all edits that were taken over. Without a choice: show both texts. CLAUSE is the
    number of a section, such as 4.6, or its id, such as clause-first_aid or first_aid.
    """
    from generator.publish.edits import listing
    from generator.publish.edits.resolve import matter, named
    from generator.publish.edits.resolve import resolve as decide
    from generator.publish.edits.told import command
    if clause is None and choice:
        raise InputError(f"Name the section to decide: {command(intake, 'CLAUSE', output)} --{choice}")
    folder = home(intake, output)
    found = matter(intake, folder, on.date() if on else None, output)
    if not (found.built or on):
        note([f"Nothing was built in {folder}, so today's law is taken. Built elsewhere? Name it: -o FOLDER"])
    if clause is None:
        click.echo(listing.listing(found))
        return
    id_ = named(clause, found)
    if choice is None or (choice == "take" and id_ not in found.edits):
        click.echo(listing.shown(found, id_))
    else:
        click.echo(decide(intake, id_, choice, found.composed, found.law, _editor, found.letters))


def _editor(text: str) -> str | None:
    """The text as it comes back from the person's editor, None where nothing was saved."""
    try:
        return click.edit(text, extension=".md")
    except click.ClickException as error:
        raise InputError(f"{error.message}. Name an editor that works here in EDITOR, for example EDITOR=nano.") from None
