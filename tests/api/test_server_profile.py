"""The same web process over PostgreSQL, an S3 server and RabbitMQ."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from office import Office, founded, open_office, paper, read, settings_of

pytestmark = pytest.mark.services


@pytest.fixture
def office(tmp_path: Path, postgres_url: str, s3_url: str, world_rabbit_url: str) -> Iterator[Office]:
    settings = settings_of(tmp_path, DATABASE_URL=postgres_url, BLOBS_URL=s3_url, BROKER_URL=world_rabbit_url)
    with open_office(settings, founded(settings)) as opened:
        yield opened


def test_health_names_the_services(office: Office) -> None:
    health = office.as_("nobody").get("/v1/health/ready").json()
    assert health == {"status": "ok", "database": "ok", "store": "ok", "broker": "amqp"}


def test_retries_at_once_register_once(office: Office) -> None:
    batch, client = office.batch(), office.as_("station")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.put(f"/v1/batches/{batch}/documents/1", content=paper()), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.content for answer in answers}) == 1


def test_documents_sent_side_by_side_are_numbered_without_a_gap(office: Office) -> None:
    batch, client = office.batch(), office.as_("station")

    def send(seq: int) -> str:
        answer = client.put(f"/v1/batches/{batch}/documents/{seq}", content=paper(str(seq)))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["viit"])

    with ThreadPoolExecutor(8) as pool:
        viits = list(pool.map(send, range(1, 17)))
    assert sorted(viits, key=lambda viit: int(viit.split("/")[1][:-2])) == [f"6.0-1/{n}-1" for n in range(1, 17)]


def test_a_value_is_corrected_and_the_slower_one_is_told(office: Office) -> None:
    document = str(office.send(office.batch())["document_id"])
    read(office.house, document)
    client = office.as_("handler")
    field = client.get(f"/v1/documents/{document}").json()["fields"][0]
    seen = {"If-Match": f'"{field["version"]}"'}
    url = f"/v1/fields/{field['id']}"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda name: client.put(url, json={"value": name}, headers=seen), "ABCD"))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    stands = client.get(url).json()["value"]
    assert {answer.json()["current"]["value"] for answer in answers if answer.status_code == 412} == {stands}


def test_what_no_database_can_keep_is_a_mistake_not_a_fault(office: Office) -> None:
    client = office.as_("handler")
    assert client.post("/v1/batches", json={"label": "\x00"}).status_code == 422
    assert client.post("/v1/cases/search", json={"text": "\x00"}).status_code == 422
    assert client.post("/v1/sign-in", json={"login": "\x00", "password": "a guess"}).status_code == 401
    form = b'--x\r\nContent-Disposition: form-data; name="seq"\r\n\r\n1\r\n--x\r\nContent-Type: image/\x00png\r\n'
    form += b'Content-Disposition: form-data; name="file"; filename="\xff"\r\n\r\n' + paper() + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post(f"/v1/batches/{office.batch('handler')}/documents", content=form, headers=headers)
    assert answer.status_code in {201, 400}, answer.text
