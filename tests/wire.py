"""A wire that can be cut: a TCP proxy that a test tells when to go silent."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

Judge = Callable[[bytes], bool]


def is_commit(said: bytes) -> bool:
    """Whether PostgreSQL is told to commit; "READ COMMITTED" is not that."""
    return b"COMMIT" in said.replace(b"COMMITTED", b"")


class Wire:
    """Forwards to a port. When `cut_after(bytes from the client)` says so, they still arrive, but no answer returns."""

    def __init__(self, port: int, cut_after: Judge = lambda _: False) -> None:
        self._target, self._cut_after = port, cut_after
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._open: list[socket.socket] = [self._door]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                self._open += [client, server]
                threading.Thread(target=self._forward, args=(client, server), daemon=True).start()
                threading.Thread(target=self._return, args=(server, client), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := client.recv(65536):
                if cut := self._cut_after(said):
                    client.shutdown(socket.SHUT_RDWR)  # first, so that the answer finds the wire cut
                server.sendall(said)
                if cut:
                    break
            server.shutdown(socket.SHUT_WR)

    def _return(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError), server, client:
            while said := server.recv(65536):
                client.sendall(said)

    def close(self) -> None:
        for each in self._open:
            each.close()
