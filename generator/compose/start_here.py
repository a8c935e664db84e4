"""`Start Here`: what to do first, what to sign, post and fill, what is still open, and why each piece is there."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from generator.compose.budget_page import box
from generator.compose.markdown import Markdown, div, escape, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date
from generator.compose.revisions import issued_anyway, standing_line
from generator.knowledge.base import Knowledge
from generator.program.budget import Budget
from generator.program.model import Program, Reason, ToComplete, ToConfirm
from generator.program.tickets import tickets_of

_KINDS = (("manual", "The manual"), ("emergency_plan", "The emergency response plan"),
          ("assessment", "Hazard assessments"), ("practice", "Safe work practices"),
          ("procedure", "Safe job procedures"), ("schedule", "Schedules and training matrix"), ("form", "Forms"),
          ("letter", "Letters"))
_FIRST_PAPER = ("action_plan", "orientation_checklist", "sds_inventory", "equipment_register_maintenance_log",
                "training_record", "driver_authorization", "first_aid_assessment")


def compose_start_here(program: Program, knowledge: Knowledge, documents: Sequence[Document],
                       to_complete: Sequence[ToComplete], to_confirm: Sequence[ToConfirm], found: Budget) -> Document:
    """The first paper that the owner opens."""
    sections = [
        ("do-first", "Do these first", _do_first(program, documents, to_complete)),
        ("to-complete", "To be completed", _anyway(program) + _complete(to_complete)),
        ("to-confirm", "To confirm before you rely on it", _confirm(program, knowledge, to_confirm)),
        ("paperwork", "Your paper in a year", box(found)),
        ("what-you-have", "What you have, and why", _what(program, documents)),
    ]
    parts = [div("card quiet", "", title="Start here", sub=f"for {program.company.owner.name}",
                 note=standing_line(program)), _lead(program, documents)]
    clauses = []
    for id_, title, body in sections:
        if body:
            markdown = f"## {title}\n\n{body}"
            parts.append(div("clause", markdown, id_=f"start-{id_}"))
            clauses.append(Clause(f"start-{id_}", "start_here", title, markdown,
                                  (Reason("choice", "start_here", "So that nothing is left to guess"),)))
    return Document(
        id="start_here", title="Start Here", kind="start_here", markdown="\n\n".join(parts) + "\n",
        clauses=tuple(clauses), reasons=(Reason("choice", "start_here", "The way into your program"),),
        filename="Start Here")


def _lead(program: Program, documents: Sequence[Document]) -> str:
    company = program.company
    return (f"::: lead\nThis is the health and safety program of {escape(company.legal_name)}: "
            f"{len(documents) + 1} documents, each as Word and PDF. It was written from your answers and from the law as of "
            f"{escape(long_date(program.as_of))}. It is a working tool, not legal advice, and no audit result is promised. "
            f"When your work, people or equipment change, change the answers and build it again.\n:::")


def _do_first(program: Program, documents: Sequence[Document], to_complete: Sequence[ToComplete]) -> str:
    letters = [document for document in documents if document.kind == "letter"]
    sign = ["The cover of the manual (approval)", *(document.title for document in letters)]
    assessments = [document.code or "" for document in documents if document.kind == "assessment"]
    post = _post(program)
    forms = {document.id.removeprefix("form-"): document for document in documents if document.kind == "form"}
    fill = [f"{forms[id_].code} {forms[id_].title}" for id_ in _FIRST_PAPER if id_ in forms]
    lines = [_book_now(program),
             f"**Complete** {_open_points(len(to_complete))} below, then build again." if to_complete else "",
             f"**Go through the hazard assessments** ({', '.join(assessments)}) with the people who do the work; "
             f"change what is different here; everybody signs.",
             _approve(program), f"**Sign**: {_list(sign)}.", f"**Post**: {_list(post)}.",
             "**Open “Safety Calendar.ics” once**: it puts the dates of The Year into your calendar.",
             f"**Fill in once**: {_list(fill)}." if fill else "",
             "**Talk it through** with everybody, one chapter a meeting; write the date on the training record."]
    return "\n".join(f"{number}. {line}" for number, line in enumerate([line for line in lines if line], 1))


def _approve(program: Program) -> str:
    """Who turns the draft into the program that counts, and how."""
    if not program.standing.draft:
        return ""
    company = program.company
    who = company.revision.approved_by or company.owner.name
    return (f"**Approve it**: {escape(who)} reads it, then somebody runs `safety-manual issue`. Until then "
            "each page says that it is a draft.")


def _anyway(program: Program) -> str:
    """A revision that was issued with open points says so, and why."""
    said = issued_anyway(program)
    return f"::: stop\n**{escape(said)}**\n:::\n\n" if said else ""


_MANY = 6  # tickets that the line names; the training matrix has the rest


def _book_now(program: Program) -> str:
    """Courses to book before anything else: the ticket has run out, or will before a seat is usually free."""
    late = [item for item in tickets_of(program) if item.until and item.book_by and item.book_by <= program.in_force]
    if not late:
        return ""
    names = [f"{item.title} for {item.ticket.who} ({_ends(item.until, program)})" for item in late[:_MANY] if item.until]
    more = [f"{len(late) - _MANY} more in the Training Matrix"] if len(late) > _MANY else []
    gone = any(item.state == "ran out" for item in late)
    return (f"**Book now**: {_list([*names, *more])}."
            + (" Nobody works on a card that has run out." if gone else ""))


def _ends(until: date, program: Program) -> str:
    return f"{'ran' if until < program.in_force else 'runs'} out on {long_date(until)}"


def _post(program: Program) -> list[str]:
    """What goes on the wall, and into the trucks where the work place moves."""
    kinds = {site.kind for site in program.company.sites}
    moving = bool(kinds & {"job_site", "remote", "vehicle"})
    places = " and ".join(place for place, there in (("at each fixed site", bool(kinds - {"job_site", "remote", "vehicle"})),
                                                     ("in each vehicle", moving)) if there)
    page = f"The page “Where we are and where to go” of the emergency response plan, {places or 'where you work'}"
    names = []
    if program.duties.committee:
        names = ["The names of the committee members"]
    elif program.duties.representative:
        names = ["The name of the representative"]
    return ["The policy statement", page, *names]


def _open_points(count: int) -> str:
    """"the open point", "the 3 open points"."""
    return "the open point" if count == 1 else f"the {count} open points"


def _list(items: Iterable[str]) -> str:
    return "; ".join(escape(item) for item in items)


def _complete(items: Sequence[ToComplete]) -> str:
    if not items:
        return "Nothing is open."
    rows = [(item.what, item.who, item.why, Markdown(f"`{item.id}`")) for item in items]
    return str(table(("What", "Who", "Why", "Answer in the intake"), rows, (34, 16, 36, 24)))


def _confirm(program: Program, knowledge: Knowledge, items: Sequence[ToConfirm]) -> str:
    unreviewed = [item.name for item in knowledge.jurisdictions.values() if not item.reviewed]
    warning = ""
    if unreviewed:
        warning = (f"::: stop\n**The text for {escape(' and '.join(unreviewed))} has not been reviewed yet.** Numbers, sections "
                   f"and names come from our fact base for it, but nobody has read the whole manual against that law.\n:::\n\n")
    if not items:
        return warning
    return warning + str(table(("What", "Why"), [(item.what, item.why) for item in items], (40, 60)))


def _what(program: Program, documents: Sequence[Document]) -> str:
    rows: list[tuple[object, object]] = []
    for kind, words in _KINDS:
        group = [document for document in documents if document.kind == kind]
        if not group:
            continue
        if kind in ("manual", "emergency_plan"):
            rows.append((Markdown(f"**{words}**"), _why(group[0].reasons)))
            continue
        rows.append((Markdown(f"**{words}** ({len(group)})"), ""))
        rows += [(_name(document), _why(document.reasons)) for document in group]
    return ("The short reason is here; `safety-manual explain` gives all of them. Each sheet and form keeps its code for "
            "good, so the gaps between codes are pieces that you do not need.\n\n"
            + str(table(("Piece", "Why it is here"), rows, (46, 54))))


def _name(document: Document) -> str:
    return f"{document.code} {document.title}" if document.code else document.title


def _why(reasons: Sequence[Reason]) -> str:
    """One line: the first answer that brought it in, else the first reason."""
    answer = next((reason for reason in reasons if reason.kind == "answer"), None)
    first = answer or (reasons[0] if reasons else None)
    more = sum(1 for reason in reasons if reason.kind == "answer") - 1
    return "" if first is None else first.text + (f" (and {more} more)" if answer and more > 0 else "")
