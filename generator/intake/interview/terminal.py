"""The prompts themselves, with questionary. Ctrl-B goes back, Ctrl-C stops; both work in every prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.output import Output

from generator.intake.interview.steps import Step
from generator.intake.question import Choice, Question
from generator.intake.values import MONTHS

BACK = object()
"""The answer of somebody who wants the question before."""
SEARCH_FROM = 10
_OPEN = "(leave open)"

Check = Callable[[Any], tuple[Any, str | None]]


@dataclass(frozen=True)
class Terminal:
    """Asks one step at a time. `input` and `output` are prompt_toolkit's, for tests; None is the real terminal."""

    input: Input | None = None
    output: Output | None = None

    def ask(self, step: Step, now: Any, choices: Sequence[Choice], check: Check) -> Any:
        """One answer as a value (None: left open) or BACK. Raises KeyboardInterrupt or EOFError to stop."""
        message = _message(step)
        question = step.question
        if step.kind == "more":
            return self._more(step)
        if step.kind == "pick":
            chosen = [row.get(question.row_name) for row in now or ()]
            return self._check_boxes(message, choices, chosen)
        if question.type == "boolean":
            return self._pick(
                message, (Choice("yes", "Yes"), Choice("no", "No")), _yes_no(now, question), question, check
            )
        if question.type in ("choice", "month"):
            listed = tuple(Choice(month, month) for month in MONTHS) if question.type == "month" else choices
            return self._pick(message, listed, now or question.default, question, check)
        if question.type == "choices" and choices:
            return self._check_boxes(message, choices, now or ()) or None
        return self._text(message, question, now, choices, check)

    def _more(self, step: Step) -> Any:
        row = step.question.row
        options = [Choice("done", "No, go on"), Choice("add", f"Add {'another' if step.count else 'a'} {row}")]
        if step.count > (1 if step.question.required else 0):
            options.append(Choice("remove", f"Take the last {row} out"))
        title = f"{step.question.text} So far: {step.count}."
        return self._run(questionary.select(title, [_option(option) for option in options], **self._streams()))

    def _pick(self, message: str, choices: Sequence[Choice], now: Any, question: Question, check: Check) -> Any:
        options = [_option(choice) for choice in choices]
        if not question.required:
            options.append(questionary.Choice(_OPEN, value=""))
        ids = [choice.id for choice in choices]
        first = now if now in ids else None if question.required else ""
        many = len(options) >= SEARCH_FROM
        answer = self._run(
            questionary.select(
                message, options, default=first, use_search_filter=many, use_jk_keys=not many, **self._streams()
            )
        )
        return answer if answer is BACK else check(answer)[0]

    def _check_boxes(self, message: str, choices: Sequence[Choice], chosen: Sequence[Any]) -> Any:
        options: list[Any] = []
        group = ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                options.append(questionary.Separator(f"-- {group.replace('_', ' ').capitalize()} --"))
            options.append(questionary.Choice(_label(choice), value=choice.id, checked=choice.id in chosen))
        many = len(options) >= SEARCH_FROM
        hint = "(space picks, type to search, Enter goes on)" if many else "(space picks, Enter goes on)"
        return self._run(
            questionary.checkbox(
                message, options, use_search_filter=many, use_jk_keys=not many, instruction=hint, **self._streams()
            )
        )

    def _text(self, message: str, question: Question, now: Any, choices: Sequence[Choice], check: Check) -> Any:
        def valid(text: str) -> bool | str:
            return text.strip() == "<" or check(_parsed(question, text))[1] or True

        shown = _shown(now if now is not None else question.default)
        if choices and question.type == "text":
            prompt = questionary.autocomplete(
                message, [choice.id for choice in choices], default=shown, validate=valid, **self._streams()
            )
        else:
            prompt = questionary.text(message, default=shown, validate=valid, **self._streams())
        answer = self._run(prompt)
        if answer is BACK or answer.strip() == "<":
            return BACK
        return check(_parsed(question, answer))[0]

    def _run(self, prompt: questionary.Question) -> Any:
        keys = KeyBindings()

        @keys.add("c-b", eager=True)
        def back(event: KeyPressEvent) -> None:
            event.app.exit(result=BACK)

        present = prompt.application.key_bindings
        prompt.application.key_bindings = merge_key_bindings([present, keys] if present else [keys])
        return prompt.unsafe_ask()

    def _streams(self) -> dict[str, Any]:
        given = {"input": self.input, "output": self.output}
        return {name: stream for name, stream in given.items() if stream is not None}


def _message(step: Step) -> str:
    row = f"[{step.row}] " if step.row else ""
    hint = " (entries with ; between them)" if step.question.type == "list" else ""
    return f"{row}{step.question.text}{hint}"


def _option(choice: Choice) -> questionary.Choice:
    return questionary.Choice(_label(choice), value=choice.id)


def _label(choice: Choice) -> str:
    return choice.label if choice.label == choice.id or " " in choice.id else f"{choice.label} [{choice.id}]"


def _yes_no(now: Any, question: Question) -> str | None:
    value = question.default if now is None else now
    return None if value is None else "yes" if value else "no"


def _shown(value: Any) -> str:
    """A value as it stands in the prompt to be changed."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {entry}" for name, entry in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(str(entry) for entry in value)
    return "" if value is None else str(value)


def _parsed(question: Question, text: str) -> Any:
    """What was typed, as the file would hold it."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if question.type in ("list", "choices"):
        return parts or None
    if question.type == "map":
        pairs = [part.partition(":") for part in parts]
        return {name.strip(): entry.strip() or None for name, _, entry in pairs} or None
    return text
