"""Typeset: one Markdown source a document becomes Word and PDF that say the same (see docs/markup.md)."""
from generator.render.model import Cover, House, Rendered, Source, bookmark_name
from generator.render.pipeline import render

__all__ = ["Cover", "House", "Rendered", "Source", "bookmark_name", "render"]
