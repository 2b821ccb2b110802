"""What the commands read and check do with one file and one page; how many at once is the crew's business."""

from __future__ import annotations

import hashlib
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from capture.codes import CodeReader
from capture.intake import receive
from capture.legibility import judge
from capture.pages import render_all
from capture.scan import Code, Legibility, PageFailure, PageImage, Reason
from cli.crew import Pages
from cli.engines import Engines
from cli.pictures import kept
from cli.results import DocumentResult, FileResult, PageResult, Trouble
from cli.trouble import Lost, page_trouble, trouble
from ocr.engine import EngineError
from ocr.reading import read_page
from ocr.text import PageText

if TYPE_CHECKING:  # it is loaded beside the first page
    from cli.knowing import Knowing

FILE_LIMIT = 512 * 1024 * 1024
Spread = Callable[[Pages], list[PageResult]]


class Later:
    """What knows papers: no page needs it to be read. It is loaded while the engine has the first page in hand; before,
    every processor is busy with opening and cleaning it."""

    def __init__(self, aside: Executor, load: Callable[[], Knowing]) -> None:
        self._aside, self._load, self._lock = aside, load, threading.Lock()
        self._loaded: Future[Knowing] | None = None

    def begin(self) -> Future[Knowing]:
        with self._lock:
            self._loaded = self._loaded or self._aside.submit(self._load)
        return self._loaded

    def result(self) -> Knowing:
        return self.begin().result()


@dataclass(frozen=True, slots=True)
class ReadingDesk:
    """Words, kind, fields and problems."""

    engines: Engines
    languages: str
    codes: CodeReader
    aside: Executor  # where codes are looked for while the page is read
    knowing: Later

    def page(self, page: PageImage | PageFailure) -> PageResult:
        if isinstance(page, PageFailure):
            return lost_page(page.number, page_trouble(page))
        codes = _Codes(self.codes, self.aside)

        def meanwhile(upright: PageImage) -> None:
            codes.seek(upright)
            self.knowing.begin()

        try:
            with self.engines.borrow() as engine:
                reading = read_page(page, engine, self.languages, meanwhile)
        except EngineError as error:
            return lost_page(page.number, trouble(error), page)
        cleaned = reading.page
        return PageResult(
            cleaned.number,
            reading.text,
            reading.legibility,
            cleaned.dpi,
            cleaned.rotation,
            kept(cleaned),
            codes=codes.found(cleaned),
        )

    def documents(self, pages: list[PageResult]) -> tuple[DocumentResult, ...]:
        return self.knowing.result().documents(pages)


class _Codes:
    """Of one page, looked for while it is read; once more where reading has turned it after all."""

    def __init__(self, reader: CodeReader, aside: Executor) -> None:
        self._reader, self._aside = reader, aside
        self._sought: tuple[PageImage, Future[tuple[Code, ...]]] | None = None

    def seek(self, page: PageImage) -> None:
        self._sought = page, self._aside.submit(self._reader.find, page)

    def found(self, page: PageImage) -> tuple[Code, ...]:
        if self._sought is None or self._sought[0] is not page:
            self.seek(page)
        assert self._sought is not None
        return self._sought[1].result()


class CheckingDesk:
    """Only the verdict on each page."""

    def page(self, page: PageImage | PageFailure) -> PageResult:
        if isinstance(page, PageFailure):
            return lost_page(page.number, page_trouble(page))
        text = PageText(page.number, page.width, page.height, ())
        return PageResult(page.number, text, judge(page), page.dpi, page.rotation)

    def documents(self, pages: list[PageResult]) -> tuple[DocumentResult, ...]:
        return ()


Desk = ReadingDesk | CheckingDesk


def file_result(desk: Desk, file: str, spread: Spread) -> FileResult:
    """Whatever happens to one file, it has a result and the others go on."""
    path, digest = Path(file), None
    try:
        digest = fingerprint(path)
        with path.open("rb") as stream:
            scan = receive(stream, FILE_LIMIT)
        pages = spread(render_all(path, scan.media_type))
        if all(page.trouble for page in pages):
            return FileResult(file, digest, pages[0].trouble, tuple(pages))
        documents = desk.documents(pages)
        return FileResult(file, digest, None, tuple(replace(page, picture=None) for page in pages), documents)
    except Exception as error:  # noqa: BLE001  (one file's surprise must not cost the others)
        reason = trouble(error)
        if reason.code == "internal":
            _report(error)
        return FileResult(file, digest, reason)


def fingerprint(path: Path) -> str:
    """SHA-256 of any file, also of one we shall refuse. Raises Lost."""
    try:
        if not path.is_file():
            raise Lost("not_a_file" if path.exists() else "not_found")
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise Lost("not_readable") from error


def lost_page(number: int, reason: Trouble, page: PageImage | None = None) -> PageResult:
    width, height, dpi = (page.width, page.height, page.dpi) if page else (0, 0, 0.0)
    verdict = Legibility("rescan", 0.0, (Reason(reason.code, reason.text["et"]),))
    return PageResult(number, PageText(number, width, height, ()), verdict, dpi, trouble=reason)


def _report(error: Exception) -> None:
    """Where the mistake is, never what stood on the paper."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    print(f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}", file=sys.stderr)
