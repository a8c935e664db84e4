"""Paper, margins and text width, in millimetres: one truth for Word and Typst."""
from __future__ import annotations

from dataclasses import dataclass

_PAPERS = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}


@dataclass(frozen=True)
class Page:
    """Millimetres. `side` is the left and the right margin."""

    width: float
    height: float
    side: float
    top: float = 26.0
    bottom: float = 22.0

    @property
    def text_width(self) -> float:
        return self.width - 2 * self.side


def page(paper: str, landscape: bool) -> Page:
    width, height = _PAPERS[paper]
    return Page(height, width, side=18.0, top=24.0, bottom=18.0) if landscape else Page(width, height, side=23.0)


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)
