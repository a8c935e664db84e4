"""Who keeps the controls of a row working: the person whose duty it is by the answers, else the one who leads the work."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.intake.company import Company, Person
from generator.program.likeness import shared_words, stems
from generator.program.model import ActivityItem, Control

# Activities whose named people are the ones protected, not the ones in charge.
_FOR_OTHERS = frozenset({"young_worker_seasonal"})
# Words of duties that say nothing about one hazard.
_VAGUE = stems(
    "safety health work works worker workers record records review yearly daily morning weekly schedule training hazard hazards "
    "assessment first aid crew crews truck trucks shop yard site sites side when rent each new field rules gear buying "
    "customers assigning drivers driver round board kit kits when job jobs budget plan program office")
_OUTSIDER = 2  # words that the duty of somebody outside the crew must share with the row; one is enough inside it
_LEADS = ("supervisor", "safety_lead", "manager", "owner")


def leader(company: Company, item: ActivityItem | None) -> Person:
    """The supervisor of a job: one who does it, else the one whose title and duties are nearest to it, else the owner."""
    supervisors = [person for person in company.everyone if "supervisor" in person.roles]
    crew = _crew(company, item)
    own = [person for person in supervisors if person in crew] or supervisors
    if not own:
        return company.owner
    if item is None:
        return next((person for person in company.everyone if "safety_lead" in person.roles), own[0])
    about = f"{item.title} {' '.join(item.activity.tasks)}"
    return max(own, key=lambda person: (shared_words(f"{person.title or ''} {' '.join(person.responsibilities)}", about),
                                        person.role == "supervisor"))


def responsible(company: Company, item: ActivityItem | None, what: str, controls: Iterable[Control]) -> str:
    """The name for one row: `what` can go wrong, and its controls."""
    text = f"{what} {' '.join(control.text for control in controls)}"
    crew = _crew(company, item)
    best: tuple[int, Person] | None = None
    for person in [*crew, *(one for one in company.everyone if one not in crew and set(one.roles) & set(_LEADS))]:
        words = max((_duty(duty, text) for duty in person.responsibilities), default=0)
        if words >= (1 if person in crew else _OUTSIDER) and (best is None or words > best[0]):
            best = (words, person)
    return best[1].name if best else leader(company, item).name


def _crew(company: Company, item: ActivityItem | None) -> Sequence[Person]:
    if item is None or item.id in _FOR_OTHERS:
        return []
    return [person for person in company.everyone if person.name in item.who]


def _duty(duty: str, text: str) -> int:
    return len((stems(duty) & stems(text)) - _VAGUE)
