"""The templates of our own certificates: `python -m bench.paper.templates all` writes them into the kind files.

Words and their places are taken from the blank's own PDF, the places of fields from the sheet that was drawn.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.paper.certificate import print_certificate
from bench.paper.sheet import PAPER, Blank, Zone
from capture.intake import receive
from capture.pages import render_all
from capture.scan import PageImage
from classify.catalogue import SHIPPED, load
from classify.kind import Kind
from classify.template import PrintedWord, TemplateZone
from classify.templatefile import as_lines, as_toml

_OVER = 1.0  # mm that a hand begins left of the line
_MOST_PIXELS = 200 << 20


def blanks(kind: Kind) -> Blank | None:
    """None where the printing shop has no certificate of this kind."""
    return print_certificate(kind) if kind.register_kind == "tõend" and kind.fields else None


def template(kind: Kind) -> str:
    """As it stands at the end of the kind's file."""
    blank = blanks(kind)
    assert blank is not None, "not a certificate"
    return "\n".join(
        as_toml(kind.versions[-1].id, page.number, PAPER, as_lines(_words(page)), _zones(blank, page.number))
        for page in _pages(blank.pdf)
    )


def _pages(pdf: bytes) -> Iterator[PageImage]:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        scan = receive(io.BytesIO(pdf), _MOST_PIXELS)
        yield from (page for page in render_all(Path(file.name), scan.media_type) if isinstance(page, PageImage))


def _words(page: PageImage) -> Iterator[tuple[int, PrintedWord]]:
    mm = page.width / PAPER[0]
    for word in page.embedded:
        yield word.line, PrintedWord(word.text, (word.x0 / mm, word.y0 / mm, word.x1 / mm, word.y1 / mm))


def _zones(blank: Blank, page: int) -> list[TemplateZone]:
    return [_zone(zone) for zone in blank.zones if zone.page == page and not zone.words]


def _zone(zone: Zone) -> TemplateZone:
    place = zone.place
    return TemplateZone(zone.field, (place.x - _OVER, place.y, place.x + place.w, place.y + place.h), zone.option)


def rewrite(path: Path, kind: Kind) -> None:
    """The file with its templates printed anew."""
    text = path.read_text(encoding="utf-8").partition("[[templates]]")[0].rstrip()
    path.write_text(f"{text}\n\n{template(kind)}", encoding="utf-8")


if __name__ == "__main__":
    for code, kind in load().items():
        if blanks(kind) and (code in sys.argv[1:] or sys.argv[1:] == ["all"]):
            rewrite(SHIPPED / f"{code}.toml", kind)
