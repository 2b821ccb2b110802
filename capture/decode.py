"""What the caged decoders share: questions ("count", "page"), answers, and the names of what can go wrong.

The programs are `capture.decode_image`, `capture.decode_heic` and `capture.decode_pdf`: one is started for a file by
its type, so a photo does not pay for the PDF library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from PIL import Image

from capture.cage_talk import Header, serve
from capture.pixels import fits

SCAN = Path("/scan")  # where the file lies inside the cage
PAGE_CAP = 2000
TEXT_CAP = 100_000  # characters of a page's own text layer
WORD_CAP = 8_000  # words of it: a densely printed A4 page has a tenth
_LAYER_BYTES = 800_000  # of the megabyte an answer's head may have; a letter may take six of them
_BAND = 1024  # rows sent at a time: a page is never held twice


class Trouble(Exception):
    """No picture can be made of this page. Read the sentence that belongs to the code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


LaidWord = tuple[int, int, int, int, int, str]  # number of its line, left, top, right, bottom in pixels, text


class Picture(NamedTuple):  # importing dataclasses takes a sixth of the time this program needs to start
    """A page: 8 bits grey or RGB, its resolution, its own text layer.

    `over_picture` is true where the words may be somebody's reading of a scan; `laid` is false where they surely are,
    and their places are not in pixels of this picture.
    """

    image: Image.Image
    dpi: float
    words: Sequence[LaidWord] = ()
    laid: bool = True
    over_picture: bool = False


class Source(Protocol):
    """An opened file."""

    def count(self) -> int: ...

    def page(self, number: int, dpi: int) -> Picture: ...


def main(opener: Callable[[Path, str], Source]) -> None:
    """Answer until the house hangs up. The file is opened at the first question and stays open."""
    Image.MAX_IMAGE_PIXELS = None  # our own budget is checked, before anything is decoded
    opened: list[Source] = []

    def answer(question: Header, _: bytes) -> tuple[Header, Iterator[bytes]]:
        try:
            if not opened:
                opened.append(opener(SCAN, question["media_type"]))
            return _reply(opened[0], question)
        except MemoryError:
            return {"trouble": "page_memory"}, iter(())
        except Trouble as trouble:
            return {"trouble": trouble.code}, iter(())
        except Exception as error:  # noqa: BLE001  (whatever a damaged file makes a decoder raise)
            return {"trouble": _name(error, question["media_type"])}, iter(())

    serve(answer)


def _reply(source: Source, question: Header) -> tuple[Header, Iterator[bytes]]:
    if question["ask"] == "count":
        return {"pages": source.count()}, iter(())
    picture = source.page(question["number"], question["dpi"])
    width, height = picture.image.size
    if not fits(picture.image.size):
        raise Trouble("page_too_large")
    channels = 1 if picture.image.mode == "L" else 3
    reply: Header = {
        "width": width,
        "height": height,
        "channels": channels,
        "dpi": picture.dpi,
        **_layer(picture),
        "bytes": width * height * channels,
    }
    return reply, _bands(picture.image)


def _layer(picture: Picture) -> Header:
    """Words with their places, or where these are of no use their text, as much as an answer's head can hold."""
    if not picture.laid:
        return {"text": " ".join(word[-1] for word in picture.words)[:TEXT_CAP], "over_picture": True}
    sent, room = [], _LAYER_BYTES
    for word in picture.words:
        room -= 40 + 6 * len(word[-1])
        if room < 0:
            break
        sent.append(word)
    return {"words": sent, "over_picture": picture.over_picture}


def _bands(image: Image.Image) -> Iterator[bytes]:
    width, height = image.size
    for top in range(0, height, _BAND):
        yield image.crop((0, top, width, min(top + _BAND, height))).tobytes()


def _name(error: Exception, media_type: str) -> str:
    if isinstance(error, EOFError) or "truncated" in str(error).lower() or _breaks_off(media_type):
        return "truncated"
    return "damaged"


def _breaks_off(media_type: str) -> bool:
    """Whether the file's own end mark is missing: a lost connection rather than a bad file."""
    size = SCAN.stat().st_size
    with SCAN.open("rb") as file:
        head = file.read(12)
        file.seek(max(0, size - 1024))
        tail = file.read()
    if media_type == "image/webp":
        return int.from_bytes(head[4:8], "little") + 8 > size
    marks = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND", "application/pdf": b"%%EOF", "image/gif": b";"}
    return media_type in marks and marks[media_type] not in tail
