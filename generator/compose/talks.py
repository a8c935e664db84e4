"""Toolbox talks as one book: a first page that lists the year, then a page for each talk, to say, to ask and to sign."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.compose.clauses import Written
from generator.compose.codes import code
from generator.compose.form_tables import grid_of
from generator.compose.markdown import Markdown, div, escape, lower_first, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date
from generator.knowledge.load_sizing import toolbox_topics
from generator.knowledge.model_schemes import ToolboxTopic
from generator.program.model import EquipmentItem, Program, Reason
from generator.program.talk_choice import controls_in_place
from generator.program.talks import Talk

ID = "toolbox_talks"
_NAMED = 12  # workers up to which the names are printed
_ACROSS = 3
_BLANKS = 18  # lines to sign for a larger crew; the back of the page takes the rest
_HERE = 3  # own lines a page has room for
_ROW = 7  # millimetres
_MONTHLY = "monthly_combined_record"
_TALK_FORM = "toolbox_talk_record"
# What a talk about that equipment says of this company's own places: answers of the sites.
_PLACES = {
    "fire_extinguisher": ("extinguisher_places", "Extinguishers"), "alarm_exit_light": ("muster_point", "Meeting place"),
    "first_aid_kit": ("first_aid_place", "First aid"), "aed": ("first_aid_place", "First aid"),
}


def compose_talks(talks: Sequence[Talk], program: Program, sheets: Sequence[Written]) -> Document:
    """The talks of the year. `sheets` are the company's written practices and procedures, for "read together"."""
    ordered = sorted(sheets, key=lambda sheet: code(sheet.template.kind, sheet.template.id))
    practices = [sheet for sheet in ordered if sheet.template.kind == "practices"]
    first = _first_page(talks, program, practices)
    why = _reasons(program)
    clauses = [Clause("talks-year", ID, "The talks of the year", first, why)]
    parts: list[str] = [div("card quiet", "", title="Toolbox talks", sub=f"for {program.company.name}",
                 note=f"In force {long_date(program.in_force)}"), div("clause", first, id_="talks-year")]
    for talk in talks:
        page = _page(talk, program, ordered, practices)
        anchor = f"talk-{talk.number}"
        parts += ["::: pagebreak\n:::", div("clause", page, id_=anchor)]
        clauses.append(Clause(anchor, ID, title_of(talk, practices), page, (talk.why,)))
    return Document(
        id=ID, title="Toolbox Talks", kind="schedule", markdown="\n\n".join(parts) + "\n", clauses=tuple(clauses),
        reasons=why, folder="Toolbox Talks", filename="Toolbox Talks")


def _reasons(program: Program) -> tuple[Reason, ...]:
    if program.company.goal.scheme == "law_only":
        return (Reason("choice", _TALK_FORM, "Short talks on what can hurt here, the whole year round"),)
    return (Reason("audit", "participation_communication", "Auditors sample talks and ask workers what they remember"),)


def title_of(talk: Talk, practices: Sequence[Written]) -> str:
    """The title of a talk; where the topics ran out, that of the practice that is read."""
    if talk.topic is not None:
        return talk.topic.title
    sheet = _own_practice(talk, practices)
    return f"Read together: {sheet_name(sheet)}" if sheet else "Your own topic"


def _own_practice(talk: Talk, practices: Sequence[Written]) -> Written | None:
    return practices[(talk.practice or 0) % len(practices)] if practices else None


def sheet_name(sheet: Written) -> str:
    """"P-06 Angle grinder"."""
    return f"{code(sheet.template.kind, sheet.template.id)} {sheet.title}"


def _first_page(talks: Sequence[Talk], program: Program, practices: Sequence[Written]) -> str:
    opening = [toolbox_topics().topics[id_].question for id_ in toolbox_topics().standing_items]
    rows = [(_when(talk), Markdown(f"**{talk.number}** {escape(title_of(talk, practices))}"), talk.why.text) for talk in talks]
    short = sum(talk.topic is None for talk in talks)
    honest = (f"\n\nOur list has no more than {len(talks) - short} topics on what you have and do. For the other {short} you "
              f"read one of your own practices: better than the same talk twice." if short else "")
    return (
        f"::: lead\n{_how(talks, program)}\n:::\n\n"
        f"Before each talk, in two minutes: {' '.join(escape(question) for question in opening)}\n\n"
        "Lead the talk where the thing stands. Show more than you tell, and let somebody else lead now and then. Swap talks when "
        "the work asks for it, and write the real date on the page. After an injury or a near miss, talk about that instead."
        f"{honest}\n\n{_once(talks, program)}\n\n" + table(("When", "Talk", "Why you"), rows, (22, 44, 40)))


def _how(talks: Sequence[Talk], program: Program) -> str:
    dated = sum(talk.day is not None for talk in talks)
    stock = len(talks) - dated
    told = [f"{dated} talks for the days on which you meet" if dated else "",
            f"{stock} {'more ' if dated else 'talks '}kept ready for when a job calls for one" if stock else ""]
    return escape(" and ".join(part for part in told if part) + ", chosen from what you own, what you do and the season. "
                  "No talk comes back before the same time next year, and next year’s list is another one.")


def _when(talk: Talk) -> str:
    return "when it fits" if talk.day is None else short_date(talk.day)


def short_date(day: date) -> str:
    """"Mon 4 January"."""
    return f"{day:%a} {day.day} {day:%B}"


def _page(talk: Talk, program: Program, sheets: Sequence[Written], practices: Sequence[Written]) -> str:
    """One talk on one page."""
    company = program.company
    machine = _machine(talk.topic, program) if talk.topic else None
    minutes = f"{company.preferences.toolbox_length_minutes} minutes"
    where = f"with {_where(machine)}" if machine else company.preferences.meeting_place or ""
    sub = " · ".join(part for part in (minutes, where) if part)
    card = div("card", "", code=f"Talk {talk.number}", title=title_of(talk, practices), sub=sub, note=_when(talk))
    body = _topic_body(talk.topic, machine, program, sheets) if talk.topic else _practice_body(talk, practices)
    return "\n\n".join((card, f"::: note\n**Why you** {escape(talk.why.text)}.\n:::", body, _record(program)))


def _machine(topic: ToolboxTopic, program: Program) -> EquipmentItem | None:
    return next((item for item in program.equipment if item.id in topic.equipment), None)


def _where(machine: EquipmentItem) -> str:
    """"the six angle grinders on the bench racks and in the pickup"."""
    return f"{machine.phrase} {machine.answer.where}" if machine.answer.where else machine.phrase


def _topic_body(topic: ToolboxTopic, machine: EquipmentItem | None, program: Program, sheets: Sequence[Written]) -> str:
    said = "\n".join(f"- {escape(point)}" for point in topic.points)
    parts = [f"## Say and show\n\n{said}"]
    own = _own_lines(topic, machine, program, sheets)
    if own:
        parts.append("## Here\n\n" + "\n".join(f"- {line}" for line in own))
    parts.append(f"## Ask\n\n{escape(topic.question)}")
    return "\n\n".join(parts)


def _practice_body(talk: Talk, practices: Sequence[Written]) -> str:
    sheet = _own_practice(talk, practices)
    if sheet is None:
        return "## Say and show\n\nTake what came up since the last talk: a near miss, a new tool, a change of plan."
    steps = (f"One of you reads {escape(sheet_name(sheet))} aloud, at the place where the work is done.",
             "After each line: do we do it so? If not, is the line wrong, or what we do?",
             "Mark what is missing on the sheet with a pen, with your initials.",
             "Agree on the one line that matters most this month.")
    return "## Do\n\n" + "\n".join(f"- {step}" for step in steps) + "\n\n## Ask\n\nWhich line would you not have known?"


def _own_lines(topic: ToolboxTopic, machine: EquipmentItem | None, program: Program, sheets: Sequence[Written]) -> list[Markdown]:
    """What is so in this company: controls in place, places on its sites, the practice to read, where a fault goes."""
    company = program.company
    lines = [Markdown(f"{escape(control)}. Is it so today?") for control in controls_in_place(topic, program)]
    for id_, (field, word) in _PLACES.items():
        if id_ in topic.equipment:
            lines += [_place(site.name, word, value) for site in company.sites if (value := getattr(site, field))]
    lines = lines[:_HERE]
    sheet = _sheet_for(topic, program, sheets)
    if sheet:
        mark = escape(code(sheet.template.kind, sheet.template.id))
        lines.append(Markdown(f"More on it, one page: [{mark}]{{.code}} {sheet.title}."))
    if machine and any(form.id == "equipment_defect_tag" for form in program.forms) and machine.answer.owned != "client":
        tag = code("forms", "equipment_defect_tag")
        lines.append(Markdown(f"What is damaged gets a tag ([{tag}]{{.code}}) and is not used."))
    return lines


def _place(site: str, word: str, value: object) -> Markdown:
    told = ", ".join(value) if isinstance(value, tuple) else str(value)
    return Markdown(f"{word}, {escape(site)}: {lower_first(told)}.")


def _sheet_for(topic: ToolboxTopic, program: Program, sheets: Sequence[Written]) -> Written | None:
    """The company's own sheet on the same machine; else the one that deals with the same hazards."""
    owned = {item.id for item in program.equipment} & set(topic.equipment)
    same = [sheet for sheet in sheets if owned & set((sheet.template.wanted or {}).get("equipment", ()))]
    on_hazard = [sheet for sheet in sheets
                 if sheet.template.kind == "practices" and set(sheet.template.hazards) & set(topic.hazards)]
    pool = same or ([] if topic.equipment else on_hazard)
    return max(pool, key=lambda sheet: len(set(sheet.template.hazards) & set(topic.hazards)), default=None)


def _record(program: Program) -> str:
    """What is written: who was there, what was said and what will be fixed."""
    fields = ("[Date]{span=2 type=date}", "[Led by]{span=4}", "[What people said]{span=6 lines=2}",
              "[What we will fix]{span=6 lines=2}", "[By whom]{span=4}", "[By when]{span=2 type=date}")
    grid = "::: {.field-grid columns=6}\n" + "\n".join(f"- {field} ::" for field in fields) + "\n:::"
    return f"{grid}\n\n{_present(program)}"


def _present(program: Program) -> str:
    company = program.company
    names = [person.name for person in company.everyone] if company.workers <= _NAMED else []
    blank = max(0, (company.workers if names else _BLANKS) - len(names))
    cells = [*names, *[""] * blank]
    cells += [""] * (-len(cells) % _ACROSS)
    rows: list[list[object]] = [[part for name in cells[start:start + _ACROSS] for part in (escape(name), Markdown(""))]
            for start in range(0, len(cells), _ACROSS)]
    return grid_of(["Who was here", "Initials"] * _ACROSS, rows, [26, 12] * _ACROSS, _ROW, "Who was here")


def _once(talks: Sequence[Talk], program: Program) -> Markdown:
    """What counts as the record, said once for the book: no page asks for double paper."""
    held = {talk.meeting for talk in talks}
    forms = dict.fromkeys(item.form for item in program.meetings if item.id in held) or {None: None}
    told = []
    for form in forms:
        if form in (None, _TALK_FORM):
            used = any(item.id == _TALK_FORM for item in program.forms)
            other = f" Form [{code('forms', _TALK_FORM)}]{{.code}} is for talks that are not in this book." if used else ""
            told.append(f"Signed, the page of a talk is its record.{other}")
        else:
            word = "page of the month" if form == _MONTHLY else "minutes of the meeting"
            told.append(f"A talk at the {'table' if form == _MONTHLY else 'meeting'}: initial its page or the {word} "
                        f"([{code('forms', str(form))}]{{.code}}), not on both; its title and what you will fix go on it.")
    return Markdown(" ".join(told))
