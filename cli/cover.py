"""kantselei cover: a sheet to lay before a document, so that the next one is told from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from capture.separate import Cover, CoverImpossible, cover_code
from classify.catalogue import UNKNOWN, load
from cli.coversheet import FontMissing, Words, draw, save
from cli.options import UiOption, check_languages, refuse
from cli.phrases import Ui, say
from ocr.engine import LANGUAGES

Out = Annotated[Path, typer.Argument(help="The PDF to write.")]
Batch = Annotated[str, typer.Option(help="Name of the pile: letters, digits, dots and hyphens.")]
KindOption = Annotated[str, typer.Option(help="Code of the kind that follows; open when left out.")]
Count = Annotated[int, typer.Option(min=0, max=9999, help="Pages of the document that follows; 0 leaves it open.")]


def cover(out: Out, batch: Batch, kind: KindOption = "", count: Count = 0, ui: UiOption = "et") -> None:
    """Print a cover sheet with a square code that carries batch, kind and number of pages."""
    check_languages(LANGUAGES, ui)
    try:
        code = cover_code(Cover(batch, kind, count))
        save(draw(code, _words(batch, kind, count, ui)), out)
    except (CoverImpossible, FontMissing) as error:
        refuse(str(error) or str(error.__doc__))
    except OSError:
        refuse(say("cannot_write", ui, given=out))


def _words(batch: str, kind: str, count: int, ui: Ui) -> Words:
    catalogue = load()
    if kind and (kind not in catalogue or kind == UNKNOWN):
        refuse(say("no_such_kind", ui, given=kind, known=", ".join(code for code in catalogue if code != UNKNOWN)))
    rows = [
        (say("cover_batch", ui), batch),
        (say("cover_kind", ui), catalogue[kind].title[ui] if kind else say("cover_open", ui)),
        (say("cover_count", ui), str(count) if count else say("cover_open", ui)),
    ]
    return Words(say("cover_title", ui), tuple(rows), say("cover_use", ui))
