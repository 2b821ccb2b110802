"""What a station experiences: 201 means that we have it, anything else means that it must keep the paper."""

import base64
import hashlib
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from office import LIMIT, Office, paper
from sqlalchemy.orm import Session

from capture.reasons import REASONS
from ports.database import Database, OutcomeUnknown, Unavailable


def digest_header(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def test_a_new_document_gets_a_viit_and_a_receipt(office: Office) -> None:
    body = paper()
    receipt = office.send(office.batch(), 1, body)
    assert receipt["sha256"] == hashlib.sha256(body).hexdigest()
    assert receipt["size"] == len(body)
    assert receipt["viit"] == "6.0-1/1-1"
    assert len(str(receipt["signature"])) == 64
    assert office.house.blobs.get(str(receipt["sha256"])) == body
    assert office.spooled() == []


def test_a_retry_gets_the_same_receipt_and_registers_nothing(office: Office) -> None:
    batch = office.batch()
    first = office.send(batch)
    again = office.as_("station").put(f"/v1/batches/{batch}/documents/1", content=paper())
    assert again.status_code == 200
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first
    assert office.as_("station").get(f"/v1/batches/{batch}").json()["accepted"] == 1


def test_ten_retries_at_once_register_once(office: Office) -> None:
    batch, client = office.batch(), office.as_("station")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: client.put(f"/v1/batches/{batch}/documents/1", content=paper()), range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert office.spooled() == []


def test_other_bytes_under_a_used_number_are_refused(office: Office) -> None:
    batch = office.batch()
    office.send(batch)
    other = office.as_("station").put(f"/v1/batches/{batch}/documents/1", content=paper("TEINE"))
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    assert office.as_("station").get(f"/v1/batches/{batch}").json()["accepted"] == 1


def test_the_same_bytes_under_another_number_are_another_document(standing: Office) -> None:
    batch = standing.batch()
    first, second = standing.send(batch, 1), standing.send(batch, 2)
    assert first["sha256"] == second["sha256"]
    assert first["viit"] != second["viit"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(b"", 400, "empty"), (b"PK\x03\x04 a zip", 415, "unknown_type"), (b"<svg/>", 415, "unknown_type")],
)
def test_what_we_cannot_take_is_refused_before_we_are_responsible(
    standing: Office, body: bytes, status: int, code: str
) -> None:
    batch = standing.batch()
    answer = standing.as_("station").put(f"/v1/batches/{batch}/documents/1", content=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert standing.as_("station").get(f"/v1/batches/{batch}").json()["accepted"] == 0
    assert standing.spooled() == []


def test_a_file_over_the_limit_is_refused_before_its_body_is_read(standing: Office) -> None:
    with _begun(standing, f"/v1/batches/{standing.batch()}/documents/1", LIMIT + 1) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_does_not_say_its_length_is_stopped_at_the_limit(standing: Office) -> None:
    batch, pieces = standing.batch(), [b"%PDF-1.7\n"] + [b"x" * 50_000] * 10
    answer = standing.as_("station").put(f"/v1/batches/{batch}/documents/1", content=iter(pieces))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert standing.spooled() == []


def test_the_declared_digest_is_compared(standing: Office) -> None:
    url, body = f"/v1/batches/{standing.batch()}/documents/1", paper()
    client = standing.as_("station")
    for name in ("Content-Digest", "Repr-Digest"):
        wrong = client.put(url, content=body, headers={name: digest_header(b"other")})
        assert (wrong.status_code, wrong.json()["code"]) == (400, "digest_mismatch")
        malformed = client.put(url, content=body, headers={name: "sha-256=:not base64:"})
        assert (malformed.status_code, malformed.json()["code"]) == (400, "bad_digest")
    assert standing.spooled() == []
    right = client.put(url, content=body, headers={"Content-Digest": f"md5=:AAAA:, {digest_header(body)}"})
    assert right.status_code == 201


def test_the_declared_number_of_pages_is_compared_where_bytes_tell_it(standing: Office) -> None:
    url, client = f"/v1/batches/{standing.batch()}/documents/1", standing.as_("station")
    wrong = client.put(url, content=paper(), headers={"X-Declared-Pages": "2"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "pages_mismatch")
    assert client.put(url, content=paper(), headers={"X-Declared-Pages": "1"}).status_code == 201


def test_an_encoded_body_is_refused(standing: Office) -> None:
    url = f"/v1/batches/{standing.batch()}/documents/1"
    answer = standing.as_("station").put(url, content=paper(), headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["code"]) == (415, "encoded_body")


def test_a_connection_that_breaks_leaves_nothing(office: Office) -> None:
    batch, body = office.batch(), paper()
    for part in (0, 1, len(body) // 2, len(body) - 1):
        with _begun(office, f"/v1/batches/{batch}/documents/1", len(body)) as connection:
            connection.sendall(body[:part])
            _wait_for(lambda: office.spooled() != [])
        _wait_for(lambda: office.spooled() == [])
    assert office.as_("station").get(f"/v1/batches/{batch}").json()["accepted"] == 0
    office.send(batch, 1, body)


def test_a_full_disk_is_said_before_the_body_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.spool.SPARE", 1 << 60)  # as if the disk were that much too small
    answer = office.as_("station").put(f"/v1/batches/{office.batch()}/documents/1", content=paper())
    assert (answer.status_code, answer.json()["code"]) == (503, "no_space")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_store_that_is_away_means_try_again(office: Office) -> None:
    batch = office.batch()
    folder = office.house.settings.store.data_dir / "blobs"
    aside = folder.rename(folder.with_name("away"))
    folder.write_bytes(b"not a folder")
    answer = office.as_("station").put(f"/v1/batches/{batch}/documents/1", content=paper())
    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
    assert "Retry-After" in answer.headers
    folder.unlink()
    aside.rename(folder)
    office.send(batch)


@pytest.mark.parametrize(("fault", "code"), [(OutcomeUnknown, "outcome_unknown"), (Unavailable, "unavailable")])
def test_a_database_that_is_silent_or_away_means_try_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], code: str
) -> None:
    """The commit's answer is lost after everything was committed, or before anything was: the retry tells which."""
    batch, perform = office.batch(), office.house.database.perform

    def lost(self: Database, event: Callable[[Session], object]) -> object:
        if fault is OutcomeUnknown:
            perform(event)
        raise fault

    monkeypatch.setattr(Database, "perform", lost)
    answer = office.as_("station").put(f"/v1/batches/{batch}/documents/1", content=paper())
    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert int(answer.headers["Retry-After"]) > 0
    monkeypatch.undo()
    again = office.as_("station").put(f"/v1/batches/{batch}/documents/1", content=paper())
    assert again.status_code == (200 if fault is OutcomeUnknown else 201)
    assert office.as_("station").get(f"/v1/batches/{batch}").json()["accepted"] == 1


def test_a_form_from_a_browser_is_a_document_too(office: Office) -> None:
    batch = office.batch("handler")
    url = f"/v1/batches/{batch}/documents"
    form = {"files": {"file": ("../../etc/passwd.pdf", paper(), "application/pdf")}}
    answer = office.as_("handler").post(url, data={"seq": "1"}, **form)
    assert answer.status_code == 201, answer.text
    again = office.as_("handler").post(url, data={"seq": "1"}, **form)
    assert again.json() == answer.json()
    assert again.status_code == 200
    assert office.spooled() == []


@pytest.mark.parametrize(
    ("data", "files", "code"),
    [
        ({}, {"file": paper()}, "bad_form"),
        ({"seq": "0"}, {"file": paper()}, "bad_form"),
        ({"seq": "1"}, {}, "bad_form"),
        ({"seq": "1"}, {"file": paper(), "more": paper()}, "bad_form"),
        ({"seq": "1", "a": "1", "b": "2", "c": "3"}, {"file": paper()}, "bad_form"),
        ({"seq": "1" * 2000}, {"file": paper()}, "bad_form"),
        ({"seq": "1"}, {"file": b""}, "empty"),
        ({"seq": "1"}, {"file": b"%PDF-" + b"x" * (LIMIT + 1)}, "too_large"),
    ],
)
def test_a_form_that_is_not_one_file_and_its_number_is_refused(
    standing: Office, data: dict[str, str], files: dict[str, bytes], code: str
) -> None:
    batch = standing.batch("handler")
    named = {name: ("scan.png", content) for name, content in files.items()}
    answer = standing.as_("handler").post(f"/v1/batches/{batch}/documents", data=data, files=named)
    assert answer.json()["code"] == code
    assert standing.spooled() == []


def test_a_batch_counts_what_was_sent_accepted_and_registered(office: Office) -> None:
    batch, client = office.batch(declared=2), office.as_("station")
    office.send(batch, 1)
    early = client.post(f"/v1/batches/{batch}/close", json={})
    assert early.status_code == 422
    assert (early.json()["code"], early.json()["declared"], early.json()["missing"]) == ("count_mismatch", 2, [2])
    office.send(batch, 2)
    closed = client.post(f"/v1/batches/{batch}/close", json={"declared": 2})
    assert closed.status_code == 200
    count = closed.json()
    assert (count["state"], count["declared"], count["accepted"], count["registered"]) == ("closed", 2, 2, 2)
    late = client.put(f"/v1/batches/{batch}/documents/3", content=paper())
    assert (late.status_code, late.json()["code"]) == (409, "batch_closed")
    assert client.put(f"/v1/batches/{batch}/documents/2", content=paper()).status_code == 200
    assert [row["id"] for row in client.get("/v1/batches").json()] == [batch]


def test_a_station_learns_what_must_be_scanned_again(office: Office, document: str) -> None:
    batch = office.as_("station").get("/v1/batches").json()[0]["id"]
    progress = office.as_("station").get(f"/v1/batches/{batch}").json()["documents"][0]
    assert (progress["id"], progress["state"], progress["page_count"]) == (document, "placed", 1)
    page = progress["pages"][0]
    assert page["verdict"] == "check"
    assert page["reasons"][0]["code"] == "blur"
    assert page["reasons"][0]["text"] == REASONS["blur"]["en"]


def test_a_body_lies_in_a_file_while_it_comes_not_in_memory(standing: Office) -> None:
    with _begun(standing, f"/v1/batches/{standing.batch()}/documents/1", LIMIT - 1) as connection:
        connection.sendall(b"%PDF-1.7\n")
        _wait_for(lambda: len(standing.spooled()) == 1)
    _wait_for(lambda: standing.spooled() == [])


def _begun(office: Office, path: str, length: int) -> socket.socket:
    """A connection on which an upload of so many bytes was announced."""
    parts = urlsplit(office.address)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=10)
    head = f"PUT {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {office.key}\r\n"
    connection.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode())
    return connection


def _wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < until, "it did not happen within five seconds"
        time.sleep(0.01)
