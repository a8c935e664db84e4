"""`safety-manual lint`: facts, questions, templates and the words they make, checked together; file and line for each."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from generator.compose.library import shipped_library
from generator.compose.lint import lint_templates, vocabulary
from generator.compose.lint_forms import lint_forms
from generator.compose.model import Composed
from generator.compose.plain_words import filler, grade, repeated, spelling
from generator.errors import Problem, SafetyManualError
from generator.intake.questionnaire import load_questionnaire
from generator.intake.versions.changes import history
from generator.knowledge import load
from generator.knowledge.lint import lint as lint_knowledge
from generator.publish.lint_reach import unreachable
from generator.publish.plan import plan

CODES = ("AB", "BC", "SK", "MB", "ON", "QC", "NB", "NS", "PE", "NL", "YT", "NT", "NU", "CA")
WORKER_KINDS = ("practice", "procedure", "emergency_plan")
MOST_GRADE = 8.0


def lint_all() -> tuple[list[Problem], list[str]]:
    """Every problem, and lines worth knowing (reading levels). Never raises for a broken file: it is the first problem."""
    notes: list[str] = []
    problems: list[Problem] = list(lint_knowledge())
    try:
        load_questionnaire()
        history()
        load.catalogue()
        library = shipped_library()
    except SafetyManualError as error:
        return [*problems, *error.problems], notes
    words = vocabulary(library, load.catalogue(), [load.jurisdiction(code) for code in CODES])
    problems += lint_templates(library, words)
    problems += unreachable(library)
    problems += lint_forms(load.catalogue())
    for file in example_intakes():
        broken: list[Problem] = []
        try:
            made = plan(file, date(2026, 11, 22), template_problems=broken)
        except SafetyManualError as error:
            problems += error.problems or [Problem(error.message, file=file)]
            continue
        problems += broken
        found, levels = _lint_words(made.composed, file.stem)
        problems += found
        notes.append(levels)
    return list(dict.fromkeys(problems)), notes


def example_intakes() -> list[Path]:
    """The shipped example intakes."""
    packaged: Traversable = resources.files("generator").joinpath("questionnaires", "examples")
    folder = Path(str(packaged)) if packaged.is_dir() else (
        Path(__file__).resolve().parents[2] / "questionnaires" / "examples")
    return sorted(file for file in folder.glob("*.yaml") if not file.name.endswith(".revisions.yaml"))


def _lint_words(composed: Composed, company: str) -> tuple[list[Problem], str]:
    """Spelling, filler and repeats of one company's texts; average reading level of what workers read."""
    problems: list[Problem] = []
    for clause in composed.clauses:
        place = f"{company}: {clause.document}/{clause.id}"
        problems += [Problem(f"“{word}” is not Canadian spelling", file=place, accepted=right)
                     for word, right in spelling(clause.markdown)]
        problems += [Problem(f"filler: “{phrase}”", file=place) for phrase in filler(clause.markdown)]
    manual = {clause.id: clause.markdown for clause in composed.clauses if clause.document == "manual"}
    problems += [Problem(f"the same paragraph stands twice: “{text[:80]}”", file=f"{company}: {', '.join(ids)}")
                 for text, ids in repeated(manual)]
    grades = _grades(composed)
    average = sum(grades) / len(grades) if grades else 0.0
    if average > MOST_GRADE:
        problems.append(Problem(f"worker-facing texts read at grade {average:.1f}", file=company, accepted="8 or below"))
    return problems, f"{company}: {len(composed.clauses)} clauses; worker-facing texts at grade {average:.1f}"


def _grades(composed: Composed) -> list[float]:
    measured: Iterable[float] = (grade(document.markdown) for document in composed.documents
                                 if document.kind in WORKER_KINDS)
    return [value for value in measured if value]
