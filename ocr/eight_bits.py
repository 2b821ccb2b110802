"""Eight bits where the processor multiplies bytes fastest: what it costs in reading is told in docs/decisions/0011.

Nearly all of the recogniser's time goes into 1 by 1 convolutions. Most of them are told here to take their input in
256 steps and their weights in 255, the rest stays as it is. Each channel of an input has a step of its own: what it is
divided by, the weights of that channel are multiplied by. Ranges and steps were measured on our own printed paper
(`python -m bench.recogniser.eight_bits`); they are all that is kept, no weight of the network is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ocr.runtime import layers, openvino

STEPS_IN, STEPS_OF_WEIGHTS = 256, 255
KEPT = Path(__file__).with_name("eight_bits.json")
_ABLE = frozenset({"avx512_vnni", "avx_vnni"})  # without, bytes overflow or gain nothing

Scheme = Mapping[str, tuple[float, float, np.ndarray]]  # of a convolution: lowest, highest, each channel's scale


def able(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this processor multiplies bytes and sums them without loss, in one step."""
    try:
        flags = next((line for line in cpuinfo.read_text().splitlines() if line.startswith("flags")), "")
    except OSError:
        return False
    return not _ABLE.isdisjoint(flags.split())


def scheme() -> Scheme:
    """As measured."""
    told = json.loads(KEPT.read_text("utf-8"))
    return {name: (low, high, np.array(scale, np.float32)) for name, (low, high, scale) in told.items()}


def squeeze(model: openvino.Model, scheme: Scheme) -> None:
    """Changes `model`: every convolution named in `scheme` works in eight bits. A name it does not have is an error."""
    found = {op.get_friendly_name(): op for op in model.get_ordered_ops() if op.get_type_name() == "Convolution"}
    for name, (low, high, scale) in scheme.items():
        _in_eight_bits(found[name], low, high, scale.reshape(1, -1, 1, 1))


def weights_of(convolution: openvino.Node) -> np.ndarray:
    """(out, in, height, width) float32."""
    return np.asarray(convolution.input_value(1).get_node().get_data(), np.float32)


def _in_eight_bits(convolution: openvino.Node, low: float, high: float, scale: np.ndarray) -> None:
    ends = [layers.constant(np.full((1, 1, 1, 1), end, np.float32)) for end in (low, high)]
    seen = [layers.constant((end * scale).astype(np.float32)) for end in (low, high)]
    squeezed = layers.fake_quantize(convolution.input_value(0), *seen, *ends, STEPS_IN)
    scaled = (weights_of(convolution) * scale).astype(np.float32)
    most = np.abs(scaled).max(axis=(1, 2, 3), keepdims=True)
    bounds = [layers.constant(end) for end in (-most, most)]
    weights = layers.fake_quantize(layers.constant(scaled), *bounds, *bounds, STEPS_OF_WEIGHTS)
    convolution.input(0).replace_source_output(squeezed.output(0))
    convolution.input(1).replace_source_output(weights.output(0))
