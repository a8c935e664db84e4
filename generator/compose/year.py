"""The year as a calendar for the wall: month by month what is due, for whom, on which form and who asks for it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from generator.compose.asking import who_asks
from generator.compose.codes import code
from generator.compose.markdown import Markdown, div, escape, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date
from generator.knowledge.base import Knowledge
from generator.program.forms import DOCUMENTS
from generator.program.model import Program, Reason
from generator.program.rhythm import month_starts
from generator.program.year_looks import running, small, things
from generator.program.year_plan import Entry, Standing, Year

ID = "year"
FORM = "obligation_calendar"  # the catalogue's calendar of duties: this document is it, under its code
_BOX = Markdown("☐")
_ASKS = {"law": "Law", "standard": "Standard", "manufacturer": "Maker", "audit": "Audit", "choice": "Our rule", "answer": "You"}
_OWN_WORDS = ("Auditors", "Makers")  # a text that begins so says itself who asks
_NAMES = {"training_matrix": "Training Matrix", "hazard_assessment": "the assessment"}
_HOUR = 60


def compose_year(year: Year, talks: Mapping[tuple[date, str], str], program: Program, knowledge: Knowledge) -> Document:
    """The calendar document. `talks`: by day and meeting, the title of the talk."""
    start, end = year.start, month_starts(year.start)[-1]
    spoken = f"{start:%B %Y} to {end:%B %Y}"
    head = _head(year, program)
    parts = [div("card quiet", "", title="The year", sub=spoken, note=f"In force {long_date(program.in_force)}"),
             div("clause", head, id_="year-how")]
    why = _reasons(program)
    clauses = [Clause("year-how", ID, "How the year works", head, why)]
    told: dict[str, str] = {}
    for month in month_starts(year.start):
        entries = year.of_month(month)
        body = _month(month, entries, year, talks, told, program)
        anchor = f"year-{month:%Y-%m}"
        parts.append(div("clause", body, id_=anchor))
        reasons = tuple(dict.fromkeys(reason for entry in entries for reason in entry.reasons)) or why
        clauses.append(Clause(anchor, ID, f"{month:%B %Y}", body, reasons))
    return Document(
        id=ID, title="The Year", kind="schedule", markdown="\n\n".join(parts) + "\n", clauses=tuple(clauses), reasons=why,
        filename="The Year", code=code("forms", FORM), landscape=True)


def _reasons(program: Program) -> tuple[Reason, ...]:
    """Why there is a calendar; auditors only where there is an audit."""
    if program.company.goal.scheme == "law_only":
        return (Reason("choice", FORM, "What has no date is not done"),)
    return (Reason("audit", "system_administration", "What has no date is not done; auditors hold you to your own dates"),)


def _head(year: Year, program: Program) -> str:
    audit = ""
    if year.audit_place is not None and year.audit is not None:
        audit = (f" It is counted back from your audit in {year.audit:%B %Y}: what an auditor asks for comes before, and that "
                 f"month is kept light.")
    elif year.audit is not None:
        audit = f" Your audit in {year.audit:%B %Y} comes after this year; keep the records."
    tickets = any(entry.id.startswith("ticket:") for entry in year.entries)
    last_days = " A ticket that runs out stands on its last day: book the next one before." if tickets else ""
    how = (f"::: lead\nWhat is due, who does it, and who asks for it.{audit}\n:::\n\nA date in bold is a meeting. Anything else "
           f"may be done on any day of its month; the date is only a proposal.{last_days} Whoever did it ticks the line; the "
           f"record itself carries the day. The same dates are in the file “Safety Calendar.ics”, which Outlook, Google and "
           f"phones read.")
    return how + ("\n\n" + _standing(year.standing, program) if year.standing else "")


def _standing(items: Sequence[Standing], program: Program) -> str:
    """What comes round by the week, by the meter, or when something sets it off."""
    rows = [(Markdown(f"**{escape(item.title)}**"), item.rhythm, item.who, form_mark(item.form), _asks(item.reasons, program))
            for item in items]
    header = ("What", "When", "Who", "Form", "Who asks")
    return "## All year, without a line below\n\n" + table(header, rows, (40, 34, 26, 10, 36))


def _month(month: date, entries: Sequence[Entry], year: Year, talks: Mapping[tuple[date, str], str], told: dict[str, str],
           program: Program) -> str:
    """One month. `told`: by duty and words, the month that says them: they are not said again month after month."""
    title = f"{month:%B %Y}" + (" · the audit" if year.audit == month else "")
    rows = [(_BOX, _day(entry), _what(entry, talks, told), entry.who, form_mark(entry.form), duration(entry.minutes),
             _asks_of(entry, program, told)) for entry in entries]
    if not rows:
        return f"## {title}\n\nNothing is due on a date."
    body = table(("", "When", "What", "Who", "Form", "Time", "Who asks"), rows, (3, 12, 58, 26, 10, 10, 30))
    return div("whole", f"## {title}\n\n{body}")


def _day(entry: Entry) -> Markdown:
    told = escape(f"{entry.day:%a} {entry.day.day}")
    return Markdown(f"**{told}**") if entry.fixed else told


def _what(entry: Entry, talks: Mapping[tuple[date, str], str], told: dict[str, str]) -> Markdown:
    talk = talks.get((entry.day, entry.id))
    what = "" if talk else _once(entry, entry.what, "", told)
    more = [f"Talk: {talk}" if talk else what, _once(entry, entry.along, f"{entry.along.partition(':')[0]}: as in ", told)]
    line = ". ".join(part for part in more if part)
    return Markdown(f"**{escape(entry.title)}**" + (f"[]{{.br}}{escape(line)}" if line else ""))


def _once(entry: Entry, words: str, again: str, told: dict[str, str]) -> str:
    """The words of a line, the first time; after that `again` with the month that has them, or nothing without `again`."""
    key = f"{entry.id}/{words}"
    if words and key in told:
        return f"{again}{told[key]}" if again else ""
    told[key] = f"{entry.day:%B}"
    return words


def _asks_of(entry: Entry, program: Program, told: dict[str, str]) -> str:
    """Who asks for a line; where several things stand in it, the strongest is said of those that it is about.

    Who asks for the rest is said the first time that the line comes.
    """
    said = _asks(entry.reasons, program)
    looks = [look for look in program.inspections if look.id in entry.parts]
    if not looks or len(entry.reasons) == 1:
        return said
    about = things([look for look in looks if look.reasons[-1] == entry.reasons[0]], program)
    if len(about) in (0, len(things(looks, program))):
        return said
    rest = {who_asks(reason, program).partition(";")[0] for reason in entry.reasons[1:]}
    more = rest.pop() if len(rest) == 1 else "see the schedule"
    rest_of = _once(entry, f"; the rest: {more}", "", told)
    return f"{said} ({running([small(name) for name in about])}){rest_of}"


def _asks(reasons: Sequence[Reason], program: Program) -> str:
    """Who asks: the kind in front where the text does not say it itself."""
    if not reasons:
        return ""
    first = reasons[0]
    text = who_asks(first, program)
    if text != first.text or first.kind in ("choice", "answer"):
        return text[:1].upper() + text[1:]
    word = _ASKS[first.kind]
    return text if text.startswith((word, *_OWN_WORDS)) else f"{word}: {text}"


def form_mark(form: str | None) -> Markdown:
    """The code of a form, the name of a document that stands in for one, or nothing."""
    if form is None:
        return Markdown("")
    if form in DOCUMENTS:
        return escape(_NAMES.get(form, ""))
    return Markdown(f"[{escape(code('forms', form))}]{{.code}}")


def duration(minutes: float) -> str:
    """"20 min", "2 h", "1.5 h"; nothing where nobody counts."""
    if not minutes:
        return ""
    if minutes < 2 * _HOUR:
        return f"{minutes:.0f} min"
    return f"{round(minutes / _HOUR * 2) / 2:g} h"

