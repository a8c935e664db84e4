"""Tables on a form: the company's own lines first, then blank rows for the pen."""
from __future__ import annotations

from collections.abc import Sequence

from generator.compose.markdown import Markdown, attribute, capitalise, escape
from generator.knowledge.model_forms import FormField

Row = Sequence[object]
USUAL_WIDTH = 30
_KEPT_ROWS = 8  # a table of up to that many rows is not broken over pages
_LEAST_BLANK = 1  # a prefilled table that is full still has a line for what came later


def draw(field: FormField, filled: Sequence[Row]) -> str:
    """The table with its heading. "" where it lists only what the company has, and the company has none."""
    rows: list[Row] = [[item] for item in field.items] if field.items and not filled else list(filled)
    if not rows and field.prefill and not field.rows:
        return ""
    blank = _LEAST_BLANK if field.prefill and len(rows) >= field.rows > 0 else max(0, field.rows - len(rows))
    drawn = table(field, rows, blank)
    whole = f"{over}\n\n{drawn}" if (over := heading(field)) else drawn
    return whole if -(-(len(rows) + blank) // field.across) > _KEPT_ROWS else f":::: keep\n{whole}\n::::"


def heading(field: FormField) -> str:
    """The table's heading and its hint; a bare table has no heading, for its header row says it."""
    title = "" if field.bare else f"## {capitalise(field.label)}"
    return "\n\n".join(filter(None, (title, escape(field.hint or ""))))


def table(field: FormField, rows: Sequence[Row], blank: int = 0) -> str:
    """A lined grid: header, `rows`, then `blank` empty rows; `across` columns of rows beside each other."""
    width = len(field.columns)
    lines = [[*(escape(cell) for cell in row[:width]), *([Markdown("")] * (width - len(row)))] for row in rows]
    lines += [[Markdown("")] * width for _ in range(blank)]
    lines = lines or [[Markdown("")] * width]
    many = field.across
    deep = -(-len(lines) // many)
    lines += [[Markdown("")] * width for _ in range(deep * many - len(lines))]
    wide = [[cell for part in range(many) for cell in lines[part * deep + place]] for place in range(deep)]
    header = [capitalise(label) for _ in range(many) for _, label in field.columns]
    widths = list(field.widths or [USUAL_WIDTH] * width) * many
    return grid_of(header, wide, widths, field.height, caption=field.label)


def grid_of(header: Sequence[object], rows: Sequence[Row], widths: Sequence[int], height: float, caption: str) -> str:
    """The Div of a lined table with rows of that height, in millimetres."""
    lines = [_line(header), "|" + "|".join("-" * max(3, width) for width in widths) + "|", *map(_line, rows)]
    return f"::: {{.grid rows={len(rows)} height={height:g} caption={attribute(caption)}}}\n" + "\n".join(lines) + "\n:::"


def _line(cells: Row) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"
