"""What stands on a paper and points at a case: the square code of our letter, or our viit written by the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kind import Kind
from ocr.text import Line
from registry import persons, readings
from registry.kinds import UNKNOWN, kind_of
from registry.letters.code import parse_notice_code
from registry.letters.model import Letter
from registry.model import Case, Document, FieldValue, Page
from registry.number import format_case, parse_viit
from registry.persons import Paper, Person
from registry.rearrange import successor
from registry.reasons import why
from registry.states import OPEN_CASES

MOST = 20  # what looks like a viit on one page: a table of numbers must not become a hundred queries
_CLEAR = 0.8  # confidence of every word from which a number on the page was read without doubt
_LOOKS_LIKE = re.compile(r"(?<![\w./-])\d+(?:\.\d+)*-\d+(?:\.\d+)*/\d+(?:-\d+)?(?![\w/-])", re.ASCII)


def pointed(session: Session, document: Document, paper: Paper) -> tuple[Case, str] | None:
    """The case that the paper itself names, and why. The square code goes before what is written."""
    return _by_notice(session, document, paper) or _by_viit(session, document, paper)


def _by_notice(session: Session, document: Document, paper: Paper) -> tuple[Case, str] | None:
    """We sent the code with our letter: who brings it back answers it, whoever is named on the paper."""
    for viit in filter(None, map(parse_notice_code, _codes(document))):
        case = _case_of(session, viit)
        if case is not None and _answers(paper.kind, case) and not _other_applicant(paper, case):
            return case, why("joined_notice", number=case.number)
    return None


def _by_viit(session: Session, document: Document, paper: Paper) -> tuple[Case, str] | None:
    """A written number may be misread, or somebody else's: the client must agree, or nobody contradict."""
    for viit, sure in _written(document):
        case = _case_of(session, viit)
        if case is None or case.state not in OPEN_CASES or not _answers(paper.kind, case):
            continue
        if _agrees(session, paper, case) or (sure and not _contradicts(document, paper, case)):
            return case, why("joined_viit", number=case.number, viit=viit)
    return None


def _codes(document: Document) -> Iterator[str]:
    """What the bar and square codes of the pages say."""
    for page in document.pages:
        for code in page.codes or ():
            yield str(code["text"])


def _written(document: Document) -> Iterator[tuple[str, bool]]:
    """What looks like a viit on the first page, and whether it was read without doubt."""
    for line in _lines(document.pages[:1]):
        for found in list(_LOOKS_LIKE.finditer(line.text))[:MOST]:
            if parse_viit(found[0]):
                words = [word for word in line.words if word.text in found[0] or found[0] in word.text]
                yield found[0], bool(words) and min(word.confidence for word in words) >= _CLEAR


def _lines(pages: list[Page]) -> list[Line]:
    return [line for page in pages if page.text for line in readings.from_dict(page.text).lines]


def _case_of(session: Session, viit: str) -> Case | None:
    """Where the document or letter with this viit lies now, or the case of its number, or the one it was joined to."""
    document = session.scalar(select(Document).where(Document.viit == viit))
    letter = session.scalar(select(Letter).where(Letter.viit == viit))
    case = next((one.case for one in (document, letter) if one is not None), None)
    if case is None:
        parts = parse_viit(viit)
        assert parts is not None  # the callers have parsed it
        number = format_case(f"{parts.function}-{parts.series}", parts.case_no)
        case = session.scalar(select(Case).where(Case.number == number))
    return successor(session, case) if case is not None else None


def _answers(kind: Kind, case: Case) -> bool:
    """Another application is another matter, whatever number stands on it."""
    return not kind.opens_case or kind.code in {case.kind, UNKNOWN} or kind.register_kind == "kiri"


def _other_applicant(paper: Paper, case: Case) -> bool:
    own = paper.client.code if paper.client and paper.kind.opens_case else None
    return own is not None and case.client_code is not None and own != case.client_code


def _agrees(session: Session, paper: Paper, case: Case) -> bool:
    """The paper names somebody whom the case's documents name too, by a code one may rely on."""
    codes = {person.code for person in paper.named}
    if not codes or _other_applicant(paper, case):
        return False
    rows = session.scalars(
        select(FieldValue).join(FieldValue.document).where(Document.case_id == case.id, FieldValue.value.in_(codes))
    )
    return case.client_code in codes or any(persons.is_reliable(row) for row in rows)


def _contradicts(document: Document, paper: Paper, case: Case) -> bool:
    """Another person's code, or a name that cannot be the client's."""
    if paper.named:
        return True
    name = persons.client_name(kind_of(document.kind), document.fields)
    return bool(name) and persons.contradict(Person("", name or ""), case.client_name)
