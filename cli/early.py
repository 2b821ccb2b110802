"""What `kantselei read` starts before its words are understood: while the readers wake, the house is loaded."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from capture.cage import CageMissing, Child
from ocr import children
from ocr.engine import EngineMissing


@dataclass(slots=True)
class Started:
    """Children nobody has asked anything yet. They end with this process, whatever becomes of the command."""

    neural: Child | None = None
    tesseract: Child | None = None


started = Started()


def begin() -> None:
    """What is wrong is said later, to the first who asks for something."""
    with suppress(CageMissing, EngineMissing):
        started.neural = children.neural()
        started.tesseract = children.tesseract()
