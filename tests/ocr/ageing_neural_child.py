"""A caged neural reader that dies of what it has gathered, not of the page at hand. It sits in the real cage."""

import os

from capture.cage_talk import serve
from tests.ocr import frail_neural_child

DIES_AT = 60  # asks
asks = [0]


def answer(header, payload):
    asks[0] += 1
    if asks[0] >= DIES_AT:
        os._exit(1)
    return frail_neural_child.answer(header, payload)


if __name__ == "__main__":
    serve(answer)
