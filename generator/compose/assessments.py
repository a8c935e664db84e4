"""Formal hazard assessments as landscape sheets: task by task, before and after controls, strongest control first."""
from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from generator.compose.assessment_foot import foot
from generator.compose.assessment_rows import task_rows
from generator.compose.clauses import Chosen
from generator.compose.codes import code
from generator.compose.library import Kind
from generator.compose.markdown import Markdown, capitalise, div, escape, join_and, table
from generator.compose.model import Clause, Document
from generator.compose.names import long_date, next_review
from generator.intake.company import Person
from generator.knowledge.base import Knowledge
from generator.knowledge.model_assessing import Assessing
from generator.program.model import ActivityItem, EquipmentItem, HazardAssessment, Program

_HEADER = ("Task", "What can go wrong", "Before", "What we do, strongest first", "After", "Who", "See")
_WIDTHS = (15, 18, 8, 43, 8, 8, 8)
_LEADS = {"owner", "supervisor", "safety_lead"}
_SIGNERS = 8  # lines to sign on
_ABREAST = 4
_LEAST_SIGNERS = 2  # besides the owner
_RHYTHM = {"daily": "daily", "weekly": "each week", "monthly": "each month", "seasonal": "in season", "rare": "now and then"}


def compose_assessment(item: HazardAssessment, program: Program, chosen: Mapping[Kind, Sequence[Chosen]],
                       knowledge: Knowledge, forms: Collection[str]) -> Document:
    """One activity's assessment, or what every job shares. `forms` are the ids of the forms that the company has."""
    mark = code("assessments", item.id)
    note = f"In force {long_date(program.in_force)} · next look by {next_review(program)}"
    rules = knowledge.catalogue.assessing
    rows, changes = task_rows(item, program, chosen, rules, forms)
    end = foot(item, program, knowledge, forms, changes)
    body = "\n\n".join(filter(None, [
        div("card quiet", "", code=mark, title=f"Hazard assessment: {item.title}",
            sub=f"taking part: {', '.join(taking_part(item, program))}", note=note),
        _review_line(item), _about(item, program, rules), str(table(_HEADER, rows, _WIDTHS, "assessment")),
        end.markdown, _signatures(item, program)]))
    clause_id = f"assessment-{item.id}"
    reasons = tuple(dict.fromkeys([*item.reasons, *end.reasons]))
    uses = (f"activities.{item.activity}",) if item.activity else ("equipment", "conditions")
    return Document(
        id=clause_id, title=f"Hazard assessment: {item.title}", kind="assessment",
        markdown=div("clause", body, id_=clause_id) + "\n",
        clauses=(Clause(clause_id, clause_id, item.title, body, reasons, uses),),
        reasons=reasons, folder="Hazard Assessments", filename=f"{mark} {item.title}", code=mark, landscape=True)


def activity_of(item: HazardAssessment, program: Program) -> ActivityItem | None:
    """The activity that is assessed; None for what every job shares."""
    return next((entry for entry in program.activities if entry.id == item.activity), None)


def taking_part(item: HazardAssessment, program: Program) -> tuple[str, ...]:
    """Those who do the work, a supervisor, the workers' representative, and the owner of a small firm: each once."""
    activity = activity_of(item, program)
    everyone = program.company.everyone
    few = len(everyone) <= _SIGNERS
    who = activity.who if activity else tuple(
        person.name for person in everyone if few or _LEADS & set(person.roles) or _voice(person))
    supervisor = next((person.name for person in everyone if "supervisor" in person.roles), program.company.owner.name)
    voices = [person.name for person in everyone if _voice(person)][:1]
    return tuple(dict.fromkeys([*(who or ("the people who do the work",)), supervisor, *voices]))


def _voice(person: Person) -> bool:
    return bool({"representative", "cochair_worker"} & set(person.roles))


def _review_line(item: HazardAssessment) -> str:
    if item.curated:
        return ""
    return ("::: note\n[To confirm]{.confirm} These hazards, ratings and controls come from the catalogue for the whole job. "
            "Go through them with the people who do it, and change what is different here.\n:::")


def _about(item: HazardAssessment, program: Program, rules: Assessing) -> str:
    """Where, how often, with what, under which conditions, and what the owner says of it: the company's own words."""
    activity = activity_of(item, program)
    machines = [machine for machine in program.equipment if machine.id in item.machines]
    places = [*(("on the road",) if item.activity and item.away and not item.sites else ()), *item.sites]
    facts = [("Where", join_and(places)), ("How often", _often(activity)), ("With", Markdown("; ".join(map(_machine, machines)))),
             ("Conditions", join_and(rules.conditions[name] for name in item.conditions)),
             ("How we do it", escape(activity.notes) if activity and activity.notes else Markdown(""))]
    lines = [Markdown(f"**{label}** {capitalise(text).rstrip('.')}.") for label, text in facts if text]
    return f"::: note\n{' '.join(lines)}\n:::" if lines else ""


def _often(activity: ActivityItem | None) -> Markdown:
    if activity is None or activity.frequency is None:
        return Markdown("")
    people = f", {activity.workers} {'person' if activity.workers == 1 else 'people'}" if activity.workers else ""
    return escape(_RHYTHM[activity.frequency] + people)


def _machine(machine: EquipmentItem) -> Markdown:
    """"the two metal saws (horizontal band saw, cold saw) at the steel rack"."""
    names = f" ({', '.join(machine.answer.names)})" if machine.answer.names else ""
    where = f" {machine.answer.where}" if machine.answer.where else ""
    return escape(f"{machine.phrase}{names}{where}")


def _signatures(item: HazardAssessment, program: Program) -> str:
    people = [name for name in taking_part(item, program) if not name.startswith("the people")][:_SIGNERS]
    owner = program.company.owner.name
    people = [name for name in people if name != owner]
    people += ["Worker"] * (_LEAST_SIGNERS - len(people))
    people.append(f"{owner}, approves")
    lines = "\n".join(f"- {escape(name)}, date" for name in people)
    return f"::: {{.signatures columns={min(_ABREAST, len(people))}}}\n{lines}\n:::"
