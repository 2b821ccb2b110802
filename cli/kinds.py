"""`kantselei kinds`: check the files that describe the kinds of document, print what they ask for, tune them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classify import across
from classify.catalogue import SHIPPED, KindFileError, load, mistakes
from classify.guide import guide
from classify.mistakes import sentence
from cli import kinds_admin, kinds_models, kinds_samples, kinds_template
from cli.options import UiOption, check_languages, refuse
from cli.phrases import Ui, say
from ocr.engine import LANGUAGES

kinds = typer.Typer(help="Kinds of document: their files, and what administrators tune.", no_args_is_help=True)
for name, command in (kinds_admin.COMMANDS | kinds_samples.COMMANDS | kinds_models.COMMANDS).items():
    kinds.command(name)(command)
kinds.command("template")(kinds_template.template)

Folder = Annotated[Path, typer.Argument(help="Folder with the .toml files; the shipped ones when left out.")]


@kinds.command("check")
def check_files(folder: Folder = SHIPPED, ui: UiOption = "et") -> None:
    """Say of every file where its first mistake is and how to mend it. Exit status 1 if there is any."""
    _known(folder, ui)
    found = mistakes(folder)
    if not found and folder == SHIPPED:
        found = _of_papers_together(folder)
    for mistake in found:
        typer.echo(sentence(mistake, ui))
    if found:
        raise typer.Exit(1)
    typer.echo(say("kinds_good", ui, count=len(load(folder))))


@kinds.command("guide")
def print_guide(folder: Folder = SHIPPED, ui: UiOption = "et") -> None:
    """Print every field of every kind as Markdown: this is docs/field_guide.md."""
    _known(folder, ui)
    try:
        typer.echo(guide(load(folder)), nl=False)
    except KindFileError as mistake:
        refuse(sentence(mistake, ui))


def _of_papers_together(folder: Path) -> list[KindFileError]:
    """The rules between papers are written for the shipped kinds; other folders use those that fit."""
    try:
        across.agree(load(folder))
    except KindFileError as mistake:
        return [mistake]
    return []


def _known(folder: Path, ui: Ui) -> None:
    check_languages(LANGUAGES, ui)
    if not folder.is_dir():
        refuse(say("bad_kinds", ui, given=folder))
