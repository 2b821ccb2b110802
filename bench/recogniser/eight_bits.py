"""Which convolutions of the recogniser bear eight bits, and in which ranges: writes ocr/eight_bits.json.

`python -m bench.recogniser.eight_bits --pages 2` prints our own paper, lets the office read it, and watches what flows
into each 1 by 1 convolution for every strip the recogniser is shown. For each, the range and the share of work between
input and weights are sought that change what it says least; one that says something else by more than `WORST` of its
variance stays as it is. No truth is needed, and nothing of shared/data is looked at.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from bench.reading.paper import GRADED, UNHARMED, graded
from bench.reading.systems import Ours
from capture.clean import grey_of
from capture.scan import PageImage
from ocr import eight_bits, models, strips
from ocr.neural import Neural
from ocr.quad import Quad
from ocr.runtime import openvino
from ocr.text import Line

WORST = 0.012  # of the variance of what a convolution says
SEVERITIES = (0, 1, 3, 5)
WIDE = 96  # channels: narrower convolutions gain nothing
TAILS = (97, 93, 85, 75, 60, 40)  # per cent of strips whose extremes lie within the range
SHARES = (0.2, 0.35, 0.5, 0.65, 0.8, 1.0)  # of the unevenness between channels that the weights take over
COLUMNS = 60  # looked at closely in each strip
TINY = 1e-6

Chosen = tuple[float, float, float, np.ndarray]  # error, low, high, scale


class Watched(Neural):
    """Keeps every strip it is asked to read."""

    def __init__(self) -> None:
        super().__init__()
        self.strips: list[np.ndarray] = []

    def read_lines(self, page: PageImage, quads: Sequence[Quad], languages: str) -> list[Line | None]:
        corners = np.array(quads, np.float32).reshape(-1, 4, 2)
        self.strips += [strips.strip(grey_of(page.pixels), each) for each in corners]
        return super().read_lines(page, quads, languages)


def shown(pages: int) -> list[np.ndarray]:
    """Strips of our own paper, unharmed and worn, cut as the office cuts them."""
    watched = Watched()
    reader = Ours(watched)
    with tempfile.TemporaryDirectory() as work:
        for name in (UNHARMED, *GRADED):
            for sheet in graded(name, pages, Path(work)):
                if sheet.severity in SEVERITIES:
                    reader.read(sheet)
            print(f"{name}: {len(watched.strips)} strips so far", flush=True)
    reader.close()
    return watched.strips


def candidates(model: openvino.Model) -> list[Any]:
    """1 by 1 convolutions over a picture, wide enough to gain."""
    return [op for op in model.get_ordered_ops() if op.get_type_name() == "Convolution" and _worth(op)]


def _worth(convolution: Any) -> bool:
    if convolution.input_value(1).get_node().get_type_name() != "Constant":
        return False
    out, channels, *window = eight_bits.weights_of(convolution).shape
    high = convolution.input_value(0).get_partial_shape()[2]
    return window == [1, 1] and min(out, channels) >= WIDE and high.is_static and high.get_length() > 1


def flows(model: openvino.Model, wanted: Sequence[Any], seen: Sequence[np.ndarray]) -> Iterator[tuple[int, np.ndarray]]:
    """What flows into each of `wanted`, strip by strip: its number and (channels, columns) float32."""
    watched = openvino.Model([each.input_value(0) for each in wanted], model.get_parameters(), "watched")
    compiled = openvino.Core().compile_model(watched, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    for each in seen:
        answer = compiled([strips.shown(each)])
        for number in range(len(wanted)):
            yield number, np.moveaxis(answer[number], 1, 0).reshape(answer[number].shape[1], -1)


def chosen(weights: np.ndarray, lows: np.ndarray, highs: np.ndarray, columns: np.ndarray) -> Chosen:
    """The best of all ranges and shares: `lows` and `highs` (strips, channels), `columns` (channels, some)."""
    best: Chosen | None = None
    meant = weights @ columns
    for tail, share in product(TAILS, SHARES):
        low = np.minimum(np.percentile(lows, 100 - tail, axis=0), -TINY)
        high = np.maximum(np.percentile(highs, tail, axis=0), TINY)
        scale = np.maximum(-low, high) ** share / np.maximum(np.abs(weights).max(0), TINY) ** (1 - share)
        scale = np.asarray([float(f"{each:.4g}") for each in scale / np.exp(np.log(scale).mean())])
        ends = float((low / scale).min()), float((high / scale).max())
        said = _weights_in_steps(weights * scale) @ _in_steps(columns / scale[:, None], *ends)
        error = float((said - meant).var() / (meant - meant.mean(1, keepdims=True)).var())
        if best is None or error < best[0]:
            best = error, *ends, scale
    assert best
    return best


def _in_steps(values: np.ndarray, low: float, high: float) -> np.ndarray:
    step = (high - low) / (eight_bits.STEPS_IN - 1)
    return np.asarray(np.round((np.clip(values, low, high) - low) / step) * step + low)


def _weights_in_steps(weights: np.ndarray) -> np.ndarray:
    step = np.abs(weights).max(1, keepdims=True) * 2 / (eight_bits.STEPS_OF_WEIGHTS - 1)
    return np.asarray(np.round(weights / step) * step)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2, help="of each damage and severity (2)")
    given = parser.parse_args()
    seen = shown(given.pages)
    model = openvino.Core().read_model(models.load(models.RECOGNISER))
    wanted = candidates(model)
    lows, highs, columns = ([[] for _ in wanted] for _ in range(3))
    dice = np.random.default_rng(0)
    for number, flow in flows(model, wanted, seen):
        lows[number].append(flow.min(1))
        highs[number].append(flow.max(1))
        columns[number].append(flow[:, dice.integers(0, flow.shape[1], COLUMNS)])
    kept = {}
    for number, each in enumerate(wanted):
        weights, extremes = eight_bits.weights_of(each)[:, :, 0, 0], (np.array(lows[number]), np.array(highs[number]))
        error, low, high, scale = chosen(weights, *extremes, np.concatenate(columns[number], 1))
        print(f"{each.get_friendly_name()}: {error:.4f}{'' if error < WORST else ', stays as it is'}", flush=True)
        if error < WORST:
            kept[each.get_friendly_name()] = [round(low, 5), round(high, 5), scale.tolist()]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(values)}" for name, values in kept.items())
    eight_bits.KEPT.write_text(f"{{\n{lines}\n}}\n", "utf-8")


if __name__ == "__main__":
    main()
