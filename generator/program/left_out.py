"""What others ask and this company does not need: each usual demand that its program leaves out or holds less often."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from generator.knowledge import load
from generator.knowledge.base import Knowledge
from generator.knowledge.load_binder import binder, not_needed
from generator.knowledge.model import LawFact
from generator.knowledge.model_binder import Body, Spare
from generator.program.binder import Asked
from generator.program.budget import Budget, budget
from generator.program.duties import threshold, workers_in
from generator.program.instead import HELD_TO, allowed_by, instead, law_facts
from generator.program.model import Inspection, LeftOut, Meeting, Program
from generator.program.regimes import intervals
from generator.program.select import number_word

_HALF_A_RECORD = 0.5  # a year: what is done every two years instead of yearly still counts


@dataclass(frozen=True)
class Spared(LeftOut):
    """A usual demand that is left out or held less often. `saves` are records a year beside the binder, 0 where not counted."""

    instead: str = ""
    saves: int = 0
    rules: tuple[str, ...] = ()  # ids of right_sizing.yaml
    law: tuple[str, ...] = ()  # law facts read for it: "AB:committee.threshold"


def left_out(program: Program, knowledge: Knowledge, forms: Sequence[LeftOut] = ()) -> tuple[LeftOut, ...]:
    """Demands, bodies, chapters and forms that this company does without. `forms` are those that its answers leave out."""
    spared = list(_spared(program, knowledge, budget(program)))
    titles = load.catalogue().forms
    gone = {titles[id_].title for spare in not_needed().spares.values() for id_ in spare.instead_of_forms
            if any(item.rules == spare.rules for item in spared)}
    return (*spared, *_bodies(program, knowledge), *_chapters(program), *(item for item in forms if item.what not in gone))


def _spared(program: Program, knowledge: Knowledge, found: Budget) -> Iterator[Spared]:
    """The usual demands, those that save most first."""
    return iter(sorted(_each_spared(program, knowledge, found), key=lambda item: -item.saves))


def _each_spared(program: Program, knowledge: Knowledge, found: Budget) -> Iterator[Spared]:
    demands = {one.demand.id: one for one in found.demands}
    for spare in not_needed().spares.values():
        asked = demands.get(spare.demand or "")
        if (spare.demand and asked is None) or not _applies(spare, program):
            continue
        held = _held(spare, program)
        if _as_much(spare, asked, held, program):
            continue
        if asked and asked.saves < _HALF_A_RECORD:
            continue
        saves = floor(asked.saves) if asked else 0
        places = _places(spare, program, knowledge)
        yield Spared(
            what=spare.what.format_map(places), why=spare.why.format_map(places), back_when=spare.back.format_map(places),
            allowed_by=_allowed(spare, held, knowledge), instead=spare.instead.format_map(places) or instead(held),
            saves=saves, rules=spare.rules, law=_law(spare, held, knowledge))


def _allowed(spare: Spare, held: Sequence[Inspection | Meeting], knowledge: Knowledge) -> str:
    """What allows it; empty where nothing but good sense does."""
    if spare.allowed:
        return spare.allowed
    facts = [place.facts.get(spare.law_silent or "") for place in knowledge.jurisdictions.values()]
    silent = [fact for fact in facts if fact is not None and fact.value is None]
    if silent and len(silent) == len(facts):
        cites = _and(list(dict.fromkeys(fact.cite for fact in silent if fact.verified != "recall" and fact.cite)))
        names = " or ".join(place.name for place in knowledge.jurisdictions.values())
        read = all(fact.verified != "recall" for fact in silent)  # else nobody has read that the law is silent
        said = f"No law in {names} names it" if read else f"We know of no law in {names} that names it"
        return f"{said}{f' ({cites})' if cites else ''}; {HELD_TO} what you write."
    return allowed_by(held, knowledge) if held else ""


def _law(spare: Spare, held: Sequence[Inspection | Meeting], knowledge: Knowledge) -> tuple[str, ...]:
    silent = [f"{code}:{spare.law_silent}" for code, place in knowledge.jurisdictions.items() if spare.law_silent in place.facts]
    return (*silent, *(() if spare.allowed else law_facts(held)))


def _held(spare: Spare, program: Program) -> tuple[Inspection | Meeting, ...]:
    """What the program does hold of the same thing."""
    return (*(item for item in program.meetings if item.id in spare.meetings),
            *(item for item in program.inspections if item.equipment in spare.equipment))


def _as_much(spare: Spare, asked: Asked | None, held: Sequence[Inspection | Meeting], program: Program) -> bool:
    """Whether the program itself asks for it as often, on paper: then it is not left out, whoever asks."""
    limit = spare.less_than if spare.less_than is not None else asked.demand.times if asked else None
    written = [max(item.times, _in_use(item)) for item in held if item.form is not None and item.record != "none"]
    cards = asked is not None and asked.demand.per == "unit" and asked.demand.times >= binder().work_days
    if limit is None or cards:  # a day's sheet and a month's card: as often looked, not as much paper
        return False
    return any(times >= limit for times in written)


def _in_use(item: Inspection | Meeting) -> float:
    """Times a year if it were in use all year: what is looked at in each week of use is not left out for standing at times."""
    return intervals.times(item.interval) if isinstance(item, Inspection) and item.trigger == "calendar" else 0.0


def _applies(spare: Spare, program: Program) -> bool:
    if spare.equipment and not spare.demand and not any(item.id in spare.equipment for item in program.equipment):
        return False
    there = _there(program)
    return all(need in there for need in spare.needs) and not any(need in there for need in spare.without)


def _there(program: Program) -> frozenset[str]:
    """What is true of this company, in the words of `needs` and `without`."""
    company = program.company
    true = {"contractors": company.contractors.used, "prime": company.contractors.work_under_prime,
            "idle": any(row.idle_weeks or row.use == "seasonal" for row in company.equipment),
            "quiet": company.conditions.noise_dba is not None}
    return frozenset([*(name for name, holds in true.items() if holds), *(f"meeting.{item.id}" for item in program.meetings),
                      *(f"form.{item.id}" for item in program.forms)])


def _places(spare: Spare, program: Program, knowledge: Knowledge) -> Mapping[str, str]:
    names = [item.name for item in knowledge.jurisdictions.values()]
    wanted = spare.equipment or ()
    things = [item.phrase.replace("the ", "your ", 1) for item in program.equipment
              if item.id in wanted and item.answer.owned == "owned"]
    people = program.company.workers
    return {"things": _and(things), "jurisdictions": _and(names), "noise": f"{program.company.conditions.noise_dba or 0:g}",
            "workers": f"{number_word(people)} {'person' if people == 1 else 'people'}"}


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _bodies(program: Program, knowledge: Knowledge) -> Iterator[LeftOut]:
    """Committee and representative, where every jurisdiction's law has a number and the company is below each."""
    duties = {"committee.threshold": program.duties.committee,
              "representative.threshold": program.duties.committee or program.duties.representative}
    hazards = {item.id for item in program.hazards}
    for body in not_needed().bodies:
        below = all((limit := threshold(place, body.key)) is not None and workers_in(program.company, code) < limit
                    for code, place in knowledge.jurisdictions.items())
        silent = any(hazards & set(body.not_said.get(code, ())) for code in knowledge.jurisdictions)
        if below and not silent and not duties[body.key]:
            yield _body(body, program, knowledge)


def _body(body: Body, program: Program, knowledge: Knowledge) -> Spared:
    facts = [place.facts[body.key] for place in knowledge.jurisdictions.values()]
    others = [fact for place in knowledge.jurisdictions.values() if (fact := place.facts.get(body.beside or ""))]
    counts = [(workers_in(program.company, code), place.name) for code, place in knowledge.jurisdictions.items()]
    have = [f"{count} {'worker' if count == 1 else 'workers'} in {name}" for count, name in counts]
    asks = [f"{knowledge.jurisdictions[fact.jurisdiction].name} asks for one from {fact.value}{_cite(fact)}" for fact in facts]
    beside = "".join(f" Beside it: {fact.rule.rstrip('.')}{_cite(fact)}." for fact in others)
    values = {str(fact.value): f"{fact.value} in {knowledge.jurisdictions[fact.jurisdiction].name}" for fact in facts}
    reach = " or ".join(values if len(values) == 1 else values.values())
    return Spared(body.what, f"You have {_and(have)}.", allowed_by=f"{_and(asks)}.{beside}",
                  back_when=f"you reach {reach}, or the regulator orders one",
                  law=tuple(f"{fact.jurisdiction}:{fact.key}" for fact in (*facts, *others)))


def _cite(fact: LawFact) -> str:
    """The section in brackets, where the fact base may name it."""
    return f" ({fact.cite})" if fact.verified != "recall" and fact.cite else ""


def _chapters(program: Program) -> Iterator[LeftOut]:
    topics = {item.id for item in program.topics}
    owned = {item.id for item in program.equipment}
    for chapter in not_needed().chapters:
        if chapter.topic not in topics and not owned & set(chapter.not_with):
            yield LeftOut(chapter.what, "Nothing you do or own brings it in.", back_when="you take on such work")
