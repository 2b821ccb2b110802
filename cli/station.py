"""A station's side of the intake, over HTTP: open a batch, send files, close it, ask how far it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]


class NotAccepted(Exception):
    """The office did not accept this. The reason it gave stands here; mend it and send again, nothing comes twice."""


class NobodyThere(Exception):
    """The office does not answer at this address. Start it with `kantselei serve` and try again."""


class StationClient:
    """Speaks to one office with one API key."""

    def __init__(self, address: str, key: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}

    def open_batch(self, label: str, declared: int, *, one_client: bool) -> str:
        wish = {"label": label, "declared": declared, "one_client": one_client}
        return str(self._ask("POST", "/v1/batches", wish)["id"])

    def send(self, batch: str, seq: int, file: Path) -> Json:
        """The receipt. The file is streamed, never held whole; sending it again gives the same receipt."""
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(file.stat().st_size)}
        with file.open("rb") as body:
            return self._ask("PUT", f"/v1/batches/{batch}/documents/{seq}", body, headers)

    def close(self, batch: str, declared: int) -> Json:
        return self._ask("POST", f"/v1/batches/{batch}/close", {"declared": declared})

    def progress(self, batch: str) -> Json:
        return self._ask("GET", f"/v1/batches/{batch}")

    def _ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Json:
        if isinstance(body, dict):
            body, headers = json.dumps(body), {"Content-Type": "application/json"}
        connection = HTTPConnection(self._host, self._port, timeout=120)
        try:
            connection.request(method, path, body=body, headers={**self._headers, **(headers or {})})
            answer = connection.getresponse()
            said = json.loads(answer.read())
        except (OSError, HTTPException, ValueError) as error:
            raise NobodyThere(f"{NobodyThere.__doc__}") from error
        finally:
            connection.close()
        if answer.status >= 300:
            raise NotAccepted(f"{said.get('title', answer.reason)} {said.get('detail', '')}".strip())
        assert isinstance(said, dict)
        return said
