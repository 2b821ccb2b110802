"""Kinds of real papers are described by files alone, and tell their papers apart by what is printed on them."""

from pathlib import Path

import pytest
from drawn import typed

from classify.catalogue import UNKNOWN, load
from classify.match import match

pytestmark = pytest.mark.quick
KINDS = Path(__file__).resolve().parents[2] / "bench" / "kinds"


@pytest.fixture(scope="module")
def catalogue():
    return load(KINDS)


def test_every_file_is_read(catalogue) -> None:
    assert len(catalogue) == 19


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fara_dissemination_report", "U.S. Department of Justice\nDissemination Report\n1. Name of registrant\n"
         "3. Nature of material\n4. Title of material, if any\n6. Means of transmission 7. Dates of transmission"),
        ("fara_amendment", "Form FA-11\nAMENDMENT\nTO SUPPLEMENTAL REGISTRATION [ ] EXEMPTION [ ] STATEMENT\n"
         "Name of registrant (or agent)\nThe answers to the items of the above-mentioned statement listed below are\n"
         "hereby amended to read as follows:\n(Insert proper item numbers)"),
        ("irs_w9", "Request for Taxpayer\nIdentification Number and Certification\n"
         "1 Name (as shown on your income tax return).\n2 Business name/disregarded entity name"),
        ("power_of_attorney", "Доверенность\nна получение товара\nна основании Устава\nуполномочивает менеджера"),
        (UNKNOWN, "Contoso, Ltd. Project Statement\nDate: 8/20/2020\nThank you for your business!"),
        (UNKNOWN, "Lugupeetud klient\nTeie arve on tasumata."),
    ],
)  # fmt: skip
def test_a_paper_is_known_by_its_printed_words(catalogue, code: str, text: str) -> None:
    assert match([typed(text)], catalogue).code == code
