"""HTML to PDF/A, in a process of its own that is killed when it takes too long. Same letter, same fonts: same bytes.

`printed` is what others call. The process gets the HTML and the pictures of our own store, opens no file and no
address that a template may name, and never runs inside the web process.
"""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
from PIL import Image

VARIANT = "pdf/a-3b"
TIMEOUT_S = 60
WIDEST = 1400  # pixels of a cropped place
HERE = Path(__file__).resolve().parents[2]

Place = Sequence[float] | None


class PressFailed(Exception):
    """The letter could not be printed. Look at its preview, mend the template, and issue the letter anew."""

    code = "press_failed"


def printed(html: str, pictures: Mapping[int, tuple[bytes, Place]] | None = None) -> bytes:
    """The letter as PDF/A. `pictures` are those of its items: the page, and which share of it to show."""
    job = pickle.dumps((html, dict(pictures or {})))  # to a child of ours, from us: nobody else writes there
    try:
        done = subprocess.run(
            [sys.executable, "-m", "registry.letters.press_child"],
            input=job, capture_output=True, cwd=HERE, timeout=TIMEOUT_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PressFailed from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PressFailed
    return done.stdout


def crop(page: bytes, place: Place) -> bytes:
    """The share of a page, as PNG without a transparent layer."""
    with Image.open(io.BytesIO(page)) as opened:
        picture = opened.convert("L" if opened.mode in {"1", "L"} else "RGB")
    if place:
        wide, high = picture.size
        x0, y0, x1, y1 = place
        box = (int(x0 * wide), int(y0 * high), max(int(x0 * wide) + 1, round(x1 * wide)), round(y1 * high))
        picture = picture.crop((*box[:3], max(box[1] + 1, box[3])))
    picture.thumbnail((WIDEST, WIDEST))
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def together(parts: Sequence[bytes]) -> bytes:
    """Several letters as one file for the printer. Not an archive copy: the letters are kept one by one."""
    with pikepdf.Pdf.new() as whole:
        for part in parts:
            with pikepdf.Pdf.open(io.BytesIO(part)) as opened:
                whole.pages.extend(opened.pages)
        kept = io.BytesIO()
        whole.save(kept, deterministic_id=True)
    return kept.getvalue()
