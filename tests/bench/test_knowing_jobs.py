"""The bench that counts documents cut rightly: what it lays together, and what it calls right."""

from random import Random

import pytest

from bench.knowing.jobs import lay, without_margins
from bench.knowing.pool import Paper
from bench.knowing.separation import Score
from capture.scan import Code
from classify.separate import Doubt, Piece, Separation, Sheet
from ocr.text import Box, Line, PageText, Word

pytestmark = pytest.mark.quick


def line(text: str, y: int) -> Line:
    return Line((Word(text, Box(10, y, 90, y + 10), 0.9),), "test")


def paper(seed: int, count: int) -> Paper:
    pages = tuple(
        PageText(n, 100, 1000, (line("pealkiri", 100), line(f"{n}/{count}", 980))) for n in range(1, count + 1)
    )
    return Paper("kiri", seed, pages, ((),) * count)


PAPERS = [paper(seed, count) for seed, count in enumerate((1, 2, 3, 1, 2, 4))]
DIVIDER = Sheet(PageText(1, 100, 1000, ()), (Code("PATCH T", "Patch", (0, 0, 9, 9)),))


def test_pages_of_a_job_are_numbered_through_and_dividers_are_in_no_document() -> None:
    job = lay(PAPERS, Random(1), [DIVIDER])
    assert [sheet.number for sheet in job.sheets] == list(range(1, len(job.sheets) + 1))
    held = {number for pages in job.documents for number in pages}
    assert {sheet.number for sheet in job.sheets if sheet.codes} == set(range(1, len(job.sheets) + 1)) - held


def test_page_numbers_can_be_cut_off() -> None:
    (shown,) = without_margins(PAPERS[0].pages[0]).lines
    assert shown.text == "pealkiri"


def test_a_mixed_piece_counts_as_silent_only_when_nobody_is_told() -> None:
    job = lay(PAPERS, Random(2))
    everything = tuple(sheet.number for sheet in job.sheets)
    silent, told = Score(), Score()
    silent.add(job, Separation((Piece(everything),)))
    told.add(job, Separation((Piece(everything, "", (Doubt("maybe_other_document", 2),)),)))
    assert (silent.exact, silent.mixed_silent) == (0, 1)
    assert (told.exact, told.wrong, told.mixed_silent) == (0, 1, 0)


def test_the_right_answer_is_right() -> None:
    job, score = lay(PAPERS, Random(3)), Score()
    score.add(job, Separation(tuple(Piece(pages) for pages in job.documents)))
    assert score.exact == score.documents == len(job.documents)
