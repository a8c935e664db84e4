"""What a build with nothing to do imports: it is over in a moment only while nothing heavy comes along."""
from __future__ import annotations

import subprocess
import sys

_HEAVY = ("lxml", "jinja2", "docx", "typst", "pypandoc", "yaml", "PIL", "rapidfuzz", "generator.compose", "generator.intake",
          "generator.knowledge", "generator.render", "generator.publish.make", "generator.publish.draft",
          "generator.publish.edits", "generator.publish.changes")


def test_to_find_that_nothing_changed_takes_none_of_what_writes_or_typesets() -> None:
    done = subprocess.run([sys.executable, "-c", "import sys, generator.publish.build\nprint(*sys.modules)"], capture_output=True,
                          text=True, check=True)
    loaded = done.stdout.split()
    assert "generator.publish.build" in loaded
    assert [name for name in loaded if name.startswith(_HEAVY)] == []
