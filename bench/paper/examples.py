"""The sample scans that ship with the house: `python -m bench.paper.examples` prints them anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.paper.__main__ import write
from bench.paper.household import Household, gather
from bench.paper.printing import TODAY, Order
from classify.catalogue import load

FOLDER = Path(__file__).resolve().parents[2] / "examples"
SCANNER = "skew:1,noise:1,blur:1,resolution:3,tint:1,jpeg:2"


@dataclass(frozen=True, slots=True)
class Example:
    stem: str
    kind: str
    seed: int
    format: str
    damage: str
    style: str = ""
    faults: tuple[str, ...] = ()
    people: Household | None = None
    received: bool | None = None


def examples() -> tuple[Example, ...]:
    pensioner = gather(11, "pensioner", TODAY)
    family = gather(29, "family", TODAY)
    return (
        Example("01-pensioniavaldus", "pensioniavaldus", 1, "pdf", "skew:2,noise:1,bitonal:2", "hand",
                people=pensioner),
        Example("02-arstitoend", "arstitoend", 2, "jpg", "phone:2,blur:1,noise:1,jpeg:2", "print", people=pensioner),
        Example("03-perehuvitiste-taotlus", "perehuvitiste_taotlus", 3, "tiff", "skew:1,noise:1,punch_holes:1",
                "typewriter", people=family),
        Example("04-sunnitoend", "sunnitoend", 4, "pdf", SCANNER, "print", people=family),
        Example("05-valjamaksuviisi-avaldus", "valjamaksuviisi_avaldus", 16, "png", "skew:1,blur:1,resolution:3,grey:1",
                "hand", received=True),
        Example("06-valjamaksuviisi-avaldus", "valjamaksuviisi_avaldus", 31, "pdf", f"{SCANNER},fold:2", "hand",
                ("two_ticks", "missing_signature")),
        Example("07-pensioniavaldus", "pensioniavaldus", 7, "tiff", "skew:2,noise:1,turned:2", "typewriter",
                ("bad_checksum", "birth_date_mismatch")),
        Example("08-kiri", "kiri", 8, "pdf", f"{SCANNER},grey:1", "print"),
        Example("09-kiri", "kiri", 9, "jpg", "phone:1,blur:1,noise:1,fold:2,jpeg:2", "hand"),
        Example("10-perehuvitiste-taotlus", "perehuvitiste_taotlus", 10, "pdf",
                "skew:3,noise:2,streak:1,low_toner:1,resolution:3,grey:1,jpeg:3", "print",
                ("third_party_account", "future_date")),
        Example("11-loetamatu", "valjamaksuviisi_avaldus", 11, "jpg", "unreadable", "hand"),
        Example("12-kviitung", "tundmatu", 11, "jpg", "phone:2,blur:1,noise:1,jpeg:3"),
    )  # fmt: skip


def main() -> None:
    catalogue = load()
    truths = FOLDER / "truth"
    truths.mkdir(parents=True, exist_ok=True)
    for example in examples():
        order = Order(
            catalogue[example.kind], example.seed, example.damage, example.format, example.faults, example.style,
            example.people, received=example.received,
        )  # fmt: skip
        for path in write(order, FOLDER, example.stem, truths):
            print(f"{path.name}  {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
