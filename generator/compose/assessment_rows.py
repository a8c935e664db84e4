"""The rows of a hazard assessment: the task with the company's own machines, the controls, and the sheets that belong to them."""
from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from generator.compose.clauses import Chosen
from generator.compose.codes import code
from generator.compose.library import Kind, Template
from generator.compose.markdown import Markdown, escape, join_and
from generator.knowledge.model_assessing import Assessing
from generator.program.likeness import shared_words
from generator.program.model import AssessmentRow, AssessmentTask, HazardAssessment, Program
from generator.program.rating import band, score

_BESIDE = 3  # machines named beside one task
_SHEETS = 3  # codes of practices and procedures in one row
_FORMS = 1
_ANY = 4  # rank of a sheet that belongs to no work and no machine in particular
_KINDS: tuple[Kind, Kind] = ("practices", "procedures")
Rows = list[tuple[object, ...]]
Change = tuple[str, AssessmentRow]
"""The letter printed at a changed rating, and its row."""


def task_rows(item: HazardAssessment, program: Program, chosen: Mapping[Kind, Sequence[Chosen]], rules: Assessing,
              forms: Collection[str]) -> tuple[Rows, list[Change]]:
    """The table's rows, and the ratings that the owner changed, with their letters."""
    rows: Rows = []
    changes: list[Change] = []
    for number, task in enumerate(item.tasks, 1):
        for place, row in enumerate(task.rows):
            mark = ""
            if row.changed:
                mark = _letter(row, changes)
            label = _task(number, task, program) if place == 0 else Markdown("^^")
            codes = see(row, item, program, chosen, rules, forms, task)
            rows.append((label, _what(row, task, program), risk(row.before, mark), controls(row, rules), risk(row.after, mark),
                         escape(_short(row.who)), Markdown(", ".join(codes))))
    return rows, changes


def _letter(row: AssessmentRow, changes: list[Change]) -> str:
    """The letter of a change; rows that one answer changed in the same way share it."""
    for letter, other in changes:
        if (other.changed, other.hazard, other.before, other.after) == (row.changed, row.hazard, row.before, row.after):
            return letter
    letter = chr(ord("a") + len(changes)) if len(changes) < 26 else f"a{len(changes)}"
    changes.append((letter, row))
    return letter


def _task(number: int, task: AssessmentTask, program: Program) -> Markdown:
    """The task, and under it the company's machines that are used in it."""
    name = Markdown(f"**{number} {escape(task.task)}**")
    own = {machine.id: machine.phrase for machine in program.equipment}
    named = [own[id_] for id_ in task.machines if id_ in own and own[id_] not in task.task]
    if not named:
        return name
    more = [f"{len(named) - _BESIDE + 1} more"] if len(named) > _BESIDE else []
    shown = named[:_BESIDE - 1] if more else named
    return Markdown(f"{name}[]{{.br}}[with {join_and([*shown, *more])}]{{.muted}}")


def _what(row: AssessmentRow, task: AssessmentTask, program: Program) -> Markdown:
    """What can go wrong; in a task with several machines, of which of them."""
    own = {machine.id: machine.title for machine in program.equipment}
    names = [own[id_] for id_ in row.machines if id_ in own]
    if not names or len(set(task.machines)) < 2 or len(row.machines) == len(task.machines):
        return escape(row.what)
    return Markdown(f"{escape(row.what)} [({escape(', '.join(names[:_BESIDE]).lower())})]{{.muted}}")


def _short(name: str) -> str:
    """First name and initial fit the narrow column: "Dana P."; titles of groups stay as they are."""
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) == 2 else name


def risk(rating: tuple[int, int], mark: str = "") -> Markdown:
    """The badge: number and word and colour together, so that black and white works; a letter points to a note."""
    badge = f"[{score(rating)}]{{.risk .{band(rating)}}}"
    return Markdown(f"{badge} ({escape(mark)})" if mark else badge)


def controls(row: AssessmentRow, rules: Assessing) -> Markdown:
    """What is in place in bold; then the others by level, each with a box to tick once somebody has seen it in place."""
    owned = [f"**{escape(control.text)}**" for control in row.controls if control.existing]
    parts = []
    rest = [control for control in row.controls if not control.existing]
    for level, same in groupby(rest, key=lambda control: control.level):
        boxes = " ".join(f"☐\\ {escape(control.text)}" for control in same)
        parts.append(f"[{rules.controls[level].label}]{{.muted}}\\ {boxes}")
    return Markdown("[]{.br}".join(filter(None, (" · ".join(owned), " ".join(parts)))))


def see(row: AssessmentRow, item: HazardAssessment, program: Program, chosen: Mapping[Kind, Sequence[Chosen]],
        rules: Assessing, forms: Collection[str], task: AssessmentTask) -> list[str]:
    """Codes of at most three practices and procedures that deal with this hazard here, and of the form that proves it."""
    sheets = _sheets(row, item, program, chosen, task) or _near(row, task.task, program, chosen)
    proof = [code("forms", id_) for id_ in rules.forms.get(row.hazard, ()) if id_ in forms][:_FORMS]
    return [*sheets, *proof] or [code("forms", "orientation_checklist")]


def _sheets(row: AssessmentRow, item: HazardAssessment, program: Program, chosen: Mapping[Kind, Sequence[Chosen]],
            task: AssessmentTask) -> list[str]:
    """Sheets for this hazard: of a machine in the row, of the activity, of a machine in the task, of the job's machines, of all.

    A row that a machine brings points to that machine's own sheets before it points to those of other machines.
    """
    found = []
    for kind in _KINDS:
        for entry in chosen[kind]:
            rank = _rank(entry.template, row, item, program, task) if row.hazard in entry.template.hazards else None
            if rank is not None:
                found.append((rank, code(kind, entry.template.id)))
    near = [mark for rank, mark in sorted(found) if rank <= (1 if row.machines else _ANY)]
    return (near or _own(row, chosen) or [mark for _, mark in sorted(found)])[:_SHEETS]


def _own(row: AssessmentRow, chosen: Mapping[Kind, Sequence[Chosen]]) -> list[str]:
    """The sheets of the row's machines, whatever hazards they list."""
    return [code(kind, entry.template.id) for kind in _KINDS for entry in chosen[kind]
            if set((entry.template.wanted or {}).get("equipment", ())) & set(row.machines)]


def _rank(sheet: Template, row: AssessmentRow, item: HazardAssessment, program: Program, task: AssessmentTask) -> int | None:
    """How near a sheet is to a row, 0 the nearest; None where it belongs to other work or other machines."""
    wanted = sheet.wanted or {}
    machines = set(wanted.get("equipment", ()))
    if machines & set(row.machines):
        return 0
    if item.activity in wanted.get("activities", ()):
        return 1
    if machines & set(task.machines):
        return 2
    if machines & _machines(program, item, row.hazard, "activities" in wanted):
        return 3
    return _ANY if "equipment" not in wanted and "activities" not in wanted else None


def _machines(program: Program, item: HazardAssessment, hazard: str, named_only: bool) -> set[str]:
    """Equipment of this activity that has the hazard: named for it in the intake, or sharing the hazard by kind.

    `named_only` for sheets that belong to another activity: a desk is no answer to a slip in a tank.
    """
    return {machine.id for machine in program.equipment
            if item.activity in machine.answer.used_for or (not named_only and machine.id in item.machines
                                                            and hazard in machine.equipment.hazards)}


def _near(row: AssessmentRow, task: str, program: Program, chosen: Mapping[Kind, Sequence[Chosen]]) -> list[str]:
    """Where no sheet of this activity deals with the hazard: one for the company's equipment that does and speaks of the
    same things."""
    owned = {machine.id for machine in program.equipment}
    words_of_row = f"{task} {row.what} {row.name}"
    scored = [(shared_words(words_of_row, f"{entry.template.title} {entry.template.id}"), code(kind, entry.template.id))
              for kind in _KINDS for entry in chosen[kind]
              if row.hazard in entry.template.hazards and owned & set((entry.template.wanted or {}).get("equipment", ()))]
    return [mark for words, mark in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if words][:2]
