"""What comes back: the inspection and meeting schedule."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.compose.asking import looked_for, who_asks
from generator.compose.markdown import Markdown, div, escape, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date
from generator.compose.year import form_mark
from generator.knowledge.base import Knowledge
from generator.knowledge.model import Quantity
from generator.program.model import Inspection, Program
from generator.program.regimes.meetings import in_words
from generator.program.rhythm import step_days, step_months
from generator.program.year_looks import keeper, lead

_TRIGGERS = (
    ("before_use", "Before each use"), ("per_shift", "Each shift it is used"), ("calendar", "On the calendar"),
    ("hours", "By hours run"), ("kilometres", "By distance"), ("return_to_service", "When it comes back into service"),
    ("after_event", "After an event"), ("manufacturer", "As the maker says"),
)
_BY = {"operator": "the user", "competent_person": "a competent person",
       "certified": "a certified person or firm", "engineer": "an engineer"}
_ON_A_WALK = {"workplace_inspection": "on the walk around", "safety_equipment_round": "on the safety round",
              "monthly_combined_record": "with the monthly page"}
_HOW = ("*Look only*: nothing is written unless something is wrong; then it gets a tag. A *code* is the form on which the look "
        "is written, on the day, by the person who looked. *Our rule*: we set the rhythm, because we found no law, standard or "
        "maker’s manual that we can point to; we promised it, so we keep it.")
_PARKED = ("While a thing stands, nobody looks at it: write “parked” and the date on its log, once. The look below comes before "
           "its first day back.")


def compose_inspections(program: Program, knowledge: Knowledge) -> Document:
    """Every inspection of the company's equipment and every meeting, by what sets it off."""
    clauses = []
    parts = [quiet_card(program, "Inspection and meeting schedule", "What is looked at, when, by whom, and who asks for it"),
             _HOW]
    for trigger, title in _TRIGGERS:
        rows = [item for item in program.inspections if item.trigger == trigger]
        if not rows:
            continue
        lead = f"{_PARKED}\n\n" if trigger == "return_to_service" else ""
        markdown = f"## {title}\n\n{lead}{_inspection_table(rows, program, knowledge)}"
        parts.append(div("clause", markdown, id_=f"inspections-{trigger}"))
        reasons = tuple(dict.fromkeys(reason for item in rows for reason in item.reasons))
        clauses.append(Clause(f"inspections-{trigger}", "inspections", title, markdown, reasons))
    meetings = f"## Walks, drills and meetings\n\n{_meeting_table(program)}"
    parts.append(div("clause", meetings, id_="inspections-meetings"))
    clauses.append(Clause("inspections-meetings", "inspections", "Walks, drills and meetings", meetings,
                          tuple(reason for item in program.meetings for reason in item.reasons)))
    return Document(
        id="inspections", title="Inspection and Meeting Schedule", kind="schedule", markdown="\n\n".join(parts) + "\n",
        clauses=tuple(clauses),
        reasons=(looked_for(program, "inspections_maintenance", "Auditors hold you to your own schedule"),),
        folder="Inspections", filename="Inspection and Meeting Schedule", landscape=True)


def quiet_card(program: Program, title: str, sub: str) -> str:
    """The card at the top of a schedule."""
    return div("card quiet", "", title=title, sub=sub, note=f"In force {long_date(program.in_force)}")


def _inspection_table(rows: Sequence[Inspection], program: Program, knowledge: Knowledge) -> Markdown:
    """One line a look; things that ask for the very same look share the line."""
    titles = {item.id: item.title for item in program.equipment}
    alike: dict[tuple[object, ...], list[str]] = {}
    for item in rows:
        key = (item.what, _when(item), _by(item, program, knowledge), _record(item),
               who_asks(item.reasons[-1], program))
        alike.setdefault(key, []).append(titles[item.equipment])
    body: list[tuple[object, ...]] = []
    last = ""
    for told, things in alike.items():
        name = running(dict.fromkeys(things))
        body.append((Markdown("^^") if name == last else Markdown(f"**{escape(name)}**"), *told))
        last = name
    return table(("Equipment", "What to look at", "When", "By", "Record", "Who asks"), body, (18, 40, 14, 14, 9, 18))


def running(names: Iterable[str]) -> str:
    """Names as one list in a line: "Shear, metal saws, lathes"; a capital only where the line begins or the name has one."""
    return ", ".join(name if place == 0 or name[1:2].isupper() else name[:1].lower() + name[1:]
                     for place, name in enumerate(names))


def _by(item: Inspection, program: Program, knowledge: Knowledge) -> str:
    """Who looks, as The Year has it: those who walk for a line of a walk, the one who keeps the thing, else the role."""
    if item.trigger in ("before_use", "per_shift", "after_event") or item.by not in ("operator", "competent_person"):
        return _BY.get(item.by, item.by)
    often = step_days(item.interval) is not None and step_months(item.interval) is None  # a week does not wait for the page
    if item.trigger == "calendar" and item.form in _ON_A_WALK and not often:
        return _ON_A_WALK[item.form]
    name = keeper(item.equipment, program, knowledge)
    return name or (lead(program) if item.by == "operator" and item.trigger == "calendar" else _BY[item.by])


def _record(item: Inspection) -> Markdown | str:
    """Nothing, or the code of the form: an auditor looks for the line there."""
    return "look only" if item.record == "none" else form_mark(item.form) if item.form else "recorded"


def _when(item: Inspection) -> str:
    if item.interval is None or item.trigger in ("before_use", "per_shift"):
        return {"before_use": "before use", "per_shift": "each shift", "after_event": "after it happens",
                "manufacturer": "maker’s manual", "return_to_service": "when it comes back"}.get(item.trigger, "when due")
    if item.trigger == "return_to_service":
        return "after standing " + " or after ".join(_limit(limit) for limit in item.interval.limits)
    first = ", whichever comes first" if len(item.interval.limits) > 1 else ""
    return in_words(item.interval) + first


def _limit(limit: Quantity) -> str:
    return f"{limit} or more" if limit.unit in ("days", "weeks", "months", "years") else f"{limit} of use"


def _meeting_table(program: Program) -> Markdown:
    rows = [(Markdown(f"**{escape(item.title)}**"), item.what, f"{item.trigger}", item.who,
             who_asks(item.reasons[0], program)) for item in program.meetings]
    return table(("What", "What it is for", "When", "Who", "Who asks"), rows, (20, 36, 22, 18, 26))
