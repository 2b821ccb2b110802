"""What a day's verdicts tell of a scanner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bureau import Office

from capture.scan import Legibility, Place, Reason
from ports.database import now
from registry.access import Forbidden, Principal
from registry.day import Day, Notice, of_today

CLEAN = Legibility("good", 0.97)
BLURRED = Legibility("rescan", 0.2, (Reason("blur", "Leht on udune."),))


def streaked(at: float) -> Legibility:
    place: Place = (at - 0.004, 0.0, at + 0.004, 1.0)
    return Legibility("check", 0.6, (Reason("streak", "Triip.", place),))


def scan(office: Office, *verdicts: Legibility) -> list[str]:
    """One page after the other goes through the feeder; the ids of the documents."""
    documents = []
    for verdict in verdicts:
        document = office.take_in()
        office.count_pages(document)
        office.read(document, legibility=verdict)
        documents.append(document)
    return documents


def today(office: Office, who: Principal | None = None) -> Day:
    with office.database.reading() as session:
        return of_today(session, who or office.station, now(session))


def test_the_same_streak_page_after_page_is_dirt_on_the_glass(office: Office) -> None:
    scan(office, CLEAN, CLEAN, *[streaked(0.412 + shift) for shift in (0, 0.003, -0.004, 0.001, 0)])
    assert today(office).notices == (Notice("same_streak", 5, 7, (0.408, 0.0, 0.416, 1.0)),)


def test_streaks_here_and_there_are_dirt_on_paper(office: Office) -> None:
    scan(office, *[streaked(at) for at in (0.2, 0.5, 0.8, 0.35, 0.6)])
    assert today(office).notices == ()


def test_once_the_glass_is_clean_the_notice_goes(office: Office) -> None:
    scan(office, *[streaked(0.4)] * 6)
    assert [notice.code for notice in today(office).notices] == ["same_streak"]
    scan(office, *[CLEAN] * 10)
    assert today(office).notices == ()


def test_blur_that_comes_up_during_the_day_is_told(office: Office) -> None:
    scan(office, *[CLEAN] * 12, *[BLURRED] * 6)
    assert today(office) == Day(good=12, check=0, rescan=6, notices=(Notice("more_blur", 6, 10),))


def test_blur_as_ever_is_no_news(office: Office) -> None:
    scan(office, *[BLURRED, CLEAN] * 12)
    assert today(office).notices == ()


def test_yesterday_is_over(office: Office) -> None:
    for document in scan(office, *[streaked(0.4)] * 6):
        day_before = office.document(document).registered_at - timedelta(days=1)
        office.backdate(document, registered_at=day_before)
    assert today(office) == Day(0, 0, 0, ())


def test_each_sees_its_own_scanner(office: Office) -> None:
    scan(office, *[streaked(0.4)] * 6)
    assert today(office, Principal("station", "another", "station")) == Day(0, 0, 0, ())
    with pytest.raises(Forbidden):
        today(office, office.hire("vaatleja", "auditor"))


def test_pages_judged_before_places_were_kept_still_count(office: Office) -> None:
    (document,) = scan(office, streaked(0.4))
    with office.database.transaction() as session:
        from_before = office._whole(session, document).pages[0]
        from_before.places = None
    assert today(office) == Day(good=0, check=1, rescan=0, notices=())
