"""Templates of our own certificates are what the printing shop prints, word by word and place by place."""

from __future__ import annotations

import pytest

from bench.paper.printing import Order, make
from bench.paper.templates import blanks, template
from bench.paper.truth import tell
from classify.catalogue import SHIPPED, load
from classify.template import PrintedWord
from classify.templatefit import lay
from ocr.text import Box, Line, PageText, Word

KINDS = load()
CERTIFICATES = [code for code, kind in KINDS.items() if blanks(kind)]


@pytest.mark.parametrize("code", CERTIFICATES)
def test_the_kind_file_holds_the_blank_that_is_printed(code: str) -> None:
    printed = template(KINDS[code])
    assert (SHIPPED / f"{code}.toml").read_text(encoding="utf-8").endswith(printed), (
        "the blank has changed: run `python -m bench.paper.templates all`"
    )


@pytest.mark.parametrize("code", ["sunnitoend", "el_vorm", "volikiri"])
def test_places_lie_where_the_worn_paper_has_them(code: str) -> None:
    """Every printed word is where the scanner put it; so are then the places that are filled in."""
    sample = make(Order(KINDS[code], 31, "skew:2"))
    laid = KINDS[code].templates[0]
    picture = sample.pictures[0]
    words = tuple(Line((Word(word.text, _seen(word, picture), 0.9),), "test") for word in laid.words)
    fit = lay(laid, PageText(1, *picture.size, words))
    assert fit is not None
    zones = {zone.field: zone.place for zone in laid.zones}
    mm = fit.scale
    for field in tell(sample, [])["fields"]:
        if field["box"] and field["type"] not in {"signature", "stamp"} and field["name"] in zones:
            x0, y0, x1, y1 = field["box"]
            place = fit.box(zones[field["name"]])
            assert place.x0 - 3 * mm <= (x0 + x1) / 2 <= place.x1 + 3 * mm
            assert place.y0 - 2 * mm <= (y0 + y1) / 2 <= place.y1 + 2 * mm


def _seen(word: PrintedWord, picture) -> Box:
    """Where a word of the blank came to lie: `quad` takes pixels of the 300 dpi page."""
    dots = 300 / 25.4
    quad = picture.quad(tuple(side * dots for side in word.place))
    x, y = ([corner[axis] for corner in quad] for axis in (0, 1))
    return Box(round(min(x)), round(min(y)), round(max(x)), round(max(y)))
