"""Who may come in: people by password for a working day at most, stations by key, both until they are closed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from ports.database import Database
from registry import accounts, audit
from registry.access import NotFound
from registry.accounts import AccountError, BadCredentials, Profile
from registry.model import Account, AuditEvent, SignIn, Station

PASSWORD = "õige hobuse klamber"


@pytest.fixture
def mari(database: Database) -> Account:
    with database.transaction() as session:
        return accounts.add_account(
            session, Profile("mari", "Mari Maasikas", units=("31", "32"), language="et"), PASSWORD
        )


def sign_in(database: Database, login: str = "mari", password: str = PASSWORD) -> str:
    with database.transaction() as session:
        return accounts.sign_in(session, login, password)[0]


def pass_time(database: Database, seen: timedelta, begun: timedelta | None = None) -> None:
    with database.transaction() as session:
        row = session.scalars(select(SignIn)).one()
        row.last_seen_at -= seen
        row.created_at -= begun or seen
        row.expires_at -= begun or seen


def test_a_person_signs_in_and_is_known_until_they_sign_out(database: Database, mari: Account) -> None:
    secret = sign_in(database)
    with database.transaction() as session:
        who = accounts.who(session, secret)
    assert who is not None
    assert (who.key, who.role, who.units, who.name, who.language) == (
        f"person:{mari.id}", "handler", frozenset({"31", "32"}), "Mari Maasikas", "et",
    )  # fmt: skip
    with database.transaction() as session:
        accounts.sign_out(session, secret)
    with database.transaction() as session:
        assert accounts.who(session, secret) is None


@pytest.mark.usefixtures("mari")
def test_neither_password_nor_secret_nor_key_stands_in_the_database(database: Database) -> None:
    secret = sign_in(database)
    with database.transaction() as session:
        _, key = accounts.add_station(session, "laud 1")
        kept = [
            str(row)
            for name in ("account", "sign_in", "station")
            for row in session.execute(text(f"SELECT * FROM {name}"))
        ]
    for hidden in (PASSWORD, secret, key, key.removeprefix("kan_")):
        assert not any(hidden in row for row in kept)
    assert any("$argon2id$" in row for row in kept)


@pytest.mark.usefixtures("mari")
@pytest.mark.parametrize(
    ("login", "password"), [("mari", "vale parool 123"), ("jüri", PASSWORD), ("", ""), ("mari", PASSWORD + "x" * 300)]
)
def test_a_wrong_password_and_an_unknown_login_are_refused_alike(database: Database, login: str, password: str) -> None:
    with pytest.raises(BadCredentials) as caught:
        sign_in(database, login, password)
    assert caught.value.args == ()


@pytest.mark.usefixtures("mari")
def test_the_login_is_the_same_in_any_case_and_the_password_in_any_normal_form(database: Database) -> None:
    decomposed = PASSWORD.replace("õ", "o\u0303")
    assert decomposed != PASSWORD
    assert sign_in(database, " MARI ", decomposed)


@pytest.mark.usefixtures("mari")
def test_an_idle_session_ends_after_half_an_hour(database: Database) -> None:
    secret = sign_in(database)
    pass_time(database, timedelta(minutes=29))
    with database.transaction() as session:
        assert accounts.who(session, secret)  # which counts as being seen
    pass_time(database, timedelta(minutes=29))
    with database.transaction() as session:
        assert accounts.who(session, secret)
    pass_time(database, timedelta(minutes=31))
    with database.transaction() as session:
        assert accounts.who(session, secret) is None
        assert accounts.forget_ended(session) == 1
        assert accounts.forget_ended(session) == 0


@pytest.mark.usefixtures("mari")
def test_a_session_ends_after_ten_hours_however_busy(database: Database) -> None:
    secret = sign_in(database)
    pass_time(database, timedelta(minutes=1), timedelta(hours=10, minutes=1))
    with database.transaction() as session:
        assert accounts.who(session, secret) is None


@pytest.mark.usefixtures("mari")
def test_a_clock_that_was_set_back_lengthens_no_session(database: Database) -> None:
    secret = sign_in(database)
    pass_time(database, timedelta(hours=-5))
    with database.transaction() as session:
        assert accounts.who(session, secret) is None


@pytest.mark.usefixtures("mari")
def test_a_closed_account_is_out_at_once_and_back_when_opened(database: Database) -> None:
    secret = sign_in(database)
    with database.transaction() as session:
        accounts.set_active(session, "mari", active=False)
    with database.transaction() as session:
        assert accounts.who(session, secret) is None
    with pytest.raises(BadCredentials):
        sign_in(database)
    with database.transaction() as session:
        accounts.set_active(session, "mari", active=True)
    assert sign_in(database)


@pytest.mark.usefixtures("mari")
def test_a_right_that_was_taken_away_is_gone_at_the_next_request(database: Database) -> None:
    secret = sign_in(database)
    with database.transaction() as session:
        session.execute(update(Account).values(role="auditor", units=""))
    with database.transaction() as session:
        who = accounts.who(session, secret)
    assert who is not None
    assert (who.role, who.units) == ("auditor", frozenset())


@pytest.mark.usefixtures("mari")
def test_a_new_password_ends_all_sessions(database: Database) -> None:
    secret = sign_in(database)
    with database.transaction() as session:
        accounts.change_password(session, "mari", "täiesti uus parool")
    with database.transaction() as session:
        assert accounts.who(session, secret) is None
    with pytest.raises(BadCredentials):
        sign_in(database)
    assert sign_in(database, password="täiesti uus parool")


@pytest.mark.usefixtures("mari")
@pytest.mark.parametrize(
    ("profile", "password"),
    [
        (Profile("Mari", "Teine Mari"), PASSWORD), (Profile("jüri", "Jüri", role="station"), PASSWORD),
        (Profile("", "Jüri"), PASSWORD), (Profile("kaks sõna", "Jüri"), PASSWORD), (Profile("jüri", "Jüri"), "lühike"),
        (Profile("jüri", "Jüri"), "x" * 257),
    ],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused_with_a_sentence(
    database: Database, profile: Profile, password: str
) -> None:
    with database.transaction() as session, pytest.raises(AccountError, match="choose"):
        accounts.add_account(session, profile, password)


def test_a_station_is_known_by_its_key_until_it_is_closed(database: Database) -> None:
    with database.transaction() as session:
        station, key = accounts.add_station(session, "laud 1")
    with database.reading() as session:
        known = accounts.station_of(session, key)
        assert accounts.station_of(session, key[:-1] + ("0" if key[-1] != "0" else "1")) is None
        assert accounts.station_of(session, "") is None
    assert known is not None
    assert (known.key, known.role, known.units) == (f"station:{station.id}", "station", frozenset())
    with database.transaction() as session:
        newer = accounts.renew_key(session, "laud 1")
    with database.reading() as session:
        assert accounts.station_of(session, key) is None
        assert accounts.station_of(session, newer) is not None
    with database.transaction() as session:
        accounts.close_station(session, "laud 1")
    with database.reading() as session:
        assert accounts.station_of(session, newer) is None
        assert session.scalars(select(Station.active)).one() is False


def test_two_stations_of_one_name_would_be_one_too_many(database: Database) -> None:
    with database.transaction() as session:
        accounts.add_station(session, "laud 1")
    with database.transaction() as session, pytest.raises(AccountError):
        accounts.add_station(session, "laud 1")
    with database.transaction() as session, pytest.raises(NotFound):
        accounts.close_station(session, "laud 2")


@pytest.mark.usefixtures("mari")
def test_who_came_and_went_is_in_the_evidence_without_a_name(database: Database) -> None:
    sign_in(database)
    with database.reading() as session:
        events = list(session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))
        assert audit.verify(session) is None
    assert [event.action for event in events] == ["account.added", "account.signed_in"]
    assert not any("mari" in f"{event.actor}{event.object}{event.detail}".lower() for event in events)


STRANGE = ["\0", "mari\0", "\ud800", "a" * 10_000, "mari'; DROP TABLE account; --", "\u202emari"]


@pytest.mark.usefixtures("mari")
@pytest.mark.parametrize("text", STRANGE)
def test_whatever_a_client_sends_is_only_wrong(database: Database, text: str) -> None:
    for login, password in ((text, PASSWORD), ("mari", text)):
        with pytest.raises(BadCredentials):
            sign_in(database, login, password)
    with database.transaction() as session:
        assert accounts.who(session, text) is None
        assert accounts.station_of(session, text) is None
