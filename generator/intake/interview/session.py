"""One interview from start to end: ask, save, go on; resume where it was left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from generator.intake.check import usable_answers
from generator.intake.interview import steps as flow
from generator.intake.interview.saving import Saved, keep_copy, read_mark, save
from generator.intake.interview.steps import Step
from generator.intake.interview.terminal import BACK, Terminal
from generator.intake.migrate import keep_original, read_current
from generator.intake.question import Choice, Question, Questionnaire, Section
from generator.intake.questionnaire import load_questionnaire
from generator.intake.source import Answers, Document
from generator.intake.vocabulary import Vocabulary, vocabulary
from generator.intake.when import ids_of

Say = Callable[[str], None]


@dataclass
class Session:
    """The state between two prompts: the answers, and the key of the step to ask."""

    path: Path
    questionnaire: Questionnaire
    words: Vocabulary
    answers: Answers
    key: str | None

    def step(self) -> Step | None:
        """The step to ask; None when all is asked."""
        todo = flow.steps(self.questionnaire, self.answers, self.words)
        return next((step for step in todo if step.key == self.key), None)

    def take(self, step: Step, answer: Any) -> None:
        """Put an answer in, or go back, and save."""
        if answer is BACK:
            earlier = flow.before(flow.steps(self.questionnaire, self.answers, self.words), step.key)
            self.key = earlier.key if earlier else step.key
        else:
            self.answers = flow.answered(self.answers, step, answer)
            self.key = flow.next_key(self.questionnaire, self.answers, step, answer, self.words)
        self.save()

    def save(self) -> None:
        save(self.path, flow.pruned(self.questionnaire, self.answers, self.words), self.key,
             self.questionnaire.version)


def interview(path: Path | str, *, input: Input | None = None, output: Output | None = None, say: Say = print) -> bool:
    """Ask the questionnaire and keep the answers in a file; True when everything was asked.

    Each answer is saved at once. Ctrl-C stops: the same command goes on there. Raises IntakeError for a file that
    cannot be read or written.
    """
    session = open_session(Path(path), load_questionnaire(), vocabulary(), say)
    terminal = Terminal(input, output)
    say("Enter goes on, Ctrl-B goes back, Ctrl-C saves and stops. A blank leaves a question open.")
    section: Section | None = None
    while step := session.step():
        if step.section is not section:
            section = step.section
            say(f"\n== {section.title} ==\n{section.intro}")
        if step.question.help and step.kind != "more":
            say(f"  {step.question.help}")
        try:
            answer = ask(terminal, session, step)
        except (KeyboardInterrupt, EOFError):
            session.save()
            say(f"\nSaved. Go on with: safety-manual interview {path}")
            return False
        session.take(step, answer)
    session.save()
    say(f"\nThat is all. Your answers are in {path}; check them with: safety-manual check {path}")
    return True


def ask(terminal: Terminal, session: Session, step: Step) -> Any:
    """One step through the terminal, its answer checked by the same rules as a file."""
    now = flow.current(session.answers, step.path)
    choices = choices_for(step, session)

    def check(raw: Any) -> tuple[Any, str | None]:
        value, message = check_value(step.question, raw, session.words, session.answers)
        return value, message or _given_twice(step, value, session.answers)

    return terminal.ask(step, now, choices, check)


def open_session(path: Path, questionnaire: Questionnaire, words: Vocabulary, say: Say) -> Session:
    """A new session, or the one that the file holds. What the check refuses is asked again."""
    if not path.exists():
        session = Session(path, questionnaire, words, {}, None)
        session.key = flow.steps(questionnaire, {}, words)[0].key
        return session
    saved = read_mark_or_none(path)
    if saved is not None and not saved.ours:
        say(f"Your own file is kept as {keep_copy(path).name}; the interview does not keep comments.")
    document = _document(path, saved)
    if document.version not in (None, questionnaire.version) and saved is not None and saved.ours:
        kept = keep_original(path, path.read_bytes(), str(document.version))
        say(f"Your answers were for version {document.version} of the questionnaire; they are kept as {kept.name}.")
    for note in document.notes:
        say(f"Changed: {note.message}")
    answers, refused = usable_answers(document, questionnaire, words)
    for problem in refused:
        say(f"Asked again: {problem}")
    key = saved.goes_on_at if saved else None
    session = Session(path, questionnaire, words, flow.with_row_for(answers, key) if key else answers, key)
    if session.step() is None:
        session.answers = answers
        session.key = flow.first_open(questionnaire, answers, words)
    if session.key is None:
        say("Everything is answered. Enter keeps an answer as it is.")
        session.key = flow.steps(questionnaire, answers, words)[0].key
    return session


def read_mark_or_none(path: Path) -> Saved | None:
    """The mark of a file that can be read as text; reading it as an intake says what is wrong otherwise."""
    try:
        return read_mark(path)
    except (OSError, UnicodeDecodeError):
        return None


def _document(path: Path, saved: Saved | None) -> Document:
    """The file's answers; a session that stopped before its first answer has none."""
    if saved is not None and saved.ours and not saved.answers:
        return Document(path, {})
    return read_current(path)


def choices_for(step: Step, session: Session) -> tuple[Choice, ...]:
    """What a step offers; equipment that fits the work comes first, activities stand by sector."""
    question = step.question.inner(str(step.question.row_name)) if step.kind == "pick" else step.question
    if question is None:
        return ()
    choices = session.words.choices_of(question, session.answers)
    if question.source == "catalogue.activities":
        return tuple(sorted(choices, key=lambda choice: choice.group))
    if question.source == "catalogue.equipment":
        work = set(ids_of(session.answers, "activities"))
        fitting = [choice for choice in choices if session.words.fits(choice.id, work)]
        others = [choice for choice in choices if choice not in fitting]
        return (
            *(replace(choice, group="fits your work") for choice in fitting),
            *(replace(choice, group="everything else") for choice in others),
        )
    return choices


def check_value(question: Question, raw: Any, words: Vocabulary, answers: Answers) -> tuple[Any, str | None]:
    """One answer checked as in a file: its value, and what is wrong with it, or None."""
    alone = replace(question, when=None, required=False)
    questionnaire = Questionnaire("", "", (Section("", "", "", (alone,)),))
    value, refused = usable_answers(Document("", {question.id: raw}), questionnaire, words)
    if refused:
        accepted = f" ({refused[0].accepted})" if refused[0].accepted else ""
        return None, f"{refused[0].message}{accepted}"
    if question.required and value.get(question.id) is None:
        return None, "This one needs an answer."
    return value.get(question.id), None


def _given_twice(step: Step, value: Any, answers: Answers) -> str | None:
    """Whether another row of the table gives this answer already."""
    if not step.question.unique or not isinstance(value, str) or len(step.path) < 3:
        return None
    *table, number, name = step.path
    rows = flow.current(answers, tuple(table)) or []
    others = [row.get(name) for place, row in enumerate(rows) if place != number and isinstance(row, dict)]
    twice = any(isinstance(other, str) and other.casefold() == value.casefold() for other in others)
    return f'"{value}" is in the list already.' if twice else None
