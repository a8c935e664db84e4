"""Choosing templates and writing them: first all choices, then all texts, so that every reference is known in advance."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.compose.engine import holds, render, render_line
from generator.compose.lawbook import law_line
from generator.compose.library import Kind, Library, Template
from generator.compose.markdown import Markdown, escape
from generator.compose.model import Clause
from generator.compose.names import References, build_names
from generator.compose.recording import Recorder
from generator.knowledge.base import Knowledge
from generator.program.model import Item, Program, Reason
from generator.program.select import condition_holds

_DOCUMENT = {"manual": "manual", "practices": "practice", "procedures": "procedure", "emergencies": "emergency_plan"}
_ORDER: tuple[Kind, ...] = ("practices", "procedures", "emergencies", "manual")


@dataclass(frozen=True)
class Chosen:
    """A template that this company gets, with the reasons of the choice."""

    template: Template
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Written:
    """A template's text for this company, with everything that its writing noted."""

    template: Template
    title: Markdown
    body: str
    law: Markdown | None
    reasons: tuple[Reason, ...]
    recorder: Recorder
    check: Markdown | None = None

    def clause(self, markdown: str, document: str, number: str | None = None) -> Clause:
        return Clause(id=self.template.anchor, document=document, title=plain(self.title), markdown=markdown,
                      reasons=self.reasons, uses=tuple(self.recorder.uses), number=number)


def plain(text: str) -> str:
    """Markdown inlines as plain text: escapes and span attributes gone."""
    out, index = [], 0
    while index < len(text):
        if text[index] == "\\" and index + 1 < len(text):
            out.append(text[index + 1])
            index += 2
        else:
            out.append(text[index])
            index += 1
    return "".join(out)


def choose(program: Program, knowledge: Knowledge, library: Library) -> tuple[dict[Kind, list[Chosen]], References]:
    """Every template whose topic, `for` and `when` hold, and the references that texts may then make."""
    references = References(chosen_forms=frozenset(
        [*(form.id for form in program.forms), *(record.id for record in program.merged)]))
    chosen: dict[Kind, list[Chosen]] = {}
    for kind in _ORDER:
        chosen[kind] = []
        references.selected[kind] = {}
        for template in library.of(kind):
            reasons = _why(template, program)
            if reasons is None:
                continue
            recorder = Recorder()
            names = build_names(program, knowledge, references, recorder, _DOCUMENT[kind])
            if holds(template, names):
                chosen[kind].append(Chosen(template, (*reasons, *_read_reasons(recorder))))
        references.selected[kind] = {item.template.id: item.template for item in chosen[kind]}
    return chosen, references


def _why(template: Template, program: Program) -> tuple[Reason, ...] | None:
    """Reasons from topic and `for`; None where one of them does not hold."""
    reasons: list[Reason] = []
    if template.topic:
        topic = next((item for item in program.topics if item.id == template.topic), None)
        if topic is None:
            return None
        reasons += topic.reasons
    if template.wanted is not None:
        matched = _matches(template, program)
        if not matched:
            return None
        reasons += [reason for item in matched for reason in item.reasons]
    audited = program.company.goal.scheme != "law_only"
    reasons += [Reason("audit", element, f"Auditors look at {words}" if audited else f"Proof that {words} is looked after")
                for element in template.audit for words in [element.replace("_", " ")]]
    return tuple(dict.fromkeys(reasons))


def _matches(template: Template, program: Program) -> list[Item]:
    wanted = template.wanted or {}
    pools: dict[str, Iterable[Item]] = {
        "activities": program.activities, "equipment": program.equipment, "hazards": program.hazards,
        "emergencies": program.emergencies}
    found = [item for pool, items in pools.items() for item in items if item.id in wanted.get(pool, ())]
    groups = wanted.get("equipment_groups", ())
    found += [item for item in program.equipment if item.equipment.group in groups]
    found += [Item(name, name, (Reason("answer", f"conditions.{name}", "You said that it is so"),))
              for name in wanted.get("conditions", ()) if condition_holds(program.company, name)]
    return found


def _read_reasons(recorder: Recorder) -> tuple[Reason, ...]:
    """Reasons from a `when`: the law it read, and the answers that it turned on."""
    answers = tuple(Reason("answer", path, f"It turns on your answers about {_ABOUT.get(path.split('.')[0], 'the company')}")
                    for path in recorder.uses)
    return (*recorder.reasons, *answers)


# What an answer is about, by the section of the intake that it stands in.
_ABOUT = {"workforce": "how many people work where", "workers": "how many people you are",
          "alone": "how many people you are", "people": "who does what",
          "sites": "your work sites", "activities": "the work you do", "equipment": "your equipment",
          "substances": "the products you use", "conditions": "your working conditions", "contractors": "contractors",
          "emergency": "emergencies", "goal": "your audit goal", "preferences": "meetings and records",
          "hazards": "your work and equipment", "topics": "your work and equipment", "training": "your work and equipment"}


def write(item: Chosen, program: Program, knowledge: Knowledge, references: References) -> Written:
    """The text of one chosen template, with the Law line of everything that it cites."""
    template, recorder = item.template, Recorder()
    names = build_names(program, knowledge, references, recorder, _DOCUMENT[template.kind])
    title = render_line(template, template.title, names)
    body = render(template, names)
    check = render_line(template, template.check, names) if template.check else None
    for key in template.law:
        names["law"].note(key)
    reasons = tuple(dict.fromkeys((*item.reasons, *recorder.reasons)))
    return Written(template, title, body, law_line(recorder.law_keys, knowledge.jurisdictions), reasons, recorder, check)


def label(references: References, kind: Kind, word: str, template: Template, title: str, mark: str) -> References:
    """References with one more printed name: "practice P-06 Angle grinder"."""
    labels = {**references.labels.get(kind, {}), template.id: Markdown(f"{word} {escape(mark)} {title}".replace("  ", " "))}
    return replace(references, labels={**references.labels, kind: labels})
