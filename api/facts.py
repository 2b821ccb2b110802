"""What the documents of a case say together, and a person's choice where they contradict each other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm.exc import StaleDataError

from api.cases import CaseId
from api.deps import Desk, ReaderDesk, SeenVersion
from api.errors import Refusal
from api.fact_schemas import DisagreementBody, FactBody, FactChoice, FactsBody, ReadingBody, SourceBody, SubjectBody
from api.openapi import CONFLICTS, ETAG, problems
from api.shown import said
from registry import choosing, crossing, records
from registry.blocks import Cell
from registry.crossing import Disagreement
from registry.facts import Fact, Reading
from registry.review import VersionConflict

router = APIRouter(prefix="/v1", tags=["cases"])
FactId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the fact: of a field that says it.")]


@router.get("/cases/{case}/facts", responses=problems("not_found"))
def read_facts(case: CaseId, desk: ReaderDesk) -> FactsBody:
    """Every fact with all its values and places. Contradictions are shown, nothing is averaged."""
    with desk.house.database.transaction() as session:
        found = choosing.facts(session, desk.principal, case)
        records.seen(session, desk.principal, f"case:{case}")
        subjects = [SubjectBody(number=one.number, role=one.role, name=one.name) for one in found.subjects]
        differ = [_differing(desk, one) for one in crossing.disagreements(session, desk.principal, case)]
        return FactsBody(subjects=subjects, facts=[shown(desk, fact) for fact in found.facts], disagreements=differ)


@router.put("/facts/{fact}", responses={**problems(*CONFLICTS), **ETAG})
def choose_fact(
    fact: FactId, choice: FactChoice, version: SeenVersion, desk: ReaderDesk, response: Response
) -> FactBody:
    """This value counts for the case. If somebody was faster, the answer holds both values and changes nothing."""
    try:
        body = desk.house.database.perform(
            lambda session: shown(desk, choosing.choose(session, desk.principal, fact, version, choice.value))
        )
    except (VersionConflict, StaleDataError) as conflict:
        with desk.house.database.reading() as session:
            current = shown(desk, choosing.find(session, desk.principal, fact))
        raise Refusal("version_conflict", current=current.model_dump(mode="json"), yours=choice.value) from conflict
    response.headers["ETag"] = f'"{body.version}"'
    return body


def shown(desk: Desk, fact: Fact) -> FactBody:
    return FactBody(
        id=fact.id,
        about=fact.about,
        name=fact.name,
        label=said(fact.label, desk.words.language),
        type=fact.type,
        state=fact.state,
        value=fact.value,
        readings=[_reading(reading) for reading in fact.readings],
        chosen=fact.chosen,
        version=fact.version,
    )


def _differing(desk: Desk, found: Disagreement) -> DisagreementBody:
    return DisagreementBody(
        code=found.problem.code,
        severity=found.problem.severity,
        text=said(found.problem.text, desk.words.language),
        field=found.row.name,
        field_id=found.row.id,
        document_id=found.row.document_id,
        beside_document_id=found.beside.id,
        beside_viit=found.beside.viit,
    )


def _reading(reading: Reading) -> ReadingBody:
    return ReadingBody(value=reading.value, sources=[_source(cell) for cell in reading.sources])


def _source(cell: Cell) -> SourceBody:
    return SourceBody(
        document_id=cell.document.id,
        viit=cell.document.viit,
        field_id=cell.row.id,
        value=cell.value,
        page=cell.row.page,
        box=cell.row.box,
        confidence=cell.row.confidence,
        answer=cell.row.answer,  # type: ignore[arg-type]  # one of the four that registry/review.py writes
    )
