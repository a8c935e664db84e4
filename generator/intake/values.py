"""From what was typed to a value: one coercion for each type of question, with the words for what is accepted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from generator.intake.question import Question

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PATTERNS = {
    "phone": r"(\+?[0-9][0-9 ().-]{5,22}|[0-9]{3}|[*#][0-9]{2,5})( ?(x|ext\.?) ?[0-9]{1,6})?",
    "email": r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+",
    "postal_code": r"[A-Z][0-9][A-Z] [0-9][A-Z][0-9]",
    "colour": r"#[0-9a-fA-F]{6}",
    "time": r"([01]?[0-9]|2[0-3]):[0-5][0-9]",
    "year_month": r"20[0-9]{2}-(0[1-9]|1[0-2])",
}
ACCEPTED = {
    "text": "one line of text",
    "paragraph": "text",
    "integer": "a whole number, such as 3",
    "number": "a number, such as 7.5",
    "boolean": "yes or no",
    "date": "a date as year-month-day, such as 2027-01-04",
    "month": "the name of a month, such as January",
    "year_month": "a year and month, such as 2027-05",
    "time": "a time on the 24-hour clock, such as 7:30",
    "phone": "a phone number, such as 403-555-0142",
    "email": "an e-mail address, such as name@company.ca",
    "postal_code": "a postal code, such as T4N 6V2",
    "colour": "a web colour, such as #1f4e79",
    "list": "a list: each entry on a line of its own after a dash",
    "choices": "a list: each entry on a line of its own after a dash",
    "map": 'a map, such as {AB: "8841207"}',
    "group": "a map of answers: name: value, indented by two spaces",
    "table": "a list of rows: each begins with a dash",
}


def accepted_values(question: Question) -> str:
    """What a question accepts, in words."""
    text = question.accepted or ACCEPTED.get(question.type, "one of the choices")
    if question.type in ("integer", "number"):
        limits = [f"at least {question.min:g}"] if question.min is not None else []
        limits += [f"at most {question.max:g}"] if question.max is not None else []
        return f"{text}, {' and '.join(limits)}" if limits else text
    if question.type in ("group", "table"):
        return f"{text}, with {', '.join(inner.id for inner in question.questions)}"
    return text


def to_text(value: Any) -> Any:
    """One line: white space runs become one space; blank means unanswered."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def to_paragraph(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else to_text(value)


def to_integer(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    if re.fullmatch(r"[+-]?[0-9]{1,12}", value.strip()):
        return int(value)
    raise ValueError(value)


def to_number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    if re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{1,9})?", value.strip()):
        return float(value) if "." in value else int(value)
    raise ValueError(value)


def to_boolean(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    if word in ("yes", "true", "y"):
        return True
    if word in ("no", "false", "n"):
        return False
    if not word:
        return None
    raise ValueError(value)


def to_date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        raise ValueError(value)
    return date.fromisoformat(value.strip())


def to_month(value: Any) -> Any:
    word = to_text(value)
    if isinstance(word, str) and len(word) >= 3:
        return next((month for month in MONTHS if month.lower().startswith(word.lower())), word)
    return word


def to_postal_code(value: Any) -> Any:
    word = to_text(value)
    if isinstance(word, str) and len(bare := re.sub(r"[ -]", "", word).upper()) == 6:
        return f"{bare[:3]} {bare[3:]}"
    return word


COERCIONS: dict[str, Callable[[Any], Any]] = {
    "paragraph": to_paragraph,
    "integer": to_integer,
    "number": to_number,
    "boolean": to_boolean,
    "date": to_date,
    "month": to_month,
    "postal_code": to_postal_code,
}


def unprintable(text: str, paragraph: bool = False) -> str | None:
    """The first character that no document can print, named; None when all can be printed."""
    for char in text:
        if unicodedata.category(char) in ("Cc", "Cs", "Cn") and not (paragraph and char in "\n\t"):
            return f"U+{ord(char):04X}"
    return None
