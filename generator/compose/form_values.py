"""What the company's answers put into a short field of a form. "" leaves it blank for the pen."""
from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.compose.form_rows import Answers
from generator.compose.markdown import Markdown, capitalise, escape
from generator.intake.company import Person

_HOURS = (("hours.driving_max", "at the wheel {}"), ("hours.on_duty_max", "no driving after {} on duty"),
          ("hours.off_duty_min", "{} off duty before the next shift"), ("hours.breaks", "breaks {}"))


def _with(answers: Answers, role: str) -> list[Person]:
    return [person for person in answers.program.company.everyone if role in person.roles]


def _names(answers: Answers, role: str) -> str:
    return ", ".join(person.name for person in _with(answers, role))


def _reachable(answers: Answers, role: str) -> str:
    return ", ".join(f"{person.name} {person.phone}" if person.phone else person.name for person in _with(answers, role))


def _site(answers: Answers) -> str:
    """The place, where there is only one to choose from."""
    sites = answers.program.company.sites
    return sites[0].name if len(sites) == 1 else ""


def _muster(answers: Answers) -> str:
    """The muster point of each fixed place; the place is named where there are several."""
    known = [site for site in answers.program.company.sites if site.muster_point]
    if len(known) == 1:
        return known[0].muster_point or ""
    return "; ".join(f"{site.name}: {site.muster_point}" for site in known)


def _emergency_number(answers: Answers) -> str:
    """What to dial, as the sites say it; 911 where they say nothing."""
    return ", ".join(dict.fromkeys(site.emergency_number or "911" for site in answers.program.company.sites)) or "911"


def _initials(answers: Answers) -> str:
    """Everybody's name with a blank for the initials."""
    return Markdown(" \\ ".join(f"[{escape(person.name)}]{{.nobreak}} []{{.field width=12}}"
                                for person in answers.program.company.everyone))


def _hours_limits(answers: Answers) -> str:
    """Driving, duty and rest of a shift, as the law of the province has them; blank where no law of hours is known."""
    places = answers.knowledge.jurisdictions.values()
    said = []
    for key, words in _HOURS:
        values = {str(place.facts[key].value) for place in places if key in place.facts and place.facts[key].value is not None}
        if len(values) == 1:
            said.append(words.format(values.pop()))
    return capitalise("; ".join(said))


def _fire_watch(answers: Answers) -> str:
    """Our rule for the watch, as the manual has it: longer on a roof, where it smoulders under the deck."""
    roof = any(item.id == "roofing_flat_torch" for item in answers.program.activities)
    return "60, then on site to 120 (our rule)" if roof else "60 (our rule)"


VALUES: Mapping[str, Callable[[Answers], str]] = {
    "company": lambda answers: answers.program.company.name,
    "hours_limits": _hours_limits, "fire_watch": _fire_watch,
    "address": lambda answers: str(answers.program.company.address),
    "site": _site,
    "owner": lambda answers: answers.program.company.owner.name,
    "revision": lambda answers: str(answers.program.company.revision.number),
    "muster": _muster,
    "emergency_number": _emergency_number,
    "first_aiders": lambda answers: _names(answers, "first_aider"),
    "representative": lambda answers: _names(answers, "representative"),
    "people_initials": _initials,
    "checkin_contact": lambda answers: _reachable(answers, "checkin_contact"),
}
