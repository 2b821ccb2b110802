"""A model is trained by a worker from samples, judged by those it never saw, promoted, and judges the next paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desks import Workroom, letter, workroom
from PIL import Image

from capture.scan import PageImage
from classify.model import KindModel
from ocr.text import Box, Line, PageText, Word
from registry import readings
from registry.access import Principal
from registry.model import Account
from registry.tuning import jobs, judging, measures, models, samples
from registry.tuning.model import TrainedModel
from registry.tuning.samples import FilePage, Label
from worker import tuning
from worker.models import Models

FORMS = {
    "kiri": "Lugupeetud ametnik palun selgitada miks otsus tehti nii nagu tehti saatja aadress allkiri",
    "vaie": "Vaie haldusakti peale esitaja nõue põhjendus tühistada otsus kuupäev number allkiri",
    "tundmatu": "Kauplus summa kokku käibemaks sularaha tagasi aitäh ostu eest kassa",
}


def page(kind: str, number: int) -> PageText:
    """Lines of the form with another person's words between them."""
    words = [*FORMS[kind].split(), f"isik{number}", f"koht{number * 7}"]
    lines = [
        Line((Word(word, Box(200 + 40 * (place % 3), 150 + 90 * place, 520, 190 + 90 * place), 0.95),), "replay")
        for place, word in enumerate(words)
    ]
    return PageText(1, 2480, 3508, tuple(lines))


class Poet:
    """Reads on every page what it was told to."""

    name = "poet"

    def __init__(self, text: PageText) -> None:
        self.text = text

    def require(self, languages: str) -> None:
        pass

    def read(self, page: PageImage, languages: str) -> PageText:
        return PageText(page.number, self.text.width, self.text.height, self.text.lines)

    def orientation(self, page: PageImage) -> int | None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Workroom]:
    room = workroom(tmp_path)
    room.clerk.desk = replace(room.clerk.desk, models=Models(room.blobs))
    yield room
    room.close()


@pytest.fixture
def admin(room: Workroom) -> Principal:
    with room.database.transaction() as session:
        account = Account(login="aado", name="Aado Aru", password_hash="", role="admin")
        session.add(account)
        session.flush()
        return Principal("person", account.id, "admin")


def teach(room: Workroom, admin: Principal, count: int) -> None:
    picture = room.blobs.put_bytes(_white())
    with room.database.transaction() as session:
        for kind in FORMS:
            for number in range(count):
                file = samples.group_of(f"{kind} {number}")
                read = FilePage(file, 1, picture, readings.as_dict(page(kind, number)))
                samples.add_file(session, admin, [read], Label(kind, "scan"))


def _white() -> bytes:
    kept = io.BytesIO()
    Image.new("L", (248, 351), 255).save(kept, "PNG")
    return kept.getvalue()


def trained(room: Workroom, admin: Principal) -> TrainedModel:
    with room.database.transaction() as session:
        job = jobs.ask(session, admin, "train", {"stated_error": 0.05})
    assert tuning.attend(room.clerk)
    with room.database.reading() as session:
        done = jobs.job(session, admin, job.id)
        assert (done.state, done.progress, done.error) == ("done", 100, None)
        return models.model(session, admin, done.result or "")


def test_a_model_is_made_of_one_side_and_measured_by_the_other(room: Workroom, admin: Principal) -> None:
    teach(room, admin, 60)
    row = trained(room, admin)
    model = KindModel.from_bytes(room.blobs.get(row.sha256))
    assert list(model.kinds) == row.kinds == ["kiri", "vaie"]
    assert row.metrics["measured"] == "held_back"
    with room.database.reading() as session:
        found = {one.id: one for one in samples.materials(session)}
        assert row.data_hash == samples.data_hash(found.values())
    judged = {paper[0] for paper in row.metrics["papers"]}
    assert all(found[sample].held_back for sample in judged)  # it was never evaluated on what it learnt from
    assert row.trained_on == sum(not one.held_back for one in found.values())
    measured = measures.measure(row)
    assert {(cell.truth, cell.answer) for cell in measured.cells} <= {
        ("kiri", "kiri"), ("vaie", "vaie"), ("tundmatu", "tundmatu"), ("kiri", "tundmatu"), ("vaie", "tundmatu"),
    }  # fmt: skip
    assert measured.points
    assert measured.bins


def test_with_few_samples_the_stated_error_is_not_claimed(room: Workroom, admin: Principal) -> None:
    teach(room, admin, 4)
    row = trained(room, admin)
    strict = measures.measure(row, 0.005)
    assert row.metrics["measured"] == "crossed"
    assert not strict.chosen.reached
    assert strict.needed == 598
    assert 0 < strict.threshold < 1  # the model's own, not the stated one


def test_without_samples_there_is_nothing_to_learn(room: Workroom, admin: Principal) -> None:
    with room.database.transaction() as session:
        job = jobs.ask(session, admin, "train", {"stated_error": 0.01})
    for _ in range(jobs.MAX_ATTEMPTS):
        tuning.attend(room.clerk)
    with room.database.reading() as session:
        done = jobs.job(session, admin, job.id)
    assert (done.state, done.error) == ("failed", "nothing_to_learn")


def test_the_champion_judges_and_the_challenger_watches(room: Workroom, admin: Principal) -> None:
    teach(room, admin, 20)
    first = trained(room, admin)
    teach(room, admin, 30)
    second = trained(room, admin)
    with room.database.transaction() as session:
        models.promote(session, admin, first.id, 1, "Esimene")
        models.challenge(session, admin, second.id, 1, "Rohkem näidiseid")
    room.clerk.desk = replace(room.clerk.desk, engine=Poet(page("vaie", 99)))
    document = room.send(letter("a"))
    room.work()
    assert room.document(document).kind == "vaie"
    with room.database.reading() as session:
        (judgement,) = session.query(judging.Judgement).all()
        assert (judgement.model_id, judgement.shadow_id) == (first.id, second.id)
        assert (judgement.kind, judgement.shadow_kind) == ("vaie", "vaie")
        assert judging.shadow(session, admin).judged == 1


def test_a_model_that_is_gone_leaves_the_cues_to_judge(room: Workroom, admin: Principal) -> None:
    made = models.Made("e" * 64, "d" * 64, "1", ["kiri"], 10, 10, {}, 0.5, 0.01)
    with room.database.transaction() as session:
        row = models.keep(session, admin, made)
        models.promote(session, admin, row.id, 1, "Katse")
    document = room.send(letter("a"))
    room.work()
    assert room.document(document).state == "placed"
    with room.database.reading() as session:
        (judgement,) = session.query(judging.Judgement).all()
        assert judgement.model_id is None
