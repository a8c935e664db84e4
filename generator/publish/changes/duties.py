"""Who must be told of a change, what is signed again and who is trained again: one row a group of people. Pure.

The rules are data (`catalogue/telling.yaml`). The owner, who approves the change, and whoever made it in Word are not told of it.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.knowledge.load_telling import Signing, TellingRule, When, telling
from generator.program.training import title_of
from generator.publish.changes.because import Answered, answered, fits, in_words, nearest
from generator.publish.changes.crews import Crew, Crews
from generator.publish.changes.happened import only_numbers
from generator.publish.changes.model import Cause, Change
from generator.publish.changes.rows import Duty, Item, Rows, item_of, name_of
from generator.publish.plan import Plan


@dataclass(frozen=True)
class Duties:
    """What changes ask of people. `causes` has each cause in a person's words; `one_line` are those that touch everything."""

    tell: tuple[Duty, ...] = ()
    sign: tuple[Duty, ...] = ()
    train: tuple[Duty, ...] = ()
    causes: Mapping[Cause, str] = field(default_factory=dict)
    one_line: frozenset[Cause] = frozenset()


def duties(changes: Sequence[Change], made: Plan) -> Duties:
    """Who is told, who signs and who is trained again, for this company. A change without another word asks nothing."""
    changes = nearest(changes)
    causes = dict.fromkeys(cause for change in changes for cause in change.causes)
    work = _Work(made, causes)
    for change in changes:
        if not only_numbers(change):
            work.follow(change)
    work.answers()
    return Duties(
        tell=work.tell.done(), sign=work.sign.done(), train=work.train.done(),
        causes={cause: in_words(cause, made) for cause in causes},
        one_line=frozenset(cause for cause in causes if fits(cause, telling().one_line)))


class _Work:
    """Three tables that grow change by change."""

    def __init__(self, made: Plan, causes: Iterable[Cause]) -> None:
        answers = [found for cause in causes if (found := answered(cause))]
        self._added = [found for found in answers if found.what == "added" and found.row and not found.inner]
        self._made, self._crews = made, Crews(made, {found.path for found in self._added})
        titles = {item.id.removeprefix("form-"): f"{item.code or ''} {item.title}".strip()
                  for item in made.composed.documents if item.kind == "form"}
        self._forms = titles | {item.id: titles[item.into] for item in made.program.merged if item.into in titles}
        self.tell, self.sign, self.train = (Rows(made, telling(), self._forms) for _ in range(3))

    def follow(self, change: Change) -> None:
        """What the rules that fit say of one change."""
        item = item_of(change)
        heard: list[Crew] = []
        for rule in self._rules(change):
            told = self._told(rule, change)
            if rule.tell and told and not any(crew.holds(told) for crew in heard):
                self.tell.note(told, item, rule.law, rule.otherwise, rule.tell)
                heard.append(told)
            if rule.train:
                self.train.note(self._crews.of(rule.train.who, change), item, rule.law, rule.otherwise, rule.train)
            for signing in rule.sign:
                what = self._signed(signing, change)
                if what:
                    self.sign.note(self._crews.of(signing.who, change), what, rule.law, rule.otherwise)

    def _rules(self, change: Change) -> Iterator[TellingRule]:
        """The first one that fits, then those that come on top."""
        fitting = [rule for rule in telling().rules.values() if _fits(rule.when, change, self._crews.brought_by(change))]
        yield from [rule for rule in fitting if not rule.also][:1]
        yield from (rule for rule in fitting if rule.also)

    def _told(self, rule: TellingRule, change: Change) -> Crew | None:
        """Whom a rule tells, without the owner and, where each has a line, without whoever made the change."""
        crew = self._crews.together([self._crews.of(who, change) for who in rule.tell.who]) if rule.tell else None
        left = crew.without(self._crews.owner) if crew else None
        return left.without(change.author) if left and left.each else left

    def _signed(self, signing: Signing, change: Change) -> Item | None:
        """What carries the signature; None for a form that this company does not keep."""
        if signing.form is None:
            return Item(signing.what) if signing.what else item_of(change)
        form, sheet = self._forms.get(signing.form), change.code or f"{name_of(change)} {change.number}".strip()
        return Item(form, sheet, sheet) if form else None

    def answers(self) -> None:
        """What a new row of the answers asks for, whatever texts it touches: hands-on training, a course, a first day."""
        for found in self._added:
            section = found.path.partition(".")[0]
            for event in telling().events.values():
                if event.answer == section and self._of_group(found, event.groups):
                    crew, what = self._crews.of(event.train.who, row=found.row), Item(event.what.format(name=self._name(found)))
                    self.train.note(crew, what, event.law, event.otherwise, event.train)
        self._courses({found.path for found in self._added})

    def _courses(self, added: set[str]) -> None:
        """Courses that were not asked for before: only what was added asks for them, or they make sense only with new gear."""
        catalogue, owned = self._made.knowledge.catalogue.training, {item.id for item in self._made.program.equipment}
        for need in self._made.program.training:
            gear = {f"equipment.{id_}" for id_ in owned.intersection(catalogue[need.id].needs_equipment)}
            answers = {reason.ref for reason in need.reasons if reason.kind == "answer"}
            if gear and gear <= added:
                crew = self._crews.doers(sorted(gear))
            elif len(answers) == len(need.reasons) > 0 and answers <= added:
                crew = self._crews.named(need.people) if need.people else self._crews.doers(sorted(answers))
            else:
                continue
            rule = telling().courses
            self.train.note(crew, Item(title_of(catalogue[need.id])), rule.law, rule.otherwise, rule.train)

    def _of_group(self, found: Answered, groups: tuple[str, ...]) -> bool:
        machine = self._made.knowledge.catalogue.equipment.get(found.row)
        return not groups or (machine is not None and machine.group in groups)

    def _name(self, found: Answered) -> str:
        """The row as the company calls it: "the forklift", or the person's or product's own name."""
        return next((item.phrase for item in self._made.program.equipment if item.id == found.row), found.row)


def _fits(when: When, change: Change, brought_by: tuple[str, ...]) -> bool:
    """Whether a rule is about this change; with `own` an answer counts only where it is one that brought the text in."""
    causes = [cause for cause in change.causes if not when.own or cause.kind != "answer" or fits(cause, brought_by)]
    return ((not when.kinds or change.document_kind in when.kinds)
            and (not when.changes or change.kind in when.changes)
            and (not when.clauses or any(_named(change.clause, id_) for id_ in when.clauses))
            and (not when.causes or any(fits(cause, when.causes) for cause in causes))
            and (not when.only or (bool(change.causes) and all(fits(cause, when.only) for cause in change.causes))))


def _named(clause: str, id_: str) -> bool:
    return clause.startswith(id_[:-1]) if id_.endswith("*") else clause == id_
