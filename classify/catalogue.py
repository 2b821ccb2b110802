"""The kinds of document this house knows: one TOML file each, read strictly. A mistake in a file names its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import cast, get_args

from classify import kindparts as parts
from classify.kind import Kind, PageRole
from classify.kindagree import agree
from classify.kindfile import KindFileError, Source
from classify.templatefile import templates

__all__ = ["UNKNOWN", "Catalogue", "KindFileError", "load", "mistakes", "read_kind"]

Catalogue = Mapping[str, Kind]  # code -> kind
UNKNOWN = "tundmatu"
SHIPPED = Path(__file__).resolve().parent / "kinds"


def load(folder: Path | None = None) -> Catalogue:
    """Every kind in the folder, the shipped ones unless told otherwise, by file name. Raises `KindFileError`."""
    return _read(folder) if folder else _shipped()


@cache
def _shipped() -> Catalogue:
    return _read(SHIPPED)  # a part of the program: they do not change under it


def _read(folder: Path) -> Catalogue:
    kinds = [read_kind(path) for path in sorted(folder.glob("*.toml"))]
    if UNKNOWN not in {kind.code for kind in kinds}:
        raise _no_unknown(folder)
    return {kind.code: kind for kind in kinds}


def mistakes(folder: Path) -> list[KindFileError]:
    """The first mistake of every file, and papers that belong to an application but have no file of their own."""
    found: list[KindFileError] = []
    kinds: dict[Path, Kind] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            kinds[path] = read_kind(path)
        except KindFileError as error:
            found.append(error)
    codes = {path.stem for path in folder.glob("*.toml")}
    for path, kind in kinds.items():
        found += _strangers(path, kind, codes)
    if UNKNOWN not in codes:
        found.append(_no_unknown(folder))
    return found


def _strangers(path: Path, kind: Kind, codes: Collection[str]) -> Iterator[KindFileError]:
    """Nobody could recognise such a paper when it comes, so it would be asked for again and again."""
    source = Source(path)
    for place, item in enumerate(kind.supporting):
        for code in (item.kind, *item.any_of):
            if code not in codes:
                what = f"No file describes the paper {code!r}."
                yield source.error(("supporting", place, "kind"), what, f"Write {code}.toml, or name another kind.")
        for name in (part.partition(" when ")[0] for part in item.about):
            if name not in {spec.name for spec in kind.fields}:
                what = f"The kind has no field {name!r}."
                yield source.error(("supporting", place, "about"), what, "Name the field with the personal code.")


def _no_unknown(folder: Path) -> KindFileError:
    remedy = "A paper nobody knows must still find its desk: copy the shipped file there."
    return KindFileError(folder / f"{UNKNOWN}.toml", 1, "This file is missing from the folder of kinds.", remedy)


def read_kind(path: Path, text: str | None = None) -> Kind:
    """One kind from its file, or from a text that is no file yet. Raises `KindFileError`."""
    table = Source(path, text).parse()
    code = table.matching("code", parts.CODE, "small letters, digits and _, beginning with a letter")
    if code != path.stem:
        raise table.error("code", f"The code {code!r} is not the name of the file.", f"Name the file {code}.toml.")
    kind = Kind(
        code=code,
        title=table.languages("title"),
        versions=parts.versions(table),
        cues=parts.cues(table),
        fields=tuple(parts.field(entry) for entry in table.tables("fields")),
        sections=tuple(parts.section(entry) for entry in table.tables("sections")),
        rules=tuple(parts.rule(entry) for entry in table.tables("rules")),
        supporting=tuple(parts.supporting(entry) for entry in table.tables("supporting")),
        clock=parts.clock(table),
        unit=parts.unit(table),
        opens_case=table.flag("opens_case"),
        reconstructed=table.flag("reconstructed", True),
        page_role=cast(PageRole, table.one_of("page_role", get_args(PageRole)[1:], "")),
        validity=parts.validity(table),
        templates=templates(table),
        **parts.register(table.table("register")),
    )
    table.done()
    agree(kind, table)
    return kind
