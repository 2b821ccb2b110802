"""Documents whose pages are exactly right, with sheets between them and without."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.knowing.jobs import Job, lay, worn_dividers
from bench.knowing.pool import Paper
from classify.catalogue import Catalogue
from classify.separate import Separation, separate


@dataclass
class Score:
    """`silent` counts pieces that hold pages of two documents, or not all of one, and carry no doubt."""

    jobs: int = 0
    documents: int = 0
    exact: int = 0
    pieces: int = 0
    wrong: int = 0
    silent: int = 0
    mixed_silent: int = 0  # pages of two documents in one piece, and nobody is told
    doubted_right: int = 0
    pages: int = 0
    seconds: float = 0.0
    lost: Counter[str] = field(default_factory=Counter)  # kinds of the documents that are not exact

    def add(self, job: Job, found: Separation) -> None:
        pieces = {piece.pages: piece for piece in found.pieces}
        whole = set(job.documents)
        self.jobs += 1
        self.pages += len(job.sheets)
        self.documents += len(whole)
        self.exact += len(whole & set(pieces))
        self.pieces += len(pieces)
        self.lost.update(
            paper.kind for pages, paper in zip(job.documents, job.papers, strict=True) if pages not in pieces
        )
        for pages, piece in pieces.items():
            right = pages in whole
            self.wrong += not right
            self.silent += not right and not piece.doubts
            self.doubted_right += right and bool(piece.doubts)
            mixed = sum(bool(set(pages) & set(document)) for document in job.documents) > 1
            self.mixed_silent += mixed and not piece.doubts


def measure(papers: Sequence[Paper], catalogue: Catalogue, jobs: int, out: Path) -> dict[str, Score]:
    """Each kind of job, the same papers in the same order."""
    scores = {}
    for name in ("office", "hard"):
        scores[f"with sheets ({name} wear)"] = _score(papers, catalogue, jobs, {"dividers": worn_dividers(name, out)})
    scores["without sheets"] = _score(papers, catalogue, jobs, {})
    scores["without sheets, page numbers cut off"] = _score(papers, catalogue, jobs, {"numbered": False})
    return scores


def _score(papers: Sequence[Paper], catalogue: Catalogue, jobs: int, how: dict[str, object]) -> Score:
    score = Score()
    for number in range(jobs):
        job = lay(papers, Random(f"job {number}"), **how)  # type: ignore[arg-type]
        began = time.monotonic()
        found = separate(job.sheets, catalogue)
        score.seconds += time.monotonic() - began
        score.add(job, found)
    return score


def table(scores: dict[str, Score]) -> str:
    head = (
        "| jobs | documents | exactly right | pages of two documents together, nobody told | wrong pieces with a doubt "
        "| right ones with a doubt | ms a page |\n|---|--:|--:|--:|--:|--:|--:|"
    )
    rows = [
        f"| {name} | {one.documents} | {one.exact / one.documents:.3f} | {one.mixed_silent} "
        f"| {one.wrong - one.silent} of {one.wrong} | {one.doubted_right} of {one.exact} "
        f"| {1000 * one.seconds / one.pages:.0f} |"
        for name, one in scores.items()
    ]
    return "\n".join([head, *rows])
