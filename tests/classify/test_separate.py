"""Where one document ends and the next begins: by sheets, by what the pages say, and when a person must decide."""

from __future__ import annotations

import pytest
from drawn import typed

from capture.scan import Code
from capture.separate import Cover, CoverImpossible, Divider, cover_code, divider, parse_cover
from classify.catalogue import load
from classify.doubts import problems
from classify.separate import Doubt, Piece, Sheet, separate
from ocr.text import PageText

pytestmark = pytest.mark.quick

CATALOGUE = load()
PAYMENT = "AVALDUS PENSIONI, TOETUSE JA\nHÜVITISE VÄLJAMAKSUVIISI VALIKUKS\nSoovin saada\nKonto omaniku nimi\n"
BIRTH = "EESTI VABARIIK\nSÜNNITÕEND\nLapse andmed\nVanemate andmed\nAkti number 123\n"
MARI, JURI = "47101010033", "37605030299"


def told(*texts: str, codes: dict[int, str] | None = None) -> list[Sheet]:
    """Pages of a scan, numbered from 1; `codes` are bar codes by page."""
    marks = codes or {}
    return [
        Sheet(typed(text, number), (Code(marks[number], "QR Code", (0, 0, 9, 9)),) if number in marks else (), not text)
        for number, text in enumerate(texts, start=1)
    ]


def pages(sheets: list[Sheet]) -> list[tuple[int, ...]]:
    return [piece.pages for piece in separate(sheets, CATALOGUE).pieces]


def test_what_a_cover_sheet_carries_comes_back() -> None:
    cover = Cover("RAKVERE-7", "pensioniavaldus", 3)
    assert parse_cover(cover_code(cover)) == cover
    assert parse_cover(cover_code(Cover("1"))) == Cover("1")


@pytest.mark.parametrize("text", ["KC1 7 pensioniavaldus 3 0000", "KC1 7 - 3", "KN1 6.0-1/7-1 b1f0", "PATCHT", ""])
def test_a_cover_that_is_not_ours_is_none(text: str) -> None:
    assert parse_cover(text) is None


def test_one_wrong_digit_makes_it_nobodys_cover() -> None:
    whole = cover_code(Cover("RAKVERE-7", "kiri", 2))
    assert parse_cover(whole.replace(" 2 ", " 3 ")) is None


@pytest.mark.parametrize("cover", [Cover("two words"), Cover(""), Cover("7", "Suur"), Cover("7", "kiri", 10_000)])
def test_a_cover_that_cannot_be_printed_is_refused(cover: Cover) -> None:
    with pytest.raises(CoverImpossible):
        cover_code(cover)


@pytest.mark.parametrize("text", ["PATCHT", "PATCH T", "PATCH 2", "PATCH 3", "patch-t"])
def test_a_patch_sheet_stands_between(text: str) -> None:
    assert divider([Code(text, "Patch", (0, 0, 9, 9))]) == Divider()


@pytest.mark.parametrize("text", ["PATCH 1", "PATCH 4", "PATCH 6", "ASN00123", "KN1 6.0-1/13761-3 b1f0"])
def test_other_codes_stand_between_nothing(text: str) -> None:
    assert divider([Code(text, "Patch", (0, 0, 9, 9))]) is None


def test_sheets_cut_the_pile_and_are_in_no_document() -> None:
    found = separate(told(PAYMENT, "teine leht", "", "", BIRTH, codes={3: "PATCHT"}), CATALOGUE)
    assert [piece.pages for piece in found.pieces] == [(1, 2), (5,)]
    assert found.sheets == (3, 4)  # the sheet and its blank back


def test_a_page_without_words_that_is_not_blank_is_never_left_out() -> None:
    photograph = Sheet(typed("", 3))
    found = separate([*told(PAYMENT, "", codes={2: "PATCHT"}), photograph], CATALOGUE)
    assert [piece.pages for piece in found.pieces] == [(1,), (3,)]


def test_a_cover_names_the_kind_and_counts_the_pages() -> None:
    cover = cover_code(Cover("7", "sunnitoend", 2))
    (piece,) = separate(told("", BIRTH, codes={1: cover}), CATALOGUE).pieces
    assert piece == Piece((2,), "sunnitoend", (Doubt("count_differs", 2),))


def test_a_stranger_behind_a_cover_is_told() -> None:
    sheets = told("", f"{BIRTH} {MARI}", f"lisa {JURI}", codes={1: "PATCHT"})
    (piece,) = separate(sheets, CATALOGUE).pieces
    assert piece.doubts == (Doubt("other_person", 3),)


def test_titles_and_numbers_cut_a_pile_without_sheets() -> None:
    first, second = f"{PAYMENT}\n{MARI}", f"{BIRTH}\n{JURI}"
    assert pages(told(first, second)) == [(1,), (2,)]


def test_a_page_two_of_two_belongs_to_the_page_before() -> None:
    assert pages(told(f"leht 1 lehte 2\n{PAYMENT}", "leht 2 lehte 2\nkinnitus ja allkiri", BIRTH)) == [(1, 2), (3,)]


def test_a_sentence_that_goes_on_stays_together() -> None:
    assert pages(told("Palun selgitada, miks minu", "toetus on väiksem kui eelmisel kuul. Tänan.")) == [(1, 2)]


def test_another_person_with_nothing_to_hold_the_pages_together_is_doubtful() -> None:
    found = separate(told(f"tõend {MARI} kohta", f"tõend {JURI} kohta"), CATALOGUE)
    assert [doubt.code for piece in found.pieces for doubt in piece.doubts] != []


def test_an_empty_back_stays_with_its_front_and_raises_no_doubt() -> None:
    (piece, other) = separate(told(PAYMENT, "", BIRTH), CATALOGUE).pieces
    assert (piece, other.pages) == (Piece((1, 2)), (3,))


def test_a_page_that_was_lost_in_reading_parts_nothing() -> None:
    """It has neither words nor a size: what it is a person sees from its trouble, not from a cut."""
    read = told("Avaldus", "ja palun kanda toetus minu kontole", "lugupidamisega")
    lost = Sheet(PageText(2, 0, 0, ()))
    assert pages([read[0], lost, read[2]]) == [(1, 2, 3)]


def test_a_missing_page_is_told() -> None:
    (piece,) = separate(told(f"leht 1 lehte 3\n{PAYMENT}", "leht 3 lehte 3\nkinnitus"), CATALOGUE).pieces
    assert piece.doubts == (Doubt("page_missing", 2),)


def test_every_page_is_in_one_place() -> None:
    found = separate(told(PAYMENT, BIRTH, "muu", "", "lk 2/2", codes={4: "PATCHT"}), CATALOGUE)
    placed = [number for piece in found.pieces for number in piece.pages]
    assert sorted([*placed, *found.sheets]) == [1, 2, 3, 4, 5]


def test_doubts_are_said_in_three_languages() -> None:
    (problem,) = problems([Doubt("other_person", 4)])
    assert set(problem.text) == {"et", "en", "ru"}
    assert all("4" in sentence and sentence.endswith(".") for sentence in problem.text.values())
