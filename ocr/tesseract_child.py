"""The caged side of Tesseract: raw pixels in, a table of words out.

The library itself, not one run of the program a page: a set of languages is loaded once and kept. No picture library
is loaded here: the other side sends pictures as they are to be read.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

# One thread a process: the house runs a process per core. Threads within one page cost more than they bring.
os.environ["OMP_THREAD_LIMIT"] = "1"

import tesserocr
from tesserocr import RIL

from capture.cage_talk import serve

DATA = "/tessdata"  # where the cage shows the folder of languages
_MOST_SETS = 4  # of languages kept loaded; a set of three takes about 100 MB
# White letters on a black bar are read by nothing but a second try, inverted. The bars' first try measured 0.4 to 0.5;
# by default everything below 0.7 gets the second one, which takes longer and reads no better.
_SETTINGS = {"tessedit_do_invert": "1", "invert_threshold": "0.5"}

Header = dict[str, Any]


class Desk:
    """The languages it has loaded: all that is kept."""

    def __init__(self) -> None:
        self._readers: OrderedDict[str, tesserocr.PyTessBaseAPI] = OrderedDict()

    def read(self, header: Header, pixels: bytes) -> str:
        """The words of each picture; they lie one after the other in `pixels`, grey, of "sizes" (width, height)."""
        reader = self._reader(header)
        rows, start = [], 0
        for number, (width, height) in enumerate(header["sizes"]):
            end = start + width * height
            self._show(reader, pixels[start:end], (width, height), header["dpi"])
            rows += _table(reader, number)
            start = end
        return "".join(rows)

    def orientation(self, header: Header, pixels: bytes) -> str:
        """Degrees the page is turned clockwise, and how sure; nothing where too few characters are seen to tell."""
        reader = self._reader({"languages": "osd", "psm": tesserocr.PSM.OSD_ONLY})
        self._show(reader, pixels, header["sizes"][0], header["dpi"])
        seen = reader.DetectOrientationScript()
        reader.Clear()
        return f"{seen['orient_deg']} {seen['orient_conf']}" if seen else ""

    def languages(self, header: Header, _: bytes) -> str:
        return "\n".join(tesserocr.get_languages(DATA)[1])

    def _reader(self, header: Header) -> tesserocr.PyTessBaseAPI:
        languages = header["languages"]
        if languages not in self._readers:
            while len(self._readers) >= _MOST_SETS:
                self._readers.popitem(last=False)[1].End()
            self._readers[languages] = tesserocr.PyTessBaseAPI(path=DATA, lang=languages, variables=_SETTINGS)
        self._readers.move_to_end(languages)
        self._readers[languages].SetPageSegMode(header["psm"])
        return self._readers[languages]

    @staticmethod
    def _show(reader: tesserocr.PyTessBaseAPI, pixels: bytes, size: tuple[int, int], dpi: int) -> None:
        width, height = size
        if not width * height or len(pixels) != width * height:
            raise RuntimeError("the picture is not as large as it is said to be")
        reader.SetImageBytes(pixels, width, height, 1, width)
        reader.SetSourceResolution(dpi)


def _table(reader: tesserocr.PyTessBaseAPI, picture: int) -> list[str]:
    """A row for each word: picture, block, line, x0, y0, x1, y1, confidence in percent, text.

    Then the reader forgets what it saw, or one page would colour the next.
    """
    rows, block, line = [], 0, 0
    if reader.Recognize() and (found := reader.GetIterator()):
        for word in tesserocr.iterate_level(found, RIL.WORD):
            block += word.IsAtBeginningOf(RIL.BLOCK)
            line += word.IsAtBeginningOf(RIL.TEXTLINE)
            if (box := word.BoundingBox(RIL.WORD)) and (text := " ".join(word.GetUTF8Text(RIL.WORD).split())):
                confidence = round(word.Confidence(RIL.WORD), 2)
                rows.append("\t".join(map(str, (picture, block, line, *box, confidence, text))) + "\n")
    reader.Clear()
    return rows


def answering(desk: Desk) -> Callable[[Header, bytes], tuple[Header, Iterable[bytes]]]:
    asked = {"read": desk.read, "orientation": desk.orientation, "languages": desk.languages}

    def answer(header: Header, pixels: bytes) -> tuple[Header, Iterable[bytes]]:
        """A refusal by Tesseract is an answer too: the child lives on for the next page."""
        try:
            words = asked[header["ask"]](header, pixels).encode()
        except RuntimeError:
            return {"error": "engine_failed"}, ()
        return {"bytes": len(words)}, (words,)

    return answer


if __name__ == "__main__":
    serve(answering(Desk()))
