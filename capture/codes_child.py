"""The caged side of the code finder: grey pixels in, bar and QR codes out. No picture library is loaded here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import zxingcpp

from capture.cage_talk import serve

_MOST = 100  # of one page; nobody prints more, and an answer must stay small
_LONGEST = 2000
# White on black is not tried: it costs a fifth more and offices do not print it.
_FORMATS = "QRCode,MicroQRCode,DataMatrix,Aztec,PDF417,Code128,Code39,Code93,Codabar,ITF,EAN13,EAN8,UPCA,UPCE"

Header = dict[str, Any]


def answer(header: Header, pixels: bytes) -> tuple[Header, Iterable[bytes]]:
    shape = (header["height"], header["width"])
    if not shape[0] * shape[1] or len(pixels) != shape[0] * shape[1]:
        return {"error": "size"}, ()
    wanted = zxingcpp.barcode_formats_from_str(_FORMATS)
    seen = zxingcpp.read_barcodes(
        memoryview(pixels).cast("B", shape), formats=wanted, try_invert=False, return_errors=True
    )
    return {"codes": [_told(code) for code in seen[:_MOST]], "bytes": 0}, ()


def _told(code: zxingcpp.Barcode) -> list[Any]:
    """Format, text, four corners; `whole` is false where a code was seen and could not be read."""
    where = code.position
    corners = [(point.x, point.y) for point in (where.top_left, where.top_right, where.bottom_right, where.bottom_left)]
    return [str(code.format), code.text[:_LONGEST] if code.valid else "", corners, bool(code.valid)]


if __name__ == "__main__":
    serve(answer)
