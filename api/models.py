"""Trained models: made by a worker, looked at, tried in the shadow, promoted, rolled back; and the drift of paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy.orm import Session

from api import model_schemas as schemas
from api.deps import AdminDesk, Desk, SeenVersion
from api.edits import settle, tagged
from api.model_schemas import EvaluationBody, ModelBody, StatedBody, StatedError, Training
from api.openapi import CONFLICTS, ETAG, bytes_of, problems
from api.samples import told
from api.tuning_schemas import JobBody, Signed
from classify import plots
from registry.tuning import drift, jobs, judging, measures, models, words
from registry.tuning.measures import Measures
from registry.tuning.model import TrainedModel, TuningNotice

router = APIRouter(prefix="/v1/admin", tags=["tuning"])
ModelId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the model.")]
NoticeId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of the notice.")]
Stated = Annotated[StatedError | None, Query(description="Another stated error than the model was made with.")]
SIGNED: dict[int | str, dict[str, Any]] = {**problems("reason_missing", *CONFLICTS), **ETAG}
SVG = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
_POINTS, _PAPERS = 200, 100


@router.post("/models/train", status_code=202, responses=problems("outcome_unknown"))
def train_model(wish: Training, desk: AdminDesk) -> JobBody:
    """A worker trains a model from the samples of today and judges it by those held back."""
    wanted = {"stated_error": wish.stated_error}
    return desk.house.database.perform(lambda session: told(jobs.ask(session, desk.principal, "train", wanted)))


@router.get("/models", responses=problems())
def list_models(desk: AdminDesk) -> list[ModelBody]:
    """The newest first."""
    with desk.house.database.reading() as session:
        return [_shown(row) for row in models.listed(session, desk.principal)]


@router.post("/models/rollback", responses=problems("reason_missing", "illegal_move", "outcome_unknown"))
def roll_back_model(signed: Signed, desk: AdminDesk) -> list[ModelBody]:
    """The champion before the present one judges again; without one, the cues of the kinds alone."""

    def act(session: Session) -> list[ModelBody]:
        models.roll_back(session, desk.principal, signed.reason)
        return [_shown(row) for row in models.listed(session, desk.principal)]

    return desk.house.database.perform(act)


@router.get("/models/{model}", responses={**problems("not_found"), **ETAG})
def read_model(model: ModelId, desk: AdminDesk, response: Response, stated_error: Stated = None) -> EvaluationBody:
    """How good it is: confusion with the papers behind it, reliability, coverage, the threshold of a stated error."""
    with desk.house.database.reading() as session:
        row = models.model(session, desk.principal, model)
    tagged(response, _shown(row))
    return _evaluated(row, measures.measure(row, stated_error))


@router.get(
    "/models/{model}/plots/{plot}",
    response_class=Response,
    responses={**problems("not_found"), **bytes_of("image/svg+xml")},
)
def plot_model(
    model: ModelId, plot: Literal["confusion", "reliability", "coverage"], desk: AdminDesk, stated_error: Stated = None
) -> Response:
    """The same as a picture."""
    with desk.house.database.reading() as session:
        found = measures.measure(models.model(session, desk.principal, model), stated_error)
    return Response(drawn(found, plot), media_type="image/svg+xml", headers=SVG)


def drawn(found: Measures, plot: str) -> str:
    if plot == "reliability":
        return plots.reliability(found.bins)
    if plot == "coverage":
        return plots.coverage(found.points, found.stated_error, found.threshold)
    return plots.confusion({(cell.truth, cell.answer): len(cell.papers) for cell in found.cells})


@router.post("/models/{model}/challenge", responses=SIGNED)
def challenge_with_model(
    model: ModelId, signed: Signed, version: SeenVersion, desk: AdminDesk, response: Response
) -> ModelBody:
    """Lets it judge live papers in the shadow; nobody acts on what it says."""
    return _done(desk, model, response, lambda s: models.challenge(s, desk.principal, model, version, signed.reason))


@router.post("/models/{model}/promote", responses=SIGNED)
def promote_model(
    model: ModelId, signed: Signed, version: SeenVersion, desk: AdminDesk, response: Response
) -> ModelBody:
    """Its word is the proposal from here on."""
    return _done(desk, model, response, lambda s: models.promote(s, desk.principal, model, version, signed.reason))


@router.post("/models/{model}/retire", responses=SIGNED)
def retire_model(
    model: ModelId, signed: Signed, version: SeenVersion, desk: AdminDesk, response: Response
) -> ModelBody:
    """Nobody judges by it any more; it is kept."""
    return _done(desk, model, response, lambda s: models.retire(s, desk.principal, model, version, signed.reason))


@router.put("/models/{model}/error", responses=SIGNED)
def state_error(
    model: ModelId, wish: StatedBody, version: SeenVersion, desk: AdminDesk, response: Response
) -> ModelBody:
    """Another stated error, and the threshold that follows from it."""
    return _done(desk, model, response, lambda s: measures.state(s, desk.principal, model, version, wish.stated_error))


@router.get("/promotions", responses=problems())
def list_promotions(desk: AdminDesk) -> list[schemas.PromotionBody]:
    """Who made which model what, and why; the latest first."""
    with desk.house.database.reading() as session:
        rows = models.promotions(session, desk.principal)
        return [schemas.PromotionBody(**_copied(row, schemas.PromotionBody)) for row in rows]


@router.get("/shadow", responses=problems())
def read_shadow(desk: AdminDesk) -> schemas.ShadowBody:
    """Where the challenger would have said something else. Documents are named, not shown."""
    with desk.house.database.reading() as session:
        found = judging.shadow(session, desk.principal)
        latest = [schemas.Disagreement(**_copied(row, schemas.Disagreement)) for row in found.cases]
    pairs = [schemas.PairBody(kind=kind, shadow_kind=other, count=count) for kind, other, count in found.pairs]
    return schemas.ShadowBody(
        challenger=found.challenger_id, judged=found.judged, disagreed=found.disagreed, pairs=pairs, latest=latest
    )


@router.get("/drift", responses=problems())
def read_drift(desk: AdminDesk) -> schemas.DriftBody:
    """Whether the paper that comes is still what was learnt from, and the notices nobody has looked at."""
    with desk.house.database.reading() as session:
        found = drift.measure(session)
        notices = [_noticed(row, desk) for row in drift.notices(session, desk.principal)]
    crowds = found.present, found.before
    present, before = (schemas.CrowdBody(**_copied(crowd, schemas.CrowdBody)) for crowd in crowds)
    return schemas.DriftBody(
        since=found.since, against=cast(Any, found.against), shift=found.shift, codes=list(found.codes),
        notices=notices, present=present, before=before,
    )  # fmt: skip


@router.post("/notices/{notice}/seen", responses=problems("not_found", "illegal_move", "outcome_unknown"))
def see_notice(notice: NoticeId, desk: AdminDesk) -> schemas.NoticeBody:
    """An administrator has looked at it."""
    return desk.house.database.perform(lambda session: _noticed(drift.seen(session, desk.principal, notice), desk))


def _done(desk: Desk, model: str, response: Response, act: Callable[[Session], object]) -> ModelBody:
    def show(session: Session) -> ModelBody:
        return _shown(models.model(session, desk.principal, model))

    return tagged(response, settle(desk, act, show))


def _shown(row: TrainedModel) -> ModelBody:
    return ModelBody(**_copied(row, ModelBody))


def _noticed(row: TuningNotice, desk: Desk) -> schemas.NoticeBody:
    text = words.notice(row.code, desk.words.language)
    return schemas.NoticeBody(id=row.id, code=row.code, text=text, made_at=row.made_at, done_at=row.done_at)


def _evaluated(row: TrainedModel, found: Measures) -> EvaluationBody:
    chosen = {name: getattr(found.chosen, name) for name in ("reached", "papers", "accepted", "wrong", "low", "high")}
    step = max(1, -(-len(found.points) // _POINTS))
    return EvaluationBody(
        model=_shown(row),
        measured=str(row.metrics.get("measured", "")),
        stated_error=found.stated_error,
        threshold=schemas.ThresholdBody(value=found.threshold, needed=found.needed, **chosen),
        confusion=[_cell(cell) for cell in found.cells],
        reliability=[schemas.BinBody(**_copied(each, schemas.BinBody)) for each in found.bins],
        calibration_error=round(found.calibration_error, 4),
        coverage=[schemas.PointBody(**_copied(each, schemas.PointBody)) for each in found.points[::step]],
    )


def _cell(cell: measures.Cell) -> schemas.CellBody:
    papers = [schemas.PaperBody(**_copied(paper, schemas.PaperBody)) for paper in cell.papers[:_PAPERS]]
    return schemas.CellBody(truth=cell.truth, answer=cell.answer, count=len(cell.papers), papers=papers)


def _copied(row: object, body: type[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in body.model_fields}
