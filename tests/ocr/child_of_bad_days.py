"""A caged reader that falls ill on certain pages, told by their width. It sits in the real cage."""

import os
import signal
import sys
import time

from capture.cage_talk import serve

HANGS, CRASHES, RAVES, REFUSES, SWELLS = 101, 102, 103, 104, 105
HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
WELL = HEADER + "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tterve\n"


def answer(header, pixels):
    if header["ask"] == "languages":
        return said("est\neng\nosd\nrus")
    fall_ill(header["width"])
    if header["width"] == REFUSES:
        return {"error": "engine_failed", "status": 1}, ()
    return said(WELL)


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
