"""`python -m bench.registry`: fills two databases, asks them, writes docs/registry.md.

`--documents 100000` for a shorter run, `--folder` where there is room (a million documents take some 6 GB).
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from bench.registry import measure
from bench.registry.fill import Size, fill
from bench.registry.measure import Answer, Asked
from bench.registry.server import connect, postgres
from ports.database import Database
from registry import schema

PAGE = Path(__file__).resolve().parents[2] / "docs" / "registry.md"
SMALL = Size(10_000, 3_000, open_share=3, handlers=10)  # young: as many open cases for each handler as the large one
HEAD = """# How fast the register answers

Made by `python -m bench.registry`: a PostgreSQL {version} of its own ({cores} cores, load {load} while it ran), two
offices filled with COPY with invented people; each question asked of both in turn, {times} times warm, of the house's
own functions, with pages of 50 cases or 20 hits. Wanted: under 150 ms with {documents:,} documents and {cases:,} cases,
and at most 1.5 times the time with {few:,}. In both a handler has some hundred open cases or more, so that a page of
the queue is full. All tables lie in PostgreSQL's memory (a quarter of the machine's).
`loads` is no list: it counts every open case of the office, 15 times as many in the large one. Milliseconds, median
(worst).

| question | {documents:,} documents | {few:,} documents | times | |
|---|--:|--:|--:|---|
"""


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--documents", type=int, default=1_000_000)
    wanted.add_argument("--folder", type=Path)
    wanted.add_argument("--out", type=Path, default=PAGE, help="a file to write, or a folder to write registry.md in")
    chosen = wanted.parse_args()
    out = chosen.out / PAGE.name if chosen.out.is_dir() else chosen.out
    large = Size(chosen.documents, chosen.documents * 3 // 10)
    with postgres(chosen.folder) as server:
        offices = [filled(server, "many", large), filled(server, "few", SMALL)]
        for office in offices:
            measure.warm(office.database)
        answers = measure.ask(*offices)
        version = measure.version(offices[0].database)
        for office in offices:
            office.database.close()
    head = HEAD.format(
        version=version, cores=os.cpu_count(), load=round(os.getloadavg()[1], 1), times=measure.TIMES,
        documents=large.documents, cases=large.cases, few=SMALL.documents,
    )  # fmt: skip
    out.write_text(head + "\n".join(row(*both) for both in answers) + "\n" + plans([many for many, _ in answers]))


def filled(server: str, name: str, size: Size) -> Asked:
    connect(f"{server}postgres").execute(f"CREATE DATABASE {name}".encode())
    schema.upgrade(f"{server}{name}")
    begun = time.monotonic()
    with connect(f"{server}{name}") as connection:
        fill(connection, size)
    print(f"{size.documents} documents filled in {time.monotonic() - begun:.0f} s", flush=True)
    return Asked(Database(f"{server}{name}"), size)


def row(many: Answer, few: Answer) -> str:
    times = many.median / few.median
    met = many.median < 150 and times <= 1.5
    return (
        f"| {many.what} | {many.median:.1f} ({many.worst:.0f}) | {few.median:.1f} ({few.worst:.0f}) | {times:.2f} "
        f"| {'' if met else '**missed**'} |"
    )


def plans(many: list[Answer]) -> str:
    """Of each question the plan of its slowest statement."""
    said = "".join(f"\n### {answer.what}\n\n```\n{answer.plan}\n```\n" for answer in many)
    return f"\n## The plans\n\nOf the slowest statement of each question, with the larger number.\n{said}"


if __name__ == "__main__":
    main()
