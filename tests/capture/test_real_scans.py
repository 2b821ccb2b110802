"""Real paper: hostile files end in a page or a coded refusal, real pages are judged as people judged them."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import cv2
import pytest

from capture.cage import Limits
from capture.intake import Refused, receive
from capture.legibility import judge
from capture.pages import Unreadable, count, render_all
from capture.scan import PageFailure, PageImage
from capture.sentences import SENTENCES

pytestmark = pytest.mark.shared

SMALL = Limits(wall_s=10, cpu_s=10)


def fate(path: Path) -> tuple[str, float]:
    """What becomes of a file's first three pages, and the seconds it took."""
    started = time.monotonic()
    try:
        with path.open("rb") as stream:
            media_type = receive(stream, 1 << 29).media_type
        outcomes = list(islice(render_all(path, media_type, dpi=100, limits=SMALL), 3))
    except (Refused, Unreadable) as refusal:
        return refusal.code, time.monotonic() - started
    told = {outcome.code if isinstance(outcome, PageFailure) else _checked(outcome) for outcome in outcomes}
    return ",".join(sorted(told)), time.monotonic() - started


def _checked(page: PageImage) -> str:
    assert page.pixels.dtype.name == "uint8"
    assert page.pixels.ndim in (2, 3)
    assert page.dpi >= 1
    assert 1 <= page.width * page.height <= 80_000_000
    return "page"


@pytest.mark.timeout(280)
@pytest.mark.parametrize(
    ("folder", "pages_at_least"), [("hostile_pdf", 0.7), ("hostile_images", 0.5), ("hostile_wrong_types", 0.0)]
)
def test_a_hostile_file_costs_itself_only(shared_data: Path, folder: str, pages_at_least: float) -> None:
    """F63 to F90: no crash, no hang, nothing left running."""
    files = sorted(path for path in (shared_data / folder).iterdir() if path.is_file())
    with ThreadPoolExecutor(2) as two:
        fates = dict(zip(files, two.map(fate, files), strict=True))
    told = Counter(what for what, _ in fates.values())
    odd = {code for what in told for code in what.split(",")} - set(SENTENCES) - {"page"}
    assert odd == set()
    assert max(seconds for _, seconds in fates.values()) < 45
    assert sum(number for what, number in told.items() if "page" in what.split(",")) >= pages_at_least * len(files)
    assert list(_caged()) == []


def _caged() -> Iterator[str]:
    """Command lines of children of this process that still run."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            words = (process / "cmdline").read_text()
        except OSError:
            continue
        if parent == os.getpid() and "cage_entry" in words:
            yield words


def test_what_is_not_a_document_is_refused_at_the_door(shared_data: Path) -> None:
    fates = {path.name: fate(path)[0] for path in sorted((shared_data / "hostile_wrong_types").iterdir())}
    assert {what for what in fates.values() if "page" in what.split(",")} == set(), fates


def test_ordinary_mixed_paper_is_read(shared_data: Path) -> None:
    """Every picture and every PDF without a password, of the collection a paper archive tests itself with."""
    endings = {".pdf", ".jpg", ".png", ".tif", ".tiff", ".webp", ".gif", ".heic"}
    files = [path for path in sorted((shared_data / "intake_samples").iterdir()) if path.suffix in endings]
    lost = {path.name: what for path in files if (what := fate(path)[0]) not in ("page", "password_needed")}
    assert lost == {}


def test_every_frame_of_an_archive_scan_is_counted(shared_data: Path) -> None:
    files = sorted((shared_data / "vrdu_registration").glob("*.tif"))[:20]
    assert all(1 <= count(path, "image/tiff") <= 3 for path in files)


def picture(path: Path) -> PageImage:
    pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    return PageImage(1, pixels, 200.0)


@pytest.mark.parametrize(
    ("pattern", "every", "good_at_least"),
    [
        ("phone_scan_ru/0_*.jpg", 1, 1.0),
        ("et_docs/*.png", 2, 1.0),
        ("vrdu_registration/*.tif", 6, 0.95),
        ("sroie/*.jpg", 1, 0.8),
    ],
)
def test_real_pages_are_let_go(shared_data: Path, pattern: str, every: int, good_at_least: float) -> None:
    """A clerk who is told to rescan good paper stops listening: no real scan of these may be called so."""
    verdicts = Counter(judge(picture(path)).verdict for path in sorted(shared_data.glob(pattern))[::every])
    assert verdicts["rescan"] == 0
    assert verdicts["good"] >= good_at_least * verdicts.total()


def test_photographs_nobody_can_read_are_held_back(shared_data: Path) -> None:
    """The truth is the share of words a recogniser found in the photograph, against the flat scan of the same sheet."""
    told: Counter[tuple[str, str]] = Counter()
    for truth in sorted((shared_data / "phone_scan_ru").glob("1_*.json")):
        band = json.loads(truth.read_text())["legibility_band"]
        told[band, judge(picture(truth.with_suffix(".jpg"))).verdict] += 1
    poor = sum(number for (band, _), number in told.items() if band == "poor")
    assert told["poor", "good"] <= 0.1 * poor
    assert told["poor", "rescan"] >= 0.4 * poor
