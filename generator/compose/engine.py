"""Jinja, kept on a short leash: sandboxed, strict about names, and everything a person typed is escaped."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from generator.compose.library import Template
from generator.compose.markdown import Markdown, capitalise, escape, join_and, lower_first, with_article
from generator.compose.recording import Missing
from generator.errors import Problem, TemplateError
from generator.program.select import number_word

_BLANK_LINES = re.compile(r"\n{3,}")
_FULL_STOP_TWICE = re.compile(r"(?<!\\\.)\\\.\.(?=[\s*]|$)")  # a name that ends in one ("Ltd.") before the sentence's own
_MISTAKES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # that an expression of a template can make
# A line that holds only block tags or comments, and the last such tag's end with the line's end.
_TAG_LINE = re.compile(
    r"^[ \t]*((?:\{%(?![-+]).*?(?<![-+])%\}[ \t]*|\{#.*?#\}[ \t]*)*?)"
    r"(\{[%#](?![-+])(?:(?!\{[%#]).)*?)(?<![-+])([%#]\})[ \t]*\n", re.MULTILINE)


def _finalize(value: Any) -> Any:
    """What a template prints. Nothing may print as None, a list or an object by accident."""
    if isinstance(value, Missing):
        return value.print()
    if isinstance(value, Markdown):
        return value
    if value is None or isinstance(value, bool | list | tuple | dict):
        raise TemplateError(f"a template would print {value!r}; it needs a filter or a test")
    return escape(value)


def _names(people: Iterable[Any]) -> Markdown:
    """Ann, Bo and Cy; a blank where nobody is named is a mistake of the template, so it must be tested first."""
    return join_and(person.name for person in people)


def _plural(number: int, noun: str, many: str | None = None) -> str:
    return f"{number_word(int(number))} {noun if number == 1 else many or noun + 's'}"


@cache
def environment() -> SandboxedEnvironment:
    """The one environment that every template is compiled in."""
    env = SandboxedEnvironment(undefined=StrictUndefined, finalize=_finalize, autoescape=False,
                               keep_trailing_newline=True, extensions=["jinja2.ext.loopcontrols"])
    env.filters.update(names=_names, join_and=join_and, number_word=lambda number: number_word(int(number)),
                       plural=_plural, capitalise=capitalise, lower_first=lower_first,
                       with_article=with_article)
    return env


def render(template: Template, names: Mapping[str, Any]) -> str:
    """The body as Markdown. Raises TemplateError with file and line for a broken or over-curious template."""
    try:
        text = _compiled(template.body).render(names)
    except TemplateError as error:
        raise _placed(template, error.message, _line_of(error)) from error
    except (JinjaError, *_MISTAKES) as error:
        line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error)
        raise _placed(template, _explain(error), line) from error
    return _BLANK_LINES.sub("\n\n", _FULL_STOP_TWICE.sub(r"\\.", text)).strip() + "\n"


def render_line(template: Template, text: str, names: Mapping[str, Any]) -> Markdown:
    """A short text of the head (title, check) as Markdown in one line."""
    try:
        return Markdown(_compiled(text).render(names).strip())
    except (JinjaError, TemplateError, *_MISTAKES) as error:
        raise _placed(template, f"in the head: {_explain(error)}", 1 - template.body_line + 1) from error


def holds(template: Template, names: Mapping[str, Any]) -> bool:
    """Whether the head's `when` is true."""
    if template.when is None:
        return True
    try:
        return bool(_expression(template.when)(**names))
    except (JinjaError, TemplateError, *_MISTAKES) as error:
        raise _placed(template, f"in `when`: {_explain(error)}", 1 - template.body_line + 1) from error


def tidy(text: str) -> str:
    """Lines that hold only tags leave no line behind. Their line ends move into the tag, so line numbers stay right.

    Jinja's own trim_blocks also eats the line end after a tag that closes a line of text, and glues list items together.
    """
    return _TAG_LINE.sub(r"\1\2\n\3", text)


@cache
def _compiled(text: str) -> Any:
    return environment().from_string(tidy(text))


@cache
def _expression(text: str) -> Any:
    return environment().compile_expression(text, undefined_to_none=False)


def _placed(template: Template, message: str, body_line: int | None) -> TemplateError:
    line = template.body_line + (body_line or 1) - 1
    return TemplateError(f"A template could not be written: {message}",
                         [Problem(message, file=f"templates/{template.file}", line=line)])


def _explain(error: Exception) -> str:
    return error.message if isinstance(error, TemplateError) else str(error) or type(error).__name__


def _line_of(error: BaseException) -> int | None:
    """Line of the template in the traceback, if it passed through one."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
