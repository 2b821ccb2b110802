"""Tesseract as an engine: one long conversation with a caged child that holds its library (docs/decisions/0010).

Measured on real pages: layout 3 reads forms, letters and receipts best in the mean (6 loses turned and bordered
photographs, 11 tears lines apart), 7 single lines; printed lines are taken off first, or the teeth of a comb are read
as digits; more than one OpenMP thread made a page ten times slower on a busy machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from capture.cage import CageCrash, CageRefused, CageTimeout, Child, Limits
from capture.scan import PageImage
from ocr.engine import EngineCrash, EngineError, EngineMissing, EngineTimeout, LanguageMissing
from ocr.prepared import Prepared, prepared
from ocr.quad import Quad
from ocr.scripts import by_script, settled
from ocr.slips import Slip, slip_of
from ocr.table import lines
from ocr.tessdata import folder
from ocr.text import Line, PageText

PAGE_WALL_S = 90.0
_LIMITS = Limits(memory_mb=2048, cpu_s=900, wall_s=PAGE_WALL_S)  # cpu_s counts the whole life of the child
_PAGES_A_LIFE = 500  # then a fresh child: nothing it has gathered can grow for ever
_LAYOUT = 3  # Tesseract's page segmentation mode: columns, no orientation
_LINE = 7  # a single line of text
_DPI = 300  # after scaling letters are as large as at 300 dpi, whatever the file declares
_SURE = 1.0  # Tesseract's own measure; right answers on whole pages measured 1.6 to 26
_CHILD = "ocr.tesseract_child"
_DATA = "/tessdata"  # where the child sees the languages


class Tesseract:
    """Start, ask, restart after a crash. `child` may name another module with the same answers (tests of bad days)."""

    name = "tesseract"

    def __init__(self, *, child: str = _CHILD, wall_s: float = PAGE_WALL_S) -> None:
        self._module, self._wall_s = child, wall_s
        self._child: Child | None = None
        self._pages = 0
        self._languages: frozenset[str] = frozenset()
        self._page: PageImage | None = None  # what lies before the child
        self._prepared: Prepared | None = None

    def begin(self) -> None:
        """Starts the child, of the thread that calls. What is wrong is said to the first who asks for something."""
        with suppress(EngineMissing):
            self._conversation()

    def read(self, page: PageImage, languages: str) -> PageText:
        """Raises EngineTimeout, EngineCrash, EngineMissing, LanguageMissing or plain EngineError."""
        self.require(languages)
        ready = self._open(page)
        size = page.width, page.height
        if ready.line:
            only = self.read_lines(page, [ready.line], languages)
            return PageText(page.number, *size, tuple(line for line in only if line))
        table = self._ask({"ask": "read", "psm": _LAYOUT, "languages": languages, "dpi": _DPI})
        read = [line for _, line in lines(table, [ready.view], size, self.name)]
        return PageText(page.number, *size, settled(read))

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        """Each quad as one line of text, in the order given; None where nothing was read. Raises as `read` does.

        Where languages of both scripts are asked for, each line is read as either, and what is surer is believed:
        one reader of all takes short Russian words for English ones.
        """
        self.require(languages)
        bare = self._open(page).bare
        slips = {number: slip for number, quad in enumerate(quads) if (slip := slip_of(bare, quad))}
        read: list[Line | None] = [None] * len(quads)
        for script in by_script(languages) if slips else ():
            for number, line in self._read_slips(slips, (page.width, page.height), script):
                before = read[number]
                if before is None or line.assurance > before.assurance:
                    read[number] = line
        return read

    def orientation(self, page: PageImage) -> int | None:
        """A third of a second at full size; shrinking the page makes it wrong: ask where a reading looks wrong."""
        self.require("osd")
        self._open(page)
        try:
            turned, sure = self._ask({"ask": "orientation", "dpi": _DPI}).split()
            degrees = (360 - int(turned)) % 360
            return degrees if degrees in (0, 90, 180, 270) and float(sure) >= _SURE else None
        except ValueError:
            return None

    def require(self, languages: str) -> None:
        """Raises LanguageMissing for the first language this Tesseract cannot read, EngineMissing without Tesseract."""
        if not self._languages:
            self._languages = frozenset(self._ask({"ask": "languages"}).split())
        for language in languages.split("+"):
            if language not in self._languages:
                raise LanguageMissing(language)

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._pages = None, 0
        self._page = self._prepared = None

    def _open(self, page: PageImage) -> Prepared:
        """The page laid before the child; its pixels are sent once, however many questions follow."""
        if self._page is page and self._prepared is not None:
            return self._prepared
        if self._pages >= _PAGES_A_LIFE:
            self.close()
        ready = prepared(page)
        self._page = self._prepared = None
        size = {"width": ready.view.width, "height": ready.view.height}
        self._ask({"ask": "open", **size}, ready.shown.tobytes())
        self._page, self._prepared, self._pages = page, ready, self._pages + 1
        return ready

    def _read_slips(self, slips: Mapping[int, Slip], size: tuple[int, int], languages: str) -> list[tuple[int, Line]]:
        shown = list(slips.values())
        header = {"ask": "lines", "psm": _LINE, "languages": languages, "dpi": _DPI}
        header["sizes"] = [(slip.view.width, slip.view.height) for slip in shown]
        table = self._ask(header, b"".join(slip.pixels.tobytes() for slip in shown))
        pieces: dict[int, list[Line]] = {}
        for picture, line in lines(table, [slip.view for slip in shown], size, self.name):
            pieces.setdefault(picture, []).append(line)
        numbers = list(slips)
        whole = [Line(tuple(word for line in found for word in line.words), self.name) for found in pieces.values()]
        return list(zip((numbers[picture] for picture in pieces), settled(whole), strict=True))

    def _ask(self, header: dict[str, Any], pixels: bytes = b"") -> str:
        try:
            answer, words = self._conversation().ask(header, pixels, self._wall_s)
        except CageTimeout as error:
            self.close()
            raise EngineTimeout(seconds=round(self._wall_s)) from error
        except (CageCrash, CageRefused) as error:
            self.close()
            raise EngineCrash from error
        if "error" in answer:
            raise EngineError
        return words.decode(errors="replace")

    def _conversation(self) -> Child:
        if self._child is None:
            languages = folder()
            if languages is None:
                raise EngineMissing
            self._child = Child.start(self._module, files={_DATA: languages}, limits=_LIMITS)
        return self._child
