"""The door: what a file is, the bytes decide; what we cannot read is refused before we are responsible."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_made import encoded, letter

from capture.intake import ALLOWED, Empty, Receiver, Refused, TooLarge, UnknownType, receive, sniff
from capture.scan import Scan
from capture.sentences import SENTENCES

pytestmark = pytest.mark.quick

PICTURE = letter(200, 300, 3)
REAL = {
    "application/pdf": encoded(PICTURE, "PDF"),
    "image/tiff": encoded(PICTURE, "TIFF"),
    "image/jpeg": encoded(PICTURE, "JPEG"),
    "image/png": encoded(PICTURE, "PNG"),
    "image/webp": encoded(PICTURE, "WEBP"),
    "image/gif": encoded(PICTURE, "GIF"),
    "image/bmp": encoded(PICTURE, "BMP"),
    "image/jp2": encoded(PICTURE, "JPEG2000"),
}


@pytest.mark.parametrize("media_type", REAL)
def test_the_bytes_decide_what_a_file_is(media_type: str) -> None:
    data = REAL[media_type]
    assert receive(io.BytesIO(data), 1 << 30) == Scan(hashlib.sha256(data).hexdigest(), media_type, len(data))
    assert media_type in ALLOWED


def test_a_tiff_of_either_byte_order_and_size_is_known() -> None:
    assert {sniff(magic + bytes(8)) for magic in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")} == {"image/tiff"}


def test_a_phone_picture_is_told_by_its_brands() -> None:
    assert sniff(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic") == "image/heic"
    assert sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic") == "image/heic"


@pytest.mark.parametrize(
    "head",
    [
        b"PK\x03\x04 %PDF-1.4",
        b"<html>%PDF-1.4",
        b"%!PS-Adobe-3.0 EPSF",
        b"\0\0\0\x18ftypisom\0\0\0\0mp42",
        b"\0\0\0\x18ftypavif\0\0\0\0mif1",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"RIFF",
        b"BM and other words that are not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"From: keegi@example.ee",
        b"\x7fELF",
        b"\xff",
    ],
)
def test_what_is_no_paper_is_refused_f76_f77(head: bytes) -> None:
    with pytest.raises(UnknownType):
        receive(io.BytesIO(head), 1 << 20)


def test_a_pdf_may_stand_behind_a_little_junk() -> None:
    assert sniff(b"\x1b%-12345X@PJL\r\n" + bytes(500) + b"%PDF-1.7") == "application/pdf"
    assert sniff(bytes(2000) + b"%PDF-1.7") is None


def test_zero_bytes_are_refused_f79() -> None:
    with pytest.raises(Empty):
        receive(io.BytesIO(b""), 1 << 20)


def test_a_file_over_the_limit_is_refused_while_it_streams() -> None:
    endless = io.BytesIO(REAL["image/bmp"])
    with pytest.raises(TooLarge):
        receive(endless, 100)
    receiver = Receiver(10)
    receiver.feed(b"0123456789")
    with pytest.raises(TooLarge):
        receiver.feed(b"x")


def test_the_sink_gets_every_byte_as_it_came() -> None:
    sink = io.BytesIO()
    receive(io.BytesIO(REAL["image/bmp"]), 1 << 30, sink)
    assert sink.getvalue() == REAL["image/bmp"]


@given(cuts=st.lists(st.integers(0, 3000), max_size=30), media_type=st.sampled_from(sorted(REAL)))
def test_any_way_of_cutting_a_file_gives_the_same_scan(cuts: list[int], media_type: str) -> None:
    data = REAL[media_type]
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    receiver = Receiver(len(data))
    for start, end in pairwise(edges):
        receiver.feed(data[start:end])
    assert receiver.finish() == receive(io.BytesIO(data), len(data))


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_break_the_door(data: bytes) -> None:
    try:
        taken = receive(io.BytesIO(data), 1500).media_type in ALLOWED
    except Refused as refused:
        taken = refused.code in SENTENCES
    assert taken


def test_a_refusal_speaks_three_languages_and_its_class_says_the_same() -> None:
    for refusal in (Empty, UnknownType, TooLarge):
        assert refusal.__doc__ == refusal().text("en")
        assert str(refusal()) == refusal().text("et")
        assert refusal().text("ru") == SENTENCES[refusal.code]["ru"]


def test_the_door_needs_no_picture_library() -> None:
    heavy = "import sys, capture.intake; print(sorted({'PIL', 'numpy', 'cv2', 'pikepdf'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
