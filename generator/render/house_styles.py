"""The house's Word styles as OOXML, for house_style.py: paragraph, character and table styles, with what each is for."""

from __future__ import annotations

# ruff: noqa: E501  (OOXML reads best unbroken)

INK, GREY, RULE, TINT, ACCENT = "1C2B39", "5D6770", "C9D0D6", "EDF1F4", "C75B12"
_CUSTOM = ' w:customStyle="1"'
_BANDS = '<w:tblStyleRowBandSize w:val="1"/>'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _spacing(before: float, after: float, line: float = 1.03) -> str:
    twentieths = f'w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
    return f'<w:spacing {twentieths} w:line="{round(line * 240)}" w:lineRule="auto"/>'


def _run(size: float | None = None, bold: bool = False, italic: bool = False, colour: str | None = None, more: str = "") -> str:
    """Run properties in the order that the schema wants; `more` is what stands after italic (capitals, underline)."""
    caps, spaced = ("<w:caps/>", '<w:spacing w:val="6"/>') if "caps" in more else ("", "")
    underline = '<w:u w:val="single" w:color="9AA5AE"/>' if "underline" in more else ""
    return "".join(
        [
            "<w:rPr>",
            "<w:b/><w:bCs/>" if bold else "",
            "<w:i/><w:iCs/>" if italic else "",
            caps,
            f'<w:color w:val="{colour}"/>' if colour else "",
            spaced,
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
            underline,
            "</w:rPr>",
        ]
    )


def _paragraph(
    name: str, based: str | None = "Normal", ppr: str = "", rpr: str = "", following: str | None = None, quick: bool = True
) -> str:
    style = name.replace(" ", "")
    default = ' w:default="1"' if name == "Normal" else ""
    builtin = name in _BUILTIN
    return "".join(
        [
            f'<w:style {_W} w:type="paragraph"{default}{"" if builtin else _CUSTOM} w:styleId="{_IDS.get(name, style)}">',
            f'<w:name w:val="{_BUILTIN.get(name, name)}"/>',
            f'<w:basedOn w:val="{based}"/>' if based and name != "Normal" else "",
            f'<w:next w:val="{following}"/>' if following else "",
            "<w:qFormat/>" if quick else "",
            f"<w:pPr>{ppr}</w:pPr>" if ppr else "",
            rpr,
            "</w:style>",
        ]
    )


_BUILTIN = {
    "Normal": "Normal",
    "Body Text": "Body Text",
    "Heading 1": "heading 1",
    "Heading 2": "heading 2",
    "Heading 3": "heading 3",
    "Heading 4": "heading 4",
    "Title": "Title",
    "Header": "header",
    "Footer": "footer",
    "TOC 1": "toc 1",
    "TOC 2": "toc 2",
    "TOC Heading": "TOC Heading",
    "List Paragraph": "List Paragraph",
}
_IDS = {"TOC 1": "TOC1", "TOC 2": "TOC2", "TOC Heading": "TOCHeading"}
_KEEP = "<w:keepNext/><w:keepLines/>"


def _bordered(colour: str, side_space: int = 11, size: int = 18) -> str:
    return (
        f'<w:pBdr><w:top w:val="single" w:sz="2" w:space="5" w:color="{TINT}"/>'
        f'<w:left w:val="single" w:sz="{size}" w:space="{side_space}" w:color="{colour}"/>'
        f'<w:bottom w:val="single" w:sz="2" w:space="6" w:color="{TINT}"/>'
        f'<w:right w:val="single" w:sz="2" w:space="{side_space}" w:color="{TINT}"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
    )


def _band(top: int, bottom: int) -> str:
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="{space}" w:color="{INK}"/>'
        for side, space in (("top", top), ("left", 12), ("bottom", bottom), ("right", 12))
    )
    return f'<w:pBdr>{edge}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{INK}"/>'


_TOC_TABS = (
    '<w:tabs><w:tab w:val="left" w:pos="480"/><w:tab w:val="right" w:pos="9632"/></w:tabs>',
    '<w:tabs><w:tab w:val="left" w:pos="960"/><w:tab w:val="right" w:leader="dot" w:pos="9632"/></w:tabs>',
)
_CHECK_TABS = '<w:tabs><w:tab w:val="left" w:pos="340"/></w:tabs>'
_CARD_TABS = '<w:tabs><w:tab w:val="right" w:pos="9382"/></w:tabs>'
_TABLE_GAP = '<w:spacing w:before="0" w:after="0" w:line="140" w:lineRule="exact"/>'
_HEAD_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="3" w:color="{RULE}"/></w:pBdr>'
_NOTE_BAR = f'<w:pBdr><w:left w:val="single" w:sz="6" w:space="10" w:color="{RULE}"/></w:pBdr>'
_SIGN_RULE = f'<w:pBdr><w:top w:val="single" w:sz="8" w:space="3" w:color="{INK}"/></w:pBdr>'
_TAB = '<w:tabs><w:tab w:val="right" w:pos="9632"/></w:tabs>'
_CARD_IND = '<w:ind w:left="250" w:right="250"/>'
_CALL_IND = '<w:ind w:left="260" w:right="240"/>'

PARAGRAPH_STYLES = [
    _paragraph("Normal", None, _spacing(0, 4), _run(colour=INK)),
    _paragraph("Body Text"),
    _paragraph("First Paragraph", "BodyText"),
    _paragraph("Compact", "BodyText", _spacing(0, 2)),
    _paragraph("List Paragraph", "BodyText", _spacing(0, 2)),
    _paragraph("Source Code", "BodyText", quick=False),
    _paragraph("Block Text", "BodyText", quick=False),
    _paragraph(
        "Heading 1", "Normal", _KEEP + _spacing(0, 10, 1.0) + '<w:outlineLvl w:val="0"/>', _run(21, True, colour=INK), "BodyText"
    ),
    _paragraph(
        "Heading 2",
        "Normal",
        _KEEP + _spacing(12, 3, 1.0) + '<w:outlineLvl w:val="1"/>',
        _run(13.5, True, colour=INK),
        "BodyText",
    ),
    _paragraph(
        "Heading 3", "Normal", _KEEP + _spacing(8, 2, 1.0) + '<w:outlineLvl w:val="2"/>', _run(11, True, colour=INK), "BodyText"
    ),
    _paragraph(
        "Heading 4", "Normal", _KEEP + _spacing(7, 2, 1.0) + '<w:outlineLvl w:val="3"/>', _run(10, True, colour=INK), "BodyText"
    ),
    _paragraph("Title", "Normal", _spacing(8, 10, 0.9), _run(38, True, colour=INK)),
    _paragraph("Cover Logo", "Normal", _spacing(0, 0)),
    _paragraph("Cover Company", "Normal", _spacing(112, 0), _run(14, True, colour=ACCENT)),
    _paragraph("Cover Description", "Normal", _spacing(6, 0), _run(13)),
    _paragraph("TOC Heading", "Normal", _KEEP + "<w:pageBreakBefore/>" + _spacing(0, 12), _run(21, True, colour=INK)),
    _paragraph("TOC 1", "Normal", _TOC_TABS[0] + _spacing(5, 0, 1.0), _run(10, True)),
    _paragraph("TOC 2", "Normal", _TOC_TABS[1] + _spacing(0, 0, 1.0) + '<w:ind w:left="480"/>', _run(10)),
    _paragraph("Header", "Normal", _HEAD_RULE + _TAB + _spacing(0, 0, 1.0), _run(6.5, colour=GREY, more="caps")),
    _paragraph("Footer", "Normal", _TAB + _spacing(0, 0, 1.0), _run(6.5, colour=GREY, more="caps")),
    _paragraph("Lead", "BodyText", _spacing(0, 8), _run(11.5)),
    _paragraph("Law", "BodyText", _spacing(3, 5, 1.0), _run(8, colour=GREY)),
    _paragraph("Note", "BodyText", _NOTE_BAR + _spacing(3, 6) + '<w:ind w:left="230"/>', _run(9, colour=GREY)),
    _paragraph("Callout", "BodyText", "<w:keepLines/>" + _bordered(INK) + _spacing(9, 11) + _CALL_IND),
    _paragraph("Stop", "BodyText", "<w:keepLines/>" + _bordered(ACCENT) + _spacing(9, 11) + _CALL_IND),
    _paragraph("Callout Text", "BodyText", _spacing(0, 3)),
    _paragraph("Stop Text", "BodyText", _spacing(0, 3)),
    _paragraph(
        "Card Title",
        "Heading1",
        _KEEP + _band(8, 0) + _spacing(0, 0, 1.0) + _CARD_IND + '<w:outlineLvl w:val="0"/>',
        _run(17, True, colour="FFFFFF"),
        "CardSub",
    ),
    _paragraph(
        "Card Sub",
        "Normal",
        "<w:keepNext/>" + _band(0, 8) + _CARD_TABS + _spacing(0, 10, 1.0) + _CARD_IND,
        _run(8.5, colour="FFFFFF"),
        "BodyText",
    ),
    _paragraph(
        "Quiet Title",
        "Heading1",
        _KEEP + _spacing(0, 3, 1.0) + '<w:outlineLvl w:val="0"/>',
        _run(20, True, colour=INK),
        "QuietSub",
    ),
    _paragraph("Quiet Sub", "Normal", "<w:keepNext/>" + _TAB + _spacing(0, 8, 1.0), _run(8.5, colour=GREY), "BodyText"),
    _paragraph("Chips", "BodyText", _spacing(5, 8, 1.55)),
    _paragraph("Checklist", "BodyText", _CHECK_TABS + _spacing(0, 4) + '<w:ind w:left="340" w:hanging="340"/>'),
    _paragraph("Steps", "BodyText", _spacing(0, 6)),
    _paragraph("Keep", "BodyText", _KEEP),
    _paragraph("Table Text", "Normal", _spacing(0, 0, 1.0), _run(9.5)),
    _paragraph("Table Text Centre", "TableText", '<w:jc w:val="center"/>', quick=False),
    _paragraph("Table Text Right", "TableText", '<w:jc w:val="right"/>', quick=False),
    _paragraph("Assessment Text", "TableText", "", _run(8.5)),
    _paragraph("Assessment Text Centre", "AssessmentText", '<w:jc w:val="center"/>', quick=False),
    _paragraph("Assessment Text Right", "AssessmentText", '<w:jc w:val="right"/>', quick=False),
    _paragraph("Matrix Text", "TableText", "", _run(8)),
    _paragraph("Matrix Text Centre", "MatrixText", '<w:jc w:val="center"/>', quick=False),
    _paragraph("Matrix Text Right", "MatrixText", '<w:jc w:val="right"/>', quick=False),
    _paragraph("Table Head", "TableText", "<w:keepNext/>", _run(9, True, colour="FFFFFF")),
    _paragraph("Table Head Centre", "TableHead", '<w:jc w:val="center"/>', quick=False),
    _paragraph("Plain Head", "TableText", "<w:keepNext/>", _run(9, True, colour=INK)),
    _paragraph("Table Gap", "Normal", _TABLE_GAP, _run(4), quick=False),
    _paragraph("Field Label", "Normal", "<w:keepNext/>" + _spacing(4, 1, 1.0), _run(8, colour=GREY)),
    _paragraph("Field Value", "Normal", _spacing(0, 1, 1.0)),
    _paragraph("Fact", "Normal", _spacing(0, 1, 1.0), _run(10, True)),
    _paragraph("Letterhead", "Normal", "<w:keepNext/>" + _spacing(4, 1, 1.0), _run(14, True, colour=ACCENT)),
    _paragraph("Letterhead Address", "Normal", _spacing(0, 22, 1.0), _run(8.5, colour=GREY)),
    _paragraph("Letter Line", "Normal", _spacing(0, 10)),
    _paragraph(
        "Signature Line",
        "Normal",
        "<w:keepLines/>" + _SIGN_RULE + _spacing(34, 0, 1.0) + '<w:ind w:right="4900"/>',
        _run(8.5, colour=GREY),
    ),
    _paragraph("Signature Space", "Normal", "<w:keepNext/>" + _spacing(18, 0, 1.0), _run(8), quick=False),
    _paragraph("Signature Label", "Normal", _spacing(3, 0, 1.0), _run(8, colour=GREY)),
]


def _character(name: str, rpr: str, style: str | None = None) -> str:
    builtin = name in ("Hyperlink", "Strong")
    default = ' w:default="1"' if name == "Default Paragraph Font" else ""
    return (
        f'<w:style {_W} w:type="character"{default}{"" if builtin or default else _CUSTOM} w:styleId="{style or name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>{rpr}</w:style>'
    )


def _badge(fill: str) -> str:
    return (
        '<w:rPr><w:b/><w:bCs/><w:color w:val="FFFFFF"/><w:sz w:val="15"/><w:szCs w:val="15"/>'
        f'<w:bdr w:val="single" w:sz="8" w:space="0" w:color="{fill}"/><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:rPr>'
    )


CHARACTER_STYLES = [
    _character("Hyperlink", "<w:rPr/>"),
    _character("Strong", "<w:rPr><w:b/><w:bCs/></w:rPr>"),
    _character("Verbatim Char", "<w:rPr/>"),
    _character("Heading Number", _run(colour=ACCENT)),
    _character("To Confirm", _run(colour=ACCENT)),
    _character("Stop Label", _run(bold=True, colour=ACCENT)),
    _character("Missing", _run(italic=True, colour=ACCENT)),
    _character("Muted", _run(8.5, colour=GREY)),
    _character("Law Label", _run(8, True, colour=GREY)),
    _character("Risk Low", _badge("2F6E3B")),
    _character("Risk Medium", _badge("9A5B00")),
    _character("Risk High", _badge("A51D1D")),
    _character(
        "Chip",
        f'<w:rPr><w:b/><w:bCs/><w:sz w:val="16"/><w:szCs w:val="16"/><w:bdr w:val="single" w:sz="6" w:space="0" w:color="{INK}"/></w:rPr>',
    ),
    _character("Blank", _run(more="underline")),
    _character("Tick", _run(11.5)),
]


def _borders(**sides: tuple[int, str]) -> str:
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    return (
        "<w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="{sides[side][0]}" w:space="0" w:color="{sides[side][1]}"/>'
            for side in order
            if side in sides
        )
        + "</w:tblBorders>"
    )


def _table(name: str, borders: str, conditions: str = "", margins: tuple[int, int] = (125, 50), band: bool = False) -> str:
    side, height = margins
    return (
        f'<w:style {_W} w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>{_BANDS if band else ""}'
        f'<w:tblInd w:w="0" w:type="dxa"/>{borders}<w:tblCellMar><w:top w:w="{height}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{height}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr>{conditions}</w:style>'
    )


_HEAD = f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{INK}"/></w:tcPr></w:tblStylePr>'
_ZEBRA = f'<w:tblStylePr w:type="band2Horz"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr>'
_THIN, _LINE = (4, RULE), (4, "B0BAC2")
_ALL = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), _LINE)

TABLE_STYLES = [
    (
        f'<w:style {_W} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    ),
    _table("House Table", _borders(top=_THIN, bottom=_THIN, insideH=_THIN), _HEAD + _ZEBRA, band=True),
    _table("House Plain", _borders(top=_THIN, bottom=_THIN, insideH=_THIN)),
    _table("House Grid", _borders(**_ALL), _HEAD),
    _table("House Assessment", _borders(top=_THIN, bottom=_THIN, insideH=_THIN), _HEAD, (100, 45)),
    _table("House Matrix", _borders(top=_THIN, bottom=_THIN, insideH=_THIN), _HEAD, (70, 50)),
    _table("House Layout", "", margins=(0, 0)),
    _table("House Facts", _borders(top=(8, INK), bottom=_THIN), margins=(0, 70)),
    _table("Table", _borders(top=_THIN, bottom=_THIN, insideH=_THIN), _HEAD),
]
