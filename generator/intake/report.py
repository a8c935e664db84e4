"""The result of a check as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from generator.errors import Problem
from generator.intake.check import CheckResult
from generator.intake.migrate import as_lines

MOST_SHOWN = 60


def format_check(result: CheckResult) -> str:
    """Problems, warnings and open questions, each group with a heading; a closing line says what to do."""
    parts = [_changed(result), _group("To mend", result.problems), _group("Please look again", result.warnings), _open(result)]
    return "\n\n".join(part for part in (*parts, _closing(result)) if part)


def _changed(result: CheckResult) -> str:
    """What today's questionnaire makes of an older intake; the file stays as it is."""
    if not result.migrated:
        return ""
    head = f"Changed in the questionnaire since this file ({len(result.migrated)}); `safety-manual migrate` writes it anew"
    return f"{head}\n{as_lines(result.migrated)}"


def _group(title: str, problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    shown = [f"  {str(problem).replace(chr(10), chr(10) + '  ')}" for problem in problems[:MOST_SHOWN]]
    more = [f"  ... and {len(problems) - MOST_SHOWN} more"] if len(problems) > MOST_SHOWN else []
    return "\n".join([f"{title} ({len(problems)})", *shown, *more])


def _open(result: CheckResult) -> str:
    if result.problems or not result.unanswered:
        return ""
    lines = [f"Still open ({len(result.unanswered)}); each goes on the To be completed list"]
    for entry in result.unanswered:
        mark = " [critical]" if entry.critical else ""
        lines += [
            f"  {entry.id}: {entry.what}{mark}",
            f"    Question: {entry.question}",
            f"    Who: {entry.who}. {entry.why}",
        ]
    return "\n".join(lines)


def _closing(result: CheckResult) -> str:
    if result.problems:
        count = len(result.problems)
        return f"{result.file}: {count} {'problem' if count == 1 else 'problems'} to mend. Nothing was built."
    assert result.company is not None
    company = result.company
    return (
        f"{result.file}: ready to build. {company.name}: {company.workers} "
        f"{'worker' if company.workers == 1 else 'workers'}, {_kinds(len(company.activities))} of work, "
        f"{_kinds(len(company.equipment))} of equipment."
    )


def _kinds(number: int) -> str:
    return f"{number} {'kind' if number == 1 else 'kinds'}"
