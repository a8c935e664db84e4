"""Two random texts in Word's XML made one: accepting gives the new one, rejecting the old one, whatever they hold."""
from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.publish.changes.tracked import merged, pairs_of
from generator.publish.changes.tracked_blocks import Reader
from generator.publish.changes.tracked_ooxml import Pen, number
from tests.publish.changes.redlines import W, accepted, read, rejected

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDS = st.sampled_from(["lock", "the", "saw", "a & b", "l’équipe", "11\u00a0m", "☐", "F-07", "Ltée,", "stop.", "\u00a0" * 9])
LOOKS = st.sampled_from(["", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rStyle w:val="Blank"/></w:rPr>'])
LISTS = {"1001": "bullet", "1002": "one", "1003": "bullet"}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;")


RUN = st.one_of(
    st.builds(lambda look, words: f'<w:r>{look}<w:t xml:space="preserve">{_escaped(" ".join(words))} </w:t></w:r>', LOOKS,
              st.lists(WORDS, min_size=1, max_size=6)),
    st.sampled_from(["<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>",
                     '<w:hyperlink w:anchor="here"><w:r><w:t>see here</w:t></w:r></w:hyperlink>',
                     '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt>']))
PROPERTIES = st.one_of(
    st.sampled_from(["", '<w:pStyle w:val="Heading2"/>', '<w:pStyle w:val="BodyText"/>']),
    st.sampled_from(sorted(LISTS)).map(lambda one: f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{one}"/></w:numPr>'))
PARAGRAPH = st.builds(lambda look, runs: f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>", PROPERTIES,
                      st.lists(RUN, max_size=4))
EMPTY = "<w:p/>"
GAP = '<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p>'  # below each table of ours


def _cell(blocks: list[str], joined: str) -> str:
    return f"<w:tc><w:tcPr>{joined}</w:tcPr>{''.join(blocks)}{'' if blocks and blocks[-1].endswith('</w:p>') else EMPTY}</w:tc>"


def _tables(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cell = st.builds(_cell, st.lists(blocks, max_size=3),
                     st.sampled_from(["", "", '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>']))
    head = st.sampled_from(["", "", "<w:trPr><w:cantSplit/></w:trPr>", "<w:trPr><w:tblHeader/></w:trPr>"])
    row = st.builds(lambda look, cells: f"<w:tr>{look}{''.join(cells)}</w:tr>", head, st.lists(cell, min_size=2, max_size=2))
    style = st.sampled_from(["HouseTable", "HouseLayout"])
    return st.builds(_table, style, st.lists(row, min_size=1, max_size=4))


def _table(style: str, rows: list[str]) -> str:
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>{grid}{"".join(rows)}</w:tbl>{GAP}'


BLOCK = st.recursive(PARAGRAPH, _tables, max_leaves=6)
TEXT = st.lists(BLOCK, max_size=6)
# Now and then both texts share blocks, as two versions of one clause do.
BOTH = st.one_of(st.tuples(TEXT, TEXT), st.builds(
    lambda common, more: ([*common, *more], common[len(common) // 2:] + more + common[:1]), TEXT, st.lists(BLOCK, max_size=2)))


def body(blocks: list[str]) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{SPACE}">{"".join(blocks)}</w:body>')


def tracked(old: etree._Element, new: etree._Element) -> etree._Element:
    reader = Reader(LISTS)
    out = etree.Element(f"{W}body")
    out.extend(merged(pairs_of(reader.blocks(list(old)), reader.blocks(list(new))), Pen("Ana & Co.")))
    etree.SubElement(out, f"{W}p")  # what stands below a clause in the file
    number(out, first=1)
    return out


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BOTH)
def test_accepting_gives_the_new_text_and_rejecting_the_old(texts: tuple[list[str], list[str]]) -> None:
    before, after = body(texts[0]), body(texts[1])
    old, new = read(before), read(after)
    both = tracked(before, after)
    assert read(accepted(both)) == new
    assert read(rejected(both)) == old


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BOTH)
def test_what_stays_keeps_its_look_and_every_change_has_a_number_and_an_author(texts: tuple[list[str], list[str]]) -> None:
    both = tracked(body(texts[0]), body(texts[1]))
    marks = [one for one in both.iter() if one.get(f"{W}author") is not None]
    assert all(mark.get(f"{W}author") == "Ana & Co." for mark in marks)
    assert len({mark.get(f"{W}id") for mark in marks}) == len(marks)
    assert not [one for one in both.iter(f"{W}ins", f"{W}del") if one.get(f"{W}author") is None]
    for deleted in both.iter(f"{W}del"):
        assert deleted.find(f".//{W}t") is None  # Word shows no `w:t` in a deletion
    for inserted in both.iter(f"{W}ins"):
        assert inserted.find(f".//{W}delText") is None
    bold = [_looks(side) for side in (accepted(both), body(texts[1]))]
    assert bold[0] == bold[1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT)
def test_the_same_text_has_no_changes(text: list[str]) -> None:
    both = tracked(body(text), body(text))
    assert not [one for one in both.iter() if one.get(f"{W}author") is not None]


def _looks(one: etree._Element) -> list[str]:
    """The words in bold, in order."""
    return "".join(text.text or "" for text in one.iter(f"{W}t") if (run := text.getparent()) is not None
                   and run.find(f"{W}rPr/{W}b") is not None).split()
