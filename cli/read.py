"""kantselei read: text, kind, fields and problems of files, with no server and no database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from capture.cage import CageMissing
from capture.codes import CodeReader
from classify.catalogue import Catalogue, KindFileError, load
from classify.champion import beside
from classify.model import BadModel, KindModel
from cli.desk import ReadingDesk
from cli.engines import Engines
from cli.jsonline import encoded, read_line
from cli.phrases import say
from cli.progress import Progress
from cli.render import show
from cli.results import FileResult, Ui
from cli.run import CORES, AsJson, Files, Jobs, UiOption, check_languages, refuse, run, write
from ocr.blend import Blend
from ocr.engine import LANGUAGES, EngineError
from ocr.fieldport import FieldReader
from ocr.fieldread import Fields
from ocr.neural import Neural

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
    catalogue, model = _catalogue(kinds, ui), _model(kinds, ui)
    engines, fields = _engines(lang, ui, jobs)
    console = Console()

    def out(result: FileResult) -> None:
        if as_json:
            write(encoded(read_line(result, ui)))
        else:
            show(console, result, ui, catalogue)

    codes = CodeReader()
    today = date.today()  # noqa: DTZ011  (the date on the wall of this office)
    desk = ReadingDesk(engines, lang, catalogue, today, codes, fields, model)
    try:
        status = run(desk, files, jobs, out, Progress(say("reading", ui), len(files), say("pages", ui)))
    finally:
        engines.close()
        codes.close()
    raise typer.Exit(status)


def _catalogue(folder: Path | None, ui: Ui) -> Catalogue:
    if folder is not None and not folder.is_dir():
        refuse(say("bad_kinds", ui, given=folder))
    try:
        return load(folder)
    except KindFileError as error:
        refuse(str(error))


def _model(folder: Path | None, ui: Ui) -> KindModel | None:
    """The one that was trained for these kinds, if it lies beside them; else their cues judge."""
    try:
        return beside(folder) if folder else None
    except BadModel:
        refuse(say("bad_model", ui, given=folder))


def _engines(languages: str, ui: Ui, jobs: int) -> tuple[Engines, FieldReader]:
    """Ask the engine before the first page what it can read: a missing language is no fault of a file."""
    neural = Neural(threads=min(jobs, CORES))  # one for all: two would take twice the memory
    engines = Engines(lambda: Blend(neural=neural))
    try:
        neural.begin()
        with engines.borrow() as engine:
            engine.require(languages)
    except EngineError as error:
        engines.close()
        refuse(error.text(ui))
    except CageMissing as error:
        refuse(str(error))
    return engines, Fields(neural)
