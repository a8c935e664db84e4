"""The end of a hazard assessment: how to read it, ratings that the owner changed, training, forms, and when to look again."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generator.compose.assessment_rows import Change
from generator.compose.codes import code
from generator.compose.form_tables import grid_of
from generator.compose.lawbook import law_line
from generator.compose.markdown import Markdown, escape
from generator.compose.names import long_date, next_review
from generator.compose.sheets import short_name
from generator.knowledge.base import Knowledge
from generator.knowledge.model import LawFact
from generator.program.duties import law_reason
from generator.program.likeness import shared_words
from generator.program.model import HazardAssessment, Program, Reason
from generator.program.rating import HIGH_FROM, MEDIUM_FROM, score

TRIGGERS = "hazard_assessment.review_triggers"
_REVIEWS = 2  # blank lines of the review record
_SHEETS_OF_JOB = 8  # forms named at the end


@dataclass(frozen=True)
class Foot:
    """What stands under the table, with the reasons from law that it read."""

    markdown: str
    reasons: tuple[Reason, ...]


def foot(item: HazardAssessment, program: Program, knowledge: Knowledge, forms: Collection[str],
         changes: Sequence[Change]) -> Foot:
    """Everything between the table and the lines to sign on."""
    law, reasons = _law(item, knowledge)
    words = " ".join(filter(None, [_scale(forms), _on_site(item, forms), _training(item, program), _forms(item, program, forms)]))
    again = " ".join(filter(None, [_again(program), law]))
    signed = "**Your name** means: you took part or had it explained to you, and you may say any day that a line is wrong."
    blocks = [f"::: note\n{words}\n:::", _changes(changes), f":::: keep\n::: note\n{again}\n:::\n\n{_record()}\n::::",
              f"::: note\n{signed}\n:::"]
    return Foot("\n\n".join(filter(None, blocks)), reasons)


def _scale(forms: Collection[str]) -> str:
    actions = f" What cannot be ticked goes on {code('forms', 'corrective_action_log')}." if (
        "corrective_action_log" in forms) else ""
    return ("**How to read it** Score = severity times likelihood, 1 to 5 each; the manual explains the steps. "
            f"Under {MEDIUM_FROM} is low, {MEDIUM_FROM} to {HIGH_FROM - 3} medium, {HIGH_FROM} and over high. "
            f"**Bold** controls are in place. ☐ Tick each other one when you have seen it in place.{actions}")


def _on_site(item: HazardAssessment, forms: Collection[str]) -> str:
    if not (item.away and "flha" in forms):
        return ""
    return f"**On site** Fill in {code('forms', 'flha')} first, and again whenever the site, weather or crew changes."


def _training(item: HazardAssessment, program: Program) -> str:
    """Courses that the activity or one of its machines brought in."""
    refs = {f"activities.{item.activity}", *(f"equipment.{id_}" for id_ in item.machines)}
    names = [short_name(need.title) for need in program.training if any(reason.ref in refs for reason in need.reasons)]
    return f"**Training for it** {escape('; '.join(dict.fromkeys(names)))}." if names else ""


def _forms(item: HazardAssessment, program: Program, forms: Collection[str]) -> str:
    """Forms that the catalogue hangs on the activity or its machines, as far as the company has them."""
    activity = next((entry.activity for entry in program.activities if entry.id == item.activity), None)
    wanted = [*(activity.forms if activity else ()),
              *(form for machine in program.equipment if machine.id in item.machines for form in machine.equipment.forms)]
    kept = {form for form in wanted if form in forms and (form != "flha" or item.away)}
    marks = sorted((code("forms", form) for form in kept), key=lambda mark: (len(mark), mark))
    return f"**Forms for it** {', '.join(marks[:_SHEETS_OF_JOB])}." if marks else ""


def _again(program: Program) -> str:
    return (f"**We look at this sheet again** by {next_review(program)}; before a new machine, product or way of working; when "
            "site, crew or season changes the job; after an injury or near miss in it; and when somebody who does the work says "
            "that it is wrong.")


def _law(item: HazardAssessment, knowledge: Knowledge) -> tuple[str, tuple[Reason, ...]]:
    """What the law of each jurisdiction says of looking again, as far as it is about this sheet."""
    parts, reasons = [], []
    for place in knowledge.jurisdictions.values():
        fact = place.facts.get(TRIGGERS)
        told = _told(fact, item) if fact else []
        if fact is None or not told:
            continue
        mark = "" if fact.verified != "recall" else " [(to confirm)]{.confirm}"
        cite = law_line([TRIGGERS], {place.code: place})
        parts.append(f"The law of {escape(place.name)} names: {escape('; '.join(told))}{mark} ({_sections(cite)}).")
        reasons.append(law_reason(fact, f"{place.name} says when an assessment is looked at again"))
    return (" ".join(parts), tuple(reasons))


def _sections(line: Markdown | None) -> str:
    return str(line).split(": ", 1)[-1] if line else ""


def _told(fact: LawFact, item: HazardAssessment) -> list[str]:
    """Occasions of the law; one that is about a topic ("violence: ...") only where the sheet has that hazard."""
    values = fact.value if isinstance(fact.value, tuple) else ()
    names = " ".join(row.name for row in item.rows)
    return [value for value in values if ": " not in value or shared_words(value.split(": ")[0], names)]


def _changes(changes: Sequence[Change]) -> str:
    """One line for each rating that the owner changed: from what, to what, by whom, why."""
    lines = []
    for letter, row in changes:
        if row.changed is None:
            continue
        was, by = row.changed, row.changed.by
        who = f"by {by}" if by else "by the owner"
        when = f", {long_date(was.on)}" if was.on else ""
        lines.append(f"({escape(letter)}) {escape(row.name)}: {score(was.library_before)} before and "
                     f"{score(was.library_after)} after in the library; {score(row.before)} and {score(row.after)} here, "
                     f"changed {escape(who + when)}. {escape(was.reason.rstrip('.'))}.")
    return "::: note\n**Ratings that we changed** " + "[]{.br}".join(lines) + "\n:::" if lines else ""


def _record() -> str:
    return grid_of(("Looked at on", "What changed (or: nothing)", "Initials of those who looked"), [("", "", "")] * _REVIEWS,
                   (16, 60, 24), 7, "Review record")
