"""Which talk stands where: by the risk of the company's own assessment, spread over its jobs and machines.

Three lists of a year take turns, so that a list differs from the one before. A talk has one place in the year for good:
what comes back does so in the same week or month of a later year. In each list every job gets a talk before any gets a
second one, and no kind of equipment or hazard gets a second while another has none. Among equals a machine that can kill
comes first, then the highest score before controls. The only talk on what can kill in a job stands in every list.
"""
from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.knowledge.model_schemes import ToolboxTopic
from generator.program.likeness import shared_words
from generator.program.model import AssessmentRow, Program
from generator.program.rating import HIGH_FROM

LISTS = 3  # lists of a year that take turns
_DEADLY = 5  # severity of a hazard that can kill, as the assessments rate it
_OWNED, _ASSESSED, _KNOWN, _SECTOR, _ALL_SECTORS, _SEASON = 3, 2, 1, 2, 1, 2  # as toolbox_topics.yaml `selection` says


@dataclass(frozen=True)
class Ranked:
    """A talk with what it is about here: `job` is the activity of its worst row ("" for none).

    `about`: its kind of equipment, or without one (`machine` False) its first hazard.
    """

    topic: ToolboxTopic
    job: str
    about: str
    machine: bool
    deadly: bool
    risk: int  # highest score before controls among the rows that it is about


def sectors(program: Program) -> frozenset[str]:
    """The sectors of the work that the company does."""
    return frozenset(item.activity.sector for item in program.activities)


def score(topic: ToolboxTopic, program: Program) -> int:
    """How well a talk fits: equipment that is owned, hazards that are assessed, sector, and a season of its own."""
    owned = {item.id for item in program.equipment}
    assessed = {row.hazard for item in program.assessments for row in item.rows}
    points = _OWNED * bool(owned & set(topic.equipment))
    points += _ASSESSED if assessed & set(topic.hazards) else _KNOWN if topic.hazards else 0
    points += _SECTOR if set(topic.sectors) & sectors(program) else _ALL_SECTORS if "all" in topic.sectors else 0
    return points + _SEASON * (topic.season != "any")


def ranked(topics: Iterable[ToolboxTopic], program: Program) -> list[Ranked]:
    """The talks, the most needed first; an order among equals that is the company's own and the same in every build."""
    found = [_ranked(topic, program) for topic in topics]
    return sorted(found, key=lambda item: (
        -(item.deadly and item.machine), -item.risk, -score(item.topic, program), _shuffled(item.topic, program)))


def _ranked(topic: ToolboxTopic, program: Program) -> Ranked:
    owned = {item.id for item in program.equipment}
    rows = [(row.before[0] * row.before[1], row.before[0], job) for job, row in rows_about(topic, program)]
    worst = max(rows, key=lambda item: item[0], default=(0, 0, ""))
    machine = next((id_ for id_ in topic.equipment if id_ in owned), None)
    about = machine or next(iter(topic.hazards), topic.id)
    return Ranked(topic, worst[2], about, machine is not None, any(severity >= _DEADLY for _, severity, _ in rows), worst[0])


def rows_about(topic: ToolboxTopic, program: Program) -> Iterator[tuple[str, AssessmentRow]]:
    """The assessed rows that a talk is about, each with its activity: one of its hazards, at one of its machines.

    Equipment that the assessments place at no task (a lock, safety glasses) goes with its hazards everywhere. A talk on no
    equipment is about the hazard that it names first.
    """
    hazards = topic.hazards if topic.equipment else topic.hazards[:1]
    named = machines_of(topic, program)
    for item in program.assessments:
        for task in item.tasks:
            here = set(task.machines) or set(item.machines)
            for row in task.rows:
                if row.hazard in hazards and (not named or named & (here | set(row.machines))):
                    yield item.activity, row


def machines_of(topic: ToolboxTopic, program: Program) -> set[str]:
    """The equipment of a talk that is owned and that the assessments place at a job."""
    placed = {id_ for item in program.assessments for task in item.tasks for id_ in (*item.machines, *task.machines)}
    return {item.id for item in program.equipment} & set(topic.equipment) & placed


def controls_in_place(topic: ToolboxTopic, program: Program) -> list[str]:
    """What the owner has in place for what the talk is about: the same hazard in the same job.

    For a talk on a machine the words of the control have to belong to it too: a light curtain on the press says nothing of
    the ironworker beside it.
    """
    machines = machines_of(topic, program)
    names = [item.title for item in program.equipment if item.id in machines]
    said = " ".join((topic.title, *names, *topic.points))
    told = [control.text for _, row in rows_about(topic, program) for control in row.controls if control.existing]
    return [text for text in dict.fromkeys(told) if not machines or shared_words(text, said)]


def _shuffled(topic: ToolboxTopic, program: Program) -> str:
    return hashlib.sha256(f"{program.company.legal_name}/{topic.id}".encode()).hexdigest()


def alike(one: ToolboxTopic, other: ToolboxTopic) -> bool:
    """Talks on the same machine or the same hazard."""
    return bool(set(one.equipment) & set(other.equipment) or set(one.hazards) & set(other.hazards))


@dataclass
class _List:
    """One of the lists while it fills: its places, and what its talks are about so far."""

    places: list[Ranked | None]
    subjects: Counter[str] = field(default_factory=Counter)
    jobs: set[str] = field(default_factory=set)

    def put(self, item: Ranked, place: int) -> None:
        self.places[place] = item
        self.jobs.add(item.job)
        self.subjects[item.about] += 1

    def beside(self, item: Ranked, place: int) -> int:
        """How many of the talks before and after are like this one; the last place stands beside the first."""
        near = {(place - 1) % len(self.places), (place + 1) % len(self.places)} - {place}
        return sum(alike(item.topic, other.topic) for number in near if (other := self.places[number]) is not None)


def fill(count: int, items: Sequence[Ranked], fits: Mapping[str, Sequence[int]],
         quiet: int | None) -> list[list[ToolboxTopic | None]]:
    """Three lists with a talk, or None, at each of `count` places.

    `items` come the most needed first; `fits`: by talk, the places in its season. `quiet`: the place that is filled last,
    for another talk may take it.
    """
    lists = [_List([None] * count) for _ in range(LISTS)]
    homes: dict[str, int] = {}
    for item in _every_year(items):
        place = _place(item, lists[0], lists, fits, homes, quiet)
        if place is not None:
            homes[item.topic.id] = place
            for one in lists:
                one.put(item, place)
    open_lists = list(lists)
    while open_lists:
        for one in list(open_lists):
            found = _next(one, items, lists, fits, homes, quiet)
            if found is None:
                open_lists.remove(one)
                continue
            homes[found[0].topic.id] = found[1]
            one.put(*found)
    return [[item.topic if item else None for item in one.places] for one in lists]


def _every_year(items: Sequence[Ranked]) -> list[Ranked]:
    """The talks that are the only one on what can kill in their job."""
    count = Counter(item.job for item in items if item.deadly)
    return [item for item in items if item.deadly and item.job and count[item.job] == 1]


def _next(one: _List, items: Sequence[Ranked], lists: Sequence[_List], fits: Mapping[str, Sequence[int]],
          homes: Mapping[str, int], quiet: int | None) -> tuple[Ranked, int] | None:
    """The next talk of a list and its place: a job without a talk first, then equipment without, then what is new."""
    best: tuple[tuple[int, ...], Ranked, int] | None = None
    few = len(items) < LISTS * len(one.places)  # talks come back anyway: then those on high risks first
    for order, item in enumerate(items):
        place = _place(item, one, lists, fits, homes, quiet)
        if place is None:
            continue
        key = (int(not item.job or item.job in one.jobs), one.subjects[item.about], one.beside(item, place),
               int(item.topic.id in homes and not (few and item.risk >= HIGH_FROM)), order)
        if best is None or key < best[0]:
            best = (key, item, place)
    return best[1:] if best else None


def _place(item: Ranked, one: _List, lists: Sequence[_List], fits: Mapping[str, Sequence[int]], homes: Mapping[str, int],
           quiet: int | None) -> int | None:
    """Where a talk goes in a list: its own place where it has one; else one in its season, away from talks like it."""
    home = homes.get(item.topic.id)
    if home is not None:
        return home if one.places[home] is None else None
    free = [place for place in fits[item.topic.id] if one.places[place] is None]
    return min(free, default=None, key=lambda place: (
        place == quiet, one.beside(item, place), sum(other.places[place] is not None for other in lists), place))
