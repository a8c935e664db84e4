"""The questionnaire as a JSON Schema (draft 2020-12), so that editors complete and check an intake while it is typed.

It holds what a schema can say: names, types, choices, limits. Which questions apply, and what does not fit together,
only `safety-manual check` knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.intake.migrate import KEY
from generator.intake.question import Choice, Question
from generator.intake.questionnaire import load_questionnaire
from generator.intake.schema import MAX_ENTRIES, MAX_PARAGRAPH, MAX_ROWS, MAX_TEXT
from generator.intake.values import MONTHS, PATTERNS
from generator.intake.vocabulary import Vocabulary, vocabulary

Json = dict[str, Any]
_POSTAL_CODE = "[A-Za-z][0-9][A-Za-z][ -]?[0-9][A-Za-z][0-9]"


def json_schema() -> Json:
    """JSON Schema of an intake, from the shipped questionnaire and catalogue."""
    questionnaire = load_questionnaire()
    answers = _object(questionnaire.questions, vocabulary())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": questionnaire.title,
        "description": f"Intake of a health and safety program, questionnaire version {questionnaire.version}.",
        **{**answers, "properties": {KEY: _version(questionnaire.version), **answers["properties"]}},
    }


def _version(number: str) -> Json:
    return {
        "title": "Version of the questionnaire",
        "description": "The version that these answers were given for; without it 1.0. `safety-manual migrate` brings them up.",
        "type": ["string", "number"],
        "pattern": "^[0-9]+\\.[0-9]+$",
        "default": number,
    }


def _object(questions: Iterable[Question], words: Vocabulary) -> Json:
    questions = tuple(questions)
    schema: Json = {
        "type": "object",
        "properties": {question.id: _property(question, words) for question in questions},
        "additionalProperties": False,
    }
    if required := [question.id for question in questions if _required(question)]:
        schema["required"] = required
    return schema


def _required(question: Question) -> bool:
    return question.required and question.when is None


def _property(question: Question, words: Vocabulary) -> Json:
    schema: Json = {"title": question.label, "description": _description(question), **_shape(question, words)}
    if question.default is not None:
        schema["default"] = question.default
    return schema if _required(question) else _or_nothing(schema)


def _description(question: Question) -> str:
    parts = [question.text, question.help]
    if question.when:
        parts.append(f"Only when {question.when}.")
    return " ".join(part for part in parts if part)


def _or_nothing(schema: Json) -> Json:
    """An answer may be left blank."""
    if "enum" in schema:
        blank = ["Not answered"] if "enumDescriptions" in schema else []
        return {
            **schema,
            "enum": [*schema["enum"], None],
            **({"enumDescriptions": [*schema["enumDescriptions"], *blank]} if blank else {}),
        }
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*kinds, "null"]}


def _shape(question: Question, words: Vocabulary) -> Json:
    if question.type == "group":
        return _object(question.questions, words)
    if question.type == "table":
        least = {"minItems": int(question.min or 1)} if _required(question) else {}
        return {
            "type": "array",
            "items": _object(question.questions, words),
            "maxItems": int(question.max or MAX_ROWS),
            **least,
        }
    if question.type in ("list", "choices"):
        return {"type": "array", "items": _entry(question, words), "maxItems": MAX_ENTRIES}
    if question.type == "map":
        ids = [choice.id for choice in words.choices_of(question)]
        return {
            "type": "object",
            "properties": {id_: {"type": ["string", "number", "null"]} for id_ in ids},
            "additionalProperties": False,
        }
    return _scalar(question, words)


def _entry(question: Question, words: Vocabulary) -> Json:
    if question.type == "choices" and not (question.source or "").startswith("answers."):
        return _enum(words.choices_of(question))
    if question.source == "answers.activities":
        return _enum(words.lists["catalogue.activities"])
    return {"type": ["string", "number"], "maxLength": MAX_TEXT}


def _enum(choices: Iterable[Choice]) -> Json:
    choices = tuple(choices)
    return {"enum": [choice.id for choice in choices], "enumDescriptions": [choice.label for choice in choices]}


def _scalar(question: Question, words: Vocabulary) -> Json:
    limits = {
        name: getattr(question, limit)
        for name, limit in (("minimum", "min"), ("maximum", "max"))
        if getattr(question, limit) is not None
    }
    if question.type in ("integer", "number"):
        return {"type": question.type, **limits}
    if question.type == "boolean":
        return {"enum": [True, False, "yes", "no"]}
    if question.type == "choice" and not (question.source or "").startswith("answers."):
        return _enum(words.choices_of(question))
    if question.type == "month":
        return {"enum": list(MONTHS)}
    if question.type == "date":
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    return _text(question)


def _text(question: Question) -> Json:
    longest = MAX_PARAGRAPH if question.type == "paragraph" else MAX_TEXT
    letters = question.type in ("email", "postal_code", "colour", "time", "year_month")
    kind = "string" if letters else ["string", "number"]  # an account number may stand without quotes
    schema: Json = {"type": kind, "maxLength": int(question.max or longest)}
    pattern = question.pattern or (_POSTAL_CODE if question.type == "postal_code" else PATTERNS.get(question.type))
    if pattern:
        schema["pattern"] = f"^({pattern})$"
    elif _required(question):
        schema["pattern"] = r"\S"
    if question.source and question.source.split(".")[0] != "answers":
        schema["examples"] = [choice.id for choice in vocabulary().lists[question.source]]
    return schema
