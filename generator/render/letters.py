"""Letters: Word templates that a consultant can open and change, filled by docxtpl; the PDF is read back from them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import jinja2
from docxtpl import DocxTemplate

from generator.errors import RenderError
from generator.render.model import House, Source
from generator.render.places import templates
from generator.render.reference import coloured, environment


@dataclass(frozen=True)
class Key:
    """A name that a letter reads. A list prints one bullet an item; what is not required may be left out."""

    name: str
    meaning: str
    required: bool = True
    many: bool = False


@dataclass(frozen=True)
class Letter:
    """One template: file name without .docx, the title in the file's properties, and what it reads."""

    template: str
    title: str
    keys: tuple[Key, ...]


_ALL = (
    Key("company_address", "street, town, phone in one line: under the name in the letterhead"),
    Key("owner_name", "who signs"), Key("owner_title", "title of who signs, as in “owner”"),
    Key("date", "date of the letter in words"), Key("law_line", "what the Law line cites", required=False),
)  # fmt: skip
_PERSON = (
    *_ALL, Key("person_name", "whom the letter is for"), Key("person_title", "that person's title in the company"),
    Key("first_name", "how the letter addresses the person"),
    Key("duties", "what the person does, each a full sentence that starts with a verb", many=True),
    Key("training", "training that the person has or gets", required=False, many=True),
)  # fmt: skip

LETTERS: Mapping[str, Letter] = {
    letter.template: letter for letter in (
        Letter("policy_statement", "Health and Safety Policy", (
            *_ALL, Key("what_we_do", "as in “custom steel fabrication and repair”"),
            Key("what_hurts", "what hurts people in this work, joined: “crushed hands, burns and weld fume”"),
            Key("promises", "further promises, each a sentence that starts with I", required=False, many=True),
            Key("supervisors", "names joined, where somebody else than the owner supervises", required=False),
            Key("report_to", "to whom workers report hazards and injuries"),
            Key("safety_lead_name", "who looks after safety day to day"),
            Key("worker_voice", "a sentence: the representative or committee, or how all take part", required=False),
            Key("act", "name of the Act that we work under"), Key("next_review", "date in words"),
        )),
        Letter("appointment_supervisor", "Appointment: supervisor", (
            *_PERSON, Key("area", "what the person supervises: “the shop floor”"), Key("start", "from when, date in words"),
        )),
        Letter("appointment_first_aider", "Appointment: first aider", (
            *_PERSON, Key("site", "where"), Key("certificate", "name of the certificate"),
            Key("valid_until", "date in words"), Key("kit_place", "where the kit is"),
            Key("emergency_number", "whom to call: “911”"),
        )),
        Letter("appointment_representative", "Health and safety representative", (
            *_PERSON, Key("role_title", "as this law calls it: “health and safety representative”"),
            Key("selected_on", "when the workers chose, date in words"), Key("answer_line", "a sentence: how soon the "
            "owner answers recommendations", required=False),
        )),
        Letter("appointment_safety_lead", "Appointment: safety lead", (
            *_PERSON, Key("start", "from when, date in words"),
            Key("time_line", "a sentence: the time the person has for this", required=False),
        )),
    )
}  # fmt: skip


def letter(template: str, id: str, context: Mapping[str, object], house: House, *, title: str | None = None) -> Source:
    """A filled letter as a document for `render`. Values are plain text (lists: plain texts).

    `company`, `revision` and `footer` come from `house`. Raises RenderError where a required key is missing, a key is
    not known, or the template reads something else.
    """
    known = LETTERS[template]
    words = _checked(known, context) | {"company": house.company, "revision": house.revision, "footer": house.footer,
                                        "title": title or known.title, "author": house.author}  # fmt: skip
    path = templates("letters") / f"{template}.docx"
    document = DocxTemplate(str(path))
    try:
        document.render(words, environment(), autoescape=True)
    except jinja2.TemplateError as error:
        raise RenderError(f"{id}: the letter {path.name} cannot be filled: {error}") from error
    out = io.BytesIO()
    document.save(out)
    data = coloured(out.getvalue(), house, landscape=False)
    return Source(id=id, title=title or known.title, kind="letter", markdown="", word=data)


def _checked(known: Letter, context: Mapping[str, object]) -> dict[str, object]:
    names = {key.name for key in known.keys}
    missing = [key.name for key in known.keys if key.required and not context.get(key.name)]
    strange = sorted(set(context) - names)
    if missing or strange:
        raise RenderError(
            f"The letter {known.template} " + " and ".join(
                [f"needs {', '.join(missing)}"] * bool(missing) + [f"does not read {', '.join(strange)}"] * bool(strange)
            )
        )  # fmt: skip
    empty: dict[str, object] = {key.name: [] if key.many else "" for key in known.keys}
    return empty | dict(context)
