"""Raw text to normal form: small total functions, one for each type of field. None of them ever raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Protocol

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from classify.codes import Parsed, iban, isikukood
from classify.countries import country
from classify.dates import day
from classify.kind import FieldType

__all__ = ["Parsed", "parse"]


class _CodeParser(Protocol):
    def __call__(self, text: str, *, mend: bool = True) -> Parsed: ...


_SPACES = re.compile(r"\s+")
_EDGE = " \t\n|_[]{}()<>«»~=*•·—–.,:;/\\\"'`´°"
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}")
_AT = re.compile(r"[©®]|\([OoaQ0]\)?|\[a\]")
# An @ read as a capital amid small letters, or before a domain that everybody uses.
_LOST_AT = re.compile(
    r"^([a-z0-9._-]+)(?:[AOQ](?=[a-z])|[aeog](?=(?:gmail|hotmail|outlook|yahoo|icloud|mail|hot|online|neti|eesti)\.))"
    r"([a-z0-9.-]+\.[a-z]{2,})$"
)
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ .-]){0,99}")
_LETTER_SLIPS = str.maketrans({"0": "O", "1": "I", "|": "I"})
_MONEY = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ .,]\d{3})+|\d+)(?:[.,](\d{2}))?(?![\d])")
_APART = 3  # digits: shorter ones are no number of their own
_DOCNO = re.compile(r"[\w№][\w./№-]*(?: [\w./-]+)*")
_DATED = re.compile(r"\s\d{1,2}\.\d{1,2}\.\d{4}\b.*$")  # a date after the number is not of it
_LATIN = str.maketrans("АВЕКМНОРСТУХІаеорсухіЬЗб", "ABEKMHOPCTYXIaeopcyxib36")
_CYRILLIC = re.compile("[А-яЁё]")
_RUN_ON = re.compile(r"(?<=[^\W\d_]{2},)(?=[^\W\d_]{2})")
_PLACES = str.maketrans("OoОоIl|!SsB", "00001111558")


def clean(text: str) -> str:
    """NFC, single spaces, no leftovers of printed lines at the ends."""
    return one_script(_SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(_EDGE).strip())


def one_script(text: str) -> str:
    """Words of Latin letters or digits into which an engine mixed Cyrillic ones, made whole: 81Ь is 81b."""
    mixed = r"\S*(?:[A-Za-zÀ-ž0-9]\S*[А-яЁё]|[А-яЁё]\S*[A-Za-zÀ-ž0-9])\S*"
    return re.sub(mixed, lambda found: found[0].translate(_LATIN), text)


def in_latin(text: str) -> str:
    """A word of a form in Latin letters; unchanged where a letter is like none of them."""
    turned = text.translate(_LATIN)
    return text if _CYRILLIC.search(turned) else turned


def name(text: str) -> Parsed:
    """A person's name. Doubtful: `not_a_name`."""
    value = clean(text)
    if not value:
        return Parsed(None, "empty")
    letters = re.sub(r"(?<=[^\W\d_])[01|](?=[^\W\d_])", lambda m: m[0].translate(_LETTER_SLIPS).lower(), value)
    good = _NAME.fullmatch(letters) and sum(letter.isalpha() for letter in letters) > 1
    return Parsed(letters, "" if good else "not_a_name")


def money(text: str) -> Parsed:
    """Euros to cents, as text: "1 234,56 €" is "123456". No value: `shape`."""
    found = _MONEY.search(_SPACES.sub(" ", text))
    if found is None:
        return Parsed(None, "shape" if text.strip() else "empty")
    euros = re.sub(r"[ .,]", "", found[1])
    return Parsed(str(int(euros) * 100 + int(found[2] or 0)))


def phone(text: str) -> Parsed:
    """E.164. Doubtful: `invalid_phone`; digits are kept as written then."""
    digits = re.sub(r"[^\d+]", "", text.translate(_PLACES))
    if not digits.strip("+"):
        return Parsed(None, "shape" if text.strip() else "empty")
    try:
        number = phonenumbers.parse(digits, "EE")
    except NumberParseException:
        return Parsed(digits[:20], "invalid_phone")
    if not phonenumbers.is_valid_number(number):
        return Parsed(digits[:20], "invalid_phone")
    return Parsed(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def email(text: str) -> Parsed:
    """An address; the domain in lower case. Doubtful: `invalid_email`, `repaired` where the @ was read as a letter."""
    squeezed = _AT.sub("@", _SPACES.sub("", text).strip(_EDGE), count=1)
    if not squeezed:
        return Parsed(None, "empty")
    mended = squeezed if "@" in squeezed else _LOST_AT.sub(r"\1@\2", squeezed)
    local, at, domain = mended.partition("@")
    address = f"{local}{at}{domain.replace(',', '.').lower()}"
    found = _EMAIL.search(address)
    if found is None:
        return Parsed(address[:100], "invalid_email")
    return Parsed(found[0], "repaired" if mended != squeezed else "")


def postcode(text: str) -> Parsed:
    digits = re.sub(r"\D", "", text.translate(_PLACES))
    if not digits:
        return Parsed(None, "shape" if text.strip() else "empty")
    return Parsed(digits[:20], "" if len(digits) == 5 else "length")


def docno(text: str) -> Parsed:
    """A number of a document, as printed; digits that a hand set apart by one or two are one number. Doubtful:
    `no_digit`."""
    found = _DOCNO.search(_DATED.sub("", clean(text)))
    if found is None:
        return Parsed(None, "empty")
    value = found[0].rstrip(".-/")
    if (parts := value.split()) and "".join(parts).isdecimal() and min(map(len, parts)) < _APART:
        value = "".join(parts)
    return Parsed(value or None, "" if re.search(r"\d", value) else "no_digit")


def number(text: str) -> Parsed:
    digits = re.sub(r"\D", "", text.translate(_PLACES))
    return Parsed(digits) if digits else Parsed(None, "shape" if text.strip() else "empty")


def text(raw: str) -> Parsed:
    """Single spaces, one after a comma between two words, no leftovers of printed lines."""
    plain = one_script(_SPACES.sub(" ", unicodedata.normalize("NFC", raw)))
    value = _RUN_ON.sub(" ", plain.lstrip(_EDGE).rstrip(_EDGE.replace(".", "").replace(")", "")))
    return Parsed(value) if any(letter.isalnum() for letter in value) else Parsed(None, "empty")


_CODES: dict[FieldType, _CodeParser] = {"isikukood": isikukood, "iban": iban}
_PARSERS: dict[FieldType, Callable[[str], Parsed]] = {
    "date": day,
    "name": name,
    "money": money,
    "phone": phone,
    "email": email,
    "address": text,
    "postcode": postcode,
    "country": country,
    "docno": docno,
    "text": text,
    "number": number,
}


def parse(kind: FieldType, raw: str, *, mend: bool = True) -> Parsed:
    """The normal form of what stands in a field of this type; ticks, choices and signatures pass as they are.

    `mend`: a code with one misread digit may be repaired, and is doubtful then. What a person typed is never mended.
    """
    if kind in _CODES:
        return _CODES[kind](raw, mend=mend)
    return _PARSERS.get(kind, text)(raw)
