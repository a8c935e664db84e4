"""Which people a change is about: by name where the intake names them all, else the work they do and how many they are. Pure."""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from generator.knowledge.load_telling import Who
from generator.program.model import ActivityItem, Program
from generator.publish.changes.model import Change
from generator.publish.plan import Plan

_NAMED = 5  # people whom a row names one by one
_PRODUCT_WORK = ("activities.use_hazardous_products",)
_EVERYBODY = "everybody"
_JOBS = 3  # kinds of work that a row names; a text about more is about everybody


@dataclass(frozen=True)
class Crew:
    """People who hear of it together: `names` are those whom the intake names, `count` is how many they are, 0 if not known."""

    names: tuple[str, ...]
    count: int
    work: str = ""  # what those do who are not all named: "vacuum truck support", "uses the forklift"

    @property
    def nobody(self) -> bool:
        """Whether nobody is left: no name, no number, no work."""
        return not self.count and self.work in ("", _EVERYBODY)

    @property
    def everybody(self) -> bool:
        return self.work == _EVERYBODY

    @property
    def each(self) -> bool:
        """Whether each of them is known by name, and they are few enough for a line each."""
        return 0 < self.count == len(self.names) <= _NAMED

    @property
    def words(self) -> str:
        """"Lee Tran and Sam Okafor", "The 16 people who do oilfield fluid hauling", "Everybody (26 people)"."""
        if not self.count:
            return f"Whoever {self.work}"
        if self.each or not self.work:
            return joined(self.names)
        if self.everybody:
            return f"Everybody ({_people(self.count)})"
        return f"The {_people(self.count)} who {'does' if self.count == 1 else 'do'} {self.work}"

    def without(self, *names: str) -> Crew:
        """Those who are left without these people."""
        left = tuple(name for name in self.names if name not in names)
        return crew_of(left, self.count - len(self.names) + len(left), self.work) if self.count else self

    def holds(self, other: Crew) -> bool:
        """Whether all of the others hear of it with these."""
        return self.everybody or bool(other.names and set(other.names) <= set(self.names))


def crew_of(names: tuple[str, ...], count: int, work: str) -> Crew:
    """The same people are one crew, whether it was their names or their work that brought them together."""
    crew = Crew(names, count, work)
    return replace(crew, work="") if crew.each else crew


def _people(count: int) -> str:
    return f"{count} people" if count != 1 else "one person"


def joined(names: Iterable[str]) -> str:
    """"a, b and c"."""
    names = list(names)
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


class Crews:
    """The people of one company, found by role or by the work that a clause is about."""

    def __init__(self, made: Plan, added: Collection[str] = ()) -> None:
        """`added`: paths of answers that are new, such as "equipment.forklift"."""
        self._program: Program = made.program
        self._added = added
        self._refs = {clause.id: tuple(reason.ref for reason in (
            *clause.reasons, *(document.reasons if len(document.clauses) == 1 else ())) if reason.kind == "answer")
            for document in made.composed.documents for clause in document.clauses}
        self._letters = {document.id: str(document.context.get("person_name", "")) for document in made.composed.documents
                         if document.letter}

    @property
    def owner(self) -> str:
        """The owner's name."""
        return self._program.company.owner.name

    def of(self, who: Who, change: Change | None = None, row: str = "") -> Crew | None:
        """The crew that a rule means; None where the company has nobody there. `row` is an answer's row ("forklift")."""
        people: dict[Who, Callable[[], Crew]] = {
                  "everyone": self.everyone, "owner": lambda: self.named([self.owner]),
                  "supervisors": lambda: self._of_role("supervisor"), "safety_lead": lambda: self._of_role("safety_lead"),
                  "first_aiders": lambda: self._of_role("first_aider"), "committee": self._committee,
                  "person": lambda: self._person(change, row), "users": lambda: self.doers([f"equipment.{row}"]),
                  "product_users": lambda: self.doers(_PRODUCT_WORK),
                  "doers": lambda: self.doers(self._about(change))}
        found = people[who]()
        return None if found.nobody else found

    def together(self, crews: Sequence[Crew | None]) -> Crew | None:
        """Several crews as one: by their names, or the widest where they are not all named."""
        found = [crew for crew in crews if crew]
        if len(found) > 1 and all(crew.each for crew in found):
            return self.named(name for crew in found for name in crew.names)
        return max(found, key=lambda crew: crew.count, default=None)

    def brought_by(self, change: Change) -> tuple[str, ...]:
        """The answers that brought its text in, as tokens of causes: "answer:equipment.forklift"."""
        return tuple(f"answer:{ref}" for ref in self._refs.get(change.clause, ()))

    def everyone(self) -> Crew:
        """All who work there, by name where the intake names them all."""
        company = self._program.company
        names = tuple(person.name for person in company.everyone)
        return crew_of(names, max(company.workers, len(names)), _EVERYBODY)

    def named(self, names: Iterable[str]) -> Crew:
        """In the order of the intake, so that the same people are the same crew; one who is gone comes last."""
        order = {person.name: place for place, person in enumerate(self._program.company.everyone)}
        found = sorted({name for name in names if name}, key=lambda name: (order.get(name, len(order)), name))
        return Crew(tuple(found), len(found))

    def _of_role(self, *roles: str) -> Crew:
        return self.named(person.name for person in self._program.company.everyone if set(roles) & set(person.roles))

    def _committee(self) -> Crew:
        """The committee, else the representative, as far as the law asks this company for one."""
        if self._program.duties.committee:
            return self._of_role("cochair_employer", "cochair_worker", "committee_member")
        return self._of_role("representative") if self._program.duties.representative else self.named([])

    def _person(self, change: Change | None, row: str) -> Crew:
        """Whom a letter is for; of one that is gone the title still says it."""
        if change is None:
            return self.named([row])
        return self.named([self._letters.get(change.document) or change.document_title.partition(" - ")[2]])

    def doers(self, refs: Iterable[str]) -> Crew:
        """Those who do the work, or use the machine, that a text is about; everybody where it is about no work of its own."""
        refs = tuple(refs)
        jobs, every = self._jobs(refs), self.everyone()
        if not jobs:
            new = [item.phrase for item in self._program.equipment if f"equipment.{item.id}" in {*refs} & {*self._added}]
            return Crew((), 0, f"uses {_either(new)}") if new and len(every.names) > 1 else every
        names = tuple(dict.fromkeys(name for job in jobs for name in job.who))
        count = max(len(names), *(job.workers or 1 for job in jobs))
        if count >= every.count:
            return every
        if all(len(job.who) >= (job.workers or 1) for job in jobs) and len(names) <= _NAMED:
            return self.named(names)
        if len(jobs) > _JOBS:
            return every
        return Crew(self.named(names).names, count, _either([_plain(job.title) for job in jobs]))

    def _about(self, change: Change | None) -> Sequence[str]:
        """The answers that a text is about; of a new one those that are new themselves, where there are any."""
        refs = self._refs.get(change.clause, ()) if change else ()
        new = [ref for ref in refs if ref in self._added]
        return new if new and change and change.kind == "new" else refs

    def _jobs(self, refs: Iterable[str]) -> list[ActivityItem]:
        wanted: dict[str, None] = {}
        for ref in refs:
            section, _, id_ = ref.partition(".")
            if section == "activities":
                wanted[id_] = None
            elif section == "equipment":
                wanted.update(dict.fromkeys(self._uses(id_.partition(".")[0])))
        return [item for item in self._program.activities if item.id in wanted]

    def _uses(self, machine: str) -> list[str]:
        """Activities in which a machine is used: by the answers, else by the hazard assessments."""
        answered = next((item.answer.used_for for item in self._program.equipment if item.id == machine), ())
        assessed = [item.activity for item in self._program.assessments if item.activity and machine in item.machines]
        return list(answered) or assessed


def _either(titles: list[str]) -> str:
    return f"{', '.join(titles[:-1])} or {titles[-1]}" if len(titles) > 1 else titles[0]


def _plain(title: str) -> str:
    """A kind of work in a sentence: without what stands in brackets, its first letter small."""
    text = title.partition(" (")[0]
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
