"""What `kantselei read` does once the neural reader has been woken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from capture.cage import CageMissing
from capture.codes import CodeReader
from cli.desk import Later, ReadingDesk
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
from ocr.neural import Neural
from ocr.second import Second
from ocr.tesseract import Tesseract

if TYPE_CHECKING:  # it is loaded beside the first page
    from cli.knowing import Knowing


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for beside the files."""

    as_json: bool
    languages: str
    kinds: Path | None
    jobs: int
    ui: Ui


@dataclass(frozen=True, slots=True)
class Readers:
    """Woken already. `neural` and `second` are shared by all, `tesseract` is the first of as many as are needed."""

    neural: Neural
    tesseract: Tesseract
    second: Second

    def first(self) -> Blend:
        return Blend(self.tesseract, self.neural)

    def another(self) -> Blend:
        return Blend(Tesseract(second=self.second), self.neural)


def read_files(files: Sequence[str], wish: Wish, readers: Readers) -> int:
    """1 if any file was lost, else 0."""
    progress = Progress(say("reading", wish.ui), len(files), say("pages", wish.ui))
    with (
        closing(Engines(readers.another, readers.first())) as engines,
        closing(CodeReader()) as codes,
        ThreadPoolExecutor(1, "aside") as aside,
    ):
        knowing = Later(aside, partial(_knowing, wish, readers.neural))
        if wish.kinds:
            knowing.begin()
        _check(engines, wish)
        if wish.kinds:
            knowing.result()  # what is wrong with a folder is said before the first page
        desk = ReadingDesk(engines, wish.languages, codes, aside, knowing)
        return run(desk, files, wish.jobs, _printer(wish, knowing.result), progress)


def _printer(wish: Wish, knowing: Callable[[], Knowing]) -> Show:
    console = Console()

    def out(result: FileResult) -> None:
        if wish.as_json:
            write(encoded(read_line(result, wish.ui)))
        else:
            show(console, result, wish.ui, knowing().catalogue)

    return out


def _knowing(wish: Wish, neural: Neural) -> Knowing:
    known: Knowing = import_module("cli.knowing").of_kinds(wish.kinds, wish.ui, neural)
    return known


def _check(engines: Engines, wish: Wish) -> None:
    """Asks the engine before the first page what it can read: a missing language is no fault of a file."""
    try:
        with engines.borrow() as engine:
            engine.require(wish.languages)
    except EngineError as error:
        refuse(error.text(wish.ui))
    except CageMissing as error:
        refuse(str(error))
