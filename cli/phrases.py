"""What the commands say, in the three languages of the house."""

from __future__ import annotations

from typing import Literal

Ui = Literal["et", "en", "ru"]

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
    "absent": {"et": "vormil ei ole", "en": "not on the form", "ru": "нет на бланке"},
    "problems": {"et": "Puudused", "en": "Problems", "ru": "Замечания"},
    "no_text": {"et": "teksti ei leitud", "en": "no text found", "ru": "текст не найден"},
    "cover_title": {"et": "KAANELEHT", "en": "COVER SHEET", "ru": "ОБЛОЖКА"},
    "cover_batch": {"et": "Partii", "en": "Batch", "ru": "Партия"},
    "cover_kind": {"et": "Dokumendi liik", "en": "Kind of document", "ru": "Вид документа"},
    "cover_count": {"et": "Lehekülgi", "en": "Pages", "ru": "Страниц"},
    "cover_open": {"et": "määramata", "en": "not said", "ru": "не указано"},
    "cover_use": {
        "et": "Pane see leht dokumendi ette, ruutkood ülespoole. Skaneeritud pakk jaguneb siit uueks dokumendiks; "
        "kaaneleht ise dokumendi hulka ei jää ja seda võib uuesti kasutada.",
        "en": "Lay this sheet before the document, the square code facing up. A new document begins here; "
        "the sheet itself does not become part of it and may be used again.",
        "ru": "Положите этот лист перед документом кодом вверх. Отсюда начинается новый документ; "
        "сам лист в документ не входит, его можно использовать снова.",
    },
    "no_such_kind": {
        "et": "Dokumendiliiki „{given}“ ei ole. Vali üks neist: {known}.",
        "en": "There is no kind “{given}”. Choose one of these: {known}.",
        "ru": "Вида документа «{given}» нет. Выберите один из этих: {known}.",
    },
    "cannot_write": {
        "et": "Faili „{given}“ ei saa kirjutada. Nimeta fail kaustas, kuhu tohid kirjutada.",
        "en": "The file “{given}” cannot be written. Name a file in a folder you may write to.",
        "ru": "Файл «{given}» нельзя записать. Укажите файл в папке, куда у вас есть доступ.",
    },
    "bad_languages": {
        "et": "„{given}“ ei ole keelte loend. Kirjuta näiteks est+rus+eng.",
        "en": "“{given}” is not a list of languages. Write for instance est+rus+eng.",
        "ru": "«{given}» — не список языков. Напишите, например, est+rus+eng.",
    },
    "kinds_good": {
        "et": "{count} liiki, vigu ei ole.",
        "en": "{count} kinds, no mistakes.",
        "ru": "Видов: {count}, ошибок нет.",
    },
    "bad_model": {
        "et": "Kausta „{given}“ mudelit (model.npz) ei saa kasutada. Õpeta mudel uuesti või kustuta see fail.",
        "en": "The model in the folder “{given}” (model.npz) cannot be used. Train it again, or delete the file.",
        "ru": "Модель в папке «{given}» (model.npz) использовать нельзя. Обучите её заново или удалите этот файл.",
    },
    "bad_kinds": {
        "et": "Kausta „{given}“ ei ole. Nimeta kaust, kus on dokumendiliikide .toml-failid.",
        "en": "There is no folder “{given}”. Name the folder with the .toml files of the kinds.",
        "ru": "Папки «{given}» нет. Укажите папку с файлами .toml видов документов.",
    },
}


def say(phrase: str, ui: Ui, **details: object) -> str:
    return _PHRASES[phrase][ui].format(**details)
