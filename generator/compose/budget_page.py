"""`What You Do Not Need to Do`: the paperwork budget as a chart, then each usual demand that is left out, and why."""
from __future__ import annotations

from collections.abc import Sequence

from generator.compose.markdown import Markdown, div, escape, join_and, lower_first, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date
from generator.program.budget import Budget, PersonShare
from generator.program.instead import AT_LEAST, no_law_known
from generator.program.left_out import Spared
from generator.program.model import LeftOut, Program, Reason

TITLE = "What You Do Not Need to Do"
KIND_WORDS = {"meeting": "Meetings and talks", "review": "Walks, drills, reviews", "inspection": "Inspections",
              "maintenance": "Maintenance", "training": "Training records", "form": "Forms and permits"}
_COUNTED = (
    "A record is a sheet, a card or a log page that is opened and kept. Looks that are done together share one. A card in the "
    "cab takes a tick for each day of use and lasts a month. Initials on an extinguisher's tag are one record a year. A "
    "look without paper costs minutes and no record. Both sides are counted alike; events, new people and visitors are "
    "estimates. "
    "Minutes are those of your own people.")
_WORTH_A_PARAGRAPH = 10  # records a year that are spared
_CHOICE = Reason("choice", "budget", "So that you see what each record is for, and what is not asked of you")


def compose_budget_page(program: Program, found: Budget, places: Sequence[str]) -> Document:
    """The page for the owner. `places` are the names of the jurisdictions where the company works."""
    spared = [item for item in program.left_out if isinstance(item, Spared) and item.rules]
    others = [item for item in program.left_out if item not in spared]
    large = [item for item in spared if item.saves >= _WORTH_A_PARAGRAPH]
    small = [item for item in spared if item not in large]
    sections = [
        ("budget", "Your paper, beside a bought binder", _budget(found), (_CHOICE,)),
        ("time", "Who spends the time", _people(found), (_CHOICE,)),
        ("spared", "What you leave out or do less often", _large(large, places), _all_reasons(large)),
        ("small", "Also not asked of you", _small(small, places), _all_reasons(small)),
        ("others", "Bodies, chapters and forms that you do without", _others(others), _all_reasons(others)),
    ]
    parts = [div("card quiet", "", title=TITLE, sub="and why; what you do instead, and what would bring it back",
                 note=f"In force {long_date(program.in_force)}"), _lead(found, program.company.workers)]
    clauses = []
    for id_, title, body, reasons in sections:
        if body:
            markdown = f"## {title}\n\n{body}"
            parts.append(div("clause", markdown, id_=f"not-needed-{id_}"))
            clauses.append(Clause(f"not-needed-{id_}", "not_needed", title, markdown, reasons))
    return Document(
        id="not_needed", title=TITLE, kind="schedule", markdown="\n\n".join(parts) + "\n", clauses=tuple(clauses),
        reasons=(_CHOICE,), filename=TITLE)


def _lead(found: Budget, workers: int) -> str:
    together = " of all of you together" if workers > 1 else ""
    return (f"::: lead\nYour program opens and keeps about {found.records_per_year:,} records a year and takes about "
            f"{found.minutes_per_week:,} minutes a week{together}. A bought binder would ask the same company for about "
            f"{found.baseline.records_per_year:,} records and {found.baseline.minutes_per_week:,} minutes.\n:::")


def _budget(found: Budget) -> str:
    rows: list[tuple[object, object, object]] = []
    for kind, ours, theirs in found.by_kind:
        rows += [(Markdown(f"**{KIND_WORDS[kind]}**"), "yours", f"{ours.records_per_year:,}"),
                 (Markdown("^^"), "a bought binder", f"{theirs.records_per_year:,}")]
    body = str(table(("Kind", "Whose", "Records a year"), rows, (27, 18, 55))).split("\n", 1)[1].rsplit("\n", 1)[0]
    chart = div("bars", body, caption="Records a year by kind: yours, and those of a bought binder")
    return f"{div('keep', chart)}\n\n::: note\n{_COUNTED}\n:::"


def _people(found: Budget) -> str:
    rows = [(_upper(row.who), minutes_of(row)) for row in found.people]
    outside = round(sum(line.outside for line in found.lines) / 60)
    said = f"\n\nOutside firms work about {outside} hours a year on top; that is not your time." if outside else ""
    return f"{table(('Who', 'Minutes a week'), rows, (60, 40))}{said}" if rows else ""


def minutes_of(row: PersonShare) -> str:
    """"25", or "14 each, on average" for a line that many share."""
    minutes = row.minutes_per_week / row.heads
    text = f"{minutes:.0f}" if minutes >= 1 else "under 1"
    return f"{text} each, on average" if row.heads > 1 else text


def _large(items: Sequence[Spared], places: Sequence[str]) -> str:
    if not items:
        return ""
    said = no_law_known(places)
    intro = (f"Binders ask for all of it. {escape(said)} Where the law does set one, the line at the end of the entry says so, "
             "and the law is kept.")
    return "\n\n".join([intro, *(_entry(item, said) for item in items)])


def _entry(item: Spared, said: str) -> str:
    """One demand, as docs/voice.md shows it; what was said once for all is not said again."""
    parts = [f"**{escape(item.what)}.** {escape(item.why)}"]
    if item.instead:
        parts.append(f"So: {escape(item.instead[:1].lower() + item.instead[1:])}.")
    parts.append(f"This saves about {item.saves:,} {'record' if item.saves == 1 else 'records'} a year. "
                 f"It would come back if {escape(item.back_when)}.")
    if item.allowed_by and item.allowed_by != said:
        parts.append(f"*{escape(item.allowed_by)}*")
    return " ".join(parts)


def _instead(item: Spared, said: str) -> str:
    """What is done, with the law that is kept where there is one."""
    law = item.allowed_by if item.allowed_by not in (said, AT_LEAST) else ""
    return f"{item.instead or item.why}. {law}" if law else item.instead or item.why


def _small(items: Sequence[Spared], places: Sequence[str]) -> str:
    if not items:
        return ""
    said = no_law_known(places)
    rows = [(Markdown(f"**{escape(item.what)}**"), _instead(item, said), _upper(item.back_when)) for item in items]
    return str(table(("Others ask for", "What you do instead", "It comes back if"), rows, (30, 42, 28)))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _others(items: Sequence[LeftOut]) -> str:
    if not items:
        return ""
    alike: dict[tuple[str, str], list[str]] = {}
    for item in items:
        alike.setdefault((f"{item.why} {item.allowed_by}".strip(), _upper(item.back_when)), []).append(item.what)
    rows = [(Markdown(f"**{join_and([what[0], *(lower_first(word) for word in what[1:])])}**"), why, back)
            for (why, back), what in alike.items()]
    return str(table(("Others ask for", "Why not here", "It comes back if"), rows, (26, 46, 28)))


def _all_reasons(items: Sequence[LeftOut]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for item in items for reason in _reasons(item)))


def _reasons(item: LeftOut) -> tuple[Reason, ...]:
    """The law facts that the entry was written from, then the rules that say that binders demand it."""
    if not isinstance(item, Spared):
        return (Reason("choice", "left_out", item.why),)
    return (*(Reason("law", ref, item.allowed_by) for ref in item.law),
            *(Reason("choice", f"right_sizing.{rule}", item.what) for rule in item.rules))


def box(found: Budget) -> str:
    """The budget in a few figures, for Start Here."""
    facts = [("Records a year", f"{found.records_per_year:,}; a bought binder asks for {found.baseline.records_per_year:,}"),
             ("Minutes a week, all together",
              f"{found.minutes_per_week:,}; a bought binder takes {found.baseline.minutes_per_week:,}")]
    facts += [(_upper(row.who), f"{minutes_of(row)} minutes a week") for row in found.people[:_IN_BOX]]
    items = "\n".join(f"- {escape(label)} :: {escape(value)}" for label, value in facts)
    return (f"{div('facts', items, columns=2)}\n\nWhat was left out, what you do instead and what would bring it back stands in "
            f"“{TITLE}”.")


_IN_BOX = 6  # people named in the box; the page names all
