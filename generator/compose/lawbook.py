"""Law as templates read it: values for one or several jurisdictions, and the small Law line at a section's end."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.compose.markdown import Markdown, escape, join_and
from generator.compose.recording import Recorder
from generator.errors import TemplateError
from generator.knowledge.base import Knowledge
from generator.knowledge.model import Jurisdiction, LawFact, Quantity
from generator.program.model import Reason, ToConfirm

_SECTIONS = re.compile(r"^(?P<statute>.+?)\s+(?P<mark>ss?|arts?)\s+(?P<list>[\d(].*)$")


class LawBook:
    """`law('key')` in a template: the value with its unit; both values where jurisdictions differ."""

    def __init__(self, knowledge: Knowledge, recorder: Recorder) -> None:
        self._jurisdictions, self._titles, self._recorder = knowledge.jurisdictions, knowledge.titles, recorder

    def _facts(self, key: str) -> list[LawFact]:
        return [jurisdiction.facts[key] for jurisdiction in self._jurisdictions.values() if key in jurisdiction.facts]

    def knows(self, *keys: str) -> bool:
        """True where every jurisdiction of the company has a value for every key."""
        return all(len(facts := self._facts(key)) == len(self._jurisdictions)
                   and all(fact.value is not None for fact in facts) for key in keys)

    def __call__(self, key: str) -> Markdown:
        if not self.knows(key):
            raise TemplateError(f"law('{key}') has no value in {', '.join(self._jurisdictions)}: "
                                f"guard it with law.knows('{key}')")
        facts = self._facts(key)
        self.note(key)
        by_text: dict[str, list[LawFact]] = {}
        for fact in facts:
            by_text.setdefault(value_text(fact), []).append(fact)
        parts = []
        for text, same in by_text.items():
            mark = Markdown(" [(to confirm)]{.confirm}" if any(fact.verified == "recall" for fact in same) else "")
            where = join_and(self._jurisdictions[fact.jurisdiction].name for fact in same)
            parts.append(Markdown(f"{escape(text)}{mark}" + (f" in {where}" if len(by_text) > 1 else "")))
        return join_and(parts)

    def note(self, key: str) -> None:
        """Cite a key without printing its value."""
        self._recorder.law_keys[key] = None
        for fact in self._facts(key):
            self._recorder.because(fact_reason(fact, self._titles))
            if fact.verified == "recall":
                self._recorder.to_confirm[f"{fact.jurisdiction}:{key}"] = ToConfirm(
                    f"{fact.jurisdiction}:{key}", f"{self._jurisdictions[fact.jurisdiction].name}: {fact.rule}",
                    "Not yet confirmed in the text of the law.")

    def rule(self, key: str) -> Markdown:
        """The rule in words, one sentence a jurisdiction."""
        facts = self._facts(key)
        if not facts:
            raise TemplateError(f"law.rule('{key}'): no jurisdiction of the company has it; guard it with law.has('{key}')")
        self.note(key)
        if len(facts) == 1:
            return escape(facts[0].rule)
        return Markdown(" ".join(f"{escape(self._jurisdictions[fact.jurisdiction].name)}: {escape(fact.rule)}"
                                 for fact in facts))

    def items(self, key: str) -> list[str]:
        """A list value, the lists of several jurisdictions joined without repeats."""
        self.note(key)
        found: dict[str, None] = {}
        for fact in self._facts(key):
            for item in fact.value if isinstance(fact.value, tuple) else (str(fact.value),):
                found[item] = None
        return list(found)

    def has(self, *keys: str) -> bool:
        """True where at least one jurisdiction of the company has each key."""
        return all(bool(self._facts(key)) for key in keys)


def value_text(fact: LawFact) -> str:
    """A value as printed in a sentence."""
    return ", ".join(fact.value) if isinstance(fact.value, tuple) else str(fact.value)


def fact_reason(fact: LawFact, titles: Mapping[str, str]) -> Reason:
    """A fact as a reason: what it is about, its value, its section."""
    value = f": {value_text(fact)}" if isinstance(fact.value, Quantity) else ""
    cite = fact.cite if fact.verified != "recall" else "section to confirm"
    return Reason("law", f"{fact.jurisdiction}:{fact.key}", f"{titles.get(fact.key, fact.key)}{value} ({cite})")


def law_line(keys: Iterable[str], jurisdictions: Mapping[str, Jurisdiction]) -> Markdown | None:
    """The small line: "OHS Code s 139, 140 (Alberta)". None where no jurisdiction has any of the keys.

    Where nobody could confirm that the law is silent there is no section to look for, so nothing is said.
    """
    keys = list(dict.fromkeys(keys))
    parts = []
    for jurisdiction in jurisdictions.values():
        facts = [jurisdiction.facts[key] for key in keys if key in jurisdiction.facts]
        firm = merge_cites(fact.cite for fact in facts if fact.verified != "recall")
        loose = any(fact.verified == "recall" and fact.value is not None for fact in facts)
        if not firm and not loose:
            continue
        text = escape(firm) if firm else Markdown("")
        confirm = Markdown("[section to confirm]{.confirm}") if loose and not firm else Markdown(
            " · [one section to confirm]{.confirm}" if loose else "")
        parts.append(Markdown(f"{escape(jurisdiction.name)}: {text}{confirm}"))
    return Markdown(" · ".join(parts)) if parts else None


_BY_PART = frozenset({"SEA", "OHS Regs 2020"})  # Saskatchewan numbers sections by part: s 3-21


def merge_cites(cites: Iterable[str]) -> str:
    """Sections of the same statute under one name: "OHS Code s 139", "OHS Code s 140" -> "OHS Code ss 139, 140"."""
    sections: dict[str, dict[str, None]] = {}
    other: dict[str, None] = {}
    for cite in cites:
        for part in (piece.strip() for piece in cite.split(";")):
            match = _SECTIONS.match(part)
            if match:
                entry = sections.setdefault(match["statute"], {})
                for section in re.split(r",(?!\s*\()\s*", match["list"]):  # "324(1)(b), (c)" is one place
                    entry[re.sub(r"^(?:and )?ss?\s+", "", section.strip())] = None
            elif part:
                other[part] = None
    merged = [f"{statute} {'s' if _is_one(statute, found) else 'ss'} {', '.join(found)}"
              for statute, found in ((statute, _in_order(entry, statute in _BY_PART)) for statute, entry in sections.items())]
    rest = [part for part in other if part not in sections
            and not any(longer.startswith((f"{part},", f"{part} ")) for longer in other)]
    return "; ".join([*merged, *rest])


def _is_one(statute: str, found: list[str]) -> bool:
    return len(found) == 1 and " to " not in found[0] and ("-" not in found[0] or statute in _BY_PART)


def _in_order(sections: Iterable[str], by_part: bool) -> list[str]:
    """Sections by number; one that a whole section or a range beside it already covers is left out.

    `by_part`: "3-21" is section 21 of part 3, else it is a range.
    """
    if by_part:
        parts = tuple(dict.fromkeys(sections))
        return sorted((section for section in parts if not any(other != section and section.startswith((f"{other}(", f"{other},"))
                                                               for other in parts)),
                      key=lambda section: [float(number) for number in re.findall(r"\d+(?:\.\d+)?", section)][:2])

    def number(section: str) -> float:
        match = re.match(r"\d+(?:\.\d+)?", section)
        return float(match[0]) if match else float("inf")

    sections = tuple(dict.fromkeys(sections))
    spans = {section: (float(match[1]), float(match[2] or match[1])) for section in sections
             if (match := re.fullmatch(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?", section))}

    def covered(section: str) -> bool:
        first = number(section)
        low, high = spans.get(section, (first, first))
        return any(span[0] <= low and high <= span[1] for other, span in spans.items() if other != section) or any(
            other.startswith(f"{section},") for other in sections)

    return sorted((section for section in sections if not covered(section)), key=lambda text: (number(text), text))
