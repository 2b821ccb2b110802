"""What reading a file gave: values, and the line of JSON they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from capture.scan import Code, Legibility
from cli.phrases import Ui
from ocr.text import PageText

if TYPE_CHECKING:  # to check a page nobody need load what knows papers
    from classify.understand import Understanding

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file or a page was lost: a stable code and a sentence in each language."""

    code: str
    text: Mapping[Ui, str]


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page as it was read. `picture` is the cleaned page (cli/pictures.py) until its document is understood."""

    number: int
    text: PageText
    legibility: Legibility
    dpi: float = 0.0
    rotation: int = 0
    picture: bytes | np.ndarray | None = None
    trouble: Trouble | None = None
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentResult:
    pages: tuple[int, ...]
    understanding: Understanding


@dataclass(frozen=True, slots=True)
class FileResult:
    file: str
    sha256: str | None = None
    trouble: Trouble | None = None
    pages: tuple[PageResult, ...] = ()
    documents: tuple[DocumentResult, ...] = ()
