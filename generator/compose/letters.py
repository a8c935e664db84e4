"""Letters: which Word templates this company gets, and what docxtpl fills in."""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from generator.compose.asking import looked_for
from generator.compose.clauses import plain
from generator.compose.lawbook import law_line
from generator.compose.library import templates_root
from generator.compose.markdown import Markdown
from generator.compose.model import Clause, Document
from generator.compose.names import long_date, next_review
from generator.intake.company import Person, Site
from generator.knowledge.base import Knowledge
from generator.knowledge.files import from_yaml
from generator.program.assess import score
from generator.program.model import Program, Reason

FOLDER = "Letters"
_MOST_HAZARDS = 4  # that the policy statement names


@cache
def _words() -> Mapping[str, Any]:
    return cast(Mapping[str, Any], from_yaml(templates_root().joinpath("letters", "duties.yaml").read_text("utf-8")))


def compose_letters(program: Program, knowledge: Knowledge) -> tuple[Document, ...]:
    """The policy statement to post, and a letter of appointment for each person whom the company gives a role."""
    letters = [_policy(program, knowledge)]
    for person in program.company.everyone[1:]:
        if "supervisor" in person.roles:
            letters.append(_appointment("supervisor", person, program, knowledge, ("supervisor.duty",), {
                "area": _words()["area"], "start": long_date(program.in_force)}, ("supervisor", "hs_leadership")))
        if "safety_lead" in person.roles:
            letters.append(_appointment("safety_lead", person, program, knowledge, ("program.written_threshold",), {
                "start": long_date(program.in_force)}, ("hazard_assessment_course", "incident_investigation")))
        if "first_aider" in person.roles:
            letters.append(_first_aider(person, program, knowledge))
        if "representative" in person.roles and program.duties.representative:
            letters.append(_representative(person, program, knowledge))
    return tuple(letters)


def _common(program: Program, knowledge: Knowledge, law: tuple[str, ...]) -> dict[str, Any]:
    company = program.company
    line = law_line(law, knowledge.jurisdictions)
    parts = [str(company.address), *([company.phone] if company.phone else [])]
    return {"company_address": " · ".join(parts), "owner_name": company.owner.name,
            "owner_title": company.owner.title or "owner", "date": long_date(program.in_force),
            "law_line": _no_markup(line) if line else ""}


def _no_markup(text: Markdown) -> str:
    """Plain text of a Law line: letters are Word templates, not Markdown."""
    return plain(text.replace("[section to confirm]{.confirm}", "section to confirm").replace(
        "[one section to confirm]{.confirm}", "one section to confirm"))


def _document(kind: str, title: str, context: dict[str, Any], reason: Reason, id_: str) -> Document:
    clause = Clause(id_, id_, title, "", (reason,), ("people", "company.owner"))
    return Document(id=id_, title=title, kind="letter", markdown="", clauses=(clause,), reasons=(reason,), folder=FOLDER,
                    filename=title, letter=kind, context=context)


def _policy(program: Program, knowledge: Knowledge) -> Document:
    company = program.company
    supervisors = [person.name for person in company.everyone[1:] if "supervisor" in person.roles]
    lead = next((person for person in company.everyone if "safety_lead" in person.roles), company.owner)
    report_to = supervisors or [company.owner.name]
    context = _common(program, knowledge, ("policy.threshold",)) | {
        "what_we_do": company.description or _joined([item.title.lower() for item in program.activities]),
        "what_hurts": _worst_hazards(program), "promises": list(_words()["policy_promises"]),
        "supervisors": _joined([*supervisors, "I"]) if supervisors else "",
        "report_to": _either(report_to), "safety_lead_name": lead.name, "worker_voice": _voice(program, knowledge),
        "act": _statutes(knowledge),
        "next_review": next_review(program)}
    return _document("policy_statement", "Health and Safety Policy", context,
                     looked_for(program, "leadership_policy", "Auditors look for a signed policy where everybody sees it"),
                     "letter-policy_statement")


def _statutes(knowledge: Knowledge) -> str:
    """What the policy promises to comply with: Act, regulation and code by their titles, or the Act and its regulations."""
    names = []
    for item in knowledge.jurisdictions.values():
        titles = [statute.title for wanted in ("act", "reg", "code") for statute in item.statutes if statute.id == wanted]
        names += titles if len(titles) > 1 else [f"{titles[0] if titles else item.terms['act']} and its regulations"]
    return _joined(list(dict.fromkeys(names)))


def _worst_hazards(program: Program) -> str:
    """The hazards with the highest scores before controls, each once, in words."""
    rows = [(score(row.before), row.name) for item in program.assessments for task in item.tasks for row in task.rows]
    names = dict.fromkeys(name for _, name in sorted(rows, key=lambda pair: -pair[0]))
    return _joined([_in_a_sentence(name) for name in list(names)[:_MOST_HAZARDS]]) or "slips, strains and bad news on the road"


def _in_a_sentence(name: str) -> str:
    """A hazard's name among others: "Caught in a machine (jaw, gap)" -> "getting caught in a machine"."""
    text = _lower(name.split(" (")[0])
    return f"getting {text}" if text.startswith(("caught", "struck")) else text


def _lower(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _voice(program: Program, knowledge: Knowledge) -> str:
    words = _words()["policy_voice"]
    first = next(iter(knowledge.jurisdictions.values()))
    if program.duties.committee:
        return str(words["committee"]).format(term=first.terms["committee"])
    names = [person.name for person in program.company.everyone if "representative" in person.roles]
    if program.duties.representative and names:
        return str(words["representative"]).format(names=_joined(names), term=first.terms["representative"])
    return str(words["everyone"])


def _appointment(role: str, person: Person, program: Program, knowledge: Knowledge, law: tuple[str, ...],
                 extra: dict[str, Any], courses: tuple[str, ...]) -> Document:
    training = [need.title for need in program.training if need.id in courses]
    context = _common(program, knowledge, law) | {
        "person_name": person.name, "person_title": person.title or role.replace("_", " "),
        "first_name": person.first_name,
        "duties": [*_words()[role], *(() if role in ("first_aider", "representative") else _sentences(person))],
        "training": training} | extra
    title = {"supervisor": "Appointment of a supervisor", "safety_lead": "Appointment of the safety lead",
             "first_aider": "Appointment of a first aider",
             "representative": "Confirmation of the representative"}[role]
    slug = "_".join(person.name.lower().split())
    return _document(f"appointment_{role}", f"{title} - {person.name}", context,
                     Reason("answer", f"people.{role}", f"You named {person.name} as {role.replace('_', ' ')}"),
                     f"letter-{role}-{''.join(char if char.isalnum() else '_' for char in slug)}")


def _sentences(person: Person) -> list[str]:
    """The person's own responsibilities from the intake: things in the intake, one sentence here."""
    return [f"Look after {_joined([text.rstrip('.') for text in person.responsibilities])}."] if person.responsibilities else []


_REPRESENTATIVE_LAW = ("representative.threshold", "committee.posting", "representative.special_meeting",
                       "committee.paid_time", "committee.training")
_FIRST_AID_LEVELS = ("first_aid_advanced", "first_aid_intermediate", "first_aid_basic", "first_aid_child")


def _first_aider(person: Person, program: Program, knowledge: Knowledge) -> Document:
    site = _main_site(program)
    sites = program.company.sites
    courses = {need.id: need.title for need in program.training}
    level = next((id_ for id_ in _FIRST_AID_LEVELS if id_ in courses), None)  # the highest that any place asks for
    kits = [f"{place.first_aid_place} ({place.name})" if len(sites) > 1 else place.first_aid_place
            for place in sites if place.first_aid_place]
    extra = {"site": _joined([place.name for place in sites]) or program.company.name,
             "certificate": _certificate(courses, level, len(sites)), "valid_until": _words()["certificate_date"],
             "kit_place": "; ".join(kits) or "where the emergency plan says",
             "emergency_number": (site.emergency_number if site else None) or "911"}
    return _appointment("first_aider", person, program, knowledge, ("first_aid.requirements",), extra, ())


def _certificate(courses: dict[str, str], level: str | None, sites: int) -> str:
    """The course that the table asks for; with several sites each may ask for another level."""
    if level is None:
        return "first aid"
    return courses[level] if sites == 1 else "first aid, at least at the level that the emergency plan gives for your site"


def _representative(person: Person, program: Program, knowledge: Knowledge) -> Document:
    first = next(iter(knowledge.jurisdictions.values()))
    extra = {"role_title": first.terms["representative"], "selected_on": _words()["chosen_on"],
             "answer_line": _words()["answer_line"]}
    return _appointment("representative", person, program, knowledge, _REPRESENTATIVE_LAW, extra,
                        ("committee_general", "committee_on"))


def _main_site(program: Program) -> Site | None:
    sites = program.company.sites
    return next((site for site in sites if site.kind in ("shop", "yard", "office")), sites[0] if sites else None)
