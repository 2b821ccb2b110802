"""A caged reader that behaves as well or as badly as it is asked to."""

from __future__ import annotations

import sys
import time

from capture.cage_talk import Header, serve


def answer(question: Header, payload: bytes) -> tuple[Header, list[bytes]]:
    what = question["do"]
    if what == "echo":
        return {"bytes": len(payload)}, [payload]
    if what == "die":
        raise SystemExit(3)
    if what == "shout":
        sys.stderr.write("x" * 500_000)
        print("a library that prints")
    if what == "promise much":
        return {"bytes": 1 << 40}, []
    if what == "babble":
        _say(b"\xff" * 64)
    if what == "no words":
        _say(b"\0\0\0\2" + bytes(8) + b"[]")
    if what in ("sleep", "babble", "no words"):
        time.sleep(60)
    return {"fine": True}, []


def _say(words: bytes) -> None:
    assert sys.__stdout__ is not None
    sys.__stdout__.buffer.write(words)
    sys.__stdout__.buffer.flush()


serve(answer)
