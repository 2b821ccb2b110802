"""Which kind of document it is, why, and when the house admits that it does not know."""

from __future__ import annotations

import pytest
from drawn import typed

from classify.catalogue import load
from classify.match import match

pytestmark = pytest.mark.quick

PENSION = """
SOTSIAALKINDLUSTUSAMET
PENSIONIAVALDUS
1. Taotleja andmed
Eesnimi Mari
Perekonnanimi Maasikas
2. Palun määrata
vanaduspension ennetähtaegne vanaduspension rahvapension
Soovin pensioni alates 01.12.2026
3. Andmed töötamise ja pensionistaaži kohta
Olen töötanud või elanud välisriigis jah ei
"""
PAYMENT = """
AVALDUS PENSIONI, TOETUSE JA
HÜVITISE VÄLJAMAKSUVIISI VALIKUKS
Soovin saada
oma arvelduskontole posti teel kojukandena
teise isiku arvelduskontole välisriigi kontole
Konto omaniku nimi
Arvelduskonto number
"""
CERTIFICATE = """
EESTI VABARIIK
SÜNNITÕEND
Lapse andmed
Perekonnanimi Maasikas
Sünnikoht Tartu
Vanemate andmed
Ema ees- ja perekonnanimi Mari Maasikas
Akti number 123
"""
LETTER = """
Mari Maasikas
Telefon: 5123 4567
Sotsiaalkindlustusamet
Paldiski mnt 80
15092 Tallinn
Selgitustaotlus
Palun selgitada, miks minu toetus on väiksem kui eelmisel kuul.
Lugupidamisega
Mari Maasikas
"""
REPLY = """
Mari Maasikas
Isikukood: 44003150013
Sotsiaalkindlustusamet
Paldiski mnt 80
15092 Tallinn
Teie nr 6.0-1/1042-2
Puuduvate dokumentide esitamine
Saadan puuduvad dokumendid, mida Te oma kirjas küsisite.
Lisad: Sünnitõendi ärakiri
Lugupidamisega
Mari Maasikas
"""
RUSSIAN = """
ДЕПАРТАМЕНТ СОЦИАЛЬНОГО СТРАХОВАНИЯ
ЗАЯВЛЕНИЕ О НАЗНАЧЕНИИ ПЕНСИИ
1. Данные заявителя
2. Прошу назначить
пенсия по старости народная пенсия
3. Данные о работе и пенсионном стаже
"""
INVOICE = """
ARVE NR 20261122
Müüja: OÜ Näidis Kaubandus, registrikood 12345678
Ostja: Mari Maasikas
Kogus Hind Summa
Kokku tasuda 124,00 EUR
Arvelduskonto EE382200221020145685
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PENSION, "pensioniavaldus"), (PAYMENT, "valjamaksuviisi_avaldus"), (CERTIFICATE, "sunnitoend"),
        (LETTER, "kiri"), (REPLY, "lisadokumentide_kaaskiri"), (RUSSIAN, "pensioniavaldus"),
    ],
)  # fmt: skip
def test_a_paper_is_known_by_its_title_and_its_words(text: str, code: str) -> None:
    found = match([typed(text)], load())
    assert found.code == code
    assert found.confidence > 0.8
    assert found.why


def test_the_lines_that_decided_are_those_on_the_paper() -> None:
    found = match([typed(PENSION)], load())
    assert found.why[0] == "PENSIONIAVALDUS"
    assert set(found.why) <= set(PENSION.strip().splitlines())


def test_a_title_in_two_lines_is_one_title() -> None:
    assert match([typed(PAYMENT)], load()).why[0].startswith("AVALDUS PENSIONI, TOETUSE JA HÜVITISE")


@pytest.mark.parametrize(("text", "code"), [(PENSION, "pensioniavaldus"), (PAYMENT, "valjamaksuviisi_avaldus")])
def test_lost_marks_and_misread_letters_do_not_hide_a_kind(text: str, code: str) -> None:
    plain = text.translate(str.maketrans("ÕÄÖÜõäöüšŽž", "OAOUoaousZz"))
    worn = plain.replace("m", "rn").replace("PENSIONIAVALDUS", "PEN5IONIAVALDU5").replace("VALIKUKS", "VAL1KUKS")
    assert match([typed(plain)], load()).code == code
    assert match([typed(worn)], load()).code == code


@pytest.mark.parametrize("text", [INVOICE, "", "x", "KIRI\nTere!", "AVALDUS\nPalun mulle puhkust anda."])
def test_what_the_house_does_not_know_it_calls_unknown(text: str) -> None:
    found = match([typed(text)] if text else [], load())
    assert found.code == "tundmatu"
    assert 0 <= found.confidence <= 1


def test_the_next_best_kinds_are_offered() -> None:
    found = match([typed(PENSION)], load())
    assert found.alternatives
    assert all(code != "pensioniavaldus" and confidence < found.confidence for code, confidence in found.alternatives)


def test_a_title_on_a_later_page_counts_less() -> None:
    first = match([typed(PENSION), typed("Muu leht", number=2)], load())
    later = match([typed("Muu leht"), typed(PENSION, number=2)], load())
    assert later.confidence < first.confidence
