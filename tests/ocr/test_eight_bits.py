"""Eight bits: only where the processor is made for them, and the same lines are read."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr import eight_bits, models
from ocr.ctc import letters
from ocr.runtime import openvino
from tests.ocr.printed import printed

LINES = ("Palun määrata mulle vanaduspension", "alates 1. juulist 2026.", "IBAN EE382200221020145685 (1 234,56 €)")


def strips() -> list[np.ndarray]:
    rows = (printed((line,), 1200, 36)[136:196] for line in LINES)
    return [cv2.resize(row, None, fx=48 / 60, fy=48 / 60, interpolation=cv2.INTER_AREA) for row in rows]


@pytest.mark.skipif(
    not eight_bits.able(), reason="this processor is not made for eight bits: they are never used on it"
)
def test_lines_read_in_eight_bits_are_the_same() -> None:
    read = {}
    for squeezed in (False, True):
        model = models.recogniser(squeezed=squeezed)
        read[squeezed] = ["".join(each.text for each in letters(model.look(one), model.alphabet)) for one in strips()]
    assert read[True] == read[False] == list(LINES)


def test_the_network_really_works_in_eight_bits_then() -> None:
    plain = openvino.Core().read_model(models.load(models.RECOGNISER))
    squeezed = plain.clone()
    eight_bits.squeeze(squeezed, eight_bits.scheme())
    kinds = [op.get_type_name() for op in squeezed.get_ordered_ops()]
    assert kinds.count("FakeQuantize") == 2 * len(eight_bits.scheme()) >= 40
    assert "FakeQuantize" not in [op.get_type_name() for op in plain.get_ordered_ops()]


def test_a_scheme_for_another_network_is_an_error_not_a_half_squeezed_reader() -> None:
    model = openvino.Core().read_model(models.load(models.RECOGNISER))
    with pytest.raises(KeyError):
        eight_bits.squeeze(model, {"of another": (0.0, 1.0, np.ones(96, np.float32))})


@pytest.mark.quick
@pytest.mark.parametrize(
    ("flags", "able"),
    [("fpu avx2 avx512_vnni avx512_bf16", True), ("fpu avx2 avx_vnni", True), ("fpu avx2 avx512f", False)],
)
def test_what_the_processor_says_of_itself_decides(tmp_path: Path, flags: str, *, able: bool) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(f"processor\t: 0\nflags\t\t: {flags}\n\nprocessor\t: 1\nflags\t\t: {flags}\n")
    assert eight_bits.able(told) is able


@pytest.mark.quick
def test_a_processor_that_says_nothing_reads_as_before(tmp_path: Path) -> None:
    assert not eight_bits.able(tmp_path / "missing")
    (tmp_path / "other").write_text("Processor: something else\n")
    assert not eight_bits.able(tmp_path / "other")
