"""Traps of other tools in templates and questions: blanks in silence, a way into the program, the wrong law."""
from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.compose.library import Library, parse_template
from generator.errors import IntakeError, KnowledgeError, TemplateError
from generator.intake.check import check_intake
from generator.intake.questionnaire import load_questionnaire, questionnaire_folder
from generator.publish import lint_reach
from generator.render import render
from tests.compose.test_clauses import COMPANY, written
from tests.end_to_end.small import answers, changed, write
from tests.end_to_end.test_everywhere import ACTIVITIES, EQUIPMENT, company, composed, foreign, found
from tests.render import samples
from tests.render.reading import words_of_docx, words_of_pdf


@pytest.mark.parametrize("body", ["{{ law('no.such_fact') }}", "{{ 1 / 0 }}", "{{ ref('no-such-clause') }}", "{% if %}"])
def test_h04_a_template_that_fails_stops_the_build_and_prints_nothing(body: str) -> None:
    """Error texts were written into the document that the client got: with us the build stops, with file and line."""
    with pytest.raises(TemplateError, match=r"templates/manual/x/one\.md"):
        written("", f"Before.\n\n{body}\n")


def test_h09_a_question_that_reads_a_name_nobody_asks_is_refused(tmp_path: Path) -> None:
    """An interview that was generated asked for variables that did not exist: ours refuses to load with such a condition."""
    folder = tmp_path / "questionnaires"
    shutil.copytree(questionnaire_folder(), folder)
    file = folder / "contractors.yaml"
    text = file.read_text("utf-8")
    assert "when: contractors.used\n" in text
    file.write_text(text.replace("when: contractors.used\n", "when: contractors.no_such_question\n", 1), "utf-8")
    with pytest.raises(KnowledgeError, match="no_such_question"):
        load_questionnaire(folder)


def test_h10_a_template_that_cannot_be_reached_and_a_logo_that_is_not_there_are_named(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's own template was passed over in silence: lint names a text that no company gets; a lost logo is refused."""
    monkeypatch.setattr(lint_reach, "_companies", lambda: iter([lint_reach._company(26, ("AB",), True, "cor")]))
    there = parse_template("manual", "---\nid: lost\ntitle: Lost\nwhen: duty.committee and not duty.committee\n---\nText.\n",
                          "manual/x/lost.md", "01_x")
    lost = replace(there, id="there", when=None, file="manual/x/there.md")
    problem, = lint_reach.unreachable(Library((), (there, lost)))
    assert problem.file == "templates/manual/x/lost.md" and "no company gets this text" in problem.message
    intake = write(changed(answers(), lambda data: data["preferences"].setdefault("brand", {}).update(logo="gone.png")),
                   tmp_path / "company.yaml")
    assert any("gone.png" in str(item) for item in check_intake(intake).problems)


@pytest.mark.parametrize("body", ["{{ company.legal_nam }}", "{{ nobody }}", "{{ company.owner.shoe_size }}",
                                  "{% for x in company.siets %}{{ x }}{% endfor %}"])
def test_h20_a_name_that_does_not_exist_is_an_error_never_a_blank(body: str) -> None:
    """An attribute that did not exist printed nothing: with us the template does not build."""
    with pytest.raises(TemplateError, match=r"templates/manual/x/one\.md"):
        written("", body)


@pytest.mark.parametrize("name", ["A & B Ltd.", "A < B > C Ltd.", "\"Q\" & 'S' {{ x }} {% y %} Ltd."])
def test_h21_an_ampersand_in_a_name_is_text(name: str) -> None:
    """"A & B Ltd." broke the XML: any name is text, in the words and in the properties of the files."""
    text = written("", "Owned by {{ company.legal_name }}.", replace(COMPANY, legal_name=name))
    page, = render([replace(samples.PLAN, markdown=f"{text.body}\n")], replace(samples.HOUSE, company=name, author=name))
    assert "Ownedby" + name.replace(" ", "") in "".join(words_of_docx(page.docx))
    assert "Ownedby" + name.replace(" ", "") in "".join(words_of_pdf(page.pdf))


@pytest.mark.parametrize("body", [
    "{{ company.__class__ }}", "{{ company.__class__.__mro__ }}", "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}", "{{ law.__self__ }}", "{{ law.__globals__ }}", "{{ ''.__class__ }}",
    "{{ '{0.__class__}'.format(company) }}", "{{ ('%s' | attr('__class__')) }}", "{{ self._TemplateReference__context }}",
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}{{ os }}"])
def test_h22_a_template_cannot_reach_into_the_program(body: str) -> None:
    """Template contexts gave access to internals twice: ours is a sandbox that answers with a plain error."""
    with pytest.raises(TemplateError, match=r"templates/manual/x/one\.md") as caught:
        written("", body)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("code", ["BC", "ON"])
def test_h27_the_law_of_another_place_is_its_own_text_not_a_swapped_name(code: str) -> None:
    """A page was made for another place by search and replace of the statute: here they are that place's facts."""
    here, there = (composed(company((place,), 6, ACTIVITIES[:3], EQUIPMENT[:2])) for place in (code, "AB"))
    assert found(here, foreign((code,))) == [] and found(there, foreign(("AB",))) == []
    laws = [{line for item in made.documents for line in re.findall(r"^::: law\n(.*)", item.markdown, re.MULTILINE)}
            for made in (here, there)]
    assert len(laws[0] & laws[1]) < 3 and min(map(len, laws)) > 20


def test_h27_an_intake_of_no_known_place_is_refused(tmp_path: Path) -> None:
    """Where we have no facts of a place there is no law to swap in: the answers are refused."""
    data = changed(answers(), lambda data: data["workforce"][0].update(jurisdiction="XX"))
    assert any("XX" in str(item) for item in check_intake(write(data, tmp_path / "company.yaml")).problems)
    assert IntakeError("x").exit_code == 2
