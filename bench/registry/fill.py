"""Fills an empty database with cases and their documents, all invented. COPY, because a million INSERTs take hours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

import psycopg

from bench.registry import people
from bench.registry.people import Prose
from registry import folding

UNITS = ("PEN", "FAM", "DIS", "PAY", "CLI")
KINDS = {
    "PEN": "pensioniavaldus", "FAM": "perehuvitiste_taotlus", "DIS": "arstitoend", "PAY": "valjamaksuviisi_avaldus",
    "CLI": "kiri",
}  # fmt: skip
WORDS_A_PAGE = 24
START = datetime(2020, 1, 1, 8, tzinfo=UTC)
TODAY = date(2026, 11, 22)
BASIS = "AvTS § 35 lg 1 p 12"


@dataclass(frozen=True, slots=True)
class Size:
    """An office: `handlers` in its five units, one case of `open_share` open."""

    documents: int
    cases: int
    open_share: int = 20
    handlers: int = 60


def fill(connection: psycopg.Connection, size: Size) -> None:
    prose = Prose(7)
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # references hold by the way it is made
        connection.execute("DROP INDEX search_fts_all, search_fts_public, search_fts_case")
        for table, rows in _tables(size, prose):
            _copy(connection, table, rows)
        connection.execute("SELECT setval('search_text_id_seq', %s)", [size.documents])
    connection.execute("CREATE INDEX search_fts_all ON search_text USING gin (search_fts_words)")
    connection.execute("CREATE INDEX search_fts_public ON search_text USING gin (search_fts_open)")
    connection.execute("CREATE INDEX search_fts_case ON case_file USING gin (search_fts_said)")
    connection.execute("VACUUM ANALYZE")


def key(number: int) -> str:
    return f"{number:032x}"


def case_of(document: int, size: Size) -> int:
    """Papers of one case come in between those of others, as they do."""
    return document * 7919 % size.cases


def unit_of(case: int) -> str:
    return UNITS[case % 5]


def _copy(connection: psycopg.Connection, table: str, rows: Iterable[dict[str, object]]) -> None:
    found = iter(rows)
    first = next(found)
    columns = ", ".join(f'"{name}"' for name in first)
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
        copy.write_row(list(first.values()))
        for row in found:
            copy.write_row(list(row.values()))


def _tables(size: Size, prose: Prose) -> Iterator[tuple[str, Iterable[dict[str, object]]]]:
    documents = range(1, size.documents + 1)
    yield "account", map(_account, range(size.handlers))
    yield "batch", [_batch()]
    yield "case_file", (_case(number, size) for number in range(size.cases))
    yield "blob", map(_blob, documents)
    yield "document", (_document(number, size) for number in documents)
    yield "entry", (_entry(number, size) for number in documents)
    texts = {}  # the words of a page are drawn once and stand both on the page and in the index
    yield "page", (_page(number, texts.setdefault(number, prose.some(WORDS_A_PAGE))) for number in documents)
    yield "search_text", (_search(number, texts.pop(number), size) for number in documents)
    yield "field_value", (row for number in documents for row in _fields(number, size))
    yield "search_near", _near(size, prose.words)


def _account(number: int) -> dict[str, object]:
    unit = UNITS[number % 5]
    return {"id": key(number), "login": f"h{number}", "name": people.name(number), "password_hash": "-",
            "role": "handler", "units": unit, "language": "et", "active": True}  # fmt: skip


def _batch() -> dict[str, object]:
    return {"id": key(0), "principal": "station:0", "label": "", "one_client": False, "state": "open",
            "created_at": START}  # fmt: skip


def _case(number: int, size: Size) -> dict[str, object]:
    opened = START + timedelta(minutes=number * 8)
    is_open = number % size.open_share == 0
    turn = number // size.open_share if is_open else number
    state = ("new", "review", "waiting")[turn % 3] if is_open else ("confirmed", "closed")[number % 2]
    due = TODAY + timedelta(days=turn % 40 - 5) if is_open else (opened + timedelta(days=30)).date()
    unit = unit_of(turn)
    handler = None if is_open and turn // 5 % 10 == 0 else key(turn % 5 + 5 * (turn // 5 % (size.handlers // 5)))
    return {
        "id": key(number), "number": f"6.0-1/{number + 1}", "kind": KINDS[unit], "client_code": people.code(number),
        "client_name": people.name(number), "said": _line(number), "unit": unit,
        "handler_id": handler, "route_why": "route_kind", "state": state, "opened_at": opened,
        "due_on": None if state == "waiting" else due, "due_why": "", "priority": 5, "needs": "", "version": 1,
    }  # fmt: skip


def _line(case: int) -> str:
    """As `Case.said`."""
    return folding.stored(folding.words(f"6.0-1/{case + 1} {people.code(case)} {people.name(case)}"))


def _blob(number: int) -> dict[str, object]:
    return {"sha256": f"{number:064x}", "size": 100_000, "media_type": "application/pdf", "created_at": START}


def _document(number: int, size: Size) -> dict[str, object]:
    case = case_of(number, size)
    return {
        "id": key(number), "batch_id": key(0), "seq": number, "principal": "station:0", "sha256": f"{number:064x}",
        "declared_type": "", "viit": _viit(number), "case_no": 10_000_000 + number, "viit_seq": 1,
        "registered_at": _at(number), "receipt_id": key(number), "state": "placed", "page_count": 1,
        "kind": KINDS[unit_of(case)], "kind_confidence": 0.9, "kind_why": "[]", "kind_alternatives": "[]",
        "case_id": key(case), "placed_why": "", "version": 1,
    }  # fmt: skip


def _viit(number: int) -> str:
    return f"6.0-1/{10_000_000 + number}-1"


def _at(number: int) -> datetime:
    return START + timedelta(minutes=number * 3)


def _entry(number: int, size: Size) -> dict[str, object]:
    day = _at(number).date()
    return {
        "id": key(number), "viit": _viit(number), "direction": "in", "document_id": key(number),
        "registered_at": _at(number), "registered_by": "station:0", "series": "6.0-1", "kind": "avaldus",
        "title": "Avaldus", "public_title": "Avaldus", "party": people.name(case_of(number, size)),
        "party_person": True, "how": "post", "their_viit": "", "unit": "", "ak_basis": BASIS, "ak_from": day,
        "ak_until": date(day.year + 75, day.month, min(day.day, 28)), "edited": "[]", "version": 1,
    }  # fmt: skip


def _page(number: int, words: Sequence[str]) -> dict[str, object]:
    packed = [[word, 100, 100, 200, 140, 0.9] for word in words]
    lines = [{"engine": "bench", "words": packed[start : start + 6]} for start in range(0, len(packed), 6)]
    text = {"format": 1, "number": 1, "width": 2480, "height": 3508, "layer": "", "lines": lines}
    return {"document_id": key(number), "number": 1, "picture": f"{number:064x}", "original": f"{number:064x}",
            "thumbnail": f"{number:064x}", "width": 2480, "height": 3508, "dpi": 300.0, "rotation": 0,
            "verdict": "good", "score": 0.9, "reasons": "[]", "text": json.dumps(text, ensure_ascii=False)}  # fmt: skip


def _search(number: int, words: Sequence[str], size: Size) -> dict[str, object]:
    case = case_of(number, size)
    numbers = f"1 6 6x0x1 6x0x1x{10_000_000 + number}x1 avaldus {10_000_000 + number} {people.code(case)}"
    pages = " ".join(sorted({_folded(word) for word in words}))
    return {"id": number, "entry_id": key(number), "case_id": key(case), "pages": pages,
            "facts": f"{numbers} {_folded(people.name(case))} {_folded(people.place(case))}",
            "open": f"1 6 6x0x1 6x0x1x{10_000_000 + number}x1 avaldus {10_000_000 + number}"}  # fmt: skip


@cache
def _folded(text: str) -> str:
    return folding.stored(folding.words(text))


def _fields(number: int, size: Size) -> Iterator[dict[str, object]]:
    case = case_of(number, size)
    said = {"client_name": people.name(case), "personal_code": people.code(case), "address": people.place(case)}
    for position, (name, value) in enumerate(said.items()):
        yield {"id": key(number * 4 + position), "document_id": key(number), "position": position, "name": name,
               "value": value, "proposed": value, "raw": value, "confidence": 0.95, "page": 1,
               "box": "[1, 2, 3, 4]", "found": "found", "version": 1}  # fmt: skip


def _near(size: Size, words: Sequence[str]) -> Iterator[dict[str, object]]:
    spoken = {word for text in words for word in folding.words(text)}
    for case in range(size.cases):
        spoken |= folding.words(people.name(case))
    yield from ({"key": near, "word": word} for word in sorted(spoken) for near in sorted(folding.noted_keys(word)))
