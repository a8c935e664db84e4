"""Letters: which Word templates this company gets, and what docxtpl fills in."""
from __future__ import annotations

from generator.compose.model import Document
from generator.knowledge.base import Knowledge
from generator.program.model import Program, ToComplete


def compose_letters(program: Program, knowledge: Knowledge) -> tuple[tuple[Document, ...], tuple[ToComplete, ...]]:
    """The policy statement to post and the letters of appointment for the people named."""
    return (), ()
