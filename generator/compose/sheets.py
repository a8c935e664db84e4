"""Safe work practices and job procedures: one sheet each, laid out from the fixed headings of the template's body."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.compose.clauses import Written, plain
from generator.compose.codes import code
from generator.compose.markdown import capitalise, div, escape
from generator.compose.model import Document
from generator.compose.names import long_date
from generator.errors import Problem, TemplateError
from generator.knowledge.base import Knowledge
from generator.program.model import HazardAssessment, Program

PRACTICE_PARTS = ("What hurts people", "Before you start", "While you work", "Stop and get help if", "After")
PROCEDURE_PARTS = ("Before you start", "Steps", "Stop and get help if", "After")
_PART = re.compile(r"^## (.+?)\s*$", re.MULTILINE)


def parts_of(text: Written, expected: Sequence[str]) -> dict[str, str]:
    """Body by its `##` headings. Raises TemplateError where a heading is missing, extra or out of order."""
    pieces = _PART.split(text.body)
    found = {pieces[index].strip(): pieces[index + 1].strip() for index in range(1, len(pieces), 2)}
    if tuple(found) != tuple(expected):
        raise TemplateError("A sheet does not have its fixed headings.", [Problem(
            f"has {', '.join(found) or 'none'}", file=f"templates/{text.template.file}", line=text.template.body_line,
            accepted=", ".join(expected))])
    return found


def check_parts(text: Written) -> None:
    """Raises TemplateError where a sheet lacks a fixed heading; other texts have none."""
    expected = {"practices": PRACTICE_PARTS, "procedures": PROCEDURE_PARTS}.get(text.template.kind)
    if expected:
        parts_of(text, expected)


def compose_practice(text: Written, program: Program, knowledge: Knowledge) -> Document:
    """One safe work practice."""
    parts = parts_of(text, PRACTICE_PARTS)
    columns = "\n\n".join(f"::: column\n## {name}\n\n{parts[name]}\n:::"
                          for name in ("Before you start", "While you work"))
    body = [_card(text, program, "practices"), _chips(text, knowledge, program),
            f"## What hurts people\n\n{parts['What hurts people']}", f":::: columns\n{columns}\n::::",
            _stop(parts["Stop and get help if"]), f"## After\n\n{parts['After']}", _closing(text, program)]
    return _document(text, "practice", "practices", "Safe Work Practices", body)


def compose_procedure(text: Written, program: Program, knowledge: Knowledge) -> Document:
    """One safe job procedure, step by step."""
    parts = parts_of(text, PROCEDURE_PARTS)
    body = [_card(text, program, "procedures"), _chips(text, knowledge, program),
            f"## Before you start\n\n{parts['Before you start']}", f"## Steps\n\n{parts['Steps']}",
            _stop(parts["Stop and get help if"]), f"## After\n\n{parts['After']}", _closing(text, program)]
    return _document(text, "procedure", "procedures", "Safe Job Procedures", body)


def _document(text: Written, kind: str, codes: str, folder: str, body: Iterable[str]) -> Document:
    mark = code(codes, text.template.id)
    inner = "\n\n".join(part for part in body if part)
    markdown = div("clause", inner, id_=text.template.anchor) + "\n"
    title = plain(text.title)
    return Document(
        id=text.template.anchor, title=title, kind=kind, markdown=markdown,
        clauses=(text.clause(inner, text.template.anchor),), reasons=text.reasons, folder=folder,
        filename=f"{mark} {title}", code=mark)


def _card(text: Written, program: Program, codes: str) -> str:
    month = long_date(program.in_force).split(" ", 1)[1]
    word = "Safe work practice" if codes == "practices" else "Safe job procedure"
    return div("card", "", code=code(codes, text.template.id), title=plain(text.title),
               sub=f"{word} {_whose(text, program)}".strip(), note=f"In force {month}")


def _whose(text: Written, program: Program) -> str:
    """"for the two angle grinders in the shop": what the company has that brought this sheet in."""
    wanted = (text.template.wanted or {}).get("equipment", ())
    machines = [item for item in program.equipment if item.id in wanted]
    if not machines or len(machines) > 3:
        return ""
    phrases = [f"{item.phrase} {item.answer.where}".strip() if item.answer.where and len(machines) == 1 else item.phrase
               for item in machines]
    joined = phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"
    return f"for {joined}"


def _chips(text: Written, knowledge: Knowledge, program: Program) -> str:
    gear = [knowledge.catalogue.ppe[id_].name for id_ in text.template.ppe if id_ not in ("none_needed", "as_task")]
    if not gear:
        return ""
    return "::: chips\n" + "\n".join(f"- {escape(short_name(name))}" for name in gear) + "\n:::"


def short_name(name: str) -> str:
    """A catalogue name without its bracketed part: chips have little room."""
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def _stop(text: str) -> str:
    """The stop callout. A list stays a list under the label; a sentence runs on from it."""
    if text.lstrip().startswith(("-", "*", "1.")):
        return f"::: stop\n**Stop and get help if**\n\n{text}\n:::"
    return f"::: stop\n**Stop and get help if** {text}\n:::"


def _closing(text: Written, program: Program) -> str:
    """The small lines at the end: paper that is kept, training, assessment rows, law."""
    bits: list[str] = []
    if text.check:
        bits.append(f"**Check** {text.check}")
    courses = [need.title for need in program.training if need.id in text.template.training]
    if courses:
        bits.append(f"**Training** {'; '.join(capitalise(short_name(name)) for name in courses)}.")
    seen = [code("assessments", item.id) for item in assessments_with(text, program.assessments)]
    if seen:
        bits.append(f"**Hazard assessment** {', '.join(escape(mark) for mark in seen)}.")
    lines = [f"::: note\n{' '.join(bits)}\n:::"] if bits else []
    if text.law:
        lines.append(f"::: law\n{text.law}\n:::")
    return "\n\n".join(lines)


def assessments_with(text: Written, assessments: Iterable[HazardAssessment]) -> list[HazardAssessment]:
    """Assessments whose rows this sheet helps with: those of its activity, else the three that share most hazards."""
    wanted = (text.template.wanted or {}).get("activities", ())
    own = [item for item in assessments if item.activity in wanted]
    if own:
        return own
    hazards = set(text.template.hazards)
    scored = [(len(hazards & {row.hazard for task in item.tasks for row in task.rows}), item) for item in assessments]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])[:3]
    return [item for _, item in best]

