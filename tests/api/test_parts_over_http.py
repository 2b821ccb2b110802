"""A scan cut into documents over HTTP, and joined again: with the version one saw, and never out of one's sight."""

from office import Office, read


def test_pages_must_not_be_lost(office: Office) -> None:
    sent = str(office.send(office.batch(), body=None)["document_id"])
    read(office.house, sent)
    client = office.as_("handler")
    seen = {"If-Match": f'"{client.get(f"/v1/documents/{sent}").json()["version"]}"'}
    refused = client.post(f"/v1/documents/{sent}/split", json={"pieces": [[1], [2]]}, headers=seen)
    assert (refused.status_code, refused.json()["code"]) == (422, "pages_left_out")


def test_one_document_stays_one(office: Office) -> None:
    sent = str(office.send(office.batch(), body=None)["document_id"])
    read(office.house, sent)
    client = office.as_("handler")
    seen = {"If-Match": f'"{client.get(f"/v1/documents/{sent}").json()["version"]}"'}
    whole = client.post(f"/v1/documents/{sent}/split", json={"pieces": [[1]]}, headers=seen)
    assert (whole.status_code, whole.json()["id"]) == (200, sent)
    assert client.get(f"/v1/documents/{sent}/parts").status_code == 404
    assert client.post(f"/v1/documents/{sent}/join").status_code == 409


def test_a_stranger_finds_nothing(office: Office) -> None:
    sent = str(office.send(office.batch(), body=None)["document_id"])
    read(office.house, sent)
    stranger = office.as_("stranger")
    assert stranger.get(f"/v1/documents/{sent}/parts").status_code == 404
    assert stranger.post(f"/v1/documents/{sent}/join").status_code == 404
