"""Edits: what people change in delivered Word files is read, kept as Markdown, and merged with the program's new text."""
