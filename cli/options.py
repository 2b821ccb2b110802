"""What several commands are told in the same words, and how they refuse. Loads nothing of the house."""

from __future__ import annotations

import os
import re
import sys
from typing import Annotated, NoReturn

import typer

from cli.phrases import Ui, say

CORES = len(os.sched_getaffinity(0))

Files = Annotated[list[str], typer.Argument(metavar="FILE", help="PDF, TIFF, JPEG, PNG, WEBP, HEIC: any name.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON for each file, in the order given.")]
Jobs = Annotated[int, typer.Option(min=1, max=256, help="Pages worked on at once.")]
UiOption = Annotated[Ui, typer.Option("--ui", envvar="KANTSELEI_UI", help="Language of the messages.")]


def check_languages(languages: str, ui: Ui) -> None:
    if not re.fullmatch(r"[A-Za-z_]+(\+[A-Za-z_]+)*", languages):
        refuse(say("bad_languages", ui, given=languages))


def refuse(sentence: str) -> NoReturn:
    """The command cannot begin: one sentence, exit status 2."""
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)
