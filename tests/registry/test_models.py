"""Models: kept with where they come from, tried in the shadow, promoted with a signed reason, rolled back; drift."""

from datetime import timedelta

import pytest
from bureau import Office
from sqlalchemy import update

from ports.database import now
from registry.access import Forbidden, Principal
from registry.tuning import drift, judging, models
from registry.tuning.judging import Verdict
from registry.tuning.model import Judgement, TrainedModel
from registry.tuning.models import Made, NothingBefore, Unmeasured
from registry.tuning.signing import ReasonMissing


@pytest.fixture
def admin(office: Office) -> Principal:
    return office.hire("aado", "admin")


def trained(office: Office, admin: Principal, mark: str, evaluated_on: int = 40, **metrics: object) -> TrainedModel:
    made = Made(mark * 64, "d" * 64, "1", ["kiri", "vaie"], 120, evaluated_on, metrics, 0.8, 0.005)
    with office.database.transaction() as session:
        return models.keep(session, admin, made)


def promote(office: Office, admin: Principal, row: TrainedModel, reason: str = "Eksib vähem") -> None:
    with office.database.transaction() as session:
        models.promote(session, admin, row.id, models.model(session, admin, row.id).version, reason)


def champion(office: Office) -> str | None:
    with office.database.reading() as session:
        found = models.judges(session).champion
    return found.sha256[0] if found else None


def test_a_champion_is_promoted_with_a_reason_and_rolled_back(office: Office, admin: Principal) -> None:
    first, second = trained(office, admin, "a"), trained(office, admin, "b")
    assert (first.number, second.number, champion(office)) == (1, 2, None)
    promote(office, admin, first)
    promote(office, admin, second)
    assert champion(office) == "b"
    for expected in ("a", None):
        with office.database.transaction() as session:
            models.roll_back(session, admin, "Kvitungid läksid valesti")
        assert champion(office) == expected
    with pytest.raises(NothingBefore), office.database.transaction() as session:
        models.roll_back(session, admin, "Veel tagasi")
    with office.database.reading() as session:
        said = [(row.act, row.reason) for row in models.promotions(session, admin)]
    assert said[0] == ("rollback", "Kvitungid läksid valesti")
    assert said[-1] == ("promote", "Eksib vähem")


def test_a_rolled_back_model_may_be_champion_again(office: Office, admin: Principal) -> None:
    first, second = trained(office, admin, "a"), trained(office, admin, "b")
    promote(office, admin, first)
    promote(office, admin, second)
    with office.database.transaction() as session:
        models.roll_back(session, admin, "Läks halvemaks")
    promote(office, admin, second, "Vea põhjus oli mujal")
    assert champion(office) == "b"


def test_nobody_is_promoted_without_a_reason_a_measure_and_the_right(office: Office, admin: Principal) -> None:
    row, unmeasured = trained(office, admin, "a"), trained(office, admin, "b", evaluated_on=0)
    with pytest.raises(ReasonMissing):
        promote(office, admin, row, " ")
    with pytest.raises(Unmeasured):
        promote(office, admin, unmeasured)
    with pytest.raises(Forbidden):
        promote(office, Principal("person", admin.id, "supervisor"), row)
    assert champion(office) is None


def test_only_disagreements_of_the_challenger_are_shown(office: Office, admin: Principal) -> None:
    old, new = trained(office, admin, "a"), trained(office, admin, "b")
    promote(office, admin, old)
    documents = [office.receive("kiri") for _ in range(3)]
    with office.database.transaction() as session:
        models.challenge(session, admin, new.id, 1, "Proovime")
        for document, kind in zip(documents, ("kiri", "kiri", "vaie"), strict=True):
            judging.record(session, document, Verdict(old.id, "kiri", 0.9), Verdict(new.id, kind, 0.8))
    with office.database.reading() as session:
        found = judging.shadow(session, admin)
    assert (found.judged, found.disagreed, list(found.pairs)) == (3, 1, [("kiri", "vaie", 1)])
    assert [case.document_id for case in found.cases] == documents[2:]


def judged(office: Office, document: str, said: list[tuple[str, float]], days_ago: int) -> None:
    with office.database.transaction() as session:
        at = now(session) - timedelta(days=days_ago)
        for kind, sure in said:
            judging.record(session, document, Verdict(None, kind, sure), None)
        session.flush()
        fresh = Judgement.at > now(session) - timedelta(minutes=5)
        session.execute(update(Judgement).where(fresh).values(at=at))


def test_a_growing_share_of_unknown_papers_makes_a_notice_once(office: Office, admin: Principal) -> None:
    document = office.receive("kiri")
    judged(office, document, [("kiri", 0.95)] * 60, days_ago=20)
    judged(office, document, [("kiri", 0.9)] * 40 + [("tundmatu", 0.4)] * 20, days_ago=1)
    with office.database.transaction() as session:
        assert drift.watch(session) == ["drift_unknown", "drift_confidence"]
    with office.database.transaction() as session:
        assert drift.watch(session) == []  # it was said
        notices = drift.notices(session, admin)
        assert {row.code for row in notices} == {"drift_unknown", "drift_confidence"}
        assert notices[0].facts["present"]["unknown"] == pytest.approx(1 / 3, abs=1e-3)
        for row in notices:
            drift.seen(session, admin, row.id)
        assert drift.notices(session, admin) == []


def test_another_mix_of_kinds_than_was_learnt_from_is_noticed(office: Office, admin: Principal) -> None:
    learnt = drift.crowd([("kiri", 0.9)] * 50 + [("vaie", 0.9)] * 50)
    shares = {"count": 100, "unknown": 0.0, "confidence": 0.9, "shares": dict(learnt.shares)}
    promote(office, admin, trained(office, admin, "a", crowd=shares))
    judged(office, office.receive("kiri"), [("kiri", 0.9)] * 55 + [("vaie", 0.9)] * 5, days_ago=1)
    with office.database.reading() as session:
        found = drift.measure(session)
    assert (found.against, found.codes) == ("evaluation", ("drift_shift",))


def test_of_a_handful_of_papers_nothing_is_said(office: Office) -> None:
    judged(office, office.receive("kiri"), [("tundmatu", 0.1)] * 10, days_ago=1)
    with office.database.reading() as session:
        assert drift.measure(session).codes == ()
