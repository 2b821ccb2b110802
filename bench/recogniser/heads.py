"""A second head on the neural reader: the same look at a line, read as Russian, Estonian and English together.

The reader's backbone sees strokes of any script; only its last layers are bound to an alphabet. This head is those
layers trained anew (bench/recogniser, docs/cyrillic_head.md). It begins at the backbone's pooled map, 384 numbers a
step of eight pixels, and is a part of the same network: a line is looked at once, and both heads answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from ocr.runtime import layers, openvino

WEIGHTS = Path("out") / "cyrillic_head.npz"  # made by bench.recogniser.train; kept out of the repository
BLANK = ""
_WIDE, _HEADS = 120, 8
_BACKBONE = 384  # numbers a step
_NORM = 1e-5

Arrays = dict[str, np.ndarray]
Node = Any  # of OpenVINO's graph; its functions are untyped


class HeadUnfit(Exception):
    """The head's weights are damaged, or made for another recogniser. Install the house anew: ./run --setup-only"""


def alphabet(weights: Arrays) -> tuple[str, ...]:
    """`alphabet[k]` is what column k of the head's answer stands for; the first is BLANK."""
    return (BLANK, *str(weights["alphabet"]))


def weights_of(path: Path = WEIGHTS) -> Arrays:
    """The weights by name, float32, and "alphabet", a text. Raises HeadUnfit."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] if name == "alphabet" else stored[name].astype(np.float32) for name in stored}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise HeadUnfit from error


def attach(model: openvino.Model, weights: Arrays) -> openvino.Model:
    """The recogniser with one answer more, the last: probabilities (n, steps, letters) of the head's alphabet.

    Raises HeadUnfit: this is not the recogniser the head was made for.
    """
    pooled = _pooled(model)
    odds = layers.add(
        layers.matmul(_neck(pooled, weights), _kept(weights["last.weight"]), False, True), _kept(weights["last.bias"])
    )
    answers = [result.input_value(0) for result in model.get_results()]
    return openvino.Model(
        [*answers, layers.softmax(odds, 2).output(0)], model.get_parameters(), model.get_friendly_name()
    )


def _pooled(model: openvino.Model) -> Node:
    """Where the backbone ends: the last pooling, (n, 384, 1, steps)."""
    pools = [op for op in model.get_ordered_ops() if op.get_type_name() == "AvgPool"]
    if not pools or pools[-1].get_output_partial_shape(0)[1] != _BACKBONE:
        raise HeadUnfit
    return pools[-1].output(0)


def _neck(pooled: Node, weights: Arrays) -> Node:
    """(n, 384, 1, steps) -> (n, steps, 120): convolutions along the line, two blocks of attention, a way round them."""
    inside = _convolved(pooled, weights, "enter")
    along = _swish(_shifted(_grouped(inside, weights), weights, "along"))
    steps = _in_steps(layers.add(inside, along))
    for number in range(2):
        steps = _block(steps, weights, f"blocks.{number}")
    return layers.add(_normed(steps, weights, "norm"), _in_steps(_convolved(pooled, weights, "round")))


def _convolved(x: Node, weights: Arrays, name: str) -> Node:
    kernel = _kept(weights[f"{name}.conv.weight"][:, :, None, :])
    return _swish(_shifted(layers.convolution(x, kernel, [1, 1], [0, 0], [0, 0], [1, 1]), weights, name))


def _grouped(x: Node, weights: Arrays) -> Node:
    """Each of the 120 numbers along the line on its own."""
    kernel = weights["along.conv.weight"]
    half = kernel.shape[2] // 2
    return layers.group_convolution(x, _kept(kernel[:, :, None, None, :]), [1, 1], [0, half], [0, half], [1, 1])


def _shifted(x: Node, weights: Arrays, name: str) -> Node:
    return layers.add(x, _kept(weights[f"{name}.conv.bias"][None, :, None, None]))


def _block(x: Node, weights: Arrays, name: str) -> Node:
    """Attention over the steps, then two layers at each step; each adds to what came in."""
    x = layers.add(x, _linear(_attended(x, weights, name), weights, f"{name}.out"))
    inner = _swish(_linear(_normed(x, weights, f"{name}.norms.1"), weights, f"{name}.up"))
    return layers.add(x, _linear(inner, weights, f"{name}.down"))


def _attended(x: Node, weights: Arrays, name: str) -> Node:
    asked = _linear(_normed(x, weights, f"{name}.norms.0"), weights, f"{name}.query")
    parts = layers.reshape(asked, [0, 0, 3, _HEADS, _WIDE // _HEADS], True)
    turned = layers.transpose(parts, [2, 0, 3, 1, 4])
    query, key, value = (layers.gather(turned, _whole(k), _whole(0)) for k in range(3))
    scaled = layers.multiply(query, _kept(np.float32((_WIDE // _HEADS) ** -0.5)))
    looked = layers.matmul(layers.softmax(layers.matmul(scaled, key, False, True), 3), value, False, False)
    return layers.reshape(layers.transpose(looked, [0, 2, 1, 3]), [0, 0, _WIDE], True)


def _linear(x: Node, weights: Arrays, name: str) -> Node:
    product = layers.matmul(x, _kept(weights[f"{name}.weight"]), False, True)
    return layers.add(product, _kept(weights[f"{name}.bias"]))


def _normed(x: Node, weights: Arrays, name: str) -> Node:
    even = layers.mvn(x, [-1], True, _NORM, "inside_sqrt")
    return layers.add(layers.multiply(even, _kept(weights[f"{name}.weight"])), _kept(weights[f"{name}.bias"]))


def _in_steps(x: Node) -> Node:
    """(n, 120, 1, steps) -> (n, steps, 120)."""
    return layers.transpose(layers.squeeze(x, [2]), [0, 2, 1])


def _swish(x: Node) -> Node:
    return layers.multiply(x, layers.sigmoid(x))


def _kept(values: np.ndarray | np.float32) -> Node:
    return layers.constant(np.ascontiguousarray(values, np.float32))


def _whole(number: int) -> Node:
    return layers.constant(np.int64(number))
