"""Letters that people changed in Word: their own file becomes the letter, and keeps up with what the program says."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from generator.compose.model import Composed, Document
from generator.publish.edits.comments import notes_of
from generator.publish.edits.letters_marks import noted, settled, without_ours
from generator.publish.edits.letters_merge import Merge, Step, merge_letter
from generator.publish.edits.letters_store import LetterEdit, left_over, letter_files, read_letters, write_letter
from generator.publish.edits.letters_word import carried, look, texts, with_line
from generator.publish.edits.model import Comment, View
from generator.publish.edits.over import Laid
from generator.publish.edits.store import Edit
from generator.publish.edits.told import MEANING, came_back, remark
from generator.publish.edits.word import read_word
from generator.publish.fingerprint import digest, edits_folder
from generator.publish.lock import FOLDER, Lock
from generator.publish.report import files_of
from generator.render.model import House

_BASE = f"{FOLDER}/base/letters"


@dataclass(frozen=True)
class LetterReturn:
    """A letter that somebody changed. `docx` is without tracked changes and without our comments."""

    letter: str
    path: str  # in the company's folder; "" where the file beside the intake was changed
    sha: str
    docx: bytes
    base: tuple[str, ...]  # what the program said when it was delivered
    line: str  # the line of the revision that was delivered
    outcome: Literal["changed", "same", "program's"]
    who: str = ""
    when: str = ""
    view: View | None = None
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Held:
    """One letter of a person beside the program's of today."""

    edit: LetterEdit
    title: str
    program: bytes
    merge: Merge


@dataclass(frozen=True)
class Letters:
    """What came of the letters. `files` go beside the intake, `taken` are the hashes of the returned ones."""

    held: Mapping[str, Held]
    edits: Mapping[str, LetterEdit]
    documents: Mapping[str, Document]
    laid: tuple[Laid, ...]
    files: Mapping[str, bytes | None]
    taken: Mapping[str, str]
    lines: tuple[str, ...]

    def put_into(self, composed: Composed) -> Composed:
        """The documents with the letters of people among them."""
        return replace(composed, documents=tuple(self.documents.get(item.id, item) for item in composed.documents))


def read_letter_returns(intake: Path, folder: Path, lock: Lock | None, view: View | None = None) -> tuple[LetterReturn, ...]:
    """Letters that are not as we delivered them, and kept ones in which somebody tracked changes since.

    Raises UnresolvedChanges for tracked changes without a `view`.
    """
    found = []
    for id_, record in (lock.documents if lock else {}).items():
        path = next((path for path in record["files"] if path.endswith(".docx")), "")
        base = _read_base(folder, id_)
        if lock is None or base is None or base["sha"] != lock.files.get(path) or not (folder / path).is_file():
            continue
        data = (folder / path).read_bytes()
        if digest(data) != base["sha"]:
            found.append(_returned(id_, path, data, base, str(folder / path), view))
    for id_, edit in read_letters(intake).items():
        file = edits_folder(intake) / f"{id_}.docx"
        read = read_word(edit.docx, str(file), view)
        if read.view and id_ not in {item.letter for item in found}:
            found.append(LetterReturn(id_, "", "", settled(edit.docx, read.view), edit.base, edit.line, "changed",
                                      read.changed_by, read.changed_on, read.view))
    return tuple(found)


def _returned(id_: str, path: str, data: bytes, base: Mapping[str, Any], name: str, view: View | None) -> LetterReturn:
    read = read_word(data, name, view)
    docx = without_ours(settled(data, read.view) if read.view else data)
    shown = look(docx)
    outcome: Literal["changed", "same", "program's"] = (
        "same" if shown == base["look"] else "program's" if shown == base["program look"] else "changed")
    own = {(item.author, item.text) for item in read_word(docx, name, "accepted").comments}
    return LetterReturn(id_, path, digest(data), docx, tuple(base["program"]), base["line"], outcome, read.changed_by,
                        read.changed_on, read.view, tuple(item for item in read.comments if (item.author, item.text) in own))


def hold_letters(intake: Path, returns: Sequence[LetterReturn], composed: Composed, house: House) -> Letters:
    """The letters of people, brought up to date. Writes nothing."""
    known = read_letters(intake)
    fresh = {one.letter: _edit(one, known.get(one.letter)) for one in returns if one.outcome != "same"}
    edits = {id_: edit for id_, edit in {**known, **fresh}.items() if edit is not None}
    documents = {item.id: item for item in composed.documents if item.letter and item.id in edits}
    held = {id_: _held(edits[id_], item, house) for id_, item in documents.items()}
    laid = {id_: _laid(one) for id_, one in held.items()}
    shown = {id_: replace(item, word=_printed(held[id_], laid[id_], house, intake.name)) for id_, item in documents.items()}
    lines = [*_lines(returns, fresh), *(f"The letter {id_} that {edits[id_].who or 'somebody'} changed waits: the program does "
                                        "not write it any more" for id_ in edits if id_ not in documents)]
    files = dict.fromkeys(left_over(intake)) | letter_files({id_: edit for id_, edit in fresh.items() if edit or id_ in known})
    taken = {one.path: one.sha for one in returns if one.path}
    return Letters(held, edits, shown, tuple(laid.values()), files, taken, tuple(lines))


def _edit(one: LetterReturn, known: LetterEdit | None) -> LetterEdit | None:
    """The letter to keep; None where the person put the program's text back.

    While a conflict is open the base stays, so that the program's new words are not taken for agreed.
    """
    if one.outcome == "program's":
        return None
    still_open = known is not None and merge_letter(known.base, texts(known.docx), one.base).clashes
    base = known.base if known is not None and (still_open or not one.path) else one.base
    return LetterEdit(one.letter, one.docx, base, one.line, one.who, one.when, one.path or (known.source if known else ""))


def program_letter(document: Document, house: House) -> bytes:
    """The Word file that the program itself would hand out, before fonts and paper."""
    from generator.render.letters import letter
    return letter(document.letter or "", document.id, document.context, house, title=document.title).word or b""


def _held(edit: LetterEdit, document: Document, house: House) -> Held:
    program = program_letter(document, house)
    return Held(edit, document.title, program, merge_letter(edit.base, texts(edit.docx), texts(program)))


def _laid(held: Held) -> Laid:
    """The same as of a clause: its conflicts are told, listed and counted like all others."""
    edit, merge = held.edit, held.merge
    own = Edit(edit.letter, edit.letter, "\n\n".join(edit.base), "\n\n".join(texts(edit.docx)) or "(empty)", edit.who, edit.when,
               edit.source)
    conflicts = tuple(clash.conflict for clash in merge.clashes)
    law = any(text.startswith("Law ") for one in conflicts for text in (one.base, one.ours))
    return Laid(own, held.title, "", "conflict" if conflicts else "merge" if merge.steps else "take", conflicts, law)


def _printed(held: Held, laid: Laid, house: House, intake: str) -> bytes:
    said = notes_of([laid], held.edit.letter, intake)
    notes = [(clash.at, note.text) for clash, note in zip(held.merge.clashes, said, strict=True)]
    return with_line(carried(noted(held.edit.docx, notes), held.merge.steps, held.program), held.edit.line, house.revision)


def _lines(returns: Sequence[LetterReturn], fresh: Mapping[str, LetterEdit | None]) -> list[str]:
    lines = []
    for one in returns:
        path = one.path or f"{one.letter}.docx beside the intake"
        same = one.outcome == "same"
        lines.append(came_back(path, one.who, one.view, same=same) + (
            "" if same else ". Their file is the letter from now on" if fresh[one.letter] else
            ". It is the program's letter again"))
        lines += map(remark, one.comments)
    return lines


# --- what was delivered

def letter_bases(folder: Path, unedited: Iterable[Document], letters: Letters | None, files: Mapping[str, bytes],
                 same: Mapping[str, str], house: House) -> dict[str, bytes]:
    """Path -> bytes of what is kept of each letter, so that edits can be told from it."""
    found = {}
    for document in unedited:
        path = files_of(document)[0]
        held = letters.held.get(document.id) if letters else None
        if not document.letter or (path not in files and held is None and (folder / _base_path(document.id)).is_file()):
            continue
        docx = files[path] if path in files else (folder / path).read_bytes()
        program = held.program if held else program_letter(document, house)
        data = {"sha": digest(docx) if path in files else same[path], "look": look(without_ours(docx)), "line": house.revision,
                "program look": look(program), "program": texts(program)}
        found[_base_path(document.id)] = (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    return found


def _base_path(id_: str) -> str:
    return f"{_BASE}/{id_}.json"


def _read_base(folder: Path, id_: str) -> Mapping[str, Any] | None:
    try:
        data: dict[str, Any] = json.loads((folder / _base_path(id_)).read_bytes())
        _ = [data[key] for key in ("sha", "look", "line", "program look")], tuple(map(str, data["program"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return data


# --- decisions

def decide_letter(intake: Path, held: Held, choice: str) -> str:
    """Write the decision into the letter's files and say what it means. The next build prints it."""
    edit, merge = held.edit, held.merge
    name = f"“{held.title}” ({edit.letter})"
    if not merge.clashes and choice != "edit":
        return f"{name}: no conflict is open, so nothing was changed. The letter as it was saved in Word is printed."
    steps: list[Step] = [*merge.steps, *(clash.step for clash in merge.clashes if choice == "take")]
    docx = carried(edit.docx, steps, held.program)
    if choice == "take" and look(docx) == look(held.program):
        write_letter(intake, edit.letter, None)
        return f"{name}: the program's letter counts. The next build prints it."
    write_letter(intake, edit.letter, replace(edit, docx=docx, base=texts(held.program)))
    if choice == "edit":
        return (f"{name}: open {edits_folder(intake) / edit.letter}.docx in Word, write there what shall count and save it. The "
                "next build prints it.")
    return f"{name}: {MEANING[choice]}. The next build prints it."
