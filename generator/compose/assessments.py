"""Formal hazard assessments as landscape sheets: task by task, before and after controls, strongest control first."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.compose.clauses import Chosen
from generator.compose.codes import code
from generator.compose.library import Kind
from generator.compose.markdown import Markdown, div, escape, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date, next_review
from generator.program.assess import HIGH_FROM, MEDIUM_FROM, band, score, shared_words
from generator.program.model import AssessmentRow, AssessmentTask, HazardAssessment, Program


def compose_assessment(item: HazardAssessment, program: Program,
                       chosen: Mapping[Kind, Sequence[Chosen]]) -> Document:
    """One activity's assessment."""
    mark = code("assessments", item.id)
    note = f"In force {long_date(program.in_force)} · review by {next_review(program)}, or when work, place or people change"
    rows = [row for number, task in enumerate(item.tasks, 1) for row in _task_rows(number, task, item, program, chosen)]
    header = ("Task", "What can go wrong", "Before", "What we do, strongest first", "After", "Who", "See")
    body = "\n\n".join([
        div("card quiet", "", code=mark, title=f"Hazard assessment: {item.title}",
            sub=_who_assessed(item, program), note=note),
        _review_line(item), str(table(header, rows, (14, 20, 8, 40, 8, 10, 10), "assessment")),
        f"::: note\n{_SCALE}\n:::", _signatures(item, program)])
    clause_id = f"assessment-{item.id}"
    return Document(
        id=clause_id, title=f"Hazard assessment: {item.title}", kind="assessment",
        markdown=div("clause", body, id_=clause_id) + "\n",
        clauses=(Clause(clause_id, clause_id, item.title, body, item.reasons, (f"activities.{item.activity}",)),),
        reasons=item.reasons, folder="Hazard Assessments", filename=f"{mark} {item.title}", code=mark, landscape=True)


_SCALE = (f"Score = severity times likelihood, 1 to 5 each; the manual explains the steps. Under {MEDIUM_FROM} is low, "
          f"{MEDIUM_FROM} to {HIGH_FROM - 3} medium, {HIGH_FROM} and over high. **Bold** controls are already in place.")


def _who_assessed(item: HazardAssessment, program: Program) -> str:
    return f"taking part: {', '.join(taking_part(item, program))}"


def taking_part(item: HazardAssessment, program: Program) -> tuple[str, ...]:
    """Those who do the work, a supervisor, the workers' representative, and the owner of a small firm: each once."""
    activity = next(entry for entry in program.activities if entry.id == item.activity)
    everyone = program.company.everyone
    supervisor = next((person.name for person in everyone if "supervisor" in person.roles), program.company.owner.name)
    voices = [person.name for person in everyone if {"representative", "cochair_worker"} & set(person.roles)][:1]
    return tuple(dict.fromkeys([*(activity.who or ("the people who do the work",)), supervisor, *voices]))


def _review_line(item: HazardAssessment) -> str:
    if item.curated:
        return ""
    return ("::: note\n[To confirm]{.confirm} These hazards, ratings and controls come from the catalogue for the whole job. "
            "Go through them with the people who do it, and change what is different here.\n:::")


def _task_rows(number: int, task: AssessmentTask, item: HazardAssessment, program: Program,
               chosen: Mapping[Kind, Sequence[Chosen]]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for place, row in enumerate(task.rows):
        label = Markdown(f"**{number} {escape(task.task)}**") if place == 0 else Markdown("^^")
        rows.append((label, row.what, risk(row.before), _controls(row), risk(row.after), escape(_short(row.who)),
                     Markdown(", ".join(see(row, item, program, chosen, task.task)))))
    return rows


def _short(name: str) -> str:
    """First name and initial fit the narrow column: "Dana P."; titles of groups stay as they are."""
    words = name.split()
    return f"{words[0]} {words[-1][0]}." if len(words) == 2 else name


def risk(rating: tuple[int, int]) -> Markdown:
    """The badge: number and word and colour together, so that black and white works."""
    return Markdown(f"[{score(rating)}]{{.risk .{band(rating)}}}")


def _controls(row: AssessmentRow) -> Markdown:
    parts = [f"**{escape(control.text)}**" if control.existing else str(escape(control.text))
             for control in row.controls]
    return Markdown(" · ".join(parts))


def see(row: AssessmentRow, item: HazardAssessment, program: Program,
        chosen: Mapping[Kind, Sequence[Chosen]], task: str = "") -> list[str]:
    """Codes of at most three practices and procedures that deal with this hazard in this activity."""
    found: list[tuple[int, str]] = []
    used = {machine.id for machine in program.equipment
            if not machine.answer.used_for or item.activity in machine.answer.used_for}
    sheets: tuple[Kind, Kind] = ("practices", "procedures")
    for kind in sheets:
        for entry in chosen[kind]:
            template = entry.template
            wanted = template.wanted or {}
            if row.hazard not in template.hazards:
                continue
            if item.activity in wanted.get("activities", ()):
                found.append((0, code(kind, template.id)))
            elif set(wanted.get("equipment", ())) & used & _machines(program, item, row.hazard, "activities" in wanted):
                found.append((1, code(kind, template.id)))
            elif "equipment" not in wanted and "activities" not in wanted:
                found.append((2, code(kind, template.id)))
    return [mark for _, mark in sorted(found)[:3]] or _near(row, task, program, chosen) or [
        code("forms", _PAPER.get(row.hazard, "orientation_checklist"))]


# Hazards between people have a plan, not a sheet. What else has no sheet is shown on the first day.
_PAPER = {"harassment": "violence_harassment_policy", "workplace_violence": "violence_harassment_policy",
          "domestic_violence": "violence_harassment_policy"}


def _near(row: AssessmentRow, task: str, program: Program, chosen: Mapping[Kind, Sequence[Chosen]]) -> list[str]:
    """Where no sheet of this activity deals with the hazard: one for the company's equipment that does and speaks of the
    same things."""
    owned = {machine.id for machine in program.equipment}
    sheets: tuple[Kind, Kind] = ("practices", "procedures")
    words_of_row = f"{task} {row.what} {row.name}"
    scored = [(shared_words(words_of_row, f"{entry.template.title} {entry.template.id}"), code(kind, entry.template.id))
              for kind in sheets for entry in chosen[kind]
              if row.hazard in entry.template.hazards and owned & set((entry.template.wanted or {}).get("equipment", ()))]
    return [mark for words, mark in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if words][:2]


def _machines(program: Program, item: HazardAssessment, hazard: str, named_only: bool) -> set[str]:
    """Equipment of this activity that has the hazard: named for it in the intake, or sharing the hazard by kind.

    `named_only` for sheets that belong to another activity: a desk is no answer to a slip in a tank.
    """
    return {machine.id for machine in program.equipment
            if (item.activity in machine.answer.used_for) or
            (not named_only and not machine.answer.used_for and hazard in machine.equipment.hazards)}


def _signatures(item: HazardAssessment, program: Program) -> str:
    people = [name for name in taking_part(item, program) if not name.startswith("the people")][:8]
    if program.company.owner.name not in people:
        people.append(program.company.owner.name)
    while len(people) < 3:
        people.append("Worker")
    return "::: signatures\n" + "\n".join(f"- {escape(name)}" for name in people) + "\n:::"
