"""The head that is trained: the recogniser's own neck, begun from its weights, and a new last layer for our alphabet.

The neck (PP-OCR's SVTR encoder: Y. Du et al., 2022) is a 1x1 convolution, a convolution along the line, two blocks of
attention and a way round them. It takes the pooled map of the backbone, [lines, steps, 384], and gives 120 numbers a
step.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

WIDE, HEADS = 120, 8
_NORM = 1e-5


class Convolved(nn.Module):
    """A convolution along the line, the trained scale and shift of its batch norm folded to one, and swish."""

    def __init__(self, arrays: dict[str, np.ndarray], conv: str, norm: str, grouped: bool = False) -> None:
        super().__init__()
        kernel = arrays[f"{conv}.w_0"][:, :, 0, :]
        scale, shift, mean, spread = (arrays[f"{norm}.{part}"] for part in ("w_0", "b_0", "w_1", "w_2"))
        by = scale / np.sqrt(spread + _NORM)
        self.conv = nn.Conv1d(
            kernel.shape[1] * (WIDE if grouped else 1),
            WIDE,
            kernel.shape[2],
            padding=kernel.shape[2] // 2,
            groups=WIDE if grouped else 1,
        )
        self.conv.weight.data = torch.tensor(kernel * by[:, None, None])
        self.conv.bias = nn.Parameter(torch.tensor(shift - mean * by))

    def forward(self, x: Tensor) -> Tensor:
        return nn.functional.silu(self.conv(x))


class Block(nn.Module):
    """Attention over the steps of a line, then two layers at each step; each adds to what came in."""

    def __init__(self, arrays: dict[str, np.ndarray], norms: tuple[str, str], first: int) -> None:
        super().__init__()
        self.norms = nn.ModuleList(_norm(arrays, name) for name in norms)
        self.query, self.out, self.up, self.down = (_linear(arrays, f"linear_{first + k}") for k in range(4))

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        lines, steps, _ = x.shape
        q, k, v = self.query(self.norms[0](x)).reshape(lines, steps, 3, HEADS, WIDE // HEADS).permute(2, 0, 3, 1, 4)
        looked = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=~hidden[:, None, None, :])
        x = x + self.out(looked.transpose(1, 2).reshape(lines, steps, WIDE))
        return x + self.down(nn.functional.silu(self.up(self.norms[1](x))))


class Head(nn.Module):
    """[lines, steps, 384] and which steps are past a line's end -> log odds [lines, steps, letters + 1].

    Column 0 is the blank.
    """

    def __init__(self, arrays: dict[str, np.ndarray], letters: int) -> None:
        super().__init__()
        self.round = Convolved(arrays, "conv2d_67", "batch_norm2d_57")
        self.enter = Convolved(arrays, "conv2d_65", "batch_norm2d_55")
        self.along = Convolved(arrays, "conv2d_66", "batch_norm2d_56", grouped=True)
        self.blocks = nn.ModuleList((Block(arrays, ("0", "1"), 0), Block(arrays, ("2", "3"), 4)))
        self.norm = _norm(arrays, "4")
        self.last = nn.Linear(WIDE, letters + 1)

    def forward(self, pooled: Tensor, hidden: Tensor) -> Tensor:
        return self.last(self.features(pooled, hidden))

    def features(self, pooled: Tensor, hidden: Tensor) -> Tensor:
        """What goes into the last layer, [lines, steps, 120]; with the weights begun with, the shipped reader's own."""
        across = pooled.transpose(1, 2)
        inside = self.enter(across)
        x = (inside + self.along(inside)).transpose(1, 2)
        for block in self.blocks:
            x = block(x, hidden)
        return self.norm(x) + self.round(across).transpose(1, 2)


def arrays_of(model: Path) -> dict[str, np.ndarray]:
    """The recogniser's weights by name, float32; those of the layer norms as "0.weight", "0.bias", … in their order."""
    graph = onnx.load(model).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    norms = [(f"{k // 2}.{('weight', 'bias')[k % 2]}", f"helper.reshape.{k}") for k in range(10)]
    return {**arrays, **{ours: arrays[theirs] for ours, theirs in norms}}


def _linear(arrays: dict[str, np.ndarray], name: str) -> nn.Linear:
    weight = torch.tensor(arrays[f"{name}.w_0"].T.copy())
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = weight, torch.tensor(arrays[f"{name}.b_0"])
    return layer


def _norm(arrays: dict[str, np.ndarray], name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(WIDE, eps=_NORM)
    layer.weight.data, layer.bias.data = torch.tensor(arrays[f"{name}.weight"]), torch.tensor(arrays[f"{name}.bias"])
    return layer
