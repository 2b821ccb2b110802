"""Two readings of one field: when they are one, who is believed when they are not, and what costs no second look."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from capture.ruling import Ink
from classify.catalogue import load
from classify.fields import extract
from classify.kind import Field, FieldSpec, FieldState
from classify.reread import settled, spot
from classify.zones import Zone
from ocr.engine import EngineCrash
from ocr.fieldport import FieldQuestion, FieldReading
from ocr.text import Box
from tests.classify.drawn import Sheet

pytestmark = pytest.mark.quick
PLACE, INK = Box(100, 100, 500, 160), Box(120, 110, 400, 150)
CODE = FieldSpec("personal_code", "isikukood", {"et": ("Isikukood",)}, comb=11)
NAME = FieldSpec("family_name", "name", {"et": ("Perekonnanimi",)})
DAY = FieldSpec("birth_date", "date", {"et": ("Sünniaeg",)})


def first(value: str | None, confidence: float, state: FieldState = "found", raw: str = "x") -> Field:
    return Field("any", value, raw, confidence, 1, INK, state)


def second(text: str, confidence: float, *, repaired: bool = False, proven: bool = False) -> FieldReading:
    return FieldReading(text, confidence, (), text, INK, repaired, proven)


def test_agreement_takes_doubt_away() -> None:
    field = settled(DAY, first("1991-10-26", 0.6), second("26.10.1991", 0.95))
    assert (field.value, field.state) == ("1991-10-26", "found")
    assert field.confidence > 0.8


def test_a_repaired_code_is_cleared_when_it_is_read_so() -> None:
    field = settled(CODE, first("49110268081", 0.45, "doubtful"), second("49110268081", 0.99, proven=True))
    assert field.state == "found"


def test_two_repairs_are_no_reading() -> None:
    field = settled(
        CODE, first("49110268081", 0.45, "doubtful"), second("49110268081", 0.95, repaired=True, proven=True)
    )
    assert field.state == "doubtful"


def test_what_nobody_could_read_is_read() -> None:
    field = settled(CODE, first(None, 0.3, "illegible"), second("49110268081", 0.99, proven=True))
    assert (field.value, field.state) == ("49110268081", "found")


def test_a_code_that_proves_nothing_stays_marked() -> None:
    field = settled(CODE, first(None, 0.3, "illegible"), second("49110268087", 0.99))
    assert (field.value, field.state) == ("49110268087", "doubtful")


def test_a_proven_code_is_not_argued_with() -> None:
    field = first("49110268081", 0.93)
    assert settled(CODE, field, second("48702120254", 0.99, proven=True)) == field


@pytest.mark.parametrize(("sure", "value"), [(0.99, "Jõeorg"), (0.6, "Jöeorg")])
def test_two_names_are_marked_and_the_likelier_stands(sure: float, value: str) -> None:
    field = settled(NAME, first("Jöeorg", 0.9), second("Jõeorg", sure))
    assert (field.value, field.state) == (value, "doubtful")
    assert field.confidence < 0.9


def test_where_the_first_reading_is_marked_another_one_is_too() -> None:
    field = settled(DAY, first("1991-10-26", 0.45, "doubtful"), second("28.10.1991", 0.99))
    assert (field.value, field.state) == ("1991-10-28", "doubtful")


def test_words_run_together_are_the_same_name() -> None:
    field = settled(NAME, first("ToomasZaitsev", 0.95), second("Toomas Zaitsev", 0.95))
    assert (field.value, field.state) == ("Toomas Zaitsev", "found")


def test_an_unsure_rival_marks_nothing() -> None:
    field = first("Kask", 0.95)
    assert settled(NAME, field, second("Käsk", 0.4)) == field
    assert settled(NAME, field, second("Käsk", 0.1)) == field
    assert settled(NAME, field, second("", 0.0)) == field


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        (CODE, first("49110268081", 0.97)),
        (DAY, first("1991-10-26", 0.95)),
        (DAY, first(None, 0.85, "missing")),
        (NAME, first("Иванов", 0.5, raw="Иванов")),
        (FieldSpec("address", "address", {}), first("Kase 3", 0.3)),
        (FieldSpec("notes", "name", {}, lines=3), first("Kask", 0.3)),
    ],
)
def test_what_is_sure_empty_or_unreadable_for_it_is_not_asked(spec: FieldSpec, field: Field) -> None:
    assert spot(spec, field, Zone(1, PLACE, True)) is None


def test_a_place_that_stands_upright_is_on_a_page_lying_on_its_side() -> None:
    assert spot(NAME, first("Kask", 0.5), Zone(1, Box(100, 100, 150, 600), True)) is None


def test_where_no_box_is_ruled_the_words_are_the_place() -> None:
    found = spot(NAME, first("Kask", 0.5), Zone(1, PLACE, False))
    assert found is not None
    assert found.box == INK


class Oracle:
    """Reads every field as it is told to, or breaks down."""

    def __init__(self, answers: dict[str, FieldReading] | None) -> None:
        self._answers = answers
        self.asked: list[FieldQuestion] = []

    def read_fields(self, ink: Ink, asked: Sequence[tuple[Box, FieldQuestion]]) -> list[FieldReading]:
        if self._answers is None:
            raise EngineCrash
        self.asked += [question for _, question in asked]
        silent = FieldReading("", 0.0, (), "", PLACE)
        return [self._answers.get(question.asked, silent) for _, question in asked]


def form() -> Sheet:
    sheet = Sheet()
    sheet.text("VÄLJAMAKSUVIISI AVALDUS", 60, 20)
    for place, (label, value) in enumerate((("Eesnimi", "Anu"), ("Perekonnanimi", "Kuzmin"))):
        sheet.ruled(20 + 85 * place, 60, 85, 12)
        sheet.text(label, 21 + 85 * place, 61)
        sheet.text(value, 24 + 85 * place, 67, 0.6)
    return sheet


def test_names_are_asked_for_again_on_a_form() -> None:
    kind, sheet = load()["valjamaksuviisi_avaldus"], form()
    oracle = Oracle({"name": second("Anu", 0.8)})
    fields = {each.name: each for each in extract(kind, [sheet.page], [sheet.picture], oracle)}
    assert [question.asked for question in oracle.asked].count("name") == 2
    assert fields["given_names"].confidence > 0.7
    assert fields["family_name"].state == "doubtful"


def test_when_the_second_reader_fails_the_first_reading_stands() -> None:
    kind, sheet = load()["valjamaksuviisi_avaldus"], form()
    plain = extract(kind, [sheet.page], [sheet.picture])
    assert extract(kind, [sheet.page], [sheet.picture], Oracle(None)) == plain
