"""OpenVINO without what it brings along: converters and their telemetry are not wanted, and cost a second."""

from __future__ import annotations

import sys

sys.modules.setdefault("openvino.tools", None)  # type: ignore[arg-type]
import openvino  # noqa: E402
from openvino import opset13 as layers  # noqa: E402

__all__ = ["layers", "openvino"]
