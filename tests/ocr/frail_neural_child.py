"""A caged neural reader that falls ill on certain pages, told by their width. It sits in the real cage."""

import json

import numpy as np

from capture.cage_talk import serve
from tests.ocr.child_of_bad_days import LIES, fall_ill, said

BARE = 107  # its models are missing
WELL = [[["terve", 0.9, 10, 10, 90, 40]]]
LIES_TOLD = {
    1: [[["mujal", float("nan"), 0, 0, 1, 1]]],
    2: [[["kaks sõna", 0.9, 0, 0, 1, 1]]],
    3: [[["lõpmatu", 0.9, 0, float("inf"), 1, 1]]],
    4: [[["vähe", 0.9]]],
    5: [],
    6: {"mitte": "rida"},
    7: [[[None, 0.9, 0, 0, 1, 1]]],
    8: [7],
    9: [[["liiga kindel", 1.7, 0, 0, 1, 1]]],
}
LIES_ABOUT_PLACES = {11: np.full(8, np.nan, np.float32), 12: np.zeros(5, np.float32)}
opened = {}


def answer(header, payload):
    if header["ask"] == "ready":
        return said("")
    if header["ask"] == "open":
        opened[header["place"]] = header["shape"][1], header["shape"][0]
        return said("")
    width, height = opened[header["place"]]
    fall_ill(width)
    if width == BARE:
        return {"error": "models_missing"}, ()
    if header["ask"] == "find":
        quad = LIES_ABOUT_PLACES.get(height, np.array((10, 10, 90, 10, 90, 40, 10, 40), np.float32)).tobytes()
        return {"bytes": len(quad)}, (quad,)
    return said(json.dumps(LIES_TOLD.get(height, WELL) if width == LIES else WELL))


if __name__ == "__main__":
    serve(answer)
