"""The change list in plain words: what changed and why, what to decide, who to tell, what to sign and train again. Pure.

It is the front of `Changes/Revision N Changes.docx`, and once dated and initialled the record that people were told.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from generator.compose.markdown import Markdown, div, escape, table
from generator.publish.changes.because import nearest
from generator.publish.changes.crews import Crew
from generator.publish.changes.duties import Duties
from generator.publish.changes.grouped import ANSWER, EDIT, LAW, REST, Line, gathering, lines, one_step, some
from generator.publish.changes.happened import same_words
from generator.publish.changes.model import Change
from generator.publish.changes.rows import Duty
from generator.publish.edits.over import Laid
from generator.publish.edits.told import command

_HEADINGS = {LAW: "Because the law changed", EDIT: "Edited in Word", ANSWER: "Because your answers changed",
             REST: "From the library and the program"}
_CODE = re.compile(r"\b(P|J|F|HA)\\-(\d+)\b")  # of a paper: never broken over two lines
_ABOUT = 8  # things that one row names
_UNKNOWN = 2  # lines for people whom nobody has named yet
_CODES = 30  # codes of printed copies that one line names
_PRINTED = {"assessment": "hazard assessment", "practice": "safe work practice", "procedure": "safe job procedure",
            "form": "form", "emergency_plan": ""}
_CREWS = 3  # groups that a line at the terminal names
_NOTHING_THERE = "(deleted)"


def change_list(changes: Sequence[Change], duties: Duties, *, since: str, now: str, conflicts: Sequence[Laid],
                intake: str) -> str:
    """The list as Markdown. `since` is what it compares with ("revision 1, issued 4 January 2027"), `now` the draft or revision,
    `intake` the name of the file whose conflicts are listed.

    It links to the clauses that the redline sets below it.
    """
    changes = nearest(changes)
    parts: list[str] = [div("card quiet", "", title="What changed", sub=f"since {since}", note=now)]
    parts += [_lead(changes, duties, since), _conflicts(conflicts, intake)]
    if changes:
        parts += [_changed(changes, duties), _papers(changes), _tell(duties), _sign_and_train(duties)]
    return _CODE.sub("\\1\u2011\\2", "\n\n".join(part for part in parts if part)) + "\n"


def _lead(changes: Sequence[Change], duties: Duties, since: str) -> str:
    if not changes:
        return f"::: lead\nNothing changed since {escape(since)}.\n:::"
    record = (" Date and initials in the tables below make this page the record that people were told: keep it with the revision."
              if duties.tell or duties.sign or duties.train else "")
    return f"::: lead\n{escape(_count(changes))}.{record}\n:::"


def _count(changes: Sequence[Change]) -> str:
    """"12 sections in 4 documents changed; 1 document is new; 2 documents are taken out"."""
    whole = {change.document: change.kind for change in changes if change.whole}
    new = sum(1 for kind in whole.values() if kind == "new")
    other = [change for change in changes if not change.whole]
    documents = len({change.document for change in other})
    parts = [f"{_number(len(other), 'section')} in {_number(documents, 'document')} changed"] if other else []
    parts += [f"{_number(new, 'document')} {_verb(new, 'is', 'are')} new"] if new else []
    gone = len(whole) - new
    parts += [f"{_number(gone, 'document')} {_verb(gone, 'is', 'are')} taken out"] if gone else []
    return "; ".join(parts)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _verb(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _conflicts(conflicts: Sequence[Laid], intake: str) -> str:
    if not conflicts:
        return ""
    ordered = sorted(conflicts, key=lambda item: not item.law_changed)
    intro = ("Somebody edited these words in Word, and the program has a new text for the same place. Your words are printed "
             "until you decide, section by section. Run the command in the folder of your answers; for the program's text write "
             "`--take` in place of `--keep`, for a third text `--edit`.")
    rows = [(Markdown(f"{escape(f'{item.number} {item.title}'.strip())}{_law_mark(item)}"), escape(one.theirs or _NOTHING_THERE),
             escape(one.ours or _NOTHING_THERE), escape(f"{command(PurePath(intake), item.edit.clause)} --keep"))
            for item in ordered for one in item.conflicts]
    return f"## Decide these first\n\n{intro}\n\n" + table(
        ("Section", "Your words, printed now", "The program's new words", "Command"), rows, (18, 31, 31, 22))


def _law_mark(item: Laid) -> str:
    return "[]{.br}**The law changed here: decide this one first.**" if item.law_changed else ""


def _changed(changes: Sequence[Change], duties: Duties) -> str:
    """One table a kind of cause; pages that only gather what the rest says are one line below."""
    found = lines(changes, duties)
    ranks = [rank for rank in _HEADINGS if any(line.rank == rank for line in found)]
    parts = ["## Where, and why"]
    for rank in ranks:
        parts += [f"### {_HEADINGS[rank]}"] * (len(ranks) > 1)
        parts.append(_table_of([line for line in found if line.rank == rank]))
    pages, why = gathering(changes, duties)
    if pages:
        cause = "" if found else f" Cause: **{escape(why)}**."
        parts.append(f"**Brought up to date{' to match' if found else ''}**, last in the marked text: {', '.join(pages)}.{cause}")
    return "\n\n".join(parts)


def _table_of(rows: Sequence[Line]) -> str:
    """Where one row has the causes of all rows, they are one step and stand above the table."""
    widest = max(rows, key=lambda line: len(line.causes))
    if one_step([line.causes for line in rows]):
        return f"Cause: **{escape(widest.why)}**.\n\n" + table(
            ("Where", "What happened"), [(line.where, _begin(line.what)) for line in rows], (66, 34))
    cells, above = [], ""
    for line in rows:
        cells.append((line.where, _begin(line.what), Markdown("^^") if line.why == above else escape(line.why)))
        above = line.why
    return str(table(("Where", "What happened", "Cause"), cells, (48, 25, 27)))


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]


def _papers(changes: Sequence[Change]) -> str:
    """Which printed copies in binders, in vehicles and on walls are not the current ones any more."""
    found: dict[str, dict[str, str]] = {"put in": {}, "swap": {}, "take out": {}}
    for change in changes:
        if change.document_kind in _PRINTED and not same_words(change):
            verb = {"new": "put in", "gone": "take out"}.get(change.kind, "swap") if change.whole else "swap"
            found[verb][change.code or change.document_title] = change.document_kind
    words = "; ".join(f"{verb} {_copies(papers)}" for verb, papers in found.items() if papers)
    return f"**Printed copies** in binders, in vehicles and on walls: {escape(words)}." if words else ""


def _copies(papers: Mapping[str, str]) -> str:
    """Codes, or how many of each kind where there are too many."""
    if len(papers) <= _CODES:
        return ", ".join(papers)
    kinds = [kind for kind in _PRINTED if kind in papers.values()]
    return ", ".join("the emergency response plan" if kind == "emergency_plan" else
                     _number(list(papers.values()).count(kind), _PRINTED[kind]) for kind in kinds)


def _tell(duties: Duties) -> str:
    if not duties.tell:
        return "## Who to tell\n\n" + ("Nobody besides those in the tables below." if duties.sign or duties.train else
                                       "Nobody: nothing here changes how people work.")
    rows = [(_who(duty), _parts(duty), duty.asked_by, _initials(duty)) for duty in duties.tell]
    return "## Who to tell\n\n" + table(("Who", "How, by when: what", "Who asks", "Told: date, initials"), rows,
                                        (20, 46, 15, 20))


def _sign_and_train(duties: Duties) -> str:
    """Two tables, or a line for what there is nothing of."""
    if not duties.sign and not duties.train:
        return "## Sign and train again\n\nNothing has to be signed again. Nobody has to be trained again."
    return f"## Sign again\n\n{_sign(duties.sign)}\n\n## Train again\n\n{_train(duties.train)}"


def _sign(rows: Sequence[Duty]) -> str:
    if not rows:
        return "Nothing has to be signed again."
    cells = [(_who(duty), _parts(duty), duty.asked_by, _signatures(duty)) for duty in rows]
    return table(("Who", "What", "Who asks", "Signed: date, initials"), cells, (20, 46, 15, 20))


def _train(rows: Sequence[Duty]) -> str:
    if not rows:
        return "Nobody has to be trained again."
    cells = [(_who(duty), _parts(duty), duty.asked_by, _initials(duty)) for duty in rows]
    return table(("Who", "How, by when: what", "Who asks", "Done: date, initials"), cells, (20, 46, 15, 20))


def _who(duty: Duty) -> Markdown:
    names = "" if duty.crew.count else "[]{.br}put in the names"
    return Markdown(f"**{escape(duty.crew.words)}**{names}")


def _parts(duty: Duty) -> Markdown:
    """What they hear, way by way: "Show it ..., before ...: P-15 Forklift (new)". Without a way only what it is."""
    return Markdown("[]{.br}".join(
        f"**{escape(', '.join(filter(None, (part.how, part.until))))}:** {_some_of(part.about)}" if part.how else
        _some_of(part.about)
        for part in duty.parts))


def _some_of(about: Sequence[str]) -> str:
    return some([*map(escape, about)], _ABOUT, rest="more of the list above")


def _initials(duty: Duty) -> Markdown:
    """A line for each person; of a crowd the date, and the form with their names."""
    if duty.crew.each or not duty.crew.count:
        return _lines_for(duty.crew)
    return Markdown(f"Date []{{.field type=date width=18}}[]{{.br}}Names on {escape(duty.record or 'a list behind this page')}")


def _signatures(duty: Duty) -> Markdown:
    return _lines_for(duty.crew) if duty.crew.each or not duty.crew.count else Markdown("Each on the paper itself")


def _lines_for(crew: Crew) -> Markdown:
    """A line for each; where nobody is named yet, lines for name and initials."""
    if not crew.count:
        return Markdown("[]{.br}".join(["[]{.field type=text width=28}"] * _UNKNOWN))
    first = [name.split()[0] for name in crew.names]
    called = [name if first.count(short) > 1 else short for name, short in zip(crew.names, first, strict=True)]
    return Markdown("[]{.br}".join(f"{escape(name)} []{{.field type=text width=16}}" for name in called))


def told(changes: Sequence[Change], duties: Duties) -> Iterator[str]:
    """What changed, who must be told, who signs and who is trained: a few lines for the terminal after a build."""
    if not changes:
        return
    yield f"{_count(changes)}."
    yield f"Tell: {_crews(duties.tell)}." if duties.tell else "Nobody has to be told."
    if duties.sign:
        yield f"To sign again: {_few(about for duty in duties.sign for about in duty.about)}."
    if duties.train:
        yield f"To train again: {_few(_trained(duty) for duty in duties.train)}."
    if not duties.sign and not duties.train:
        yield "Nothing to sign or train again."


def _crews(rows: Sequence[Duty]) -> str:
    return _few(f"{_small_everybody(duty.crew.words)}, {duty.parts[0].until}" for duty in rows)


def _trained(duty: Duty) -> str:
    """"Whoever uses the forklift: P-07 Forklift (new), before anybody uses it": the first part, the list has the rest."""
    part = duty.parts[0]
    what = f": {part.about[0]}" if part.about else ""
    return f"{_small_everybody(duty.crew.words)}{what}, {part.until}"


def _small_everybody(words: str) -> str:
    return words[:1].lower() + words[1:] if words.startswith(("Everybody (", "The ", "Whoever ")) else words


def _few(items: Iterable[str]) -> str:
    return some(list(dict.fromkeys(items)), _CREWS)
