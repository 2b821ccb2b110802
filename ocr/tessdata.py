"""Where Tesseract's languages lie on this machine: the library comes with Python's packages, they do not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_PLACES = ("share/tesseract-ocr/*/tessdata", "share/tessdata", "share/tesseract-ocr/tessdata")
_ROOTS = (Path("/usr"), Path("/usr/local"))


def folder(environment: Mapping[str, str] = os.environ, roots: tuple[Path, ...] = _ROOTS) -> Path | None:
    """The folder TESSDATA_PREFIX names, else the newest one a package brought; None where none holds a language."""
    named = environment.get("TESSDATA_PREFIX")
    if named:
        return next((place for place in (Path(named), Path(named, "tessdata")) if _has_languages(place)), None)
    found = (place for root in roots for pattern in _PLACES for place in sorted(root.glob(pattern), reverse=True))
    return next((place for place in found if _has_languages(place)), None)


def _has_languages(place: Path) -> bool:
    return any(place.glob("*.traineddata"))
