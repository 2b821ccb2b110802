"""A multipart form as browsers send it, read as a stream: the file goes to its sink, never into memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from api.errors import Refusal

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_PARTS = 4
MAX_VALUE = 1024  # bytes of a plain field


class Form:
    """A multipart body read as a stream (RFC 7578): one file, a few short values, nothing else."""

    def __init__(self, content_type: str, write: Callable[[bytes], object]) -> None:
        self.values: dict[str, str] = {}
        self.declared_type = ""
        self.files = 0
        self._write = write
        self._parts = 0
        self._headers: dict[bytes, bytes] = {}
        self._name = b""
        self._value = b""
        self._key = ""
        self._text = bytearray()
        self._is_file = False
        self._ended = False
        self._parser = _parser(content_type, self._callbacks())

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._part_begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._part_data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def feed(self, piece: bytes) -> None:
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise Refusal("bad_form") from error

    def finish(self) -> None:
        if self.files != 1 or not self._ended:
            raise Refusal("bad_form")

    def _end(self) -> None:
        self._ended = True

    def _part_begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise Refusal("bad_form")
        self._headers, self._text, self._is_file = {}, bytearray(), False

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._key = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = b"filename" in options
        if not self._is_file:
            return
        self.files += 1
        self.declared_type = self._headers.get(b"content-type", b"").decode("latin-1")
        if self.files > 1:
            raise Refusal("bad_form")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._write(data[start:end])
            return
        self._text += data[start:end]
        if len(self._text) > MAX_VALUE:
            raise Refusal("bad_form")

    def _part_end(self) -> None:
        if not self._is_file:
            self.values[self._key] = self._text.decode("utf-8", "replace")


def _parser(content_type: str, callbacks: MultipartCallbacks) -> MultipartParser:
    media_type, options = parse_options_header(content_type)
    if media_type != b"multipart/form-data" or not options.get(b"boundary"):
        raise Refusal("bad_form")
    try:
        return MultipartParser(options[b"boundary"], callbacks)
    except FormParserError as error:
        raise Refusal("bad_form") from error
