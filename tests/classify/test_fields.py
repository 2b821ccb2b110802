"""What stands in the fields of a form: beside its label, in its box, on the picture."""

from __future__ import annotations

from dataclasses import replace

import cv2
import pytest
from drawn import MM, Sheet, line, page, typed
from hypothesis import given
from hypothesis import strategies as st

from classify.anchors import Anchor
from classify.catalogue import load
from classify.choices import Place
from classify.fields import extract
from classify.kind import Field, FieldSpec
from classify.ruling import Picture
from classify.values import written
from classify.zones import Zone, beside_or_below
from ocr.text import Box, Word

pytestmark = pytest.mark.quick

PAYMENT = load()["valjamaksuviisi_avaldus"]
CERTIFICATE = load()["sunnitoend"]
LETTER = load()["kiri"]


def form(*, method: tuple[str, ...] = ("own",), sign: bool = True, code: str = "44003150013") -> Sheet:
    """The payment form as an office prints it: ruled boxes, labels above the values, ticks, a signature."""
    sheet = Sheet()
    for place, (label, value) in enumerate([("Eesnimi", "Mari"), ("Perekonnanimi", "Õunapuu")]):
        x = 20 + 85 * place
        sheet.ruled(x, 30, 85, 11)
        sheet.text(label, x + 2, 31)
        sheet.text(value, x + 4, 36)
    sheet.ruled(20, 41, 85, 12)
    sheet.text("Isikukood", 22, 42)
    sheet.text(code, 22, 47.5)
    sheet.ruled(105, 41, 85, 12)
    sheet.text("Telefon", 107, 42)
    sheet.ruled(20, 60, 170, 24)
    sheet.text("Soovin saada", 22, 61)
    options = [("own", "oma arvelduskontole", 24, 68), ("other", "teise isiku arvelduskontole", 24, 75),
               ("post", "posti teel kojukandena", 110, 68), ("abroad", "välisriigi kontole", 110, 75)]  # fmt: skip
    for value, label, x, y in options:
        sheet.square(x, y, "cross" if value in method else "")
        sheet.text(label, x + 6, y + 0.4)
    sheet.ruled(20, 90, 170, 12)
    sheet.text("Arvelduskonto number", 22, 91)
    sheet.text("EE38 2200 2210 2014 5685", 22, 96.5)
    sheet.ruled(20, 110, 68, 18)
    sheet.text("Kuupäev", 22, 111)
    sheet.text("5.11.2026", 22, 120)
    sheet.ruled(88, 110, 102, 18)
    sheet.text("Avaldaja allkiri", 90, 111)
    if sign:
        sheet.scrawl(110, 122)
    return sheet


def read(sheet: Sheet) -> dict[str, Field]:
    return {field.name: field for field in extract(PAYMENT, [sheet.page], [sheet.picture])}


def test_every_field_of_the_kind_comes_once_and_in_the_order_of_the_form() -> None:
    fields = extract(PAYMENT, [form().page], [form().picture])
    assert [field.name for field in fields] == [name for section in PAYMENT.sections for name in section.fields]


def test_a_value_is_read_under_its_label_and_knows_where_it_stood() -> None:
    fields = read(form())
    assert (fields["given_names"].value, fields["family_name"].value) == ("Mari", "Õunapuu")
    assert fields["family_name"].state == "found"
    box = fields["family_name"].box
    assert box is not None
    assert abs(box.x0 - 109 * MM) < MM
    assert abs(box.y0 - 36 * MM) < MM


@pytest.mark.parametrize(("languages", "name"), [(("et", "ru"), "Märi"), (("en",), "Mari")])
def test_marks_are_looked_for_only_where_the_form_has_letters_with_marks(languages: tuple[str, ...], name: str) -> None:
    """Over the a of "Mari" lies what a descender of the label above would leave."""
    sheet = form()
    for x in (208, 216):
        cv2.circle(sheet.pixels, (x, 36 * MM), 2, 20, -1)
    version = replace(PAYMENT.versions[0], languages=languages)
    fields = extract(replace(PAYMENT, versions=(version,)), [sheet.page], [sheet.picture])
    assert next(field for field in fields if field.name == "given_names").value == name


def test_a_code_with_its_check_digit_right_is_nearly_certain() -> None:
    fields = read(form())
    assert fields["personal_code"].value == "44003150013"
    assert fields["personal_code"].confidence >= 0.93
    assert fields["iban"].value == "EE382200221020145685"


def test_a_wrong_check_digit_keeps_the_digits_and_is_doubtful() -> None:
    code = read(form(code="36805280108"))["personal_code"]
    assert (code.value, code.state) == ("36805280108", "doubtful")
    assert code.confidence < 0.5


def test_one_tick_is_the_answer() -> None:
    method = read(form())["payment_method"]
    assert (method.value, method.state) == ("own", "found")


def test_two_ticks_are_both_told_and_doubtful() -> None:
    method = read(form(method=("own", "abroad")))["payment_method"]
    assert (method.value, method.state) == ("own,abroad", "doubtful")


def test_no_tick_is_missing_not_guessed() -> None:
    method = read(form(method=()))["payment_method"]
    assert (method.value, method.state) == (None, "missing")


def test_a_signature_is_seen_and_its_lack_too() -> None:
    assert read(form())["applicant_signature"].value == "present"
    unsigned = read(form(sign=False))["applicant_signature"]
    assert (unsigned.value, unsigned.state) == (None, "missing")


def test_an_empty_box_is_missing_and_ink_nobody_can_read_is_illegible() -> None:
    assert read(form())["phone"].state == "missing"
    sheet = form()
    sheet.scrawl(115, 48)
    assert (read(sheet)["phone"].value, read(sheet)["phone"].state) == (None, "illegible")


def test_a_box_whose_label_was_not_read_is_found_by_its_neighbours() -> None:
    sheet = form()
    sheet.lines = [row for row in sheet.lines if row.text != "Perekonnanimi"]
    family = read(sheet)["family_name"]
    assert family.value == "Õunapuu"


def test_without_a_picture_words_are_read_and_ticks_are_not_invented() -> None:
    fields = {field.name: field for field in extract(PAYMENT, [form().page], [None])}
    assert fields["personal_code"].value == "44003150013"
    assert fields["payment_method"].value is None
    assert fields["applicant_signature"].value is None


def test_what_the_official_writes_is_never_the_applicants() -> None:
    sheet = form()
    sheet.ruled(20, 200, 57, 12)
    sheet.text("Vastu võetud", 22, 201)
    sheet.text("9.11.2026", 22, 206.5)
    fields = read(sheet)
    assert fields["received_date"].value == "2026-11-09"
    assert fields["application_date"].value == "2026-11-05"


def test_a_date_of_birth_that_agrees_raises_the_code_and_one_that_disagrees_lowers_both() -> None:
    rows = "SÜNNITÕEND\nIsikukood: 44003150013\nSünniaeg: {}"
    agreed = {f.name: f for f in extract(CERTIFICATE, [typed(rows.format("15.03.1940"))], [None])}
    against = {f.name: f for f in extract(CERTIFICATE, [typed(rows.format("16.03.1940"))], [None])}
    assert agreed["child_personal_code"].confidence >= 0.97
    assert {against["child_personal_code"].state, against["birth_date"].state} == {"doubtful"}


def test_the_longer_label_wins_its_words() -> None:
    rows = "Lapse andmed\nIsikukood: 61001010000\nEma isikukood: 44003150013\nIsa isikukood: 38001085718"
    fields = {f.name: f for f in extract(CERTIFICATE, [typed(rows)], [None])}
    assert fields["mother_personal_code"].value == "44003150013"
    assert fields["father_personal_code"].value == "38001085718"
    assert fields["child_personal_code"].raw == "61001010000"


def test_a_name_written_twice_keeps_the_marks_that_were_read_once() -> None:
    sheet = form()
    sheet.ruled(20, 84, 170, 6)
    sheet.text("Konto omaniku nimi", 22, 85)
    sheet.text("Mari Ounapuu", 80, 85)
    assert read(sheet)["account_holder"].value == "Mari Õunapuu"


def test_a_letter_is_read_by_where_things_stand() -> None:
    rows = [
        ("Mari Õunapuu", 20), ("Pärna tn 5-2, Tartu", 26), ("Telefon: 5123 4567", 32), ("Sotsiaalkindlustusamet", 45),
        ("5. november 2026", 60), ("Selgitustaotlus", 70), ("Pensioni suurus", 78),
        ("Palun selgitada, kuidas minu pension on", 90), ("arvutatud ja miks see muutus.", 94), ("Lugupidamisega", 105),
        ("Mari Õunapuu", 130),
    ]  # fmt: skip
    letter = page(*(line(text, 20 * MM, y * MM) for text, y in rows))
    fields = {field.name: field.value for field in extract(LETTER, [letter], [None])}
    assert fields["sender_name"] == "Mari Õunapuu"
    assert fields["address"] == "Pärna tn 5-2, Tartu"
    assert fields["phone"] == "+37251234567"
    assert fields["letter_date"] == "2026-11-05"
    assert fields["letter_kind"] == "explanation_request"
    assert fields["subject"] == "Pensioni suurus"
    assert fields["body"] == "Palun selgitada, kuidas minu pension on arvutatud ja miks see muutus."


def test_our_own_reference_in_a_letter_is_found() -> None:
    rows = (
        "Sotsiaalkindlustusamet\nTeie 30.04.2024 nr 1-13/13761-1 Meie 24.05.2024 nr 10-10/120-1\nPäring\nPalun vastata."
    )
    fields = {field.name: field.value for field in extract(LETTER, [typed(rows)], [None])}
    assert (fields["our_ref"], fields["their_ref"]) == ("1-13/13761-1", "10-10/120-1")


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_words_break_the_reading_of_a_form(texts: list[str]) -> None:
    rows = [line(text, 20 * MM, (10 + 8 * place) * MM) for place, text in enumerate(texts) if text.split()]
    for kind in (PAYMENT, CERTIFICATE, LETTER):
        for field in extract(kind, [page(*rows)], [None]):
            assert 0 <= field.confidence <= 1
            assert field.box is None or isinstance(field.box, Box)


def test_a_line_close_under_its_label_is_read_whole() -> None:
    """Typed in single spacing, the line under the label seems to stand on the label's line: its end lies beside it."""
    label = Anchor(1, Box(100, 100, 300, 150), (), 1.0)
    row = [Word(text, Box(x, 140, x + 90, 175), 0.9) for text, x in (("Rannu", 95), ("Kalur", 200), ("OÜ", 330))]
    assert beside_or_below([row], label, 1) == [row]


def test_a_speck_between_label_and_answer_is_no_answer() -> None:
    label = Anchor(1, Box(100, 100, 300, 130), (), 1.0)
    speck, name = [Word("N", Box(250, 140, 260, 160), 0.2)], [Word("Kask", Box(100, 180, 190, 210), 0.9)]
    assert beside_or_below([speck, name], label, 1) == [name]
    assert beside_or_below([speck], label, 1) == [speck], "alone it may be an answer of one letter"


@pytest.mark.parametrize("lines", [1, 2])
def test_a_speck_beside_the_label_is_no_answer_where_one_stands_below(lines: int) -> None:
    label = Anchor(1, Box(100, 100, 300, 130), (), 1.0)
    speck, name = [Word("1", Box(500, 105, 510, 125), 0.2)], [Word("Kask", Box(100, 180, 190, 210), 0.9)]
    assert beside_or_below([speck, name], label, lines) == [name]
    assert beside_or_below([speck], label, lines) == [speck]
    certain = [Word("1", Box(500, 105, 510, 125), 0.9)]  # one child
    assert beside_or_below([certain, name], label, lines)[0] == certain
    low = [Word("4", Box(500, 112, 520, 119), 0.9)]  # a scratch, and the reader is sure of it
    assert beside_or_below([low, name], label, lines) == [name]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Kask OÜ d/b/a Kase Pood", "Kask OÜ"),
        ("Kask OÜ DBA Kase Pood", "Kask OÜ"),
        ("Kask OÜ tegutseb nimega Kase Pood", "Kask OÜ"),
        ("Kask OÜ Aadress1 Pärnu mnt 5", "Kask OÜ"),
        ("Kask OÜ mis tegutseb ka Kase Poe nime all Tartus", "Kask OÜ"),
        ("Kask & Pojad", "Kask & Pojad"),
        ("Aadress OÜ", "Aadress OÜ"),
        ("Kadaba OÜ", "Kadaba OÜ"),
    ],
)
def test_a_value_ends_before_the_words_that_end_it(read: str, meant: str) -> None:
    spec = FieldSpec(
        "firm",
        "text",
        {"et": ("Nimi",)},
        ends=("d/b/a", "dba", "tegutseb nimega", "mis tegutseb ka Kase Poe nime all", "&", "aadress"),
    )
    sheet = typed(read)
    place = Place(Zone(1, Box(0, 0, sheet.width, sheet.height), True), sheet, None)
    assert written(spec, place, [sheet.words], 1.0).value == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Endine nimi: Kask OÜ\nUus nimi: Tamm AS", "Tamm AS"),
        ("Uus nimi: Tamm AS d/b/a Tamme Pood", "Tamm AS"),
        ("Tamm AS", "Tamm AS"),
        ("Vanauus nimi AS", "Vanauus nimi AS"),
        ("Uus nimi:", None),
        ("Tamme Kaubanduse\nAktsiaselts", "Tamme Kaubanduse Aktsiaselts"),
        ("Tamm AS\n5 Pikk tänav\nTallinn", "Tamm AS"),
        ("24 Tundi OÜ", "24 Tundi OÜ"),
    ],
)
def test_a_firms_name_begins_after_its_words_and_ends_above_its_address(read: str, meant: str | None) -> None:
    spec = FieldSpec("firm", "text", {"et": ("Nimi",)}, form="firm", begins=("uus nimi",), ends=("d/b/a",))
    sheet = typed(read)
    place = Place(Zone(1, Box(0, 0, sheet.width, sheet.height), True), sheet, None)
    field = written(spec, place, [list(row.words) for row in sheet.lines], 1.0)
    assert (field.value, field.state) == (meant, "found" if meant else "missing")


def test_the_rest_of_a_label_is_no_ink_of_an_answer() -> None:
    """The label goes on in a second line, and nothing stands behind it."""
    spec = FieldSpec("how", "text", {"et": ("Kui Te ei ole kodanik sünnist saadik,",)}, begins=("kuidas saadud",))
    sheet = Sheet()
    sheet.text("märkige, kuidas saadud.", 22, 31)
    place = Place(Zone(1, Box(20 * MM, 30 * MM, 120 * MM, 36 * MM), True), sheet.page, Picture(sheet.picture))
    assert written(spec, place, [sheet.page.words], 1.0).state == "missing"
    sheet.scrawl(60, 33)
    place = replace(place, picture=Picture(sheet.picture))
    assert written(spec, place, [sheet.page.words], 1.0).state == "illegible"
