"""A company may be called anything: its name is text everywhere, never markup."""
from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import yaml
from docx import Document
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from tests.end_to_end.conftest import EXAMPLES, run

NAME = 'A & B <Ltd> "Söhne" 100% {{ x }}'

pytestmark = pytest.mark.xdist_group("test_hostile_name")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("hostile")
    answers = yaml.safe_load(EXAMPLES["prairie_edge_fabrication"].read_text("utf-8"))
    answers["company"].update(legal_name=NAME, operating_name=NAME)
    answers["sites"][0].update(name="Shop #1 *main* [east] | $x$", muster_point="the `gate` _north_ ~side~ @ {post}")
    answers["people"][1]["name"] = "Zoë “Zed” D'Arcy-O’Neil \\ Jr."
    for row in answers["activities"]:
        row.pop("who", None)
    intake = base / "hostile.yaml"
    intake.write_text(yaml.safe_dump(answers, allow_unicode=True), "utf-8")
    result = run("build", intake, "-o", base / "out", "--on", "2026-11-22")
    assert result.exit_code == 0, result.output
    return base / "out"


def test_the_name_stands_in_every_header_and_is_never_expanded(folder: Path) -> None:
    checked: set[str] = set()
    for path in (path for path in folder.rglob("*.docx") if ".program" not in path.parts):
        document = Document(str(path))
        with zipfile.ZipFile(path) as archive:
            headers = "".join(archive.read(name).decode() for name in archive.namelist()
                              if "header" in name or (path.parent.name == "Letters" and name == "word/document.xml"))
        assert "A &amp; B &lt;Ltd&gt;" in headers, path.name
        assert "{{ x }}" in headers, path.name
        assert document.core_properties.author == NAME
        if path.parent.name not in checked:  # one of each kind: checking a file takes longer than making it
            checked.add(path.parent.name)
            assert OpenXmlValidator().validate(path).is_valid, path.name


def test_body_texts_print_names_as_typed(folder: Path) -> None:
    plan = "\n".join(page.extract_text() for page in PdfReader(folder / "Emergency Response Plan.pdf").pages)
    flat = " ".join(plan.split())
    assert "Shop #1 *main* [east] | $x$" in flat
    assert "the `gate` _north_ ~side~ @ {post}" in flat
    manual = " ".join(" ".join(page.extract_text() for page in PdfReader(folder / "Health and Safety Manual.pdf").pages).split())
    assert 'A & B <Ltd> "Söhne" 100% {{ x }}' in manual
