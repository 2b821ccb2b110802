"""The kinds of document as this process knows them: files, chosen once at its start, the shipped ones unless told
otherwise, and over them what administrators have published, which comes in while it runs (registry/tuning/editions.py).

A process says `choose(folder)` in its app.py, before the first request or piece of work, and never again.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from pathlib import Path

from classify.catalogue import UNKNOWN, Catalogue, load
from classify.kind import FieldSpec, Kind, Text

__all__ = ["UNKNOWN", "Catalogue", "Living", "catalogue", "choose", "kind_of", "label", "names"]


class Living(Mapping[str, Kind]):
    """A catalogue that may be another at the next look. What is looped over stays as it was when the loop began."""

    def __init__(self, files: Catalogue) -> None:
        self.files = files
        self.marks: tuple[str, ...] = ()  # the published editions that lie over the files
        self._all = dict(files)

    def lay_over(self, marks: tuple[str, ...], published: Catalogue) -> None:
        self.marks, self._all = marks, dict(self.files) | dict(published)

    def __getitem__(self, code: str) -> Kind:
        return self._all[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def keys(self) -> KeysView[str]:
        return self._all.keys()

    def items(self) -> ItemsView[str, Kind]:
        return self._all.items()

    def values(self) -> ValuesView[Kind]:
        return self._all.values()


_chosen: list[Living] = []


def choose(folder: Path | None) -> Living:
    """Reads the kinds of this folder, None for the shipped ones. Raises `KindFileError`."""
    _chosen[:] = [Living(load(folder))]
    return _chosen[0]


def catalogue() -> Living:
    return _chosen[0] if _chosen else choose(None)


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
