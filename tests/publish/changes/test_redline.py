"""The redline as a file: what stands where, what is marked, whose it is; Word's schema and LibreOffice agree to it."""
from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from generator.publish.changes.model import Change
from generator.publish.changes.redline import redlined
from generator.publish.changes.redline_segments import chunks, segments
from tests.publish.changes.redlines import HOUSE, W, accepted, change, clause, clauses, part, read, rejected

TEXT = """## Cutting {number=4.6 #h-cutting}

Clamp the work before you cut. See [section 1](#clause-other) and [the maker](https://example.ca/saw).

| Task | Who |
|---|---|
| Clear 11 m | Lee |
| Watch the sparks | Dana |

1. Guard on.
2. Handle on.
3. Two hands.

::: stop
**Stop if** it kicks.
:::

::: checklist
- Glasses
- Gloves
:::

::: {.field-grid columns=2}
- Date ::
- Company :: A & B Ltée
:::
"""
FORM = """::: {.card code="F-01"}
:::

::: grid
| A | B | C | D | E | F | G | H |
|-|-|-|-|-|-|-|-|
| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
:::
"""
CASES = {  # what happens to a clause -> before, after
    "words": (TEXT, TEXT.replace("before you cut", "at both ends").replace("11 m", "15 m").replace("A & B", "B & C")),
    "gone": (TEXT, ""), "fresh": ("", TEXT), "same": (TEXT, TEXT),
    "row": (TEXT, TEXT.replace("| Watch", "| Wet the floor | Sam |\n| Watch").replace("| Clear 11 m | Lee |\n", "")),
    "item": (TEXT, TEXT.replace("2. Handle on.", "2. Face shield down.\n2. Handle on, tight.").replace("3. Two hands.\n", "")),
    "table": (TEXT, TEXT[:TEXT.index("| Task")] + TEXT[TEXT.index("1. Guard"):]),
    "above": (TEXT, TEXT.replace("| Task", "One more line.\n\n| Task", 1)),
    "below": (TEXT.replace("| Task", "One line that goes.\n\n| Task", 1), TEXT),
    "form": (FORM, FORM.replace("| 4 |", "| four |")),
    "cells": ("::: {.columns}\n::: column\nOne.\n\nTwo.\n:::\n::: column\nX\n:::\n:::\n",
              "::: {.columns}\n::: column\nOne.\n:::\n::: column\nX\n\nMore of it.\n:::\n:::\n"),
}
AUTHORS = {"item": "Dana Petrov"}
TITLES = {key: f"Clause {key}" for key in CASES}


def of(side: int | None = None) -> list[Change]:
    """All cases; with a side, its text alone, nothing changed in it."""
    out = []
    for key, texts in CASES.items():
        before, after = texts if side is None else (texts[side], texts[side])
        form = {"document": "form", "document_title": "A form", "code": "F-01"} if key == "form" else {}
        out.append(change(before, after, f"case-{key}", title=TITLES[key], author=AUTHORS.get(key, ""), **form))
    return out


@pytest.fixture(scope="module")
def docx() -> bytes:
    return redlined("In plain words: [words](#case-words), [elsewhere](#nowhere).", of(), HOUSE, title="What changed")


@pytest.fixture(scope="module")
def sides() -> tuple[bytes, bytes]:
    return redlined("", of(0), HOUSE, title="What changed"), redlined("", of(1), HOUSE, title="What changed")


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))


def marked(body: etree._Element) -> list[tuple[str, str]]:
    """(status, words) of each tracked run."""
    return [(etree.QName(one).localname, _words(one)) for one in body.iter(f"{W}ins", f"{W}del") if len(one)]


def test_accept_and_reject_give_both_texts(docx: bytes, sides: tuple[bytes, bytes]) -> None:
    told, (old, new) = clauses(docx), map(clauses, sides)
    for key in CASES:
        assert read(accepted(told[f"case-{key}"])) == read(new[f"case-{key}"]), key
        assert read(rejected(told[f"case-{key}"])) == read(old[f"case-{key}"]), key


def test_words_are_marked_one_by_one_and_what_stays_is_not(docx: bytes) -> None:
    assert marked(clause(docx, "case-words")) == [
        ("del", "before you cut"), ("ins", "at both ends"), ("del", "11"), ("ins", "15"),
        ("del", "A & B"), ("ins", "B & C")]
    assert marked(clause(docx, "case-same")) == []


def test_a_paragraph_of_which_little_stays_is_replaced_whole() -> None:
    other = change("Lee keeps the keys of the forklift in the office.", "Sam and the crew lock the yard at six.")
    assert [status for status, _ in marked(clause(redlined("", [other], HOUSE, title="T")))] == ["del", "ins"]


def test_rows_tables_and_items_are_marked_as_such(docx: bytes) -> None:
    def rows(key: str, kind: str) -> int:
        return len(clause(docx, f"case-{key}").findall(f".//{W}trPr/{W}{kind}"))
    assert (rows("row", "ins"), rows("row", "del"), rows("table", "del"), rows("words", "del")) == (1, 1, 3, 0)
    ends = clause(docx, "case-item").findall(f"{W}p/{W}pPr/{W}rPr")
    assert [etree.QName(end[0]).localname for end in ends] == ["ins", "del"]


def test_before_a_table_the_end_above_goes_so_that_no_empty_paragraph_stays(docx: bytes) -> None:
    ends = {_words(one): one.find(f"{W}pPr/{W}rPr/{W}del") is not None for one in clause(docx, "case-below").findall(f"{W}p")}
    above = next(text for text in ends if text.startswith("Clamp"))
    assert ends[above] and not ends["One line that goes."]
    cell = clause(docx, "case-cells").find(f".//{W}tc")
    assert cell is not None and [len(accepted(cell).findall(f"{W}p")), len(rejected(cell).findall(f"{W}p"))] == [1, 2]


def test_a_list_counts_on_through_its_changes(docx: bytes) -> None:
    numbers = [one.get(f"{W}val") for one in clause(docx, "case-item").iter(f"{W}numId")]
    assert len(numbers) == 4 and len(set(numbers)) == 1


def test_each_change_has_its_author_and_no_time(docx: bytes) -> None:
    told = clauses(docx)
    for key in ("words", "item"):
        authors = {one.get(f"{W}author") for one in told[f"case-{key}"].iter() if one.get(f"{W}author")}
        assert authors == {AUTHORS.get(key, "Safety program")}
    ids = [one.get(f"{W}id") for one in part(docx).iter() if one.get(f"{W}author")]
    assert len(ids) == len(set(ids)) > 50
    assert b"w:date=" not in etree.tostring(part(docx))


def test_headings_say_what_happened_and_links_lead_somewhere(docx: bytes) -> None:
    root = part(docx)
    said = [_words(one) for one in root.iter(f"{W}p")
            if (style := one.find(f"{W}pPr/{W}pStyle")) is not None and style.get(f"{W}val", "").startswith("Changed")]
    assert said[:5] == ["Health and Safety Manual", "Clause wordschanged", "Clause gonetaken out", "Clause freshnew",
                        "Clause samenot changed"]
    assert "Clause itemchanged by Dana Petrov" in said and "F-01\u2002A form" in said
    names = {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}
    anchors = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")]
    assert anchors == ["case-words"] and set(anchors) <= names
    assert not any(name and name.startswith("redline-") for name in names)


def test_broad_tables_get_broad_pages(docx: bytes) -> None:
    pages = [one.get(f"{W}orient") for one in part(docx).iter(f"{W}pgSz")]
    assert pages == [None, "landscape", None] or pages == [None, "landscape"]
    assert pages.count("landscape") == 1


def test_the_file_is_valid_and_the_same_twice(docx: bytes, tmp_path: Path) -> None:
    file = tmp_path / "Changes.docx"
    file.write_bytes(docx)
    assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []
    again = redlined("In plain words: [words](#case-words), [elsewhere](#nowhere).", of(), HOUSE, title="What changed")
    assert again == docx


def test_pictures_come_along_and_a_missing_one_is_told_in_words() -> None:
    png = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(png, "PNG")
    one = change("Look ![the old one](media/gone.png) here.", "Look ![the valve](media/a.png){width=20mm} here.")
    body = clause(redlined("", [one], HOUSE, title="T", media={"media/a.png": png.getvalue()}))
    assert len(list(body.iter(f"{W}drawing"))) == 1
    assert "the old one" in _words(rejected(body)) and not list(rejected(body).iter(f"{W}drawing"))


def test_no_changes_and_one_clause_in_two_documents() -> None:
    assert "Nothing changed." in _words(part(redlined("Nothing changed.", [], HOUSE, title="T")))
    two = [change("One.", "Two."), change("Three.", "Four.", document="form-x", document_title="X")]
    assert sorted(clauses(redlined("", two, HOUSE, title="T"))) == ["clause-one", "form-x--clause-one"]


def test_a_clause_is_cut_only_between_blocks() -> None:
    assert list(chunks("A\nb\n\n- x\n\n- y\n\n  more\n\n::: note\nP\n\nQ\n:::\n\n```\n::: no\n\nin code\n```\n:::\n")) == [
        "A\nb", "- x\n\n- y\n\n  more", "::: note\nP\n\nQ\n:::", "```\n::: no\n\nin code\n```"]
    assert list(chunks("::: stop\nnever closed")) == ["::: stop\nnever closed\n\n:::"]
    cut = segments("A\n\nB\n\nC", "A\n\nX\n\nC")
    assert [(one.before, one.after) for one in cut] == [("A", "A"), ("B", "X"), ("C", "C")]


_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Decide(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim doc As Object
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  Dim helper As Object
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(doc.CurrentController.Frame, command, "", 0, Array())
  Dim store(0) As New com.sun.star.beans.PropertyValue
  store(0).Name = "FilterName" : store(0).Value = "MS Word 2007 XML"
  doc.storeToURL(target, store())
  doc.close(True)
End Sub
</script:module>"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>"""


def decided(office: str, docx: bytes, folder: Path, command: str) -> bytes:
    """The file after LibreOffice's own "accept all" or "reject all"."""
    basic = folder / "profile/user/basic/Standard"
    if not basic.is_dir():  # the first start makes a profile, and only the second one runs macros
        subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--terminate_after_init"],
                       capture_output=True, check=False, timeout=120)
        basic.mkdir(parents=True, exist_ok=True)
        (basic / "Module1.xba").write_text(_MACRO)
        (basic / "script.xlb").write_text(_LIBRARY)
    (folder / "in.docx").write_bytes(docx)
    out = folder / f"{command}.docx"
    call = f'macro:///Standard.Module1.Decide("file://{folder}/in.docx","file://{out}",".uno:{command}")'
    subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", call], check=True,
                   capture_output=True, timeout=180)
    return out.read_bytes()


def shown(docx: bytes) -> dict[str, list[str]]:
    """Words of each clause, below its heading; LibreOffice moves bookmarks into paragraphs."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for paragraph in part(docx).iter(f"{W}p"):
        text = "".join(one.text or "" for one in paragraph.iter(f"{W}t", f"{W}delText")).strip()
        key = "form" if text.startswith("F-01\u2002A form") else next((key for key in CASES if text.startswith(TITLES[key])), "")
        lines = found.setdefault(key, []) if key else lines
        if text and not key:
            lines.append(text)
    return found


@pytest.mark.needs_libreoffice
def test_libreoffice_accepts_and_rejects_to_the_same_texts(docx: bytes, sides: tuple[bytes, bytes], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        assert os.environ.get("CI") != "true", "in CI nothing is skipped: install LibreOffice"
        pytest.skip("LibreOffice is not installed: `make test` says how to get it")
    for command, side in (("AcceptAllTrackedChanges", 1), ("RejectAllTrackedChanges", 0)):
        result = decided(office, docx, tmp_path, command)
        assert not list(part(result).iter(f"{W}ins", f"{W}del"))
        assert shown(result) == shown(sides[side])
