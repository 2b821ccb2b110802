"""kantselei read: text, kind, fields and problems of files, with no server and no database.

The neural reader takes as long to wake up as the rest of the house to be loaded: it is started first, and Tesseract,
before this module is even loaded (cli/early.py).
"""

from __future__ import annotations

from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from capture.cage import CageMissing
from cli import early
from cli.options import CORES, AsJson, Files, Jobs, UiOption, check_languages, refuse
from ocr.engine import LANGUAGES
from ocr.neural import Neural
from ocr.second import Second
from ocr.tesseract import Tesseract
from ocr.tesseract_reader import Reader

Languages = Annotated[str, typer.Option("--lang", help="Tesseract's languages, joined by +.")]
Kinds = Annotated[Path | None, typer.Option(help="A folder of kinds instead of the shipped one.", show_default=False)]


def read(
    files: Files,
    as_json: AsJson = False,
    lang: Languages = LANGUAGES,
    kinds: Kinds = None,
    jobs: Jobs = CORES,
    ui: UiOption = "et",
) -> None:
    """Read files: text, kind, fields and problems. Exit status 1 if any file could not be read."""
    check_languages(lang, ui)
    hands = min(jobs, CORES)
    # One neural reader for all: two would take twice the memory.
    with (
        closing(Neural(threads=hands, started=early.started.neural)) as neural,
        closing(Second(hands)) as second,
        closing(Tesseract(Reader(started=early.started.tesseract), second)) as tesseract,
    ):
        try:
            neural.begin()
            tesseract.begin()
        except CageMissing as error:
            refuse(str(error))
        if len(files) == 1:  # more keep every processor busy: it is started when one falls idle
            second.begin()
        house = import_module("cli.reading")
        readers = house.Readers(neural, tesseract, second)
        status: int = house.read_files(files, house.Wish(as_json, lang, kinds, jobs, ui), readers)
    raise typer.Exit(status)
