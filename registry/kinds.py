"""The kinds of document as this process knows them: chosen once at its start, the shipped files unless told otherwise.

A process says `choose(folder)` in its app.py, before the first request or piece of work, and never again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from classify.catalogue import UNKNOWN, Catalogue, load
from classify.kind import FieldSpec, Kind, Text

__all__ = ["UNKNOWN", "catalogue", "choose", "kind_of", "label", "names"]

_folders: list[Path] = []


def choose(folder: Path | None) -> Catalogue:
    """Reads the kinds of this folder, None for the shipped ones. Raises `KindFileError`."""
    _folders[:] = [folder] if folder else []
    catalogue.cache_clear()
    return catalogue()


@cache
def catalogue() -> Catalogue:
    return load(_folders[0] if _folders else None)


def kind_of(code: str | None) -> Kind:
    """The kind with this code; what nobody knows (yet, or any more) is `tundmatu`."""
    return catalogue().get(code or UNKNOWN, catalogue()[UNKNOWN])


def label(spec: FieldSpec) -> Text:
    """The first printed label; Estonian where the form has no other."""
    first = {language: labels[0] for language, labels in spec.labels.items() if labels}
    estonian = first.get("et", spec.name)
    return {language: first.get(language, estonian) for language in ("et", "en", "ru")}


def names(code: str) -> dict[str, Text]:
    """Words for the codes of things that a case of this kind may lack: `field:iban`, `document:volikiri`."""
    kind = kind_of(code)
    papers = {f"document:{other.code}": other.title for other in catalogue().values()}
    papers |= {f"document:{paper.kind}": paper.title for paper in kind.supporting}
    return papers | {f"field:{spec.name}": label(spec) for spec in kind.fields}
