"""What is wrong with a field, said to a clerk in three languages, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from classify.kind import FieldSpec, Severity, Text


@dataclass(frozen=True, slots=True)
class Sentence:
    severity: Severity
    text: Text  # {label} stands for the printed label of the field


def _s(severity: Severity, et: str, en: str, ru: str) -> Sentence:
    return Sentence(severity, {"et": et, "en": en, "ru": ru})


SENTENCES: dict[str, Sentence] = {
    "missing": _s(
        "error",
        "Väli „{label}“ on tühi, kuid nõutav. Kontrolli pilti; kui ka seal midagi ei ole, küsi kliendilt.",
        "The field “{label}” is empty but required. Check the picture; if nothing stands there, ask the client.",
        "Поле «{label}» пусто, но обязательно. Проверьте изображение; если и там пусто, запросите у клиента.",
    ),
    "missing_signature": _s(
        "error",
        "Allkirja „{label}“ ei leitud. Kontrolli pilti; kui allkirja ei ole, palu dokument allkirjastada.",
        "No signature was found at “{label}”. Check the picture; if there is none, ask for the document to be signed.",
        "Подпись «{label}» не найдена. Проверьте изображение; если подписи нет, попросите подписать документ.",
    ),
    "illegible": _s(
        "warning",
        "Väljal „{label}“ on midagi kirjas, aga see ei ole loetav. Loe pildilt ja sisesta väärtus.",
        "Something stands in “{label}” but it cannot be read. Read it from the picture and enter the value.",
        "В поле «{label}» что-то написано, но прочесть не удалось. Прочтите на изображении и введите значение.",
    ),
    "illegible_required": _s(
        "error",
        "Nõutav väli „{label}“ ei ole loetav. Loe pildilt ja sisesta väärtus, või küsi kliendilt.",
        "The required field “{label}” cannot be read. Enter it from the picture, or ask the client.",
        "Обязательное поле «{label}» не читается. Введите значение по изображению или запросите у клиента.",
    ),
    "two_ticks": _s(
        "error",
        "Väljal „{label}“ on märgitud mitu vastust, lubatud on üks. Kontrolli pilti või küsi kliendilt, kumb kehtib.",
        "Several answers are marked at “{label}”, one is allowed. Check the picture or ask the client which one holds.",
        "В поле «{label}» отмечено несколько ответов, допустим один. Проверьте изображение или спросите клиента.",
    ),
    "bad_checksum": _s(
        "error",
        "Välja „{label}“ kontrollnumber ei klapi. Võrdle iga numbrit pildiga; kui nii ongi kirjas, küsi õiget.",
        "The check digit of “{label}” is wrong. Compare each digit with the picture, or ask for the right number.",
        "Контрольная цифра поля «{label}» неверна. Сверьте каждую цифру с изображением или запросите верный номер.",
    ),
    "wrong_length": _s(
        "error",
        "Väljal „{label}“ on vale arv märke. Võrdle pildiga ja sisesta puuduvad märgid.",
        "“{label}” has the wrong number of characters. Compare it with the picture and enter what is missing.",
        "В поле «{label}» неверное число знаков. Сверьте с изображением и введите недостающие.",
    ),
    "repaired": _s(
        "warning",
        "Väljal „{label}“ parandas masin ühe halvasti loetava märgi. Võrdle pildiga ja kinnita.",
        "In “{label}” the machine mended a badly legible character. Compare it with the picture and confirm.",
        "В поле «{label}» машина исправила плохо читаемый знак. Сверьте с изображением и подтвердите.",
    ),
    "no_such_day": _s(
        "error",
        "Väljal „{label}“ olevat kuupäeva ei ole olemas. Võrdle pildiga ja paranda.",
        "The date at “{label}” does not exist. Compare it with the picture and correct it.",
        "Даты в поле «{label}» не существует. Сверьте с изображением и исправьте.",
    ),
    "short_year": _s(
        "warning",
        "Väljal „{label}“ on aasta kahe numbriga. Kontrolli sajandit ja kinnita.",
        "The year at “{label}” has two digits. Check the century and confirm.",
        "Год в поле «{label}» указан двумя цифрами. Проверьте столетие и подтвердите.",
    ),
    "invalid_phone": _s(
        "warning",
        "Väljal „{label}“ ei ole kehtiv telefoninumber. Võrdle pildiga või küsi kliendilt.",
        "“{label}” is no valid phone number. Compare it with the picture or ask the client.",
        "В поле «{label}» недействительный номер телефона. Сверьте с изображением или спросите клиента.",
    ),
    "invalid_email": _s(
        "warning",
        "Väljal „{label}“ ei ole kehtiv e-posti aadress. Võrdle pildiga või küsi kliendilt.",
        "“{label}” is no valid e-mail address. Compare it with the picture or ask the client.",
        "В поле «{label}» недействительный адрес эл. почты. Сверьте с изображением или спросите клиента.",
    ),
    "unusual": _s(
        "warning",
        "Välja „{label}“ väärtus ei ole tavapärasel kujul. Võrdle pildiga ja kinnita või paranda.",
        "The value of “{label}” has an unusual shape. Compare it with the picture and confirm or correct it.",
        "Значение поля «{label}» имеет необычный вид. Сверьте с изображением и подтвердите или исправьте.",
    ),
    "doubtful": _s(
        "warning",
        "Välja „{label}“ lugem ei ole kindel. Võrdle pildiga ja kinnita või paranda.",
        "The reading of “{label}” is not certain. Compare it with the picture and confirm or correct it.",
        "Чтение поля «{label}» не надёжно. Сверьте с изображением и подтвердите или исправьте.",
    ),
    "outdated_version": _s(
        "warning",
        "Avaldus on vanal vormil ({number}, kehtis kuni {ended}; kehtiv on {current}). Võta see vastu ja kontrolli, "
        "kas uuel vormil küsitakse midagi, mida siin ei ole.",
        "The paper is an outdated form ({number}, in use until {ended}; now {current}). Accept it, and check whether "
        "the new form asks for something that is not here.",
        "Заявление на старом бланке ({number}, действовал до {ended}; сейчас {current}). Примите его и проверьте, "
        "не спрашивает ли новый бланк того, чего здесь нет.",
    ),
    "unknown_version": _s(
        "info",
        "Vormi numbrit {number} selle dokumendiliigi juures ei ole (tuntud: {current}). Kontrolli pildilt numbrit; "
        "kui vorm on uus, lisa versioon liigi faili.",
        "This kind has no form numbered {number} (known: {current}). Check the number on the picture; if the form is "
        "new, add the version to the file of the kind.",
        "У этого вида нет бланка с номером {number} (известны: {current}). Проверьте номер на изображении; если бланк "
        "новый, добавьте версию в файл вида.",
    ),
}

# Why a parser doubts -> what is said about it.
BY_REASON = {
    "checksum": "bad_checksum", "length": "wrong_length", "repaired": "repaired", "no_such_day": "no_such_day",
    "short_year": "short_year", "invalid_phone": "invalid_phone", "invalid_email": "invalid_email",
    "not_a_name": "unusual", "unknown_country": "unusual", "no_digit": "unusual", "shape": "unusual",
}  # fmt: skip


def said(code: str, spec: FieldSpec) -> Text:
    """The sentence with the field's own label in each language."""
    labels = {language: (spec.labels.get(language) or spec.labels["et"])[0] for language in ("et", "en", "ru")}
    return {language: text.replace("{label}", labels[language]) for language, text in SENTENCES[code].text.items()}
