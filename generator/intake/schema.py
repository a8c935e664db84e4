"""The Cerberus schema, made from the questionnaire, and our Validator with the rules that Cerberus lacks.

Cerberus checks the shape: names, types, limits, choices. Whether a question applies at all is `branching.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cerberus import Validator

from generator.intake.question import Question
from generator.intake.values import COERCIONS, MONTHS, PATTERNS, to_text, unprintable
from generator.intake.vocabulary import Vocabulary

Schema = dict[str, Any]
MAX_TEXT, MAX_PARAGRAPH, MAX_ENTRIES, MAX_ROWS = 300, 2000, 60, 400
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean", "date": "date"}


class IntakeValidator(Validator):  # type: ignore[misc]
    """Cerberus with the checks of an intake: printable text, choices, no row twice."""

    def _check_with_printable(self, field: str, value: Any) -> None:
        if isinstance(value, str) and (char := unprintable(value)):
            self._error(field, f"holds a character that cannot be printed ({char})")

    def _check_with_printable_paragraph(self, field: str, value: Any) -> None:
        if isinstance(value, str) and (char := unprintable(value, paragraph=True)):
            self._error(field, f"holds a character that cannot be printed ({char})")

    def _validate_unique_rows(self, field_names: list[str], field: str, value: Any) -> None:
        """{'type': 'list', 'schema': {'type': 'string'}}"""
        for name in field_names:
            seen: dict[str, int] = {}
            for number, row in enumerate(value if isinstance(value, list) else ()):
                answer = row.get(name) if isinstance(row, Mapping) else None
                if not isinstance(answer, str):
                    continue
                if answer.casefold() in seen:
                    self._error(field, f"{number}.{name}|{seen[answer.casefold()]}")
                seen.setdefault(answer.casefold(), number)


def validator(questions: Iterable[Question], vocabulary: Vocabulary) -> IntakeValidator:
    """A validator for these questions side by side."""
    return IntakeValidator(cerberus_schema(questions, vocabulary), purge_unknown=False)


def cerberus_schema(questions: Iterable[Question], vocabulary: Vocabulary) -> Schema:
    """Cerberus rules by question id."""
    return {question.id: _rules(question, vocabulary) for question in questions}


def _rules(question: Question, vocabulary: Vocabulary) -> Schema:
    required = question.required and question.when is None
    common: Schema = {"required": required, "nullable": not required}
    if question.type == "group":
        return {**common, "type": "dict", "schema": cerberus_schema(question.questions, vocabulary)}
    if question.type == "table":
        return {**common, **_table(question, vocabulary)}
    if question.type in ("list", "choices"):
        return {**common, "type": "list", "maxlength": MAX_ENTRIES, "schema": _entry(question, vocabulary)}
    if question.type == "map":
        ids = [choice.id for choice in vocabulary.choices_of(question)]
        return {
            **common,
            "type": "dict",
            "keysrules": {"type": "string", "allowed": ids},
            "valuesrules": {**_text(question), "nullable": True},
        }
    return {**common, **_scalar(question, vocabulary)}


def _table(question: Question, vocabulary: Vocabulary) -> Schema:
    unique = [inner.id for inner in question.questions if inner.unique]
    rows: Schema = {"type": "dict", "schema": cerberus_schema(question.questions, vocabulary)}
    rules: Schema = {"type": "list", "schema": rows, "maxlength": int(question.max or MAX_ROWS)}
    if question.required or question.min:
        rules["minlength"] = int(question.min or 1)
    return {**rules, "unique_rows": unique} if unique else rules


def _entry(question: Question, vocabulary: Vocabulary) -> Schema:
    """One entry of a list."""
    rules = {**_text(question), "nullable": False}
    if question.type == "choices" and not (question.source or "").startswith("answers."):
        rules["allowed"] = [choice.id for choice in vocabulary.choices_of(question)]
    return rules


def _scalar(question: Question, vocabulary: Vocabulary) -> Schema:
    if question.type in _TYPES:
        rules: Schema = {"type": _TYPES[question.type], "coerce": COERCIONS[question.type]}
        for limit in ("min", "max"):
            if getattr(question, limit) is not None:
                rules[limit] = getattr(question, limit)
        return rules
    rules = _text(question)
    if question.type == "choice" and not (question.source or "").startswith("answers."):
        rules["allowed"] = [choice.id for choice in vocabulary.choices_of(question)]
    elif question.type == "month":
        rules["allowed"] = list(MONTHS)
    return rules


def _text(question: Question) -> Schema:
    paragraph = question.type == "paragraph"
    rules: Schema = {
        "type": "string",
        "coerce": COERCIONS.get(question.type, to_text),
        "maxlength": int(question.max or (MAX_PARAGRAPH if paragraph else MAX_TEXT)),
        "check_with": "printable_paragraph" if paragraph else "printable",
    }
    if pattern := question.pattern or PATTERNS.get(question.type):
        rules["regex"] = pattern
    return rules
