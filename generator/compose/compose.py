"""The story of composing: choose, number, write, draw the forms that texts call for, and say what is left to do."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.compose.assessments import compose_assessment
from generator.compose.budget_page import compose_budget_page
from generator.compose.clauses import Chosen, Written, choose, label, write
from generator.compose.codes import code
from generator.compose.emergency_plan import compose_emergency_plan
from generator.compose.engine import render_line
from generator.compose.forms import compose_form
from generator.compose.letters import compose_letters
from generator.compose.library import Kind, Library, Template
from generator.compose.manual import compose_manual, number_clauses
from generator.compose.markdown import Markdown, escape
from generator.compose.model import Composed, Document
from generator.compose.names import References, build_names
from generator.compose.order import Move, in_wished_order
from generator.compose.recording import Recorder
from generator.compose.schedules import compose_inspections
from generator.compose.sheets import check_parts, compose_practice, compose_procedure
from generator.compose.start_here import compose_start_here
from generator.compose.training_matrix import compose_training
from generator.compose.year_book import compose_year_book
from generator.errors import Problem, TemplateError
from generator.knowledge.base import Knowledge
from generator.program.budget import budget
from generator.program.forms import DOCUMENTS
from generator.program.model import ActivityItem, Program, Reason, ToComplete, ToConfirm

_KIND_WORDS: tuple[tuple[Kind, str], ...] = (("practices", "practice"), ("procedures", "procedure"),
                                             ("emergencies", "the emergency plan’s"), ("manual", "section"))
_DOCUMENT_NAMES = {"hs_policy_statement": "the policy statement", "emergency_response_plan": "the emergency response plan",
                   "training_matrix": "the training matrix", "hazard_assessment": "the hazard assessments",
                   "obligation_calendar": "“The Year”"}


def compose(program: Program, knowledge: Knowledge, library: Library,
            problems: list[Problem] | None = None, moves: Sequence[Move] = ()) -> Composed:
    """All documents of one company. Pure: same arguments, same documents. `moves` are the sections that people put elsewhere:
    numbers, contents and references follow.

    Raises TemplateError, with file and line, for every template that reads what does not exist. With `problems` the
    mistakes are gathered there instead and the broken pieces left out: for lint and preview, never for a delivery.
    """
    chosen, written = _written(program, knowledge, library, problems, moves)
    manual = compose_manual(chosen["manual"], {text.template.id: text for text in written["manual"]}, library, program, moves)
    texts = [text for items in written.values() for text in items]
    forms = _all_forms(program, texts, knowledge)
    sheets = [(code(kind, text.template.id), text.title) for kind in ("practices", "procedures") for text in written[kind]]
    letters = compose_letters(program, knowledge)
    year, events = compose_year_book(program, knowledge, [*written["practices"], *written["procedures"]])
    documents: list[Document] = [
        manual,
        *_by_code(compose_assessment(item, program, chosen, knowledge, {id_ for id_, _, _ in forms})
                  for item in program.assessments),
        *_by_code(compose_practice(text, program, knowledge) for text in written["practices"]),
        *_by_code(compose_procedure(text, program, knowledge) for text in written["procedures"]),
        compose_emergency_plan(written["emergencies"], program, knowledge, moves),
        *(compose_form(knowledge.catalogue.forms[id_], program, reasons, knowledge, sheets) for id_, _, reasons in forms),
        *year, compose_training(program), compose_inspections(program, knowledge), *letters]
    to_complete = _merge_complete([*program.to_complete, *_noted(texts)[0]])
    to_confirm = _merge_confirm([*program.to_confirm, *_noted(texts)[1], *_without_practice(program, texts)])
    drawn = {title for _, title, _ in forms}  # a form that a text calls for is not left out, whatever its conditions said
    program = replace(program, left_out=tuple(item for item in program.left_out if item.what not in drawn))
    paper = budget(program)
    documents.insert(len(documents) - len(letters), compose_budget_page(
        program, paper, [place.name for place in knowledge.jurisdictions.values()]))
    start = compose_start_here(program, knowledge, documents, to_complete, to_confirm, paper)
    return Composed(
        documents=tuple(item if item.order else in_wished_order(item, moves) for item in (start, *documents)),
        forms=tuple(forms), to_complete=to_complete, to_confirm=to_confirm,
        law_keys=tuple(dict.fromkeys(key for text in texts for key in text.recorder.law_keys)), left_out=program.left_out,
        events=events)


def _written(program: Program, knowledge: Knowledge, library: Library, problems: list[Problem] | None,
             moves: Sequence[Move]) -> tuple[dict[Kind, list[Chosen]], dict[Kind, list[Written]]]:
    """What was chosen and could be written, and its texts, both by kind."""
    found: list[Problem] = [] if problems is None else problems
    chosen, references = choose(program, knowledge, library)
    references = _with_labels(program, knowledge, chosen, references, library, moves)
    written = {kind: _write_all(items, program, knowledge, references, found) for kind, items in chosen.items()}
    if found and problems is None:
        raise TemplateError("Templates could not be written:", found)
    done = {kind: {text.template.id for text in texts} for kind, texts in written.items()}
    return {kind: [item for item in items if item.template.id in done[kind]] for kind, items in chosen.items()}, written


def _by_code(documents: Iterable[Document]) -> list[Document]:
    """In the order of the files on the shelf: HA-09 before HA-10 before HA-100."""
    return sorted(documents, key=lambda document: (len(document.code or ""), document.code or ""))


def _write_all(items: Iterable[Chosen], program: Program, knowledge: Knowledge, references: References,
               problems: list[Problem]) -> list[Written]:
    """Every text that can be written; the problems of the others."""
    texts = []
    for item in items:
        try:
            text = write(item, program, knowledge, references)
            check_parts(text)
            texts.append(text)
        except TemplateError as error:
            problems.extend(error.problems)
    return texts


def _with_labels(program: Program, knowledge: Knowledge, chosen: Mapping[Kind, Sequence[Chosen]], references: References,
                 library: Library, moves: Sequence[Move]) -> References:
    """References with the printed name of every piece that the company has."""
    for id_, form in knowledge.catalogue.forms.items():
        references.forms[id_] = Markdown(_DOCUMENT_NAMES[id_]) if id_ in DOCUMENTS else Markdown(
            f"form [{escape(code('forms', id_))}]{{.code}} {escape(form.title)}")
    for merged in program.merged:  # a reference leads to the part that holds the record
        references.forms[merged.id] = Markdown(f"{references.forms[merged.into]}, part “{escape(merged.part)}”")
    numbers = number_clauses(chosen["manual"], library, moves)
    for kind, word in _KIND_WORDS:
        for item in _in_code_order(kind, chosen[kind]):
            names = build_names(program, knowledge, references, Recorder(), kind)
            title = render_line(item.template, item.template.title, names)
            mark = {"manual": numbers.get(item.template.id, ""), "emergencies": ""}.get(kind)
            shown = f"[{escape(code(kind, item.template.id))}]{{.code}}" if mark is None else mark
            if kind == "emergencies":
                title = Markdown(f"“{title}”")
            references = label(references, kind, word, item.template, title, Markdown(shown))
    return references


def _in_code_order(kind: str, items: Sequence[Chosen]) -> list[Chosen]:
    """Sheets in the order of their codes; clauses and emergencies as they come."""
    if kind not in ("practices", "procedures"):
        return list(items)
    return sorted(items, key=lambda item: code(kind, item.template.id))


def _all_forms(program: Program, texts: Iterable[Written],
               knowledge: Knowledge) -> list[tuple[str, str, tuple[Reason, ...]]]:
    """The program's forms and those that the texts refer to, in catalogue order."""
    reasons = {form.id: list(form.reasons) for form in program.forms}
    into = {merged.id: merged.into for merged in program.merged}
    for text in texts:
        for id_ in (into.get(id_, id_) for id_ in text.recorder.forms):
            if id_ not in DOCUMENTS:
                reasons.setdefault(id_, []).append(
                    Reason("choice", text.template.anchor, f"“{text.title}” uses it"))
    return [(id_, form.title, tuple(dict.fromkeys(reasons[id_])))
            for id_, form in knowledge.catalogue.forms.items() if id_ in reasons]


def _noted(texts: Sequence[Written]) -> tuple[list[ToComplete], list[ToConfirm]]:
    complete = [item for text in texts for item in text.recorder.to_complete.values()]
    confirm = [item for text in texts for item in text.recorder.to_confirm.values()]
    return complete, confirm


def _merge_complete(items: Iterable[ToComplete]) -> tuple[ToComplete, ...]:
    """One entry for an answer; the first, which knows most about it, wins. "people.x.name" and "people.x" are one."""
    found: dict[str, ToComplete] = {}
    for item in items:
        id_ = item.id.removesuffix(".name")
        found.setdefault(id_, replace(item, id=id_))
    return tuple(found.values())


def _merge_confirm(items: Iterable[ToConfirm]) -> tuple[ToConfirm, ...]:
    found: dict[str, ToConfirm] = {}
    for item in items:
        found.setdefault(item.id, item)
    return tuple(found.values())


def _without_practice(program: Program, texts: Sequence[Written]) -> list[ToConfirm]:
    """Work and machines for which the library has no written practice yet: said plainly, never glossed over."""
    sheets = [text.template for text in texts if text.template.kind in ("practices", "procedures")]
    covered = {id_ for sheet in sheets for pool in ("activities", "equipment")
               for id_ in (sheet.wanted or {}).get(pool, ())}
    bare = [(f"activities.{item.id}", item.title) for item in program.activities
            if item.id not in covered and not _shares_hazards(item, sheets)]
    bare += [(f"equipment.{item.id}", item.title) for item in program.equipment
             if item.id not in covered and item.equipment.lockout and item.equipment.group != "energy_control"]
    return [ToConfirm(f"practice.{path}", f"No written practice yet for: {title}",
                      "The library has no text for it yet. Write your own, or keep the maker's instructions at the machine.")
            for path, title in bare]


_ENOUGH = 3  # hazards of an activity that sheets for its equipment must deal with before the activity counts as covered


def _shares_hazards(item: ActivityItem, sheets: Sequence[Template]) -> bool:
    hazards = {hazard.id for hazard in item.activity.hazards}
    return len(hazards & {id_ for sheet in sheets for id_ in sheet.hazards}) >= min(_ENOUGH, len(hazards))
