"""A model of kinds trained from the samples of the house, judged by those it never saw, kept as a candidate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby

from sqlalchemy.orm import Session

from classify import evaluate, learn, match
from classify.catalogue import UNKNOWN, Catalogue
from classify.evaluate import Outcome
from classify.features import features_of
from classify.model import VERSION, KindModel
from ports.blobs import Blobs
from registry import readings
from registry.tuning import drift, editions, files, jobs, measures, models, samples
from registry.tuning.jobs import Claim
from registry.tuning.measures import Paper
from registry.tuning.models import Made
from registry.tuning.samples import Material
from worker.clerk import Clerk
from worker.pictures import Kept, Pictures

FEWEST_HELD = 30  # papers held back; of fewer the training samples are judged too, each by a model without its group
Tell = Callable[[int], None]  # progress of a hundred


class NothingToLearn(Exception):
    """There are no samples to learn from. Bring a blank or a few scans of each kind, then train again."""

    code = "nothing_to_learn"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One paper: what is learnt from it, whose it is, and on which side it stands."""

    sample: learn.Sample
    paper: Paper
    held_back: bool


@dataclass(frozen=True, slots=True)
class Trained:
    """A model with what it said of papers it did not learn from. `measured`: held_back, or crossed."""

    model: KindModel
    outcomes: Sequence[Outcome]
    papers: Sequence[Paper]
    measured: str
    trained_on: int


def train(clerk: Clerk, claim: Claim) -> None:
    """The job: load, work, save. Raises `NothingToLearn`."""
    desk = clerk.desk
    with desk.database.reading() as session:
        editions.keep_up(session)
        found = samples.materials(session)
    if not any(one.kind != UNKNOWN and not one.held_back for one in found):
        raise NothingToLearn

    def tell(progress: int) -> None:
        desk.database.perform(lambda session: jobs.tell(session, claim, progress))

    lessons = _lessons(found, desk.blobs, desk.catalogue, tell)
    trained = taught(lessons, tell)
    sha256 = desk.blobs.put_bytes(trained.model.to_bytes())
    made = _made(trained, sha256, samples.data_hash(found), float(claim.wish["stated_error"]))

    def save(session: Session) -> None:
        row = models.keep(session, files.asker(session, claim), made)
        jobs.finish(session, claim, row.id)

    desk.database.perform(save)


def taught(lessons: Sequence[Lesson], tell: Tell) -> Trained:
    """Trained on one side, judged on the other."""
    learnt = [one for one in lessons if not one.held_back]
    held = [one for one in lessons if one.held_back]
    kinds = sorted({one.sample.kind for one in learnt} - {UNKNOWN})
    model = learn.train([one.sample for one in learnt], kinds, progress=lambda part: tell(50 + round(25 * part)))
    outcomes = evaluate.judged(model, [one.sample for one in held])
    papers, measured = [one.paper for one in held], "held_back"
    if len(held) < FEWEST_HELD:
        crossed = evaluate.cross_validate(
            [one.sample for one in learnt], kinds, progress=lambda part: tell(75 + round(20 * part))
        )
        outcomes += [_after(one, len(held)) for one in crossed]
        papers, measured = [*papers, *(one.paper for one in learnt)], "crossed"
    return Trained(model, outcomes, papers, measured, len(learnt))


def _after(outcome: Outcome, held: int) -> Outcome:
    """Its place among the papers, which begin with those held back."""
    return Outcome(
        outcome.sample + held, outcome.truth, outcome.answer, outcome.probability, outcome.stranger
    )  # fmt: skip


def _lessons(found: Sequence[Material], blobs: Blobs, catalogue: Catalogue, tell: Tell) -> list[Lesson]:
    """The pages of one file or document are one paper, as they are when the house judges."""
    papers = [list(pages) for _, pages in groupby(found, key=_paper_of)]
    lessons = []
    for number, pages in enumerate(papers):
        lessons.append(_lesson(pages, blobs, catalogue))
        tell(50 * number // len(papers))
    return lessons


def _paper_of(one: Material) -> tuple[str, str, str]:
    return one.paper, one.kind, one.group


def _lesson(pages: Sequence[Material], blobs: Blobs, catalogue: Catalogue) -> Lesson:
    pages = sorted(pages, key=lambda page: page.page)
    texts = [readings.from_dict(page.text) for page in pages]
    pictures = Pictures(blobs, list(_kept(pages)))
    cues = {code: sure for sure, _, code in match.scores(texts, catalogue)}
    first = pages[0]
    sample = learn.Sample(first.kind, features_of(texts, pictures), _origin(first.origin), first.group, cues)
    return Lesson(sample, Paper(first.id, first.document_id, first.page), first.held_back)


def _kept(pages: Iterable[Material]) -> Iterable[Kept]:
    return (Kept(page.page, page.picture or "", page.dpi, page.rotation) for page in pages)


def _origin(said: str) -> learn.Origin:
    return {"blank": "blank", "correction": "correction"}.get(said, "scan")  # type: ignore[return-value]


def _made(trained: Trained, sha256: str, data_hash: str, stated_error: float) -> Made:
    own = trained.model.threshold
    threshold, chosen = measures.operating(trained.outcomes, stated_error, own)
    known = [one for one in trained.outcomes if not one.stranger]
    crowd = drift.crowd([(evaluate.named(one, threshold), one.probability) for one in known])
    metrics = {
        **measures.packed(trained.outcomes, trained.papers), "measured": trained.measured, "own_threshold": own,
        "reached": chosen.reached, "crowd": drift.as_facts(crowd), "card": dict(trained.model.card.metrics),
    }  # fmt: skip
    return Made(
        sha256, data_hash, f"{version('kantselei')}/{VERSION}", trained.model.kinds, trained.trained_on,
        len({one.sample for one in known}), metrics, threshold, stated_error,
    )  # fmt: skip
