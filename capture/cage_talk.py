"""How the two sides of the cage talk: a length-prefixed JSON header and raw bytes, each way, one at a time."""

from __future__ import annotations

import fcntl
import json
import os
import selectors
import struct
import sys
import time
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:  # a caged decoder pays for each import with every file
    import subprocess

_FRAME = struct.Struct(">IQ")  # bytes of the header, bytes of the payload
HEADER_CAP = 1 << 20
STDERR_CAP = 4096
_PIPE_BYTES = 1 << 20

Header = dict[str, Any]
Answer = Callable[[Header, bytes], tuple[Header, Iterable[bytes]]]


class OutOfTime(Exception):
    """The caged side did not answer in time. The page is given up; look at the original."""


class HungUp(Exception):
    """The caged side ended in the middle of a sentence. The page is given up; look at the original."""


class Nonsense(Exception):
    """The caged side sent something that is not an answer. The page is given up; look at the original."""


def serve(answer: Answer) -> None:
    """The caged side: answer asked questions until the other side hangs up.

    `answer` returns a header whose "bytes" says how many bytes its chunks hold in all.
    """
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the conversation
    while start := asked.read(_FRAME.size):
        header_size, payload_size = _FRAME.unpack(start)
        header = json.loads(asked.read(header_size))
        write_frame(told, *answer(header, asked.read(payload_size)))  # no name: a page is not held until the next


def write_frame(told: BinaryIO, reply: Header, chunks: Iterable[bytes]) -> None:
    header = json.dumps(reply).encode()
    told.write(_FRAME.pack(len(header), int(reply.get("bytes", 0))) + header)
    for chunk in chunks:
        told.write(chunk)
    told.flush()


class Wire:
    """Our side of the pipes: nothing blocks beyond its deadline, nothing is believed before it is measured."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._out, self._in, self._err = (pipe.fileno() for pipe in pipes(process))
        self.stderr_tail = b""
        for descriptor in (self._out, self._in, self._err):
            os.set_blocking(descriptor, False)
        for descriptor in (self._out, self._in):
            widen(descriptor)

    def ask(self, header: Header, payload: bytes, deadline: float, reply_cap: int) -> tuple[Header, bytearray]:
        """Raises OutOfTime, HungUp, Nonsense. `deadline` is on the monotonic clock."""
        words = json.dumps(header).encode()
        self._send(_FRAME.pack(len(words), len(payload)) + words, deadline)
        self._send(payload, deadline)
        header_size, payload_size = _FRAME.unpack(self._receive(_FRAME.size, deadline))
        if header_size > HEADER_CAP or payload_size > reply_cap:
            raise Nonsense
        words_back = self._receive(header_size, deadline)
        return _dictionary(words_back), self._receive(payload_size, deadline)

    def drain(self) -> bool:
        """Keep the last words of the complaints, forget the rest; False when there can be no more."""
        try:
            while heard := os.read(self._err, 65536):
                self.stderr_tail = (self.stderr_tail + heard)[-STDERR_CAP:]
        except BlockingIOError:
            return True
        return False

    def _send(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[os.write(self._out, rest) :]
            except BlockingIOError:
                self._wait(self._out, selectors.EVENT_WRITE, deadline)
            except BrokenPipeError as error:
                raise HungUp from error

    def _receive(self, size: int, deadline: float) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            try:
                got = os.readv(self._in, [rest])
            except BlockingIOError:
                self._wait(self._in, selectors.EVENT_READ, deadline)
                continue
            if got == 0:
                raise HungUp
            rest = rest[got:]
        return data

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        """Until the pipe is ready; the complaints pipe is emptied meanwhile, or a chatty child would block."""
        with selectors.PollSelector() as waiting:
            waiting.register(descriptor, event)
            waiting.register(self._err, selectors.EVENT_READ)
            while True:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise OutOfTime
                ready = [key.fd for key, _ in waiting.select(left)]
                if self._err in ready and not self.drain():
                    waiting.unregister(self._err)
                if descriptor in ready:
                    return


def pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    """Its stdin, stdout, stderr, seen from our side."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdin, process.stdout, process.stderr


def widen(descriptor: int) -> None:
    """A page is 9 MB or more: bigger pipes, fewer wakings. A system that allows less is fine."""
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except OSError:
        return


def _dictionary(words: bytearray) -> Header:
    try:
        header = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise Nonsense from error
    if not isinstance(header, dict):
        raise Nonsense
    return header
