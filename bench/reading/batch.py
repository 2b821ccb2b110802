"""A day's post: 24 mixed files through each command, two at a time; and the first answer after a program's start."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.reading import peers
from bench.reading.sets import DATA, LATIN, spread
from bench.reading.systems import kantselei, ocrmypdf_argv, one_thread
from bench.reading.tree import Cost, watched

_MIX = (("et_docs", "*.png", 8), ("vrdu_registration", "*.tif", 7), ("tess_pages_en", "*.[tp][in][fg]", 3),
        ("sroie", "*.jpg", 6))  # fmt: skip
Result = dict[str, object]


def post() -> list[Path]:
    """Eight office pages, seven forms of several pages, three English pages, six receipts."""
    return [path for folder, pattern, count in _MIX for path in spread(sorted((DATA / folder).glob(pattern)), count)]


def batches(names: list[str], runs: int) -> Iterator[Result]:
    """Each command over the whole post, `runs` times in turn: medians. Tesseract also in one language only."""
    files = post()
    costs: dict[str, list[Cost]] = {}
    for _ in range(runs):
        for name in names:
            costs.setdefault(name, []).append(_cost(name, files))
    firsts = {name: median(_first(name, files[0]) for _ in range(runs)) for name in names}
    for name, all_ in costs.items():
        yield {
            "system": name,
            "files": len(files),
            "runs": runs,
            "wall_s": median(cost.wall_s for cost in all_),
            "cpu_s": median(cost.cpu_s for cost in all_),
            "memory_mb": max(cost.memory_mb for cost in all_),
            "first_s": firsts[name],
        }


def commands() -> list[str]:
    return ["kantselei", "tesseract", "ocrmypdf"]


def _cost(name: str, files: list[Path]) -> Cost:
    with watched() as cost, _started(name, files) as program:
        program.communicate()
    return cost


def _first(name: str, file: Path) -> float:
    """Seconds from the start of the program to the first byte of its answer about one page."""
    began = time.monotonic()
    with _started(name, [file]) as program:
        assert program.stdout
        program.stdout.read(1)
        seconds = time.monotonic() - began
        program.communicate()
    return seconds


@contextmanager
def _started(name: str, files: list[Path]) -> Iterator[subprocess.Popen[bytes]]:
    """The command over the files; two processes where it reads one file a process."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "kantselei":
            argv = [str(kantselei()), "read", "--json", "--lang", LATIN, *map(str, files)]
        else:
            per_file = {
                "tesseract": f"tesseract {{}} - -l {LATIN}",
                "ocrmypdf": f"{' '.join(ocrmypdf_argv(_ocrmypdf(), LATIN))} --sidecar - {{}} {folder}/$$.pdf",
            }[name]
            argv = ["xargs", "-P", "2", "-I{}", "sh", "-c", per_file]
        program = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=one_thread()
        )
        if name != "kantselei":
            assert program.stdin
            program.stdin.write("\n".join(map(str, files)).encode())
            program.stdin.close()
            program.stdin = None
        yield program


def _ocrmypdf() -> Path:
    return peers.python().with_name("ocrmypdf")
