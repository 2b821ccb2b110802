"""The detector's end, rebuilt: the same numbers in three quarters of its time.

It ends in two transposed convolutions that double the picture twice, and a sigmoid over every pixel. OpenVINO works in
bfloat16 only up to a network's last plain convolution, so this end, where the picture is largest, ran in float32. Both
transposed convolutions have windows as large as their steps: each pixel becomes a square of its own, which a plain 1 by
1 convolution says as well, in channels. Where those channels belong is a matter of indices. The sigmoid is left out:
who asks for a pixel's odds seldom asks for many.
"""

from __future__ import annotations

import numpy as np

from ocr.runtime import layers, openvino

_FIRST, _SECOND = "ConvTranspose.0", "ConvTranspose.2"
_FIRST_BIAS, _SECOND_BIAS = "Add.218", "Add.220"
_SIDE = 2  # pixels of the square that each doubling makes of one
_EVERY = ((1, 1), (0, 0), (0, 0), (1, 1))  # strides, paddings, dilations of a 1 by 1 convolution


def rebuilt(model: openvino.Model) -> openvino.Model:
    """Answers (1, 16, height / 4, width / 4): the log odds of each pixel, of each 4 by 4 square in the channels."""
    found = {op.get_friendly_name(): op for op in model.get_ordered_ops()}
    first, second = (_constant(found[name]) for name in (_FIRST, _SECOND))  # (in, out, 2, 2)
    inward, outward = first.shape[:2]
    squares = _SIDE * _SIDE
    wide = first.transpose(2, 3, 1, 0).reshape(squares * outward, inward, 1, 1)
    deep = np.zeros((squares, squares, squares, outward), np.float32)
    for square in range(squares):  # what a pixel becomes depends on no other pixel
        deep[square, :, square] = second.reshape(outward, squares).T
    biases = np.tile(_constant(found[_FIRST_BIAS]).ravel(), squares).reshape(1, -1, 1, 1)
    hidden = layers.relu(_convolved(found[_FIRST].input_value(0), wide, biases))
    last = _constant(found[_SECOND_BIAS]).reshape(1, 1, 1, 1)
    odds = _convolved(hidden, deep.reshape(squares * squares, squares * outward, 1, 1), last)
    return openvino.Model([odds.output(0)], model.get_parameters(), "detector")


def laid_out(answer: np.ndarray) -> np.ndarray:
    """(16, height / 4, width / 4) -> (height, width): every channel to its place in the squares."""
    down, across = answer.shape[1:]
    squares = answer.reshape(_SIDE, _SIDE, _SIDE, _SIDE, down, across)  # y and x of the first doubling, of the second
    return squares.transpose(4, 0, 2, 5, 1, 3).reshape(down * _SIDE**2, across * _SIDE**2)


def _convolved(given: openvino.Output | openvino.Node, weights: np.ndarray, biases: np.ndarray) -> openvino.Node:
    shaped = layers.convolution(given, layers.constant(np.ascontiguousarray(weights, np.float32)), *_EVERY)
    return layers.add(shaped, layers.constant(biases.astype(np.float32)))


def _constant(node: openvino.Node) -> np.ndarray:
    return np.asarray(node.input_value(1).get_node().get_data(), np.float32)
