"""`kantselei kinds template BLANK`: the template of a kind from its blank form, as the end of the kind's file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from capture.intake import Refused, receive
from capture.pages import Unreadable, render_all
from capture.scan import PageImage
from classify.catalogue import SHIPPED, KindFileError, read_kind
from classify.kind import Kind
from classify.templatedraft import draft
from cli.desk import FILE_LIMIT, fingerprint
from cli.options import UiOption, refuse
from cli.phrases import Ui, say
from cli.trouble import Lost, trouble
from ocr.blend import Blend
from ocr.engine import LANGUAGES, EngineError
from ocr.reading import Reading, read_page

Blank = Annotated[Path, typer.Argument(help="The blank form: a PDF, or a clean scan of it.")]
Code = Annotated[str, typer.Option("--kind", help="Code of the kind: its labels tell the places of its fields.")]
Edition = Annotated[str, typer.Option("--version", help="Edition of the form, as in [[versions]].")]
Folder = Annotated[Path, typer.Option("--kinds", help="Folder with the kind's file.")]


def template(
    blank: Blank, kind: Code = "", version: Edition = "", folder: Folder = SHIPPED, ui: UiOption = "et"
) -> None:
    """Print the template of a blank form: put it at the end of the kind's file, and look its places over."""
    try:
        described = _kind(folder, kind, ui)
        sheets = list(_sheets(blank))
    except (Lost, Refused, Unreadable, EngineError) as error:
        refuse(trouble(error).text[ui])
    edition = version or (described.versions[-1].id if described and described.versions else "1")
    texts, pictures = [sheet.text for sheet in sheets], [sheet.page for sheet in sheets]
    typer.echo(draft(edition, texts, pictures, described), nl=False)


def _kind(folder: Path, code: str, ui: Ui) -> Kind | None:
    if not code:
        return None
    path = folder / f"{code}.toml"
    if not path.is_file():
        refuse(say("bad_kinds", ui, given=path))
    try:
        return read_kind(path)
    except KindFileError as mistake:
        refuse(str(mistake))


def _sheets(blank: Path) -> Iterator[Reading]:
    fingerprint(blank)
    with blank.open("rb") as stream:
        scan = receive(stream, FILE_LIMIT)
    engine = Blend()
    try:
        for page in render_all(blank, scan.media_type):
            if isinstance(page, PageImage):
                yield read_page(page, engine, LANGUAGES)
    finally:
        engine.close()
