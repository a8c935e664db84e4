"""Makes the letters' Word templates in `templates/letters/`.

Run `python -m generator.render.letter_shells [FOLDER]` after a change here. Whoever prefers Word opens a template there and
changes words and styles; the {{ tags }} that each may read are listed in letters.py. `{%p ... %}` stands alone in its
paragraph and goes away.
"""
from __future__ import annotations

# ruff: noqa: E501  (the letters read best unbroken)
import sys
from collections.abc import Sequence
from pathlib import Path

from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from generator.render.fonts import FAMILY
from generator.render.house_style import build, save

Line = tuple[str, str]  # (style, text); "**" pairs are bold; style "List" is a bullet

_HEAD: list[Line] = [("Letterhead", "{{ company }}"), ("Letterhead Address", "{{ company_address }}")]
_TO: list[Line] = [("Letter Line", "{{ date }}"), ("Letter Line", "To {{ person_name }}, {{ person_title }}")]
_LAW: list[Line] = [("Body", "{%p if law_line %}"), ("Law", "**Law**  {{ law_line }}"), ("Body", "{%p endif %}")]
_BOTH: list[Line] = [
    ("Signature Line", "{{ owner_name }}, {{ owner_title }} · date"),
    ("Signature Space", ""),  # between two lines: Word draws the border of equal neighbours once only
    ("Signature Line", "{{ person_name }}: I have read this and I accept it · date"),
]
_OWNER: list[Line] = [("Signature Line", "{{ owner_name }}, {{ owner_title }} · {{ date }}")]


def _each(name: str, item: str) -> list[Line]:
    return [("Body", f"{{%p for {item} in {name} %}}"), ("List", f"{{{{ {item} }}}}"), ("Body", "{%p endfor %}")]


def _where(name: str, *lines: Line) -> list[Line]:
    return [("Body", f"{{%p if {name} %}}"), *lines, ("Body", "{%p endif %}")]


_TRAINING = _where("training", ("Body", "**Training.** You have this or get it on paid time, and I keep the record:"),
                   *_each("training", "item"))  # fmt: skip

SHELLS: dict[str, list[Line]] = {
    "policy_statement": [
        *_HEAD, ("Heading 1", "Our health and safety policy"),
        ("Lead", "We do {{ what_we_do }}. This work can hurt people: {{ what_hurts }}. No job here is worth that."),
        ("Heading 2", "What I promise"),
        ("List", "I pay for the training and the protective gear that the work needs, and for the time to use them."),
        ("List", "I fix what is unsafe, or take it out of use the same day I hear of it."),
        ("List", "I look into every injury and near miss with the people who were there, to find what to change."),
        ("List", "I ask the people who do the work before I change how it is done."),
        *_each("promises", "promise"),
        *_where("supervisors", ("Heading 2", "What supervisors do"),
                ("Body", "{{ supervisors }} plan the job before it starts, show each worker its hazards and controls, and stop it "
                         "when something is wrong.")),
        ("Heading 2", "What each of us does"),
        ("List", "Look over your tools and the place before you start."),
        ("List", "Wear the gear that the job calls for. Hand it in when it is worn out."),
        ("List", "Tell {{ report_to }} about a hazard, a near miss or an injury before you go home."),
        ("List", "Refuse work that you believe is dangerous, and say so. Nobody is punished for that."),
        ("List", "No violence, no harassment, from anybody to anybody: worker, client or visitor."),
        ("Body", "{{ safety_lead_name }} looks after safety day to day.{% if worker_voice %} {{ worker_voice }}{% endif %}"),
        ("Body", "We work under the {{ act }}. We read this policy again by {{ next_review }}, and earlier when the work changes."),
        *_LAW, *_OWNER,
    ],
    "appointment_supervisor": [
        *_HEAD, *_TO, ("Heading 1", "You are a supervisor"),
        ("Body", "{{ first_name }}, at {{ company }} you supervise {{ area }} from {{ start }}. What you see there and let pass, the "
                 "company has let pass. So this letter says what you do, and what you may do without asking."),
        ("Heading 2", "What you do"), *_each("duties", "duty"),
        ("Heading 2", "What you may do without asking"),
        ("List", "Stop any job."), ("List", "Take any tool, machine or vehicle out of use."),
        ("List", "Send home with pay, for that day, anybody who is not fit for the work."),
        ("List", "Buy what makes a job safe today, and bring me the receipt."),
        ("Body", "I stand behind you in this, also when it costs us the day. If the duties outgrow your time, tell me: then we change the "
                 "duties or the time."),
        *_TRAINING, ("Body", "This holds until one of us ends it in writing."), *_LAW, *_BOTH,
    ],
    "appointment_first_aider": [
        *_HEAD, *_TO, ("Heading 1", "You are a first aider"),
        ("Body", "{{ first_name }}, you give first aid at {{ site }}. Your certificate: {{ certificate }}, valid until {{ valid_until }}. I "
                 "book and pay for the renewal before that day."),
        ("Heading 2", "What you do"), *_each("duties", "duty"),
        ("Heading 2", "What you can count on"),
        ("List", "When somebody is hurt, you drop your work. Nobody calls you back to it."),
        ("List", "The kit is here: {{ kit_place }}. What you use from it I replace."),
        ("List", "Treat what you were trained for. For all else call {{ emergency_number }} and stay with the person."),
        ("List", "What you learn about a person's health you write in the first aid record and tell only those who take over care."),
        *_TRAINING, ("Body", "This holds while the certificate is valid, or until one of us ends it in writing."), *_LAW, *_BOTH,
    ],
    "appointment_representative": [
        *_HEAD, *_TO, ("Heading 1", "You speak for the workers"),
        ("Body", "{{ first_name }}, on {{ selected_on }} the workers of {{ company }} chose you as {{ role_title }}. I did not choose you and "
                 "I cannot dismiss you from this. I confirm it and tell you what you can count on."),
        ("Heading 2", "What you do"), *_each("duties", "duty"),
        ("Heading 2", "What you can count on"),
        ("List", "Time for this is working time, and paid."),
        ("List", "You see every hazard assessment, inspection and incident report. You may copy them."),
        ("List", "You walk along with a safety officer who visits us."),
        *_where("answer_line", ("List", "{{ answer_line }}")),
        ("List", "Nobody holds against you what you say or do in this role."),
        *_TRAINING, *_LAW, *_BOTH,
    ],
    "appointment_safety_lead": [
        *_HEAD, *_TO, ("Heading 1", "You look after our safety program"),
        ("Body", "{{ first_name }}, from {{ start }} you keep our health and safety program going day to day. I still answer for safety at "
                 "{{ company }}: you do not carry that for me. You see that it happens, and tell me where it does not."),
        ("Heading 2", "What you do"), *_each("duties", "duty"),
        ("Heading 2", "What you may do without asking"),
        ("List", "Stop a job or take a machine out of use until it is safe, then call me."),
        ("List", "Ask anybody here for records, training cards and a straight answer."),
        ("List", "Buy gear and supplies that the program calls for."),
        *_where("time_line", ("Body", "{{ time_line }}")),
        *_TRAINING, ("Body", "This holds until one of us ends it in writing."), *_LAW, *_BOTH,
    ],
}  # fmt: skip

_BULLET = (
    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="250"/></w:pPr><w:rPr>'
    f'<w:rFonts w:ascii="{FAMILY}" w:hAnsi="{FAMILY}" w:cs="{FAMILY}"/><w:color w:val="C75B12"/></w:rPr></w:lvl></w:abstractNum>'
)
_STYLES = {"Body": "BodyText", "List": "ListParagraph", "Heading 1": "Heading1", "Heading 2": "Heading2"}


def shell(lines: Sequence[Line]) -> DocumentObject:
    """One template as a Word document in the house style."""
    document = build(letter=True)
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    numbering.append(parse_xml(_BULLET))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for style, text in lines:
        _paragraph(document, style, text)
    return document


def _paragraph(document: DocumentObject, style: str, text: str) -> None:
    paragraph = document.add_paragraph()
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>' if style == "List" else ""
    name = _STYLES.get(style, style.replace(" ", ""))
    paragraph._p.insert(0, parse_xml(f'<w:pPr {nsdecls("w")}><w:pStyle w:val="{name}"/>{bullet}</w:pPr>'))
    for index, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part).bold = True if index % 2 else None


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in SHELLS.items():
        save(shell(lines), folder / f"{name}.docx")


if __name__ == "__main__":
    default = Path(__file__).resolve().parents[2] / "templates" / "letters"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
