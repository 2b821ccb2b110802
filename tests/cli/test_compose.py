"""compose.yaml and the Dockerfile cannot be run here; that they fit the house can be checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ports.settings import KNOWN, PREFIX, ApiSettings, WorkSettings

pytestmark = pytest.mark.quick
CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())["services"]
    return found


@pytest.mark.parametrize("name", ["api", "worker"])
def test_the_settings_are_settings_of_the_house(services: dict[str, Any], name: str, tmp_path: Path) -> None:
    environment = {key: re.sub(r"\$\{[^}]*\}", "secret", value) for key, value in services[name]["environment"].items()}
    assert {key.removeprefix(PREFIX) for key in environment} <= KNOWN
    environment[f"{PREFIX}DATA_DIR"] = str(tmp_path)
    store = WorkSettings.read(environment).store
    assert store == ApiSettings.read(environment).store
    for url, service in (
        (store.database_url, "postgres"),
        (store.broker_url, "rabbitmq"),
        (store.blobs_url, "objects"),
    ):
        assert f"@{service}" in str(url)
        assert service in services


def test_every_service_that_is_waited_for_says_when_it_is_ready(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, wanted in service.get("depends_on", {}).items():
            assert wanted["condition"] != "service_healthy" or "healthcheck" in services[name]


def test_no_secret_is_written_down(services: dict[str, Any]) -> None:
    secrets = [
        value
        for service in services.values()
        for key, value in service.get("environment", {}).items()
        if "PASS" in key or "SECRET" in key
    ]
    assert secrets
    assert all(value.startswith("${KANTSELEI_SECRET") for value in secrets)


def test_the_image_installs_what_run_installs() -> None:
    image, run = (CHECKOUT / "Dockerfile").read_text(), (CHECKOUT / "run").read_text()
    languages = re.search(r"for language in ([a-z ]+);", run)
    assert languages
    for language in languages[1].split():
        assert f"tesseract-ocr-{language}" in image
    for package in ("poppler-utils", "tesseract-ocr", "python3-venv"):
        assert package in image
        assert package in run
