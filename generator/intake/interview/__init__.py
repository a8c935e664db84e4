"""Ask the questionnaire in a terminal: `steps` decides what comes next, `saving` keeps the file, `terminal` talks."""

from generator.intake.interview.session import interview

__all__ = ["interview"]
