"""What became of the rhythms that the answers ask for: those that something binding overruled, and those without a place."""
from __future__ import annotations

from collections.abc import Iterable

from generator.intake.company import Company
from generator.program.model import Considered, Inspection, Meeting, ToConfirm


def overruled(company: Company, inspections: Iterable[Inspection], meetings: Iterable[Meeting]) -> tuple[ToConfirm, ...]:
    """A line for each rhythm of the answers that does not set the rhythm, so that nothing is passed over in silence."""
    found: dict[str, tuple[str, Considered, tuple[Considered, ...]]] = {
        entry.rule.id: (title, entry, considered)
        for title, considered in [*((look.title, look.considered) for look in inspections),
                                  *((meeting.title, meeting.considered) for meeting in meetings)]
        for entry in considered if entry.rule.id.startswith("rhythms.")}
    lines = []
    for number, rhythm in enumerate(company.rhythms):
        path = f"rhythms.{number}"
        wanted = f"every {rhythm.number:g} {rhythm.unit}"
        if path not in found:
            lines.append(ToConfirm(path, f"Your rhythm for {rhythm.about} ({wanted}) has no place in this program",
                                   "Nothing here is held or looked at under that name. Take it out of the answers."))
            continue
        title, entry, considered = found[path]
        winner = next(one.rule for one in considered if one.verdict == "won")
        if entry.verdict != "won" and winner.times > entry.rule.times:
            lines.append(ToConfirm(path, f"Your rhythm for {title} ({wanted}) is not enough",
                                   f"It stays at {winner.interval or 'each use'}: {winner.reason.text}."))
    return tuple(lines)
