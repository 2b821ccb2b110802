"""Collects lines with what is known of them and whether they are right: `python -m bench.reading.calibrate --out DIR`.

The folder then holds lines_*.npz and words_*.npz; `python -m bench.reading.fit DIR` fits weights to them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import cv2

from bench.reading.lines import Finding, in_text
from bench.reading.pairs import Pairs, Readers, collect, note
from bench.reading.paper import GRADED, printed, saved
from bench.reading.sets import ALL, SETS, Sheet, sheets

TRUE_SETS = (
    "et_docs clean",
    "et_docs a little worse",
    "et_docs bad",
    "et_docs very bad",
    "sroie",
    "cyrillic_lines",
    "tess_pages_en",
)
_PROFILES = ("clean", "office", "office", "office", "hard", "phone")
_FIRST = 20_000  # seeds of these pages: never those of the measurement


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=10, help="sheets of each set; of printed paper six times as many")
    parser.add_argument("--only", choices=[*TRUE_SETS, "paper"])
    parser.add_argument("--first", type=int, default=0, help="the first page of printed paper")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    readers = Readers()
    with tempfile.TemporaryDirectory() as work:
        for group in [given.only] if given.only else ["paper", *TRUE_SETS]:
            pairs = Pairs({}, {})
            papers = _papers if group == "paper" else _sheets
            for number, sheet in enumerate(papers(group, given, Path(work))):
                _read(readers, sheet, pairs)
                if (number + 1) % 10 == 0:
                    pairs.save(given.out, _named(group, given.first))
                    print(group, number + 1, pairs.count, flush=True)
            if pairs.count:
                pairs.save(given.out, _named(group, given.first))
    readers.close()


def _named(group: str, first: int) -> str:
    return f"{group.replace(' ', '_')}_{first}"


def _read(readers: Readers, sheet: Sheet, pairs: Pairs) -> None:
    def judge(line: str) -> Finding:
        return in_text(line, sheet.places or sheet.true, case=sheet.case)

    letter, readings = collect(readers, sheet.path, sheet.languages)
    known = {"set": sheet.group, "page": sheet.path.stem, "languages": sheet.languages, "damage": sheet.damage}
    for reading in readings:
        note(pairs, {**known, "letter": letter}, reading, judge)


def _sheets(group: str, given: argparse.Namespace, work: Path) -> Iterator[Sheet]:
    assert group in SETS
    more = 5 if group == "cyrillic_lines" else 1
    for sheet in sheets(group, given.pages * more, work):
        if "rot" not in sheet.path.stem:  # turned pages are set upright before; here nobody does
            yield sheet


def _papers(group: str, given: argparse.Namespace, work: Path) -> Iterator[Sheet]:
    """Pages of the printing shop with the damage of an office, or with one damage of any severity."""
    for seed in range(_FIRST + given.first, _FIRST + given.first + given.pages * 6):
        rng = Random(f"calibrate {seed}")
        wanted = rng.choice(_PROFILES) if rng.random() < 0.6 else f"{rng.choice(GRADED)}:{rng.randint(1, 5)}"
        yield _asked(saved(printed(seed, wanted), work / str(seed), (wanted, 0)), rng)


def _asked(sheet: Sheet, rng: Random) -> Sheet:
    """A third of the Latin pages are read by an office that expects Russian, too."""
    if sheet.languages == ALL or rng.random() > 0.34:
        return sheet
    return replace(sheet, languages=ALL)


if __name__ == "__main__":
    main()
