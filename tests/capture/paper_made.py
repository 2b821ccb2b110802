"""Files made for a test: a page of text as any format, a PDF with scans in it, and broken ones."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont

WORDS = "Avaldus väljamaksuviisi muutmiseks Заявление о пенсии 47101010033"


def letter(width: int = 1240, height: int = 1754, lines: int = 24, size: int = 30) -> Image.Image:
    """A grey page of text, black on white, an A4 at 150 dpi."""
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSans.ttf", size)
    for row in range(lines):
        draw.text(
            (width // 12, height // 14 + row * 2 * size),
            f"{row} {WORDS[row:]} {WORDS[:row]}"[: 4 + width // size],
            0,
            font,
        )
    return page


def corner_marks(width: int = 60, height: int = 90) -> Image.Image:
    """White, with one black block in the upper left corner: shows how a picture lies."""
    picture = Image.new("L", (width, height), 255)
    picture.paste(0, (0, 0, width // 3, height // 3))
    return picture


def saved(path: Path, image: Image.Image, kind: str, **how: object) -> Path:
    image.save(path, kind, **how)  # type: ignore[arg-type]
    return path


def encoded(image: Image.Image, kind: str, **how: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **how)  # type: ignore[arg-type]
    return target.getvalue()


def looping_tiff() -> bytes:
    """138 bytes whose directory names itself as the next one: F66."""
    short, long = "<HHIHxx", "<HHII"
    entries = [(256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8), (279, 8)]
    directory = struct.pack("<H", len(entries))
    for tag, value in entries:
        wide = tag in (273, 279)
        directory += struct.pack(long if wide else short, tag, 4 if wide else 3, 1, value)
    return b"II*\0" + struct.pack("<I", 16) + b"\x80" * 8 + directory + struct.pack("<I", 16)


def png_claiming(width: int, height: int) -> bytes:
    """A header that promises a picture of any size, with hardly any bytes behind it: F65, F79."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes(1 << 16), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def sixteen_bit(path: Path, bright: int = 65535, ink: int = 3000) -> Path:
    """A deep scan whose ink lies above 255: clipped, it would be an all-white page (F85)."""
    deep = np.full((90, 60), bright, np.uint16)
    deep[:30, :20] = ink
    Image.fromarray(deep).save(path)
    return path


def scanned_pdf(path: Path, jpeg: bytes, box: tuple[float, float], rotate: int = 0, more: bytes = b"") -> Path:
    """A page that is one JPEG drawn over its whole box, and perhaps something more."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=box)
    page = pdf.pages[0]
    size = Image.open(io.BytesIO(jpeg)).size
    image = pikepdf.Stream(
        pdf, jpeg, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=size[0], Height=size[1],
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    drawn = f"q 0 0 {box[0]} {box[1]} re W n {box[0]} 0 0 {box[1]} 0 0 cm /Im0 Do Q\n".encode()
    page.Contents = pdf.make_stream(drawn + more)
    if rotate:
        page.Rotate = rotate
    pdf.save(path)
    return path
