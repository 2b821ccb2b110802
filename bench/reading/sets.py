"""The sheets that are read: files, what stands on them, and which languages they are in.

Every sheet is a file, so that each system gets the same bytes. Worn copies are written into a folder of work.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from bench.reading.worn import WEAR, Wear

DATA = Path(os.environ.get("KANTSELEI_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"
LATIN, RUSSIAN, ALL = "est+eng", "rus", "est+rus+eng"
CAPTURES = ("1_2", "1_4", "1_5", "1_6", "1_7")  # of phone_scan_ru: the phones


@dataclass(frozen=True, slots=True)
class Sheet:
    """`true` are the words that stand on it. `case`: whether the truth keeps capitals apart from small letters."""

    group: str
    path: Path
    true: str
    languages: str = LATIN
    damage: str = ""
    severity: int = 0
    case: bool = True
    places: str = ""  # where the truth of lines is richer than the words to be found (stamps, rows side by side)


def spread(found: list[Path], number: int) -> list[Path]:
    """`number` of them, evenly over the sorted whole."""
    return [found[k * len(found) // number] for k in range(number)] if len(found) > number else found


def sheets(group: str, number: int, work: Path) -> list[Sheet]:
    """At most `number` sheets of a set; none where its data are not at hand."""
    return list(SETS[group](number, work))


def _beside(group: str, pattern: str, truth: str, languages: str, *, case: bool = True) -> Source:
    folder = group.split(maxsplit=1)[0]

    def found(number: int, work: Path) -> Iterator[Sheet]:
        known = [path for path in sorted((DATA / folder).glob(pattern)) if _truth(path, truth).exists()]
        for path in spread(known, number):
            yield Sheet(group, path, _truth(path, truth).read_text("utf-8"), languages, case=case)

    return found


def _truth(path: Path, ending: str) -> Path:
    return path.with_name(path.stem + ending)


def _worn(group: str, wear: Wear) -> Source:
    def found(number: int, work: Path) -> Iterator[Sheet]:
        folder = work / group.replace(" ", "_")
        folder.mkdir(parents=True, exist_ok=True)
        for seed, path in enumerate(spread(sorted((DATA / "et_docs").glob("*.png")), number)):
            copy = folder / path.name
            cv2.imwrite(str(copy), wear(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), seed))
            yield Sheet(group, copy, _truth(path, ".gt.txt").read_text("utf-8"))

    return found


def _photos(group: str, capture: str) -> Source:
    """The same sheets through one machine; the truth is what another engine read on the flat scan of the sheet."""

    def found(number: int, work: Path) -> Iterator[Sheet]:
        for path in spread(sorted((DATA / "phone_scan_ru").glob(f"{capture}_*.jpg")), number):
            told = json.loads(path.with_suffix(".json").read_text("utf-8"))
            flat = path.with_name(f"{told.get('reference_scan') or path.stem}.ocr_ref.txt")
            if flat.exists():
                yield Sheet(group, path, flat.read_text("utf-8"), ALL)

    return found


def _numbers(number: int, work: Path) -> Iterator[Sheet]:
    """A form's registration number counts as its only word."""
    told = {}
    for path in sorted((DATA / "vrdu_registration").glob("*.tif")):
        if value := json.loads(path.with_suffix(".json").read_text("utf-8"))["fields"]["registration_num"]:
            told[path] = str(value)
    for path in spread(list(told), number):
        yield Sheet("vrdu number", path, told[path])


def _tax(number: int, work: Path) -> Iterator[Sheet]:
    """What was filled in, by hand or by machine; the print of the form is not in the truth."""
    for path in spread(sorted((DATA / "us_tax_forms").glob("*.jpg")), number):
        fields = json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))["fields"]
        filled = [str(value) for value in fields.values() if value and value not in {"selected", "unselected"}]
        yield Sheet("us_tax scans", path, "\n".join(filled))


Source = Callable[[int, Path], Iterator[Sheet]]
SETS: dict[str, Source] = {
    **{f"et_docs {name}": _worn(f"et_docs {name}", wear) for name, wear in WEAR.items()},
    "sroie": _beside("sroie", "*.jpg", ".gt.txt", LATIN, case=False),
    "tess_pages_en": _beside("tess_pages_en", "*.[tp][in][fg]", ".gt.txt", LATIN),
    "cyrillic_lines": _beside("cyrillic_lines", "*.png", ".gt.txt", RUSSIAN),
    "vrdu number": _numbers,
    "us_tax scans": _tax,
    "phone_scan_ru flat": _photos("phone_scan_ru flat", "0_1"),
    **{f"phone_scan_ru {phone}": _photos(f"phone_scan_ru {phone}", phone) for phone in CAPTURES},
}
