"""May the client go home? Each thing that spoils a page has a name and a sentence; a good page has none."""

from __future__ import annotations

import time
from itertools import pairwise

import cv2
import numpy as np
import pytest
from paper_made import letter

from capture.legibility import REASONS, judge
from capture.scan import Legibility, PageImage

RANDOM = np.random.default_rng(5)
GOOD = np.asarray(letter(2480, 3508, 28, 46)).astype(float)


def judged(pixels: np.ndarray) -> Legibility:
    return judge(PageImage(1, np.clip(pixels, 0, 255).astype(np.uint8), 300.0))


def blurred(by: float) -> np.ndarray:
    return cv2.GaussianBlur(GOOD, (0, 0), by)


def smaller(by: float) -> np.ndarray:
    return cv2.resize(GOOD, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)


def askew(degrees: float) -> np.ndarray:
    middle = (GOOD.shape[1] / 2, GOOD.shape[0] / 2)
    return cv2.warpAffine(GOOD, cv2.getRotationMatrix2D(middle, degrees, 1), GOOD.shape[::-1], borderValue=255)


def glaring(reach: float = 1.0) -> np.ndarray:
    rows, columns = np.mgrid[: GOOD.shape[0], : GOOD.shape[1]]
    light = np.exp(-(((rows - 1500) / 900 / reach) ** 2) - ((columns - 1200) / 700 / reach) ** 2)
    return GOOD * 0.7 + light * 400


@pytest.mark.parametrize(
    "page",
    [GOOD, blurred(1), smaller(0.67), 255 - (255 - GOOD) * 0.7, GOOD * 0.75, askew(2), 255.0 * (GOOD > 128)],
    ids=["as printed", "a little soft", "200 dpi", "pale print", "grey paper", "a little askew", "black and white"],
)
def test_a_good_page_is_let_go(page: np.ndarray) -> None:
    verdict = judged(page)
    assert (verdict.verdict, verdict.reasons) == ("good", ())


@pytest.mark.parametrize(
    ("page", "verdict", "code"),
    [
        (blurred(12), "rescan", "blur"),
        (smaller(0.13), "rescan", "text_small"),
        (255 - (255 - GOOD) * 0.03, "check", "overexposed"),
        (225 - (255 - GOOD) * 0.03, "check", "low_contrast"),
        (GOOD * 0.02 + RANDOM.normal(0, 2, GOOD.shape), "rescan", "too_dark"),
        (GOOD + RANDOM.normal(0, 250, GOOD.shape), "rescan", "noise"),
        (np.zeros((1200, 800)), "rescan", "too_dark"),
        (RANDOM.integers(0, 255, (1200, 800)).astype(float), "rescan", "noise"),
        (askew(14), "check", "skew"),
        (GOOD[:, 800:], "check", "cut_edge"),
        (np.full((1200, 800), 246.0) + RANDOM.integers(0, 3, (1200, 800)), "check", "blank"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_spoilt_page_is_held_back_for_its_reason(page: np.ndarray, verdict: str, code: str) -> None:
    judgement = judged(page)
    assert judgement.verdict == verdict
    assert code in {reason.code for reason in judgement.reasons}


def test_a_patch_of_light_is_seen() -> None:
    judgement = judged(glaring())
    assert judgement.verdict != "good"
    assert "glare" in {reason.code for reason in judgement.reasons}


def test_a_patch_of_light_as_small_as_a_field_is_seen_and_shown() -> None:
    """The field under it looks empty: the clerk must know that it need not be."""
    judgement = judged(glaring(0.25))
    assert judgement.verdict == "check"
    (place,) = (reason.place for reason in judgement.reasons if reason.code == "glare")
    assert place is not None
    assert place[0] < 1200 / GOOD.shape[1] < place[2]
    assert place[2] - place[0] < 0.3
    assert place[1] < 1500 / GOOD.shape[0] < place[3]


def test_white_boxes_on_a_grey_form_are_no_glare() -> None:
    form = GOOD * 0.7
    form[400:2400:200, 300:2200] = 255
    form[600:1800, 400:2000] = 255
    assert "glare" not in {reason.code for reason in judged(form).reasons}


def test_it_gets_worse_as_the_page_gets_worse() -> None:
    for spoilt in (blurred, lambda by: smaller(1 / by), lambda by: 255 - (255 - GOOD) / by**2):
        scores = [judged(spoilt(by)).score for by in (1.01, 2, 4, 10)]
        assert all(after <= before + 0.02 for before, after in pairwise(scores))
        assert scores[0] > scores[-1] + 0.05


def test_every_reason_tells_a_clerk_what_to_do_in_three_languages() -> None:
    for code, sentences in REASONS.items():
        assert set(sentences) == {"et", "en", "ru"}, code
        assert all(text.count(".") >= 2 for text in sentences.values()), code
    assert judged(blurred(12)).reasons[0].text in {sentences["et"] for sentences in REASONS.values()}


def test_the_client_does_not_wait_for_it() -> None:
    page = PageImage(1, GOOD.astype(np.uint8), 300.0)
    started = time.process_time()
    for _ in range(3):
        judge(page)
    assert (time.process_time() - started) / 3 < 0.3  # 0.04 s on a quiet machine


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3000, 1), (2, 2, 3), (40, 9, 3)])
def test_the_oddest_picture_gets_a_verdict(shape: tuple[int, ...]) -> None:
    assert judged(np.full(shape, 128.0)).verdict in ("good", "check", "rescan")
