"""The neural reader's models: where they lie, whether they are the right ones, and what is cut off them.

The wheel `rapidocr` is a box of two files for us; it is never imported. Its recogniser (PP-OCRv6 small, Apache-2.0)
knows 18 708 characters, nearly all of them Chinese. The last layer is a matrix with a column for each: keeping the
columns of Latin letters costs nothing in reading and saves a sixth of its time (docs/decisions/0011).
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ocr import eight_bits, strips, tail
from ocr.runtime import layers, openvino

BOX = "rapidocr"
DETECTOR = ("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f")
RECOGNISER = ("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884")

BLANK = ""  # the network's "nothing here", always the first of an alphabet
SPACE = " "  # always the last
LATIN = (
    "".join(map(chr, range(33, 127)))
    + "ÀÁÄÅÆÇÈÉÍÑÓÕÖØÚÜßàáâäåæçèéëíïñóõöøúüýĀāĄąĆćČčĒēĖėĘęĢģĪīĮįĶķĻļŁłŃńŅņœŚśŠšŪūŲųŹźŻżŽž"
    + "£¥€§©®°±²³µ·»«½×–—‘’“”•…←→√☐☑☒✓"
)

# How much likelier a letter is on our paper than where the network was trained (natural logarithm of the odds). It
# takes the õ of a blurred page for ö, which most of the world's Latin paper has more of; Estonian has five õ to an ö.
# Measured so that blurred õ and ö are missed equally often; on clean paper no letter changes.
_LIKELIER = {"õ": 4.0, "ü": 1.0, "ä": 1.0}

# Widths vary from line to line, sizes from page to page. Each of a network's steps is compiled for each, and kept: of
# the recogniser some 70 for each of the widths of `strips.room`. With less room the same are compiled again and again.
_STEPS_KEPT = 4000


class ModelsMissing(Exception):
    """The neural reader's models are not installed, or are not the right ones. Install them: ./run --setup-only"""


@dataclass(frozen=True, slots=True)
class Recogniser:
    """A compiled recogniser. `alphabet[k]` is what column k of its answer stands for; the first is BLANK."""

    compiled: openvino.CompiledModel
    alphabet: tuple[str, ...]
    _own: threading.local = field(default_factory=threading.local)

    def look(self, strip: np.ndarray) -> np.ndarray:
        """(48, width) grey or (48, width, 3) RGB, uint8 -> how likely each letter is at each step (steps, letters).

        Threads may look at once, each at a line of its own.
        """
        if not hasattr(self._own, "request"):
            self._own.request = self.compiled.create_infer_request()
        return np.asarray(self._own.request.infer([strips.shown(strip)])[0][0, : strips.steps(strip.shape[1])])


def folder() -> Path:
    """Where the files lie. Raises ModelsMissing."""
    box = importlib.util.find_spec(BOX)
    if box is None or box.origin is None:
        raise ModelsMissing
    return Path(box.origin).parent / "models"


def load(model: tuple[str, str]) -> bytes:
    """The file, read once and believed only when its sha256 is the one we measured. Raises ModelsMissing."""
    name, sha256 = model
    try:
        content = (folder() / name).read_bytes()
    except OSError as error:
        raise ModelsMissing from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelsMissing
    return content


def detector(threads: int = 1) -> Callable[[np.ndarray], np.ndarray]:
    """Compiled: (1, 3, height, width) float32, sides divisible by 32 -> (height, width) log odds of text."""
    core = openvino.Core()
    compiled = core.compile_model(tail.rebuilt(core.read_model(load(DETECTOR))), "CPU", _config(threads, 1))
    return lambda shown: tail.laid_out(np.asarray(compiled([shown])[0][0]))


def recogniser(letters: str | None = LATIN, threads: int = 1, squeezed: bool | None = None) -> Recogniser:
    """Compiled and cut to `letters` (None: all it knows). Letters it does not know are left out. A line is looked at by
    one thread: two who share a line take half as long again as two who take a line each.

    `squeezed`: in eight bits; None: where the processor is fit for them.
    """
    core = openvino.Core()
    model = core.read_model(load(RECOGNISER))
    if eight_bits.able() if squeezed is None else squeezed:
        eight_bits.squeeze(model, eight_bits.scheme())
    known = (BLANK, *_written_in(model).splitlines(), SPACE)
    kept = [k for k, letter in enumerate(known) if letters is None or letter in (BLANK, SPACE) or letter in letters]
    alphabet = tuple(known[k] for k in kept)
    likelier = np.array([_LIKELIER.get(letter.lower(), 0.0) for letter in alphabet], np.float32)
    return Recogniser(core.compile_model(_cut(model, kept, likelier), "CPU", _config(threads, threads)), alphabet)


def _config(threads: int, at_once: int) -> dict[str, object]:
    return {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": at_once,
        "CPU_RUNTIME_CACHE_CAPACITY": _STEPS_KEPT,
    }


def _written_in(model: openvino.Model) -> str:
    """The characters, one a line, as the file's own metadata have them."""
    return str(model.get_rt_info()["framework"]["character"].astype(str))


def _cut(model: openvino.Model, kept: list[int], likelier: np.ndarray) -> openvino.Model:
    """The same network with fewer columns in its last layer.

    `likelier`, one a kept column, is added to the layer's biases: softmax makes of it odds times e to that power.
    """
    bias = model.get_results()[0].input_value(0).get_node()
    while bias.get_type_name() != "Add":
        bias = bias.input_value(0).get_node()
    product = bias.input_value(0).get_node()
    features = product.input_value(0)
    weights, biases = (node.input_value(1).get_node().get_data() for node in (product, bias))
    fewer = layers.matmul(features, layers.constant(np.ascontiguousarray(weights[:, kept])), False, False)
    scores = layers.add(fewer, layers.constant(biases[kept] + likelier))
    return openvino.Model([layers.softmax(scores, 2).output(0)], model.get_parameters(), "recogniser")
