"""How far it has come, on the error stream, where a person is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from capture.scan import PageFailure, PageImage
from cli.results import PageResult

Page = PageImage | PageFailure


class Progress:
    """Counts files in a bar and pages in a number; silent when the error stream is not a terminal."""

    def __init__(self, title: str, files: int, pages: str) -> None:
        console = Console(stderr=True)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pages]} " + pages),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(title, total=files, pages=0)
        self._pages = 0

    def counting(self, work: Callable[[Page], PageResult]) -> Callable[[Page], PageResult]:
        def counted(page: Page) -> PageResult:
            result = work(page)
            self._pages += 1
            self._bar.update(self._task, pages=self._pages)
            return result

        return counted

    @contextmanager
    def file_done(self) -> Iterator[None]:
        """The bar makes way while a result is written, if both go to the same screen."""
        shared = sys.stdout.isatty() and not self._bar.disable
        if shared:
            self._bar.stop()
        yield
        if shared:
            self._bar.start()
        self._bar.advance(self._task)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
