"""What the printed lines say: Russian, Estonian and English words, names, office phrases, numbers.

The folder of words holds rus.txt, est.txt and eng.txt, one word a line (Tesseract's word lists, Apache-2.0, unpacked
with dawg2wordlist). The folder of sentences holds ru_sentences*.txt (UD_Russian-GSD, CC BY-SA). Estonian sentences
under a non-commercial licence are not used: Estonian lines are strung together from words, names and phrases.
"""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass
from pathlib import Path

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyzõäöüšž"
DIGITS = "0123456789"
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~„“”«»’–—…№§€°±×•"
ALPHABET = CYRILLIC + CYRILLIC.upper() + LATIN + LATIN.upper() + DIGITS + SIGNS + " "
LONGEST = 48
QUOTES = ("„“", "«»", '""', "()", "“”", "[]", "„”")
ENDINGS = (",", ".", ":", ";", "!", "?", " –", " —", "…", "-", "/", "")
ENDING_WEIGHTS = (8, 7, 3, 2, 1, 1, 2, 2, 1, 3, 1, 60)

OFFICE = {
    "rus": (
        "Заявление о назначении пособия", "Дата рождения", "Место жительства", "Подпись", "Договор № ",
        "Срок действия", "Настоящим подтверждаю", "Прошу предоставить", "Паспорт выдан", "Серия и номер",
        "ИНН / КПП", "Расчётный счёт", "Итого к оплате", "Наименование товара", "Единица измерения",
        "в том числе НДС", "Генеральный директор", "Главный бухгалтер", "Руководитель организации",
        "Адрес и телефон", "Приложение: копии документов на", "Решение принято",
        "Справка о доходах физического лица", "Кому выдана доверенность", "листах", "руб. коп.", "Кол-во",
        "Сумма прописью", "Ознакомлен(а)", "Постановление", "г. Нарва", "ул. Пушкина, д.", "кв.",
        "Уважаемый господин",
    ),
    "est": (
        "Avaldus toetuse saamiseks", "Isikukood", "Sünniaeg", "Elukoht", "Allkiri", "Kuupäev",
        "Käesolevaga kinnitan", "Lisa:", "Palun määrata", "Otsus nr", "Täitmisjuhend", "Kontaktandmed",
        "Arvelduskonto number", "Tööandja nimi ja registrikood", "Esitatud andmed on õiged", "Perekonnaseis",
        "Ülalpeetavad", "Märkused", "Tõend puude raskusastme kohta", "Volikiri", "Leping on sõlmitud",
        "Sotsiaalkindlustusamet",
    ),
    "eng": (
        "Date of birth", "Application for", "Signature", "Address", "Total amount due", "Invoice number",
        "I hereby confirm that", "Reference", "Page of", "Bank account", "Telephone", "Enclosed please find",
        "Certificate", "Passport No.", "Subject:", "Yours sincerely",
    ),
}  # fmt: skip
NAME_LISTS = {"rus": "ru_*.txt", "est": "et_*_names_*.txt", "eng": "et_last_names_est.txt"}


@dataclass(frozen=True, slots=True)
class Sources:
    """Words, sentences and names by language (rus, est, eng)."""

    words: dict[str, list[str]]
    sentences: list[str]
    names: dict[str, list[str]]


def sources(words: Path, sentences: Path, names: Path) -> Sources:
    """The three folders read; what the alphabet cannot spell is left out. OSError: a list is missing."""
    spelled = {code: [w for w in (words / f"{code}.txt").read_text().split() if can_spell(w)] for code in NAME_LISTS}
    lines = [
        plain(line) for path in sorted(sentences.glob("ru_sentences*.txt")) for line in path.read_text().splitlines()
    ]
    listed = {
        code: [n for path in sorted(names.glob(pattern)) for n in path.read_text().splitlines() if can_spell(n)]
        for code, pattern in NAME_LISTS.items()
    }
    return Sources(spelled, [line for line in lines if can_spell(line)], listed)


def can_spell(text: str) -> bool:
    """Whether every letter of it is in the alphabet, and there is one."""
    return bool(text) and all(letter in ALPHABET for letter in text)


def plain(line: str) -> str:
    """A sentence as print has it: the corpus writes quotes and dashes as typewriters did."""
    line = html.unescape(line).replace("``", "«").replace("''", "»").replace(" -- ", " — ").replace("--", "—")
    return re.sub(r"\s+", " ", line.replace("\u0301", "")).strip()


def line_of(have: Sources, chance: random.Random, code: str) -> str:
    """One line to print, at most LONGEST letters, in the language `code`."""
    kinds = ((sentence, 4 if code == "rus" else 0), (strung, 5), (office, 2), (named, 1), (numbers, 2), (soup, 1))
    make = chance.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
    text = make(have, chance, code).strip()
    if chance.random() < 0.12:
        text = text.upper()
    return cut(text, chance)


def cut(text: str, chance: random.Random) -> str:
    """The text, or a run of its whole words not longer than a line should be."""
    room = chance.choice((10, 18, 26, 34, 42, LONGEST))
    words = text.split(" ")
    start = chance.randrange(len(words))
    taken = words[start][:room]
    for word in words[start + 1 :]:
        if len(taken) + 1 + len(word) > room:
            break
        taken += " " + word
    return taken


def sentence(have: Sources, chance: random.Random, code: str) -> str:
    """A sentence of the corpus."""
    del code
    return chance.choice(have.sentences)


def strung(have: Sources, chance: random.Random, code: str) -> str:
    """Words in any order, with the signs that stand between words: letters are learnt, not sentences."""
    said = []
    for _ in range(chance.randint(1, 7)):
        word = chance.choice(have.words[code])
        word = word.capitalize() if chance.random() < 0.15 else word if chance.random() < 0.1 else word.lower()
        opening, closing = chance.choice(QUOTES) if chance.random() < 0.08 else ("", "")
        said.append(opening + word + closing + chance.choices(ENDINGS, ENDING_WEIGHTS)[0])
    return " ".join(said)


def office(have: Sources, chance: random.Random, code: str) -> str:
    """A phrase of forms and letters, with what is filled in behind it."""
    phrase = chance.choice(OFFICE[code])
    return phrase + chance.choice((": ", " ", " — ", "")) + chance.choice((named, numbers, strung))(have, chance, code)


def named(have: Sources, chance: random.Random, code: str) -> str:
    """Names of people, whole or with initials."""
    parts = chance.sample(have.names[code], 2)
    initial = f"{parts[0][0]}. {chance.choice(parts[1])[0].upper()}."
    return chance.choice(
        (" ".join(parts), f"{parts[1]} {initial}", f"{parts[0][0]}.{parts[1]}", f"{parts[1]}, {parts[0]}")
    )


def numbers(have: Sources, chance: random.Random, code: str) -> str:
    """Dates, money, codes, telephone numbers, percentages, mail addresses, sections of laws."""

    def digits(count: int) -> str:
        return "".join(chance.choices(DIGITS, k=count))

    day, month, year = chance.randint(1, 31), chance.randint(1, 12), chance.randint(1950, 2030)
    money = f"{chance.randint(1, 999)}{chance.choice((' ', '', '.'))}{digits(3)}{chance.choice(',.-')}{digits(2)}"
    word = chance.choice(have.words["eng"]).lower()
    made = (
        f"{day:02}.{month:02}.{year}", f"{day}. {month}. {year}", f"{year}-{month:02}-{day:02}",
        f"«{day:02}» {chance.choice(have.words[code])} {year}",
        f"{money} {chance.choice(('€', 'EUR', 'руб.', '$', 'р.'))}",
        f"№ {digits(4)}", f"№{digits(2)}-{digits(3)}/{digits(2)}", f"EE{digits(18)}", digits(11), f"[{digits(2)}]",
        f"+372 {digits(4)} {digits(4)}",
        f"+7 ({digits(3)}) {digits(3)}-{digits(2)}-{digits(2)}", f"{digits(2)},{digits(1)}%",
        f"§ {digits(1)} lg {digits(1)} p {digits(1)}", f"{word}@{word[::-1]}.ee", f"www.{word}.ru",
        f"{digits(1)}/{digits(2)}", f"{digits(3)}×{digits(3)}", f"±{digits(1)},{digits(1)}°",
        f"{digits(2)}:{digits(2)}",
        f"{digits(1)}) {chance.choice(have.words[code])}", f"A-{digits(5)}/{digits(2)}B",
    )  # fmt: skip
    return " ".join(chance.sample(made, chance.choice((1, 1, 2, 3))))


def soup(have: Sources, chance: random.Random, code: str) -> str:
    """Letters and signs in no order, so that none is known only from the words it stands in."""
    del have
    letters = {
        "rus": CYRILLIC + CYRILLIC.upper(),
        "est": LATIN + LATIN.upper(),
        "eng": LATIN[:26] + LATIN[:26].upper(),
    }[code]
    pieces = [
        "".join(chance.choices(letters * 3 + DIGITS + SIGNS, k=chance.randint(2, 9)))
        for _ in range(chance.randint(1, 4))
    ]
    return " ".join(pieces)
