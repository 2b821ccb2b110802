"""What the command read makes of pages whose words are read: documents, their kinds, fields and problems.

No page needs it to be read: it is loaded while the engine has the first one in hand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from capture.reasons import BLANK
from classify.catalogue import Catalogue, KindFileError, load
from classify.champion import beside, seen, verdict
from classify.doubts import problems
from classify.kind import Match
from classify.model import BadModel, KindModel
from classify.separate import Piece, Sheet, separate
from classify.understand import Aids, understand
from cli.options import refuse
from cli.phrases import Ui, say
from cli.pictures import Pictures
from cli.results import DocumentResult, PageResult
from ocr.fieldport import FieldReader, LetterSteps
from ocr.fieldread import Fields
from ocr.text import PageText


@dataclass(frozen=True, slots=True)
class Knowing:
    """What papers there are, and who looks at doubtful fields a second time. Without a model their cues judge."""

    catalogue: Catalogue
    model: KindModel | None
    fields: FieldReader
    today: date

    def documents(self, pages: list[PageResult]) -> tuple[DocumentResult, ...]:
        """As many as were scanned together. Separator sheets are in none of them."""
        found = separate([_sheet(page) for page in pages], self.catalogue)
        return tuple(
            self._document(piece, [page for page in pages if page.number in piece.pages]) for piece in found.pieces
        )

    def _document(self, piece: Piece, pages: list[PageResult]) -> DocumentResult:
        texts, shown = [page.text for page in pages], Pictures(pages)
        aids = Aids(piece.kind or None, self.fields, None if piece.kind else self._judged(texts, shown))
        understood = understand(texts, shown, self.catalogue, self.today, aids)
        doubtful = replace(understood, problems=[*problems(piece.doubts), *understood.problems])
        return DocumentResult(piece.pages, doubtful)

    def _judged(self, texts: list[PageText], shown: Pictures) -> Match | None:
        if self.model is None or not texts:
            return None
        return verdict(self.model, self.model.threshold, seen(texts, shown, self.catalogue), self.catalogue)


def of_kinds(folder: Path | None, ui: Ui, recogniser: LetterSteps) -> Knowing:
    """Of the kinds in the folder, or of ours. Ends the command where the folder holds none, or wrong ones."""
    today = date.today()  # noqa: DTZ011  (the date on the wall of this office)
    return Knowing(_catalogue(folder, ui), _model(folder, ui), Fields(recogniser), today)


def _catalogue(folder: Path | None, ui: Ui) -> Catalogue:
    if folder is not None and not folder.is_dir():
        refuse(say("bad_kinds", ui, given=folder))
    try:
        return load(folder)
    except KindFileError as error:
        refuse(str(error))


def _model(folder: Path | None, ui: Ui) -> KindModel | None:
    """The one that was trained for these kinds, if it lies beside them; else their cues judge."""
    try:
        return beside(folder) if folder else None
    except BadModel:
        refuse(say("bad_model", ui, given=folder))


def _sheet(page: PageResult) -> Sheet:
    return Sheet(page.text, page.codes, any(reason.code == BLANK for reason in page.legibility.reasons))
