"""kantselei check: may the client go home? Only the verdict on each page, without reading it."""

from __future__ import annotations

import typer
from rich.console import Console

from capture.cage import CageMissing
from capture.cage_walls import find_bwrap
from cli.desk import CheckingDesk
from cli.jsonline import check_line, encoded
from cli.options import CORES, AsJson, Files, Jobs, UiOption, refuse
from cli.phrases import say
from cli.progress import Progress
from cli.render import show
from cli.results import FileResult
from cli.run import run, write


def check(files: Files, as_json: AsJson = False, jobs: Jobs = CORES, ui: UiOption = "et") -> None:
    """Check whether pages are legible, without reading them. Exit status 1 if any file could not be opened."""
    try:
        find_bwrap()
    except CageMissing as error:
        refuse(str(error))
    console = Console()

    def out(result: FileResult) -> None:
        if as_json:
            write(encoded(check_line(result, ui)))
        else:
            show(console, result, ui)

    progress = Progress(say("checking", ui), len(files), say("pages", ui))
    raise typer.Exit(run(CheckingDesk(), files, jobs, out, progress))
