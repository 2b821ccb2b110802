"""Trains the head on the features of printed lines (features.py), and keeps its weights in float16.

`python -m bench.recogniser.train --model rec.onnx --features OUT --weights head.npz --epochs 8`
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor

from bench.recogniser.head import Head, arrays_of
from bench.recogniser.texts import ALPHABET

BATCH_STEPS = 2400  # steps of all lines of a batch together, padding counted
HELD = 300  # lines kept aside to see how training goes
FASTEST = {"last": 3e-3, "neck": 6e-4}
Line = tuple[np.ndarray, list[int]]  # float16 [steps, 384], letters as columns from 1


def lines_of(folder: Path) -> list[Line]:
    """Every line of the shards whose text fits its steps, as CTC asks."""
    column = {letter: k + 1 for k, letter in enumerate(ALPHABET)}
    found: list[Line] = []
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as shard:
            ends = np.cumsum(shard["steps"])
            for look, text in zip(np.split(shard["features"], ends[:-1]), shard["texts"], strict=True):
                wanted = [column[letter] for letter in str(text)]
                twice = sum(a == b for a, b in pairwise(wanted))
                if wanted and len(wanted) + twice <= len(look):
                    found.append((look, wanted))
    return found


def batches(lines: list[Line], chance: random.Random) -> Iterator[list[Line]]:
    """All lines once, lines of like length together, in an order of chance."""
    order = sorted(lines, key=lambda line: len(line[0]) + chance.uniform(0, 12))
    groups: list[list[Line]] = [[]]
    for line in order:
        if groups[-1] and len(line[0]) * (len(groups[-1]) + 1) > BATCH_STEPS:
            groups.append([])
        groups[-1].append(line)
    chance.shuffle(groups)
    yield from groups


def laid_out(group: list[Line]) -> tuple[Tensor, Tensor]:
    """The features side by side [lines, steps, 384], and which steps are past a line's end."""
    longest = max(len(look) for look, _ in group)
    pooled = torch.zeros(len(group), longest, group[0][0].shape[1])
    hidden = torch.ones(len(group), longest, dtype=torch.bool)
    for row, (look, _) in enumerate(group):
        pooled[row, : len(look)] = torch.from_numpy(look.astype(np.float32))
        hidden[row, : len(look)] = False
    return pooled, hidden


def begun(model: Path) -> Head:
    """The head before training: the shipped neck, and for every letter the shipped reader knows its own column."""
    arrays = arrays_of(model)
    written = [each.value for each in onnx.load(model).metadata_props if each.key == "character"]
    known = {letter: k + 1 for k, letter in enumerate(written[0].splitlines())} | {
        " ": arrays["linear_8.b_0"].shape[0] - 1
    }
    head = Head(arrays, len(ALPHABET))
    columns = [0] + [known.get(letter, -1) for letter in ALPHABET]
    with torch.no_grad():
        for ours, theirs in enumerate(columns):
            if 0 <= theirs < arrays["linear_8.b_0"].shape[0]:
                head.last.weight[ours] = torch.tensor(arrays["linear_8.w_0"][:, theirs])
                head.last.bias[ours] = torch.tensor(arrays["linear_8.b_0"][theirs])
    return head


def taken_up(head: Head, weights: Path) -> None:
    """The head with weights `kept` earlier. ValueError: they are for another alphabet."""
    with np.load(weights) as stored:
        if str(stored["alphabet"]) != ALPHABET:
            raise ValueError(f"{weights} is for another alphabet; train anew.")
        names = set(stored.files) - {"alphabet"}
        head.load_state_dict({name: torch.tensor(stored[name].astype(np.float32)) for name in names})


def loss_of(head: Head, group: list[Line], worn: float) -> Tensor:
    """CTC loss a letter; `worn` is the share of the features and steps left out."""
    pooled, hidden = laid_out(group)
    if worn:
        pooled = torch.nn.functional.dropout(pooled, worn)
        pooled = pooled * (torch.rand(pooled.shape[0], pooled.shape[1], 1) > worn / 3)
    odds = head(pooled, hidden).log_softmax(-1).transpose(0, 1)
    wanted = torch.tensor([k for _, letters in group for k in letters])
    steps, counts = torch.tensor([len(look) for look, _ in group]), torch.tensor([len(letters) for _, letters in group])
    return torch.nn.functional.ctc_loss(odds, wanted, steps, counts, zero_infinity=True, reduction="sum") / len(wanted)


def read(head: Head, lines: list[Line]) -> list[str]:
    """What the head reads in each, the likeliest letter at each step."""
    said = []
    for line in lines:
        with torch.no_grad():
            best = head(*laid_out([line]))[0].argmax(-1).numpy()
        kept = best[np.flatnonzero(np.diff(best, prepend=-1))]
        said.append("".join(ALPHABET[k - 1] for k in kept if k))
    return said


def away(a: str, b: str) -> int:
    """Letters put in, left out or changed between them (V. Levenshtein, 1966)."""
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        corner, row[0] = row[0], i
        for j, other in enumerate(b, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (letter != other))
    return row[-1]


def error_rate(head: Head, lines: list[Line]) -> float:
    """Wrong letters to a true one."""
    head.eval()
    truths = ["".join(ALPHABET[k - 1] for k in wanted) for _, wanted in lines]
    wrong = sum(away(truth, said) for truth, said in zip(truths, read(head, lines), strict=True))
    return wrong / sum(map(len, truths))


def kept(head: Head, path: Path) -> None:
    """The weights in float16, by name, with the alphabet they are for."""
    arrays = {name: value.numpy().astype(np.float16) for name, value in head.state_dict().items()}
    np.savez_compressed(path, alphabet=np.array(ALPHABET), **arrays)


def main() -> None:
    """Trains, tells how it goes after each round, keeps the weights of the last."""
    parser = argparse.ArgumentParser()
    for name in ("model", "features", "weights"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--start", type=Path, help="weights of an earlier training to go on from")
    parser.add_argument("--only-last", action="store_true", help="the neck stays as it is shipped")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    chance = random.Random(1)
    lines = lines_of(args.features)
    held, lines = lines[-HELD:], lines[:-HELD]  # of the newest shard: no earlier training has seen them
    head = begun(args.model)
    if args.start:
        taken_up(head, args.start)
    neck = [p for name, p in head.named_parameters() if not name.startswith("last")]
    groups = [
        {"params": head.last.parameters(), "lr": FASTEST["last"]},
        {"params": neck, "lr": 0.0 if args.only_last else FASTEST["neck"]},
    ]
    for parameter in neck:
        parameter.requires_grad = not args.only_last
    pace = torch.optim.AdamW(groups if not args.only_last else groups[:1], weight_decay=0.01)
    rounds = args.epochs * sum(1 for _ in batches(lines, chance))
    slower = torch.optim.lr_scheduler.LambdaLR(
        pace, lambda at: min(1.0, (at + 1) / 60, max(0.0, 1 - at / rounds) * 1.5)
    )
    for epoch in range(args.epochs):
        head.train()
        started, losses = time.process_time(), []
        for group in batches(lines, chance):
            pace.zero_grad()
            loss = loss_of(head, group, 0.1)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            pace.step()
            slower.step()
            losses.append(loss.item())
        wrong = error_rate(head, held)
        spent = time.process_time() - started
        print(f"round {epoch + 1}: loss {np.mean(losses):.3f}, held CER {wrong:.4f}, {spent:.0f} s", flush=True)
        kept(head, args.weights)


if __name__ == "__main__":
    main()
