"""What the frozen recogniser sees of the printed lines: its pooled feature map, kept in float16 files.

python -m bench.recogniser.features --model rec.onnx --words W --sentences S --names N --fonts F --out OUT
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.recogniser.lines import HEIGHT, Grey, fonts, line_picture
from bench.recogniser.texts import can_spell, line_of, sources
from ocr.runtime import openvino

POOLED = "p2o.pd_op.pool2d.1.0"  # [lines, 384, 1, steps]: the end of the backbone, one step to 8 pixel columns
STEP = 8
SHARD, BATCH, WIDEST = 1000, 8, 1600
SHARES = {"rus": 60, "est": 28, "eng": 12}


def backbone(path: Path) -> openvino.CompiledModel:
    """The recogniser up to POOLED, on one thread, in the arithmetic it has in use."""
    core = openvino.Core()
    model = core.read_model(path)
    for op in model.get_ordered_ops():
        for output in op.outputs():
            if POOLED in output.get_names():
                cut = openvino.Model([output], model.get_parameters(), "backbone")
                return core.compile_model(cut, "CPU", {"INFERENCE_NUM_THREADS": 1})
    raise ValueError(f"{path} has no {POOLED}; use the recogniser this was made for.")


def sized(picture: Grey) -> Grey:
    """The line at HEIGHT, its proportions kept."""
    wide = min(WIDEST, max(16, round(picture.shape[1] * HEIGHT / picture.shape[0])))
    return cv2.resize(
        picture, (wide, HEIGHT), interpolation=cv2.INTER_LINEAR if picture.shape[0] < HEIGHT else cv2.INTER_AREA
    )


def seen(model: openvino.CompiledModel, pictures: Sequence[Grey]) -> list[np.ndarray]:
    """Features float16 [steps, 384] of each picture (of any height), in order."""
    small = [sized(picture) for picture in pictures]
    found: list[np.ndarray] = [np.zeros((0, 384), np.float16)] * len(small)
    order = sorted(range(len(small)), key=lambda index: small[index].shape[1])
    for start in range(0, len(order), BATCH):
        group = order[start : start + BATCH]
        wide = -(-max(small[index].shape[1] for index in group) // 32) * 32
        batch = np.zeros((len(group), 3, HEIGHT, wide), np.float32)
        for row, index in enumerate(group):
            batch[row, :, :, : small[index].shape[1]] = small[index].astype(np.float32) / 127.5 - 1
        out = model(batch)[0]
        for row, index in enumerate(group):
            found[index] = out[row, :, 0, : -(-small[index].shape[1] // STEP)].T.astype(np.float16)
    return found


def printed_lines(args: argparse.Namespace, seed: int) -> Iterator[tuple[str, Grey]]:
    """Lines without end: what each says and how it looks."""
    chance = random.Random(seed)
    have = sources(args.words, args.sentences, args.names)
    able = fonts(args.fonts)
    while True:
        code = chance.choices(list(SHARES), list(SHARES.values()))[0]
        text = line_of(have, chance, code)
        if can_spell(text):
            yield line_picture(text, chance.choice(able["rus" if code == "rus" else "est"]), chance)


def main() -> None:
    """Prints, looks, writes shards of SHARD lines: features end to end, the steps of each line, the texts."""
    parser = argparse.ArgumentParser()
    for name in ("model", "words", "sentences", "names", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    model, stream = backbone(args.model), printed_lines(args, args.seed)
    for shard in range(args.count // SHARD):
        lines = [next(stream) for _ in range(SHARD)]
        looks = seen(model, [picture for _, picture in lines])
        np.savez(
            args.out / f"{args.seed:03}_{shard:03}.npz",
            features=np.concatenate(looks),
            steps=np.array([len(look) for look in looks]),
            texts=np.array([text for text, _ in lines]),
        )


if __name__ == "__main__":
    main()
