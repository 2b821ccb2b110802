"""Settings: the embedded profile needs none, and every mistake gets a sentence that names it and hides secrets."""

from pathlib import Path

import pytest

from ports.settings import ApiSettings, SettingsError, StoreSettings, WorkSettings

pytestmark = pytest.mark.quick


def test_without_any_setting_the_house_lives_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = StoreSettings.read({})
    assert store.data_dir == tmp_path / "data"
    assert store.database_url == f"sqlite:///{tmp_path}/data/kantselei.db"
    assert store.blobs_url == (tmp_path / "data" / "blobs").as_uri()
    assert store.broker_url is None
    assert store.receipt_key_file == tmp_path / "data" / "receipt.key"
    assert ApiSettings.read({}).host == "127.0.0.1"
    assert WorkSettings.read({}).languages == "est+rus+eng"


def test_the_server_profile_is_three_urls() -> None:
    store = StoreSettings.read({
        "KANTSELEI_DATABASE_URL": "postgresql+psycopg://k:p@db/k", "KANTSELEI_BLOBS_URL": "s3://k:s@s3:9000/scans?tls=0",
        "KANTSELEI_BROKER_URL": "amqp://guest:guest@mq:5672/%2F", "KANTSELEI_DATA_DIR": "/var/lib/kantselei",
    })  # fmt: skip
    assert store.broker_url == "amqp://guest:guest@mq:5672/%2F"
    assert store.data_dir == Path("/var/lib/kantselei")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://k:hidden@db/k"), ("DATABASE_URL", "hidden"), ("BLOBS_URL", "/srv/hidden"),
        ("BROKER_URL", "kafka://hidden"), ("PORT", "0"), ("PORT", "65536"), ("PORT", "many"), ("PORT", "-1"),
        ("UPLOAD_LIMIT_MB", "0"), ("UPLOAD_LIMIT_MB", "1.5"), ("UPLOAD_LIMIT_MB", "٣"),
        ("KINDS_DIR", "/nowhere/at/all"), ("DATABASE", "sqlite:///hidden"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_its_value_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        ApiSettings.read({f"KANTSELEI_{name}": value})
    assert f"KANTSELEI_{name}" in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(("name", "value"), [("WORKERS", "0"), ("LANGUAGES", "est rus"), ("LANGUAGES", "est+;rm")])
def test_a_workers_mistake_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"KANTSELEI_{name}"):
        WorkSettings.read({f"KANTSELEI_{name}": value})


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert StoreSettings.read({"KANTSELEI_BROKER_URL": " ", "KANTSELEI_DATA_DIR": ""}) == StoreSettings.read({})


def test_folders_are_made_for_our_eyes_only(tmp_path: Path) -> None:
    store = StoreSettings.read({"KANTSELEI_DATA_DIR": str(tmp_path / "deep" / "data")})
    store.prepare()
    store.prepare()
    assert store.incoming.is_dir()
    assert store.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="KANTSELEI_DATA_DIR"):
        StoreSettings.read({"KANTSELEI_DATA_DIR": str(tmp_path / "file" / "data")}).prepare()
