"""Intakes of older versions: read as they are meant today, or written anew with the original beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from generator.cli import main
from generator.errors import KnowledgeError
from generator.intake.branching import walk
from generator.intake.check import check_intake, usable_answers
from generator.intake.interview import interview
from generator.intake.migrate import read_current
from generator.intake.question import Question
from generator.intake.questionnaire import load_questionnaire, questionnaire_folder
from generator.intake.versions.changes import history, load_history
from generator.intake.vocabulary import vocabulary

from .conftest import GOOD

EXAMPLES = sorted(path for path in (questionnaire_folder() / "examples").glob("*.yaml") if ".revisions" not in path.name)
NEW = ("kind", "weight_kg", "leaves_province", "harsh_use", "ratings", "rhythms", "tickets")


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


Use = Callable[..., None]


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Let the program know another questionnaire: a version, its changes, and questions in place of the shipped ones."""

    def put(version: str, changes: str, questions: str | None = None, replace: dict[str, tuple[str, str]] | None = None) -> None:
        folder = tmp_path / f"questionnaires-{version}"
        shutil.copytree(questionnaire_folder(), folder, ignore=shutil.ignore_patterns("examples"))
        head = yaml.safe_load((folder / "questionnaire.yaml").read_text("utf-8")) | {"version": version}
        if questions is not None:
            (folder / "work.yaml").write_text(questions, "utf-8")
            head["sections"] = ["work"]
        (folder / "questionnaire.yaml").write_text(yaml.safe_dump(head), "utf-8")
        (folder / "changes.yaml").write_text(changes, "utf-8")
        for name, (old, new) in (replace or {}).items():
            text = (folder / name).read_text("utf-8")
            assert old in text
            (folder / name).write_text(text.replace(old, new), "utf-8")
        for module in ("generator.intake.questionnaire", "generator.intake.versions.changes"):
            monkeypatch.setattr(f"{module}.questionnaire_folder", lambda: folder)
        load_questionnaire.cache_clear()

    yield put
    load_questionnaire.cache_clear()


QUESTIONS = """\
questions:
  - {id: boss, label: Boss, text: "Who leads?", type: group, questions: [{id: name, label: Name, text: "Name?"}]}
  - id: machines
    label: Machines
    text: Which machines?
    type: table
    row: machine
    row_name: id
    questions:
      - {id: id, label: Id, text: "Which?"}
      - {id: miles, label: Miles, text: "How many miles a month?"}
      - {id: fuel, label: Fuel, text: "Which fuel?"}
      - {id: seats, label: Seats, text: "How many seats has it?"}
  - {id: colours, label: Colours, text: "Which colours?", type: list}
  - {id: shift, label: Shift, text: "Which shift?"}
"""
SECOND = """\
versions:
  - version: "1.1"
    changes:
      - rename: equipment
        to: machines
      - convert: machines.*.km
        by: 0.621371
        old: km
        new: miles
      - rename: machines.*.km
        to: miles
      - new: machines.*.places
        where: {id: [bus, van]}
        without: Without an answer it seats two.
      - split: machines.*.fuel
        value: gas
        into: [gasoline, propane]
        take: gasoline
      - drop: machines.*
        where: {id: [horse]}
        reason: Horses are not machines.
"""
THIRD = SECOND + """\
  - version: "1.2"
    changes:
      - move: leader
        to: boss.name
      - values: colours
        map: {rot: red, blau: blue}
      - drop: colours
        value: grey
        reason: Nobody sees it.
      - drop: hobby
        reason: It decides nothing.
      - rename: machines.*.places
        to: seats
      - default: shift
        value: day
        reason: Most work by day.
"""
OLD = """\
# Our intake
# (do not touch)

leader: Ann Ames  # the boss

# what we drive
equipment:
  - {id: van, km: 100, fuel: gas}  # the white one
  - id: horse  # Bella
    km: 5
  # the bus
  - km: many
    id: bus
colours: [rot, grey, green, red]
hobby: chess
# the end
"""
NEWEST = """\
# Our intake
# (do not touch)

questionnaire: "1.2"

# what we drive
machines:
  - {id: van, miles: 62, fuel: gasoline}  # the white one
  # the bus
  - miles: many
    id: bus
colours: [green, red]
boss: {name: Ann Ames}
shift: day
# the end
"""
TOLD = [
    "equipment: now machines. Your answers go along.",
    'machines.0.km: now asked in miles. Your "100" km is 62 miles.',
    'machines.1.km: now asked in miles. Your "5" km is 3 miles.',
    'machines.2.km: now asked in miles. "many" is no number and stays as it is.',
    'machines.0.km: now machines.0.miles. Your answer "62" goes along.',
    'machines.1.km: now machines.1.miles. Your answer "3" goes along.',
    'machines.2.km: now machines.2.miles. Your answer "many" goes along.',
    "machines.0.seats and machines.2.seats are new: How many seats has it? Without an answer it seats two.",
    'machines.0.fuel: "gas" is now gasoline or propane. "gasoline" is taken; change it if wrong.',
    'machines.1: no longer asked. Horses are not machines. Your answer id "horse", miles "3" is left out',
    'leader: now boss.name. Your answer "Ann Ames" goes along.',
    'colours: "rot" is now called "red".',
    'colours: "grey" is no longer a choice. Nobody sees it. It is left out',
    'hobby: no longer asked. It decides nothing. Your answer "chess" is left out',
    'shift: new. "day" is taken. Most work by day.',
]


def test_migrating_writes_the_answers_of_today_and_keeps_comments_order_and_the_original(tmp_path: Path, use: Use) -> None:
    use("1.2", THIRD, QUESTIONS)
    file = tmp_path / "shop.yaml"
    file.write_text(OLD, "utf-8")
    result = run("migrate", file)
    assert result.exit_code == 0, result.output
    assert file.read_text("utf-8") == NEWEST
    assert (tmp_path / "shop.1.0.yaml").read_text("utf-8") == OLD
    *notes, last = result.output.splitlines()
    assert [note.strip() for note in notes] == TOLD
    assert "1.0" in last and "1.2" in last and "shop.1.0.yaml" in last


MOVED = "{move: a.b, to: c.d}"
LAYOUTS = {
    "a block moves with its comments, and in": ("{move: b, to: a.c.b}", """\
b:  # why
  # first
  - x: 1  # one
  - y: |
      some
      lines

# on c
a:
  c:
    d: 1  # last
# end
""", """\

# on c
a:
  c:
    d: 1  # last
    b:  # why
      # first
      - x: 1  # one
      - y: |
          some
          lines
# end
"""),
    "out": ("{move: a.b.c, to: c}", "a:\n  b:\n    d: 1\n    c:\n      # on e\n      e: 2\n# end\n",
            "a:\n  b:\n    d: 1\nc:\n  # on e\n  e: 2\n# end\n"),
    "the last of a group": (MOVED, "a:\n  b: 1  # one\nc:\n  e: 2\n", "a: {}\nc:\n  e: 2\n  d: 1  # one\n"),
    "into braces": (MOVED, "a:\n  b:\n    - x: 1\n    - 'y, z'\n  e: 2\nc: {f: 3}\n",
                    'a:\n  e: 2\nc: {f: 3, d: [{x: 1}, "y, z"]}\n'),
    "into a group that is blank": (MOVED, "c:  # later\na: {b: 1, e: 2}\n", "c: {d: 1}  # later\na: {e: 2}\n"),
    "into a group that is not there": (MOVED, "a: {e: 2, b: on}\n", "a: {e: 2}\nc: {d: on}\n"),
    "the first of a row": ("{drop: 'a.*.b', reason: R.}", "a:\n  - b: 1  # one\n    # on c\n    c: 2\n  - b: 3\n    c: 4\n",
                           "a:\n  - \n    # on c\n    c: 2\n  - c: 4\n"),
    "a value below its comment": ("{values: a, map: {x: y}}", "a:  # why\n  x\nb: |\n  t\n\n", "a: y  # why\nb: |\n  t\n\n"),
    "a paragraph": ("{drop: a, reason: R.}", "a: |\n  t\n\n# on b\nb: 1\n", "\n# on b\nb: 1\n"),
    "behind a paragraph": ("{default: a.c, value: no, reason: R.}", "a:\n  b: >\n    t\n\n# on d\nd: 1\n",
                           "a:\n  b: >\n    t\n  c: no\n\n# on d\nd: 1\n"),
    "behind a paragraph that ends the file": ("{default: b, value: x, reason: R.}", "a: |\n  t", "a: |\n  t\nb: x"),
    "several rows": (
        "{drop: 'a.*', where: {b: x}, reason: R.}", "a:\n- b: x\n- b: y  # stays\n- b: x\n", "a:\n- b: y  # stays\n"),
    "every row": ("{drop: 'a.*', where: {b: x}, reason: R.}", "a:  # why\n- b: x\n- b: x\nc: 1\n", "a: []  # why\nc: 1\n"),
    "one choice becomes two": ("{split: a, value: x, into: [y, z]}", "a:\n  - w\n  - x  # mine\n  - v\nb: [x]\n",
                               "a:\n  - w\n  - y  # mine\n  - z\n  - v\nb: [x]\n"),
    "a place that is taken": (MOVED, "a:\n  b: 1\n  e: 2\nc:\n  d: 3\n", "a:\n  e: 2\nc:\n  d: 3\n"),
    "a place that is text": (MOVED, "a:\n  b: 1\nc: text\n", "a:\n  b: 1\nc: text\n"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_other_lines_stay_as_they_are_written(tmp_path: Path, use: Use, name: str) -> None:
    change, before, after = LAYOUTS[name]
    use("1.1", f'versions: [{{version: "1.1", changes: [{change}]}}]', QUESTIONS)
    file = tmp_path / "shop.yaml"
    file.write_text(f'questionnaire: "1.0"\n{before}', "utf-8")
    result = run("migrate", file)
    assert result.exit_code == 0, result.output
    assert file.read_text("utf-8") == f'questionnaire: "1.1"\n{after}'


def test_one_version_after_the_other_gives_the_same_file(tmp_path: Path, use: Use) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(OLD, "utf-8")
    use("1.1", SECOND, QUESTIONS)
    assert run("migrate", file).exit_code == 0
    middle = file.read_text("utf-8")
    assert 'questionnaire: "1.1"' in middle and "leader: Ann Ames  # the boss" in middle
    use("1.2", THIRD, QUESTIONS)
    assert run("migrate", file).exit_code == 0
    assert file.read_text("utf-8") == NEWEST
    assert (tmp_path / "shop.1.0.yaml").read_text("utf-8") == OLD
    assert (tmp_path / "shop.1.1.yaml").read_text("utf-8") == middle


def test_a_second_time_changes_nothing(tmp_path: Path, use: Use) -> None:
    use("1.2", THIRD, QUESTIONS)
    file = tmp_path / "shop.yaml"
    file.write_text(OLD, "utf-8")
    run("migrate", file)
    before = {entry.name: (entry.read_bytes(), entry.stat().st_mtime_ns) for entry in tmp_path.glob("*.yaml")}
    result = run("migrate", file)
    assert result.exit_code == 0 and "up to date" in result.output
    assert {entry.name: (entry.read_bytes(), entry.stat().st_mtime_ns) for entry in tmp_path.glob("*.yaml")} == before


def test_an_older_copy_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    (tmp_path / "shop.1.0.yaml").write_text("last year's", "utf-8")
    file.write_text(GOOD, "utf-8")
    assert "shop.1.0-2.yaml" in run("migrate", file).output
    assert (tmp_path / "shop.1.0.yaml").read_text("utf-8") == "last year's"
    assert (tmp_path / "shop.1.0-2.yaml").read_text("utf-8") == GOOD


def test_windows_lines_a_byte_order_mark_and_the_file_s_rights_stay(tmp_path: Path, use: Use) -> None:
    use("1.2", THIRD, QUESTIONS)
    file = tmp_path / "shop.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + OLD.replace("\n", "\r\n").encode())
    file.chmod(0o600)
    assert run("migrate", file).exit_code == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + NEWEST.replace("\n", "\r\n").encode()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(GOOD, "utf-8")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    result = run("migrate", file)
    assert result.exit_code == 2 and "No space left" in result.output
    assert file.read_text("utf-8") == GOOD
    monkeypatch.undo()
    assert run("migrate", file).exit_code == 0 and "questionnaire" in file.read_text("utf-8")


def older(example: Path, tmp_path: Path) -> Path:
    """An example as somebody would have answered version 1.0."""
    document = yaml.safe_load(example.read_text("utf-8"))
    document.pop("questionnaire")
    answers = {name: value for name, value in document.items() if name not in NEW}
    answers["equipment"] = [{name: value for name, value in row.items() if name not in NEW} for row in answers["equipment"]]
    file = tmp_path / example.name
    file.write_text(yaml.safe_dump(answers, sort_keys=False, allow_unicode=True), "utf-8")
    return file


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_an_older_intake_is_told_just_the_new_questions_that_apply_to_it(example: Path, tmp_path: Path) -> None:
    file = older(example, tmp_path)
    before = file.read_bytes()
    document, questionnaire, words = read_current(file), load_questionnaire(), vocabulary()
    answers, _ = usable_answers(document, questionnaire, words)
    expected = {".".join(map(str, asked.path)) for asked in walk(questionnaire, answers, words)
                if asked.question.id in NEW and asked.path[0] in ("equipment", "ratings", "rhythms", "tickets") and asked.applies
                and not asked.answered}
    told = " ".join(note.message.split(":")[0] for note in document.notes)
    assert {word.strip(",") for word in told.split() if word not in ("is", "are", "new", "and")} == expected
    result = run("check", file)
    assert result.exit_code == 0 and all(note.message in result.output for note in document.notes)
    assert file.read_bytes() == before


def test_a_plan_says_it_too_and_stands(tmp_path: Path) -> None:
    file = older(EXAMPLES[-1], tmp_path)
    before = file.read_bytes()
    result = run("plan", file)
    assert result.exit_code == 0
    assert "kind is new: Is the eyewash on the water line" in result.stderr and "stay" in result.stderr
    assert file.read_bytes() == before and [entry.name for entry in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_of_today_has_nothing_to_change(example: Path) -> None:
    assert example.read_text("utf-8").count(f'\nquestionnaire: "{load_questionnaire().version}"\n') == 1
    assert read_current(example).notes == []


def test_only_the_version_line_comes_into_a_file_that_nothing_else_changes(tmp_path: Path) -> None:
    text = EXAMPLES[0].read_text("utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace('questionnaire: "1.1"\n\n', ""), "utf-8")
    assert run("migrate", file).exit_code == 0
    assert file.read_text("utf-8") == text


COMMANDS = ["check", "plan", "build", "migrate", "interview"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_newer_intake_is_refused_by_name(tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mine.yaml"
    text = f'# mine\nquestionnaire: "9.3"\n{GOOD}'
    file.write_text(text, "utf-8")
    result = run(command, file)
    assert result.exit_code == 2
    assert "version 9.3" in result.output and load_questionnaire().version in result.output
    assert f"{file}:2:" in result.output and "install" in result.output
    assert file.read_text("utf-8") == text
    assert {entry.name for entry in tmp_path.iterdir()} <= {"mine.yaml", "mine.before-interview.yaml"}


@pytest.mark.parametrize("value", ["1", "one", "1.1.1", "v1.0", "", "[1.0]", "{a: 1}", "-1.0", "1.²", "0.9", "1.0007"])
def test_a_damaged_version_is_an_error_with_its_line(tmp_path: Path, value: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"# mine\n\nquestionnaire: {value}\n{GOOD}", "utf-8")
    for command in ("check", "migrate"):
        result = run(command, file)
        assert result.exit_code == 2 and "mine.yaml:3: questionnaire: " in result.output
        assert "Traceback" not in result.output
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize("value", ["1.0", '"1.0"', "1.1", "'1.1'", '"01.1"'])
def test_a_version_is_read_with_or_without_quotes(tmp_path: Path, value: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"questionnaire: {value}\n{GOOD}", "utf-8")
    result = check_intake(file)
    assert result.company is not None and result.problems == ()
    assert bool(result.migrated) == ("1.0" in value)


CHANGED = """\
versions:
  - version: "1.1"
    changes: [{drop: "equipment.*", where: {id: abacus}, reason: Nobody uses one.}]
  - version: "1.2"
    changes: [{rename: sites, to: places}, {rename: "places.*.kind", to: sort}, {values: "equipment.*.use", map: {often: daily}}]
"""


def test_a_mistake_in_an_older_intake_has_the_line_of_its_author_s_file(tmp_path: Path, use: Use) -> None:
    rename = {"sites.yaml": ("  - id: sites", "  - id: places")}
    use("1.2", CHANGED, replace=rename)
    extra = "  - {id: abacus, count: 1}\n  - {id: forklift, use: often, count: many}\ngoal:"
    text = GOOD.replace("goal:", extra).replace("workers_per_shift: 3", "workers_per_shift: few")
    file = tmp_path / "mine.yaml"
    file.write_text(text, "utf-8")
    line = {word: text[:text.index(word)].count("\n") + 1 for word in ("few", "many", "often", "abacus")}
    result = run("check", file)
    assert result.exit_code == 2
    assert f"mine.yaml:{line['few']}: places.0.workers_per_shift:" in result.output
    assert f"mine.yaml:{line['many']}: equipment.1.count:" in result.output, "its row moved up when the abacus went"
    assert f'equipment.1.use: "often" is now called "daily". (line {line["often"]})' in result.output
    assert f"(line {line['abacus']})" in result.output and "Nobody uses one." in result.output
    assert "equipment.1.use:" in result.output and '"often" is not one' not in result.output
    assert file.read_text("utf-8") == text


def test_settings_and_comparisons_see_the_answers_of_today(tmp_path: Path, use: Use) -> None:
    use("1.2", CHANGED.split("  - version: \"1.2\"")[0] + '  - version: "1.2"\n    changes: '
               '[{values: "equipment.*.id", map: {arc_welder: welding_arc}}]\n')
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD.replace("id: welding_arc", "id: arc_welder"), "utf-8")
    result = run("check", file, "--set", "equipment.welding_arc.count=3")
    assert result.exit_code == 0 and '"arc_welder" is now called "welding_arc".' in result.output


def test_the_interview_writes_the_version_and_keeps_its_own_older_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    old = f"# Written by `safety-manual interview`; you can also change it by hand.\n\n{GOOD}"
    file.write_text(old, "utf-8")
    said: list[str] = []
    with create_pipe_input() as pipe:
        pipe.send_text("\x03")
        interview(file, input=pipe, output=DummyOutput(), say=said.append)
    assert (tmp_path / "mine.1.0.yaml").read_text("utf-8") == old
    data = yaml.safe_load(file.read_text("utf-8"))
    assert next(iter(data)) == "questionnaire" and data["questionnaire"] == load_questionnaire().version
    assert any("ratings is new" in line for line in said)


def shape(questions: tuple[Question, ...], prefix: str = "") -> Iterator[tuple[str, str]]:
    for question in questions:
        ids = ", ".join(choice.id for choice in question.choices)
        source = f" from {question.source}" if question.source else ""
        yield prefix + question.id, question.type + (f": {ids}" if ids else source)
        yield from shape(question.questions, prefix + question.id + (".*." if question.type == "table" else "."))


def test_the_history_accounts_for_every_question_that_differs_from_version_1_0() -> None:
    """Add, rename or remove a question, and this fails until questionnaires/changes.yaml says so."""
    first: dict[str, str] = yaml.safe_load((Path(__file__).parent / "questionnaire_1.0.yaml").read_text("utf-8"))
    known = dict(first)
    for change in history().since("1.0"):
        at, to = ".".join(change.at), ".".join(change.to)
        if to:
            known = {to + path[len(at):] if f"{path}.".startswith(f"{at}.") else path: kind for path, kind in known.items()}
        elif change.kind == "drop" and change.value is None and not at.endswith("*"):
            known = {path: kind for path, kind in known.items() if not f"{path}.".startswith(f"{at}.")}
        elif change.kind in ("new", "default"):
            known[at] = "new"
    today = dict(shape(load_questionnaire().questions))
    new = {path for path, kind in known.items() if kind == "new"}
    assert new <= today.keys()
    untold = {path for path in today.keys() - known.keys() if not any(path.startswith(f"{name}.") for name in new)}
    assert not untold, f"add to questionnaires/changes.yaml: {sorted(untold)}"
    assert not known.keys() - today.keys()
    told = {value for change in history().since("1.0") for value in (change.value, *change.map) if value}
    for path, kind in known.items():
        gone = set(kind.partition(": ")[2].split(", ")) - set(today[path].partition(": ")[2].split(", ")) - {""}
        assert kind == "new" or not gone - told, f"choices of {path} went without a line in changes.yaml: {gone - told}"
        assert kind == "new" or kind.split(":")[0] == today[path].split(":")[0], path


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("{forget: a, reason: x}", "unknown change 'forget'"),
        ("{rename: a}", "rename needs to"),
        ("{rename: a, to: b, vlaue: c}", "rename knows no vlaue"),
        ("{move: 'a.*.b', to: c.b}", "moves within its row"),
        ("{move: a, to: a.b}", "not into itself"),
        ("{drop: 'a.*', reason: x}", "ends with *"),
        ("{drop: a, where: {b: c}, reason: x}", "no *"),
        ("{drop: a b, reason: x}", "no path of a question"),
        ("{convert: a, by: much, old: km, new: miles}", "convert"),
        ("{split: a, value: x, into: [y, z], take: w}", "take is one of into"),
    ],
)
def test_a_slip_in_the_history_is_named(tmp_path: Path, change: str, words: str) -> None:
    shutil.copytree(questionnaire_folder(), tmp_path / "q")
    (tmp_path / "q" / "changes.yaml").write_text(f'versions: [{{version: "1.1", changes: [{change}]}}]', "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_history(tmp_path / "q")
    assert words in str(caught.value)


@pytest.mark.parametrize(("text", "words"), [
    ("versions: []", "the last version is 1.0"),
    ('versions: [{version: "1.2"}, {version: "1.1"}]', "rising order"),
    ("versions: [{version: later}]", "two numbers"),
    ("version: 1", "cannot be read"),
])
def test_a_history_that_does_not_lead_to_the_questionnaire_is_named(tmp_path: Path, text: str, words: str) -> None:
    shutil.copytree(questionnaire_folder(), tmp_path / "q")
    (tmp_path / "q" / "changes.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_history(tmp_path / "q")
    assert words in str(caught.value)
