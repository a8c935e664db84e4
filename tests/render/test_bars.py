"""The chart: bars as long as their numbers, alike in both writers, told apart in black and white."""
from __future__ import annotations

import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from generator.errors import RenderError
from generator.render import Rendered, render
from generator.render.model import Source
from tests.render import samples

_CELL_MARGINS = 250  # twips of the house's table cells, left and right together
_SHARES = (12 / 1084, 240 / 1084, 1.0)  # of CHART's numbers above nought


def _word_bars(document: Rendered) -> list[tuple[str, float]]:
    """(fill, share of the cell) of every shaded bar, from its right indent."""
    xml = zipfile.ZipFile(io.BytesIO(document.docx)).read("word/document.xml").decode()
    found = re.findall(r'<w:pBdr>.*?</w:pBdr><w:shd [^>]*w:fill="(\w+)"/><w:spacing [^>]*/><w:ind w:right="(\d+)"', xml)
    column = re.findall(r'<w:gridCol w:w="(\d+)" ?/>\s*</w:tblGrid>(?:(?!</w:tbl>).)*<w:pBdr>', xml, re.DOTALL)[0]
    width = int(column) - _CELL_MARGINS
    return [(fill, 1 - int(right) / width) for fill, right in found]


def test_word_bars_are_as_long_as_their_numbers_and_the_pale_ones_are_the_second_of_a_pair(
        rendered: dict[str, Rendered]) -> None:
    bars = _word_bars(rendered["chart"])
    assert [share for _, share in bars] == pytest.approx(_SHARES, abs=0.01)
    dark, pale, last = (fill for fill, _ in bars)
    assert dark != pale and pale == last


def test_pdf_bars_are_as_long_as_their_numbers(rendered: dict[str, Rendered]) -> None:
    page = PdfReader(io.BytesIO(rendered["chart"].pdf)).pages[0]
    content = page.get_contents()
    assert content is not None
    widths = [float(box) for box in re.findall(rb"0 0 m ([\d.]+) 0 l [\d.]+ 8\.\d+ l 0 8", content.get_data())]
    assert [width / max(widths) for width in widths] == pytest.approx(_SHARES, abs=0.01)


def test_a_chart_without_three_columns_is_refused() -> None:
    wrong = Source(id="wrong", title="Wrong", kind="schedule",
                   markdown="# Wrong\n\n::: bars\n| a | b |\n|--|--|\n| x | 1 |\n:::\n")
    with pytest.raises(RenderError, match="three columns"):
        render([wrong], samples.HOUSE)
