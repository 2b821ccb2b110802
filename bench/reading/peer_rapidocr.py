"""Run by the peers' Python: reads paths from standard input, one a line; answers each with its lines as JSON."""

from __future__ import annotations

import json
import sys

import numpy as np
from PIL import Image, ImageSequence
from rapidocr import RapidOCR


def main() -> None:
    reader = RapidOCR(params={"Global.log_level": "error"})
    for path in sys.stdin:
        lines, pages = [], 0
        with Image.open(path.strip()) as opened:
            for frame in ImageSequence.Iterator(opened):
                found = reader(np.asarray(frame.convert("RGB"))[:, :, ::-1])
                lines += found.txts or ()
                pages += 1
        print(json.dumps({"lines": list(lines), "pages": pages}), flush=True)


if __name__ == "__main__":
    main()
