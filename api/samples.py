"""Samples: what the house learns from. Listed, labelled, left out, brought as files; and how far the work has come."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Path, Query, Response

from api.deps import AdminDesk, Desk, SeenVersion
from api.edits import settle, tagged
from api.errors import Refusal
from api.openapi import CONFLICTS, ETAG, problems
from api.spool import BroughtBody
from api.tuning_schemas import JobBody, KindCode, NewSample, SampleBody, SampleChange, SampleCount, SampleList
from api.uploads import RAW
from registry.tuning import files, jobs, labelling, samples
from registry.tuning.files import NewKind
from registry.tuning.labelling import Wish
from registry.tuning.model import Sample, TuningJob
from registry.tuning.samples import Label

router = APIRouter(prefix="/v1/admin", tags=["tuning"])
SampleId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the sample.")]
JobId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the job.")]
Title = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Group = Annotated[
    str, Query(max_length=100, pattern=r"^[^\x00]*$", description="What belongs together, if not a file.")
]
BROUGHT = problems(
    "not_found", "kind_taken", "empty", "incomplete", "bad_digest", "digest_mismatch", "too_slow", "too_large",
    "unknown_type", "encoded_body", "outcome_unknown", "store_unavailable", "no_space",
)  # fmt: skip


@router.get("/samples", responses=problems())
def list_samples(
    desk: AdminDesk,
    kind: Annotated[str, Query(max_length=60)] = "",
    origin: Literal["", "blank", "scan", "correction"] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> SampleList:
    """The newest first."""
    with desk.house.database.reading() as session:
        rows = labelling.listed(session, desk.principal, Wish(kind, origin, limit, offset))
        counts = labelling.counts(session, desk.principal)
    return SampleList(
        samples=[_shown(row) for row in rows],
        counts=[
            SampleCount(kind=kind, origin=cast(Any, origin), held_back=held, count=count)
            for kind, origin, held, count in counts
        ],
    )


@router.post("/samples", status_code=201, responses=problems("not_found", "outcome_unknown"))
def label_document(wish: NewSample, desk: AdminDesk) -> list[SampleBody]:
    """The pages of a registered document as samples of a kind; a page that is one already gets the new label."""
    label = Label(wish.kind, "scan", wish.group)
    return desk.house.database.perform(
        lambda session: [_shown(row) for row in samples.add_document(session, desk.principal, wish.document, label)]
    )


@router.post("/samples/file", status_code=202, responses=BROUGHT, openapi_extra=RAW)
def bring_sample(kind: KindCode, body: BroughtBody, desk: AdminDesk, group: Group = "") -> JobBody:
    """A scan of a form as the raw body: a worker reads it, and its pages become samples."""
    desk.house.blobs.put(body.path, body.scan.sha256, body.scan.size)
    return desk.house.database.perform(
        lambda session: told(files.scan(session, desk.principal, body.scan, kind, group))
    )


@router.put("/samples/{sample}", responses={**problems(*CONFLICTS), **ETAG})
def change_sample(
    sample: SampleId, change: SampleChange, version: SeenVersion, desk: AdminDesk, response: Response
) -> SampleBody:
    """Another kind, or leave it out and say why."""
    if (change.kind is None) == (change.excluded is None):
        raise Refusal("bad_request")

    def act(session: Any) -> object:
        if change.kind is not None:
            return labelling.relabel(session, desk.principal, sample, version, change.kind)
        return labelling.exclude(session, desk.principal, sample, version, change.excluded or "")

    return tagged(response, settle(desk, act, lambda session: _one(session, desk, sample)))


@router.post("/kinds/blanks", status_code=202, responses=BROUGHT, openapi_extra=RAW)
def bring_blank(
    code: KindCode, title_et: Title, title_en: Title, title_ru: Title, body: BroughtBody, desk: AdminDesk
) -> JobBody:
    """An empty form as the raw body: a worker reads it and drafts a kind with the fields it finds."""
    desk.house.blobs.put(body.path, body.scan.sha256, body.scan.size)
    kind = NewKind(code, {"et": title_et, "en": title_en, "ru": title_ru})
    return desk.house.database.perform(lambda session: told(files.blank(session, desk.principal, body.scan, kind)))


@router.get("/jobs", responses=problems())
def list_jobs(desk: AdminDesk) -> list[JobBody]:
    """What workers were asked to do for the tuning, the latest first."""
    with desk.house.database.reading() as session:
        return [told(row) for row in jobs.listed(session, desk.principal)]


@router.get("/jobs/{job}", responses=problems("not_found"))
def read_job(job: JobId, desk: AdminDesk) -> JobBody:
    """How far it has come."""
    with desk.house.database.reading() as session:
        return told(jobs.job(session, desk.principal, job))


def _one(session: Any, desk: Desk, sample: str) -> SampleBody:
    return _shown(labelling.sample(session, desk.principal, sample))


def _shown(row: Sample) -> SampleBody:
    return SampleBody(**{name: getattr(row, name) for name in SampleBody.model_fields})


def told(row: TuningJob) -> JobBody:
    return JobBody(**{name: getattr(row, name) for name in JobBody.model_fields})
