"""Made-up documents of a made-up company that use every word of docs/markup.md."""
from __future__ import annotations

# ruff: noqa: E501  (the samples are Markdown)
import dataclasses
from datetime import date

from generator.compose.markdown import attribute
from generator.compose.markdown import escape as text
from generator.render.letters import letter
from generator.render.model import Cover, House, Source

HOUSE = House(
    company="Northline Counters Ltd.",
    revision="Revision 1 · 4 January 2027",
    footer="Printed copies are not controlled: the current one is in the blue binder.",
    author="Northline Counters Ltd.",
    created=date(2027, 1, 4),
)

_CHAPTERS = [
    "Leadership and our promise", "Who does what", "Keeping hazards under control", "Rules of the shop", "Protective gear",
    "Keeping the tools sound", "Training and orientation", "Inspections", "When something goes wrong", "Records and review",
]  # fmt: skip

_SECTION = """
Cutting and polishing stone makes the dust that scars lungs, and engineered stone makes the most of it. **Lee** runs
our silica control plan: water or shroud first, mask second, wet clean-up always. Dry sweeping and compressed air for
cleaning are banned in the shop and in clients' homes. See [section {other} The other one](#clause-{other_id}).

::: form-note
**F-07 Silica control check**: one line when a new job or material starts; two minutes; Lee keeps it.
:::

::: law
OHS Code (AB) Part 4, exposure limit in Schedule 1, Table 2 · [to confirm before issue: exposure limit value]{{.confirm}}
:::
"""

_TABLE = """
We take the strongest control that works, in this order, and write down why when we settle for less:

| Order | Control | Here that means |
|--|-----|-------------|
| 1 | Remove the hazard | Sink cut-outs are ordered pre-cut from the slab yard where we can. |
| 2 | Swap it | Wet cutting replaced dry grinding in the shop in 2026. |
| 3 | Engineer it out | Water feed on the bridge saw, shroud and H-class vacuum on every grinder, guards on. |
| 4 | Work rules | Nobody cuts alone on site; 30-minute rotation on the polisher. |
| 5 | Protective gear | Fit-tested half-mask with P100, hearing protection, cut-resistant gloves. |
"""

_LISTS = r"""
1. Look at the machine before you touch it.
2. Ask the one who runs it.

   A second paragraph under the same step.
3. Then start.

Some words between two lists.

1. This list starts again at one.
2. And goes to two.
   - a point below
   - another

- A plain point with a [link out](https://example.org) and *stress*.
- A second with ☐ ☑ ✓ → ≥ ≤ × ° é à ç œ Ü, -28 °C, 5-6, -? and \-\-flag \.\.\. end.

> A quotation stands as a quiet aside.

### A small heading

#### The smallest heading

::: note
A quiet aside that [somebody]{.muted} reads later. Asked: [to be named]{.missing}. Code [F-07]{.code}.
:::

::: {.note label="Good to know"}
An aside with a label.
:::

::: {.plain caption="Who to call"}
| | |
|---|------|
| Dana | 403 555-0142 |
| Lee | 403 555-0143 |
:::

::: matrix
| Training | Dana | Lee | Sam |
|------|--|--|--|
| Forklift | ✓ | ✓ | |
| First aid | | ✓ | |
:::
"""


def manual() -> Source:
    parts = []
    for number, title in enumerate(_CHAPTERS, start=1):
        parts.append(f'# {title} {{#chapter-{number} number="{number}"}}\n')
        for part in (1, 2, 3):
            other = number % len(_CHAPTERS) + 1
            parts.append(f'::: {{#clause-c{number}_{part} .clause}}\n')
            parts.append(f'## Silica dust, part {part} of {number} {{number="{number}.{part}"}}\n')
            parts.append(_SECTION.format(other=f"{other}.1", other_id=f"c{other}_1"))
            parts.append(_TABLE if part == 1 else _LISTS if part == 2 else "")
            parts.append(":::\n")
    return Source(
        id="manual", title="Health and Safety Manual", kind="manual", markdown="\n".join(parts), toc=True, numbered=True,
        cover=Cover(
            description="Countertop fabrication and installation · Red Deer, Alberta",
            control=(("Revision", "1"), ("In force", "1 March 2027"), ("Next review", "March 2028"),
                     ("Law as of", "November 2026")),
            approved_by="Dana Petrov, owner",
            copies="Blue binder at the shop door · both vans · shared folder “Safety”",
        ),
    )  # fmt: skip


PRACTICE = Source(id="practice", title="Angle grinder", kind="practice", code="P-06", markdown="""
::: {.card code="P-06" title="Angle grinder" sub="Safe work practice for the four grinders in the shop and both vans" note="Reviewed March 2027"}
:::

::: chips
- Face shield over glasses
- Cut-resistant gloves
- Hearing protection
- P100 half-mask for stone
- No loose sleeves
:::

## What hurts people
A wheel that bursts. A kick that throws the tool at your face or thigh. Sparks in rags. Silica from stone. Noise of about 100 dBA.

:::: columns
::: column
## Before you start
1. Match the wheel to the tool: its rated speed is above the speed on the plate. Can't read either? Don't use it.
2. Look at the wheel in good light and ring it. A dull sound means a crack.
3. Guard between you and the wheel, handle on. No guard, no grinding.
4. Clamp the work. Move rags, cartons and bottles 11 m away or cover them.
5. Stone: water or shroud first, then the mask you were fit-tested for.
:::
::: column
## While you work
1. Run it 30 seconds away from people before the first cut.
2. Two hands. Stand to the side of the wheel's line.
3. Pushing? The wheel is wrong or worn.
4. Cutting wheels cut, grinding wheels grind. Side load breaks cutting wheels.
5. Put it down only when the wheel has stopped.
:::
::::

::: stop
**Stop and get help if** the wheel grabs twice, the tool shakes, the cord is cut, sparks reach anything that can burn, or someone has to hold the piece by hand.
:::

## After
Unplug to change the wheel. Look behind the bench for smoulder 30 minutes after the last spark.

**Check** before each use, no form. Red tag and defect list when damaged. · **Training** shown and watched once, form T-2. · **Hazard assessment** tasks 3, 5 and 9.
""")

ASSESSMENT = Source(id="assessment", title="Hazard assessment: Countertop installation", kind="assessment", landscape=True,
                    code="HA-02", markdown="""
::: {.card .quiet code="HA-02" sub="assessed 1 March 2027 by Dana, Lee, Sam" note="review by March 2028, or when work, place or people change"}
:::

::: assessment
| Task | What can go wrong | Before | What we do (strongest first) | After | Who | See |
|----|-----|--|---------|--|---|---|
| **1 Carry the slab in** | Crush or strain from a 90 kg piece | [16]{.risk .high} | Route measured and cleared the day before · slab cart and suction lifters · three people for anything over 60 kg | [6]{.risk .low} | Lee leads lift | P-02, F-05 |
| ^^ | Slip on ice or stairs | [12]{.risk .medium} | Ice melt in both vans[]{.br}floor runners[]{.br}walk the path empty first | [4]{.risk .low} | All | P-09 |
| **2 Cut the sink hole on site** | Silica dust in a closed kitchen | [20]{.risk .high} | Ordered pre-cut where possible · cut outdoors, wet · shroud and H-class vacuum | [8]{.risk .medium} | Lee | Silica plan, F-07 |
| ^^ | Electric shock from wet cutting | [15]{.risk .high} | GFCI at the van, tested each day | [5]{.risk .low} | All | P-05 |
| **3 Glue and seal** | Solvent vapour, skin contact | [9]{.risk .medium} | Low-solvent adhesive since 2026 · nitrile gloves · SDS on the phone | [4]{.risk .low} | Sam | WHMIS list |
:::

[Score = severity × likelihood (1 to 5 each). 15 or more: stop until controlled. Signed by those who do the work:]{.muted}

::: signatures
- Dana Petrov
- Lee Tran
- Sam Okafor
:::
""")

FORM = Source(id="form", title="Incident report", kind="form", code="F-04", markdown="""
::: {.card code="F-04" title="Incident report" sub="one for each injury, spill, fire or damage; five minutes" note="Northline Counters Ltd."}
:::

::: {.field-grid columns=3}
- [Date]{type=date} ::
- Time ::
- Site :: Shop, 12 Example Road
- [Who was hurt or saw it]{.wide} ::
- [What happened]{.wide lines=4} ::
- [Reported to]{span=2} ::
- Phone ::
:::

## First steps

::: checklist
- First aid given
- Area made safe
- [403 555-0142]{.nobreak} called, name [ ]{.field type=text width=30}
:::

::: {.grid rows=4 height=8}
| What we will fix | Who | By |
|-------|---|---|
| Tape the edge | Lee | |
:::

Hours lost [ ]{.field type=number width=20 name="Hours lost"} [ ]{.field type=checkbox name="Doctor"} saw a doctor, on [ ]{.field type=date width=30}.

::: keep
## Signed
::: signatures
- Worker
- Supervisor
- Date
:::
:::
""")

PLAN = Source(id="plan", title="Emergency Response Plan", kind="emergency_plan", toc=True, numbered=True, cover=manual().cover,
              markdown="""
# Fire in the shop {#fire number="1"}

::: lead
Leave the tools. Everybody out by the nearest door.
:::

::: facts
- Emergency number :: **911**
- Muster point :: Mailbox across the road
- Nearest hospital :: Red Deer Regional
:::

## Right away {#fire-now number="1.1"}

::: steps
1. Shout **fire**. Pull the alarm.
2. Out by the nearest door.
3. Call 911 from outside.
:::

::: stop
- The fire is taller than you.
- Smoke is at head height.
:::

## Then {#fire-then number="1.2"}

1. Count heads.
2. Meet the trucks at the road.
""")


CHART = Source(id="chart", title="What You Do Not Need to Do", kind="schedule", markdown="""
::: {.card .quiet title="What you do not need to do" sub="and why" note="In force 4 January 2027"}
:::

::: {.bars caption="Records a year, yours beside a bought binder's"}
| Kind | Whose | Records a year |
|---|---|---|
| **Meetings and talks** | yours | 12 |
| ^^ | a bought binder | 240 |
| **Walks, drills and reviews** | yours | 0 |
| ^^ | a bought binder | 1,084 |
:::
""")


def everything() -> list[Source]:
    return [manual(), PRACTICE, ASSESSMENT, FORM, PLAN, CHART, LOG]


def hostile_house() -> House:
    return dataclasses.replace(HOUSE, company=HOSTILE, author=HOSTILE, footer=f"Footer of {HOSTILE} #[x] $y$")

_PERSON = {
    "company_address": "12 Example Road, Red Deer AB · 403 555-0142", "owner_name": "Dana Petrov", "owner_title": "owner",
    "date": "4 January 2027", "law_line": "A made-up Act, section 12", "person_name": "Lee Tran", "first_name": "Lee",
    "person_title": "welder & fitter", "duties": ["Hold the morning talk.", "Check <tickets> before the job."],
    "training": ["Supervisor basics"],
}  # fmt: skip
LETTER_WORDS: dict[str, dict[str, object]] = {
    "policy_statement": {
        **{key: _PERSON[key] for key in ("company_address", "owner_name", "owner_title", "date", "law_line")},
        "what_we_do": "countertop fabrication and installation", "what_hurts": "stone dust, heavy slabs and saws",
        "promises": ["I keep the saws wet and the vacuums emptied."], "supervisors": "Lee Tran and Sam Okafor",
        "report_to": "Dana or Lee", "safety_lead_name": "Lee Tran", "worker_voice": "All three of us take part each March.",
        "act": "Occupational Health and Safety Act", "next_review": "March 2028",
    },
    "appointment_supervisor": {**_PERSON, "area": "the shop floor", "start": "4 January 2027"},
    "appointment_first_aider": {
        **_PERSON, "site": "the shop", "certificate": "Intermediate First Aid", "valid_until": "1 May 2029",
        "kit_place": "on the wall by the sink", "emergency_number": "911",
    },
    "appointment_representative": {
        **_PERSON, "role_title": "health and safety representative", "selected_on": "2 December 2026",
        "answer_line": "I answer what you recommend within 30 days, in writing.",
    },
    "appointment_safety_lead": {**_PERSON, "start": "4 January 2027", "time_line": "You have four hours a week for this."},
}  # fmt: skip


def letters(house: House) -> list[Source]:
    return [letter(name, name, words, house) for name, words in LETTER_WORDS.items()]


HOSTILE = 'A & B <Ltd> "Söhne" 100% {{ x }}'
CODE = '#panic("in") `raw` $x$ *b* _i_ [a](#b) <b>c</b> {=typst} \\evil @ref // /* ☐ {% if %} ^^ ~~ ::: = - + 1. </w:t>'


def hostile_letter(house: House) -> Source:
    words = dict(LETTER_WORDS["appointment_supervisor"])
    words |= {"person_name": HOSTILE, "duties": [CODE, "Second & last."], "area": "{{ area }} & <b>"}
    return letter("appointment_supervisor", "hostile_letter", words, house)


def hostile_sources(house: House) -> list[Source]:
    """User text in every place that a document has for it."""
    name, code = text(house.company), text(CODE)
    body = f"""
::: {{.card code={attribute(CODE)} title={attribute(HOSTILE)} sub={attribute(CODE)} note={attribute(HOSTILE)}}}
:::

{name} and {code}

::: chips
- {name}
- {code}
:::

- {code}
- {name} [{code}]{{.missing}} [{code}]{{.chip}} [{code}]{{.field width=80 name={attribute(CODE)}}}

::: {{.assessment caption={attribute(HOSTILE)}}}
| {name} | {text("= no heading")} |
|---|---|
| {code} | {text("- no list")} |
| {text("1. no number")} | [{text("12 - 3")}]{{.risk .high}} |
:::

::: {{.field-grid columns=2}}
- {name} :: {code}
- [{code}]{{.wide}} ::
:::

::: {{.signatures columns=2}}
- {name}
- {code}
:::

::: stop
{code}
:::

# {name} {{#h number={attribute(CODE[:20])}}}
"""
    cover = Cover(description=code, control=((HOSTILE, name), (CODE, code)), approved_by=name, copies=code)
    return [Source(id="hostile", title=HOSTILE + " " + CODE, kind="manual", markdown=body, cover=cover, toc=True)]


# Three pages of one table whose head reads like a sentence.
LOG = Source(
    id="log", title="Equipment log", kind="form",
    markdown="# Equipment log\n\n::: house\n| Equipment | Make, model, unit or serial no. | Where it is kept | Service by hours | In use or parked |\n"
    "|---|----|---|---|---|\n" + "".join(f"| Saw {i} | The one that Lee named {i} | In the shop | 100 | in use |\n" for i in range(90)) + ":::\n",
)  # fmt: skip
