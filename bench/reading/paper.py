"""Our own printed paper as sheets to be read: forms and prose in three languages, each damage in five severities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from bench.paper import damage, files, picture, profiles, prose
from bench.paper.picture import Picture
from bench.paper.printing import Order, make, rasterised
from bench.paper.rows import Row
from bench.paper.truth import in_sight
from bench.reading import texts
from bench.reading.sets import ALL, DATA, LATIN, Sheet
from classify.catalogue import load

GRADED = ("low_toner", "bleed", "skew", "phone", "resolution", "blur", "motion", "noise", "streak", "bitonal", "jpeg")
UNHARMED = "none"
_KINDS = ("pensioniavaldus", "kiri", "valjamaksuviisi_avaldus", "arstitoend")


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page in one piece and the rows of words still to be seen on it; `languages` as an engine is asked."""

    picture: Picture
    rows: tuple[Row, ...]
    languages: str

    @property
    def true(self) -> str:
        """What a reader of print and writing should find: stamps are no part of it."""
        return "\n".join(" ".join(row.words for row in band) for band in _bands(self.rows) if band)

    @property
    def places(self) -> str:
        """For the question whether a line is right: stamps too, each row alone, then rows as they stand side by side.
        Words in cells stand there closed up as well, so that a comb read as one word is right."""
        alone = [row.words for row in self.rows]
        closed = [row.words.replace(" ", "") for row in self.rows if row.how == "comb"]
        opened = [" ".join(row.words.replace(" ", "")) for row in self.rows if row.how == "comb"]
        return "\n".join([*alone, *closed, *opened, self.true])


def printed(seed: int, wanted: str) -> Page:
    """One page by seed: every second is a filled form, the others are prose. `wanted` as bench.paper's --damage."""
    rng = Random(f"reading {seed}")
    return _form(seed, wanted, rng) if seed % 2 else _prose(seed, wanted, rng)


def graded(name: str, number: int, work: Path) -> Iterator[Sheet]:
    """`number` pages with one damage in each severity: the same pages for all, so that only the damage differs.

    The damage "none" has one severity, 0."""
    for severity in range(1, 6) if name != UNHARMED else (0,):
        folder = work / "paper" / f"{name}_{severity}"
        folder.mkdir(parents=True, exist_ok=True)
        for seed in range(number):
            yield saved(printed(seed, _at_200(name, severity)), folder / f"{seed:03d}", (name, severity))


def saved(page: Page, stem: Path, what: tuple[str, int]) -> Sheet:
    form = "png" if page.picture.mode == "bitonal" else "jpg"
    (path,) = files.save([page.picture], stem, form)
    return Sheet("paper", path, page.true, page.languages, *what, places=page.places)


def _at_200(name: str, severity: int) -> str:
    """Damage is done to a scan of 200 dpi, as most offices make them; resolution and telephones bring their own."""
    if not severity:
        return "resolution:3"
    return f"{name}:{severity}" if name in {"resolution", "phone"} else f"resolution:3,{name}:{severity}"


def _form(seed: int, wanted: str, rng: Random) -> Page:
    language = ("et", "ru", "et", "en")[seed // 2 % 4]
    kind = load()[_KINDS[seed // 2 % len(_KINDS)] if language == "et" else _KINDS[seed // 8 % 2 * 2]]
    sample = make(Order(kind, 7000 + seed, damage=wanted, language=language))
    return _page(sample.pictures[0], sample.rows, ALL if language == "ru" else LATIN)


def _prose(seed: int, wanted: str, rng: Random) -> Page:
    language = ("et", "en", "et", "ru")[seed // 2 % 4]
    blank = prose.print_prose(texts.sentences(DATA, language, rng, 70), rng)
    whole = picture.fresh(rasterised(blank.pdf)[0].copy())
    worn = damage.apply(whole, profiles.choose(wanted, rng), np.random.default_rng(seed))
    return _page(worn, blank.rows, ALL if language == "ru" else LATIN)


def _page(shown: Picture, rows: tuple[Row, ...], languages: str) -> Page:
    return Page(shown, tuple(row for row in rows if row.page == 1 and in_sight(shown, row)), languages)


def _bands(rows: tuple[Row, ...]) -> list[list[Row]]:
    """Rows that stand beside each other on the print, from left to right, bands from the top down."""
    bands: list[list[Row]] = []
    level = -1.0
    for row in sorted((row for row in rows if row.how != "stamp"), key=lambda one: one.extent[1]):
        _, top, _, bottom = row.extent
        if (top + bottom) / 2 > level:
            bands.append([])
            level = bottom - 0.25 * (bottom - top)
        bands[-1].append(row)
    return [sorted(band, key=lambda one: one.extent[0]) for band in bands]
