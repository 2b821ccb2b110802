"""What `kantselei read` does once the neural reader has been woken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from capture.cage import CageMissing
from capture.codes import CodeReader
from classify.catalogue import Catalogue, KindFileError, load
from classify.champion import beside
from classify.model import BadModel, KindModel
from cli.desk import Kinds, ReadingDesk
from cli.engines import Engines
from cli.jsonline import encoded, read_line
from cli.options import refuse
from cli.phrases import Ui, say
from cli.progress import Progress
from cli.render import show
from cli.results import FileResult
from cli.run import Show, run, write
from ocr.blend import Blend
from ocr.engine import EngineError
from ocr.fieldread import Fields
from ocr.neural import Neural
from ocr.tesseract import Tesseract


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for beside the files."""

    as_json: bool
    languages: str
    kinds: Path | None
    jobs: int
    ui: Ui


def read_files(files: Sequence[str], wish: Wish, neural: Neural, tesseract: Tesseract) -> int:
    """1 if any file was lost, else 0. `neural` is shared by all, `tesseract` is the first of as many as are needed."""
    today = date.today()  # noqa: DTZ011  (the date on the wall of this office)
    progress = Progress(say("reading", wish.ui), len(files), say("pages", wish.ui))
    with (
        closing(Engines(lambda: Blend(neural=neural), Blend(tesseract, neural))) as engines,
        closing(CodeReader()) as codes,
        ThreadPoolExecutor(1, "aside") as aside,
    ):
        kinds = aside.submit(_kinds, wish)
        _check(engines, wish)
        if wish.kinds:
            kinds.result()  # what is wrong with a folder is said before the first page; ours is read beside it
        desk = ReadingDesk(engines, wish.languages, kinds.result, today, codes, aside, Fields(neural))
        return run(desk, files, wish.jobs, _printer(wish, kinds.result), progress)


def _printer(wish: Wish, kinds: Callable[[], Kinds]) -> Show:
    console = Console()

    def out(result: FileResult) -> None:
        if wish.as_json:
            write(encoded(read_line(result, wish.ui)))
        else:
            show(console, result, wish.ui, kinds().catalogue)

    return out


def _kinds(wish: Wish) -> Kinds:
    return Kinds(_catalogue(wish.kinds, wish.ui), _model(wish.kinds, wish.ui))


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


def _check(engines: Engines, wish: Wish) -> None:
    """Asks the engine before the first page what it can read: a missing language is no fault of a file."""
    try:
        with engines.borrow() as engine:
            engine.require(wish.languages)
    except EngineError as error:
        refuse(error.text(wish.ui))
    except CageMissing as error:
        refuse(str(error))
