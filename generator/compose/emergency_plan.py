"""The emergency response plan: numbers and places first, then one page-part for each emergency."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from generator.compose.clauses import Written
from generator.compose.lawbook import law_line
from generator.compose.manual import cover, demote
from generator.compose.markdown import Markdown, div, escape, join_and, missing, table
from generator.compose.model import Clause, Document
from generator.compose.order import Move, arranged
from generator.intake.company import EmergencyContact, Site
from generator.knowledge.base import Knowledge
from generator.knowledge.model import FirstAidNeed
from generator.program.model import Program, Reason

ID = "emergency_plan"
_CHAPTERS = {"chapter-numbers": "Numbers and places", "chapter-emergencies": "What to do"}
_BR = "[]{.br}"
_Write = Callable[[str], Clause]  # from a section's number


def compose_emergency_plan(written: Sequence[Written], program: Program, knowledge: Knowledge,
                           moves: Iterable[Move] = ()) -> Document:
    """The plan as one document with cover and contents."""
    front: dict[str, _Write] = {part[0]: partial(_numbers, part) for part in (
        _sites(program), _contacts(program, knowledge), _first_aid(program, knowledge))}
    texts: dict[str, _Write] = {text.template.anchor: partial(_emergency, text) for text in sorted(
        written, key=lambda item: (item.template.order, item.template.id))}
    own = tuple(zip(_CHAPTERS, (tuple(front), tuple(texts)), strict=True))
    parts: list[str] = []
    clauses: list[Clause] = []
    for number, (chapter, ids) in enumerate(arranged(own, (move for move in moves if move.document == ID)), 1):
        parts.append(f'# {_CHAPTERS[chapter]} {{#{chapter} number="{number}"}}')
        for place, id_ in enumerate(ids, 1):
            clause = (front | texts)[id_](f"{number}.{place}")
            parts.append(div("clause", clause.markdown, id_=id_))
            clauses.append(clause)
    law = [Reason("law", f"{item.code}:emergency.plan", item.facts["emergency.plan"].cite)
           for item in knowledge.jurisdictions.values() if "emergency.plan" in item.facts]
    return Document(
        id=ID, title="Emergency Response Plan", kind="emergency_plan",
        markdown="\n\n".join(parts) + "\n", clauses=tuple(clauses), reasons=tuple(law),
        filename="Emergency Response Plan", cover=cover(program), toc=True, numbered=True, order=own)


def _numbers(part: tuple[str, str, str, tuple[Reason, ...]], number: str) -> Clause:
    id_, title, body, reasons = part
    return Clause(id_, ID, title, f'## {title} {{#h-{id_} number="{number}"}}\n\n{body}', reasons, number=number)


def _emergency(text: Written, number: str) -> Clause:
    heading = f'## {text.title} {{#h-{text.template.anchor} number="{number}"}}'
    markdown = _unbroken(heading, demote(text.body.strip(), 1))
    if text.law:
        markdown += f"\n\n::: law\n{text.law}\n:::"
    return text.clause(markdown, ID, number)


_ONE_PAGE = 3200  # characters of Markdown that surely fit one page


def _unbroken(heading: str, body: str) -> str:
    """An emergency stays on one page: nobody turns pages in a fire. A long one breaks between its parts."""
    if len(body) <= _ONE_PAGE:
        return div("keep", f"{heading}\n\n{body}")
    first, *others = re.split(r"^(?=### )", body, flags=re.MULTILINE)
    blocks = [part.strip() for part in others]
    opening = "\n\n".join(part for part in (heading, first.strip(), *blocks[:1]) if part)
    return "\n\n".join(div("keep", part) for part in (opening, *blocks[1:]))


def _or_blank(value: Any, words: str) -> Markdown:
    return escape(value) if value not in (None, "", ()) else missing(words)


def _sites(program: Program) -> tuple[str, str, str, tuple[Reason, ...]]:
    blocks = [f"### {escape(site.name[:1].upper() + site.name[1:])}\n\n{_site_facts(site)}" for site in program.company.sites]
    intro = "Read the address out to the operator exactly as it stands here."
    return ("emergency-sites", "Where we are and where to go", "\n\n".join([intro, *blocks]),
            (Reason("answer", "sites", "Your work sites"),))


def _site_facts(site: Site) -> str:
    hospital = _or_blank(site.nearest_hospital, "nearest hospital to be added")
    if site.hospital_address:
        hospital = Markdown(f"{hospital}, {escape(site.hospital_address)}")
    if site.minutes_to_hospital is not None:
        hospital = Markdown(f"{hospital} (about {site.minutes_to_hospital} minutes)")
    moves = site.kind in ("job_site", "remote", "vehicle")
    asked = site.kind not in ("home", "vehicle")  # the intake asks for muster point and hospital only there
    rows: list[tuple[str, Any]] = [
        ("Address", escape(site.address) if site.address else (
            escape("Changes as you drive: give the road, the nearest exit or kilometre mark, and your direction")
            if site.kind == "vehicle" else
            escape("Changes with the job: on the day's field level hazard assessment before work starts") if moves
            else missing("address to be added"))),
        ("Emergency call", escape(site.emergency_number or "911")),
        *([("Muster point", _or_blank(site.muster_point, "muster point to be chosen"))] if asked or site.muster_point else []),
        *([("Nearest hospital", hospital)] if asked or site.nearest_hospital else []),
        ("First aid kit", _or_blank(site.first_aid_place, "place of the first aid kit to be added"))]
    if site.extinguisher_places:
        rows.append(("Fire extinguishers", join_and(site.extinguisher_places)))
    if site.shutoffs:
        rows.append(("Shut-offs", escape(site.shutoffs)))
    if site.cell_coverage is False:
        rows.append(("Phone", escape("No reliable cell signal: use the radio or satellite device, as part 2.1 says")))
    if site.notes:
        rows.append(("Note", escape(site.notes)))
    return str(table(("", ""), [(Markdown(f"**{label}**"), value) for label, value in rows], (16, 60)))


def _contacts(program: Program, knowledge: Knowledge) -> tuple[str, str, str, tuple[Reason, ...]]:
    company = program.company
    inside = [(person, role) for person in company.everyone for role in [_contact_role(person.roles)] if role]
    rows: list[tuple[Any, Any, Any]] = [
        (escape(person.name), escape(person.title or role), _or_blank(person.phone, "phone number to be added"))
        for person, role in inside]
    listed = {person.name for person, _ in inside}
    others = [contact for contact in company.emergency.contacts if contact.name not in listed]
    desk = [contact for contact in others if contact.phone == company.phone]  # answered first, so it stands first
    rows = [*map(_contact, desk), *rows, *(_contact(contact) for contact in others if contact not in desk)]
    for jurisdiction in knowledge.jurisdictions.values():
        line = jurisdiction.regulator.serious_incident_line
        if line:
            rows.append((escape(jurisdiction.regulator.short_name or jurisdiction.regulator.name),
                         escape(f"to report a serious incident in {jurisdiction.name}"), escape(line)))
    body = str(table(("Who", "For", "Phone"), rows, (26, 30, 24)))
    alarm = company.emergency.alarm
    alarm_line = f"**Alarm:** {_or_blank(alarm, 'alarm signal to be chosen')}."
    return ("emergency-contacts", "Who to call", div("keep", f"{alarm_line}\n\n{body}"),
            (Reason("answer", "people", "Your people and their phones"),
             Reason("answer", "emergency.contacts", "Your outside contacts")))


_CONTACT_ROLES = ("owner", "manager", "supervisor", "safety_lead", "first_aider", "fire_warden", "dispatcher",
                  "checkin_contact")


def _contact(contact: EmergencyContact) -> tuple[Any, Any, Any]:
    return escape(contact.name), escape(contact.role or "outside help"), escape(contact.phone)


def _contact_role(roles: tuple[str, ...]) -> str | None:
    return next((role.replace("_", " ") for role in _CONTACT_ROLES if role in roles), None)


def _first_aid(program: Program, knowledge: Knowledge) -> tuple[str, str, str, tuple[Reason, ...]]:
    rows = []
    for item in program.first_aid:
        if item.need is None:
            rows.append((escape(item.site), missing("to be worked out once travel time and shift size are known"),
                         missing("to be worked out")))
            continue
        mark = Markdown(" [to confirm]{.confirm}") if item.need.use == "confirm" else Markdown("")
        rows.append((escape(item.site), Markdown(f"{_first_aiders(item.need)}{mark}"),
                     Markdown(f"{escape(item.need.kit)}{_extras(item.need)}")))
    people = [person for person in program.company.everyone if "first_aider" in person.roles]
    named = (f"Our first aiders: {join_and(person.name for person in people)}." if people
             else f"Our first aiders: {missing('to be named')}.")
    cites = law_line(["first_aid.requirements"], knowledge.jurisdictions)
    law = f"\n\n::: law\n{cites}\n:::" if cites else ""
    intro = ("The least that the first aid table asks at each site, for the number of workers on a shift and the travel "
             "time to hospital.")
    body = f"{named} {intro}\n\n{table(('Site', 'First aiders on each shift', 'Kit and extras'), rows, (18, 26, 36))}{law}"
    reasons = tuple(Reason("law", f"{item.need.jurisdiction}:first_aid.requirements", item.need.cite)
                    for item in program.first_aid if item.need)
    return "emergency-first-aid", "First aid at each site", body, tuple(dict.fromkeys(reasons)) or (
        Reason("law", "first_aid.requirements", "The first aid table of your jurisdiction"),)


def _first_aiders(need: FirstAidNeed) -> Markdown:
    if not need.people:
        return escape("No trained first aider asked for")
    return join_and(f"{count} with {level} first aid" for level, count in need.people)


def _extras(need: FirstAidNeed) -> Markdown:
    return Markdown(f"; {join_and(need.extras)}") if need.extras else Markdown("")
