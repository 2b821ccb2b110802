"""Who reads: we, as a program and page by page, and our peers as they are shipped. Each gets files and gives text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bench.reading import peers
from bench.reading.sets import Sheet
from capture.intake import sniff
from capture.pages import render_all
from capture.scan import PageFailure
from ocr.blend import Blend
from ocr.neural import Neural
from ocr.reading import read_page

_HERE = Path(__file__).parent
_PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line as read: how sure it is said to be, and each word's own sureness."""

    text: str
    sure: float
    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a system read in a file. Peers give no sureness that one could hold them to."""

    text: str
    pages: int
    lines: tuple[SaidLine, ...] = ()


class System(Protocol):
    name: str

    def read(self, sheet: Sheet) -> Told: ...

    def close(self) -> None: ...


class Ours:
    """In process, page by page, with warm engines: as a worker of the office reads."""

    name = "kantselei"

    def __init__(self, neural: Neural | None = None) -> None:
        self._engine = Blend(neural=neural or Neural())

    def read(self, sheet: Sheet) -> Told:
        media_type = sniff(sheet.path.read_bytes()[:1024])
        assert media_type
        texts, lines = [], []
        for page in render_all(sheet.path, media_type):
            if isinstance(page, PageFailure):
                texts.append("")
                continue
            read = read_page(page, self._engine, sheet.languages).text
            texts.append(read.text)
            for line in read.lines:
                sure = tuple((word.text, word.confidence) for word in line.words)
                lines.append(SaidLine(line.text, line.confidence, sure))
        return Told("\n".join(texts), len(texts), tuple(lines))

    def close(self) -> None:
        self._engine.close()


class TesseractCommand:
    """`tesseract FILE - -l LANGUAGES`, one thread."""

    name = "tesseract"

    def read(self, sheet: Sheet) -> Told:
        said = _run(["tesseract", str(sheet.path), "-", "-l", sheet.languages])
        return Told(said, max(1, said.count("\f")))

    def close(self) -> None:
        pass


class OcrMyPdf:
    """`ocrmypdf --sidecar` on one core, all else as shipped; a picture that names no resolution is taken for 200."""

    name = "ocrmypdf"

    def __init__(self) -> None:
        self._program = peers.python().with_name("ocrmypdf")
        peers.ghostscript()
        self._folder = tempfile.TemporaryDirectory()

    def read(self, sheet: Sheet) -> Told:
        aside = Path(self._folder.name) / "text"
        aside.unlink(missing_ok=True)
        argv = [*ocrmypdf_argv(self._program, sheet.languages), "--sidecar", str(aside), str(sheet.path)]
        _run([*argv, str(aside.with_suffix(".pdf"))])
        said = aside.read_text("utf-8") if aside.exists() else ""
        return Told(said, said.count("\f") + 1)

    def close(self) -> None:
        self._folder.cleanup()


def ocrmypdf_argv(program: Path, languages: str) -> list[str]:
    return [str(program), "-q", "--jobs", "1", "--image-dpi", "200", "-l", languages]


@dataclass
class RapidOcr:
    """RapidOCR with its own defaults (Chinese, English and other Latin letters), one long process, all its threads."""

    name: str = "rapidocr"
    _child: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self._child = subprocess.Popen(
            [str(peers.python()), str(_HERE / "peer_rapidocr.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def read(self, sheet: Sheet) -> Told:
        assert self._child.stdin
        assert self._child.stdout
        print(sheet.path, file=self._child.stdin, flush=True)
        told = json.loads(self._child.stdout.readline())
        return Told("\n".join(told["lines"]), told["pages"])

    def close(self) -> None:
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait(_PATIENCE_S)


def _run(argv: Sequence[str]) -> str:
    """Its standard output; a page that a peer cannot read is an empty page."""
    done = subprocess.run(argv, capture_output=True, env=one_thread(), check=False, timeout=_PATIENCE_S)
    return done.stdout.decode(errors="replace")


def one_thread() -> dict[str, str]:
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}


def kantselei() -> Path:
    """Our command, as installed beside the interpreter that measures."""
    return Path(sys.executable).with_name("kantselei")


SYSTEMS: dict[str, Callable[[], System]] = {
    "kantselei": Ours,
    "tesseract": TesseractCommand,
    "ocrmypdf": OcrMyPdf,
    "rapidocr": RapidOcr,
}
