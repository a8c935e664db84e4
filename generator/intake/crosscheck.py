"""What a person would notice on reading the answers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.intake.crosscheck_ratings import rating_faults
from generator.intake.crosscheck_tickets import ticket_faults
from generator.intake.nearest import did_you_mean, person_meant
from generator.intake.question import Choice
from generator.intake.source import AnswerPath, Answers
from generator.intake.vocabulary import EVERYWHERE, Vocabulary, people_of

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: an error stops the build, a warning only says so."""

    path: AnswerPath
    message: str
    accepted: str | None = None
    warning: bool = False


def cross_check(answers: Answers, vocabulary: Vocabulary, folder: Path) -> Iterator[Finding]:
    """Everything that does not fit together. `folder` holds the intake, and a logo beside it."""
    yield from _workforce(answers)
    yield from _federal(answers)
    yield from _sites(answers)
    yield from _people(answers)
    yield from (Finding(*fault) for fault in ticket_faults(answers))
    yield from _activities(answers)
    yield from _equipment(answers, vocabulary)
    yield from _rhythms(answers)
    yield from (Finding(*fault) for fault in rating_faults(answers, vocabulary))
    yield from _scheme(answers, vocabulary)
    yield from _revision(answers)
    yield from _logo(answers, folder)


def rows(answers: Mapping[str, Any], table: str) -> Iterator[tuple[int, Row]]:
    """The rows of a table with their numbers; entries that are no row are passed over."""
    for number, row in enumerate(answers.get(table) or ()):
        if isinstance(row, Mapping):
            yield number, row


def _most(row: Row) -> int:
    """The most people of a workforce row at one time."""
    return max(row.get("workers") or 0, row.get("peak_workers") or 0)


def _workforce(answers: Answers) -> Iterator[Finding]:
    for number, row in rows(answers, "workforce"):
        path: AnswerPath = ("workforce", number)
        workers, peak = row.get("workers"), row.get("peak_workers")
        if workers is not None and peak is not None and peak < workers:
            yield Finding(
                (*path, "peak_workers"),
                f"the most at one time ({peak}) is below the workers now ({workers})",
                f"{workers} or more, or leave it out",
            )
        if workers is None:
            continue
        for name, what in (("young_workers", "workers under 18"), ("supervisors", "supervisors")):
            if (row.get(name) or 0) > _most(row):
                yield Finding(
                    (*path, name),
                    f"there are more {what} ({row[name]}) than workers ({_most(row)})",
                    f"0 to {_most(row)}",
                )


def _federal(answers: Answers) -> Iterator[Finding]:
    federal = answers.get("federally_regulated")
    for number, row in rows(answers, "workforce"):
        path: AnswerPath = ("workforce", number, "jurisdiction")
        code = row.get("jurisdiction")
        if federal is True and code not in (None, "CA"):
            yield Finding(
                path,
                f"the company is under federal labour law, so {code} law is not used for these workers",
                "CA, or federally_regulated: no",
                warning=True,
            )
        if federal is False and code == "CA":
            yield Finding(
                path,
                "CA stands for work under federal labour law, but federally_regulated says no",
                "the province where they work, or federally_regulated: yes",
            )
    province = ((answers.get("company") or {}).get("address") or {}).get("province")
    codes = [str(row["jurisdiction"]) for _, row in rows(answers, "workforce") if row.get("jurisdiction")]
    if province and codes and province not in codes and "CA" not in codes:
        yield Finding(
            ("company", "address", "province"),
            f"the address is in {province}, but the workforce has nobody there ({', '.join(codes)})",
            "a row for that province under workforce, if people work there",
            warning=True,
        )


def _sites(answers: Answers) -> Iterator[Finding]:
    crew = {row.get("jurisdiction"): row for _, row in rows(answers, "workforce")}
    for number, site in rows(answers, "sites"):
        code, shift = site.get("jurisdiction"), site.get("workers_per_shift")
        if code is None or not crew or None in crew or ("CA" in crew and code not in crew):
            continue
        row = crew.get(code)
        if row is None or row.get("workers") == 0:
            yield Finding(
                ("sites", number, "jurisdiction"),
                f"{site.get('name') or 'this site'} is in {code}, but nobody works in {code} under workforce",
                f"{', '.join(str(known) for known in crew)}, or a workforce row for {code}",
            )
        elif shift is not None and row.get("workers") is not None and shift > _most(row):
            yield Finding(
                ("sites", number, "workers_per_shift"),
                f"{shift} people on a shift is more than the {_most(row)} who work in {code}",
                f"0 to {_most(row)}, or more workers under workforce",
            )


def _people(answers: Answers) -> Iterator[Finding]:
    owner = ((answers.get("company") or {}).get("owner") or {}).get("name")
    for number, person in rows(answers, "people"):
        name = person.get("name")
        if owner and name and name.casefold() == owner.casefold():
            yield Finding(
                ("people", number, "name"),
                f"{name} is the owner and is named under company already",
                "people other than the owner; give the owner's further roles in company.owner.also",
            )


def _activities(answers: Answers) -> Iterator[Finding]:
    people = people_of(answers)
    total = sum(_most(row) for _, row in rows(answers, "workforce"))
    known = all(row.get("workers") is not None for _, row in rows(answers, "workforce"))
    for number, activity in rows(answers, "activities"):
        path: AnswerPath = ("activities", number)
        workers, who = activity.get("workers"), activity.get("who") or ()
        if workers == 0:
            yield Finding(
                (*path, "workers"),
                "nobody does this work",
                "the number of people who do it; take the work out of the list if nobody does",
            )
        elif workers is not None and known and total and workers > total:
            yield Finding(
                (*path, "workers"), f"{workers} people do this work, but the company has {total}", f"1 to {total}"
            )
        for place, name in enumerate(who):
            if isinstance(name, str) and name not in people:
                yield Finding(
                    (*path, "who", place),
                    f'nobody is named "{name[:80]}"{person_meant(name, people)}',
                    f"{', '.join(people)}; or add the person under people" if people else "names under people",
                )
    alone = (answers.get("conditions") or {}).get("working_alone")
    if alone is False and any(row.get("id") == "working_alone_activity" for _, row in rows(answers, "activities")):
        yield Finding(
            ("conditions", "working_alone"),
            "working_alone_activity is among the work, but this says no",
            "yes, or take the work out of activities",
            warning=True,
        )


def _equipment(answers: Answers, vocabulary: Vocabulary) -> Iterator[Finding]:
    chosen = [str(row["id"]) for _, row in rows(answers, "activities") if row.get("id")]
    choices = [choice for choice in vocabulary.lists["catalogue.activities"] if choice.id in chosen]
    fitting = _fitting_groups(answers, set(chosen), vocabulary)
    for number, item in rows(answers, "equipment"):
        path: AnswerPath = ("equipment", number)
        used_for = [entry for entry in item.get("used_for") or () if isinstance(entry, str)]
        for place, entry in enumerate(item.get("used_for") or ()):
            if isinstance(entry, str) and entry not in chosen:
                yield Finding((*path, "used_for", place), _not_chosen(entry, choices, vocabulary), ", ".join(chosen))
        if (
            item.get("id")
            and chosen
            and not used_for
            and vocabulary.equipment_groups.get(str(item["id"])) not in fitting | EVERYWHERE
        ):
            yield Finding(
                (*path, "id"),
                f"none of your kinds of work seems to use this ({_label(item, vocabulary)})",
                "the work it is for, under activities; or say under used_for what you use it for",
                warning=True,
            )


def _rhythms(answers: Answers) -> Iterator[Finding]:
    """A rhythm for a look at equipment needs the equipment; one thing has one rhythm."""
    have = {str(row.get("id")) for _, row in rows(answers, "equipment")}
    seen: set[str] = set()
    for number, row in rows(answers, "rhythms"):
        about = str(row.get("about"))
        equipment, dot, _ = about.partition(".")
        if dot and equipment not in have:
            yield Finding(("rhythms", number, "about"), f'"{equipment}" is not among your equipment',
                          "add it under equipment, or leave this rhythm out")
        if about in seen:
            yield Finding(("rhythms", number, "about"), f'"{about}" has a rhythm already; one thing has one')
        seen.add(about)


def _fitting_groups(answers: Answers, chosen: set[str], vocabulary: Vocabulary) -> set[str]:
    """Groups with at least one thing that the work explains: its fellows (the shop's saws) are taken as explained."""
    return {
        vocabulary.equipment_groups.get(str(row.get("id")), "")
        for _, row in rows(answers, "equipment")
        if row.get("used_for") or vocabulary.fits(str(row.get("id")), chosen)
    }


def _not_chosen(entry: str, choices: list[Choice], vocabulary: Vocabulary) -> str:
    everything = vocabulary.lists["catalogue.activities"]
    if any(choice.id == entry for choice in everything):
        return f'"{entry}" is not among your kinds of work; add it under activities if you do it'
    guess = did_you_mean(entry, choices) or did_you_mean(entry, everything)
    return f'"{entry[:80]}" is not among your kinds of work{guess}'


def _label(item: Row, vocabulary: Vocabulary) -> str:
    return next((choice.label for choice in vocabulary.lists["catalogue.equipment"] if choice.id == item["id"]), "")


def _scheme(answers: Answers, vocabulary: Vocabulary) -> Iterator[Finding]:
    if (answers.get("goal") or {}).get("scheme") != "secor":
        return
    for number, row in rows(answers, "workforce"):
        code = str(row.get("jurisdiction"))
        limit = vocabulary.secor_limits.get(code)
        if limit is not None and _most(row) > limit:
            name = "peak_workers" if (row.get("peak_workers") or 0) > limit else "workers"
            yield Finding(
                ("workforce", number, name),
                f"SECOR in {code} is for at most {limit} employees at any time in the year; you have {_most(row)}",
                "cor under goal.scheme, or ask the certifying partner",
                warning=True,
            )


def _revision(answers: Answers) -> Iterator[Finding]:
    revision = answers.get("revision") or {}
    start, review = revision.get("in_force"), revision.get("next_review")
    if start and review and review <= start:
        yield Finding(
            ("revision", "next_review"),
            f"the next review ({review}) is not after the day it takes force ({start})",
            f"a date after {start}, usually a year later",
        )


def _logo(answers: Answers, folder: Path) -> Iterator[Finding]:
    logo = ((answers.get("preferences") or {}).get("brand") or {}).get("logo")
    if not logo:
        return
    path: AnswerPath = ("preferences", "brand", "logo")
    if Path(logo).suffix.lower() not in (".png", ".jpg", ".jpeg", ".svg"):
        yield Finding(path, f'"{logo}" is not a picture that we can print', "a PNG, JPEG or SVG file")
    elif not _is_file(folder / logo):
        yield Finding(path, f'there is no file "{logo}" beside the intake', "a PNG, JPEG or SVG file")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
