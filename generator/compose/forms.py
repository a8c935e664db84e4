"""Forms drawn from their data: one sheet each, with what the company's answers already fill in."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from generator.compose.codes import code
from generator.compose.form_grid import PARTS, grid, signatures, sized_checklist
from generator.compose.form_looks import drawn, fitted, own_keys
from generator.compose.form_machines import machine_sections
from generator.compose.form_rows import ROWS, Answers
from generator.compose.form_tables import draw
from generator.compose.form_values import VALUES
from generator.compose.lawbook import LawBook
from generator.compose.markdown import Markdown, capitalise, div, escape
from generator.compose.model import Clause, Document
from generator.compose.recording import Recorder
from generator.knowledge.base import Knowledge
from generator.knowledge.model_forms import Form, FormField
from generator.program.model import Program, Reason

FOLDER = "Forms"
_CHARACTERS = 17  # that fit in a sixth of a line
_HOUR = 60  # minutes
_BOX = 4  # a tick box with the room beside it, in characters
_MARKS = re.compile(r"[\\\[\]]|\{[^}]*\}")  # of Markdown: they take no room
# Tables that are more than rows: the field, the answers, and the Markdown that stands for it.
SECTIONS: dict[str, Callable[[FormField, Answers], str]] = {"machine_checks": machine_sections}
PREFILLS = frozenset(VALUES) | frozenset(ROWS) | frozenset(SECTIONS)


def compose_form(form: Form, program: Program, reasons: tuple[Reason, ...], knowledge: Knowledge,
                 sheets: Sequence[tuple[str, str]] = ()) -> Document:
    """One form with its code, what it is for, its fields and its signatures.

    `sheets` are the company's practices and procedures, (code, title): forms that sign them off list them.
    """
    recorder = Recorder()
    answers = Answers(program, knowledge, tuple(sheets))
    how = f"::: note\n{_how(form, LawBook(knowledge, recorder), reasons)}\n:::"
    mark = code("forms", form.id)
    card = {"code": mark, "title": form.title, "sub": form.purpose, "note": program.company.name}
    blocks = "\n\n".join(blocks_of(form, answers))
    body = f"{div('card', '', **card)}\n\n{how}\n\n{blocks}"
    for _ in range(1, form.copies):
        body += f"\n\n---\n\n{div('card', '', **card)}\n\n{blocks}"
    anchor = f"form-{form.id}"
    told = tuple(dict.fromkeys([*reasons, *recorder.reasons]))
    return Document(
        id=anchor, title=form.title, kind="form", markdown=div("clause", body, id_=anchor) + "\n",
        clauses=(Clause(anchor, anchor, form.title, body, told),), reasons=told, folder=FOLDER,
        filename=f"{mark} {form.title}", code=mark, landscape=form.orientation == "landscape")


def _how(form: Form, law: LawBook, reasons: Sequence[Reason]) -> str:
    """The line that every form prints: why it is there, who fills it in, when, and how long it is kept."""
    minutes = f" About {_duration(form.minutes)}." if form.minutes else ""
    asked = next((reason for reason in reasons if reason.kind != "choice"), reasons[0] if reasons else None)
    why = f"**Why** {capitalise(asked.text)}. " if asked else ""
    return (f"{why}**Who** {capitalise(form.who_fills)}. **When** {capitalise(form.trigger)}.{minutes} "
            f"**Keep** {_kept(form, law)}.")


def _duration(minutes: float) -> str:
    """Minutes as people say them; whole hours from two on."""
    if minutes >= 2 * _HOUR and minutes % _HOUR == 0:
        return f"{minutes / _HOUR:g} hours"
    return f"{minutes:g} minute{'' if minutes == 1 else 's'}"


def _kept(form: Form, law: LawBook) -> Markdown:
    """How long: what the law says, where it says so, then our own rule."""
    own = escape(form.retention)
    if form.retention_law and law.knows(form.retention_law):
        return Markdown(f"{law(form.retention_law)} by law; {own}")
    return capitalise(own)


def blocks_of(form: Form, answers: Answers) -> Iterator[str]:
    """Runs of short fields as one grid; tables and checklists as blocks of their own; signatures last."""
    own = own_keys(answers.program)
    fields = [fitted(field, own) for field in form.fields if drawn(field, own)]
    signed = [field for field in fields if field.type == "signature"]
    dated = [field for field in fields if field.type == "date" and not field.span]
    last = fields[-1] if fields else None
    closing = last is not None and len(signed) == 1 and last in dated and last.name == "date"
    rest = [field for field in fields if field not in signed and not (closing and field is last)]
    for kind, run in groupby(rest, _kind):
        if kind == "short":
            yield grid([_filled(field, answers) for field in run])
        else:
            yield from filter(None, (_block(field, answers) for field in run))
    if signed:
        yield signatures(signed)


def _kind(field: FormField) -> str:
    return "block" if field.type == "table" or field.items else "short"


def _block(field: FormField, answers: Answers) -> str:
    if field.type != "table":
        return sized_checklist(field)
    source = field.prefill or ""
    if source in SECTIONS:
        return SECTIONS[source](field, answers)
    return draw(field, ROWS[source](field, answers) if source in ROWS else [])


def _filled(field: FormField, answers: Answers) -> tuple[FormField, Markdown]:
    """A short field with what the company's answers say; it grows where they say more than fits its line."""
    source = field.prefill or ""
    value = escape(VALUES[source](answers) if source in VALUES else "")
    room = (field.span or PARTS) * _CHARACTERS
    shown = len(_MARKS.sub("", value)) + sum(len(choice) + _BOX for choice in field.choices)
    return replace(field, lines=max(field.lines, -(-shown // room))), value
