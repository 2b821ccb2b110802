"""What the commands say, in the three languages of the house."""

from __future__ import annotations

from cli.results import Ui

_PHRASES: dict[str, dict[Ui, str]] = {
    "reading": {"et": "Loen", "en": "Reading", "ru": "Чтение"},
    "checking": {"et": "Kontrollin", "en": "Checking", "ru": "Проверка"},
    "page": {"et": "leht {number}", "en": "page {number}", "ru": "страница {number}"},
    "pages": {"et": "lehte", "en": "pages", "ru": "стр."},
    "good": {"et": "loetav", "en": "legible", "ru": "читается"},
    "check": {"et": "vaata üle", "en": "look at it", "ru": "проверьте"},
    "rescan": {"et": "skaneeri uuesti", "en": "rescan", "ru": "отсканируйте заново"},
    "turned": {"et": "pööratud {degrees}°", "en": "turned {degrees}°", "ru": "повёрнута на {degrees}°"},
    "sure": {"et": "kindlus {share}", "en": "certainty {share}", "ru": "уверенность {share}"},
    "field": {"et": "Väli", "en": "Field", "ru": "Поле"},
    "value": {"et": "Väärtus", "en": "Value", "ru": "Значение"},
    "certainty": {"et": "Kindlus", "en": "Certainty", "ru": "Уверенность"},
    "state": {"et": "Seis", "en": "State", "ru": "Состояние"},
    "found": {"et": "leitud", "en": "found", "ru": "найдено"},
    "missing": {"et": "puudub", "en": "missing", "ru": "нет"},
    "illegible": {"et": "loetamatu", "en": "illegible", "ru": "неразборчиво"},
    "doubtful": {"et": "kahtlane", "en": "doubtful", "ru": "сомнительно"},
    "problems": {"et": "Puudused", "en": "Problems", "ru": "Замечания"},
    "no_text": {"et": "teksti ei leitud", "en": "no text found", "ru": "текст не найден"},
    "bad_languages": {
        "et": "„{given}“ ei ole keelte loend. Kirjuta näiteks est+rus+eng.",
        "en": "“{given}” is not a list of languages. Write for instance est+rus+eng.",
        "ru": "«{given}» — не список языков. Напишите, например, est+rus+eng.",
    },
    "bad_kinds": {
        "et": "Kausta „{given}“ ei ole. Nimeta kaust, kus on dokumendiliikide .toml-failid.",
        "en": "There is no folder “{given}”. Name the folder with the .toml files of the kinds.",
        "ru": "Папки «{given}» нет. Укажите папку с файлами .toml видов документов.",
    },
}


def say(phrase: str, ui: Ui, **details: object) -> str:
    return _PHRASES[phrase][ui].format(**details)
