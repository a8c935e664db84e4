"""Edits made in Word files: each kind lands in the clause's Markdown, random ones lose no word."""
from __future__ import annotations

import copy
import io
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compose.markdown import div
from generator.publish.edits.align import words
from generator.publish.edits.take import Taken, take
from generator.publish.edits.tree import read_trees, text_of
from generator.publish.edits.word import UnresolvedChanges, read_word
from generator.render.model import House, Source
from generator.render.pipeline import render

CLAUSES: Mapping[str, str] = {
    "clause-one": """## How we lift {#h-clause-one number="1.1"}

Two people carry anything over 23 kg. **Ask first**, then lift. See [section 1.2](#clause-two).

- Bend the knees
- Keep the load close
- Look where you go

Sam [keeps the list]{.confirm} in the [F-07]{.code} binder.

::: law
Alberta: OHS Code s 208
:::
""",
    "clause-two": """## Who does what {#h-clause-two number="1.2"}

| Task | Who | How often |
|------|---|---|
| Walk the yard | Lee | each month |
| Look at the slings | Dana | each use |
| Test the alarm |  | each year |

::: stop
**Stop and get help if** the alarm sounds.
:::

1. Warn the others
2. Walk out
   - by the nearest door
3. Meet at the pole
""",
    "clause-three": """## Gear {#h-clause-three number="1.3"}

::: chips
- Safety glasses
- Leather gloves
:::

::: assessment
| Task | Before | What we do | After |
|---|---|----|---|
| **1 Cut** | [16]{.risk .high} | ☐\\ Guard on ☐\\ Area clear | [6]{.risk .low} |
| ^^ | [9]{.risk .medium} | ☐\\ Dust hood | [4]{.risk .low} |
:::

::: {.field-grid columns=2}
- Date ::
- Company :: Prairie Edge
:::
"""}


def _delivered() -> bytes:
    body = "# Leading {#c1 number=\"1\"}\n\n" + "\n\n".join(div("clause", text, id_=id_) for id_, text in CLAUSES.items())
    house = House("Prairie Edge", "Revision 1", "Footer", "Prairie Edge", date(2027, 1, 4))
    return render([Source("manual", "Manual", "manual", body, numbered=True)], house)[0].docx


DELIVERED = _delivered()


def edited(change: Callable[[Any], None], data: bytes = DELIVERED) -> bytes:
    document = Document(io.BytesIO(data))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def raw(change: Callable[[str], str], data: bytes = DELIVERED) -> bytes:
    """The file with other XML in its document part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()).encode() if name == "word/document.xml" else part)
    return out.getvalue()


def find(document: Any, text: str) -> Paragraph:
    inside = [p for table in document.tables for cell in table._cells for p in cell.paragraphs]
    return next(paragraph for paragraph in [*document.paragraphs, *inside] if text in paragraph.text)


def say(paragraph: Paragraph, old: str, new: str) -> None:
    run = next(run for run in paragraph.runs if old in run.text)
    run.text = run.text.replace(old, new)


def taken(change: Callable[[Any], None], **options: Any) -> Taken:
    return take(CLAUSES, DELIVERED, edited(change), **options)


def theirs(result: Taken) -> dict[str, str]:
    return {edit.clause: edit.theirs for edit in result.clauses}


def test_a_file_that_was_only_saved_again_has_no_edits() -> None:
    assert take(CLAUSES, DELIVERED, DELIVERED).is_empty
    assert taken(lambda document: None).is_empty


def test_changed_words_keep_their_markup() -> None:
    result = taken(lambda d: say(find(d, "Two people"), "23\u00a0kg", "18 kg"))
    assert list(theirs(result)) == ["clause-one"]
    assert "over 18\u00a0kg. **Ask first**, then lift. See [section 1.2](#clause-two)." in result.clauses[0].theirs
    other = theirs(taken(lambda d: say(find(d, "in the"), "keeps", "holds")))["clause-one"]
    assert "[holds the list]{.confirm} in the [F-07]{.code}" in other


def test_words_added_in_bold_are_bold() -> None:
    def change(document: Any) -> None:
        find(document, "Two people").add_run(" Every time.").bold = True
    assert theirs(taken(change))["clause-one"].count("**Every time.**") == 1


def test_a_heading_keeps_number_and_anchor() -> None:
    result = theirs(taken(lambda d: say(find(d, "How we lift"), "How we lift", "Lifting")))
    assert '## Lifting {#h-clause-one number="1.1"}' in result["clause-one"]


def test_a_heading_keeps_its_id_and_number_whatever_it_says() -> None:
    result = theirs(taken(lambda d: say(find(d, "How we lift"), "How we lift", "Beams and bars")))
    assert '## Beams and bars {#h-clause-one number="1.1"}' in result["clause-one"]


def test_items_are_added_deleted_and_moved_in_their_list() -> None:
    def change(document: Any) -> None:
        knees, close, look = (find(document, text) for text in ("Bend", "Keep the load", "Look where"))
        new = copy.deepcopy(close._p)
        close._p.addnext(new)
        Paragraph(new, close._parent).runs[0].text = "Take * the [cart] first"
        look._p.addnext(knees._p)
    result = read_trees([theirs(taken(change))["clause-one"]])[0]
    lists = [block for block in result if block["t"] == "BulletList"]
    assert [text_of(item) for item in lists[0]["c"]] == ["Keep the load close", "Take * the [cart] first", "Look where you go",
                                                         "Bend the knees"]


def test_a_new_paragraph_stands_where_it_was_typed() -> None:
    def change(document: Any) -> None:
        find(document, "in the").insert_paragraph_before("We bought a cart.", style="Body Text")
    text = theirs(taken(change))["clause-one"]
    assert re.search(r"- Look where you go\n\nWe bought a cart\.\n\nSam", text)


def test_rows_and_cells() -> None:
    def change(document: Any) -> None:
        table = next(table for table in document.tables if table.cell(0, 0).text == "Task" and len(table.columns) == 3)
        table.cell(3, 1).paragraphs[0].text = "Pat"  # was empty
        table.cell(1, 1).paragraphs[0].runs[0].text = "Sam"
        new = copy.deepcopy(table.rows[2]._tr)
        table.rows[2]._tr.addnext(new)
        for cell, text in zip(table.rows[3].cells, ("Sweep", "Kim", "each day"), strict=True):
            cell.paragraphs[0].runs[0].text = text
        table._tbl.remove(table.rows[2]._tr)
    text = theirs(taken(change))["clause-two"]
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert rows[2:] == ["| Walk the yard | Sam | each month |", "| Sweep | Kim | each day |",
                        "| Test the alarm | Pat | each year |"]


@pytest.mark.parametrize(("above", "shown"), [(True, "New line[]{.br}Walk the yard"), (False, "Walk the yard[]{.br}New line")])
def test_a_second_paragraph_in_a_cell_is_a_second_line(above: bool, shown: str) -> None:
    def change(document: Any) -> None:
        line = find(document, "Walk the yard")
        new = line.insert_paragraph_before("New line", style=line.style)
        if not above:
            line._p.addnext(new._p)
    result = taken(change)
    assert f"| {shown} | Lee |" in theirs(result)["clause-two"] and result.clauses[0].left == ()


def test_deleting_the_row_that_others_are_joined_with_keeps_the_joined_words() -> None:
    def change(document: Any) -> None:
        table = next(table for table in document.tables if "1 Cut" in table.cell(1, 0).text)
        table._tbl.remove(table.rows[1]._tr)
    text = theirs(taken(change))["clause-three"]
    assert "| **1 Cut** | [9]{.risk .medium} |" in text and "[16]" not in text


def test_a_risk_that_was_rated_anew_has_the_colour_of_its_level() -> None:
    def change(document: Any) -> None:
        cell = find(document, "16\u00a0High")
        for run in cell.runs[1:]:
            run._r.getparent().remove(run._r)
        cell.runs[0].text = "6 Low"
    assert "[6]{.risk .low} | ☐" in theirs(taken(change))["clause-three"]


def test_chips_are_added_as_chips() -> None:
    def change(document: Any) -> None:
        line = find(document, "Leather\u00a0gloves")
        run = copy.deepcopy(line.runs[-1]._r)
        line._p.append(copy.deepcopy(line.runs[0]._r))
        line._p.append(run)
        line.runs[-2].text, line.runs[-1].text = "  ", "Face shield"
    assert "- Safety glasses\n- Leather gloves\n- Face shield" in theirs(taken(change))["clause-three"]


def test_a_deleted_and_a_moved_clause() -> None:
    def delete(document: Any) -> None:
        body, inside = document.element.body, False
        for element in list(body):
            if element.tag.endswith("}bookmarkStart") and "clause-two" in element.values():
                inside = True
            if element.tag.endswith("}bookmarkStart") and "clause-three" in element.values():
                inside = False
            if inside:
                body.remove(element)
    result = taken(delete)
    assert [(edit.clause, edit.kind, edit.theirs) for edit in result.clauses] == [("clause-two", "deleted", "")]

    def move(document: Any) -> None:
        body = document.element.body
        marks = [element for element in body if element.tag.endswith("}bookmarkStart") and any(
            name in element.values() for name in ("clause-one", "clause-two", "clause-three"))]
        first = list(body)[list(body).index(marks[0]):list(body).index(marks[1])]
        for element in first:
            body.insert(list(body).index(marks[2]), element)
    result = taken(move)
    assert result.clauses == () and [ids for _, ids in result.order] == [("clause-two", "clause-one", "clause-three")]
    assert len(result.moved) == 1


def test_a_paragraph_typed_among_fields_stands_below_them() -> None:
    """A grid of fields holds nothing but its list: the typesetter would refuse the document."""
    def change(document: Any) -> None:
        line = find(document, "Company")
        line._p.addnext(line.insert_paragraph_before("Ask at the desk", style=line.style)._p)
    text = theirs(taken(change))["clause-three"]
    house = House("Prairie Edge", "Revision 1", "Footer", "Prairie Edge", date(2027, 1, 4))
    assert "Ask at the desk" in text and render([Source("x", "X", "manual", "# X\n\n" + text)], house)[0].pages


def test_a_new_section_goes_with_the_clause_above() -> None:
    def change(document: Any) -> None:
        law = find(document, "OHS Code s 208")
        heading, text = copy.deepcopy(find(document, "How we lift")._p), copy.deepcopy(find(document, "Two people")._p)
        law._p.addnext(heading)
        heading.addnext(text)
        Paragraph(heading, law._parent).text, Paragraph(text, law._parent).text = "Our own rule", "No lifting alone at night."
    assert theirs(taken(change))["clause-one"].endswith("## Our own rule\n\nNo lifting alone at night.\n")


def test_bookmarks_that_are_gone_do_not_matter() -> None:
    stripped = raw(lambda xml: re.sub(r"<w:bookmark(Start|End)[^>]*>", "", xml))
    assert take(CLAUSES, DELIVERED, stripped).is_empty
    both = edited(lambda d: say(find(d, "Keep the load"), "close", "very close"), stripped)
    assert "- Keep the load very close" in theirs(take(CLAUSES, DELIVERED, both))["clause-one"]


def test_tracked_changes_stop_until_a_view_is_chosen() -> None:
    mark = '<w:ins w:id="9001" w:author="Pat" w:date="2027-02-01T00:00:00Z"><w:r><w:t>never </w:t></w:r></w:ins>'
    gone = '<w:del w:id="9002" w:author="Pat" w:date="2027-02-01T00:00:00Z"><w:r><w:delText> you go</w:delText></w:r></w:del>'
    returned = raw(lambda xml: xml.replace("<w:r><w:t xml:space=\"preserve\">Look where you go</w:t></w:r>",
                                           f"{mark}<w:r><w:t>Look where</w:t></w:r>{gone}"))
    with pytest.raises(UnresolvedChanges, match=r"tracked changes by Pat \(2\).*--accept-changes or --original"):
        take(CLAUSES, DELIVERED, returned)
    assert "- never Look where\n" in theirs(take(CLAUSES, DELIVERED, returned, view="accepted"))["clause-one"]
    left = take(CLAUSES, DELIVERED, returned, view="original")
    assert left.is_empty and left.view == "original"


def test_a_view_is_told_of_files_with_tracked_changes_only() -> None:
    returned = edited(lambda d: say(find(d, "Keep the load"), "close", "very close"))
    assert take(CLAUSES, DELIVERED, returned, view="accepted").view is None


def test_an_edit_is_nobodys_where_the_editor_left_name_and_time_as_we_wrote_them() -> None:
    ours = read_word(DELIVERED).changed_by

    def by(name: str, saved: datetime | None) -> tuple[str, str]:
        def change(document: Any) -> None:
            say(find(document, "Keep the load"), "close", "very close")
            document.core_properties.last_modified_by = name
            if saved:
                document.core_properties.modified = saved
        result = taken(change)
        return result.who, result.when
    assert by(ours, None) == ("", "")
    assert by("Pat", None) == ("Pat", "")
    assert by(ours, datetime(2027, 2, 3)) == (ours, "2027-02-03T00:00:00Z")


def test_comments_are_reported() -> None:
    def change(document: Any) -> None:
        document.add_comment(find(document, "Two people").runs, text="Is this still right?", author="Kim", initials="K")
    result = taken(change)
    assert [(item.author, item.text, item.on[:10]) for item in result.comments] == [("Kim", "Is this still right?", "Two people")]


def test_words_of_the_typesetter_are_named_and_not_lost() -> None:
    result = taken(lambda d: say(find(d, "OHS Code s 208"), "Law", "Statute of"))
    left = [item.text.replace("\u2002", " ") for edit in result.clauses for item in edit.left]
    assert left == ["Statute of Alberta: OHS Code s 208"]


def random_edits(chance: random.Random, mark: str, typed: set[str]) -> Callable[[Any], None]:
    """One to six changes in a document. `typed` has every new word that is still there at the end; each begins with `mark`."""
    def change(document: Any) -> None:
        for number in range(chance.randint(1, 6)):
            inside = [p for table in document.tables for cell in table._cells for p in cell.paragraphs]
            spots = [p for p in [*document.paragraphs, *inside] if p.runs]
            _one_edit(chance, chance.choice(spots), f"{mark}{number}")
        inside = [p for table in document.tables for cell in table._cells for p in cell.paragraphs]
        there = {word for p in [*document.paragraphs, *inside] for word in words(p.text)}
        typed.update(word for word in there if word.startswith(mark))
    return change


def _one_edit(chance: random.Random, paragraph: Paragraph, word: str) -> None:
    match chance.choice(["word", "add", "delete", "new", "copy", "cut"]):
        case "word":
            run = chance.choice(paragraph.runs)
            at = chance.randint(0, len(run.text))
            run.text = f"{run.text[:at]} {word} {run.text[at:]}"
        case "add":
            paragraph.add_run(f" {word}").italic = chance.choice([True, None])
        case "delete" if paragraph._p.getparent().tag.endswith("}body"):
            paragraph._p.getparent().remove(paragraph._p)
        case "new":
            paragraph.insert_paragraph_before(f"{word} new words", style=paragraph.style)
        case "copy":
            paragraph._p.addnext(copy.deepcopy(paragraph._p))
        case _:
            run = chance.choice(paragraph.runs)
            run.text = run.text[:len(run.text) // 2]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_random_edits_lose_no_word(seed: int) -> None:
    typed: set[str] = set()
    result = take(CLAUSES, DELIVERED, edited(random_edits(random.Random(seed), "Zq", typed)))
    found = " ".join([edit.theirs for edit in result.clauses] + [item.text for edit in result.clauses for item in edit.left]
                     + [item.text for item in result.left])
    assert typed <= set(words(found))


@pytest.mark.needs_libreoffice
def test_a_file_saved_by_libreoffice_has_only_the_persons_edits(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is needed"
    (tmp_path / "manual.docx").write_bytes(edited(lambda d: say(find(d, "Keep the load"), "close", "very close")))
    subprocess.run([office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
                    "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out"), str(tmp_path / "manual.docx")],
                   check=True, capture_output=True, timeout=120)
    result = take(CLAUSES, DELIVERED, (tmp_path / "out" / "manual.docx").read_bytes())
    assert list(theirs(result)) == ["clause-one"] and "- Keep the load very close" in result.clauses[0].theirs
