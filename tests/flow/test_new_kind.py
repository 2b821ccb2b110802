"""An admin adds a form kind from a blank PDF and three samples, without code: known and read in the next scan.

Everything goes over HTTP to real processes, and the pages are really read. The form is our own invention; the printing
shop draws it from `bench/newkind`, the house gets only the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from running import PASSWORD, RunningOffice
from world import wait_until

from bench.paper import files
from bench.paper.form import print_form
from bench.paper.printing import Order, make
from bench.paper.truth import tell
from classify.catalogue import read_kind
from ports.database import Database
from registry import accounts
from registry.accounts import Profile

FORM = Path(__file__).parents[2] / "bench" / "newkind" / "aiamaa_taotlus.toml"
CODE = "aiamaa_taotlus"
TITLES = {"title_et": "Aiamaa taotlus", "title_en": "Garden plot", "title_ru": "Огород"}


@contextmanager
def admin(office: RunningOffice) -> Iterator[httpx.Client]:
    with closing(Database(office.store.database_url)) as database, database.transaction() as session:
        accounts.add_account(session, Profile("aado", "Aado Aru", "admin"), PASSWORD)
    headers = {"Origin": office.address, "Accept-Language": "en"}
    with httpx.Client(base_url=office.address, headers=headers, timeout=60) as client:
        assert client.post("/v1/sign-in", json={"login": "aado", "password": PASSWORD}).status_code == 200
        yield client


def printed(folder: Path, seed: int) -> tuple[Path, dict[str, str]]:
    """A filled sheet from an office scanner, and what was written on it, by the label that is printed there."""
    kind = read_kind(FORM)
    sample = make(Order(kind, seed, damage="office", style="print"))
    paths = files.save(sample.pictures, folder / f"sheet-{seed}", "pdf")
    labels = {spec.name: spec.labels["et"][0] for spec in kind.fields}
    return paths[0], {labels[one["name"]]: one["value"] for one in tell(sample, paths)["fields"] if one["value"]}


def done(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    """The job, when a worker has done it."""
    assert answer.status_code == 202, answer.text
    address = f"/v1/admin/jobs/{answer.json()['id']}"
    wait_until(lambda: client.get(address).json()["state"] in {"done", "failed"}, 180, "the tuning", every=0.3)
    job: dict[str, Any] = client.get(address).json()
    assert (job["state"], job["progress"]) == ("done", 100), job
    return job


@pytest.mark.parametrize("office", ["embedded", pytest.param("server", marks=pytest.mark.services)], indirect=True)
def test_an_admin_adds_a_kind_without_code(office: RunningOffice, tmp_path: Path) -> None:
    office.start_web()
    office.start_worker()
    unknown, _ = printed(tmp_path, 11)
    (before,) = office.wait_settled(office.send(unknown), 180)
    with admin(office) as client:
        taught(client, tmp_path)
    scan, written = printed(tmp_path, 12)
    (sent,) = office.wait_settled(office.send(scan), 180)
    with office.handler() as handler:
        assert handler.get(f"/v1/documents/{before['id']}").json()["kind"] != CODE
        document = handler.get(f"/v1/documents/{sent['id']}").json()
    assert document["kind"] == CODE
    read = {one["label"]: one["value"] for one in document["fields"] if one["value"]}
    right = [label for label, value in written.items() if read.get(label) == value]
    assert len(right) >= 0.8 * len(written), {label: (written[label], read.get(label)) for label in written}
    assert {"Isikukood", "Eesnimi", "Perekonnanimi"} <= set(right)
    office.verify()


def taught(client: httpx.Client, folder: Path) -> None:
    """A blank and three samples; the draft is looked at, one line is changed, and it is signed."""
    blank = print_form(read_kind(FORM)).pdf
    job = done(client, client.post("/v1/admin/kinds/blanks", params={"code": CODE, **TITLES}, content=blank))
    address = f"/v1/admin/kinds/{job['result']}"
    draft = client.get(address)
    text = draft.json()["text"].replace('"veevargist"', '"mains"')
    changed = client.put(address, json={"text": text}, headers={"If-Match": draft.headers["ETag"]})
    assert changed.status_code == 200, changed.text
    for seed in (1, 2, 3):
        sheet, _ = printed(folder, seed)
        done(client, client.post("/v1/admin/samples/file", params={"kind": CODE}, content=sheet.read_bytes()))
    counts = client.get("/v1/admin/samples").json()["counts"]
    assert sum(one["count"] for one in counts if one["kind"] == CODE) == 4
    signed = client.post(
        f"{address}/publish", json={"reason": "Uus vorm"}, headers={"If-Match": changed.headers["ETag"]}
    )
    assert signed.status_code == 200, signed.text
    assert signed.json()["signed_by"] == "Aado Aru"
