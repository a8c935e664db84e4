"""Edits of forms and of everything around the text: what has a form in our text is taken over, everything else is named."""
from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from generator.compose.markdown import div
from generator.compose.model import Clause, Composed, Document
from generator.publish.edits.chapters import pieces
from generator.publish.edits.over import lay_over
from generator.publish.edits.store import Edit
from generator.publish.edits.take import Taken, take
from generator.publish.edits.tree import read_trees
from generator.publish.edits.writer import markdown_of
from generator.render.model import House, Source
from generator.render.pipeline import render
from tests.publish.edits.test_take import edited, find, say

FORM = """::: {.card code="F-07" title="Near miss" sub="two minutes" note="Reviewed March 2027"}
:::

Fill this in on the day.

::: {.field-grid columns=2}
- Date ::
- Time ::
- Company :: Prairie Edge
- [What happened]{.wide lines=4} ::
- [Young worker]{type=checkbox} ::
- [Phone]{span=2} :: 403 555-0142
:::

::: checklist
- Guard on
- Area clear
:::

::: {.facts columns=3}
- Who :: Lee
- When :: each day
- Where :: shop
:::

- one item
- two item

A line below the list.

::: {.grid rows=4}
| What | Who |
|---|---|
| Walk | Kim |
:::

::: {.signatures columns=3}
- Dana Petrov, owner
- Worker
- Date
:::
"""
ID = "form-near_miss"
HOUSE = House("Prairie Edge", "Revision 1", "Keep it in the binder", "Prairie Edge", date(2027, 1, 4))
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _document(text: str) -> Source:
    return Source("form", "Near miss", "form", div("clause", text, id_=ID), code="F-07")


DELIVERED = render([_document(FORM)], HOUSE)[0].docx


def returned(change: Callable[[Any], None]) -> Taken:
    return take({ID: FORM}, DELIVERED, edited(change, DELIVERED))


def lines(text: str) -> list[str]:
    return markdown_of(read_trees([text])[0]).split("\n")


def differing(result: Taken) -> tuple[list[str], list[str]]:
    """Lines that went and lines that came, with nothing left over."""
    edit, = result.clauses
    assert edit.left == () and result.left == () and result.foreign == ()
    was, now = lines(FORM), lines(edit.theirs)
    return [line for line in was if line and line not in now], [line for line in now if line and line not in was]


def row_of(document: Any, text: str) -> tuple[Table, _Row]:
    return next((table, row) for table in document.tables for row in table.rows if any(text in cell.text for cell in row.cells))


def copied(text: str, words: tuple[str, ...]) -> Callable[[Any], None]:
    """A person copies the row that says `text` below it and writes other words into the copy."""
    def change(document: Any) -> None:
        table, row = row_of(document, text)
        new = copy.deepcopy(row._tr)
        row._tr.addnext(new)
        spots = [p for cell in _Row(new, table).cells for p in cell.paragraphs if p.text.strip()]
        for spot, word in zip(spots, words, strict=True):
            spot.runs[0].text = word
            for run in spot.runs[1:]:
                run._r.getparent().remove(run._r)
    return change


def raw_words(old: str, new: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        text = next(text for text in document.element.iter(_W + "t") if old in (text.text or ""))
        text.text = text.text.replace(old, new)
    return change


def emptied(text: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for run in find(document, text).runs:
            run.text = ""
    return change


def without_row(text: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        row = row_of(document, text)[1]._tr
        row.getparent().remove(row)
    return change


def blank_row(filled: bool) -> Callable[[Any], None]:
    """The last row of a table that has room for more is filled in, or goes."""
    def change(document: Any) -> None:
        table, _ = row_of(document, "Walk")
        if filled:
            table.rows[-1].cells[0].paragraphs[0].text = "Sweep"
        else:
            table._tbl.remove(table.rows[-1]._tr)
    return change


def like(text: str, model: str | None) -> Callable[[Any], None]:
    """A paragraph gets the form of another one, or none."""
    def change(document: Any) -> None:
        one = find(document, text)._p
        if one.pPr is not None:
            one.remove(one.pPr)
        if model:
            one.insert(0, copy.deepcopy(find(document, model)._p.pPr))
    return change


def heading(document: Any) -> None:
    find(document, "A line below").style = document.styles["Heading 4"]


def indented(document: Any) -> None:
    find(document, "two item")._p.pPr.numPr.ilvl.val = 1


def _card(sub: str = "two minutes", title: str = "Near miss", note: str = "Reviewed March 2027") -> str:
    return f'::: {{.card code="F-07" title="{title}" sub="{sub}" note="{note}"}}'


TAKEN = {
    "a row of fields": (copied("Date", ("Weather", "Crew")), [], ["- Weather ::", "- Crew ::"]),
    "a row of fields deleted": (without_row("Phone"), ['- [Phone]{span="2"} :: 403 555-0142'], []),
    "a label": (lambda d: say(find(d, "Time"), "Time", "Time of day"), ["- Time ::"], ["- Time of day ::"]),
    "a value": (raw_words("Prairie Edge", "North Gate"), ["- Company :: Prairie Edge"], ["- Company :: North Gate"]),
    "a value in a blank": (raw_words("\u00a0", "4 May"), ["- Date ::"], ["- Date :: 4 May"]),
    "a label emptied": (emptied("Time"), ["- Time ::"], []),
    "a box's label emptied": (emptied("Young worker"), ['- [Young worker]{type="checkbox"} ::'], []),
    "a line to sign on": (lambda d: say(find(d, "Dana"), "Dana", "Lee"), ["- Dana Petrov, owner"], ["- Lee Petrov, owner"]),
    "a row to sign on": (copied("Dana", ("Supervisor", "Helper", "Hour")), [], ["- Supervisor", "- Helper", "- Hour"]),
    "a fact": (lambda d: say(find(d, "each day"), "day", "week"), ["- When :: each day"], ["- When :: each week"]),
    "a row of facts": (copied("each day", ("Why", "law", "How", "walk", "Else", "none")), [],
                       ["- Why :: law", "- How :: walk", "- Else :: none"]),
    "a card's title": (lambda d: say(find(d, "Near miss"), "Near", "Close"), [_card()], [_card(title="Close miss")]),
    "a card's title, all of it": (lambda d: say(find(d, "Near miss"), "Near miss", "Our own"), [_card()],
                                  [_card(title="Our own")]),
    "a card's small words": (lambda d: say(find(d, "two minutes"), "two", "three"), [_card()], [_card("three minutes")]),
    "a card's note": (lambda d: say(find(d, "Reviewed"), "March", "May"), [_card()], [_card(note="Reviewed May 2027")]),
    "an item from a paragraph": (like("A line below", "two item"), ["A line below the list."], ["- A line below the list."]),
    "a paragraph from an item": (like("one item", None), ["- one item"], ["one item"]),
    "an empty row filled": (blank_row(filled=True), [], ["| Sweep |  |"]),
    "an empty row deleted": (blank_row(filled=False), ['::: {.grid rows="4"}'], ['::: {.grid rows="3"}']),
    "a row put in": (copied("Walk", ("Lift", "Lee")), ['::: {.grid rows="4"}'], ['::: {.grid rows="5"}', "| Lift | Lee |"]),
    "a heading, no deeper than may be": (heading, ["A line below the list."], ["## A line below the list."]),
    "an item one step in": (indented, ["- two item"], ["  - two item"]),
}


@pytest.mark.parametrize("name", TAKEN)
def test_an_edit_of_a_form_is_taken_over(name: str) -> None:
    change, went, came = TAKEN[name]
    assert differing(returned(change)) == (went, came)


def test_what_was_taken_over_is_printed_and_read_back_as_it_is() -> None:
    texts = [returned(change).clauses[0].theirs for change, _, _ in TAKEN.values()]
    for text, files in zip(texts, render([_document(text) for text in texts], HOUSE), strict=True):
        assert take({ID: text}, files.docx, files.docx).is_empty


def test_words_that_touch_a_link_are_words() -> None:
    """Typst reads ".x" behind a link as a field of it."""
    text = FORM.replace("on the day.", "on [the day](https://example.org).Bend it, **so**(now).")
    assert render([_document(text)], HOUSE)[0].pages == 1


def test_a_label_and_its_value_are_changed_together() -> None:
    def change(document: Any) -> None:
        say(find(document, "Company"), "Company", "The name of the company")
        raw_words("Prairie Edge", "North Gate Steel")(document)
    assert differing(returned(change))[1] == ["- The name of the company :: North Gate Steel"]


def _margins(data: bytes, kind: str, words: str) -> bytes:
    """A person types into the header or footer."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.namelist():
            content = source.read(item)
            if item.startswith(f"word/{kind}"):
                content = content.replace(b"</w:p>", f"<w:r><w:t> {words}</w:t></w:r></w:p>".encode(), 1)
            target.writestr(item, content)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_words_in_the_margins_of_pages_are_named(kind: str) -> None:
    result = take({ID: FORM}, DELIVERED, _margins(DELIVERED, kind, "Call Kim first"))
    assert result.clauses == () and any("Call Kim first" in item.text and kind in item.what for item in result.left)


def test_words_in_a_text_box_and_a_footnote_are_named() -> None:
    from docx.oxml import parse_xml
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def change(document: Any) -> None:
        find(document, "Fill this in")._p.append(parse_xml(
            f'<w:r {space} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>Boxed words'
            "</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"))
    assert [item.what for item in returned(change).foreign] == ["a text box: “Boxed words”"]

    def note(document: Any) -> None:
        find(document, "Fill this in")._p.append(parse_xml(f'<w:r {space}><w:footnoteReference w:id="7"/></w:r>'))
    data, out = edited(note, DELIVERED), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.namelist():
            target.writestr(item, source.read(item))
        target.writestr("word/footnotes.xml", f'<w:footnotes {space}><w:footnote w:id="7"><w:p><w:r><w:t>Small print</w:t></w:r>'
                        "</w:p></w:footnote></w:footnotes>")
    assert [item.what for item in take({ID: FORM}, DELIVERED, out.getvalue()).foreign] == ["a footnote: “Small print”"]


def _composed(title: str = "Leading", number: int = 1) -> Composed:
    clause = f'## How we lift {{#h-a number="{number}.1"}}\n\nTwo people carry it.\n'
    body = f'# {title} {{#chapter-lead number="{number}"}}\n\n' + div("clause", clause, id_="clause-a")
    manual = Document("manual", "Manual", "manual", body, (Clause("clause-a", "manual", "How we lift", clause, ()),), ())
    return Composed((manual,), (), (), (), (), ())


def manual_file() -> tuple[dict[str, str], bytes]:
    document = _composed().documents[0]
    source = Source("manual", "Manual", "manual", document.markdown, numbered=True, toc=True)
    return {piece.id: piece.markdown for piece in pieces(_composed())}, render([source], HOUSE)[0].docx


def _chapter(document: Any) -> Any:
    return next(item for item in document.paragraphs if item.style.style_id == "Heading1")


def test_the_title_of_a_chapter_is_taken_over_and_so_is_what_stands_below_it() -> None:
    texts, delivered = manual_file()

    def change(document: Any) -> None:
        title = _chapter(document)
        title.runs[-1].text = "Who leads"
        title._p.addnext(find(document, "Two people").insert_paragraph_before("The owner does.", style="Body Text")._p)
    edit, = take(texts, delivered, edited(change, delivered)).clauses
    assert (edit.clause, edit.theirs) == ("chapter-lead", '# Who leads {#chapter-lead number="1"}\n\nThe owner does.\n')
    stored = {"chapter-lead": Edit("chapter-lead", "manual", edit.delivered, edit.theirs)}
    over = lay_over(_composed(number=2), stored, {})
    assert over.composed.documents[0].markdown == _composed("Who leads", 2).documents[0].markdown.replace(
        "\n\n:::", "\n\nThe owner does.\n\n:::", 1)
    assert [item.ours for item in lay_over(_composed("Leadership"), stored, {}).conflicts[0].conflicts] == ["Leadership"]
    again = lay_over(over.composed, stored, {})
    assert again.composed == over.composed


def test_a_chapter_title_that_was_deleted_is_named() -> None:
    texts, delivered = manual_file()

    def change(document: Any) -> None:
        title = _chapter(document)._p
        title.getparent().remove(title)
    result = take(texts, delivered, edited(change, delivered))
    assert result.clauses == () and any(item.text.endswith("Leading") for item in result.left)


def test_words_typed_into_the_contents_are_named_and_an_update_of_the_contents_is_nobodys_edit() -> None:
    texts, delivered = manual_file()

    def line(document: Any) -> Paragraph:
        return next(Paragraph(p, None) for p in document.element.iter(_W + "p")
                    if p.pPr is not None and p.pPr.pStyle is not None and p.pPr.pStyle.val == "TOC2")

    def typed(document: Any) -> None:
        line(document)._p.addnext(copy.deepcopy(line(document)._p))
        list(line(document)._p.getnext().iter(_W + "t"))[1].text = "Ask Kim about this"
    left = take(texts, delivered, edited(typed, delivered)).left
    assert [item.what for item in left] == ["words were written into the contents"] and "Ask Kim" in left[0].text

    def updated(document: Any) -> None:
        list(line(document)._p.iter(_W + "t"))[-1].text = "9"
    assert take(texts, delivered, edited(updated, delivered)).is_empty
