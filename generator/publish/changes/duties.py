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
from generator.publish.changes.happened import lines_of, only_less, only_numbers
from generator.publish.changes.model import Cause, Change
from generator.publish.changes.named import Named
from generator.publish.changes.rows import Duty, Item, Rows, item_of, name_of
from generator.publish.plan import Plan

_POSTED = ("post", "walk")  # ways that a paper on a wall asks for, whatever reads otherwise on it
_FIRST_AID = "first_aid"  # so begin the ids of its courses, and of a first aider's letter
_NEEDS = "training-needs"  # what each course is for, in the training matrix


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
    work.names()
    work.answers(changes)
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
        self._named, self._renamed = Named.of(causes), False
        titles = {item.id.removeprefix("form-"): f"{item.code or ''} {item.title}".strip()
                  for item in made.composed.documents if item.kind == "form"}
        self._forms = titles | {item.id: titles[item.into] for item in made.program.merged if item.into in titles}
        self.tell, self.sign, self.train = (Rows(made, telling(), self._forms, self._crews.everyone()) for _ in range(3))

    def follow(self, change: Change) -> None:
        """What the rules that fit say of one change."""
        rules = list(self._rules(change))
        if self._named.only(change) and change.document_kind != "letter" and not any(
                rule.tell and rule.tell.how in _POSTED for rule in rules):
            self._another_name(change, rules)
            return
        item = item_of(change)
        heard: list[Crew] = []
        for rule in rules:
            told = self._told(rule, change)
            if rule.tell and told and not any(crew.holds(told) for crew in heard):
                self.tell.note(told, item, rule.law, rule.otherwise, rule.tell)
                heard.append(told)
            if rule.train:
                self.train.note(self._crews.of(rule.train.who, change), item, rule.law, rule.otherwise, rule.train)
            for signing in () if _nothing_to_agree_to(change) else rule.sign:
                what = self._signed(signing, change)
                if what:
                    self.sign.note(self._signers(signing, change), what, rule.law, rule.otherwise)

    def _signers(self, signing: Signing, change: Change) -> Crew | None:
        """Who signs; the owner, who signs the cover, takes on no role by a second signature."""
        crew = self._crews.of(signing.who, change)
        return crew.without(self._crews.owner) if crew and signing.who == "supervisors" else crew

    def _another_name(self, change: Change, rules: Sequence[TellingRule]) -> None:
        """Nothing but a name reads otherwise: whoever took on a role by it signs for it, and all hear of it once."""
        listed = change.document_kind == "assessment" and not self._named.went  # a newcomer on the list of those who take part
        self._renamed |= change.document_kind in telling().names.kinds and not listed and any(
            rule.tell or rule.train for rule in rules)
        for rule in rules:
            for signing in rule.sign if change.document_kind == "manual" else ():
                crew, what = self._signers(signing, change), self._signed(signing, change)
                if crew and what and (new := [name for name in crew.names if name in self._named.came]):
                    self.sign.note(self._crews.named(new), what, rule.law, rule.otherwise)
                elif crew and what and signing.who == "owner":
                    self.sign.note(crew, what, rule.law, rule.otherwise)

    def names(self) -> None:
        """One row for another name, however many sheets it stands on."""
        if self._renamed:
            crew = self._crews.everyone().without(self._crews.owner)
            self.tell.note(crew, Item(self._named.words), {}, "our rule", telling().names.tell)

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

    def answers(self, changes: Sequence[Change]) -> None:
        """What a new row of the answers asks for, whatever texts it touches: hands-on training, a course, a first day."""
        for found in self._added:
            section = found.path.partition(".")[0]
            for event in telling().events.values():
                if event.answer == section and self._of_group(found, event.groups):
                    crew, what = self._crews.of(event.train.who, row=found.row), Item(event.what.format(name=self._name(found)))
                    self.train.note(crew, what, event.law, event.otherwise, event.train)
        needs = next((change for change in changes if change.clause == _NEEDS and change.kind == "changed"), None)
        self._courses({found.path for found in self._added}, needs)
        self._first_aiders(change for change in changes if change.document_kind == "letter" and change.kind == "new")

    def _courses(self, added: set[str], needs: Change | None) -> None:
        """Courses that were not asked for before: only what was added asks for them, they make sense only with new gear, or the
        list of courses has them now for people whom it names.
        """
        catalogue, owned = self._made.knowledge.catalogue.training, {item.id for item in self._made.program.equipment}
        for need in self._made.program.training:
            gear = {f"equipment.{id_}" for id_ in owned.intersection(catalogue[need.id].needs_equipment)}
            answers = {reason.ref for reason in need.reasons if reason.kind == "answer"}
            if gear and gear <= added:
                crew = self._crews.doers(sorted(gear))
            elif len(answers) == len(need.reasons) > 0 and answers <= added:
                crew = self._crews.named(need.people) if need.people else self._crews.doers(sorted(answers))
            elif need.people and needs and _fresh(title_of(catalogue[need.id]), needs):
                crew = self._crews.named(need.people)
            else:
                continue
            rule = telling().courses
            self.train.note(crew, Item(title_of(catalogue[need.id])), rule.law, rule.otherwise, rule.train)

    def _first_aiders(self, letters: Iterable[Change]) -> None:
        """The course of whoever is a first aider from now on and has no card for it."""
        held = {ticket.who for ticket in self._made.program.company.tickets if ticket.course.startswith(_FIRST_AID)}
        catalogue, rule = self._made.knowledge.catalogue.training, telling().courses
        for letter in letters:
            crew = self._crews.of("person", letter) if letter.document.startswith(f"letter-{_FIRST_AID}er") else None
            if crew is None or held.intersection(crew.names):
                continue
            levels = [title_of(catalogue[need.id]) for need in self._made.program.training
                      if need.id.startswith(_FIRST_AID) and set(crew.names) <= set(need.people)]
            course = levels[0] if len(levels) == 1 else "first aid, at the level that the emergency plan gives for the site"
            self.train.note(crew, Item(course), rule.law, rule.otherwise, rule.train)

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


def _nothing_to_agree_to(change: Change) -> bool:
    """Whether a hazard went with its machine or work, and the sheet says nothing new of the others."""
    return change.document_kind == "assessment" and only_less(change) and all(cause.kind == "answer" for cause in change.causes)


def _fresh(title: str, needs: Change) -> bool:
    """Whether a list of courses has this one only now."""
    before, after = (any(line.startswith(title) for line in lines_of(text)) for text in (needs.before, needs.after))
    return after and not before


def _named(clause: str, id_: str) -> bool:
    return clause.startswith(id_[:-1]) if id_.endswith("*") else clause == id_
