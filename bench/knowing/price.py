"""What it costs to know a paper, beside what it costs to read it: processor seconds, children's with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from bench.knowing import kinds, real
from bench.knowing.pool import image
from bench.paper.printing import Order, make
from bench.reading.batch import post
from bench.reading.sets import LATIN, spread
from bench.reading.tree import used
from capture.codes import CodeReader
from capture.intake import receive
from capture.pages import render_all
from capture.scan import PageFailure, PageImage
from classify.catalogue import Catalogue, load
from cli.desk import FILE_LIMIT, Later, ReadingDesk
from cli.engines import Engines
from cli.knowing import Knowing
from ocr.blend import Blend
from ocr.engine import LANGUAGES
from ocr.fieldread import Fields
from ocr.neural import Neural

_WEAR = "office"
_FORMS = 22
_SEED = 1
Paper = Iterable[PageImage | PageFailure]
Told = TypeVar("Told")


@dataclass
class Price:
    """Processor seconds for each paper of a set."""

    pages: int = 0
    read: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        return sum(self.known) / max(sum(self.read), 1e-9)


def measure() -> Iterator[tuple[str, Price]]:
    """First pages of registration forms, a day's mixed post, our own forms: each with the kinds it may be of."""
    ours, theirs = load(), load(kinds.KINDS)
    yield "registration forms, first pages", _priced(_forms(), theirs, LATIN)
    yield "mixed post", _priced(map(_pages, post()), theirs, LATIN)
    yield "our own forms, office wear", _priced(_own(ours), ours, LANGUAGES)


def table(prices: Iterable[tuple[str, Price]]) -> str:
    lines = ["| | papers | pages | reading, s | knowing, s | share of reading |", "|---|--:|--:|--:|--:|--:|"]
    for name, price in prices:
        told = (name, len(price.read), price.pages, f"{sum(price.read):.1f}", f"{sum(price.known):.1f}")
        lines.append(f"| {' | '.join(map(str, told))} | {price.share:.1%} |")
    return "\n".join(lines)


def _priced(papers: Iterable[Paper], catalogue: Catalogue, languages: str) -> Price:
    """Each paper by itself, one page at a time; what has to wake up does so over the first, which is not counted."""
    price = Price()
    with (
        closing(Neural(threads=2)) as neural,
        closing(CodeReader()) as codes,
        closing(Engines(lambda: Blend(neural=neural))) as engines,
        ThreadPoolExecutor(1) as aside,
    ):
        knowing = Later(aside, lambda: Knowing(catalogue, None, Fields(neural), date.today()))  # noqa: DTZ011
        desk = ReadingDesk(engines, languages, codes, aside, knowing)
        for number, paper in enumerate(papers):
            read, pages = _cost(lambda paper=paper: [desk.page(page) for page in paper])
            known, _ = _cost(lambda pages=pages: desk.documents(pages))
            if number:
                price.pages += len(pages)
                price.read.append(read)
                price.known.append(known)
    return price


def _cost(work: Callable[[], Told]) -> tuple[float, Told]:
    before = used()
    done = work()
    return used() - before, done


def _forms() -> Iterator[Paper]:
    for path in spread(real.files("fara"), _FORMS):
        yield [next(iter(_pages(path)))]


def _own(catalogue: Catalogue) -> Iterator[Paper]:
    for kind in catalogue.values():
        if kind.fields:
            pictures = make(Order(kind, _SEED, _WEAR)).pictures
            yield [image(picture, number) for number, picture in enumerate(pictures, start=1)]


def _pages(path: Path) -> Iterator[PageImage | PageFailure]:
    with path.open("rb") as stream:
        return iter(render_all(path, receive(stream, FILE_LIMIT).media_type))
