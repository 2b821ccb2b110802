"""The caged side of the neural reader: keeps one page, says where its lines lie and what stands in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import cv2
import numpy as np

from capture.cage_talk import serve
from ocr import detection, models, strips
from ocr.ctc import SPACE, letters
from ocr.places import Found, words_of
from ocr.spaces import with_spaces

Header = dict[str, Any]
Answer = tuple[Header, Iterable[bytes]]
Thing = TypeVar("Thing")
Told = TypeVar("Told")

_SURE = 0.8  # a line that stands upright and is read less surely than this is tried from its other end, too


@cache
def _detector(threads: int) -> detection.Network:
    return models.detector(threads)


@cache
def _recogniser(threads: int) -> models.Recogniser:
    return models.recogniser(threads=threads)


@cache
def _lookers(threads: int) -> Executor:
    return ThreadPoolExecutor(threads, "look")


class Desk:
    """The pages that lie open, each at its place: two who read by turns do not send theirs again and again."""

    def __init__(self) -> None:
        self._pages: dict[int, np.ndarray] = {}

    def ready(self, header: Header, payload: bytes) -> Answer:
        """The models are here and are the right ones; nothing is compiled yet."""
        for model in (models.DETECTOR, models.RECOGNISER):
            models.load(model)
        return _told(b"")

    def wake(self, header: Header, payload: bytes) -> Answer:
        """The recogniser is compiled before the first page comes; the detector when a page is found to need it."""
        _recogniser(header["threads"])
        return _told(b"")

    def open(self, header: Header, payload: bytes) -> Answer:
        """`payload`: pixels, (height, width) grey or (height, width, 3) RGB."""
        self._pages[header["place"]] = np.frombuffer(payload, np.uint8).reshape(header["shape"])
        return _told(b"")

    def find(self, header: Header, payload: bytes) -> Answer:
        """Quads, float32, of the page's lines as seen at `scale`."""
        quads = detection.lines(self._pages[header["place"]], header["scale"], _detector(header["threads"]))
        return _told(quads.astype(np.float32).tobytes())

    def read(self, header: Header, payload: bytes) -> Answer:
        """`payload`: quads, float32. Answers JSON: for each its words as [text, confidence, x0, y0, x1, y1]."""
        quads = np.frombuffer(payload, np.float32).reshape(-1, 4, 2)
        page, recogniser = self._pages[header["place"]], _recogniser(header["threads"])
        found = _each(header["threads"], lambda corners: _either_way(page, corners, recogniser), quads, _length)
        return _told(json.dumps([[word.told() for word in line] for line in found]).encode())

    def look(self, header: Header, payload: bytes) -> Answer:
        """`payload`: strips of the header's `widths`, side by side. Answers what is seen at each step, float32."""
        side_by_side = np.frombuffer(payload, np.uint8).reshape(strips.HEIGHT, -1)
        cut = np.split(side_by_side, np.cumsum(header["widths"])[:-1], axis=1)
        seen = _each(header["threads"], _recogniser(header["threads"]).look, cut, lambda strip: strip.shape[1])
        return _told(np.concatenate(seen).astype(np.float32).tobytes())

    def alphabet(self, header: Header, payload: bytes) -> Answer:
        return _told(json.dumps(_recogniser(header["threads"]).alphabet).encode())


def _either_way(page: np.ndarray, corners: np.ndarray, recogniser: models.Recogniser) -> list[Found]:
    found = _line(page, corners, recogniser)
    if _stands(corners) and _mean(found) < _SURE:
        return max(found, _line(page, np.roll(corners, 2, axis=0), recogniser), key=_mean)
    return found


def _line(page: np.ndarray, corners: np.ndarray, recogniser: models.Recogniser) -> list[Found]:
    cut = strips.strip(page, corners)
    seen = recogniser.look(cut)
    read = with_spaces(letters(seen, recogniser.alphabet), seen[:, recogniser.alphabet.index(SPACE)], cut)
    return words_of(read, cut, corners)


def _each(
    threads: int, work: Callable[[Thing], Told], things: Iterable[Thing], length: Callable[[Thing], float]
) -> list[Told]:
    """What `work` makes of each, in their order. The longest are begun first, or all would wait for the last."""
    lines = list(things)
    order = sorted(range(len(lines)), key=lambda k: length(lines[k]), reverse=True)
    told = dict(zip(order, _lookers(threads).map(work, (lines[k] for k in order)), strict=True))
    return [told[k] for k in range(len(lines))]


def _length(corners: np.ndarray) -> float:
    """Of a line as it will be shown: how often its height goes into it."""
    along, across = (float(np.linalg.norm(corners[k] - corners[0])) for k in (1, 3))
    return along / max(across, 1.0)


def _told(payload: bytes) -> Answer:
    return {"bytes": len(payload)}, (payload,)


def _stands(corners: np.ndarray) -> bool:
    """The line runs up or down the page rather than across."""
    across, down = np.abs(corners[1] - corners[0])
    return bool(down > across)


def _mean(line: list[Found]) -> float:
    return float(np.mean([word.confidence for word in line])) if line else 0.0


def main() -> None:
    cv2.setNumThreads(1)
    desk = Desk()
    answers = {
        "ready": desk.ready, "wake": desk.wake, "open": desk.open, "find": desk.find, "read": desk.read,
        "look": desk.look, "alphabet": desk.alphabet,
    }  # fmt: skip

    def answer(header: Header, payload: bytes) -> Answer:
        """Models that are missing or not ours are an answer, too: the office then reads without them."""
        try:
            return answers[header["ask"]](header, payload)
        except models.ModelsMissing:
            return {"error": "models_missing"}, ()

    serve(answer)


if __name__ == "__main__":
    main()
