"""Files through a desk, results in order, an exit status that tells the truth."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, NoReturn

import cv2
import typer

from cli.crew import Crew
from cli.desk import Desk, file_result
from cli.phrases import say
from cli.progress import Progress
from cli.results import FileResult, Ui

CORES = len(os.sched_getaffinity(0))

Files = Annotated[list[str], typer.Argument(metavar="FILE", help="PDF, TIFF, JPEG, PNG, WEBP, HEIC: any name.")]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON for each file, in the order given.")]
Jobs = Annotated[int, typer.Option(min=1, max=256, help="Pages worked on at once.")]
UiOption = Annotated[Ui, typer.Option("--ui", envvar="KANTSELEI_UI", help="Language of the messages.")]

Show = Callable[[FileResult], None]


def run(desk: Desk, files: Sequence[str], jobs: int, show: Show, progress: Progress) -> int:
    """1 if any file was lost, else 0."""
    cv2.setNumThreads(1)  # the crew fills the cores by pages
    failed = False
    with progress, Crew(jobs, partial(file_result, desk), progress.counting(desk.page)) as crew:
        for result in crew.work(files):
            failed |= result.trouble is not None
            with progress.file_done():
                show(result)
    return int(failed)


def write(line: bytes) -> None:
    """At once: whoever reads the other end of the pipe need not wait for the last file."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def check_languages(languages: str, ui: Ui) -> None:
    if not re.fullmatch(r"[A-Za-z_]+(\+[A-Za-z_]+)*", languages):
        refuse(say("bad_languages", ui, given=languages))


def refuse(sentence: str) -> NoReturn:
    """The command cannot begin: one sentence, exit status 2."""
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)
