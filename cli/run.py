"""Files through a desk, results in order, an exit status that tells the truth."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial

import cv2

from cli.crew import Crew
from cli.desk import Desk, file_result
from cli.progress import Progress
from cli.results import FileResult

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
