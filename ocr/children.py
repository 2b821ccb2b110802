"""The caged children of both readers, started without loading who asks them: they take longest to wake."""

from __future__ import annotations

from capture.cage import Child, Limits
from ocr.engine import EngineMissing
from ocr.tessdata import folder

NEURAL, TESSERACT = "ocr.neural_child", "ocr.tesseract_child"
NEURAL_WALL_S, TESSERACT_WALL_S = 60.0, 90.0  # for one question
_DATA = "/tessdata"  # where the child sees the languages
# `cpu_s` counts the whole life of a child. OpenVINO reserves far more address space than it uses.
_NEURAL = Limits(memory_mb=6144, cpu_s=1800, wall_s=NEURAL_WALL_S)
_TESSERACT = Limits(memory_mb=2048, cpu_s=900, wall_s=TESSERACT_WALL_S)


def neural(module: str = NEURAL) -> Child:
    """Raises CageMissing."""
    return Child.start(module, limits=_NEURAL)


def tesseract(module: str = TESSERACT) -> Child:
    """Raises CageMissing, and EngineMissing where no language is on the machine."""
    languages = folder()
    if languages is None:
        raise EngineMissing
    return Child.start(module, files={_DATA: languages}, limits=_TESSERACT)
