"""Who needs to know what: the courses, the grid of people with the dates on their tickets, and what runs out soon."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.compose.asking import looked_for
from generator.compose.markdown import Markdown, capitalise, div, escape, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date
from generator.compose.schedules import quiet_card
from generator.compose.sheets import short_name
from generator.program.model import Program, Reason, TrainingNeed
from generator.program.tickets import Held, tickets_of

_ROWS = 20  # names and blank lines that fit one landscape page; a larger crew copies the page
_COLUMNS = 10  # narrow upright columns that fit a landscape page with their headers unbroken
_BOX = Markdown("☐")
_GRID = ("## Who has what\n\nA box marks who needs the course. Write the date of the certificate, or of the check on the job, "
         "beside it.")
_DATES = (" A date that stands there is the last day on which the ticket is good; *since* is the day of a course that has no "
          "such day.")


def compose_training(program: Program) -> Document:
    """Courses with who needs them and how long they hold, then the grid of people, then the tickets that run out."""
    tickets = tickets_of(program)
    needs = f"## What each course is for\n\n{_needs_table(program.training)}"
    grid = f"{_GRID}{_DATES if tickets else ''}\n\n{_grid(program, tickets)}"
    parts = [quiet_card(program, "Training matrix", "Who needs which training, and until when it holds"),
             div("clause", needs, id_="training-needs"), "::: pagebreak\n:::",
             div("clause", grid, id_="training-grid")]
    reasons = tuple(dict.fromkeys(reason for need in program.training for reason in need.reasons))
    clauses = [Clause("training-needs", "training_matrix", "What each course is for", needs, reasons),
               Clause("training-grid", "training_matrix", "Who has what", grid, reasons, ("people", "tickets"))]
    if tickets:
        title = "Runs out in the next twelve months"
        soon = f"## {title}\n\n{_soon(tickets, program)}"
        parts.append(div("clause", soon, id_="training-soon"))
        clauses.append(Clause("training-soon", "training_matrix", title, soon,
                              (Reason("answer", "tickets", "You gave the tickets that your people hold"),), ("tickets",)))
    return Document(
        id="training_matrix", title="Training Matrix", kind="schedule", markdown="\n\n".join(parts) + "\n",
        clauses=tuple(clauses), reasons=(looked_for(program, "training_competency", "Auditors ask for a training matrix"),),
        folder="Training", filename="Training Matrix", landscape=True)


def _needs_table(needs: Sequence[TrainingNeed]) -> Markdown:
    rows = [(Markdown(f"**{escape(short_name(need.title))}**"), capitalise(need.who), capitalise(need.validity),
             _form_words(need), "; ".join(dict.fromkeys(reason.text for reason in need.reasons[:3]))) for need in needs]
    return table(("Course", "Who", "Good for", "Kind", "Because"), rows, (24, 26, 24, 18, 30))


def _form_words(need: TrainingNeed) -> str:
    return {"named_course": "course named by law or regulator", "licence_or_certificate": "licence or trade certificate",
            "competence_duty": "trained and watched on the job", "industry_or_client": "industry or client"}.get(
                need.legal_form, need.legal_form.replace("_", " "))


def _grid(program: Program, tickets: Sequence[Held]) -> str:
    """The needs as columns, then courses that somebody has a ticket for without needing it here."""
    people = program.company.everyone
    blanks = max(2, min(program.company.workers, _ROWS) - len(people))
    names = [person.name for person in people] + [""] * blanks
    needed = {need.id: need for need in program.training}
    held = {(item.ticket.course, item.ticket.who): item for item in tickets}
    columns = {id_: need.title for id_, need in needed.items()}
    columns |= {item.ticket.course: item.title for item in tickets if item.ticket.course not in needed}
    tables = []
    for start in range(0, len(columns), _COLUMNS):
        block = list(columns)[start:start + _COLUMNS]
        header = ("Name", *(short_name(columns[id_]) for id_ in block))
        rows = [(name, *(_cell(held.get((id_, name)), id_ in needed and name in needed[id_].people) for id_ in block))
                for name in names]
        tables.append(div("keep", table(header, rows, (16, *([6] * len(block))), "matrix")))
    return "\n\n".join(tables)


def _cell(held: Held | None, needed: bool) -> Markdown:
    """The date of the ticket, in bold where it has run out; a box where one is needed and none is given."""
    if held is None:
        return _BOX if needed else Markdown("")
    if held.until is None:
        return Markdown(f"since {_short(held.ticket.earned)}" if held.ticket.earned else "")
    return Markdown(f"**ran out {_short(held.until)}**") if held.state == "ran out" else _short(held.until)


def _short(day: date) -> Markdown:
    """A day in a narrow column: day and month stay on one line."""
    return Markdown(f"{day.day}\N{NO-BREAK SPACE}{day:%b} {day.year}")


def _soon(tickets: Sequence[Held], program: Program) -> str:
    """What has run out, and what will before the year is over, with the day to book it by."""
    rows: list[tuple[object, ...]] = []
    for item in tickets:
        if item.until is None or item.book_by is None or item.state == "holds":
            continue
        gone = item.state == "ran out"
        until = Markdown(f"**{escape(long_date(item.until))}: it has run out**") if gone else long_date(item.until)
        book = "now" if item.book_by <= program.in_force else long_date(item.book_by)
        rows.append((Markdown(f"**{escape(item.ticket.who)}**"), item.title, item.ticket.number or "", until, book,
                     "counted from the day of the course; look at the card" if item.counted else "the card"))
    if not rows:
        return "None of the tickets that you gave."
    return str(table(("Who", "Course", "Number", "Good until", "Book by", "The date is from"), rows, (24, 34, 16, 26, 20, 30)))
