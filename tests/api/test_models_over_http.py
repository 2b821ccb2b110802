"""An administrator looks at a model, states an error, promotes and rolls back, over HTTP; nobody's paper is shown."""

from __future__ import annotations

import pytest
from office import PEOPLE, Office

from classify.evaluate import Outcome
from registry import accounts
from registry.access import Principal
from registry.model import Account
from registry.tuning import judging, measures, models
from registry.tuning.judging import Verdict
from registry.tuning.measures import Paper
from registry.tuning.models import Made


def admin(office: Office) -> Principal:
    with office.house.database.reading() as session:
        found = session.query(Account).filter_by(login=PEOPLE["admin"].login).one()
        return accounts.person(found)


def kept(office: Office, mark: str, document: str, papers: int = 700) -> str:
    """A model that judged so many papers, two of which it took for something else, unsure of itself."""
    outcomes = [
        Outcome(place, "kiri", "vaie" if place < 2 else "kiri", 0.4 if place < 2 else 0.99) for place in range(papers)
    ]
    told = measures.packed(outcomes, [Paper(f"{place:032x}", document, 1) for place in range(papers)])
    threshold, chosen = measures.operating(outcomes, 0.005, 0.6)
    metrics = {**told, "measured": "held_back", "own_threshold": 0.6, "reached": chosen.reached}
    made = Made(mark * 64, "d" * 64, "1", ["kiri", "vaie"], 900, papers, metrics, threshold, 0.005)
    with office.house.database.transaction() as session:
        return models.keep(session, admin(office), made).id


def test_the_threshold_follows_from_the_stated_error_with_its_interval(office: Office, document: str) -> None:
    client, model = office.as_("admin"), kept(office, "a", document)
    found = client.get(f"/v1/admin/models/{model}").json()
    assert found["threshold"]["reached"]
    assert found["threshold"]["value"] == pytest.approx(0.99)
    assert (found["threshold"]["wrong"], found["threshold"]["accepted"]) == (0, 698)
    assert 0 < found["threshold"]["high"] <= 0.0055
    strict = client.get(f"/v1/admin/models/{model}", params={"stated_error": 0.001}).json()
    assert not strict["threshold"]["reached"]
    assert strict["threshold"]["needed"] == 2995
    loose = client.put(f"/v1/admin/models/{model}/error", json={"stated_error": 0.05}, headers={"If-Match": '"1"'})
    assert loose.json()["threshold"] == pytest.approx(0.4)


def test_the_confusion_matrix_leads_to_documents_that_a_handler_opens(office: Office, document: str) -> None:
    found = office.as_("admin").get(f"/v1/admin/models/{kept(office, 'a', document)}").json()
    (cell,) = [cell for cell in found["confusion"] if cell["answer"] == "tundmatu"]
    assert cell["count"] == 2
    opened = f"/v1/documents/{cell['papers'][0]['document_id']}"
    assert office.as_("handler").get(opened).status_code == 200
    assert office.as_("admin").get(opened).status_code == 403  # administration sees no content


def test_promotion_is_signed_and_rolled_back(office: Office, document: str) -> None:
    client = office.as_("admin")
    first, second = kept(office, "a", document), kept(office, "b", document)
    for model in (first, second):
        unsaid = client.post(f"/v1/admin/models/{model}/promote", json={"reason": "."}, headers={"If-Match": '"1"'})
        assert (unsaid.status_code, unsaid.json()["code"]) == (422, "reason_missing")
        said = client.post(f"/v1/admin/models/{model}/promote", json={"reason": "Parem"}, headers={"If-Match": '"1"'})
        assert said.json()["state"] == "champion"
    states = {row["id"]: row["state"] for row in client.get("/v1/admin/models").json()}
    assert states == {first: "retired", second: "champion"}
    back = client.post("/v1/admin/models/rollback", json={"reason": "Läks halvemaks"}).json()
    assert {row["id"]: row["state"] for row in back} == {first: "champion", second: "retired"}
    acts = client.get("/v1/admin/promotions").json()
    assert [act["act"] for act in acts] == ["rollback", "promote", "promote"]


def test_pictures_shadow_and_drift_are_told_without_content(office: Office, document: str) -> None:
    client = office.as_("admin")
    old, new = kept(office, "a", document), kept(office, "b", document)
    with office.house.database.transaction() as session:
        models.challenge(session, admin(office), new, 1, "Proovime")
        judging.record(session, document, Verdict(old, "kiri", 0.8), Verdict(new, "vaie", 0.9))
    shadow = client.get("/v1/admin/shadow").json()
    assert (shadow["challenger"], shadow["judged"], shadow["disagreed"]) == (new, 1, 1)
    assert shadow["latest"][0]["document_id"] == document
    for plot in ("confusion", "reliability", "coverage"):
        drawn = client.get(f"/v1/admin/models/{old}/plots/{plot}")
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        assert "script-src" not in drawn.headers["content-security-policy"]
        assert drawn.text.startswith("<svg")
    drift = client.get("/v1/admin/drift").json()
    assert (drift["against"], drift["codes"], drift["notices"]) == ("nothing", [], [])
