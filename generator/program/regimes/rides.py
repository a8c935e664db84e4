"""Which sheet a line rides on: the walk where the walk comes often enough, else the page or the round of the month."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.program.model import FormItem, Inspection, Meeting

_WALK = "workplace_inspection"
_MONTHLY = ("monthly_combined_record", "safety_equipment_round")  # the first that the company has


def ride(inspections: Iterable[Inspection], meetings: Sequence[Meeting], forms: Sequence[FormItem]) -> tuple[Inspection, ...]:
    """A line that is due more often than the walk moves to the sheet of the month: a sheet that is not opened proves nothing."""
    walks = max((meeting.times for meeting in meetings if meeting.form == _WALK), default=0.0)
    have = {form.id for form in forms}
    monthly = next((form for form in _MONTHLY if form in have), None)
    return tuple(replace(look, form=monthly) if monthly and look.form == _WALK and look.trigger == "calendar"
                 and look.times > walks else look for look in inspections)
