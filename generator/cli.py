"""The command `safety-manual`: one group; what its commands do stands in generator/commands, by what they are for."""
from __future__ import annotations

import click

from generator import __version__
from generator.commands import answers, building, looking, writing


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="safety-manual")
def main() -> None:
    """Write a company's health and safety program from one file of answers (an "intake").

    \b
    A first look:      safety-manual build questionnaires/examples/prairie_edge_fabrication.yaml
    Your own company:  safety-manual interview my_company.yaml
                       safety-manual check my_company.yaml
                       safety-manual plan my_company.yaml
                       safety-manual build my_company.yaml
    """


for _command in (answers.interview, answers.check, answers.migrate, answers.schema,
                 looking.plan, looking.compare, looking.explain,
                 building.build, building.resolve, building.issue, writing.preview, writing.lint):
    main.add_command(_command)
