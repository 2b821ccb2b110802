"""Tesseract as an engine: one long conversation with a caged child that holds its library (docs/decisions/0010).

Measured on real pages: layout 3 reads forms, letters and receipts best in the mean (6 loses turned and bordered
photographs, 11 tears lines apart), 7 single lines; printed lines are taken off first, or the teeth of a comb are read
as digits; more than one OpenMP thread made a page ten times slower on a busy machine, a second child for half of it
nearly twice as fast on an idle one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from capture.scan import PageImage
from ocr.engine import LanguageMissing
from ocr.prepared import Prepared, pieces, prepared
from ocr.quad import Quad
from ocr.scripts import by_script, settled
from ocr.second import Ask, Second
from ocr.slips import Slip, slip_of
from ocr.table import lines
from ocr.tesseract_reader import Reader
from ocr.text import Line, PageText

_LAYOUT = 3  # Tesseract's page segmentation mode: columns, no orientation
_LINE = 7  # a single line of text
_SURE = 1.0  # Tesseract's own measure; right answers on whole pages measured 1.6 to 26


class Tesseract:
    """Reads with a `reader` of its own, and with the `second` one where somebody shares it and it is free."""

    name = "tesseract"

    def __init__(self, reader: Reader | None = None, second: Second | None = None) -> None:
        self._reader, self._second = reader or Reader(), second
        self._languages: frozenset[str] = frozenset()
        self._page: PageImage | None = None  # what was prepared last
        self._prepared: Prepared | None = None

    def begin(self) -> None:
        """Starts the child, of the thread that calls. What is wrong is said to the first who asks for something."""
        self._reader.begin()

    def read(self, page: PageImage, languages: str, pause: int | None = None) -> PageText:
        """`pause`: a row of the page that no line of text crosses. What is above and below it is read at once.

        Raises EngineTimeout, EngineCrash, EngineMissing, LanguageMissing or plain EngineError.
        """
        self.require(languages)
        ready = self._ready(page)
        size = page.width, page.height
        if ready.line:
            only = self.read_lines(page, [ready.line], languages)
            return PageText(page.number, *size, tuple(line for line in only if line))
        parts = pieces(ready.shown(), page, pause)
        tables = self._told([_asked([picture], _LAYOUT, languages) for picture, _ in parts])
        read = [
            line
            for table, (_, view) in zip(tables, parts, strict=True)
            for _, line in lines(table, [view], size, self.name)
        ]
        return PageText(page.number, *size, settled(read))

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        """Each quad as one line of text, in the order given; None where nothing was read. Raises as `read` does.

        Where languages of both scripts are asked for, each line is read as either, and what is surer is believed:
        one reader of all takes short Russian words for English ones.
        """
        self.require(languages)
        bare = self._ready(page).bare
        slips = {number: slip for number, quad in enumerate(quads) if (slip := slip_of(bare, quad))}
        scripts = by_script(languages) if slips else ()
        pixels = [slip.pixels for slip in slips.values()]
        read: list[Line | None] = [None] * len(quads)
        for table in self._told([_asked(pixels, _LINE, script) for script in scripts]):
            for number, line in self._placed(table, slips, (page.width, page.height)):
                before = read[number]
                if before is None or line.assurance > before.assurance:
                    read[number] = line
        return read

    def orientation(self, page: PageImage) -> int | None:
        """A third of a second at full size; shrinking the page makes it wrong: ask where a reading looks wrong."""
        self.require("osd")
        try:
            turned, sure = self._reader.orientation(self._ready(page).shown()).split()
            degrees = (360 - int(turned)) % 360
            return degrees if degrees in (0, 90, 180, 270) and float(sure) >= _SURE else None
        except ValueError:
            return None

    def require(self, languages: str) -> None:
        """Raises LanguageMissing for the first language this Tesseract cannot read, EngineMissing without Tesseract."""
        if not self._languages:
            self._languages = self._reader.languages()
        for language in languages.split("+"):
            if language not in self._languages:
                raise LanguageMissing(language)

    def close(self) -> None:
        self._reader.close()
        self._page = self._prepared = None

    def _ready(self, page: PageImage) -> Prepared:
        if self._page is not page or self._prepared is None:
            self._page, self._prepared = page, prepared(page)
        return self._prepared

    def _told(self, asks: Sequence[Ask]) -> list[str]:
        """The answers in order; the last of several is the second reader's where it is free."""
        if self._second is None:
            return [ask(self._reader) for ask in asks]
        with self._second.beside(wanted=len(asks) > 1) as second:
            if second is None:
                return [ask(self._reader) for ask in asks]
            last = second.take(asks[-1])
            try:
                return [*(ask(self._reader) for ask in asks[:-1]), last.result()]
            finally:
                last.exception()  # whatever became of the others: nothing of ours is left with it

    def _placed(self, table: str, slips: Mapping[int, Slip], size: tuple[int, int]) -> list[tuple[int, Line]]:
        """The lines of a table of slips, each with the number of its slip."""
        found: dict[int, list[Line]] = {}
        for picture, line in lines(table, [slip.view for slip in slips.values()], size, self.name):
            found.setdefault(picture, []).append(line)
        numbers = list(slips)
        whole = [Line(tuple(word for line in each for word in line.words), self.name) for each in found.values()]
        return list(zip((numbers[picture] for picture in found), settled(whole), strict=True))


def _asked(pictures: Sequence[np.ndarray], layout: int, languages: str) -> Ask:
    return lambda reader: reader.table(pictures, layout, languages)
