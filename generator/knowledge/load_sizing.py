"""Right-sizing rules, toolbox talks, and the clocks of Ontario construction."""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.knowledge.files import data_file, data_folder
from generator.knowledge.load_schemes import check_sourced
from generator.knowledge.model_schemes import (
    AuditFact,
    OntarioClock,
    OntarioIntervals,
    OntarioMyth,
    OwnerAnswer,
    Parameter,
    Principle,
    RightSizing,
    SizingRule,
    ToolboxTopic,
    ToolboxTopics,
)
from generator.knowledge.reading import Fault, build, by_id, expect_keys, frozen, reading


@cache
def right_sizing() -> RightSizing:
    """Principles, parameters, rules with their decision tables, and the worked example."""
    return read_right_sizing(data_folder())


@cache
def toolbox_topics() -> ToolboxTopics:
    """All talks by id, with how a year's talks are chosen."""
    return read_toolbox_topics(data_folder())


@cache
def ontario_intervals() -> OntarioIntervals:
    """Recurring duties in Ontario construction, and intervals that are believed to be law and are not."""
    return read_ontario_intervals(data_folder())


def read_right_sizing(folder: Path) -> RightSizing:
    """The right-sizing rules of a fact base at `folder`. A rule may have inputs beside the shared parameters."""
    def work(data: dict[str, Any]) -> RightSizing:
        expect_keys(data, (), ("principles", "parameters", "evaluation", "audit_facts", "rules", "worked_example",
                               "answers_to_the_owner"), ("catalogue", "as_of"))
        check_sourced(data, ())
        parameters = by_id(data["parameters"], ("parameters",), lambda row, at: build(Parameter, row, at))
        rules = by_id(data["rules"], ("rules",), lambda row, at: build(SizingRule, row, at))
        return RightSizing(
            principles=MappingProxyType(
                by_id(data["principles"], ("principles",), lambda row, at: build(Principle, row, at))),
            parameters=MappingProxyType(parameters), evaluation=frozen(data["evaluation"]),
            audit_facts=MappingProxyType(
                by_id(data["audit_facts"], ("audit_facts",), lambda row, at: build(AuditFact, row, at))),
            rules=MappingProxyType(rules), worked_example=frozen(data["worked_example"]),
            answers_to_the_owner=_answers(data["answers_to_the_owner"], rules),
        )

    return reading(data_file("catalogue", "right_sizing.yaml", folder=folder), work)


def _answers(rows: list[Any], rules: Mapping[str, SizingRule]) -> tuple[OwnerAnswer, ...]:
    found = []
    for number, row in enumerate(rows):
        answer = build(OwnerAnswer, row, ("answers_to_the_owner", number))
        for position, one in enumerate(answer.rules):
            if one not in rules:
                raise Fault(("answers_to_the_owner", number, "rules", position), f"no rule {one!r}")
        found.append(answer)
    return tuple(found)


def read_toolbox_topics(folder: Path) -> ToolboxTopics:
    """The talks of a fact base at `folder`."""
    def work(data: dict[str, Any]) -> ToolboxTopics:
        expect_keys(data, (), ("selection", "everywhere", "standing_items", "seasons", "topics"),
                    ("catalogue", "as_of", "refers_to"))
        topics = by_id(data["topics"], ("topics",), lambda row, at: build(ToolboxTopic, row, at))
        for number, topic in enumerate(topics.values()):
            if topic.season not in data["seasons"] and topic.season != "any":
                accepted = "any, " + ", ".join(data["seasons"])
                raise Fault(("topics", number, "season"), f"{topic.season!r} is no season", accepted)
        for number, one in enumerate(data["standing_items"]):
            if one not in topics:
                raise Fault(("standing_items", number), f"no topic {one!r}")
        return ToolboxTopics(MappingProxyType(topics), tuple(data["standing_items"]), frozen(data["seasons"]),
                             data["selection"], tuple(data["everywhere"]))

    return reading(data_file("catalogue", "toolbox_topics.yaml", folder=folder), work)


_CLOCKS = ("calendar", "each_use", "continuous", "event_clocks")


def read_ontario_intervals(folder: Path) -> OntarioIntervals:
    """The Ontario clocks of a fact base at `folder`."""
    def work(data: dict[str, Any]) -> OntarioIntervals:
        expect_keys(data, (), (*_CLOCKS, "not_in_law"), ("catalogue", "jurisdiction", "as_of", "sector", "notes"))
        clocks: dict[str, OntarioClock] = {}
        for group in _CLOCKS:
            rows = by_id(data[group], (group,), lambda row, at: build(OntarioClock, row, at, group=str(at[0])))
            for number, (name, clock) in enumerate(rows.items()):
                if name in clocks:
                    raise Fault((group, number), f"the id {name!r} occurs twice")
                clocks[name] = clock
        myths = by_id(data["not_in_law"], ("not_in_law",), lambda row, at: build(OntarioMyth, row, at))
        return OntarioIntervals(MappingProxyType(clocks), MappingProxyType(myths))

    return reading(data_file("catalogue", "ontario_intervals.yaml", folder=folder), work)
