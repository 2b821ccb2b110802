"""The port: an engine turns the picture of a page into words with boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from ocr.sentences import Language, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from capture.scan import PageImage
    from ocr.quad import Quad
    from ocr.text import Line, PageText

LANGUAGES = "est+rus+eng"  # an office's paper is in any of the three, often on one page


class EngineError(Exception):
    """The page could not be read. Try again; if it fails again, look at the page yourself."""

    code: ClassVar[str] = "engine_failed"

    def __init__(self, **details: object) -> None:
        super().__init__(sentence(self.code, "en", **details))
        self.details = details

    def text(self, ui: Language = "et") -> str:
        return sentence(self.code, ui, **self.details)


class EngineTimeout(EngineError):
    """Reading the page took too long and was stopped. Look at the page yourself or rescan it."""

    code = "engine_timeout"


class EngineCrash(EngineError):
    """The reading program ended unexpectedly on this page. Look at the page yourself or rescan it."""

    code = "engine_crash"


class EngineMissing(EngineError):
    """Tesseract is not installed. On Debian: apt-get install tesseract-ocr"""

    code = "engine_missing"


class LanguageMissing(EngineError):
    """Tesseract lacks a language it was asked for. Install the Debian package the message names."""

    code = "language_missing"

    def __init__(self, language: str) -> None:
        super().__init__(language=language, package=language.replace("_", "-"))
        self.language = language


class LineReader(Protocol):
    """Reads single lines whose places are known."""

    name: str

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        """Each quad as one line of text, in the order given; None where nothing was read. Raises EngineError."""


class Engine(LineReader, Protocol):
    """One engine belongs to one thread at a time: it holds one conversation with one reading process."""

    def require(self, languages: str) -> None:
        """Before the first page: raises LanguageMissing or EngineMissing, which are no page's fault."""

    def read(self, page: PageImage, languages: str) -> PageText:
        """Words in the pixels of `page`; `languages` as "est+rus+eng". Raises EngineError and stays usable after it.

        A page that seems to lie on its side may be but sampled, and says so; asked once more, it is read whole.
        """

    def orientation(self, page: PageImage) -> int | None:
        """Degrees clockwise (0, 90, 180, 270) that set the page upright; None when there is too little to tell."""

    def close(self) -> None: ...
