"""A caged reader that falls ill on certain pages, told by their width. It sits in the real cage."""

import os
import signal
import sys
import time

from capture.cage_talk import serve

HANGS, CRASHES, RAVES, REFUSES, SWELLS, LIES = 101, 102, 103, 104, 105, 106
WELL = "0\t1\t1\t10\t20\t40\t32\t96.5\tterve\n"
LIE = "7\t1\t1\t10\t20\t40\t32\t96.5\tmujal\n0\t1\t1\tnan\tinf\t-1e9\t32\t96.5\tkuskil\n0\t1\n"


def answer(header, pixels):
    if header["ask"] == "languages":
        return said("est\neng\nosd\nrus")
    width = header["sizes"][0][0]
    fall_ill(width)
    if width == REFUSES:
        return {"error": "engine_failed", "status": 1}, ()
    if header["ask"] == "orientation":
        return said("about ninety")
    return said(LIE + WELL if width == LIES else WELL)


def fall_ill(width):
    if width == HANGS:
        time.sleep(3600)
    if width == CRASHES:
        os.kill(os.getpid(), signal.SIGSEGV)
    if width == RAVES:
        os.write(1, b"\xff" * 64)
    if width == SWELLS:
        bytearray(1 << 40)


def said(text):
    words = text.encode()
    return {"bytes": len(words)}, (words,)


if __name__ == "__main__":
    print("a chatty library", file=sys.stderr)
    serve(answer)
